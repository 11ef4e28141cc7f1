"""Sections of guides, assessments of risks, figures and days: what the database holds, and who reads it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from countries.models import Figure, GuideSection, Holiday, RiskAssessment
from countries.words import UNITS, Indicator
from search.operations import index_records
from tests.curation.files import looked_at, written
from tests.factories import (
    CountryFactory,
    CuratorFactory,
    FigureFactory,
    GuideSectionFactory,
    HolidayFactory,
    PassageFactory,
    RiskAssessmentFactory,
)

pytestmark = pytest.mark.django_db
GUIDE = "/api/v1/countries/MY/guide/"


def refused(write) -> bool:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return True
    return False


def test_every_indicator_has_a_unit():
    assert set(UNITS) == set(Indicator)


def test_a_figure_without_a_source_is_refused_by_the_database():
    CountryFactory()
    assert refused(lambda: FigureFactory(passage=None))


@pytest.mark.parametrize(
    "values", [{"year": 1800}, {"year": 2200}, {"standard_error": -1}, {"indicator": "luck", "unit": "count"}]
)
def test_a_figure_that_cannot_be_is_refused_by_the_database(values):
    figure = FigureFactory()
    assert refused(lambda: Figure.objects.filter(pk=figure.pk).update(**values))


def test_a_country_has_one_figure_an_indicator_and_year():
    first = FigureFactory(year=2023)
    assert refused(lambda: FigureFactory(year=2023, country=first.country))
    FigureFactory(year=2024, country=first.country)


def test_a_figure_takes_its_unit_from_its_indicator():
    figure = FigureFactory(indicator="rule_of_law", value="0.57", standard_error="0.17")
    assert figure.unit == "score"
    given = Figure(country=figure.country, indicator="gdp", year=2020, value=1, passage=figure.passage)
    given.full_clean()
    assert given.unit == "usd"


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (GuideSection, {"review_by": datetime.date(2026, 1, 5)}),
        (RiskAssessment, {"review_by": datetime.date(2026, 1, 5)}),
        (RiskAssessment, {"level": 0}),
        (RiskAssessment, {"level": 6}),
        (RiskAssessment, {"kind": "weather"}),
        (GuideSection, {"topic": "weather"}),
    ],
)
def test_a_text_that_cannot_be_is_refused_by_the_database(model, values):
    GuideSectionFactory()
    RiskAssessmentFactory()
    assert refused(lambda: model.objects.update(**values))


def test_a_review_before_the_last_one_is_named():
    section = GuideSectionFactory.build(country=CountryFactory(), review_by=datetime.date(2025, 1, 1))
    with pytest.raises(ValidationError, match="The next review must be later than the last one"):
        section.validate_constraints()


def test_text_is_cleaned_on_its_way_in():
    section = GuideSectionFactory(text_en="<p onclick=x>Know</p><script>alert(1)</script>")
    section.refresh_from_db()
    assert section.text_en == "<p>Know</p>"


def test_the_guide_over_the_api_tells_all_that_is_published(client):
    country = CountryFactory()
    section = GuideSectionFactory(country=country, text_en="A market.", text_zh_hans="市场。")
    section.passages.add(PassageFactory(label_en="Section V"))
    GuideSectionFactory(country=country, topic="law", text_en="Hidden law", is_published=False)
    RiskAssessmentFactory(country=country, level=4)
    RiskAssessmentFactory(country=country, kind="management", text_en="Hidden risk", is_published=False)
    FigureFactory(country=country, indicator="rule_of_law", year=2023, value="0.57", standard_error="0.17")
    HolidayFactory(country=country)
    GuideSectionFactory(country=CountryFactory(code="TH", code3="THA"), text_en="Elsewhere")
    guide = client.get(GUIDE).json()
    assert [(one["topic"], one["text"]) for one in guide["sections"]] == [("market", "A market.")]
    assert guide["sections"][0]["passages"][0]["label"] == "Section V"
    assert [(one["kind"], one["level"]) for one in guide["risks"]] == [("cultural", 4)]
    (figure,) = guide["figures"]
    assert (figure["value"], figure["standard_error"], figure["year"]) == (0.57, 0.17, 2023)
    assert figure["passage"]["source"]["title"].startswith("Source")
    assert guide["holidays"][0]["name"] == "National Day"
    assert client.get(GUIDE, {"lang": "zh-hans"}).json()["sections"][0]["text"] == "市场。"
    client.force_login(CuratorFactory())
    assert len(client.get(GUIDE).json()["sections"]) == 2


def test_the_guide_of_no_country_is_not_there(client):
    assert client.get("/api/v1/countries/ZZ/guide/").status_code == 404


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ("country=MY", [2022, 2023]),
        ("country=MY&country=TH&year=2023", [2023, 2023]),
        ("indicator=gdp", [2021]),
        ("year_after=2022&year_before=2022", [2022]),
        ("unit=usd", [2021]),
    ],
)
def test_figures_are_filtered(client, query, years):
    malaysia = CountryFactory()
    thailand = CountryFactory(code="TH", code3="THA", name_en="Thailand")
    FigureFactory(country=malaysia, year=2022)
    FigureFactory(country=malaysia, year=2023)
    FigureFactory(country=thailand, year=2023)
    FigureFactory(country=thailand, year=2021, indicator="gdp")
    found = client.get(f"/api/v1/figures/?{query}").json()["results"]
    assert sorted(one["year"] for one in found) == years


@pytest.mark.parametrize("query", ["country=ZZ", "indicator=luck", "year=12.5", "year=99999", "unit=stone"])
def test_what_figures_cannot_be_asked_for_is_named(client, query):
    assert client.get(f"/api/v1/figures/?{query}").status_code == 400


def test_a_section_is_found_by_what_it_says_and_a_hidden_one_is_not(client):
    malaysia = CountryFactory()
    shown = GuideSectionFactory(country=malaysia, text_en="<p>Semiconductors lead the exports.</p>")
    hidden = GuideSectionFactory(
        country=malaysia, topic="law", text_en="Semiconductors are checked.", is_published=False
    )
    index_records([shown, hidden])
    (found,) = client.get("/api/v1/search/", {"q": "semiconductors"}).json()["results"]
    assert (found["kind"], found["title"]) == ("guide", "Malaysia: Market")
    assert found["url"].endswith("/countries/MY/#market")


def test_curators_find_what_is_overdue(client):
    malaysia = CountryFactory()
    RiskAssessmentFactory(country=malaysia, kind="cultural")
    old = {"assessed_on": datetime.date(2020, 1, 1), "review_by": datetime.date(2021, 1, 1)}
    RiskAssessmentFactory(country=malaysia, kind="management", **old)
    client.force_login(CuratorFactory())
    rows = client.get("/admin/countries/riskassessment/?review=overdue").context["cl"].result_list
    assert [row.kind for row in rows] == ["management"]


@pytest.mark.parametrize(
    ("model", "text", "told"),
    [
        (
            Figure,
            "country,indicator,year,value,standard_error,passage\nMY,rule_of_law,2023,0.57,0.17,wgi/2024\n",
            {"unit": "score", "year": 2023},
        ),
        (
            GuideSection,
            "country,topic,text_en,author,reviewed_on,review_by\nMY,law,<p>Ask</p>,Desk,2026-01-05,2027-01-05\n",
            {"topic": "law", "text_en": "<p>Ask</p>"},
        ),
        (
            RiskAssessment,
            "country,kind,level,text_en,author,assessed_on,review_by\n"
            "MY,cultural,2,Mind it,Desk,2026-01-05,2027-01-05\n",
            {"kind": "cultural", "level": 2},
        ),
        (
            Holiday,
            "country,day,name_en,passage\nMY,2027-01-01,New Year's Day,wgi/2024\n",
            {"name_en": "New Year's Day"},
        ),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_curators_import_tables_of_them(model, text, told):
    CountryFactory()
    PassageFactory(source__slug="wgi", code="2024")
    curator = CuratorFactory()
    import_ = looked_at(model, text, curator)
    written(import_, curator, with_doubles=True)
    row = model.objects.get()
    assert {name: getattr(row, name) for name in told} == told
