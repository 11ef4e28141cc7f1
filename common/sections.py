"""What rooms add to the page of a thing that belongs to a room below them.

The page of an organisation is put together from all rooms, and none but the one that owns a thing
knows it: the room of agreements says in its ``sections.py`` (found by itself, as ``policies.py`` is)
what it has to tell, and the page shows it::

    @contributes("organisation", position=20)
    def agreements(organisations, user):
        rows = Agreement.objects.visible_to(user).filter(parties__organisation__in=organisations) ...
        return Section("agreements", _("Agreements"), "partners/_agreements_section.html", rows, records=rows)

Pages, and what a contributing function is handed besides the user who looks:

organisation   list of organisations: the one of the page, and for a park also those that operate it
               (positions: 10 history, 20 agreements, 30 projects, 40 figures, 50 people,
               60 distinctions, 70 networks, 80 relations)
profiles       the organisation; rows are {label, url, text}: the pages that it has in other rooms
person         the person
country        the country
term           the term of a vocabulary
agreement      the agreement
listing        the listing; all of it stands beside the facts
register       nothing: what curators have to do in other rooms, as {label, url, count}

A function returns a Section, or None where there is nothing to tell; it shows nothing that
``visible_to(user)`` does not, and asks the same number of queries however many rows there are.
Templates show them by ``{% include "components/sections.html" %}`` with `sections`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Section:
    """A part of a page with a heading of its own.

    anchor     its id in the page
    template   shows `rows`, without the heading
    records    what the section tells of, for the list of sources at the page's end (places prefetched)
    maps       what it draws on the map of the page, as `components/map.html` takes it
    aside      belongs into the narrow column of facts
    all_url    a list of all of them, where these are only some
    """

    anchor: str
    title: str
    template: str
    rows: Sequence[Any]
    records: Sequence[Any] = ()
    maps: Sequence[dict | None] = ()
    aside: bool = False
    all_url: str = ""


Contribution = Callable[[Any, Any], Section | None]

_CONTRIBUTIONS: dict[str, list[tuple[int, str, Contribution]]] = {}


def contributes(page: str, *, position: int) -> Callable[[Contribution], Contribution]:
    """Add what this function tells to every page of a kind; low positions come first."""

    def register(contribution: Contribution) -> Contribution:
        name = f"{contribution.__module__}.{contribution.__qualname__}"
        _CONTRIBUTIONS.setdefault(page, []).append((position, name, contribution))
        return contribution

    return register


def sections_of(page: str, subject: Any, user: Any) -> list[Section]:
    """The sections of a page in their order, without the empty ones."""
    told = (contribution(subject, user) for _, _, contribution in sorted(_CONTRIBUTIONS.get(page, ())))
    return [section for section in told if section is not None]
