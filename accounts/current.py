"""For which of their organisations a person acts just now: what forms suggest, never what is allowed."""

from django.http import HttpRequest

from organisations.models import Organisation

from .models import Membership

_KEY = "organisation"


def memberships_of(request: HttpRequest) -> list[Membership]:
    """The open memberships of who asks, the oldest first; read once for each request."""
    if not request.user.is_authenticated:
        return []
    if not hasattr(request, "_memberships"):
        own = Membership.objects.filter(user=request.user, ended_at=None).select_related("organisation")
        request._memberships = list(own.order_by("started_at", "pk"))
    return request._memberships


def organisation_of(request: HttpRequest) -> Organisation | None:
    """The one chosen last, as long as the person belongs to it; else that of the oldest membership."""
    organisations = [membership.organisation for membership in memberships_of(request)]
    chosen = request.session.get(_KEY)
    oldest = organisations[0] if organisations else None
    return next((one for one in organisations if one.pk == chosen), oldest)


def switch_to(request: HttpRequest, slug: str) -> Organisation | None:
    """Act for the organisation from now on, in this session; None when the person does not belong to it."""
    for membership in memberships_of(request):
        if membership.organisation.slug == slug:
            request.session[_KEY] = membership.organisation_id
            return membership.organisation
    return None
