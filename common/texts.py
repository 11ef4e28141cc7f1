"""What counts as text: what the database and JSON can hold."""

import re

from django.utils.translation import gettext as _

_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def is_text(text: str) -> bool:
    """No NUL, no half characters."""
    return _NO_TEXT.search(text) is None


def check_text(text: str) -> None:
    """Raises ValueError"""
    if not is_text(text):
        raise ValueError(_("It holds characters that are not text (NUL or half a character)."))
