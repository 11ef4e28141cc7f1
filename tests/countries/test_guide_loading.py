"""The tables that the portal ships: figures with their sources, holidays, and example guides."""

import datetime

import pytest
import yaml
from django.conf import settings

from countries.guide_loading import load_figures, load_guides
from countries.models import Country, Figure, GuideSection, Holiday, RiskAssessment
from countries.words import Indicator, RiskKind, Topic
from sources.models import Passage, Source

pytestmark = pytest.mark.django_db
FOLDER = settings.BASE_DIR / "data" / "countries"
TODAY = datetime.date(2026, 11, 23)


def read(name: str):
    return yaml.load((FOLDER / name).read_text("utf-8"), yaml.BaseLoader)


@pytest.fixture
def countries():
    """Those that the tables speak of, with codes of three letters made up."""
    codes = {*read("figures.yaml"), *read("holidays.yaml")["days"], *read("guides.yaml")}
    Country.objects.bulk_create(
        Country(code=code, code3=f"{code}X", name_en=code, region="asia") for code in sorted(codes)
    )


@pytest.fixture
def cited():
    """Every place of the paper that the guides name."""
    paper = Source.objects.create(slug="wang-2016", kind="paper", title_en="Paper")
    for code in ("IV.1", "IV.2.2", "table-2", "figure-6", "figure-7", "V.1"):
        Passage.objects.create(source=paper, code=code, label_en=code)


def test_what_is_shipped_is_loaded_whole_and_a_second_load_adds_nothing(countries, cited):
    assert load_figures(FOLDER).created > 2000
    figure = Figure.objects.get(country="MY", indicator="rule_of_law", year=2023)
    assert (str(figure.value), str(figure.standard_error), figure.unit) == ("0.5720", "0.1660", "score")
    assert figure.passage.source.licence == "CC BY 4.0"
    assert Figure.objects.filter(country="MY").values("indicator").distinct().count() == len(Indicator) - 1
    day = Holiday.objects.get(country="MY", day="2026-08-31")
    assert (day.name_en, day.name_zh_hans) == ("Independence Day", "独立日")
    assert Holiday.objects.get(country="SG", day="2026-08-10").name_zh_hans == "国庆日（补休）"
    assert not Holiday.objects.filter(name_zh_hans="").exists()

    assert load_guides(FOLDER, TODAY).created == GuideSection.objects.count() + RiskAssessment.objects.count()
    section = GuideSection.objects.get(country="MY", topic=Topic.RESOURCES)
    assert section.is_example and section.reviewed_on == TODAY and not section.is_overdue
    assert [place.code for place in section.passages.order_by("code")] == ["IV.2.2", "figure-6"]
    assert all(text.text_en and text.text_zh_hans for text in GuideSection.objects.all())
    assert set(RiskAssessment.objects.values_list("kind", flat=True)) == {
        RiskKind.CULTURAL,
        RiskKind.MANAGEMENT,
    }

    Figure.objects.filter(pk=figure.pk).update(value=1)
    GuideSection.objects.filter(pk=section.pk).update(text_en="Written by hand.")
    assert load_figures(FOLDER).created == 0 == load_guides(FOLDER, TODAY).created
    figure.refresh_from_db()
    section.refresh_from_db()
    assert (figure.value, section.text_en) == (1, "Written by hand.")


def test_every_figure_that_is_shipped_is_of_an_indicator_with_a_source():
    placed = {
        name
        for source in read("figure_sources.yaml")
        for p in source["passages"]
        for name in p["indicators"].split()
    }
    shipped = {indicator for of_country in read("figures.yaml").values() for indicator in of_country}
    assert shipped <= placed <= set(Indicator.values)
