"""What became of each row, kept while the rows are written and put down when that is certain."""

import json
import tempfile
from collections.abc import Sequence

from django.utils.translation import get_language

from common.copying import Cell, copy_in, line
from common.ids import new_ids

from ..models import Import, ImportRow
from .drafts import Draft
from .sheets import Sheet

COLUMNS = ["id", "of_id", "number", "state", "label", "record", "problems", "changes", "cells"]
SHOWN_CHANGES = 40
#: What a row is about, by the columns that tell it, the best first; the reader's language before all.
ABOUT = ("name_en", "name_zh_hans", "name", "title_en", "title_zh_hans", "title", "text")


class Results:
    """Lines for COPY in a file of its own: of a hundred thousand rows none is held in memory."""

    def __init__(self, of: Import, sheet: Sheet):
        self.file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115  until it is put down
        self.heads = {name: header for header, name in zip(of.headers, of.mapping, strict=True) if name}
        self.of, self.sheet = of, sheet
        mine = (get_language() or "").replace("-", "_")
        self.about = sorted(ABOUT, key=lambda name: not name.endswith(f"_{mine}"))

    def keep(self, drafts: Sequence[Draft]) -> None:
        ids = new_ids(ImportRow._meta.pk.prefix, len(drafts))
        self.file.writelines(line([pk, *self._told(draft)]) for pk, draft in zip(ids, drafts, strict=True))

    def put_down(self) -> None:
        """In the place of what an earlier look at the file found."""
        ImportRow.objects.filter(of=self.of).delete()
        self.file.seek(0)
        copy_in(ImportRow._meta.db_table, COLUMNS, self.file)
        self.file.close()

    def _told(self, draft: Draft) -> list[Cell]:
        is_left_out = draft.state in (ImportRow.State.ERROR, ImportRow.State.DOUBLE)
        record = str(draft.row.pk) if draft.row and draft.is_written else draft.record
        problems = [
            [self._head(name), _legal(text), _legal(str(rule))] for name, text, rule in draft.problems
        ]
        changes = [[self._head(name), _short(was), _short(now)] for name, was, now in draft.changes]
        cells = [_legal(cell) for cell in draft.cells]
        return [
            self.of.pk,
            draft.number,
            draft.state,
            self._label(draft),
            record,
            _json(problems),
            _json(changes if draft.is_written else []),
            _json(cells if is_left_out else []),
        ]

    def _head(self, name: str) -> str:
        """The column as the file calls it, as people do where it is not there."""
        if name in self.heads or not name:
            return self.heads.get(name, "")
        column = self.sheet.columns.get(name)
        return column.label if column else name

    def _label(self, draft: Draft) -> str:
        texts = [draft.texts.get(name, "") for name in (*self.about, *self.sheet.key)]
        told = next((text for text in (*texts, *draft.texts.values()) if text), "")
        return _legal(told)[:200]


def _short(text: object) -> str:
    plain = str(text)
    return plain if len(plain) <= 300 else f"{plain[:300]}…"


def _legal(text: str) -> str:
    """What the database cannot hold is shown as a mark: a NUL, half a character."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def _json(what: list) -> str:
    return json.dumps(what, ensure_ascii=False)
