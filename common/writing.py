"""Writing a resource over the API: POST, PUT, PATCH and DELETE, the same for every one of them.

The way of a write: policy → the row, as far as the user may write it → the version that the client saw →
the body's shape and types → one operation → the row as it is now. Row, version and operation are of one
transaction, in which the row is locked: nobody's change is lost.

A view set takes the mixins that it needs, each with the method that calls its operation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.utils.translation import override
from rest_framework import exceptions, status
from rest_framework.reverse import reverse

from .answers import is_known
from .api import RecordViewSet
from .bodies import Body
from .errors import RuleBroken
from .jsonbody import read_object
from .refusals import words_for
from .shapes import LANGUAGES, Field, Reader


class NoVersion(exceptions.APIException):
    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "version-needed"


class Stale(exceptions.APIException):
    """headers: the tag of the row as it is now."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "stale"

    def __init__(self, detail: str, etag: str):
        self.headers = {"ETag": etag}
        super().__init__(detail)


class WrittenViewSet(RecordViewSet):
    """A resource that is written too. The tag of one row says its contents, so it serves for `If-Match`.

    body     the serializer of what is sent
    bodies   those of actions of their own, by name
    """

    body: type[Body]
    bodies: Mapping[str, type[Body]] = {}

    def body_of(self, action: str) -> type[Body]:
        """The serializer of what is sent to an action."""
        return self.bodies.get(action, self.body)

    def retrieve(self, request, pk):
        if not request.user.is_authenticated:  # the public's answers are kept, by the version of tables
            return super().retrieve(request, pk)
        reader = self._reader()
        with override(reader.language):
            self._refuse_unknown({"fields", "lang"})
            fields = self._fields(self.shape.all())
            for column in self._columns(pk):
                if response := self._shown(pk, reader, fields, column):
                    known = is_known(request, response["ETag"])
                    return self._without_body(response) if known else response
            raise Http404

    # What the mixins share

    def writable(self) -> QuerySet:
        """The rows that the user may change; all others are not there."""
        raise NotImplementedError

    def _writer(self) -> Reader:
        self._refuse_unknown({"lang"})
        return self._reader()

    def _given(self, data: dict, row: Model | None = None, partial: bool = False) -> dict[str, Any]:
        context = {"user": self.request.user, "row": row}
        read = self.body_of(self.action)(data=data, partial=partial, context=context)
        read.is_valid(raise_exception=True)
        return read.validated_data

    def _once(self, data: dict, make: Callable[[], HttpResponse]) -> HttpResponse:
        """Do what a POST asks for. accounts.once overrides it for clients that send a key."""
        with written():
            return make()

    def _act(self, pk: str, do: Callable[[Any, dict[str, Any]], Model]) -> HttpResponse:
        """For an action of its own on one row, POST.

        do   calls the operation with the locked row and what was given; the row to be answered
        """
        reader = self._writer()
        with override(reader.language):
            row = _first(self.writable(), self._columns(pk), pk)
            wanted = self._wanted_tags() if "If-Match" in self.request.headers else ["*"]
            data = read_object(self.request._request)

            def make():
                held = self._held(row.pk)
                self._check_version(held, wanted)
                return self._answer_with(do(held, self._given(data, held)).pk, reader)

            return self._once(data, make)

    def _held(self, pk: str) -> Model:
        """The row, locked. Raises Http404"""
        row = self.writable().select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:
            raise Http404
        return row

    def _answer_with(self, pk: str, reader: Reader, status_code: int = 200) -> HttpResponse:
        response = self._shown(pk, reader, self.shape.all(), "pk")
        if response is None:  # what was written moved out of the writer's sight
            return HttpResponse(status=204)
        response.status_code = status_code
        response.record = pk
        return response

    def _shown(self, pk: str, reader: Reader, fields, column: str) -> HttpResponse | None:
        # The version first: should the row change in between, a newer body under an older tag is safe.
        whole, tag = self._whole(pk, reader.user, column)
        if whole is None:
            return None
        version, text = whole
        if reader.language != LANGUAGES[0] or list(fields) != self.shape.all():
            version, found = self._one(column, fields, reader, None).run([pk])
            if not found:
                return None
            text = found[0][0]
            tag = f"{tag}-{_hash(reader.language + ' '.join(field.name for field in fields))}"
        response = self._labelled(HttpResponse(text, content_type="application/json"), reader, version)
        response["ETag"] = f'"{tag}"'
        return response

    def _whole(self, pk: str, user, column: str = "pk") -> tuple[tuple | None, str]:
        """All that the user may see of the row, in one language, and its tag."""
        fields: list[Field] = self.shape.all()
        version, found = self._one(column, fields, Reader(user, LANGUAGES[0]), None).run([pk])
        return ((version, found[0][0]), _hash(found[0][0])) if found else (None, "")

    def _without_body(self, response: HttpResponse) -> HttpResponse:
        headers = {name: value for name, value in response.items() if name != "Content-Type"}
        return HttpResponseNotModified(headers=headers)

    def _wanted_tags(self) -> list[str]:
        wanted = self.request.headers.get("If-Match", "")
        if not wanted:
            raise NoVersion(_("Send the ETag of the row that you saw in the header If-Match."))
        return parse_etags(wanted)

    def _check_version(self, row: Model, wanted: list[str]) -> None:
        """Raises Stale where the row is no more what the client saw, in whatever language and fields."""
        if wanted == ["*"]:
            return
        _whole, tag = self._whole(row.pk, self.request.user)
        # A proxy that compresses makes tags weak; ours tell the row, so they still count.
        seen = {each.removeprefix("W/").strip('"').partition("-")[0] for each in wanted}
        if tag not in seen:
            raise Stale(_("Somebody changed it since you read it. Read it again."), f'"{tag}"')


class Creates(WrittenViewSet):
    """POST to the list."""

    def make(self, given: dict[str, Any]) -> Model:
        """Call the operation; the new row."""
        raise NotImplementedError

    def create(self, request):
        reader = self._writer()
        with override(reader.language):
            data = read_object(request._request)
            return self._once(data, lambda: self._created(data, reader))

    def _created(self, data: dict, reader: Reader) -> HttpResponse:
        row = self.make(self._given(data))
        response = self._answer_with(row.pk, reader, status_code=201)
        response["Location"] = reverse(f"api:{self.basename}-detail", args=[row.pk], request=self.request)
        return response


class Changes(WrittenViewSet):
    """PATCH of one row.

    changed_body   the serializer of what may be changed, where that is less than what is sent first
    """

    changed_body: type[Body] | None = None

    def body_of(self, action):
        if action in ("update", "partial_update"):
            return self.changed_body or self.body
        return super().body_of(action)

    def change(self, row: Any, given: dict[str, Any]) -> None:
        """Call the operation with what was given; what PATCH leaves out is not in it."""
        raise NotImplementedError

    def partial_update(self, request, pk):
        return self._change(pk, partial=True)

    def _change(self, pk: str, *, partial: bool) -> HttpResponse:
        reader = self._writer()
        with override(reader.language):
            row = _first(self.writable(), self._columns(pk), pk)
            wanted = self._wanted_tags()
            data = read_object(self.request._request)
            with written():
                held = self._held(row.pk)
                self._check_version(held, wanted)
                self.change(held, self._given(data, held, partial))
                return self._answer_with(held.pk, reader)


class Replaces(Changes):
    """PUT of one row beside PATCH: what is left out gets its default."""

    def update(self, request, pk):
        return self._change(pk, partial=False)


class Deletes(WrittenViewSet):
    """DELETE of one row."""

    def remove(self, row: Any) -> None:
        """Call the operation."""
        raise NotImplementedError

    def destroy(self, request, pk):
        reader = self._writer()
        with override(reader.language):
            row = _first(self.writable(), self._columns(pk), pk)
            wanted = self._wanted_tags()
            with written():
                held = self._held(row.pk)
                self._check_version(held, wanted)
                self.remove(held)
            return HttpResponse(status=204)


@contextmanager
def written() -> Iterator[None]:
    """A transaction; what the constraints of the database refuse in the end is told as a rule."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise RuleBroken(words_for(error)) from None


def _first(rows: QuerySet, columns, key: str) -> Model:
    for column in columns:
        if row := rows.filter(**{column: key}).order_by().first():
            return row
    raise Http404


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
