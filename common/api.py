"""Reading a resource over the API: one view set for all of them.

The way of a list: policy → `visible_to` → FilterSet → keyset page → JSON built by PostgreSQL.
One statement in all: the page, and beside it the version of the tables that it is made of. The ETag
says that version; where the client has it already, it is asked for alone and answered 304.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import get_supported_language_variant, override
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django_filters import FilterSet
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from . import exports
from .answers import is_known
from .columns import Column, columns_of, file_columns, has_columns
from .filters import RecordFilter
from .openapi import RecordSchema
from .paging import LARGEST_PAGE, PAGE_SIZE, BadCursor, Keyset
from .problems import BadParameters, wrong_parameter
from .roles import is_curator
from .shapes import LANGUAGES, Field, Json, Reader, Shape
from .statements import MOST, Compiled, Hole, compiled
from .versions import version_of

ESTIMATE_LIMIT = 1_000
READING = {"cursor", "page_size", "count", "fields", "lang", "format", "columns"}  # of every list
#: What says nothing where a list is sent whole.
OF_PAGES = {"cursor", "page_size", "count"}


class OnlyJson(BaseContentNegotiation):
    """There is one format to choose from, whatever is asked for."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class Asked:
    """What a request says beside its address: the same words of parameters for every reading view."""

    request: Any

    def _reader(self) -> Reader:
        asked = self.request.GET.get("lang")
        if asked is not None:
            language = asked.lower()
            if language not in LANGUAGES:
                raise BadParameters(
                    [wrong_parameter("lang", asked, _("Choose one of: %s.") % ", ".join(LANGUAGES))]
                )
        else:
            language = accepted_language(self.request)
        return Reader(self.request.user, language)

    def _refuse_unknown(self, known: set[str]) -> None:
        unknown = sorted(set(self.request.GET) - known)
        if unknown:
            raise BadParameters(
                [
                    wrong_parameter(
                        name,
                        self.request.GET[name],
                        _("There is no such parameter. Known: %s.") % ", ".join(sorted(known)),
                    )
                    for name in unknown
                ]
            )

    def _page_size(self) -> int:
        asked = self.request.GET.get("page_size")
        if asked is None:
            return PAGE_SIZE
        if not (asked.isascii() and asked.isdigit() and len(asked) < 5 and 1 <= int(asked) <= LARGEST_PAGE):
            raise BadParameters(
                [wrong_parameter("page_size", asked, _("A whole number from 1 to %d.") % LARGEST_PAGE)]
            )
        return int(asked)

    def _sifted(self, filterset: type[FilterSet], rows: QuerySet) -> Any:
        """Raises BadParameters"""
        filters = filterset(self.request.GET, queryset=rows, request=self.request)
        if not filters.form.is_valid():
            raise BadParameters(
                [
                    wrong_parameter(name, self.request.GET.get(name, ""), str(message))
                    for name, messages in filters.form.errors.items()
                    for message in messages
                ]
            )
        return filters

    def _bad_cursor(self) -> BadParameters:
        detail = _("This is not a cursor of this list and ordering; begin without one.")
        return BadParameters([wrong_parameter("cursor", self.request.GET.get("cursor", ""), detail)])

    def _url(self, place: object, parameter: str = "cursor") -> str | None:
        """The address of another page of this list; None where there is none."""
        if place is None:
            return None
        query = self.request.GET.copy()
        query[parameter] = str(place)
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")

    def _unchanged(self, reader: Reader, tables) -> HttpResponse | None:
        """304 where the client says that it has the answer, and that is still so."""
        if "If-None-Match" not in self.request.headers:
            return None
        version = version_of(tables)
        if not is_known(self.request, self._etag(reader, version)):
            return None
        return self._labelled(HttpResponseNotModified(), reader, version)

    def _etag(self, reader: Reader, version) -> str:
        user = reader.user
        who = f"{user.pk} {is_curator(user)}" if user.is_authenticated else ""
        address = self.request.get_full_path()
        parts = (self._shape_version(), address, reader.language, who, str(version[0]))
        return f'"{hashlib.blake2b("|".join(parts).encode(), digest_size=12).hexdigest()}"'

    def _labelled(self, response: HttpResponse, reader: Reader, version) -> HttpResponse:
        response["ETag"] = self._etag(reader, version)
        if changed_at := version[1]:
            response["Last-Modified"] = http_date(changed_at)
        response["Cache-Control"] = (
            "private, no-cache" if reader.user.is_authenticated else "public, no-cache"
        )
        response["Content-Language"] = reader.language
        patch_vary_headers(response, ["Accept-Language", "Authorization", "Cookie"])
        return response

    def _shape_version(self) -> str:
        """Changes with the release that changes what the answer looks like."""
        return ""

    def _to_keep(self, response: HttpResponse, reader: Reader, tables, version) -> HttpResponse:
        """The answer, kept for whoever asks next where it is for everybody; see `common.answers`."""
        if not reader.user.is_authenticated:
            response.made_of = (tables, version)
        return self._labelled(response, reader, version)

    def _told(self, body: object, reader: Reader, status: int = 200) -> Response:
        """What is for this reader alone."""
        headers = {
            "Content-Language": reader.language,
            "Cache-Control": "private, no-store",
            "Vary": "Accept-Language, Authorization, Cookie",
        }
        return Response(body, status=status, headers=headers)


class RecordViewSet(Asked, ViewSet):
    """A resource: its shape, its filters, and by what a row is called in an address.

    shape        what a row looks like
    filterset    filters and orderings; the same as on the page
    keys         columns that find a row: its id, and its slug or code where it has one
    """

    shape: Shape
    filterset: type[RecordFilter]
    keys: Sequence[str] = ("pk",)
    schema = RecordSchema()
    content_negotiation_class = OnlyJson
    lookup_value_regex = r"[A-Za-z0-9_.-]+"

    def list(self, request):
        reader = self._reader()
        with override(reader.language):
            self._refuse_unknown(READING | set(self.filterset.base_filters))
            if self.request.GET.get("format", "json") != "json":
                return self._exported(reader)
            self._refuse("columns", _("Columns are those of a file: say which with format."))
            fields = self._fields(self.shape.card)
            size = self._page_size()
            tables = self._tables(fields, reader, everything=self._is_filtered())
            return self._unchanged(reader, tables) or self._page(fields, reader, size, tables)

    def retrieve(self, request, pk):
        reader = self._reader()
        with override(reader.language):
            self._refuse_unknown({"fields", "lang"})
            fields = self._fields(self.shape.all())
            tables = self._tables(fields, reader)
            return self._unchanged(reader, tables) or self._single(fields, reader, pk, tables)

    # What was asked for

    def _refuse(self, name: str, detail: str) -> None:
        """Refuse a parameter that is known, but says nothing here."""
        if name in self.request.GET:
            raise BadParameters([wrong_parameter(name, self.request.GET[name], detail)])

    def _is_filtered(self) -> bool:
        return bool(set(self.request.GET) - READING - {"ordering"})

    def _fields(self, usual: Sequence[Field]) -> Sequence[Field]:
        asked = self.request.GET.get("fields")
        if asked is None:
            return usual
        known = {field.name: field for field in self.shape.all()}
        names = list(dict.fromkeys(name for name in asked.split(",") if name))
        detail = _("There is no such field. Known: %s.") % ", ".join(known)
        if unknown := [name for name in names if name not in known]:
            raise BadParameters([wrong_parameter("fields", name, detail) for name in unknown])
        return [known[name] for name in names] or usual

    def _filtered(self, reader: Reader):
        rows = self.shape.model._default_manager.visible_to(reader.user)
        asked = {name: self.request.GET.getlist(name) for name in set(self.request.GET) - READING}
        if not asked:
            return rows, Keyset(self.shape.model, self.filterset.usual_columns())
        filters = self._sifted(self.filterset, rows)
        return filters.qs, Keyset(self.shape.model, filters.ordering())

    def _columns_asked(self) -> Sequence[Column]:
        known = columns_of(self.shape.model)
        names = [name for name in self.request.GET.get("columns", "").split(",") if name]
        detail = _("There is no such column. Known: %s.") % ", ".join(known)
        if unknown := [name for name in names if name not in known]:
            raise BadParameters([wrong_parameter("columns", name, detail) for name in unknown])
        return [known[name] for name in dict.fromkeys(names or file_columns(self.shape.model))]

    # What is answered

    def _exported(self, reader: Reader) -> StreamingHttpResponse:
        """The whole list as a file: objects as in `results`, a line each, or a table of columns."""
        kind = self.request.GET["format"]
        kinds = exports.FORMATS if has_columns(self.shape.model) else ("ndjson",)
        if kind not in kinds:
            choices = ", ".join(["json", *kinds])
            raise BadParameters([wrong_parameter("format", kind, _("Choose one of: %s.") % choices)])
        for name in sorted(OF_PAGES & set(self.request.GET)):
            self._refuse(name, _("A file holds the whole list; this is for pages of JSON."))
        rows, keyset = self._filtered(reader)
        rows = exports.ordered(rows, keyset)
        if kind == "ndjson":
            self._refuse("columns", _("Objects have fields: say which with fields."))
            shown = Json(self.shape, self._fields(self.shape.card), reader)
            response = exports.export_json(rows, shown, reader)
        else:
            self._refuse("fields", _("Tables have columns: say which with columns."))
            response = exports.export(kind, rows, self._columns_asked(), reader)
        response["Content-Language"] = reader.language
        patch_vary_headers(response, ["Accept-Language", "Authorization", "Cookie"])
        return response

    def _one(self, column: str, fields: Sequence[Field], reader: Reader, tables) -> Compiled:
        def make():
            rows = self.shape.model._default_manager.visible_to(reader.user).order_by()
            found = _as_named(rows.filter(**{column: Hole("0")}))
            return found.values_list(Json(self.shape, fields, reader)), None

        return compiled(self._key(fields, reader, column), tables, make)

    def _many(self, fields: Sequence[Field], reader: Reader, size: int, direction: str, tables) -> Compiled:
        """The statement of a page; direction is "first", "after" or "before" a key. Keeps its keyset."""

        def make():
            rows, keyset = self._filtered(reader)
            holes = [Hole(place) for place in range(len(keyset.columns) + 1)]
            asked = keyset.rows(rows, size, None if direction == "first" else holes, direction == "before")
            shown = Json(self.shape, fields, reader)
            return _as_named(asked).values_list(shown, *keyset.aliases, "pk"), keyset

        # What a filter compares with, the key behind a slug for one, may be read from rows that change.
        asked = set(self.request.GET) - READING
        if all(self.filterset.is_plain(name) for name in asked):
            values = [(name, *self.request.GET.getlist(name)) for name in sorted(asked)]
            key = self._key(fields, reader, *values, size, direction)
        else:
            key = None
        return compiled(key, tables, make)

    def _key(self, fields: Sequence[Field], reader: Reader, *parts) -> tuple:
        names = tuple(field.name for field in fields)
        return (type(self), names, reader.language, reader.user.pk, is_curator(reader.user), *parts)

    def _single(self, fields: Sequence[Field], reader: Reader, pk: str, tables) -> HttpResponse:
        for column in self._columns(pk):
            version, found = self._one(column, fields, reader, tables).run([pk])
            if found:
                return self._answer(found[0][0], reader, tables, version)
        raise Http404

    def _columns(self, pk: str) -> Sequence[str]:
        """Where to look for a row, the likeliest first: what begins like an id is one."""
        prefix = getattr(self.shape.model._meta.pk, "prefix", "")
        return self.keys if pk.startswith(f"{prefix}_") else sorted(self.keys, key="pk".__eq__)

    def _page(self, fields: Sequence[Field], reader: Reader, size: int, tables) -> HttpResponse:
        cursor = self.request.GET.get("cursor")
        statement = self._many(fields, reader, size, "first", tables)
        keyset = statement.kept
        try:
            values, backward = keyset.read(cursor)
        except BadCursor:
            raise self._bad_cursor() from None
        if values is not None:
            statement = self._many(fields, reader, size, "before" if backward else "after", tables)
        version, found = statement.run(values)
        page = keyset.page([row[0] for row in found], [row[1:] for row in found], cursor, backward, size)
        cursors = {"next": page.next, "prev": page.previous}
        links = {name: self._url(cursor) for name, cursor in cursors.items() if cursor}
        head = f'"next":{_json(links.get("next"))},"previous":{_json(links.get("prev"))}{self._count(reader)}'
        response = self._answer(f'{{{head},"results":[{",".join(page.rows)}]}}', reader, tables, version)
        if links:
            response["Link"] = ", ".join(f'<{url}>; rel="{name}"' for name, url in links.items())
        return response

    def _count(self, reader: Reader) -> str:
        asked = self.request.GET.get("count")
        if asked is None:
            return ""
        rows, _keyset = self._filtered(reader)
        if asked == "exact":
            return f',"count":{rows.count()}'
        if asked == "estimate":  # exact up to a limit; beyond it "at least that many"
            counted = rows.order_by()[: ESTIMATE_LIMIT + 1].count()
            return (
                f',"count":{min(counted, ESTIMATE_LIMIT)},"count_is_exact":{_json(counted <= ESTIMATE_LIMIT)}'
            )
        raise BadParameters([wrong_parameter("count", asked, _("Choose one of: %s.") % "exact, estimate")])

    def _answer(self, text: str, reader: Reader, tables, version) -> HttpResponse:
        return self._to_keep(HttpResponse(text, content_type="application/json"), reader, tables, version)

    def _tables(self, fields: Sequence[Field], reader: Reader, *, everything: bool = False):
        """The tables that the answer depends on; None for all.

        everything   the answer may depend on tables that the fields do not tell, as filters do
        """
        is_member = reader.user.is_authenticated and not is_curator(reader.user)
        if everything or is_member:  # what a member sees follows from memberships too
            return None
        return _tables_of(self.shape, tuple(fields))

    def _shape_version(self) -> str:
        return _version_of(self.shape)


def _as_named(rows: QuerySet) -> QuerySet:
    """The columns of values are meant as named and in their order, not in the reader's language."""
    return rows.rewrite(False) if hasattr(rows, "rewrite") else rows


def accepted_language(request) -> str:
    """The first language of Accept-Language that the portal speaks; else its own first."""
    header = request.headers.get("Accept-Language", "")
    for code, _quality in parse_accept_lang_header(header) if header else ():
        try:
            return get_supported_language_variant(code) if code != "*" else LANGUAGES[0]
        except LookupError:
            continue
    return LANGUAGES[0]


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@lru_cache(MOST)  # clients may ask for fields in any order
def _tables_of(shape: Shape, fields: tuple[Field, ...]) -> list[str]:
    """The tables that these fields, and who sees the row, depend on."""
    return sorted({model._meta.db_table for model in shape.models(fields)})


@cache
def _version_of(shape: Shape) -> str:
    """Changes with the release that changes the shape."""
    schemas = {each.name: each.schema(each.all()) for each in shape.shapes()}
    return hashlib.blake2b(_json(schemas).encode(), digest_size=6).hexdigest()
