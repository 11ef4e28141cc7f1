"""Rules × profile × day: met, not met or unknown, and nothing in between."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.eligibility import Answer, Facts, Reason, Told, anniversary, check, judge
from catalogue.models import PolicyVersion, Rule
from catalogue.subjects import CODES, NUMBERS

ON = datetime.date(2026, 6, 30)
CODE = st.sampled_from(["CN", "MY", "ict", "energy", "start", "high_tech", "tus"])
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))
NUMBER = st.decimals(0, 10**13, places=2)
TOLD = st.builds(Told, st.frozensets(CODE), st.frozensets(CODE), st.booleans())


def codes_rule(subject):
    lists = st.lists(CODE, unique=True, max_size=3)
    rule = st.builds(Rule, subject=st.just(subject), one_of=lists, none_of=lists)
    return rule.filter(lambda one: one.one_of or one.none_of)


RULE = st.one_of(
    st.builds(Rule, subject=st.sampled_from(NUMBERS), at_least=NUMBER | st.none(), at_most=NUMBER),
    st.sampled_from(CODES).flatmap(codes_rule),
    st.builds(Rule, subject=st.just("has_been_abroad"), must_be=st.booleans()),
)
FACTS = st.builds(
    Facts,
    founded_on=DAYS | st.none(),
    numbers=st.dictionaries(st.sampled_from(NUMBERS), NUMBER | st.integers(0, 10**9) | st.none()),
    currency=st.sampled_from(["", "CNY", "USD"]),
    codes=st.dictionaries(st.sampled_from(CODES), TOLD),
    parks=TOLD,
    yes_or_no=st.dictionaries(st.just("has_been_abroad"), st.booleans() | st.none()),
)
VERSION = st.builds(PolicyVersion, currency=st.sampled_from(["", "CNY", "USD"]))


def answer(facts=None, on=ON, currency="", **rule):
    return check(Rule(**rule), facts or Facts(), on, currency).answer


def with_number(subject, value, **more):
    return Facts(numbers={subject: value}, **more)


def with_codes(subject, told):
    return Facts(codes={subject: told})


@pytest.mark.parametrize(
    ("value", "expected"), [(9, "not_met"), (10, "met"), (50, "met"), (51, "not_met"), (None, "unknown")]
)
def test_a_number_lies_between_both_limits_both_included(value, expected):
    facts = with_number("employees", value)
    assert answer(facts, subject="employees", at_least=Decimal(10), at_most=Decimal(50)) == expected


def test_nothing_told_is_unknown_for_every_subject():
    for subject in NUMBERS:
        assert answer(subject=subject, at_least=Decimal(1), currency="CNY") == "unknown"
    for subject in CODES:
        assert answer(subject=subject, one_of=["CN"]) == "unknown"
        assert answer(subject=subject, none_of=["CN"]) == "unknown"
    for wanted in (True, False):
        assert answer(subject="has_been_abroad", must_be=wanted) == "unknown"


def test_zero_and_no_are_told():
    assert answer(with_number("patents", 0), subject="patents", at_least=Decimal(1)) == "not_met"
    assert answer(with_number("patents", 0), subject="patents", at_most=Decimal(1)) == "met"
    facts = Facts(yes_or_no={"has_been_abroad": False})
    assert answer(facts, subject="has_been_abroad", must_be=False) == "met"
    assert answer(facts, subject="has_been_abroad", must_be=True) == "not_met"


def test_revenue_counts_in_its_own_currency_only():
    rule = {"subject": "revenue", "at_least": Decimal(100)}
    facts = with_number("revenue", Decimal(500), currency="USD")
    assert answer(facts, currency="USD", **rule) == "met"
    assert answer(facts, currency="CNY", **rule) == "unknown"
    assert check(Rule(**rule), facts, ON, "CNY").reason is Reason.OTHER_CURRENCY
    assert check(Rule(**rule), facts, ON, "").reason is Reason.NO_CURRENCY


@pytest.mark.parametrize(
    ("founded", "rule", "expected"),
    [
        ("2024-06-30", {"at_least": 2}, "met"),
        ("2024-07-01", {"at_least": 2}, "not_met"),
        ("2021-06-30", {"at_most": 5}, "met"),
        ("2021-06-29", {"at_most": 5}, "not_met"),
        ("2024-12-30", {"at_least": Decimal("1.5")}, "met"),
        ("2024-12-31", {"at_least": Decimal("1.5")}, "met"),
        ("2025-01-01", {"at_least": Decimal("1.5")}, "not_met"),
        ("2026-07-01", {"at_most": 5}, "not_met"),
    ],
)
def test_age_counts_by_the_day(founded, rule, expected):
    facts = Facts(founded_on=datetime.date.fromisoformat(founded))
    assert answer(facts, subject="age", **rule) == expected


def test_who_was_founded_on_29_february_is_a_year_older_on_the_last_of_the_month():
    leap = datetime.date(2024, 2, 29)
    assert anniversary(leap, Decimal(1)) == datetime.date(2025, 2, 28)
    assert anniversary(leap, Decimal(4)) == datetime.date(2028, 2, 29)


def test_codes_that_are_told_are_all_and_certificates_only_if_it_is_said():
    some, all_ = Told.of(["iso_9001"], is_all=False), Told.of(["iso_9001"], is_all=True)
    for told, expected in ((some, "unknown"), (all_, "not_met")):
        assert answer(with_codes("certificate", told), subject="certificate", one_of=["aeo"]) == expected
    for told, expected in ((some, "unknown"), (all_, "met")):
        assert answer(with_codes("certificate", told), subject="certificate", none_of=["aeo"]) == expected
    none = Told.of([], is_all=True)
    assert answer(with_codes("certificate", none), subject="certificate", one_of=["aeo"]) == "not_met"
    assert (
        answer(with_codes("industry", Told.of(["ict"])), subject="industry", one_of=["energy"]) == "not_met"
    )
    assert answer(with_codes("industry", Told.of([])), subject="industry", one_of=["energy"]) == "unknown"


def test_one_that_fails_decides_though_others_are_unknown():
    rules = [Rule(subject="patents", at_least=1), Rule(subject="employees", at_most=10)]
    verdict = judge(PolicyVersion(), rules, with_number("employees", 11), ON)
    assert verdict.answer is Answer.NOT_MET
    assert [one.rule.subject for one in verdict.deciding] == ["employees"]
    verdict = judge(PolicyVersion(), rules, with_number("employees", 9), ON)
    assert verdict.answer is Answer.UNKNOWN
    assert [one.rule.subject for one in verdict.deciding] == ["patents"]


@given(RULE, FACTS, DAYS, st.sampled_from(["", "CNY"]))
def test_no_rule_fails_on_any_profile(rule, facts, on, currency):
    assert check(rule, facts, on, currency).answer in Answer


@given(
    VERSION,
    st.lists(RULE, max_size=6).flatmap(lambda one: st.tuples(st.just(one), st.permutations(one))),
    FACTS,
    DAYS,
)
def test_the_order_of_rules_says_nothing(version, both, facts, on):
    first, second = (judge(version, rules, facts, on) for rules in both)
    assert first.answer is second.answer
    assert sorted(map(id, first.deciding)) != [] or first.answer is Answer.MET
    assert {id(one.rule) for one in first.deciding} == {id(one.rule) for one in second.deciding}


@given(VERSION, st.lists(RULE, max_size=5), RULE, FACTS, DAYS)
def test_one_more_rule_never_makes_anybody_eligible(version, rules, more, facts, on):
    weight = {Answer.NOT_MET: 0, Answer.UNKNOWN: 1, Answer.MET: 2}
    before, after = judge(version, rules, facts, on), judge(version, [*rules, more], facts, on)
    assert weight[after.answer] <= weight[before.answer]


@given(st.sampled_from([one for one in NUMBERS if one != "age"]), NUMBER, NUMBER, NUMBER)
def test_more_never_breaks_at_least_and_less_never_breaks_at_most(subject, limit, value, more):
    low, high = (with_number(subject, one, currency="CNY") for one in (value, value + more))
    if answer(low, subject=subject, at_least=limit, currency="CNY") == "met":
        assert answer(high, subject=subject, at_least=limit, currency="CNY") == "met"
    if answer(high, subject=subject, at_most=limit, currency="CNY") == "met":
        assert answer(low, subject=subject, at_most=limit, currency="CNY") == "met"


@given(DAYS, DAYS, st.integers(0, 3000), st.decimals(0, 150, places=2))
def test_who_is_old_enough_stays_so(founded, on, later, years):
    facts, then = Facts(founded_on=founded), on + datetime.timedelta(days=later)
    if answer(facts, on, subject="age", at_least=years) == "met":
        assert answer(facts, then, subject="age", at_least=years) == "met"
    if answer(facts, on, subject="age", at_most=years) == "not_met" and founded <= on:
        assert answer(facts, then, subject="age", at_most=years) == "not_met"


def less_told(facts: Facts) -> Facts:
    """The same with nothing told of half of it."""
    return Facts(
        numbers=dict(list(facts.numbers.items())[::2]),
        currency=facts.currency,
        codes=dict(list(facts.codes.items())[::2]),
        yes_or_no={},
    )


@settings(max_examples=200)
@given(VERSION, st.lists(RULE, max_size=5), FACTS, DAYS)
def test_telling_more_never_turns_an_answer_around(version, rules, facts, on):
    """What is known stays: "unknown" becomes an answer, a "yes" never a "no"."""
    little, much = judge(version, rules, less_told(facts), on), judge(version, rules, facts, on)
    for before, after in zip(little.findings, much.findings, strict=True):
        assert before.answer in (Answer.UNKNOWN, after.answer)
    assert little.answer in (Answer.UNKNOWN, much.answer)


@given(VERSION, st.lists(RULE, min_size=1, max_size=5), DAYS)
def test_of_an_enterprise_that_told_nothing_nothing_can_be_told(version, rules, on):
    assert judge(version, rules, Facts(), on).answer is Answer.UNKNOWN
