"""What the network has in each country: the rooms above say how much of theirs is where.

A room counts in its ``presence.py`` (found by itself)::

    @counted(position=10)
    def parks(user):
        here = Park.objects.visible_to(user).values_list("organisation__country")
        return here.annotate(Count("pk")), lambda n: ngettext("%d park", "%d parks", n) % n
"""

from collections.abc import Callable, Iterable
from typing import Any

#: Pairs of a country's code and a number, and how a reader is told the number.
Count = tuple[Iterable[tuple[str, int]], Callable[[int], str]]

_COUNTS: list[tuple[int, str, Callable[[Any], Count]]] = []


def counted(*, position: int):
    """Add a count to the card of every country; low positions come first."""

    def register(count):
        _COUNTS.append((position, count.__module__, count))
        return count

    return register


def presence(user) -> dict[str, list[str]]:
    """By country code what this user can see there, in words: {"MY": ["2 parks", "1 project"]}."""
    found: dict[str, list[str]] = {}
    for _position, _module, count in sorted(_COUNTS, key=lambda entry: entry[:2]):
        rows, words = count(user)
        for code, number in rows:
            if code and number:
                found.setdefault(code, []).append(words(number))
    return found
