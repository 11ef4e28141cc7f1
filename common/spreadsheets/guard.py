"""Texts that a spreadsheet program would run."""

import re
from typing import Any

# Also the full-width forms, which some programs make plain, and what some of them skip at the start.
LIVE = re.compile(r"'*[=+\-@|%\t\r\n\0＝＋－＠｜％]")


def guarded(value: Any) -> Any:
    """A text that no spreadsheet program runs; other values stay as they are."""
    return f"'{value}" if isinstance(value, str) and LIVE.match(value) else value


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and LIVE.match(text) else text
