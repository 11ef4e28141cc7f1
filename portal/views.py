"""Home, about and the error pages."""

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from common.problems import problem_response, titles
from parks.history import event
from sources.models import Source
from sources.places import cited

from .home import counts, doors, headlines, latest_milestones
from .network import network


def home(request):
    user = request.user
    figures = headlines(user)
    milestones = latest_milestones(user)
    return render(
        request,
        "portal/home.html",
        {
            "counts": counts(user),
            "doors": doors(),
            "figures": figures,
            "latest": [{"events": [event(milestone) for milestone in milestones]}] if milestones else [],
            "map_data": network(user),
            "cited": cited(figures, milestones),
        },
    )


def about(request):
    crumbs = [{"label": _("Home"), "url": reverse("home")}, {"label": _("About"), "url": request.path}]
    return render(
        request,
        "portal/about.html",
        {
            "crumbs": crumbs,
            "sources": Source.objects.visible_to(request.user).order_by("slug"),
            "discrepancies_url": reverse("sources:discrepancies"),
            "api_url": reverse("api:docs"),
        },
    )


def _refusal(request, status, code, **context):
    if request.path_info.startswith("/api/"):
        return problem_response(request, status, code, titles()[status])
    return render(request, f"{status}.html", context, status=status)


def bad_request(request, exception=None):
    return _refusal(request, 400, "bad-request", reason=str(exception or ""))


def forbidden(request, exception=None):
    return _refusal(request, 403, "permission-denied")


def not_found(request, exception=None):
    return _refusal(request, 404, "not-found")


def server_error(request):
    """Asks for nothing that may be what broke: no user, no database, no context of the shell."""
    if request.path_info.startswith("/api/"):
        return problem_response(request, 500, "server-error", titles()[500])
    return HttpResponseServerError(render_to_string("500.html"))
