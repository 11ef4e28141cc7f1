"""What is wrong with a table as a whole, found while it is read: told before anything is written."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DAY_FIRST = gettext_lazy("31/5/2024")
MONTH_FIRST = gettext_lazy("5/31/2024")
EITHER_FIRST = gettext_lazy("4/5/2024, day or month first")
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
#: Ways to write a day, with what people see.
STYLES = [
    (gettext_lazy("2024-05-31"), re.compile(r"\d{4}-\d{1,2}-\d{1,2}([T ].*)?")),
    (gettext_lazy("2024/5/31"), re.compile(r"\d{4}/\d{1,2}/\d{1,2}")),
    (gettext_lazy("2024.5.31"), re.compile(r"\d{4}\.\d{1,2}\.\d{1,2}")),
    (gettext_lazy("31.5.2024"), re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}")),
    (DAY_FIRST, re.compile(r"(1[3-9]|2\d|3[01])/\d{1,2}/\d{2,4}")),
    (MONTH_FIRST, re.compile(r"\d{1,2}/(1[3-9]|2\d|3[01])/\d{2,4}")),
    (EITHER_FIRST, re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}")),
    (gettext_lazy("2024年5月31日"), re.compile(r"\d{4}年\d{1,2}月(\d{1,2}日)?")),
    (gettext_lazy("31 May 2024"), re.compile(rf"\d{{1,2}}[ -]({MONTHS})[a-z]*\.?[ -]\d{{2,4}}", re.I)),
    (gettext_lazy("May 31, 2024"), re.compile(rf"({MONTHS})[a-z]*\.? \d{{1,2}},? \d{{4}}", re.I)),
]
DIGIT = re.compile(r"\d")
POWER = re.compile(r"\d(\.\d+)?[eE]\+?\d{1,3}")
DAY_OF_AN_ID = re.compile(rf"\d{{1,2}}-({MONTHS})|({MONTHS})-\d{{2}}|\d{{1,2}}月\d{{1,2}}日", re.IGNORECASE)
IDS = re.compile(
    r"\b(id|ids|code|isni|lei|uscc|ror|zip|postcode|phone|tel|mobile|number|no)\b|_(id|code|no)$"
    r"|编号|编码|代码|邮编|电话|手机|号码|код|номер|индекс|телефон",
    re.IGNORECASE,
)
#: What UTF-8 looks like when it is taken for Windows-1252, and what such mistakes leave.
_TAIL = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
GARBLED = re.compile(f"\ufffd|锟斤拷|[ÃÂ]{_TAIL}|(?:[ÐÑ]{_TAIL}){{2}}|[ä-é]{_TAIL}{{2}}|â€")
TOLD = 5


@dataclass(frozen=True)
class Finding:
    """Something that makes a table as a whole doubtful.

    code       header_twice, head_again, title, cut_off, dates, zeros, powers, rounded, days_for_ids, encoding
    sentence   what it is and what to do, in the language of the reader
    column     the column's name; empty where it is about the file
    rows       the first rows where it is seen, as a spreadsheet program counts them
    is_grave   whether what is read may be wrong, so that writing it should be refused
    """

    code: str
    sentence: str
    column: str = ""
    rows: tuple[int, ...] = ()
    is_grave: bool = False


@dataclass
class _Column:
    """What is seen in a column so far: how many, and the first rows; `zeros` is the most that a number
    begins with."""

    name: str
    filled: int = 0
    lengths: Counter = field(default_factory=Counter)
    by_length: dict[int, list[int]] = field(default_factory=dict)
    digits: int = 0
    zeros: int = 0
    styles: dict[str, list[int]] = field(default_factory=dict)
    powers: list[int] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)

    def note(self, number: int, text: str) -> None:
        self.filled += 1
        if not text.isascii() and GARBLED.search(text):
            self._keep(self.garbled, number)
        if len(text) > 40 or not DIGIT.search(text):
            return
        if text.isdigit() and text.isascii():
            self.digits += 1
            self.zeros = max(self.zeros, len(text[:-1]) - len(text[:-1].lstrip("0")))
            self.lengths[len(text)] += 1
            self._keep(self.by_length.setdefault(len(text), []), number)
        elif POWER.fullmatch(text):
            self._keep(self.powers, number)
        elif DAY_OF_AN_ID.fullmatch(text):
            self._keep(self.days, number)
        else:
            for style, pattern in STYLES:
                if pattern.fullmatch(text):
                    self._keep(self.styles.setdefault(str(style), []), number)
                    break

    def _keep(self, rows: list[int], number: int) -> None:
        if len(rows) < TOLD:
            rows.append(number)

    def told(self) -> list[Finding]:
        found = []
        if (str(DAY_FIRST) in self.styles) != (str(MONTH_FIRST) in self.styles):
            self.styles.pop(str(EITHER_FIRST), None)  # the others tell how these are meant
        if len(self.styles) > 1:
            styles = "; ".join(
                _("%(style)s (row %(row)s)") % {"style": style, "row": rows[0]}
                for style, rows in self.styles.items()
            )
            found.append(
                Finding(
                    "dates",
                    _("Dates are written in several ways: %(styles)s. Write all of them as 2024-05-31.")
                    % {"styles": styles},
                    self.name,
                    tuple(sorted(rows[0] for rows in self.styles.values())),
                )
            )
        if shorter := self._shorter():
            sentence = _("Some numbers are shorter than the others: leading zeros may be lost.")
            found.append(Finding("zeros", sentence, self.name, shorter))
        if self.powers:
            sentence = _(
                "Long numbers were cut to powers of ten such as 1.23E+15: their last digits are lost."
            )
            found.append(Finding("powers", sentence, self.name, tuple(self.powers), is_grave=True))
        if self.days:
            sentence = _("Some codes were turned into dates, such as 1-Mar. Make the column text.")
            found.append(Finding("days_for_ids", sentence, self.name, tuple(self.days)))
        if self.garbled:
            sentence = _("Some characters cannot be read: the file was saved or opened in a wrong encoding.")
            found.append(Finding("encoding", sentence, self.name, tuple(self.garbled), is_grave=True))
        return found

    def _shorter(self) -> tuple[int, ...]:
        """Rows whose digits are fewer than most rows', in a column of numbers that are names."""
        if not self.lengths or self.digits * 2 < self.filled or not (self.zeros or IDS.search(self.name)):
            return ()
        usual, times = self.lengths.most_common(1)[0]
        if usual < 4 or times * 2 < self.digits:
            return ()
        least = usual - max(4, self.zeros)
        short = [rows for length, rows in self.by_length.items() if least <= length < usual]
        return tuple(sorted(row for rows in short for row in rows)[:TOLD])


class Observer:
    """Looks at each row as it passes."""

    def __init__(self, headers: Sequence[str]):
        self.headers = list(headers)
        self.columns = [_Column(name) for name in headers]
        self.again: list[int] = []

    def note(self, number: int, cells: Sequence[str]) -> None:
        if cells[0] == self.headers[0] and list(cells) == self.headers:
            self.again.append(number)
            return
        for column, text in zip(self.columns, cells, strict=False):
            if text:
                column.note(number, text)

    def told(self) -> list[Finding]:
        found = []
        for name, times in Counter(name.casefold() for name in self.headers if name).items():
            if times > 1:
                sentence = _("Two columns have the name “%(name)s”.") % {"name": name}
                found.append(Finding("header_twice", sentence, name, is_grave=True))
        if self.again:
            sentence = _("The names of the columns stand in the table once more: two files were joined.")
            found.append(Finding("head_again", sentence, "", tuple(self.again[:TOLD]), is_grave=True))
        return found + [one for column in self.columns for one in column.told()]


def cut_off(number: int | None = None) -> Finding:
    sentence = _("The file is cut off: its end is missing. Save or download it again.")
    return Finding("cut_off", sentence, "", (number,) if number else (), is_grave=True)


def title(number: int) -> Finding:
    return Finding("title", _("A line above the names of the columns was left out."), "", (number,))


def rounded(rows: Sequence[int]) -> Finding:
    sentence = _("Numbers of more than 15 digits are rounded in a workbook. Make the column text.")
    return Finding("rounded", sentence, "", tuple(rows[:TOLD]), is_grave=True)
