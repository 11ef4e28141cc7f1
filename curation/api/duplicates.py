"""Records that may be one, over the API: the queue, what people decide, and merging two."""

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import override
from drf_spectacular.utils import OpenApiParameter
from rest_framework.decorators import action
from rest_framework.serializers import ValidationError

from common.jsonbody import read_object
from common.people import UserName
from common.problems import BadParameters, wrong_parameter
from common.shapes import Plain, Shape

from ..duplicate_filters import DuplicateFilter
from ..duplicates import OFFERED, candidates, compared
from ..mergeable import MERGINGS
from ..merging import CannotMerge, merge
from ..models import Duplicate
from ..operations import duplicates as operations
from ..reasons import words_against, words_for
from ..sides import show_sides, url_of
from .base import MachineryViewSet
from .duplicate_bodies import CheckBody, MergeBody, SettleBody
from .fields import TEXTS
from .merging import MERGED, PREVIEW, check_choices, previewed
from .schema import obj, texts

DUPLICATE = Shape(
    "Duplicate",
    Duplicate,
    card=[
        Plain("id"),
        Plain("kind", note="The kind of record, as `organisations.organisation`."),
        Plain("first", note="Id of one."),
        Plain("second", note="Id of the other."),
        Plain("score", note="How likely they are one, of 100."),
        Plain("reasons", note="Codes of what speaks for it and against it; `sides/` has the words."),
        Plain("state"),
        Plain("found_at"),
        UserName("reported_by"),
        Plain("note", note="What who reported it says."),
        UserName("decided_by"),
        Plain("decided_at"),
    ],
)
TEXT, NUMBER, YES_NO = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
SIDE = obj(
    {
        "id": TEXT,
        "is_there": YES_NO,
        "label": TEXT,
        "url": TEXT,
        "facts": {"type": "array", "items": texts("label", "value")},
    }
)
ALIKE = obj(
    {
        "id": TEXT,
        "label": TEXT,
        "url": TEXT,
        "score": NUMBER,
        "reasons": TEXTS,
        "speaks_for": TEXTS,
        "speaks_against": TEXTS,
    }
)


class DuplicateViewSet(MachineryViewSet):
    """Pairs of records that may be one, for curators and for their keys of the scope `curation`.

    Merges are taken back as `batches`.
    """

    shape, filterset = DUPLICATE, DuplicateFilter
    body = SettleBody
    bodies = {"merge": MergeBody, "check": CheckBody}
    tells = {
        "sides": obj(
            {
                "sides": {"type": "array", "items": SIDE},
                "speaks_for": TEXTS,
                "speaks_against": TEXTS,
            }
        ),
        "would": PREVIEW,
        "merge": MERGED,
        "check": obj({"results": {"type": "array", "items": ALIKE}}),
    }
    asks = {"would": [OpenApiParameter("keep", str, required=True, description="Id of the one that stays.")]}
    refuses = {"would": {409: "A rule is against merging the two"}}

    def writable(self):
        return Duplicate.objects.visible_to(self.request.user)

    @action(detail=True)
    def sides(self, request, pk):
        """Read what both are, with what speaks for it that they are one and against it."""
        reader = self._read()
        with override(reader.language):
            pair = self._pair(pk)
            show_sides([pair])
            answer = {
                "sides": [_side(key, one) for key, one in zip(_both(pair), pair.sides, strict=True)],
                "speaks_for": [str(words) for words in pair.words_for],
                "speaks_against": [str(words) for words in pair.words_against],
            }
            return self._told(answer, reader)

    @action(detail=True, methods=["post"])
    def settle(self, request, pk):
        """Keep that they are not the same, or ask again."""

        def do(row, given):
            if given["answer"] == Duplicate.State.OPEN:
                return operations.ask_again(row.pk)
            return operations.not_the_same(row.pk, by=request.user)

        return self._act(pk, do)

    @action(detail=True, url_path="merge", url_name="merge")
    def would(self, request, pk):
        """Read what merging them would do; nothing is written."""
        reader = self._read("keep")
        with override(reader.language):
            pair, keep = self._pair(pk), request.GET.get("keep", "")
            if keep not in _both(pair):
                raise BadParameters([wrong_parameter("keep", keep, _one_of(pair))])
            kept, other = self._rows_of(pair, keep)
            return self._told(previewed(kept, other, request.user), reader)

    @would.mapping.post
    def merge(self, request, pk):
        """Make one record of the two, with a choice by field."""

        def do(row, given):
            if given["keep"] not in _both(row):
                raise ValidationError({"keep": [_one_of(row)]})
            kept, other = self._rows_of(row, given["keep"])
            check_choices(kept, other, given["choices"], request.user)
            batch = merge(kept, other, given["choices"], request.user)
            return {"kept": kept.pk, "batch": batch.pk}

        return self._act_telling(pk, do)

    @action(detail=False, methods=["post"])
    def check(self, request):
        """Read which records of those that you see may be the one of a name; nothing is written."""
        reader = self._writer()
        with override(reader.language):
            given = self._given(read_object(request._request))
            model = compared()[given.pop("kind")]
            row = {name: value for name, value in given.items() if value}
            found = candidates(model, [row], request.user, least=OFFERED)[0]
            return self._told({"results": [_alike(one) for one in found]}, reader)

    def _pair(self, pk: str) -> Duplicate:
        """Raises Http404"""
        pair = self._one_of_mine(pk)
        self._note_shown(compared()[pair.kind], _both(pair))
        return pair

    def _rows_of(self, pair: Duplicate, keep: str) -> tuple[Model, Model]:
        """The one that stays and the one that goes. Raises CannotMerge"""
        model = compared()[pair.kind]
        if model not in MERGINGS:
            raise CannotMerge(_("Records of this kind are not merged."))
        rows = MERGINGS[model].writable(self.request.user).in_bulk(_both(pair))
        if len(rows) < 2:
            raise CannotMerge(_("One of the two is no longer there."))
        return rows.pop(keep), next(iter(rows.values()))


def _both(pair: Duplicate) -> list[str]:
    return [pair.first, pair.second]


def _one_of(pair: Duplicate) -> str:
    return _("Choose one of: %s.") % ", ".join(_both(pair))


def _side(key: str, side: dict) -> dict:
    is_there = side["record"] is not None
    return {
        "id": key,
        "is_there": is_there,
        "label": side["title"] if is_there else "",
        "url": side["url"] if is_there else "",
        "facts": [{"label": str(one["label"]), "value": one["value"]} for one in side.get("facts", ())],
    }


def _alike(found) -> dict:
    reasons = [reason.value for reason in found.verdict.reasons]
    return {
        "id": found.record.pk,
        "label": str(found.record),
        "url": url_of(found.record),
        "score": found.score,
        "reasons": reasons,
        "speaks_for": [str(words) for words in words_for(reasons)],
        "speaks_against": [str(words) for words in words_against(reasons)],
    }
