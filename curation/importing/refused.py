"""The rows that were left out, as they stood in the file, with reasons: to correct and upload again."""

import csv
import io
from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from common.spreadsheets import guarded

from ..models import Import, ImportRow
from .heads import REASON, is_reason


def refused_file(import_: Import) -> StreamingHttpResponse:
    name = import_.file_name.rpartition(".")[0] or import_.file_name
    answer = StreamingHttpResponse(_lines(import_), content_type="text/csv; charset=utf-8")
    suffix = _("refused")
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}-{suffix}.csv")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _lines(import_: Import) -> Iterator[str]:
    kept = [place for place, header in enumerate(import_.headers) if not is_reason(header)]
    yield "\ufeff" + _csv_line([*(import_.headers[place] for place in kept), str(REASON)])
    rows = ImportRow.objects.filter(of=import_, state__in=[ImportRow.State.ERROR, ImportRow.State.DOUBLE])
    for row in rows.order_by("number").iterator(chunk_size=500):
        reasons = "; ".join(
            f"{column}: {rule}" if column else str(rule) for column, _text, rule in row.problems
        )
        yield _csv_line([*(row.cells[place] for place in kept), reasons])


def _csv_line(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([guarded(cell) for cell in cells])
    return line.getvalue()
