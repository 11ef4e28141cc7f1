"""What somebody does with lists, over the API: filters to come back to, and changes of many rows."""

import secrets

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import override
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import action

from common.errors import RuleBroken
from common.jsonbody import read_object
from common.people import UserName
from common.shapes import Field, One, Plain, Shape
from common.writing import Changes, Creates, Deletes

from ..changing import Change, ValueForm, actions, editing_of
from ..edit_filters import EditFilter, FilterFilter
from ..forms import SavedFilterForm, is_saved, share_of
from ..lists import KnownList, list_named
from ..looking import looked_at
from ..models import BulkEdit, SavedFilter
from ..operations import edits as operations
from .base import MachineryViewSet, Nothing, said_by
from .batch_shapes import BATCH
from .fields import Kept
from .list_bodies import EditBody, FilterBody, FilterChange, LookBody
from .schema import obj, texts

SAVED_FILTER = Shape(
    "SavedFilter",
    SavedFilter,
    card=[
        Plain("id"),
        Plain("name"),
        Plain("route", note="The name of the list, as `parks:list`."),
        Plain("query", note="Its filters and its order, as in the address of its page."),
        UserName("made_by"),
        Plain("shared_with", note="Id of the organisation whose members find it too."),
        Plain("is_for_curators"),
        Plain("made_at"),
    ],
)
TEXT, NUMBER, YES_NO = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}


class Rows(Field):
    """How many rows a change is about."""

    def sql(self, row):
        return f"cardinality({row.column('ids')})"

    def schema(self, model):
        return self._described({"type": "integer"})

    def models(self, model):
        yield model


EDIT = Shape(
    "BulkEdit",
    BulkEdit,
    card=[
        Plain("id"),
        Plain("kind", note="The kind of record, as `partners.followup`."),
        Plain("label", note="What it was."),
        Plain("state"),
        Rows("count", note="How many rows it is about."),
        Plain("changed"),
        Plain("same", note="Rows that were so already."),
        Plain("left_out", note="Rows that a rule was against."),
        Plain("is_all_or_nothing"),
        One("batch", shape=BATCH, known=True, note="What it wrote, to be looked at and taken back."),
        Plain("made_at"),
    ],
    detail=[
        Kept(
            "refused",
            like={"type": "array", "items": texts("id", "label", "reason")},
            note="The rows that were left out, the first of them.",
        ),
    ],
)
OUTCOME = obj(dict.fromkeys(("id", "label", "before", "after", "reason"), TEXT) | {"changes": YES_NO})
LOOK = obj(
    {
        "words": {**TEXT, "description": "What would be done."},
        "count": {**NUMBER, "description": "Rows that it is about; send it with the change."},
        "looked_at": {**NUMBER, "description": "Of how many of them it is told what would happen."},
        "would_change": NUMBER,
        "would_stay": NUMBER,
        "refused": NUMBER,
        "not_writable": {**NUMBER, "description": "Of all rows those that you may not change."},
        "rows": {"type": "array", "items": OUTCOME},
    }
)


class ListChanged(RuleBroken):
    """The list holds other rows than when it was looked at."""

    code = "list-changed"


class OfLists(MachineryViewSet):
    """Base: what is about a list that has a page."""

    def _list(self, given: dict) -> KnownList:
        """The list that is named, with a query that it knows all of. Raises serializers.ValidationError"""
        try:
            here = list_named(self.request._request, given["route"])
        except Http404:
            raise serializers.ValidationError({"route": [_("There is no list of this name.")]}) from None
        if stale := here.stale(given["query"]):
            raise serializers.ValidationError({"query": stale})
        return here


class SavedFilterViewSet(OfLists, Creates, Changes, Deletes):
    """Lists as you filtered them, yours and those that are shared with you. They hold no rows: who opens one

    sees their own.
    """

    shape, filterset, body = SAVED_FILTER, FilterFilter, FilterBody
    changed_body = FilterChange

    def writable(self):
        return SavedFilter.objects.writable_by(self.request.user)

    def make(self, given):
        here = self._list(given)
        query = here.valid(given["query"])
        return self._kept(SavedFilter(made_by=self.request.user, route=here.route, query=query), given)

    def change(self, row, given):
        self._kept(row, {"name": row.name, "share": share_of(row)} | given)

    def remove(self, row):
        row.delete()

    def _kept(self, row: SavedFilter, given: dict) -> SavedFilter:
        form = SavedFilterForm(given, user=self.request.user, instance=row)
        if given["share"] and "share" not in form.fields:
            raise serializers.ValidationError({"share": [_("There is nobody whom you could share it with.")]})
        if not is_saved(form):
            raise said_by(form)
        return row


class EditViewSet(OfLists, Creates):
    """Changes of many rows of a list, your own: looked at first (`look/`), then done, in the background where

    they are many. Each is a batch, and can be taken back.
    """

    shape, filterset, body = EDIT, EditFilter, EditBody
    bodies = {"look": LookBody, "go_on": Nothing}
    tells = {"actions": obj({"results": {"type": "array", "items": texts("what", "label")}}), "look": LOOK}
    asks = {"actions": [OpenApiParameter("route", str, required=True, description="The name of the list.")]}

    def writable(self):
        return BulkEdit.objects.visible_to(self.request.user)

    def make(self, given):
        change, ids, _listed = self._change_of(given)
        if given["count"] != len(ids):
            raise ListChanged(_("The list has changed meanwhile. Please look at the rows again."))
        made = operations.ask_for(
            change,
            given["value"],
            ids,
            submission=secrets.token_urlsafe(16),
            all_or_nothing=given["all_or_nothing"],
        )
        operations.set_going(made)
        return made

    @action(detail=False)
    def actions(self, request):
        """Read what can be done with the rows of a list."""
        reader = self._read("route")
        with override(reader.language):
            here = self._list({"route": request.GET.get("route", ""), "query": ""})
            editing = editing_of(here.model)
            known = actions(here.model, editing) if editing else []
            return self._told({"results": [{"what": what, "label": label} for what, label in known]}, reader)

    @action(detail=False, methods=["post"])
    def look(self, request):
        """Read what a change of many rows would do; nothing is written."""
        reader = self._writer()
        with override(reader.language):
            change, ids, listed = self._change_of(self._given(read_object(request._request)))
            look = looked_at(change, ids, listed)
            self._note_shown(change.model, [one.pk for one in look.shown])
            answer = {
                "words": change.words(),
                "count": len(ids),
                "looked_at": look.looked_at,
                "would_change": look.would_change,
                "would_stay": look.would_stay,
                "refused": look.refused,
                "not_writable": look.not_writable,
                "rows": [_outcome(one) for one in look.shown],
            }
            return self._told(answer, reader)

    @action(detail=True, methods=["post"], url_path="go-on", url_name="go-on")
    def go_on(self, request, pk):
        """Go on where the work stands."""

        def do(row, given):
            operations.take_further(row)
            return row

        return self._act(pk, do)

    def _change_of(self, given: dict):
        """The change, the ids of its rows, and the rows. Raises serializers.ValidationError"""
        here = self._list(given)
        editing = editing_of(here.model)
        if editing is None or given["what"] not in dict(actions(here.model, editing)):
            words = _("This cannot be done with rows of this list.")
            raise serializers.ValidationError({"what": [words]})
        listed = here.filtered(given["query"]).qs
        if not given["all"]:
            listed = listed.filter(pk__in=given["rows"])
        ids = list(dict.fromkeys(listed.order_by("pk").values_list("pk", flat=True)))
        if not ids:
            raise serializers.ValidationError({"rows": [_("None of these rows is in the list.")]})
        return Change(here.model, given["what"], self._value(here, given), self.request.user), ids, listed

    def _value(self, here: KnownList, given: dict):
        asked = QueryDict(mutable=True)
        asked.setlist("value", given["value"])
        form = ValueForm(asked, model=here.model, what=given["what"], user=self.request.user)
        if not form.fields:
            return None
        if not form.is_valid():
            raise said_by(form)
        return form.cleaned_data["value"]


def _outcome(one) -> dict:
    told = {name: getattr(one, name) for name in ("label", "before", "after", "reason", "changes")}
    return {"id": one.pk, **told}
