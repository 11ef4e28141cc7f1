"""How the rows of a model are compared: the part of its description that duplicates are found by."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from .cards import Card, Verdict
from .keys import keys_of_agreement, keys_of_body, keys_of_person
from .likeness import compare_bodies
from .others import compare_agreements, compare_people

Compare = Callable[[Card, Card], Verdict]
Keys = Callable[[Card], set[str]]

#: What is being compared: how, and found by what.
BODIES: tuple[Compare, Keys] = (compare_bodies, keys_of_body)
PEOPLE: tuple[Compare, Keys] = (compare_people, keys_of_person)
AGREEMENTS: tuple[Compare, Keys] = (compare_agreements, keys_of_agreement)


@dataclass(frozen=True, kw_only=True)
class Naming:
    """How the rows of a model are compared.

    cards     what is compared of the rows with these ids, in as many queries for many as for one; no
              card for a row that is never compared (an erased person)
    reads     the card of a row that is not kept yet, from its values by column
    how       one of `BODIES`, `PEOPLE`, `AGREEMENTS`
    sources   the tables that cards are made of; a trigger of each says what changed (`keeping`)
    """

    cards: Callable[[Iterable[str]], list[Card]]
    reads: Callable[[Mapping[str, Any]], Card]
    how: tuple[Compare, Keys]
    sources: tuple[type[Model], ...]

    def compare(self, one: Card, other: Card) -> Verdict:
        return self.how[0](one, other)

    def keys(self, card: Card) -> set[str]:
        return self.how[1](card)
