"""Countries from the libraries that keep their codes and names, and their groups from our small tables."""

from dataclasses import dataclass
from pathlib import Path

import pghistory
import yaml
from django.db import transaction
from django.utils import translation
from django_countries import countries as iso_countries

from sources.models import Passage, Source

from .models import Country, CountryGroup, CountryGroupMember


@dataclass
class Counts:
    """How many rows a load wrote; the others were as they should be."""

    created: int = 0
    changed: int = 0


@transaction.atomic
def load_countries(folder: Path) -> Counts:
    """Write all countries of ISO 3166-1 and the groups of `groups.yaml`; a second run writes nothing.

    folder   holds `regions.yaml` and `groups.yaml`
    Source   codes: django-countries; names: `common.territories`
    """
    counts = Counts()
    with pghistory.context(command="load_countries"):
        _load_names(_regions(folder / "regions.yaml"), counts)
        for group in yaml.load((folder / "groups.yaml").read_text("utf-8"), yaml.BaseLoader):  # noqa: S506
            _load_group(group, counts)
    return counts


def _regions(path: Path) -> dict[str, str]:
    table = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  text only: NO is Norway
    return {code: region for region, codes in table.items() for code in codes.split()}


def _load_names(regions: dict[str, str], counts: Counts) -> None:
    names = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            names[language] = {country.code: str(country.name) for country in iso_countries}
    for code in names["en"]:
        _write(
            Country,
            {"code": code},
            {
                "code3": iso_countries.alpha3(code),
                "name_en": names["en"][code],
                "name_zh_hans": names["zh-hans"][code],
                "region": regions[code],
            },
            counts,
        )


def _load_group(entry: dict, counts: Counts) -> None:
    source = _write(Source, {"slug": entry["source"].pop("slug")}, entry["source"], counts)
    place = {"source": source, "code": entry["passage"].pop("code")}
    passage = _write(Passage, place, entry["passage"], counts)
    texts = {column: entry[column] for column in entry if column.startswith(("name_", "summary_"))}
    group = _write(CountryGroup, {"slug": entry["slug"]}, texts, counts)
    group.passages.add(passage)
    for code in entry["members"].split():
        member = _write(CountryGroupMember, {"group": group, "country_id": code}, {}, counts)
        member.passages.add(passage)


def _write(model, key: dict, values: dict, counts: Counts):
    """The row with this key, made or brought up to date where it differs."""
    row = model.objects.filter(**key).first()
    if row is None:
        counts.created += 1
    elif any(getattr(row, column) != value for column, value in values.items()):
        counts.changed += 1
    else:
        return row
    row = row or model(**key)
    for column, value in values.items():
        setattr(row, column, value)
    row.full_clean()
    row.save()
    return row
