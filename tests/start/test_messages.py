import gettext
import os

import pytest

from start import messages
from start.words import CannotStart

CATALOGUE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Park"
msgstr "园区"

#, fuzzy
msgid "Partner"
msgstr "合伙人"

#, python-format
msgid "%(count)d park"
msgid_plural "%(count)d parks"
msgstr[0] "%(count)d 个园区"
"""


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    file = tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_text(CATALOGUE, encoding="utf-8")
    return file


def test_catalogues_are_compiled_without_gettext_and_without_doubtful_entries(catalogue, tmp_path):
    messages.compile_all()
    with catalogue.with_suffix(".mo").open("rb") as compiled:
        chinese = gettext.GNUTranslations(compiled)
    assert chinese.gettext("Park") == "园区"
    assert chinese.gettext("Partner") == "Partner"
    assert chinese.ngettext("%(count)d park", "%(count)d parks", 3) == "%(count)d 个园区"


def test_only_what_has_changed_is_compiled(catalogue):
    messages.compile_all()
    compiled = catalogue.with_suffix(".mo")
    compiled.write_bytes(b"as it was")
    messages.compile_all()
    assert compiled.read_bytes() == b"as it was"
    os.utime(catalogue, ns=(compiled.stat().st_mtime_ns + 1,) * 2)
    messages.compile_all()
    assert compiled.read_bytes() != b"as it was"


def test_a_broken_catalogue_is_named(catalogue):
    catalogue.write_text('msgid "Park"\nforgotten words\n', encoding="utf-8")
    with pytest.raises(CannotStart, match=r"locale/zh_Hans/LC_MESSAGES/django\.po cannot be read"):
        messages.compile_all()
