"""How the form of the catalogue shows what one would find: each value with its number."""

from collections.abc import Mapping

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.listing import countries_of
from common.numbers import number

from .finding import Found


def count_values(form: Form, found: Found) -> None:
    """Let the form offer the values that there is something of, and those chosen, each with how many."""
    for name, counts in found.counts.of.items():
        there = {*counts, *found.chosen.get(name, ())}
        bound = form[name]
        if name == "country":
            choices = countries_of(bound, there)
        else:
            choices = [(str(value), words) for value, words in bound.field.choices]
        bound.field.widget.choices = [
            (value, _counted(words, counts.get(value, 0)) if value else words)
            for value, words in choices
            if not value or value in there
        ]


def name_provider(form: Form) -> None:
    """There may be thousands, found by their names in the words; to choose among is only the one chosen."""
    field, chosen = form.fields["provider"], form.cleaned_data.get("provider") if form.is_bound else None
    if chosen is None:
        del form.fields["provider"]
    else:
        field.widget.choices = [("", field.empty_label), (chosen.slug, str(chosen))]


def orderings(known: Mapping[str, str | Promise], found: Found) -> list[tuple[str, str | Promise]]:
    """What the orders are called; the usual one has no name: with words, what answers them best."""
    (usual, words), *others = known.items()
    first = [("", _("Best match")), (usual, words)] if found.query else [("", words)]
    return [*first, *others]


def _counted(words: object, count: int) -> str:
    told = pgettext("a value and how many there are of it", "%(value)s (%(number)s)")
    return told % {"value": words, "number": number(count)}
