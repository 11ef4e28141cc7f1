"""What every request passes: its text must be text, and its route has a policy."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from .policy import allowed_methods, policy_of
from .problems import problem_response, titles
from .texts import is_text


class PlainTextMiddleware:
    """Refuse addresses and queries with NUL bytes or half characters: no database text can hold them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            texts = [
                request.path_info,
                *request.GET.keys(),
                *(v for vs in request.GET.lists() for v in vs[1]),
            ]
        except SuspiciousOperation:  # the page that tells of errors would read the query again
            return _bad_address(request, "too-long", _("The address has too many parameters."))
        if not all(is_text(text) for text in texts):
            detail = _("The address holds characters that are not text (NUL or half a character).")
            return _bad_address(request, "not-text", detail)
        return self.get_response(request)


def _bad_address(request, code: str, detail: str) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return problem_response(request, 400, code, detail)
    return HttpResponse(detail, status=400, content_type="text/plain; charset=utf-8")


class PolicyMiddleware:
    """Open each door only for those whom its policy names, and only for the methods it names.

    A signed-out visitor of a page for members is sent to sign in; to anybody else a closed door
    looks like an address that does not exist. OPTIONS is answered here, without asking the view.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        policy = policy_of(request.resolver_match.view_name)
        if policy is None:
            raise Http404("This route has no policy")
        methods = allowed_methods(policy, request.user)
        if not methods or (request.method in policy and request.method not in methods):
            return _closed(request)
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ", ".join(methods)})
        if request.method not in methods:
            return _no_such_method(request, methods)
        return None


def _closed(request):
    if request.path_info.startswith("/api/") or request.user.is_authenticated:
        raise Http404
    sign_in = redirect_to_login(request.get_full_path())
    if request.headers.get("HX-Request") == "true":  # else htmx puts the sign-in page into the part
        return HttpResponse(status=204, headers={"HX-Redirect": sign_in.url})
    return sign_in


def _no_such_method(request, methods):
    if request.path_info.startswith("/api/"):
        response = problem_response(request, 405, "method-not-allowed", titles()[405])
    else:
        response = HttpResponse(titles()[405], status=405, content_type="text/plain; charset=utf-8")
    response["Allow"] = ", ".join(methods)
    return response
