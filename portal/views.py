"""Home, about and the error pages."""

from django.shortcuts import render

from common.problems import problem_response, titles


def home(request):
    return render(request, "portal/home.html")


def about(request):
    return render(request, "portal/about.html")


def _refusal(request, status, code):
    if request.path_info.startswith("/api/"):
        return problem_response(request, status, code, titles()[status])
    return render(request, f"{status}.html", status=status)


def bad_request(request, exception=None):
    return _refusal(request, 400, "bad-request")


def forbidden(request, exception=None):
    return _refusal(request, 403, "permission-denied")


def not_found(request, exception=None):
    return _refusal(request, 404, "not-found")


def server_error(request):
    return _refusal(request, 500, "server-error")
