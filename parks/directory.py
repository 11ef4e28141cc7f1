"""A table of science parks of the world, taken in beside the register as ROR's bodies are.

Each becomes a body that members find while typing; those of a kind that we have a word for get a profile of
a park too. Neither is published: that is for a curator to decide.

Columns  park_id, name, name_lang, name_en, kind, country_code, city, lat, lng, founded, website, source,
         licence
"""

from collections.abc import Iterator
from typing import BinaryIO

from django.db import connection

from common.spreadsheets import UnreadableFile, open_table
from organisations import identifiers
from organisations.directory.bodies import Body, founded, placed, web_address
from organisations.directory.files import BadDump
from organisations.directory.loading import load
from organisations.models import DirectoryEntry, DirectoryLoad, Organisation
from parks.models import Park

Kind = Park.Kind
#: Kinds of the table that are kinds of ours; the others are told as doubtful and get no profile.
KINDS = {
    "science_park": Kind.SCIENCE_PARK,
    "technology_park": Kind.SCIENCE_PARK,
    "university_science_park": Kind.SCIENCE_PARK,
    "research_park": Kind.SCIENCE_PARK,
    "technopole": Kind.SCIENCE_PARK,
    "incubator": Kind.INCUBATOR,
    "accelerator": Kind.INCUBATOR,
    "innovation_hub": Kind.INNOVATION_HUB,
    "high_tech_zone": Kind.HIGH_TECH_ZONE,
}
NEEDED = {"park_id", "name", "name_en", "kind", "country_code", "city", "lat", "lng"}
ALIKE = 0.7  # of the trigrams of two names
NEARLY_THE_SAME = """
INSERT INTO directory_doubt
SELECT a.code, 'alike_in_file', b.name FROM directory_body a JOIN directory_body b
    ON a.country = b.country AND a.code < b.code AND lower(a.name) <> lower(b.name)
WHERE similarity(a.name, b.name) >= %s
"""


def load_parks(name: str, file: BinaryIO, *, by=None, told=lambda words: None) -> DirectoryLoad:
    """Take a table of parks in. Raises BadDump, LoadRunning"""
    kinds: dict[str, str] = {}

    def profiles() -> None:
        with connection.cursor() as cursor:
            cursor.execute(NEARLY_THE_SAME, [ALIKE])
            cursor.execute("SELECT code, organisation_id FROM directory_body WHERE way = 'new'")
            new = [(kinds[code], key) for code, key in cursor.fetchall() if code in kinds]
        Park.objects.bulk_create(
            Park(organisation_id=key, kind=kind, is_published=False) for kind, key in new
        )

    bodies = _bodies(name, file, kinds)
    return load(DirectoryEntry.Registry.PARKS, bodies, name, by=by, told=told, also=profiles)


def _bodies(name: str, file: BinaryIO, kinds: dict[str, str]) -> Iterator[Body]:
    """The rows as bodies; notes in `kinds` which kind of park each is."""
    try:
        table = open_table(name, file)
        if missing := NEEDED - set(table.headers):
            raise BadDump(f"The table has no column {', '.join(sorted(missing))}.")
        for row in table.rows():
            cells = dict(zip(table.headers, row.cells, strict=True))
            if not cells["park_id"] or not (cells["name"] or cells["name_en"]):
                raise BadDump(f"Row {row.number} has no park_id or no name.")
            if cells["kind"] in KINDS:
                kinds[cells["park_id"]] = KINDS[cells["kind"]]
            yield _body(cells)
    except UnreadableFile as error:
        raise BadDump(str(error)) from None
    if grave := [finding.sentence for finding in table.findings if finding.is_grave]:
        raise BadDump(" ".join(grave))


def _body(cells: dict[str, str]) -> Body:
    is_chinese = cells.get("name_lang") == "zh"
    told = Body(cells["park_id"], Organisation.Kind.PARK.value)
    told.name_zh_hans = cells["name"] if is_chinese else ""
    told.name_en = cells["name_en"] or ("" if is_chinese else cells["name"])
    if cells["name"] not in (told.name_en, told.name_zh_hans):
        told.names.append((cells["name"], cells.get("name_lang", ""), "official"))
    told.status = "inactive" if cells.get("status") == "inactive" else "active"
    if is_chinese:
        told.city_zh_hans = cells["city"]
    else:
        told.city = cells["city"]
    told.country = cells["country_code"]
    if not told.country:
        told.doubts.append(("no_country", cells.get("country_name_as_given", "")))
    if cells["kind"] not in KINDS:
        told.doubts.append(("kind", cells["kind"]))
    placed(told, cells["lat"], cells["lng"])
    web_address(told, cells.get("website"))
    founded(told, cells.get("founded"))
    code = identifiers.normalise("ror", cells["park_id"].removeprefix("ror-"))
    if cells["park_id"].startswith("ror-") and identifiers.is_valid("ror", code):
        told.identifiers.append(("ror", code))
    if cells.get("source"):
        told.note = f"{cells['source']}, {cells.get('licence') or '–'}"
    return told
