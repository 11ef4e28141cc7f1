"""The places in sources that records cite: fetched with a list, gathered for the end of a page."""

from collections.abc import Iterable

from django.db.models import Model, Prefetch

from .models import Passage


def places(path: str = "passages") -> Prefetch:
    """To prefetch the places of each record together with their sources."""
    return Prefetch(path, Passage.objects.select_related("source").order_by("source_id", "ordinal"))


def cited(*records: Model | Iterable[Model]) -> list[Passage]:
    """Each place once that these records cite, in the order of their sources; prefetch `places()`."""
    found: dict[str, Passage] = {}
    for record in records:
        for one in [record] if isinstance(record, Model) else record:
            found |= {passage.pk: passage for passage in one.passages.all()}
    return sorted(found.values(), key=lambda passage: (passage.source_id, passage.ordinal, passage.code))
