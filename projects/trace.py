"""What agreements led to, as projects know it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.models import Agreement
from partners.trace import SHOWN, Step, leads_on

from .models import Deliverable, Project


@leads_on
def projects_and_outcomes(agreement: Agreement, user) -> list[Step]:
    """The projects that rest on it, and what these have delivered."""
    found = list(Project.objects.visible_to(user).filter(agreements=agreement).order_by("starts_on", "pk"))
    parts = Deliverable.objects.visible_to(user).filter(project__in=found).select_related("project")
    delivered = list(parts.filter(status=Deliverable.Status.DELIVERED).order_by("due_on", "pk"))
    starts = [one.starts_on for one in found if one.starts_on]
    dates = [one.due_on for one in delivered if one.due_on]
    return [
        Step(
            _("Projects"),
            "project",
            len(found),
            ngettext("%(count)s project", "%(count)s projects", len(found)) % {"count": len(found)},
            min(starts, default=None),
            [
                {"title": one.title, "url": one.get_absolute_url(), "meta": one.get_phase_display()}
                for one in found[:SHOWN]
            ],
        ),
        Step(
            _("Outcomes"),
            "star",
            len(delivered),
            ngettext("%(count)s delivered", "%(count)s delivered", len(delivered))
            % {"count": len(delivered)},
            min(dates, default=None),
            [
                {
                    "title": one.title,
                    "url": one.project.get_absolute_url(),
                    "meta": one.due_on.display() if one.due_on else "",
                }
                for one in delivered[:SHOWN]
            ],
        ),
    ]
