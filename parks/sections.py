"""What parks tell on the pages of organisations: their profiles, their history and their figures."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from common.sections import Section, contributes
from organisations.models import Organisation

from .figures import figures_seen_by
from .history import milestones_about, timeline
from .models import Enterprise, Park

MOST_FIGURES = 12


@contributes("organisation", position=10)
def history(organisations: Sequence[Organisation], user) -> Section | None:
    """Its milestones by stage."""
    milestones = milestones_about(organisations, user)
    if not milestones:
        return None
    return Section("history", _("History"), "parks/_history.html", timeline(milestones), milestones)


@contributes("organisation", position=40)
def figures(organisations: Sequence[Organisation], user) -> Section | None:
    """A few of its figures; the explorer has all."""
    found = list(
        figures_seen_by(user)
        .filter(organisation=organisations[0])
        .order_by("indicator__respect", "indicator__ordinal", "indicator", "-period_on", "pk")[:MOST_FIGURES]
    )
    return Section("figures", _("Figures"), "parks/_figures.html", found, found) if found else None


@contributes("profiles", position=10)
def profiles(organisation: Organisation, user) -> Section | None:
    """The pages of it as a park and as an enterprise."""
    park = Park.objects.visible_to(user).filter(organisation=organisation).first()
    enterprise = Enterprise.objects.visible_to(user).filter(organisation=organisation).first()
    rows = []
    if park:
        park.organisation = organisation
        rows.append(
            {"label": park.get_kind_display(), "url": park.get_absolute_url(), "text": park.description}
        )
    if enterprise:
        enterprise.organisation = organisation
        rows.append(
            {"label": _("enterprise"), "url": enterprise.get_absolute_url(), "text": enterprise.description}
        )
    return Section("profiles", "", "", rows) if rows else None
