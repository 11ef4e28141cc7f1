"""What a rule of a policy can be about, and what kind of answer each subject has."""

from typing import Any

from django.db import models
from django.db.models import F, Func, Q, TextChoices, Value
from django.db.models.lookups import LessThanOrEqual, Regex
from django.utils.translation import gettext_lazy as _

from .words import Growth, Industry


class Certificate(TextChoices):
    HIGH_TECH = "high_tech", _("high-tech enterprise")
    SPECIALISED = "specialised", _("specialised and innovative small enterprise")
    TECH_SME = "tech_sme", _("technology-based small or medium enterprise")
    ISO_9001 = "iso_9001", "ISO 9001"
    ISO_14001 = "iso_14001", "ISO 14001"
    ISO_27001 = "iso_27001", "ISO 27001"
    AEO = "aeo", _("authorised economic operator (customs)")


class Subject(TextChoices):
    AGE = "age", _("years since it was founded")
    EMPLOYEES = "employees", _("employees")
    REVENUE = "revenue", _("revenue of last year")
    EXPORT_SHARE = "export_share", _("share of exports in the revenue (%)")
    RESEARCH_SHARE = "research_share", _("share of research in the revenue (%)")
    PATENTS = "patents", _("patents granted")
    COUNTRY = "country", _("country it is registered in")
    PARK = "park", _("park it is settled in")
    INDUSTRY = "industry", _("industry")
    GROWTH = "growth", _("stage")
    CERTIFICATE = "certificate", _("certificate")
    TARGET_COUNTRY = "target_country", _("country it goes to")
    HAS_BEEN_ABROAD = "has_been_abroad", _("already works abroad")

    @classmethod
    def constraints(cls) -> list[models.CheckConstraint]:
        """What makes a rule one that can be true: held by the database too."""
        number = Q(one_of=[], none_of=[], must_be=None)
        codes = Q(at_least=None, at_most=None, must_be=None)
        has_limit = Q(at_least__isnull=False) | Q(at_most__isnull=False)
        return [
            models.CheckConstraint(
                condition=(Q(subject__in=NUMBERS) & number & has_limit)
                | (Q(subject__in=CODES) & codes & (~Q(one_of=[]) | ~Q(none_of=[])))
                | (
                    Q(subject__in=YES_OR_NO, must_be__isnull=False, at_least=None, at_most=None)
                    & Q(one_of=[], none_of=[])
                ),
                name="rule_says_what_its_subject_can",
                violation_error_message=_(
                    "Say at least or at most for a number, one of or none of for a list, yes or no otherwise."
                ),
            ),
            models.CheckConstraint(
                condition=Q(at_least=None) | Q(at_most=None) | Q(at_most__gte=F("at_least")),
                name="rule_can_be_true",
                violation_error_message=_("Nothing can be at least this and at most that."),
            ),
            models.CheckConstraint(
                condition=(Q(at_least=None) | ~Q(subject__in=SHARES) | Q(at_least__lte=100))
                & (Q(at_most=None) | Q(at_most__gte=0)),
                name="rule_within_what_there_is",
                violation_error_message=_("No share is above 100 per cent, and no number below nothing."),
            ),
            models.CheckConstraint(
                condition=~Q(one_of__overlap=F("none_of")),
                name="rule_does_not_contradict_itself",
                violation_error_message=_("The same stands among what it must be and must not be."),
            ),
            models.CheckConstraint(
                condition=_leaves_something(),
                name="rule_leaves_something",
                violation_error_message=_("No enterprise can be what is left by this."),
            ),
            models.CheckConstraint(
                condition=_names_known_codes(),
                name="rule_names_known_codes",
                violation_error_message=_("It names something that is not among the codes of its subject."),
            ),
        ]


NUMBERS = ["age", "employees", "revenue", "export_share", "research_share", "patents"]
WHOLE = ["age", "employees", "patents"]
#: Subjects of which each enterprise is at least one.
ALWAYS_ONE = ["industry", "growth"]
SHARES = ["export_share", "research_share"]
CODES = ["country", "park", "industry", "growth", "certificate", "target_country"]
YES_OR_NO = ["has_been_abroad"]
COUNTRY_CODES = r"^([A-Z]{2}( [A-Z]{2})*)?$"
#: Subjects whose codes are a list of ours, with the words of each; the others are countries and parks.
FIXED: dict[str, dict[str, Any]] = {
    "industry": dict(Industry.choices),
    "growth": dict(Growth.choices),
    "certificate": dict(Certificate.choices),
}


def _leaves_something() -> Q:
    """Between the limits of a whole number lies one; not all is excluded of what everybody is one of."""
    lowest, highest = (
        Func(F(name), function=function, output_field=models.IntegerField())
        for name, function in (("at_least", "ceil"), ("at_most", "floor"))
    )
    has_both = Q(at_least__isnull=False, at_most__isnull=False)
    told = ~Q(subject__in=WHOLE) | ~has_both | Q(LessThanOrEqual(lowest, highest))
    for subject in ALWAYS_ONE:
        told &= ~Q(subject=subject) | ~Q(none_of__contains=list(FIXED[subject]))
    return told


def _names_known_codes() -> Q:
    """As far as a row can tell by itself: codes of ours, and countries by two letters."""
    known = Q()
    for subject, words in FIXED.items():
        only = Q(one_of__contained_by=list(words)) & Q(none_of__contained_by=list(words))
        known &= ~Q(subject=subject) | only
    letters = [
        Func(F(name), Value(" "), function="array_to_string", output_field=models.TextField())
        for name in ("one_of", "none_of")
    ]
    by_letters = Q(Regex(letters[0], COUNTRY_CODES)) & Q(Regex(letters[1], COUNTRY_CODES))
    return known & (~Q(subject__in=["country", "target_country"]) | by_letters)
