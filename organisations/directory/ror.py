"""The Research Organization Registry: its dumps of both schemas, and flat tables made of them.

Source  ROR's documentation of schema 1.0 and 2.x
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django_countries import countries

from organisations import identifiers
from organisations.models import Organisation, OrganisationName, OrganisationRelation

from .bodies import Body, founded, placed, web_address
from .files import BadDump, csv_records, groups, json_records, opened

Kind = Organisation.Kind
NameKind = OrganisationName.Kind
Relation = OrganisationRelation.Kind
#: The first of these that a record has. The registry knows kinds that have no word of their own here.
KINDS = {
    "government": Kind.GOVERNMENT,
    "education": Kind.UNIVERSITY,
    "company": Kind.COMPANY,
    "facility": Kind.RESEARCH,
    "healthcare": Kind.RESEARCH,
    "archive": Kind.RESEARCH,
    "nonprofit": Kind.ASSOCIATION,
    "funder": Kind.ASSOCIATION,
    "other": Kind.ASSOCIATION,
}
NEAREST = {"healthcare", "archive", "funder", "other"}
CODE = re.compile(r"0[0-9a-hj-km-np-tv-z]{6}[0-9]{2}")
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0002ffff]")
OTHER_SCRIPT = re.compile(r"[\u0400-\u1cff\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0002ffff]")
LATIN = re.compile(r"[A-Za-z]")
_countries = {code for code, _name in countries}


def bodies(path: Path) -> Iterator[Body]:
    """All bodies of a dump, or of a table of organisations beside which its names and relations lie.

    Raises BadDump
    """
    with opened(path) as (name, text):
        if name.endswith(".csv"):
            yield from _of_tables(path, csv_records(text))
        else:
            for record in json_records(text):
                yield body(record)


def body(record: dict[str, Any]) -> Body:
    """A body of a JSON record. Raises BadDump for one that has no id or no name"""
    try:
        return _of_v2(record) if "names" in record else _of_v1(record)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise BadDump(f"{str(record.get('id'))[:60]} is not a record of ROR: {error!r}") from None


def _of_v2(record: dict[str, Any]) -> Body:
    place = (record.get("locations") or [{}])[0].get("geonames_details") or {}
    links = {link["type"]: link["value"] for link in reversed(record.get("links") or [])}
    told = _told(record["id"], record.get("status"), record.get("types"), record.get("established"))
    _name(told, ((one["value"], one.get("lang") or "", one["types"]) for one in record["names"]))
    _place(told, place.get("country_code"), place.get("name"), place.get("lat"), place.get("lng"))
    web_address(told, links.get("website"))
    for one in record.get("external_ids") or []:
        _identify(told, one["type"], one.get("preferred"), one.get("all") or [])
    _relate(told, ((one["type"], one["id"], one.get("label")) for one in record.get("relationships") or []))
    return told


def _of_v1(record: dict[str, Any]) -> Body:
    place = (record.get("addresses") or [{}])[0]
    country = (record.get("country") or {}).get("country_code")
    told = _told(record["id"], record.get("status"), record.get("types"), record.get("established"))
    names: list[tuple[str, str, Iterable[str]]] = [(record["name"], "", ["ror_display", "label"])]
    names += [(one["label"], one.get("iso639") or "", ["label"]) for one in record.get("labels") or []]
    names += [(text, "", ["alias"]) for text in record.get("aliases") or []]
    names += [(text, "", ["acronym"]) for text in record.get("acronyms") or []]
    _name(told, names)
    _place(told, country, place.get("city"), place.get("lat"), place.get("lng"))
    web_address(told, next(iter(record.get("links") or []), None))
    for scheme, one in (record.get("external_ids") or {}).items():
        values = one.get("all") or []
        _identify(told, scheme, one.get("preferred"), [values] if isinstance(values, str) else values)
    _relate(told, ((one["type"], one["id"], one.get("label")) for one in record.get("relationships") or []))
    return told


def _of_tables(path: Path, rows: Iterator[dict[str, str]]) -> Iterator[Body]:
    """Bodies of three tables in the order of their ids: organisations, names, relations."""
    if "organisations" not in path.name:
        raise BadDump("The table of organisations is the one to name; the others are found beside it.")
    beside = [path.with_name(path.name.replace("organisations", part)) for part in ("names", "relations")]
    if missing := [one.name for one in beside if not one.exists()]:
        raise BadDump(f"Not found beside it: {', '.join(missing)}")
    with opened(beside[0]) as (_name_of, names), opened(beside[1]) as (_of_relations, relations):
        named = _beside(groups(csv_records(names), "ror_id"))
        related = _beside(groups(csv_records(relations), "ror_id"))
        for row in rows:
            code = row["ror_id"]
            told = _told(code, row["status"], row["types"].split("|"), row["established"])
            given = [(one["name"], one["lang"], one["kinds"].split("|")) for one in named(code)]
            _name(told, given or [(row["name"], "", ["ror_display", "label"])])
            _place(told, row["country_code"], row["city"], row["lat"], row["lng"])
            web_address(told, row["website"])
            for scheme, column in (("wikidata", "wikidata_id"), ("isni", "isni")):
                _identify(told, scheme, None, [value for value in row[column].split("|") if value])
            _relate(
                told,
                ((one["relation"], one["related_ror_id"], one["related_name"]) for one in related(code)),
            )
            yield told


def _beside(grouped: Iterator[tuple[str, list[dict[str, str]]]]):
    """Asked for rising codes, gives the rows of each."""
    waiting = next(grouped, None)

    def rows_of(code: str) -> list[dict[str, str]]:
        nonlocal waiting
        while waiting is not None and waiting[0] < code:
            waiting = next(grouped, None)
        return waiting[1] if waiting is not None and waiting[0] == code else []

    return rows_of


def _told(code: str, status: str | None, types: Iterable[str] | None, established: Any) -> Body:
    code = identifiers.normalise("ror", code)
    if not CODE.fullmatch(code):
        raise BadDump(f"“{code[:60]}” is not an id of ROR.")
    kinds = {kind.lower() for kind in types or []}
    kind = next((kind for kind in KINDS if kind in kinds), "other")
    told = Body(code, KINDS[kind], status=(status or "active").lower())
    told.identifiers.append(("ror", code))
    if kind in NEAREST:
        told.doubts.append(("kind", kind))
    founded(told, established)
    return told


def _name(told: Body, names: Iterable[tuple[str, str, Iterable[str]]]) -> None:
    """Which names it is shown by, and which it is known by besides."""
    shown, kept = "", []
    for text, language, kinds in names:
        text = " ".join(text.replace("\0", "").split())
        if not text or len(text) > 300:
            told.doubts.append(("name_long", text[:80]))
            continue
        if "ror_display" in kinds:
            shown = shown or text
        is_label = "label" in kinds or "ror_display" in kinds
        kept.append((text, language, "label" if is_label else "acronym" if "acronym" in kinds else "alias"))
    english = [text for text, language, kind in kept if kind == "label" and language == "en"]
    chinese = [
        text
        for text, language, kind in kept
        if kind == "label" and language.split("-")[0] == "zh" and HAN.search(text)
    ]
    told.name_zh_hans = chinese[0] if chinese else ""
    is_latin = LATIN.search(shown) and not OTHER_SCRIPT.search(shown)
    told.name_en = (shown if is_latin else "") or (english[0] if english else "")
    if not told.name_en and not told.name_zh_hans:
        told.name_en = shown or (kept[0][0] if kept else "")
        told.doubts.append(("no_english", told.name_en))
    if not (told.name_en or told.name_zh_hans):
        raise BadDump(f"{told.code} has no name.")
    kinds = {"label": NameKind.OFFICIAL, "acronym": NameKind.ACRONYM, "alias": NameKind.ALIAS}
    both = {told.name_en, told.name_zh_hans}
    told.names = list(
        dict.fromkeys(
            (text, language[:20], str(kinds[kind])) for text, language, kind in kept if text not in both
        )
    )


def _place(told: Body, country: str | None, city: str | None, latitude: Any, longitude: Any) -> None:
    if country and country in _countries:
        told.country = country
    elif country:
        told.doubts.append(("country", country))
    told.city = " ".join((city or "").split())[:200]
    placed(told, latitude, longitude)


def _identify(told: Body, scheme: str, preferred: str | None, values: list[str]) -> None:
    """Of Wikidata the preferred or first; of ISNI all; the registry's other schemes are not kept here."""
    scheme = scheme.lower()
    if scheme == "wikidata":
        values = [preferred] if preferred else values[:1]
    elif scheme != "isni":
        return
    for value in values:
        value = identifiers.normalise(scheme, value)
        if not identifiers.is_valid(scheme, value):
            told.doubts.append(("identifier", f"{scheme} {value}"[:80]))
        elif (scheme, value) not in told.identifiers:
            told.identifiers.append((scheme, value))


def _relate(told: Body, relations: Iterable[tuple[str, str, str | None]]) -> None:
    parents = []
    for kind, other, label in relations:
        kind, other = kind.lower(), identifiers.normalise("ror", other)
        if kind == "parent":
            parents.append((other, label))
        elif kind == "related":
            told.relations.append((Relation.RELATED.value, *_once(told.code, other)))
        elif kind == "predecessor":
            told.relations.append((Relation.PREDECESSOR.value, other, True))
        elif kind == "successor":
            told.relations.append((Relation.PREDECESSOR.value, other, False))
            told.replaced_by = told.replaced_by or other
        # A child says the same in its own record.
    if len(parents) == 1:
        told.parent = parents[0][0]
    elif parents:
        told.relations += [(Relation.RELATED.value, *_once(told.code, other)) for other, _label in parents]
        told.doubts.append(("parents", ", ".join(str(label) for _code, label in parents)[:200]))
    told.relations = [one for one in dict.fromkeys(told.relations) if one[1] != told.code]
    if told.status != "withdrawn":
        told.replaced_by = ""


def _once(code: str, other: str) -> tuple[str, bool]:
    """Told by both sides, kept once: it starts with the lower code."""
    return other, other < code
