"""What tests read out of a page: the words a reader sees, and where links lead."""

import re
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Page:
    """A page as a client got it."""

    def __init__(self, response):
        assert response.status_code == 200, response.status_code
        tree = _tree(response.content.decode())
        self.main = next(element for element in tree.iter() if element.get("id") == "main")

    @property
    def text(self) -> str:
        """All words of the main part, with single spaces."""
        return words(self.main)

    @property
    def title(self) -> str:
        return words(next(self.main.iter("h1")))

    @property
    def cards(self) -> list[str]:
        """The titles of a list's rows."""
        return [words(one) for one in self.of_class("pw-card__title")]

    @property
    def count(self) -> str:
        """The heading of a list's results."""
        return words(self.of_class("pw-result-count")[0])

    @property
    def links(self) -> list[str]:
        return [link.get("href") for link in self.main.iter("a")]

    def of_class(self, name: str) -> list[Element]:
        return [element for element in self.main.iter() if name in (element.get("class") or "").split()]

    def section(self, anchor: str) -> str | None:
        """The words of the section that has this id, or whose heading has it; None where there is none."""
        for section in self.main.iter("section"):
            if anchor in (section.get("id"), section.get("aria-labelledby")):
                return words(section)
        return None


def words(element: Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _tree(text: str) -> Element:
    builder = TreeBuilder()

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            builder.start(tag, {name: value or "" for name, value in attrs})
            if tag in VOID:
                builder.end(tag)

        def handle_startendtag(self, tag, attrs):
            builder.start(tag, dict(attrs))
            builder.end(tag)

        def handle_endtag(self, tag):
            builder.end(tag)

        def handle_data(self, data):
            builder.data(data)

    Reader().feed(text)
    return builder.close()


def version_of(answer) -> str:
    """Which state of a row the form of a page was made from."""
    return re.search(r'name="version" value="([^"]*)"', answer.content.decode())[1]


def sent_as_shown(page) -> dict[str, str]:
    """What a browser sends of the page of a record, with nothing changed."""
    given: dict[str, str] = {}
    for form in (page.context["adminform"].form, *_rows_of_parts(page)):
        for name in form.fields:
            field = form[name]
            value = field.value()
            if isinstance(value, bool):
                value = "on" if value else None
            elif isinstance(value, list):
                value = [str(getattr(one, "pk", one)) for one in value]
            if value is not None:
                given[field.html_name] = value
    for formset in page.context["inline_admin_formsets"]:
        for field in formset.formset.management_form:
            given[field.html_name] = field.value()
    return given


def _rows_of_parts(page):
    return [row for each in page.context["inline_admin_formsets"] for row in each.formset.initial_forms]
