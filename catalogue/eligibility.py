"""Whether an enterprise may have what a policy gives: its rules × what is known of the enterprise × a day.

Pure: it asks no database and knows no words. Three answers, never two: what is not known stays unknown,
and neither "no" nor "yes" is made of it.
"""

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import reduce

from .models import PolicyVersion, Rule
from .subjects import CODES, NUMBERS
from .subjects import Subject as About


class Answer(StrEnum):
    """Of one rule, and of a version: met is eligible, not met is not eligible, unknown cannot be told."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"

    def __and__(self, other: "Answer") -> "Answer":
        """Both: one "no" decides, then one "unknown"."""
        for decides in (Answer.NOT_MET, Answer.UNKNOWN):
            if decides in (self, other):
                return decides
        return Answer.MET


class Reason(StrEnum):
    """Why a rule is not met or unknown, where the two values side by side do not say it."""

    PLAIN = ""
    NOT_TOLD = "not_told"
    OTHER_CURRENCY = "other_currency"
    NO_CURRENCY = "no_currency"
    PERHAPS_MORE = "perhaps_more"
    NOT_FOUNDED = "not_founded"
    DATES_OPEN = "dates_open"


@dataclass(frozen=True)
class Told:
    """Codes that are known of an enterprise.

    yes       those it has for certain
    perhaps   those that it may have
    is_all    whether it has no others
    """

    yes: frozenset[str] = frozenset()
    perhaps: frozenset[str] = frozenset()
    is_all: bool = False

    @classmethod
    def of(cls, codes: Iterable[str], is_all: bool | None = None) -> "Told":
        """All of them, where any are told and nothing else is said; none told is nothing known."""
        yes = frozenset(code for code in codes if code)
        return cls(yes, is_all=bool(yes) if is_all is None else is_all)

    def has_one_of(self, codes: Iterable[str]) -> Answer:
        wanted = frozenset(codes)
        if wanted & self.yes:
            return Answer.MET
        return Answer.NOT_MET if self.is_all and not wanted & self.perhaps else Answer.UNKNOWN

    def has_none_of(self, codes: Iterable[str]) -> Answer:
        return {Answer.MET: Answer.NOT_MET, Answer.NOT_MET: Answer.MET}.get(
            found := self.has_one_of(codes), found
        )


@dataclass(frozen=True)
class Facts:
    """What is known of an enterprise on a day.

    numbers   by subject; years since it was founded follow from `founded_on`
    codes     by subject
    parks     slugs of the parks it is settled in on that day, and of all parks above them
    """

    founded_on: datetime.date | None = None
    numbers: dict[str, Decimal | int | None] = field(default_factory=dict)
    currency: str = ""
    codes: dict[str, Told] = field(default_factory=dict)
    parks: Told = Told()
    yes_or_no: dict[str, bool | None] = field(default_factory=dict)

    def codes_of(self, subject: str) -> Told:
        return self.parks if subject == About.PARK else self.codes.get(subject, Told())


@dataclass(frozen=True)
class Finding:
    """What comes of one rule."""

    rule: Rule
    answer: Answer
    reason: Reason = Reason.PLAIN


@dataclass(frozen=True)
class Verdict:
    """What comes of a version of a policy: its answer, and what decides."""

    version: PolicyVersion
    answer: Answer
    findings: tuple[Finding, ...]

    def of(self, answer: Answer) -> list[Finding]:
        return [one for one in self.findings if one.answer is answer]

    @property
    def deciding(self) -> list[Finding]:
        """The rules that are not met, if there are any; else those that are not known; else all."""
        return self.of(self.answer)

    @property
    def failed(self) -> list[Finding]:
        return self.of(Answer.NOT_MET)

    @property
    def unknown(self) -> list[Finding]:
        return self.of(Answer.UNKNOWN)


def judge(version: PolicyVersion, rules: Iterable[Rule], facts: Facts, on: datetime.date) -> Verdict:
    """All rules of a version must hold; where it has none, everybody may have it."""
    findings = tuple(check(rule, facts, on, version.currency) for rule in rules)
    answers = (one.answer for one in findings)
    return Verdict(version, reduce(Answer.__and__, answers, Answer.MET), findings)


def check(rule: Rule, facts: Facts, on: datetime.date, currency: str = "") -> Finding:
    """One rule.

    currency   of the version, in which it means its amounts
    """
    if rule.subject == About.AGE:
        return _check_age(rule, facts.founded_on, on)
    if rule.subject in NUMBERS:
        return _check_number(rule, facts, currency)
    if rule.subject in CODES:
        return _check_codes(rule, facts.codes_of(rule.subject))
    told = facts.yes_or_no.get(rule.subject)
    if told is None:
        return Finding(rule, Answer.UNKNOWN, Reason.NOT_TOLD)
    return Finding(rule, _answer(told == rule.must_be))


def anniversary(founded_on: datetime.date, years: Decimal) -> datetime.date:
    """The day on which so many years are full; of 29 February the last of the month in other years."""
    count = founded_on.year * 12 + founded_on.month - 1 + int(years * 12)
    year, month = divmod(count, 12)
    if year > datetime.MAXYEAR:
        return datetime.date.max
    if year < datetime.MINYEAR:
        return datetime.date.min
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(founded_on.day, last))


def _check_age(rule: Rule, founded_on: datetime.date | None, on: datetime.date) -> Finding:
    """By the day: five years at most ends on the fifth anniversary."""
    if founded_on is None:
        return Finding(rule, Answer.UNKNOWN, Reason.NOT_TOLD)
    if founded_on > on:
        return Finding(rule, Answer.NOT_MET, Reason.NOT_FOUNDED)
    is_old = rule.at_least is None or anniversary(founded_on, Decimal(rule.at_least)) <= on
    is_young = rule.at_most is None or on <= anniversary(founded_on, Decimal(rule.at_most))
    return Finding(rule, _answer(is_old and is_young))


def _check_number(rule: Rule, facts: Facts, currency: str) -> Finding:
    value = facts.numbers.get(rule.subject)
    if rule.subject == About.REVENUE and not currency:
        return Finding(rule, Answer.UNKNOWN, Reason.NO_CURRENCY)
    if value is None:
        return Finding(rule, Answer.UNKNOWN, Reason.NOT_TOLD)
    if rule.subject == About.REVENUE and facts.currency != currency:
        return Finding(rule, Answer.UNKNOWN, Reason.OTHER_CURRENCY)
    is_enough = rule.at_least is None or value >= rule.at_least
    return Finding(rule, _answer(is_enough and (rule.at_most is None or value <= rule.at_most)))


def _check_codes(rule: Rule, told: Told) -> Finding:
    answer = Answer.MET
    if rule.one_of:
        answer &= told.has_one_of(rule.one_of)
    if rule.none_of:
        answer &= told.has_none_of(rule.none_of)
    if answer is not Answer.UNKNOWN:
        return Finding(rule, answer)
    if told.perhaps & {*rule.one_of, *rule.none_of}:
        return Finding(rule, answer, Reason.DATES_OPEN)
    return Finding(rule, answer, Reason.PERHAPS_MORE if told.yes else Reason.NOT_TOLD)


def _answer(holds: bool) -> Answer:
    return Answer.MET if holds else Answer.NOT_MET
