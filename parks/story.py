"""The story of an organisation: its stages one after the other, and what happened around them."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, prefetch_related_objects

from common.dates import PartialDate, period_display
from organisations.models import Organisation

from .history import milestones_seen_by
from .models import Milestone, Stage


@dataclass
class Chapter:
    """A stage with its events in order; those of no stage are context. `stage` is None for what comes
    before the first."""

    stage: Stage | None
    events: list[Milestone] = field(default_factory=list)

    @property
    def started_on(self) -> PartialDate:
        return self.events[0].happened_on

    @property
    def period(self) -> str:
        """From its first event to its last, as sources leave the borders of stages open."""
        return period_display(self.events[0].happened_on, self.events[-1].happened_on)

    @property
    def own(self) -> int:
        return sum(event.stage is not None for event in self.events)


def storied_organisations(user) -> list[Organisation]:
    """Those whose history is told in stages, the longest history first."""
    staged = Milestone.objects.visible_to(user).filter(stage__in=Stage.objects.visible_to(user))
    order = [pk for pk, _ in staged.values_list("organisation").annotate(Count("pk")).order_by("-pk__count")]
    return sorted(Organisation.objects.filter(pk__in=order), key=lambda one: order.index(one.pk))


def story_of(organisation: Organisation, user) -> list[Chapter]:
    """Its stages in order. What the same sources tell outside of all stages stands as context in the
    chapter in whose time it fell."""
    seen = milestones_seen_by(user)
    own = list(seen.filter(organisation=organisation))
    staged = [(one.stage, one) for one in own if one.stage]
    sources = {passage.source_id for _, one in staged for passage in one.passages.all()}
    around = seen.filter(stage=None, passages__source__in=sources).exclude(organisation=organisation)
    context = [one for one in own if not one.stage] + list(around.distinct())
    chapters = _chapters(staged)
    before = Chapter(None)
    starts = [chapter.started_on for chapter in chapters]
    for event in context if chapters else ():
        place = bisect_right(starts, event.happened_on)
        (chapters[place - 1] if place else before).events.append(event)
    told = [before, *chapters] if before.events else chapters
    for chapter in told:
        chapter.events.sort(key=lambda one: (one.happened_on, one.ordinal, one.pk))
    return told


def _chapters(staged: Sequence[tuple[Stage, Milestone]]) -> list[Chapter]:
    chapters: dict[str, Chapter] = {}
    for stage, one in sorted(
        staged, key=lambda pair: (pair[0].ordinal, pair[1].happened_on, pair[1].ordinal)
    ):
        chapters.setdefault(stage.pk, Chapter(stage)).events.append(one)
    prefetch_related_objects([stage for stage, _ in staged], "discrepancies")
    return list(chapters.values())
