"""The answers of `eligibility` in words: what is asked, what is told, why, and what is still missing."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .asking import FIELD_OF, STEP_OF
from .eligibility import Answer, Facts, Finding, Reason, Verdict, anniversary
from .models import Rule
from .subjects import CODES, NUMBERS, SHARES
from .subjects import Subject as About
from .versions import ParkNames, codes_in_words, number, park_names, wanted

CHIPS = {Answer.MET: ("good", "check"), Answer.NOT_MET: ("bad", "close"), Answer.UNKNOWN: ("warn", "info")}


@dataclass(frozen=True)
class Line:
    """One rule for a reader.

    about     what the rule is about
    wanted    what it asks for
    told      what is known of the enterprise; empty where nothing is
    why       a sentence, where `wanted` and `told` side by side do not say it
    missing   what would make it met; of rules that are not met
    url       where the enterprise tells it; of rules that cannot be told, if it can
    """

    answer: Answer
    label: str
    about: str
    wanted: str
    told: str
    why: str
    missing: str
    url: str
    note: str

    @property
    def tone(self) -> str:
        return CHIPS[self.answer][0]

    @property
    def icon(self) -> str:
        return CHIPS[self.answer][1]


def words_of(answer: Answer) -> str:
    """Of a version."""
    words = {
        Answer.MET: _("eligible"),
        Answer.NOT_MET: _("not eligible"),
        Answer.UNKNOWN: _("cannot be told yet"),
    }
    return words[answer]


def parks_named(verdicts: Iterable[Verdict], facts: Facts) -> ParkNames:
    """The names of all parks that these verdicts tell of, asked for at once."""
    rules = [one.rule for verdict in verdicts for one in verdict.findings if one.rule.subject == About.PARK]
    slugs = {slug for rule in rules for slug in (*rule.one_of, *rule.none_of)}
    return park_names(slugs | facts.parks.yes) if rules else {}


def lines(
    findings: Iterable[Finding],
    facts: Facts,
    on: datetime.date,
    *,
    parks: ParkNames | None = None,
    may_tell: bool = False,
) -> list[Line]:
    """For a page.

    parks      as `parks_named` gives them
    may_tell   whether who reads writes the profile; links lead there then
    """
    return [_line(one, facts, on, parks, may_tell) for one in findings]


def told_words(rule: Rule, facts: Facts, parks: ParkNames | None = None) -> str:
    """What is known of what a rule is about; empty where nothing is."""
    subject = rule.subject
    if subject == About.AGE:
        return formats.date_format(facts.founded_on, "DATE_FORMAT") if facts.founded_on else ""
    if subject in NUMBERS:
        value = facts.numbers.get(subject)
        unit = " %" if subject in SHARES else f" {facts.currency}" if subject == About.REVENUE else ""
        return "" if value is None else f"{number(value)}{unit}"
    if subject in CODES:
        told = facts.codes_of(subject)
        if subject == About.PARK:
            known = park_names(told.yes) if parks is None else parks
            return pgettext("between names", ", ").join(known[slug] for slug in sorted(told.yes & set(known)))
        words = codes_in_words(subject, sorted(told.yes))
        return words or (_("none") if told.is_all else "")
    is_so = facts.yes_or_no.get(subject)
    return "" if is_so is None else _("yes") if is_so else _("no")


def _line(one: Finding, facts: Facts, on: datetime.date, parks: ParkNames | None, may_tell: bool) -> Line:
    rule = one.rule
    subject = rule.subject
    url = ""
    if may_tell and one.answer is not Answer.MET and subject in FIELD_OF and one.reason != Reason.NO_CURRENCY:
        url = f"{reverse('catalogue:profile')}?step={STEP_OF[subject].code}#id_{FIELD_OF[subject]}"
    labels = {Answer.MET: _("met"), Answer.NOT_MET: _("not met"), Answer.UNKNOWN: _("not known")}
    return Line(
        answer=one.answer,
        label=labels[one.answer],
        about=capfirst(rule.get_subject_display()),
        wanted=wanted(rule, parks),
        told=told_words(rule, facts, parks),
        why=_why(one, facts),
        missing=_missing(rule, facts, on) if one.answer is Answer.NOT_MET else "",
        url=url,
        note=rule.note,
    )


def _why(one: Finding, facts: Facts) -> str:
    register = {
        About.COUNTRY: _("The register does not say in which country it is registered."),
        About.PARK: _("The register does not say in which park it is settled on that day."),
    }
    words = {
        Reason.PLAIN: "",
        Reason.NOT_TOLD: register.get(About(one.rule.subject), _("Nothing is told about it yet.")),
        Reason.OTHER_CURRENCY: _("The revenue is told in %(told)s. Sums are not converted."),
        Reason.NO_CURRENCY: _("The policy does not say in which currency it means the sum."),
        Reason.PERHAPS_MORE: _("It is not said whether these are all."),
        Reason.NOT_FOUNDED: _("On that day it was not founded yet."),
        Reason.DATES_OPEN: _("The dates in the register are too coarse to tell for that day."),
    }
    told = words[one.reason]
    return told % {"told": facts.currency} if one.reason is Reason.OTHER_CURRENCY else told


def _missing(rule: Rule, facts: Facts, on: datetime.date) -> str:
    if rule.subject == About.AGE:
        return _missing_years(rule, facts, on)
    value = facts.numbers.get(rule.subject)
    if rule.subject not in NUMBERS or value is None:
        return ""
    unit = " %" if rule.subject in SHARES else f" {facts.currency}" if rule.subject == About.REVENUE else ""
    if rule.at_least is not None and value < rule.at_least:
        return _("%(count)s more") % {"count": f"{number(Decimal(rule.at_least) - value)}{unit}"}
    if rule.at_most is not None:
        return _("%(count)s fewer") % {"count": f"{number(value - Decimal(rule.at_most))}{unit}"}
    return ""


def _missing_years(rule: Rule, facts: Facts, on: datetime.date) -> str:
    founded_on = facts.founded_on
    if founded_on is None:
        return ""
    if rule.at_most is not None and on > anniversary(founded_on, Decimal(rule.at_most)):
        return _("It is too old by now; this can no longer be met.")
    if rule.at_least is None:
        return _("From the day on which it is founded.")
    day = formats.date_format(anniversary(founded_on, Decimal(rule.at_least)), "DATE_FORMAT")
    return _("It is old enough from %(date)s.") % {"date": day}
