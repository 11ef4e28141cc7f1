"""How complete and how fresh records are, over the API, and the links on them that are dead."""

from django.http import Http404
from django.utils.translation import override
from rest_framework.decorators import action

from common.people import UserName
from common.shapes import Plain, Shape

from ..link_filters import LinkFilter
from ..links.gathering import pointing_to
from ..models import Link, Quality
from ..operations.quality import confirm
from ..quality.reading import told
from ..quality_filters import QualityFilter
from ..sides import url_of
from .base import MachineryViewSet, Nothing
from .schema import obj, texts

QUALITY = Shape(
    "Quality",
    Quality,
    card=[
        Plain("id", path="record", note="Id of the record."),
        Plain("kind", note="The kind of record, as `parks.park`."),
        Plain("owner", note="Id of the park that keeps it; empty where curators do."),
        Plain("score", note="How complete it is, of 100."),
        Plain("missing", note="Codes of what to add; `checks/` has the words."),
        Plain("touched_at"),
        Plain("fresh_until"),
        Plain("confirmed_at", note="When its keepers last found it right."),
        UserName("confirmed_by"),
    ],
)
TEXT, NUMBER, YES_NO = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
CHECK = obj(
    {
        "code": TEXT,
        "to_do": TEXT,
        "why": TEXT,
        "points": {**NUMBER, "description": "What it is worth, of 100."},
        "is_there": YES_NO,
        "url": {**TEXT, "description": "Path of the form where it is added."},
    }
)
LINK = Shape(
    "Link",
    Link,
    card=[
        Plain("id"),
        Plain("address"),
        Plain("host"),
        Plain("state"),
        Plain("status", note="What the server answered last, as in HTTP."),
        Plain("problem", note="Why no answer came."),
        Plain("moved_to"),
        Plain("looked_at"),
        Plain("failing_since"),
        Plain("excuse", note="Why a curator found it fine."),
        UserName("excused_by"),
    ],
)


class QualityViewSet(MachineryViewSet):
    """What is missing in records, and whether anybody looked at them lately: those that your organisations

    keep; for curators those of the register.
    """

    shape, filterset = QUALITY, QualityFilter
    body = Nothing
    tells = {
        "checks": obj(
            {
                "label": TEXT,
                "url": TEXT,
                "score": NUMBER,
                "is_stale": YES_NO,
                "fresh_for_days": NUMBER,
                "checks": {"type": "array", "items": CHECK},
            }
        )
    }

    def writable(self):
        return Quality.objects.visible_to(self.request.user)

    @action(detail=True)
    def checks(self, request, pk):
        """Read what a record is asked for, what of it is there, and where to add the rest."""
        reader = self._read()
        with override(reader.language):
            kept = self._one_of_mine(pk)
            shown = told([kept], request.user).get(kept.pk)
            if shown is None:
                raise Http404
            answer = {
                "label": str(shown.record),
                "url": shown.url,
                "score": shown.kept.score,
                "is_stale": shown.is_stale,
                "fresh_for_days": shown.days,
                "checks": [_check(part) for part in shown.parts],
            }
            return self._told(answer, reader)

    @action(detail=True, methods=["post"], url_path="still-right", url_name="still-right")
    def still_right(self, request, pk):
        """Keep that it is still right as it stands."""
        return self._act(pk, lambda row, given: confirm(row.pk, by=request.user))


class LinkViewSet(MachineryViewSet):
    """The addresses that published records point to, and what was there; for curators and their keys.

    `?state=dead&state=moved` are those to correct.
    """

    shape, filterset = LINK, LinkFilter
    tells = {"records": obj({"results": {"type": "array", "items": texts("id", "kind", "label", "url")}})}

    def writable(self):
        return Link.objects.visible_to(self.request.user)

    @action(detail=True)
    def records(self, request, pk):
        """Read which published records point there."""
        reader = self._read()
        with override(reader.language):
            link = self._one_of_mine(pk)
            found = pointing_to([link.address]).get(link.address, [])
            return self._told({"results": [_record(one) for one in found]}, reader)


def _check(part) -> dict:
    return {
        "code": part.check.code,
        "to_do": str(part.check.to_do),
        "why": str(part.check.why),
        "points": part.points,
        "is_there": part.is_there,
        "url": part.url,
    }


def _record(record) -> dict:
    return {
        "id": record.pk,
        "kind": record._meta.label_lower,
        "label": str(record),
        "url": url_of(record),
    }
