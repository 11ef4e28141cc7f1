"""The history of organisations by stages, as `components/timeline.html` shows it."""

from collections.abc import Iterable, Sequence

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from common.dates import period_display
from organisations.models import Organisation
from sources.places import places

from .models import Milestone, Stage


def milestones_seen_by(user):
    """Visible milestones with stage, organisations concerned and places; the hidden of these left out."""
    seen = Organisation.objects.visible_to(user)
    return (
        Milestone.objects.visible_to(user)
        .select_related("organisation")
        .prefetch_related(
            Prefetch("stage", Stage.objects.visible_to(user)),
            Prefetch("concerns", seen),
            places(),
            "discrepancies",
        )
    )


def milestones_about(organisations: Sequence[Organisation], user) -> list[Milestone]:
    """The history of these organisations, and what concerns the first of them in that of others."""
    concerning = Milestone.concerns.through.objects.filter(organisation=organisations[0])
    return list(
        milestones_seen_by(user)
        .filter(Q(organisation__in=organisations) | Q(pk__in=concerning.values("milestone")))
        .order_by("happened_on", "ordinal", "pk")
    )


def timeline(milestones: Iterable[Milestone]) -> list[dict]:
    """Events under the stage they belong to, stages in the order of their first event."""
    stages: dict[str | None, dict] = {}
    for milestone in milestones:
        stage = milestone.stage
        key = stage.pk if stage else None
        if key not in stages:
            stages[key] = {
                "title": stage.name if stage else _("Outside the stages"),
                "period": period_display(stage.started_on, stage.ended_on) if stage else "",
                "events": [],
            }
        stages[key]["events"].append(event(milestone))
    if list(stages) == [None]:
        stages[None]["title"] = _("Events")
    return list(stages.values())


def event(milestone: Milestone) -> dict:
    """A milestone as an event of `components/timeline.html`."""
    return {
        "date": milestone.happened_on,
        "title": milestone.title,
        "url": milestone.get_absolute_url(),
        "text": milestone.text,
        "links": [{"label": one.name, "url": one.get_absolute_url()} for one in milestone.concerns.all()],
        "passages": milestone.passages,
        "note": milestone.curator_note,
    }
