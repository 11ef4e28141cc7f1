"""The guide of a country, countries side by side, and the list of figures."""

import datetime
import zoneinfo
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from countries.figures import fixed
from countries.practical import clocks, currencies, languages, working_week
from countries.words import SCORES
from tests.factories import (
    CountryFactory,
    CuratorFactory,
    FigureFactory,
    GuideSectionFactory,
    HolidayFactory,
    PassageFactory,
    RiskAssessmentFactory,
)
from tests.pages import Page

MONDAY = datetime.datetime(2026, 11, 23, 6, 5, tzinfo=datetime.UTC)
NAMES = {
    "MY": ("MYS", "Malaysia"),
    "TH": ("THA", "Thailand"),
    "EG": ("EGY", "Egypt"),
    "PK": ("PAK", "Pakistan"),
}


def country(code: str):
    code3, name = NAMES.get(code, (f"{code}X", code))
    return CountryFactory(code=code, code3=code3, name_en=name, name_zh_hans=name)


def scored(of, **values):
    given = {"indicator": "rule_of_law", "year": 2023, "value": "0.57", "standard_error": "0.17"}
    return FigureFactory(country=of, **(given | values))


@pytest.fixture
def malaysia(db):
    return country("MY")


def test_the_guide_tells_each_topic_with_its_author_and_its_review(client, malaysia):
    section = GuideSectionFactory(country=malaysia, text_en="<p>Sell <b>there</b></p>", author="Guide desk")
    section.passages.add(PassageFactory(label_en="Section V"))
    GuideSectionFactory(country=malaysia, topic="law", text_en="Hidden law", is_published=False)
    page = Page(client.get("/countries/MY/"))
    told = page.section("market")
    assert "Sell there" in told and "Guide desk" in told and "reviewed Jan. 5, 2026" in told
    assert "next review by Jan. 5, 2099" in told and "Section V" in told and "overdue" not in told
    assert "Hidden law" not in page.text
    client.force_login(CuratorFactory())
    assert "Not published" in Page(client.get("/countries/MY/")).section("law")


def test_a_text_that_nobody_looked_at_in_time_says_so(client, malaysia):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    old = {"reviewed_on": datetime.date(2020, 1, 1), "review_by": yesterday}
    GuideSectionFactory(country=malaysia, **old)
    GuideSectionFactory(country=malaysia, topic="law", **(old | {"review_by": timezone.localdate()}))
    page = Page(client.get("/countries/MY/"))
    assert "Review overdue" in page.section("market") and "overdue" not in page.section("law")


def test_figures_of_the_market_are_the_newest_with_year_and_source(client, malaysia):
    FigureFactory(country=malaysia, year=2022, value=33_900_000)
    newest = FigureFactory(country=malaysia, year=2023, value=35_126_298)
    FigureFactory(country=malaysia, indicator="exports", year=2024, value="71.34")
    FigureFactory(country=malaysia, indicator="gdp_per_head", year=2024, value="11883.8")
    told = Page(client.get("/countries/MY/")).section("market")
    assert "35.13 million" in told and "33.9" not in told and "2023" in told
    assert str(newest.passage.source) in told
    assert "71.34% of GDP" in told and "USD 11,883.8, prices of 2015" in told


def test_scores_come_as_intervals_and_people_s_judgement_with_author_and_date(client, malaysia):
    figure = scored(malaysia)
    scored(malaysia, indicator="political_stability", value="-0.28", standard_error=None)
    RiskAssessmentFactory(country=malaysia, kind="cultural", level=4, text_en="Mind the calendar.")
    response = client.get("/countries/MY/")
    told = Page(response).section("risks")
    assert "Rule of law 0.57 0.29 to 0.85" in told and "2023" in told
    assert str(figure.passage.source) in told
    assert "absence of violence \N{MINUS SIGN}0.28 –" in told
    assert "4 of 5, high" in told and "Mind the calendar." in told and "assessed Jan. 5, 2026" in told
    assert "Nobody has assessed this yet." in told  # of management
    html = response.content.decode()
    assert 'x="89.3" y="4" width="17.9"' in html and 'cx="98.2"' in html


def test_a_country_of_which_nothing_is_measured_has_no_risks_but_is_practical(client, malaysia):
    page = Page(client.get("/countries/MY/"))
    assert "Malay" in page.section("practical") and "Malaysian Ringgit (MYR)" in page.section("practical")
    assert page.section("risks") is None and page.section("market") is None


def test_holidays_are_those_of_this_year_and_the_next_one_is_named(client, malaysia):
    today = timezone.now().astimezone(zoneinfo.ZoneInfo("Asia/Kuala_Lumpur")).date()
    HolidayFactory(country=malaysia, day=today, name_en="Day of Today")
    HolidayFactory(country=malaysia, day=today.replace(year=today.year + 1), name_en="Day Far Off")
    told = Page(client.get("/countries/MY/")).section("practical")
    assert "Day of Today" in told and "Day Far Off" not in told and "The next one:" in told


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("MY", [("", "Mon 14:05", "as in Beijing")]),
        ("EG", [("", "Mon 08:05", "6 hours behind Beijing")]),
        ("IN", [("", "Mon 11:35", "2.5 hours behind Beijing")]),
        ("CN", [("", "Mon 14:05", "as in Beijing")]),
        ("NZ", [("Auckland", "Mon 19:05", "5 hours ahead of Beijing")]),
    ],
)
def test_the_time_there_is_told_beside_that_at_home(code, told):
    found = [(clock.cities, clock.now, clock.ahead) for clock in clocks(code, MONDAY)]
    assert found == told or (code == "NZ" and found[-1][1:] >= told[0][1:])


def test_a_country_of_many_times_names_a_city_that_the_world_knows():
    cities = [clock.cities for clock in clocks("US", MONDAY)]
    assert any(name.startswith("New York") for name in cities) and len(cities) == 6


def test_libraries_speak_the_reader_s_language():
    assert languages("SG") == ["English", "Chinese", "Malay", "Tamil"]
    assert working_week("EG") == "Sunday to Thursday" and working_week("AQ") == ""
    with translation.override("zh-hans"):
        assert languages("MY")[0] == "马来语" and currencies("TH") == ["泰铢 (THB)"]


def test_countries_stand_side_by_side(client, malaysia):
    thailand = country("TH")
    FigureFactory(country=malaysia, year=2023, value=35_000_000)
    FigureFactory(country=malaysia, indicator="gdp", year=2023, value=400_000_000_000)
    FigureFactory(country=thailand, year=2022, value=71_000_000)
    scored(thailand, value="0.24")
    RiskAssessmentFactory(country=malaysia, level=2, text_en="Easy to begin.")
    GuideSectionFactory(country=thailand, text_en="A large market.")
    page = Page(client.get("/countries/compare/?code=my&code=TH"))
    told = page.text
    assert "35 million (2023) 71 million (2022)" in told
    assert "USD 400 billion (2023) not known" in told
    assert "not known 0.24 \N{MINUS SIGN}0.04 to 0.52 (2023)" in told
    assert "2 of 5, low Easy to begin." in told and "not written yet A large market." in told
    assert "?code=TH&" in page.links


def test_what_is_hidden_is_not_compared(client, malaysia):
    GuideSectionFactory(country=malaysia, text_en="Hidden market", is_published=False)
    RiskAssessmentFactory(country=malaysia, text_en="Hidden risk", is_published=False)
    assert "Hidden" not in Page(client.get("/countries/compare/?code=MY")).text


def test_no_more_than_four_are_compared_and_unknown_codes_are_named(client, malaysia):
    for code in ("TH", "EG", "PK", "AA"):
        country(code)
    page = Page(client.get("/countries/compare/?code=MY&code=TH&code=EG&code=PK&code=AA&code=ZZ&code=MY"))
    assert "There is no country with the code ZZ." in page.text
    assert "Only the first 4 countries are shown." in page.text
    (table,) = page.of_class("pw-compare")
    assert len([cell for cell in table.iter("th") if cell.get("scope") == "col"]) == 5
    hostile = client.get("/countries/compare/", {"code": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in hostile
    assert client.get("/countries/compare/", {"code": "M\x00"}).status_code in (200, 400)


def test_nothing_chosen_asks_to_choose(client, malaysia):
    scored(malaysia)
    page = Page(client.get("/countries/compare/"))
    assert "No country is chosen yet" in page.text
    assert [option.get("value") for option in page.main.iter("option")] == ["MY"]


def test_charts_have_a_table_and_a_file(client, malaysia):
    for year in (2022, 2023):
        for indicator in SCORES:
            scored(malaysia, indicator=indicator, year=year)
    html = client.get("/countries/MY/").content.decode()
    assert "The figures as a table" in html
    address = (
        "/countries/figures/?country=MY&indicator=rule_of_law&format=csv&columns=country,year,value,unit"
    )
    lines = b"".join(client.get(address).streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "country,year,value,unit" and sorted(lines[1:]) == [
        '"MY",2022,0.57,score',
        '"MY",2023,0.57,score',
    ]


def test_the_list_of_figures_has_the_newest_first_and_links_to_its_source(client, malaysia):
    scored(malaysia, year=2021, value="0.1")
    newest = scored(malaysia, year=2023)
    scored(country("TH"), year=2022)
    page = Page(client.get("/countries/figures/?country=MY"))
    assert page.text.index("2023 0.57") < page.text.index("2021 0.10") and "2022 0.57" not in page.text
    assert newest.passage.get_absolute_url() in page.links
    assert page.count == "2 results"


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_however_much_there_is(client, malaysia, count, django_assert_num_queries):
    for at in range(count):
        other = country(["TH", "EG", "PK"][at])
        for of in (malaysia, other):
            topic, kind = ["market", "law", "culture"][at], ["political", "cultural", "management"][at]
            GuideSectionFactory(country=of, topic=topic).passages.add(PassageFactory())
            RiskAssessmentFactory(country=of, kind=kind).passages.add(PassageFactory())
            scored(of, year=2010 + at)
            HolidayFactory(country=of)
    with django_assert_num_queries(20):
        client.get("/countries/MY/")
    codes = "&".join(f"code={code}" for code in ["MY", "TH", "EG"][: count + 1])
    with django_assert_num_queries(16):
        client.get(f"/countries/compare/?{codes}")
    with django_assert_num_queries(3):
        client.get("/countries/figures/")


def test_the_guide_speaks_chinese(client, malaysia):
    GuideSectionFactory(country=malaysia, text_en="A market.", text_zh_hans="市场很大。")
    HolidayFactory(country=malaysia, day=timezone.localdate(), name_en="Day", name_zh_hans="国庆日")
    page = Page(client.get("/zh-hans/countries/MY/"))
    assert "市场很大。" in page.section("market") and "国庆日" in page.section("practical")


@pytest.mark.parametrize(
    ("value", "told"), [("-0.004", "0.00"), ("-0.28", "\N{MINUS SIGN}0.28"), ("1.235", "1.24"), ("2", "2.00")]
)
def test_scores_have_two_digits_and_a_zero_no_minus(value, told):
    assert fixed(Decimal(value)) == told
