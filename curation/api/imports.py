"""Files read into the register, over the API: the steps of the wizard's pages."""

from __future__ import annotations

import json
from itertools import islice

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import override
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.reverse import reverse

from common.errors import RuleBroken
from common.people import UserName
from common.roles import is_curator
from common.shapes import One, Plain, Shape
from common.spreadsheets import UnreadableFile
from common.writing import Changes, Creates

from ..import_filters import ImportFilter, ImportRowFilter
from ..import_forms import UploadForm
from ..importing.refused import refused_file
from ..importing.sheets import private_rows_in, sheets_for
from ..models import Import, ImportRow
from ..operations import imports as operations
from ..undoing import undo
from .base import PAGED, MachineryViewSet, Nothing, pointed, said_by
from .batch_shapes import BATCH
from .fields import NUMBERS, TEXTS, Kept
from .import_bodies import UPLOAD, ImportChange, RunBody, fingerprint, uploaded
from .schema import LINK, obj, texts

SAMPLES = 3
FINDING = obj(
    {
        "code": {"type": "string"},
        "sentence": {"type": "string"},
        "column": {"type": "string"},
        "rows": {"type": "array", "items": {"type": "integer"}},
        "is_grave": {"type": "boolean"},
    }
)
IMPORT = Shape(
    "Import",
    Import,
    card=[
        Plain("id"),
        Plain("model", note="The kind of records, as `partners.contact`."),
        Plain("owner", note="Id of the organisation that the rows are for; empty where they are of all."),
        Plain("file_name"),
        Plain("state"),
        Plain("size", note="Rows of the file, as far as that is known."),
        Plain("progress", note="Rows looked at so far."),
        Kept("counts", like=NUMBERS, note="Rows by their state."),
        Plain("problem", note="Why it stopped, in words."),
        UserName("made_by"),
        Plain("made_at"),
        Plain("updated_at"),
        One("batch", shape=BATCH, known=True, note="What it wrote, to be looked at and taken back."),
    ],
    detail=[
        Kept("headers", like=TEXTS, note="The names of the file's columns."),
        Kept("mapping", like=TEXTS, note="The column that each of them is; empty where it is left out."),
        Plain("slash_days", note="What comes first in days such as 4/5/2024: `day`, `month`, or not said."),
        Kept("findings", like={"type": "array", "items": FINDING}),
        Plain("good_only"),
        Plain("with_doubles"),
        Plain("language"),
    ],
)
COLUMN_OF_FILE = obj({"header": {"type": "string"}, "samples": TEXTS, "column": {"type": "string"}})
OFFERED = obj(
    {
        "name": {"type": "string"},
        "label": {"type": "string"},
        "is_key": {"type": "boolean", "description": "Rows are known by it."},
        "is_many": {"type": "boolean", "description": "Several values, with semicolons between them."},
        "values": {**TEXTS, "description": "What may stand in it; empty where that is no short list."},
    }
)
TABLE = obj(
    {
        "encoding": {"type": "string"},
        "delimiter": {"type": "string"},
        "sheet": {"type": "string"},
        "sheets": TEXTS,
        "columns": {"type": "array", "items": COLUMN_OF_FILE},
        "offered": {"type": "array", "items": OFFERED},
        "missing": {**TEXTS, "description": "What the columns lack so that rows can be known, in words."},
    }
)
ROW = obj(
    {
        "number": {"type": "integer", "description": "As a spreadsheet program counts rows."},
        "state": {"type": "string", "enum": ImportRow.State.values},
        "label": {"type": "string"},
        "record": {"type": "string", "description": "Id of the record that it makes, changes or repeats."},
        "problems": {"type": "array", "items": texts("column", "text", "rule")},
        "changes": {"type": "array", "items": texts("column", "before", "after")},
    }
)


class Unreadable(RuleBroken):
    """The file is not kept any more, or was never a table."""

    code = "unreadable-file"


class NothingWritten(RuleBroken):
    code = "nothing-written"


class ImportViewSet(MachineryViewSet, Creates, Changes):
    """Files on their way into the register: your own; curators see all.

    A file is sent, its columns are mapped (PATCH), its rows looked at (`check/`) and written (`run/`); the
    work is done in the background, and told by `state` and `progress`. Members of a park read in its
    contacts and interactions, curators records of every kind.
    """

    shape, filterset = IMPORT, ImportFilter
    changed_body = ImportChange
    body = Nothing
    bodies = {"run": RunBody}
    sends = {"create": {"multipart/form-data": UPLOAD}}
    tells = {
        "create": {
            "allOf": [{"$ref": "#/components/schemas/ImportDetail"}, obj({"table": TABLE})],
        },
        "table": TABLE,
        "rows": obj({"next": LINK, "results": {"type": "array", "items": ROW}}),
        "refused": ("text/csv", {"type": "string", "format": "binary"}),
    }
    asks = {
        "rows": [
            OpenApiParameter("state", str, enum=ImportRow.State.values, many=True),
            *PAGED,
        ]
    }
    refuses = {"table": {409: "The file cannot be read, or is not kept any more"}}

    def writable(self):
        return Import.objects.visible_to(self.request.user)

    def retrieve(self, request, pk):
        self._found(pk)
        return super().retrieve(request, pk)

    def create(self, request):
        reader = self._writer()
        with override(reader.language):
            said, files = uploaded(request._request)
            return self._once(said | fingerprint(files), lambda: self._taken_in(said, files, reader))

    def change(self, row, given):
        mapping, slash_days = given.pop("mapping", None), given.pop("slash_days", None)
        try:
            if given:
                operations.read_otherwise(row, by=self.request.user, **given)
            if mapping is not None or slash_days is not None:
                columns = row.mapping if mapping is None else mapping
                order = row.slash_days if slash_days is None else slash_days
                operations.map_columns(row, columns, by=self.request.user, slash_days=order)
        except UnreadableFile as error:
            raise serializers.ValidationError({name: [str(error)] for name in given}) from None
        except ValidationError as error:
            raise pointed(error, "mapping") from None

    @action(detail=True)
    def table(self, request, pk):
        """Read how the file is read, what stands in its columns, and what they may be."""
        reader = self._read()
        with override(reader.language):
            return self._told(_table(self._found(pk)), reader)

    @action(detail=True)
    def rows(self, request, pk):
        """Read what becomes of each row, with reasons."""
        reader = self._read(*ImportRowFilter.base_filters, "cursor", "page_size")
        with override(reader.language):
            rows = self._sifted(ImportRowFilter, ImportRow.objects.filter(of=self._found(pk))).qs
            size = self._page_size()
            found = list(rows.filter(number__gt=self._number()).order_by("number")[: size + 1])
            following = self._url(str(found[size - 1].number)) if len(found) > size else None
            return self._told({"next": following, "results": [_row(row) for row in found[:size]]}, reader)

    def _number(self) -> int:
        """The row of the file after which the page begins. Raises BadParameters"""
        cursor = self.request.GET.get("cursor", "0")
        if not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 10):
            raise self._bad_cursor()
        return int(cursor)

    @action(detail=True)
    def refused(self, request, pk):
        """Download the rows that were left out, with reasons."""
        reader = self._read()
        with override(reader.language):
            return refused_file(self._found(pk))

    @action(detail=True, methods=["post"])
    def check(self, request, pk):
        """Have the rows looked at; nothing is written."""

        def do(row, given):
            try:
                operations.look_at_rows(row, by=request.user)
            except ValidationError as error:
                raise serializers.ValidationError(error.messages) from None
            return row

        return self._act(pk, do)

    @action(detail=True, methods=["post"])
    def run(self, request, pk):
        """Have the rows written."""

        def do(row, given):
            operations.start(row, by=request.user, **given)
            return row

        return self._act(pk, do)

    @action(detail=True, methods=["post"])
    def cancel(self, request, pk):
        """Stop the work at the next piece, with nothing written."""

        def do(row, given):
            operations.cancel(row)
            return row

        return self._act(pk, do)

    @action(detail=True, methods=["post"])
    def revert(self, request, pk):
        """Take back what it wrote."""

        def do(row, given):
            if row.batch is None:
                raise NothingWritten(_("Nothing of it was written."))
            undo(row.batch, request.user)
            return row

        return self._act(pk, do)

    def _found(self, pk: str) -> Import:
        """Raises Http404"""
        try:
            found = operations.found_by(self.request.user, pk)
        except Import.DoesNotExist:
            raise Http404 from None
        if model := private_rows_in(found, self.request.user):
            self._note_shown(model)
        return found

    def _held(self, pk):
        held = super()._held(pk)
        try:
            if not is_curator(self.request.user):
                operations.check_may_write(held, self.request.user)
        except operations.NotYours:
            raise Http404 from None
        return held

    def _taken_in(self, said, files, reader):
        form = UploadForm(said, files, user=self.request.user, sheets=sheets_for(self.request.user))
        taken = form.take_in() if form.is_valid() else None
        if taken is None:
            raise said_by(form)
        response = self._answer_with(taken.pk, reader, status_code=201)
        table = json.dumps(_table(taken), cls=DjangoJSONEncoder, ensure_ascii=False)
        response.content = f'{response.content.decode()[:-1]},"table":{table}}}'
        response["Location"] = reverse(f"api:{self.basename}-detail", args=[taken.pk], request=self.request)
        return response


def _table(import_: Import) -> dict:
    """Raises Unreadable"""
    sheet = operations.sheet_of(import_)
    try:
        with operations.opened(import_) as table:
            samples = [row.cells for row in islice(table.rows(), SAMPLES)]
    except UnreadableFile as error:
        raise Unreadable(str(error)) from None
    columns = [
        {"header": header, "samples": [row[place] for row in samples if row[place]], "column": name}
        for place, (header, name) in enumerate(zip(import_.headers, import_.mapping, strict=True))
    ]
    offered = [
        {
            "name": column.name,
            "label": str(column.label),
            "is_key": column.is_key,
            "is_many": column.is_many,
            "values": [value for value, _label in column.choices],
        }
        for column in sheet.columns.values()
    ]
    return {
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "sheet": table.sheet,
        "sheets": table.sheets,
        "columns": columns,
        "offered": offered,
        "missing": operations.missing(sheet, import_.mapping),
    }


def _row(row: ImportRow) -> dict:
    return {
        "number": row.number,
        "state": row.state,
        "label": row.label,
        "record": row.record,
        "problems": [dict(zip(("column", "text", "rule"), one, strict=True)) for one in row.problems],
        "changes": [dict(zip(("column", "before", "after"), one, strict=True)) for one in row.changes],
    }
