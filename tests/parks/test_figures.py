"""The figures explorer, its download, the pages of indicators and claims, the audit page and the story."""

import csv
import io
import re

import pytest

from tests.factories import (
    CuratorFactory,
    DiscrepancyFactory,
    IndicatorFactory,
    MilestoneFactory,
    ObservationFactory,
    OrganisationFactory,
    PassageFactory,
    StageFactory,
)

pytestmark = pytest.mark.django_db
EXPLORER = "/figures/"
CSV = "/figures/figures.csv"


def slugs(response):
    """The figures that a table links to, in order."""
    found = re.findall(r'<th scope="row">\s*<a href="(?:/zh-hans)?/figures/([^/"]+)/"', response.text)
    return list(dict.fromkeys(found))


def rows(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def conflicting(**values):
    """A whole of 134 whose parts add up to 143."""
    whole = ObservationFactory(value=134, printed="134", **values)
    for number in (40, 30, 73):
        ObservationFactory(
            organisation=whole.organisation,
            value=number,
            printed=str(number),
            part_of=whole,
            part_kind="component",
            **values,
        )
    return whole


def test_the_explorer_shows_the_claim_as_printed_and_in_the_readers_numbers(client):
    ObservationFactory(
        indicator__unit="money",
        value=427_200_000_000,
        currency="USD",
        printed="$427.2 billion USD",
        qualifier="nearly",
        change="16.9",
        change_printed="16.9% YoY",
    )
    english, chinese = client.get(EXPLORER).text, client.get("/zh-hans/figures/").text
    assert "nearly USD\N{NO-BREAK SPACE}427.2 billion" in english
    assert "+16.9%" in english
    assert "4272亿美元" in chinese
    for page in (english, chinese):
        assert '<q class="pw-muted" lang="en">$427.2 billion USD</q>' in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("indicator=patents", ["a", "b"]),
        ("organisation=park", ["a", "c"]),
        ("indicator=patents&organisation=park", ["a"]),
        ("after=2015", ["b", "c"]),
        ("before=2014", ["a"]),
        ("respect=factors", ["c"]),
        ("unit=percent", ["c"]),
        ("q=patent", ["a", "b"]),
        ("has_discrepancy=true", ["b"]),
        ("has_discrepancy=false", ["a", "c"]),
        ("ordering=-period_on", ["c", "b", "a"]),
    ],
)
def test_the_explorer_and_its_download_answer_the_same_filters(client, query, expected):
    patents = IndicatorFactory(slug="patents", name_en="Patents", ordinal=1)
    share = IndicatorFactory(slug="share", respect="factors", unit="percent", ordinal=2)
    park = OrganisationFactory(slug="park")
    ObservationFactory(slug="a", indicator=patents, organisation=park, period_on="2014")
    noted = ObservationFactory(slug="b", indicator=patents, period_on="2015")
    noted.discrepancies.add(DiscrepancyFactory())
    ObservationFactory(slug="c", indicator=share, organisation=park, period_on="2016")
    assert slugs(client.get(f"{EXPLORER}?{query}")) == expected
    addresses = [row["address"] for row in rows(client.get(f"{CSV}?{query}"))]
    assert sorted(addresses) == [f"http://testserver/figures/{slug}/" for slug in sorted(expected)]


def test_htmx_gets_the_results_alone(client):
    one = ObservationFactory(slug="a")
    ObservationFactory(slug="b", organisation=one.organisation)
    page = client.get(EXPLORER, headers={"HX-Request": "true", "HX-Target": "results"})
    assert set(slugs(page)) == {"a", "b"}
    assert "<html" not in page.text
    assert "data-chart-values" in page.text
    assert "<script" not in page.text, "htmx drops scripts, and with them what they hold"


def test_a_value_that_nobody_knows_is_told_at_its_field_and_refused_for_the_download(client):
    ObservationFactory(slug="a")
    page = client.get(f"{EXPLORER}?indicator=nope")
    assert page.status_code == 200
    assert slugs(page) == []
    assert "nope" in page.text
    assert client.get(f"{CSV}?indicator=nope").status_code == 400


def test_nothing_found_says_so(client):
    ObservationFactory()
    page = client.get(f"{EXPLORER}?q=unheard-of")
    assert "Nothing found" in page.text


def test_charts_never_mix_units_or_currencies(client):
    organisation = OrganisationFactory()
    for unit, currency in (("money", "USD"), ("money", "USD"), ("money", "CNY"), ("count", ""), ("rank", "")):
        indicator = IndicatorFactory(unit=unit)
        ObservationFactory(organisation=organisation, indicator=indicator, currency=currency)
    charts = client.get(EXPLORER).context["charts"]
    assert [(len(chart["data"]["categories"]), chart["subtitle"]) for chart in charts] == [(2, "USD · 2014")]


def test_an_indicator_over_three_periods_is_a_line_for_each_organisation(client):
    indicator = IndicatorFactory(unit="count")
    one, other = OrganisationFactory(name_en="One"), OrganisationFactory(name_en="Other")
    for year in ("2012", "2013", "2014"):
        ObservationFactory(indicator=indicator, organisation=one, period_on=year, value=int(year))
    ObservationFactory(indicator=indicator, organisation=other, period_on="2013", value=5, printed="5")
    (chart,) = client.get(indicator.get_absolute_url()).context["charts"]
    assert chart["kind"] == "line"
    assert chart["data"]["categories"] == ["2012", "2013", "2014"]
    series = {one["name"]: one["values"] for one in chart["data"]["series"]}
    assert series == {"One": [2012.0, 2013.0, 2014.0], "Other": [None, 5.0, None]}


def test_a_figure_in_conflict_is_marked_and_its_page_shows_the_claims_side_by_side(client):
    whole = conflicting(period_on="2015")
    note = DiscrepancyFactory(note_en="All four are kept as printed.")
    for one in (whole, *whole.parts.all()):
        one.discrepancies.add(note)
    alone = ObservationFactory()
    assert client.get(EXPLORER).text.count("#conflicts") == 4
    page = client.get(whole.get_absolute_url())
    assert "40 + 30 + 73 = 143 ≠ 134" in page.text
    assert all(f'href="{part.get_absolute_url()}"' in page.text for part in whole.parts.all())
    assert "All four are kept as printed." in page.text
    assert "conflicts-title" not in client.get(alone.get_absolute_url()).text


def test_the_audit_page_groups_what_it_finds(client):
    conflicting()
    page = client.get("/figures/audit/")
    assert [group["check"].value for group in page.context["groups"]] == ["parts-and-whole"]
    assert "143 ≠ 134" in page.text
    assert "Checked as well, and nothing found" in page.text
    assert client.get("/zh-hans/figures/audit/").status_code == 200


def test_the_audit_page_without_findings_says_that_all_adds_up(client):
    ObservationFactory()
    assert "Everything adds up" in client.get("/figures/audit/").text


def test_a_cell_that_would_be_a_formula_is_text_in_the_download(client):
    ObservationFactory(
        indicator__name_en="=HYPERLINK(0)", printed="+1", scope_en="@sum", change=-5, change_printed="-5%"
    )
    (row,) = rows(client.get(CSV))
    assert (row["indicator"], row["printed"], row["scope"]) == ("'=HYPERLINK(0)", "'+1", "'@sum")
    assert (row["change"], row["change_printed"]) == ("-5", "'-5%")


def test_the_download_is_in_the_language_of_its_address_with_plain_numbers(client):
    ObservationFactory(indicator__name_zh_hans="专利", value="427200000000.5000", printed="427.2 billion")
    (row,) = rows(client.get(f"/zh-hans{CSV}"))
    assert (row["indicator"], row["value"], row["period"]) == ("专利", "427200000000.5", "2014")


HIDE = [{"is_published": False}, {"indicator__is_published": False}, {"organisation__is_published": False}]


@pytest.mark.parametrize("hidden", HIDE)
def test_what_is_hidden_is_on_no_page_and_in_no_download(client, hidden):
    seen = ObservationFactory(slug="seen")
    secret = ObservationFactory(
        slug="secret", indicator__name_en="Hush", organisation__name_en="Whisper", **hidden
    )
    page = client.get(EXPLORER)
    assert slugs(page) == ["seen"]
    assert "1 result<" in page.text
    assert "Hush" not in page.text
    assert "Whisper" not in page.text
    assert [row["id"] for row in rows(client.get(CSV))] == [seen.pk]
    assert client.get(secret.get_absolute_url()).status_code == 404
    # Asking for it by name is answered as asking for what never was.
    asked = client.get(f"{EXPLORER}?indicator={secret.indicator.slug}").text
    never = client.get(f"{EXPLORER}?indicator={secret.indicator.slug[:-1]}x").text
    assert asked.count("is not one of the available choices") == never.count(
        "is not one of the available choices"
    )
    client.force_login(CuratorFactory())
    assert slugs(client.get(EXPLORER)) == ["secret", "seen"] or slugs(client.get(EXPLORER)) == [
        "seen",
        "secret",
    ]


def test_a_hidden_indicator_is_not_named_as_the_base_of_a_share(client):
    base = IndicatorFactory(name_en="Hush", is_published=False)
    figure = ObservationFactory(share="34.5", share_of=base, share_printed="34.5% of Hush")
    for address in (EXPLORER, figure.get_absolute_url(), "/figures/audit/"):
        page = client.get(address).text
        assert "Hush" not in page
    assert client.get(base.get_absolute_url()).status_code == 404
    (row,) = rows(client.get(CSV))
    assert (row["share_percent"], row["share_of"], row["share_printed"]) == ("34.5", "", "")


def test_hidden_parts_are_not_named_on_the_page_of_the_whole(client):
    whole = ObservationFactory(value=10)
    for name, is_published in (("Visible part", True), ("Hidden part", False)):
        part = ObservationFactory(
            indicator__name_en=name,
            is_published=is_published,
            value=5,
            part_of=whole,
            part_kind="subset",
        )
        whole.ratio_of.add(part)
    page = client.get(whole.get_absolute_url()).text
    assert "Visible part" in page
    assert "Hidden part" not in page


def full(count):
    """Figures with all that hangs on them."""
    for _ in range(count):
        whole = conflicting(period_on="2015")
        base = IndicatorFactory()
        for one in (whole, *whole.parts.all()):
            one.share, one.share_of = 10, base
            one.save()
            one.passages.add(PassageFactory())
            one.discrepancies.add(DiscrepancyFactory())


@pytest.mark.parametrize(
    ("address", "queries"), [(EXPLORER, 18), (CSV, 6), ("/figures/audit/", 9), ("/story/", 9)]
)
@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_figures_cost_the_same_however_many(
    client, django_assert_num_queries, address, queries, count
):
    full(count)
    organisation = OrganisationFactory()
    for number in range(count):
        stage = StageFactory(organisation=organisation)
        event = MilestoneFactory(organisation=organisation, stage=stage, happened_on=str(1990 + number))
        event.passages.add(PassageFactory())
        event.concerns.add(OrganisationFactory())
    with django_assert_num_queries(queries):
        response = client.get(address)
        b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_an_indicator_and_of_a_claim_cost_the_same_however_many(
    client, django_assert_num_queries, count
):
    full(count)
    whole = conflicting()
    for _ in range(count):
        ObservationFactory(indicator=whole.indicator)
    with django_assert_num_queries(15):
        client.get(whole.indicator.get_absolute_url())
    with django_assert_num_queries(16):
        client.get(whole.get_absolute_url())


def storied():
    organisation = OrganisationFactory(slug="teller", name_en="Teller")
    stages = [StageFactory(organisation=organisation, name_en=name) for name in ("Early", "Late")]
    place = PassageFactory()
    told = [("First", "1993", 0), ("Second", "2000-07", 0), ("Third", "2012", 1)]
    for title, date, number in told:
        MilestoneFactory(
            organisation=organisation, stage=stages[number], title_en=title, happened_on=date
        ).passages.add(place)
    return organisation, place


def story(response):
    return [
        (str(chapter.stage) if chapter.stage else None, [event.title for event in chapter.events])
        for chapter in response.context["chapters"]
    ]


def test_the_story_goes_by_stages_with_what_the_same_source_tells_around_them(client):
    _, place = storied()
    MilestoneFactory(title_en="Crisis", happened_on="2008").passages.add(place)
    MilestoneFactory(title_en="Long before", happened_on="1911").passages.add(place)
    MilestoneFactory(title_en="Of another source", happened_on="2009").passages.add(PassageFactory())
    page = client.get("/story/")
    assert story(page) == [
        (None, ["Long before"]),
        ("Early", ["First", "Second", "Crisis"]),
        ("Late", ["Third"]),
    ]
    assert "3 milestones in 2 stages, 1993 – 2012" in page.text
    assert client.get("/zh-hans/story/").status_code == 200


def test_hidden_milestones_and_stages_are_not_in_the_story(client):
    organisation, _ = storied()
    organisation.milestones.filter(title_en="Second").update(is_published=False)
    organisation.stages.filter(name_en="Late").update(is_published=False)
    page = client.get("/story/")
    assert story(page) == [("Early", ["First", "Third"])]
    assert "Late" not in page.text
    client.force_login(CuratorFactory())
    assert story(client.get("/story/")) == [("Early", ["First", "Second"]), ("Late", ["Third"])]


def test_the_story_of_somebody_who_has_none_is_not_found(client):
    storied()
    OrganisationFactory(slug="silent")
    assert client.get("/story/?organisation=teller").status_code == 200
    assert client.get("/story/?organisation=silent").status_code == 404


def test_without_any_story_the_page_says_so(client):
    assert "No story is told yet" in client.get("/story/").text
