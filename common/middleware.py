"""What every request passes: its text must be text, and its route has a policy."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from .policy import policy_of
from .problems import problem_response


class PlainTextMiddleware:
    """Refuse addresses and queries with NUL bytes or half characters: no database text can hold them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        texts = [request.path_info, *request.GET.keys(), *(v for vs in request.GET.lists() for v in vs[1])]
        if not all(_is_text(text) for text in texts):
            detail = _("The address holds characters that are not text (NUL or half a character).")
            if request.path_info.startswith("/api/"):
                return problem_response(request, 400, "not-text", detail)
            return HttpResponse(detail, status=400, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def _is_text(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


class PolicyMiddleware:
    """Open each door only for those whom its policy names.

    A signed-out visitor of a page for members is sent to log in; what is for curators only does
    not exist for anybody else.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        policy = policy_of(request.resolver_match.view_name)
        if policy is None:
            raise Http404("This route has no policy")
        method = "GET" if request.method in ("HEAD", "OPTIONS") else request.method
        audience = policy.get(method)
        if audience is None or audience.admits(request.user):
            return None  # a method without a policy is answered 405 by the view
        if request.path_info.startswith("/api/") or request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path())
