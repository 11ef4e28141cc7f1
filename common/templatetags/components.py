"""Tags that the page components are made of; templates/components/README.md shows them in use."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from common.dates import PartialDate
from common.numbers import number

register = template.Library()

#: How each status is shown: colour is never the only sign, so each tone brings an icon.
STATUS_TONES = {
    "draft": ("quiet", "pen"),
    "negotiating": ("info", "talk"),
    "planned": ("info", "clock"),
    "planning": ("info", "clock"),
    "proposed": ("info", "clock"),
    "signed": ("good", "check"),
    "active": ("good", "check"),
    "idea": ("quiet", "bulb"),
    "study": ("info", "clock"),
    "construction": ("info", "clock"),
    "operation": ("good", "check"),
    "delivered": ("good", "check"),
    "in_progress": ("good", "clock"),
    "ongoing": ("good", "clock"),
    "running": ("good", "clock"),
    "completed": ("good", "check"),
    "done": ("good", "check"),
    "expiring": ("warn", "clock"),
    "suspended": ("warn", "alert"),
    "expired": ("quiet", "clock"),
    "renewed": ("good", "check"),
    "terminated": ("bad", "close"),
    "cancelled": ("bad", "close"),
    "intention": ("info", "talk"),
}

#: The name of each language in that of the reader, for text shown in another language than the page.
LANGUAGE_MARKS = {"en": _("in English"), "zh-hans": _("in Chinese")}


@register.simple_tag
def icon(name: str, label: str = "", **attrs: str) -> str:
    """A drawing of static/img/icons.svg; silent to screen readers unless it is given a label."""
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    drawing = f"{static('img/icons.svg')}#{name}"
    css = f"pw-icon {attrs.get('class', '')}".strip()
    return format_html('<svg class="{}" {} focusable="false"><use href="{}"></use></svg>', css, said, drawing)


@register.inclusion_tag("components/chip.html")
def chip(label: str, tone: str = "", icon: str = "", url: str = "") -> dict[str, str]:
    """A small label. Tones: good, warn, bad, info, accent, quiet, example; none for plain."""
    return {"label": label, "tone": tone, "icon": icon, "url": url}


@register.inclusion_tag("components/chip.html")
def status_chip(code: str, label: str) -> dict[str, str]:
    """A chip for a status: its tone and icon follow from the code, its words from the model."""
    tone, icon = STATUS_TONES.get(str(code), ("", ""))
    return {"label": label, "tone": tone, "icon": icon, "url": ""}


@register.simple_tag
def translated(obj: Any, field: str, mark: bool = True) -> str:
    """A translated field in the reader's language; text in another one is marked as such."""
    active = get_language() or settings.LANGUAGE_CODE
    own = getattr(obj, f"{field}_{active.replace('-', '_')}", None)
    if own:
        return own
    for code in settings.MODELTRANSLATION_FALLBACK_LANGUAGES:
        if text := getattr(obj, f"{field}_{code.replace('-', '_')}", None):
            return _foreign(text, code, mark)
    return getattr(obj, field, "") or ""


@register.simple_tag
def fallback_lang(obj: Any, field: str) -> str:
    """The language code that a translated field falls back to, or nothing where it needs none."""
    active = get_language() or settings.LANGUAGE_CODE
    if getattr(obj, f"{field}_{active.replace('-', '_')}", None):
        return ""
    codes = settings.MODELTRANSLATION_FALLBACK_LANGUAGES
    return next((code for code in codes if getattr(obj, f"{field}_{code.replace('-', '_')}", None)), "")


def _foreign(text: str, code: str, mark: bool) -> str:
    if not mark:
        return format_html('<span lang="{}">{}</span>', code, text)
    return format_html(
        '<span lang="{}">{}</span> <span class="pw-lang-mark">{}</span>',
        code,
        text,
        LANGUAGE_MARKS.get(code, code),
    )


@register.simple_tag
def when(value: Any) -> str:
    """A partial date for people and for machines; nothing for a text that is not a date."""
    if not value:
        return format_html('<span class="pw-muted">{}</span>', gettext("undated"))
    if isinstance(value, PartialDate):
        return format_html('<time datetime="{}">{}</time>', value.text, value.display())
    return str(value)


@register.inclusion_tag("components/source_refs.html")
def source_refs(passages: Any) -> dict[str, Any]:
    """Where a fact stands: a small link for each place in a source."""
    return {"passages": passages.all() if hasattr(passages, "all") else passages}


@register.filter
def grouped(value: int) -> str:
    """A number of things, grouped as the reader's language does: 8,045."""
    return number(value)


@register.filter
def json_text(data: Any) -> str:
    """JSON for a `data-` attribute: htmx leaves it alone, while it drops scripts from what it swaps in."""
    return json.dumps(data, ensure_ascii=False, cls=DjangoJSONEncoder)


@register.filter
def chart_rows(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a chart's table, from the same data that the chart is drawn of."""
    series: list[Mapping[str, Any]] = list(data["series"])
    return [
        {"label": label, "cells": [(one.get("labels") or one["values"])[at] for one in series]}
        for at, label in enumerate(data["categories"])
    ]


@register.inclusion_tag("components/filter_chips.html", takes_context=True)
def filter_chips(context: template.Context, filterset: Any, *ignore: str) -> dict[str, Any]:
    """Each filter in use as a chip that takes it away again.

    filterset   a django_filters.FilterSet; its form says what the values are called
    ignore      parameters that are no filters, such as the ordering
    """
    query = context["request"].GET
    path = context["request"].path
    form = filterset.form
    kept = [(name, value) for name, values in query.lists() for value in values if name != "cursor"]
    chips = []
    for name, value in kept:
        if name in ignore or not value or name not in form.fields:
            continue
        label, words = _said(form, name, value)
        rest = [pair for pair in kept if pair != (name, value) and pair[1]]
        chips.append({"label": label, "value": words, "url": f"{path}?{urlencode(rest)}" if rest else path})
    clear = [(name, value) for name, value in kept if name in ignore and value]
    return {"active_filters": chips, "clear_url": f"{path}?{urlencode(clear)}" if clear else path}


def _said(form: Any, name: str, value: str) -> tuple[str, str]:
    """The label of a filter, and its value as the form calls it."""
    field = form.fields[name]
    return str(field.label or name), str(_choice(getattr(field, "choices", ()), value) or value)


def _choice(choices: Iterable[Any], value: str) -> Any:
    for key, words in choices:
        if isinstance(words, (list, tuple)):
            if found := _choice(words, value):
                return found
        elif str(key) == value:
            return words
    return None
