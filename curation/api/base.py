"""What the resources of the machinery have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import override
from drf_spectacular.utils import OpenApiParameter
from rest_framework.serializers import ValidationError as Wrong

from common.bodies import Body
from common.filters import RecordFilter
from common.jsonbody import read_object
from common.paging import LARGEST_PAGE, PAGE_SIZE, BadCursor, keyset_page
from common.shapes import Reader
from common.writing import WrittenViewSet
from history.reading import shows

from .schema import ActionSchema

CURSOR = OpenApiParameter("cursor", str, description="Where to go on; take it from `next` or `previous`.")
SIZE = OpenApiParameter(
    "page_size",
    {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE},
    description=f"Rows on a page, {PAGE_SIZE} without it.",
)
PAGED = (CURSOR, SIZE)


class Nothing(Body):
    """A body in which nothing is said."""


class ActingViewSet(WrittenViewSet):
    """Rows with actions that answer something beside them, which is described by the action's name.

    tells     JSON schema of the answer, or a pair of a media type and a schema
    sends     by media type what is sent where that is no JSON
    asks      parameters of what it reads
    refuses   statuses of what it reads, beside the usual ones
    """

    tells: Mapping[str, Any] = {}
    sends: Mapping[str, Mapping[str, dict]] = {}
    asks: Mapping[str, Sequence[OpenApiParameter]] = {}
    refuses: Mapping[str, Mapping[int, str]] = {}

    def _read(self, *known: str) -> Reader:
        """Who asks for something beside the rows, by these parameters."""
        self._refuse_unknown({"lang", *known})
        return self._reader()

    def _act_telling(self, pk: str, do: Callable[[Any, dict[str, Any]], dict]) -> HttpResponse:
        """As `_act`, answered with what `do` tells."""
        reader = self._writer()
        with override(reader.language):
            self._one_of_mine(pk)
            data = read_object(self.request._request)

            def make():
                held = self._held(pk)
                return self._marked(JsonResponse(do(held, self._given(data, held))), held, reader)

            return self._once(data, make)

    def _one_of_mine(self, pk: str) -> Any:
        """Raises Http404"""
        row = self.writable().filter(pk=pk).first()
        if row is None:
            raise Http404
        return row

    @staticmethod
    def _marked(answer: HttpResponse, row: Model, reader: Reader) -> HttpResponse:
        answer["Content-Language"], answer["Cache-Control"] = reader.language, "private, no-store"
        answer.record = row.pk  # type: ignore[attr-defined]
        return answer

    def _note_shown(self, model, ids: Sequence[str] = ()) -> None:
        """For the log of what curators read of parks' own."""
        shows(self.request._request, model, ids)


class MachineryViewSet(ActingViewSet):
    """Work on the register. Its tables keep no count of their changes, so lists have no ETag."""

    schema = ActionSchema()

    def _unchanged(self, reader, tables):
        return None

    def _labelled(self, response, reader, version):
        response = super()._labelled(response, reader, version)
        del response["ETag"], response["Last-Modified"]
        response["Cache-Control"] = "private, no-store"
        return response

    def _paged(self, filters: RecordFilter, tell: Callable[[list], list[dict]]) -> dict:
        """A page of rows that no shape makes."""
        page = self._keyset(filters.qs, filters.ordering())
        return {
            "next": self._url(page.next),
            "previous": self._url(page.previous),
            "results": tell(page.rows),
        }

    def _keyset(self, rows: QuerySet, ordering: Sequence[str]):
        cursor = self.request.GET.get("cursor")
        try:
            return keyset_page(rows, ordering, cursor, self._page_size())
        except BadCursor:
            raise self._bad_cursor() from None


def pointed(error: ValidationError, name: str) -> Wrong:
    """What an operation says of a field of the body."""
    return Wrong({name: error.messages})


def said_by(form: BaseForm) -> Wrong:
    """What a form says of the fields of the body."""
    return Wrong({name: [str(one) for one in messages] for name, messages in form.errors.items()})
