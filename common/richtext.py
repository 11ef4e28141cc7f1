"""Text with a little structure: HTML of a few safe kinds, cleaned whenever it is kept or shown."""

import nh3
from django.db import models
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

TAGS = {"p", "br", "b", "strong", "i", "em", "u", "ul", "ol", "li", "blockquote", "a", "h3", "h4"}


def clean(text: str) -> str:
    """The text as it may be kept: plain text as it is, HTML without what could do anything."""
    if not nh3.is_html(text):
        return text
    return nh3.clean(
        text,
        tags=TAGS,
        attributes={"a": {"href"}, "*": {"lang"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


def as_html(text: str) -> SafeString:
    """The text for a page. It is cleaned again: not all that is kept came by our own forms."""
    if nh3.is_html(text):
        return mark_safe(clean(text))  # noqa: S308
    return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308


class RichTextField(models.TextField):
    """Cleaned on its way into the database, by whatever form, import or loop it comes."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return clean(value) if isinstance(value, str) else value
