"""Where nothing is found: the same search with less in its way."""

from collections.abc import Iterator, Mapping

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import ngettext

from common.numbers import number

from .facets import Counts


def without_one(
    query: QueryDict, path: str, counts: Counts, names: Mapping[str, tuple[str, str | Promise]]
) -> Iterator[dict[str, str]]:
    """The search without one of its filters, for each that leaves something: {label, url}.

    names   by facet the parameter of the address and what the filter is called
    """
    for facet, total in counts.without.items():
        if not total or facet not in names:
            continue
        parameter, words = names[facet]
        rest = query.copy()
        for name in (parameter, "page", "cursor"):
            rest.pop(name, None)
        told = ngettext(
            "Without the filter “%(filter)s”: %(number)s result",
            "Without the filter “%(filter)s”: %(number)s results",
            total,
        )
        yield {
            "label": told % {"filter": words, "number": number(total)},
            "url": f"{path}?{rest.urlencode()}",
        }
