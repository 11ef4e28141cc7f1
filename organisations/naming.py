"""How organisations and people are compared, to find those that are here twice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from curation.naming.cards import Card
from curation.naming.descriptions import BODIES, PEOPLE, Naming
from curation.naming.reading import read

from .models import Identifier, Organisation, OrganisationName, Person, Position

#: Sites of many bodies.
SHARED_HOSTS = ("linkedin.com", "facebook.com", "weixin.qq.com", "wordpress.com", "google.com", "github.io")
#: A name that a body has no more may be another's today.
NAMED_TODAY = [kind for kind in OrganisationName.Kind.values if kind != OrganisationName.Kind.PRINTED]


def cards_of_bodies(ids: Iterable[str]) -> list[Card]:
    pks = list(ids)
    names, identifiers, branches = defaultdict(list), defaultdict(set), defaultdict(set)
    more = OrganisationName.objects.filter(organisation__in=pks, kind__in=NAMED_TODAY).order_by("pk")
    for body, text in more.values_list("organisation_id", "text"):
        names[body].append(text)
    known = Identifier.objects.filter(organisation__in=pks).order_by()
    for body, scheme, value in known.values_list("organisation_id", "scheme", "value"):
        identifiers[body].add((scheme, value))
    for body, branch in Organisation.objects.filter(parent__in=pks).order_by().values_list("parent_id", "pk"):
        branches[body].add(branch)
    columns = (
        "pk",
        "name_en",
        "name_zh_hans",
        "country",
        "city_en",
        "city_zh_hans",
        "website",
        "kind",
        "parent_id",
    )
    return [
        _body(
            row,
            record=row["pk"],
            names=[row["name_en"], row["name_zh_hans"], *names[row["pk"]]],
            identifiers=frozenset(identifiers[row["pk"]]),
            kin=frozenset({row["parent_id"], *branches[row["pk"]]} - {None}),
        )
        for row in Organisation.objects.filter(pk__in=pks).order_by().values(*columns)
    ]


def card_of_body(values: Mapping[str, Any]) -> Card:
    """Of a body that is not kept yet: its columns, and its `identifiers` as (scheme, value) pairs."""
    names = [values.get(column) for column in ("name", "name_en", "name_zh_hans")]
    return _body(values, names=names, identifiers=frozenset(values.get("identifiers", ())))


def _body(values: Mapping[str, Any], *, names: list, **more) -> Card:
    country = str(values.get("country") or "")
    places = [str(values.get(column) or "") for column in ("city", "city_en", "city_zh_hans")]
    return Card(
        names=tuple(dict.fromkeys(name for name in names if name)),
        country=country,
        places=frozenset(word for place in places if place for word in read(place).words),
        host=host_of(str(values.get("website") or "")),
        kind=str(values.get("kind") or ""),
        **more,
    )


def host_of(website: str) -> str:
    """The host of a site that is a body's own; empty for a page on a site of many."""
    try:
        host = (urlsplit(website).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return "" if host.endswith(SHARED_HOSTS) else host


def cards_of_people(ids: Iterable[str]) -> list[Card]:
    pks = list(ids)
    works = defaultdict(set)
    for person, body in (
        Position.objects.filter(person__in=pks).order_by().values_list("person_id", "organisation_id")
    ):
        works[person].add(body)
    people = Person.objects.filter(pk__in=pks).order_by().values("pk", "name_en", "name_zh_hans")
    return [card_of_person(row | {"pk": row["pk"], "organisations": works[row["pk"]]}) for row in people]


def card_of_person(values: Mapping[str, Any]) -> Card:
    """Of a person: the columns, and `organisations`, the ids of where they work."""
    names = [values.get(column) for column in ("name", "name_en", "name_zh_hans")]
    return Card(
        record=values.get("pk", ""),
        names=tuple(dict.fromkeys(name for name in names if name)),
        ties=frozenset(values.get("organisations", ())),
    )


ORGANISATIONS = Naming(
    cards=cards_of_bodies,
    reads=card_of_body,
    how=BODIES,
    sources=(Organisation, OrganisationName, Identifier),
)
PERSONS = Naming(cards=cards_of_people, reads=card_of_person, how=PEOPLE, sources=(Person,))
