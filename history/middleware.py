"""Tell the history who is at work, for every request that changes something; note what curators read."""

import pghistory

from . import reasons
from .reading import note


class ReadingMiddleware:
    """Pages, the API and the admin are watched alike: by the route that answered."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method in ("GET", "HEAD"):
            note(request, response.status_code)
        return response


class AuthorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        user = getattr(request, "user", None)
        author = user.pk if user and user.is_authenticated else None
        with pghistory.context(user=author, request_id=request.id, url=request.path):
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method not in ("GET", "HEAD", "OPTIONS") and (reason := reasons.given_with(request, view)):
            pghistory.context(reason=reason)
