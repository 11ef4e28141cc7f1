"""Figures and holidays out of the files of their publishers; small ones written here, real ones if there."""

import gzip
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from countries.models import Figure, Holiday
from sources.models import Passage
from tests.factories import CountryFactory, PassageFactory

pytestmark = pytest.mark.django_db

SHARED = Path(__file__).parents[3] / "shared/data"
GOVERNANCE = """iso3,countryname,indicator,year,estimate,std_error,n_sources
MYS,Malaysia,rule_of_law,2022,0.5,0.2,9
MYS,Malaysia,rule_of_law,2023,0.57194,0.1661,10
MYS,Malaysia,weather,2023,1,1,1
MYS,Malaysia,regulatory_quality,2023,..,..,..
XXX,Nowhere,rule_of_law,2023,0.1,0.1,1
"""
OF_THE_BANK = """code,countryname,year,indicator,estimate,stddev,nsource
MYS,Malaysia,2023,rl,0.57194,0.1661,10
MYS,Malaysia,2023,pv,0.1685,..,8
"""
INDICATORS = """iso3,indicator,year,value
MYS,sp_pop_totl,2023,35126298
MYS,NY.GDP.PCAP.KD,2023,11445.39253
MYS,cell_phones_per_100_people,2023,142.7
"""
HOLIDAYS = """iso2,country,date,type,name_en,name_local
MY,Malaysia,2026-08-31,public,Independence Day,Hari Kebangsaan
MY,Malaysia,2026-08-31,public,Day of Thanks,-
MY,Malaysia,2026-07-01,bank,Bank Day,-
"""


@pytest.fixture
def malaysia():
    return CountryFactory()


@pytest.fixture
def load(tmp_path, malaysia, capsys):
    def load(text: str, form: str, *args: str, name: str = "file.csv") -> str:
        path = tmp_path / name
        if name.endswith(".gz"):
            path.write_bytes(gzip.compress(text.encode()))
        else:
            path.write_text(text, "utf-8")
        call_command("load_country_figures", str(path), "--format", form, *args)
        return capsys.readouterr().out

    return load


def told() -> list[tuple]:
    return sorted(Figure.objects.values_list("indicator", "year", "value", "standard_error"))


def test_scores_come_with_their_errors_and_their_source(load):
    assert load(GOVERNANCE, "governance").startswith(
        "2 created, 0 changed, 0 were so already, 1 of no country"
    )
    assert told() == [
        ("rule_of_law", 2022, Decimal("0.5"), Decimal("0.2")),
        ("rule_of_law", 2023, Decimal("0.5719"), Decimal("0.1661")),
    ]
    figure = Figure.objects.get(year=2023)
    assert figure.passage.source.slug == "worldwide-governance-indicators" and figure.unit == "score"


def test_the_columns_that_the_world_bank_uses_itself_are_known_too(load):
    load(OF_THE_BANK, "governance", name="wgi.csv.gz")
    assert told() == [
        ("political_stability", 2023, Decimal("0.1685"), None),
        ("rule_of_law", 2023, Decimal("0.5719"), Decimal("0.1661")),
    ]


def test_early_years_are_left_out_when_asked(load):
    load(GOVERNANCE, "governance", "--since", "2023")
    assert [year for _, year, *_ in told()] == [2023]


def test_a_later_edition_changes_what_differs_and_says_so_in_the_source(load):
    load(GOVERNANCE, "governance")
    assert load(GOVERNANCE, "governance").startswith("0 created, 0 changed, 2 were so already")
    newer = GOVERNANCE.replace("0.57194", "0.6")
    assert load(newer, "governance", "--edition", "2025 update").startswith("0 created, 2 changed, 0 were")
    figure = Figure.objects.get(year=2023)
    assert (figure.value, figure.passage.label_en) == (Decimal("0.6"), "2025 update")
    assert figure.passage.source.slug == "worldwide-governance-indicators"


def test_indicators_are_known_by_either_of_their_names(load):
    load(INDICATORS, "indicators")
    assert [(indicator, value) for indicator, _, value, _ in told()] == [
        ("gdp_per_head", Decimal("11445.3925")),
        ("population", Decimal("35126298")),
    ]
    assert Figure.objects.get(indicator="population").passage.code == "SP.POP.TOTL"


@pytest.mark.parametrize(
    ("form", "text", "why"),
    [
        ("governance", GOVERNANCE.replace("0.57194", "high"), "line 3: “high” is no number"),
        ("governance", GOVERNANCE.replace("0.57194", "NaN"), "line 3: “NaN” is no number"),
        ("governance", GOVERNANCE.replace("2023,0.57194", "MMXXIII,0.5"), "line 3: “MMXXIII” is no year"),
        ("indicators", GOVERNANCE, "no column value"),
        ("indicators", "", "no column"),
    ],
)
def test_a_bad_file_is_refused_by_line_and_nothing_is_written(load, form, text, why):
    with pytest.raises(CommandError, match=why):
        load(text, form)
    assert not Figure.objects.exists() and not Passage.objects.exists()


def test_a_file_that_is_not_there_is_named(malaysia):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_country_figures", "nowhere.csv", "--format", "governance")


def test_holidays_are_days_of_the_whole_country_and_want_a_source(load):
    with pytest.raises(CommandError, match="--place"):
        load(HOLIDAYS, "holidays")
    place = PassageFactory()
    load(HOLIDAYS, "holidays", "--place", f"{place.source.slug}/{place.code}")
    (day,) = Holiday.objects.all()
    assert (str(day.day), day.name_en) == ("2026-08-31", "Independence Day / Day of Thanks")
    assert load(HOLIDAYS, "holidays", "--place", f"{place.source.slug}/{place.code}").startswith("0 created")


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the shared figures are not beside this project")
def test_the_real_files_are_read_whole(malaysia, capsys):
    CountryFactory(code="TH", code3="THA", name_en="Thailand", name_zh_hans="泰国")
    place = PassageFactory()
    call_command("load_country_figures", SHARED / "country_risk/wgi_1996_2023.csv.gz", "--format=governance")
    assert Figure.objects.filter(indicator="rule_of_law", year=2023).count() == 2
    call_command(
        "load_country_figures", SHARED / "country_market/indicators_1990_on.csv.gz", "--format=indicators"
    )
    assert Figure.objects.get(country="MY", indicator="population", year=2023).value == 35126298
    days = SHARED / "countries/public_holidays_2026_2027.csv"
    call_command(
        "load_country_figures", days, "--format=holidays", f"--place={place.source.slug}/{place.code}"
    )
    assert Holiday.objects.filter(country="MY", day="2026-09-16", name_en="Malaysia Day").exists()
