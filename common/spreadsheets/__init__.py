"""Tables as files that people open in a spreadsheet program: CSV, TSV and XLSX, as they come.

    with open_table(name, file) as table:       # its encoding, delimiter and sheet are found, or given
        for row in table.rows():                # one row in memory, however long the file
            …
        table.findings                          # what is wrong with the file as a whole

A text that such a program would take for a formula gets an apostrophe in front when it is written,
and loses it when it is read: what goes out comes back the same.
"""

from .findings import Finding
from .guard import LIVE, guarded, unguarded
from .reading import OpenTable, open_table, read
from .tables import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Row, Table, UnreadableFile
from .writing import CONTENT_TYPES, write

__all__ = [
    "CONTENT_TYPES",
    "LIVE",
    "MOST_BYTES",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "Finding",
    "OpenTable",
    "Row",
    "Table",
    "UnreadableFile",
    "guarded",
    "open_table",
    "read",
    "unguarded",
    "write",
]
