"""Columns to sort names by, as readers of a language expect: no database here has their collations."""

import re
import unicodedata

from django.db import models
from pypinyin import lazy_pinyin

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0002ffff]")


def sort_key(text: str) -> str:
    """Pinyin for Han characters, no accents, no case: 北京 sorts as "bei jing", Élan as "elan"."""
    if text.isascii():
        return text.lower().strip()
    if HAN.search(text):
        text = " ".join(lazy_pinyin(text))
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().strip()


class SortKeyField(models.CharField):
    """The sort key of a translated field in one language; made anew whenever the row is saved.

    of         the translated field
    language   whose reader it is for; where that text is missing, another language's is used
    """

    def __init__(self, *args, of: str, language: str, **kwargs):
        self.of, self.language = of, language
        kwargs |= {"max_length": 300, "editable": False, "default": ""}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for derived in ("max_length", "editable", "default"):
            kwargs.pop(derived, None)
        return name, path, args, kwargs | {"of": self.of, "language": self.language}

    def pre_save(self, instance, add):
        columns = [f"{self.of}_{self.language}", f"{self.of}_en", f"{self.of}_zh_hans"]
        text = next((text for column in columns if (text := getattr(instance, column, None))), "")
        key = sort_key(text)[:300]
        setattr(instance, self.attname, key)
        return key
