"""The portal speaks Chinese as fully as English: catalogue, libraries, and what stands on pages."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import allauth
import django
import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib import admin
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import translation
from django.utils.translation import templatize

from tests.pages import VOID

CHINESE = "zh-hans"
CATALOGUE = settings.BASE_DIR / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
NOT_OURS = {"node_modules", "static", "locale", "tests"}
CALLS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
#: As in `%(count)d`, `%s` and `{name}`.
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdr]|\{\w*\}")
HAN = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[a-z]{3}")
#: What is named so in every language; the last three are fixed in the pages of Django's admin.
NAMES = {
    "Excel",
    "Parkway",
    "English",
    "Jiwu Wang",
    "Public domain",
    "Wikidata",
    "WebAuthn",
    "Search",
    "True",
    "False",
}
#: E-mail addresses, registry codes, standards: "a@b.example", "0066fxv63", "ISO 3166-1 alpha-2".
CODE = re.compile(r"\S+@\S+|[0-9a-z_]*[0-9][0-9a-z_]*|ISO [\d-]+( alpha-\d)?")
PAGES_OF_EACH_ROUTE = 2


@pytest.fixture(scope="module")
def catalogue():
    with CATALOGUE.open("rb") as file:
        return [message for message in read_po(file, locale="zh_Hans") if message.id]


def both(message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a message says in English and in Chinese, one or both with plurals."""
    return tuple((said,) if isinstance(said, str) else tuple(said) for said in (message.id, message.string))


def key(message) -> tuple[str, str]:
    return message.context or "", both(message)[0][0]


def test_every_text_is_translated_and_none_is_doubtful(catalogue):
    assert [key(one) for one in catalogue if one.fuzzy or not all(both(one)[1])] == []


def test_translations_keep_the_placeholders(catalogue):
    wrong = []
    for one in catalogue:
        english, chinese = both(one)
        wanted = {frozenset(Counter(PLACEHOLDER.findall(text)).items()) for text in english}
        if any(frozenset(Counter(PLACEHOLDER.findall(text)).items()) not in wanted for text in chinese):
            wrong.append((english, chinese))
    assert wrong == []


def test_chinese_sentences_have_chinese_punctuation(catalogue):
    half_width = re.compile(r"[\u4e00-\u9fff] ?[,;:!?()]|[,;:!?()] ?[\u4e00-\u9fff]")
    assert [text for one in catalogue for text in both(one)[1] if half_width.search(text)] == []


def test_the_catalogue_holds_what_code_and_templates_say(catalogue):
    """When this fails: `make messages`, and translate what is new."""
    said = set(texts_of_python()) | set(texts_of_templates())
    held = {key(one) for one in catalogue}
    assert {"missing": said - held, "not needed": held - said} == {"missing": set(), "not needed": set()}


def texts_of_python() -> Iterator[tuple[str, str]]:
    for file in ours(settings.BASE_DIR.rglob("*.py")):
        with file.open("rb") as source:
            yield from texts(source)


def texts_of_templates() -> Iterator[tuple[str, str]]:
    for file in ours((settings.BASE_DIR / "templates").rglob("*.*")):
        calls = templatize(file.read_text("utf-8"), origin=str(file))
        yield from texts(io.BytesIO(f"({calls}\n)".encode()))  # in brackets, so that no line is indented


def ours(files) -> Iterator[Path]:
    for file in files:
        folders = file.relative_to(settings.BASE_DIR).parts
        if not NOT_OURS & set(folders) and not any(folder.startswith(".") for folder in folders):
            yield file


def texts(source) -> Iterator[tuple[str, str]]:
    """Context and English of each text in Python code."""
    for _, message, _, context in extract("python", source, CALLS, options={"encoding": "utf-8"}):
        english = message if isinstance(message, str) else message[-2 if context else 0]
        yield context or "", english


def test_what_libraries_say_is_chinese_too():
    """When this fails: add the text to portal/borrowed_words.py."""
    folders = ("conf", "contrib/admin", "contrib/auth", "contrib/contenttypes", "contrib/postgres")
    files = [Path(django.__file__).parent / folder / "locale/en/LC_MESSAGES/django.po" for folder in folders]
    files.append(Path(allauth.__file__).parent / "locale/zh_Hans/LC_MESSAGES/django.po")
    english = []
    for file in files:
        with file.open("rb") as texts_of_library, translation.override(CHINESE):
            english += [one for one in read_po(texts_of_library) if one.id and not is_chinese(one)]
    assert [one for one in english if one.id not in NAMES] == []


def is_chinese(message) -> bool:
    """Whether what is said for it in Chinese differs from the English, where that has words."""
    singular, *plural = both(message)[0]
    if message.context:
        said = translation.pgettext(message.context, singular)
    else:
        said = translation.ngettext(singular, *plural, 2) if plural else translation.gettext(singular)
    return said not in (singular, *plural) or not re.search(r"[a-z]{2}", PLACEHOLDER.sub("", singular))


class Reader(HTMLParser):
    """A page as a reader of its language reads it: texts, words in attributes, and links."""

    SILENT = {"script", "style", "code", "pre", "bdi"}
    SPOKEN = ("aria-label", "title", "placeholder", "alt")

    def __init__(self, html: str):
        super().__init__()
        self.said: list[str] = []
        self.links: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.feed(html)

    @property
    def is_silent(self) -> bool:
        return bool(self.open) and self.open[-1][1]

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        is_silent = self.is_silent or tag in self.SILENT or not given.get("lang", "zh").startswith("zh")
        if tag == "a":
            self.links.append(given.get("href", ""))
        if not is_silent:
            self.said += [given[name] for name in self.SPOKEN if name in given]
            if given.get("name") == "description":
                self.said.append(given["content"])
            if given.get("type") == "submit":
                self.said.append(given.get("value", ""))
        if tag not in VOID:
            self.open.append((tag, is_silent))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not self.is_silent:
            self.said.append(data)

    @property
    def english(self) -> set[str]:
        """What has English words and no Chinese ones."""
        said = {" ".join(text.split()).strip(" ·") for text in self.said}
        foreign = {text for text in said if ENGLISH.search(text) and not HAN.search(text)}
        return {text for text in foreign - NAMES if not CODE.fullmatch(text)}


@pytest.fixture
def curator(curator):
    curator.name = "数据管理员"
    curator.save()
    return curator


def english_on(client, address: str) -> dict[str, set[str]]:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return {address: found} if (found := Reader(response.content.decode()).english) else {}


@pytest.mark.slow
def test_no_public_page_says_english_words_to_readers_of_chinese(paper, client):
    english = {}
    for address, response in pages_from(client, reverse_in_chinese("home")):
        if found := Reader(response).english:
            english[address] = found
    assert english == {}


def pages_from(client, start: str) -> Iterator[tuple[str, str]]:
    """Chinese pages that links lead to, some of each route."""
    waiting, seen, visits = [start], set(), Counter()
    while waiting:
        address = waiting.pop(0)
        with translation.override(CHINESE):
            route = resolve(address).view_name
        if visits[route] == PAGES_OF_EACH_ROUTE:
            continue
        visits[route] += 1
        response = client.get(address)
        if response.status_code != 200 or "html" not in response["Content-Type"]:
            continue
        html = response.content.decode()
        yield address, html
        links = {urlsplit(link).path for link in Reader(html).links}
        new = {link for link in links if link.startswith(start)} - seen
        seen |= new
        waiting += sorted(new)
    assert len(visits) > 25, visits


def reverse_in_chinese(name: str, **options) -> str:
    with translation.override(CHINESE):
        return reverse(name, **options)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ["accounts:me", "account_email", "account_change_password", "account_logout", "mfa_index", "admin:index"],
)
def test_pages_of_those_who_signed_in_are_chinese(sign_in, curator, name):
    assert english_on(sign_in(curator), reverse_in_chinese(name)) == {}


@pytest.mark.slow
def test_the_curators_desk_is_chinese(db, sign_in, curator):
    desk, english = sign_in(curator), {}
    for model in admin.site._registry:
        for page in ("changelist", "add", "import"):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
            try:
                address = reverse_in_chinese(name)
            except NoReverseMatch:
                continue
            english |= english_on(desk, address)
    assert english == {}
