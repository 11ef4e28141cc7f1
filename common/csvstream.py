"""Tables as CSV: streamed row by row, and safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import get_language, override

from .spreadsheets import guarded

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else


class _Echo:
    """A file that hands back what is written."""

    def write(self, text: str) -> str:
        return text


def cell(value: Any) -> str | int:
    """Numbers stay numbers, without a power of ten; text is kept from being run as a formula."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, int):
        return value
    return "" if value is None else guarded(str(value))


def csv_response(
    filename: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """A download of which only one row is in memory, in the language of the request."""
    language = get_language()

    def lines() -> Iterator[str]:
        writer = csv.writer(_Echo())
        yield BYTE_ORDER_MARK
        with override(language):
            for row in chain([header], rows):
                yield writer.writerow([cell(value) for value in row])

    return StreamingHttpResponse(
        lines(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
