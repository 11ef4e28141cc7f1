"""Merging two rows over the API: what it would do, what it did, and the action for rows of their own."""

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.serializers import ValidationError

from common.bodies import Body, Words
from common.problems import BadParameters, wrong_parameter

from ..merge_words import told
from ..mergeable import MERGINGS
from ..merging import merge, plan
from .base import ActingViewSet
from .duplicate_bodies import SIDES
from .schema import ActionSchema, obj, texts

TEXT, NUMBER, YES_NO = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
CHOICE = obj(
    {
        "key": {**TEXT, "description": "Of the field, for `choices`."},
        "label": TEXT,
        "of": {**TEXT, "description": "The kind of row that the field is of."},
        "kept": TEXT,
        "other": TEXT,
        "takes": {"type": "string", "enum": ["kept", "other"]},
        "why": TEXT,
        "is_firm": {**YES_NO, "description": "It cannot be chosen otherwise."},
        "is_only": {**YES_NO, "description": "One of them alone says something."},
    }
)
COUNTED = {"type": "array", "items": obj({"label": TEXT, "count": NUMBER})}
LOST = {"type": "array", "items": texts("label", "why")}
PREVIEW = obj(
    {
        "kept": TEXT,
        "other": TEXT,
        "choices": {"type": "array", "items": CHOICE},
        "moved": {**COUNTED, "description": "What goes over to the kept record."},
        "left": {**COUNTED, "description": "What stays with the one that goes."},
        "joined": {"type": "array", "items": texts("kind", "label")},
        "dropped": {**LOST, "description": "What would break a rule, and goes."},
        "cleared": {**LOST, "description": "What would break a rule, and points to nothing then."},
    }
)
MERGED = texts("kept", "batch")
OTHER = OpenApiParameter("other", str, required=True, description="Id of the one that goes.")


class MergeIntoBody(Body):
    other = Words(max_length=40, help_text=gettext_lazy("Id of the record that goes."))
    choices = serializers.DictField(
        child=serializers.ChoiceField(choices=SIDES),
        default=dict,
        help_text=gettext_lazy("Of a field, by its key in the preview, whose value is taken."),
    )


class Merges(ActingViewSet):
    """Rows of which two are made one by those who may write both; taken back as `batches`."""

    bodies = {"merge": MergeIntoBody}
    tells = {"would": PREVIEW, "merge": MERGED}
    asks = {"would": [OTHER]}
    refuses = {"would": {409: "A rule is against merging the two"}}

    @action(detail=True, url_path="merge", url_name="merge", schema=ActionSchema())
    def would(self, request, pk):
        """Read what merging another one into it would do; nothing is written."""
        reader = self._read("other")
        with override(reader.language):
            kept, asked = self._one_of_mine(pk), request.GET.get("other", "")
            other = self._others().filter(pk=asked).first()
            if other is None:
                raise BadParameters([wrong_parameter("other", asked, self._not_one())])
            self._note_shown(type(kept), [kept.pk, other.pk])
            return self._told(previewed(kept, other, request.user), reader)

    @would.mapping.post
    def merge(self, request, pk):
        """Merge another one into it, with a choice by field; the id of the other leads here from then on."""

        def do(row, given):
            other = self._others().filter(pk=given["other"]).first()
            if other is None:
                raise ValidationError({"other": [self._not_one()]})
            check_choices(row, other, given["choices"], request.user)
            batch = merge(row, other, given["choices"], request.user)
            return {"kept": row.pk, "batch": batch.pk}

        return self._act_telling(pk, do)

    def _others(self):
        return MERGINGS[self.shape.model].writable(self.request.user)

    @staticmethod
    def _not_one() -> str:
        return _("There is none of this id that you may merge.")


def previewed(kept: Model, other: Model, by) -> dict:
    """Raises CannotMerge"""
    words = told(plan(kept, other, {}, by))
    choices = [
        {name: one[name] for name in CHOICE["properties"]} for one in [*words["choices"], *words["only"]]
    ]
    lists = {name: words[name] for name in ("moved", "left", "joined", "dropped", "cleared")}
    return {"kept": kept.pk, "other": other.pk, "choices": choices, **lists}


def check_choices(kept: Model, other: Model, choices: dict, by) -> None:
    """A choice of a field that there is nothing to choose in would be passed over in silence."""
    known = {one.key for one in plan(kept, other, {}, by).choices} if choices else set()
    if unknown := sorted(set(choices) - known):
        words = _("There is nothing to choose of this name.")
        raise ValidationError({"choices": {name[:100]: [words] for name in unknown[:20]}})
