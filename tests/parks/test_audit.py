"""Each rule of the audit both ways: it finds what does not add up, and is silent where all agrees."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.utils.translation import override

from organisations.models import OrganisationRelation
from parks.audit import audit
from parks.figures import figures_to_audit
from parks.findings import Check, Severity
from tests.factories import (
    CuratorFactory,
    DiscrepancyFactory,
    IndicatorFactory,
    MilestoneFactory,
    ObservationFactory,
    OrganisationFactory,
    OrganisationRelationFactory,
    PassageFactory,
)

pytestmark = pytest.mark.django_db
PUBLIC = AnonymousUser()
BILLION = 10**9


def findings(user=PUBLIC):
    return audit(figures_to_audit(user))


def found(user=PUBLIC):
    return [(one.check, one.severity) for one in findings(user)]


def bases(whole=134, parks=40, cities=30, incubators=73, **of_incubators):
    """Innovation bases as the sum of three kinds."""
    organisation = OrganisationFactory()
    total = ObservationFactory(organisation=organisation, value=whole, printed=str(whole))
    parts = []
    for place, (value, extra) in enumerate(((parks, {}), (cities, {}), (incubators, of_incubators))):
        values = {"printed": str(value), "slug": f"{organisation.slug}-{place}"} | extra  # in this order
        parts.append(
            ObservationFactory(
                organisation=organisation, value=value, part_of=total, part_kind="component", **values
            )
        )
    return total, parts


def test_parts_that_exceed_their_whole_contradict_it():
    total, parts = bases(qualifier="nearly", printed="nearly 73")
    (finding,) = findings()
    assert (finding.check, finding.severity) == (Check.PARTS, Severity.CONTRADICTION)
    assert (finding.expected, finding.found) == (134, 143)
    assert [one.pk for one in finding.observations] == [total.pk, *(part.pk for part in parts)]
    assert finding.steps[0] == "40 + 30 + nearly 73 = 143 ≠ 134"
    assert "134 − 40 − 30 = 64; told is nearly 73" in finding.steps[3]
    assert "9 too many" in finding.statement


def test_parts_that_add_up_are_no_finding():
    bases(whole=143)
    assert found() == []


def test_a_part_that_is_nearly_so_much_may_be_a_little_less():
    bases(whole=141, qualifier="nearly")
    assert found() == []


def test_parts_below_their_whole_are_implausible_as_some_may_not_be_told():
    bases(whole=200)
    assert found() == [(Check.PARTS, Severity.IMPLAUSIBLE)]


def test_the_part_without_which_the_whole_fits_is_named():
    _, parts = bases(whole=70)
    (finding,) = findings()
    assert finding.steps[-1] == f"It fits without “{parts[2].indicator}”: 70 − 40 − 30 = 0."


def test_some_of_a_whole_cannot_be_more_than_the_whole():
    whole = ObservationFactory(value=100, printed="100")
    part = ObservationFactory(value=101, printed="101", part_of=whole, part_kind="subset")
    assert found() == [(Check.SUBSET, Severity.CONTRADICTION)]
    part.value = 100
    part.save()
    assert found() == []


def exports(first_share, second_share):
    base = IndicatorFactory(name_en="high-tech product exports of China")
    money = {"indicator__unit": "money", "currency": "USD", "share_of": base}
    ObservationFactory(
        value=Decimal("427.2") * BILLION,
        printed="$427.2 billion",
        share=first_share,
        share_printed=f"{first_share}%",
        **money,
    )
    ObservationFactory(
        value=Decimal("227.75") * BILLION,
        printed="$227.75 billion",
        share=second_share,
        share_printed=f"{second_share}%",
        **money,
    )


def test_shares_of_one_base_that_imply_different_totals_contradict_each_other():
    exports("60.5", "34.5")
    (finding,) = findings()
    assert (finding.check, finding.severity) == (Check.SHARES, Severity.CONTRADICTION)
    assert (finding.expected, finding.found) == (Decimal("660.1") * BILLION, Decimal("706.1") * BILLION)
    calculation = [step.replace("\N{NO-BREAK SPACE}", " ") for step in finding.steps]
    assert calculation == [
        "USD 427.2 billion ÷ 60.5% = USD 706.1 billion",
        "USD 227.75 billion ÷ 34.5% = USD 660.1 billion",
        "USD 427.2 billion of USD 660.1 billion would be 64.7%, not 60.5%.",
    ]


def test_shares_of_one_base_that_imply_the_same_total_are_no_finding():
    exports("64.7", "34.5")
    assert found() == []


def test_shares_of_different_years_are_not_compared():
    exports("60.5", "34.5")
    figures_to_audit(PUBLIC).filter(share="34.5").update(period_on="2013")
    assert found() == []


def test_a_share_is_compared_with_the_total_that_is_told():
    base = IndicatorFactory()
    ObservationFactory(indicator=base, value=1000, printed="1000")
    part = ObservationFactory(value=200, printed="200", share=20, share_printed="20%", share_of=base)
    assert found() == []
    part.share = 25
    part.save()
    (finding,) = findings()
    assert (finding.check, finding.expected, finding.found) == (Check.KNOWN_TOTAL, 25, 20)


def test_shares_of_one_base_add_up_to_all_of_it_at_most():
    base = IndicatorFactory()
    for share in (60, 45):
        ObservationFactory(value=share, printed=str(share), share=share, share_of=base)
    (finding,) = findings()
    assert (finding.check, finding.severity, finding.found) == (
        Check.SUM_OF_SHARES,
        Severity.IMPLAUSIBLE,
        105,
    )
    figures_to_audit(PUBLIC).filter(share=45).update(share=40, value=40, printed="40")
    assert found() == []


def patents(granted_in="2014", follows=True):
    applied = IndicatorFactory(name_en="Applications")
    granted = IndicatorFactory(name_en="Grants", follows=applied if follows else None)
    whole = ObservationFactory(indicator=applied, value=2340, printed="2340", period_on="2014")
    return ObservationFactory(
        indicator=granted,
        value=490,
        printed="490",
        period_on=granted_in,
        part_of=whole,
        part_kind="subset",
    )


def test_grants_among_the_applications_of_the_same_year_are_implausible():
    patents()
    (finding,) = findings()
    assert (finding.check, finding.severity) == (Check.ORDER, Severity.IMPLAUSIBLE)
    assert finding.steps == ("490 ÷ 2,340 = 20.9%",)


def test_grants_of_a_later_year_may_be_among_the_applications():
    patents(granted_in="2016")
    assert found() == []


def test_a_subset_that_need_not_come_later_is_no_finding():
    patents(follows=False)
    assert found() == []


def controlled(claim, qualifier):
    """The share under domestic control of patents (61.0%) and trademarks (77.0%)."""
    told = ObservationFactory(
        indicator__unit="percent", value=claim, printed=f"{claim}%", qualifier=qualifier
    )
    for part, whole in ((8293, 13600), (26865, 34895)):
        total = ObservationFactory(value=whole, printed=f"{whole:,}")
        told.ratio_of.add(
            ObservationFactory(value=part, printed=f"{part:,}", part_of=total, part_kind="subset")
        )
    return told


def test_a_ratio_far_above_what_it_is_told_to_exceed_is_worth_knowing():
    controlled(60, "over")
    (finding,) = findings()
    assert (finding.check, finding.severity) == (Check.RATIO, Severity.NOTE)
    assert (finding.expected, finding.found) == (60, Decimal("72.5"))
    assert [step.rsplit(" ", 1)[-1] for step in finding.steps] == ["61%", "77%", "72.5%"]


def test_a_ratio_that_the_values_do_not_reach_is_a_contradiction():
    controlled(80, "over")
    assert found() == [(Check.RATIO, Severity.CONTRADICTION)]


def test_a_ratio_that_the_values_give_is_no_finding():
    controlled("72.5", "")
    assert found() == []


def growth(change, **values):
    organisation, indicator = OrganisationFactory(), IndicatorFactory()
    same = {"organisation": organisation, "indicator": indicator}
    ObservationFactory(**same, value=1512, printed="1,512", period_on="2013")
    ObservationFactory(**same, value=1639, printed="1,639", period_on="2014", change=change, **values)


@pytest.mark.parametrize(
    ("change", "is_percent", "gives"),
    [(127, False, None), (120, False, 127), ("8.4", True, None), ("9.4", True, Decimal("8.4"))],
)
def test_a_change_is_compared_with_the_value_of_the_year_before(change, is_percent, gives):
    growth(change, change_is_percent=is_percent, change_printed=str(change))
    expected = [] if gives is None else [(Check.GROWTH, Severity.CONTRADICTION, gives)]
    assert [(one.check, one.severity, one.found) for one in findings()] == expected


def test_a_change_without_the_year_before_cannot_be_checked():
    ObservationFactory(change=5, change_printed="5%")
    assert found() == []


def test_a_multiple_tells_the_growth_it_is_compared_with():
    ObservationFactory(
        change="5.2", change_printed="5.2%", multiple="3.1", multiple_of_en="investment in China"
    )
    (finding,) = findings()
    assert (finding.check, finding.severity, finding.found) == (Check.MULTIPLE, Severity.NOTE, Decimal("1.7"))
    assert finding.steps == ("5.2% ÷ 3.1 = 1.7%",)


def test_a_multiple_without_a_growth_tells_nothing():
    ObservationFactory(multiple="3.1", multiple_of_en="investment in China")
    assert found() == []


def aged(founded_on, years, qualifier="", told_in="2016"):
    claim = ObservationFactory(
        organisation__founded_on=founded_on,
        indicator__unit="years",
        value=years,
        printed=f"{years} years",
        qualifier=qualifier,
        period_on=None,
        period_kind="undated",
    )
    claim.passages.add(PassageFactory(source__published_on=told_in))
    return claim


def test_an_age_that_the_founding_does_not_allow_is_a_contradiction():
    aged("1998", 20, "over")
    (finding,) = findings()
    assert (finding.check, finding.severity, finding.found) == (Check.AGE, Severity.CONTRADICTION, 18)


@pytest.mark.parametrize("founded_on", ["1988", "1996", None])
def test_an_age_that_the_founding_allows_is_no_finding(founded_on):
    aged(founded_on, 20, "over")
    assert found() == []


def test_an_age_below_the_least_possible_is_a_contradiction():
    aged("1988", 20)
    (finding,) = findings()
    assert "27 to 28 years old" in finding.statement


def test_without_a_founding_date_an_age_is_compared_with_the_first_event():
    claim = aged(None, 20, "over")
    before = OrganisationFactory()
    OrganisationRelationFactory(
        organisation=before, kind=OrganisationRelation.Kind.PREDECESSOR, other=claim.organisation
    )
    event = MilestoneFactory(organisation=before, happened_on="1998")
    assert found() == [(Check.AGE, Severity.IMPLAUSIBLE)]
    event.happened_on = "1988"
    event.save()
    assert found() == []


def test_an_age_that_counts_from_a_predecessor_is_worth_knowing():
    claim = aged("2000-07", 21)
    OrganisationRelationFactory(
        organisation=OrganisationFactory(founded_on="1994-08"),
        kind=OrganisationRelation.Kind.PREDECESSOR,
        other=claim.organisation,
    )
    (finding,) = findings()
    assert (finding.check, finding.severity, finding.found) == (Check.AGE, Severity.NOTE, 16)
    assert len(finding.steps) == 2


def test_two_values_for_the_same_thing_contradict_each_other_unless_they_are_of_two_periods():
    one = ObservationFactory(value=100, printed="100")
    other = ObservationFactory(
        organisation=one.organisation, indicator=one.indicator, value=105, printed="105"
    )
    assert found() == [(Check.SAME, Severity.CONTRADICTION)]
    other.value, other.qualifier = 95, "over"
    other.save()
    assert found() == []
    other.value, other.qualifier, other.period_on = 105, "", "2015"
    other.save()
    assert found() == []


def test_a_finding_brings_the_note_that_its_claims_share():
    note, other = DiscrepancyFactory(), DiscrepancyFactory()
    total, parts = bases()
    for one in (total, *parts):
        one.discrepancies.add(note)
    parts[0].discrepancies.add(other)
    (finding,) = findings()
    assert finding.discrepancies == [note]


def test_the_gravest_findings_come_first():
    growth(120, change_is_percent=False)
    controlled(60, "over")
    bases()
    assert [severity for _, severity in found()] == ["contradiction", "contradiction", "note"]


def test_hidden_observations_do_not_enter_the_audit():
    _, parts = bases()
    for part in parts:
        part.is_published = False
        part.save()
    assert found() == []
    assert found(CuratorFactory()) == [(Check.PARTS, Severity.CONTRADICTION)]


def test_a_share_of_a_hidden_total_tells_the_public_nothing():
    exports("60.5", "34.5")
    base = figures_to_audit(CuratorFactory())[0].share_of
    base.is_published = False
    base.save()
    assert found() == []
    assert found(CuratorFactory()) == [(Check.SHARES, Severity.CONTRADICTION)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_audit_costs_the_same_however_many(count, django_assert_num_queries):
    for _ in range(count):
        bases()
        exports("60.5", "34.5")
        patents()
        controlled(60, "over")
        aged("1998", 20, "over")
    with django_assert_num_queries(9):
        assert len([finding.discrepancies for finding in findings()]) == 5 * count


def test_findings_are_told_in_the_language_of_the_reader():
    exports("60.5", "34.5")
    with override("zh-hans"):
        assert findings()[0].steps[0] == "4272亿美元 ÷ 60.5% = 7061亿美元"


def audited(*options):
    out = StringIO()
    call_command("audit_figures", *options, stdout=out)
    return out.getvalue()


def test_the_command_prints_what_does_not_add_up():
    bases()
    printed = audited()
    assert "40 + 30 + 73 = 143 ≠ 134" in printed
    assert "1 finding" in printed


def test_the_command_gives_json():
    total, parts = bases()
    (finding,) = json.loads(audited("--format", "json"))
    assert finding["check"] == "parts-and-whole"
    assert finding["severity"] == "contradiction"
    assert (finding["expected"], finding["found"]) == ("134.0000", "143.0000")
    assert finding["observations"] == [total.slug, *(part.slug for part in parts)]


def test_the_command_fails_on_contradictions_when_asked_to():
    controlled(60, "over")
    audited("--fail-on", "contradiction")
    bases()
    audited()
    with pytest.raises(CommandError):
        audited("--fail-on", "contradiction")
