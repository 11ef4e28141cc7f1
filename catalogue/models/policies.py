"""What a policy gives, and to whom, from one day to another."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.constraints import CheckAt
from common.ids import OpaqueIdField
from common.richtext import RichTextField

from ..codes import unknown_codes
from ..querysets import ListingPartQuerySet, RuleQuerySet
from ..subjects import Subject
from ..words import Currency
from .listings import Listing


class PolicyVersion(models.Model):
    """A policy as it is in force from one day to another, both included; versions do not overlap.

    percent   of the cost that is paid back, at most
    """

    id = OpaqueIdField(prefix="ver")
    listing = models.ForeignKey(
        Listing,
        models.CASCADE,
        related_name="versions",
        verbose_name=_("policy"),
        limit_choices_to={"kind": "policy"},
    )
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)
    amount_min = models.DecimalField(
        _("smallest amount"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    amount_max = models.DecimalField(
        _("largest amount"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    currency = ChoiceField(_("currency"), max_length=3, choices=Currency, blank=True)
    percent = models.DecimalField(
        _("per cent of the cost"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    text = RichTextField(_("what it says"), blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    link = models.URLField(_("link"), blank=True)

    objects = ListingPartQuerySet.as_manager()
    visible_through = ("listing",)

    class Meta:
        verbose_name = _("version of a policy")
        verbose_name_plural = _("versions of policies")
        ordering = ["listing", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "valid_from"], name="version_begins_once"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="version_ends_after_it_begins",
                violation_error_message=_("A version cannot end before it begins."),
            ),
            CheckAt(
                field="currency",
                condition=Q(amount_min=None, amount_max=None) | ~Q(currency=""),
                name="version_amount_with_currency",
                violation_error_message=_("An amount needs its currency."),
            ),
            CheckAt(
                field="amount_max",
                condition=(Q(amount_min=None) | Q(amount_min__gte=0))
                & (Q(amount_max=None) | Q(amount_max__gte=0))
                & (Q(amount_min=None) | Q(amount_max=None) | Q(amount_max__gte=F("amount_min"))),
                name="version_amounts_in_order",
                violation_error_message=_("The smallest amount is above the largest, or below nothing."),
            ),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__gte=0, percent__lte=100),
                name="version_pays_at_most_all",
                violation_error_message=_("A share lies between 0 and 100 per cent."),
            ),
            ExclusionConstraint(
                name="version_without_overlap",
                expressions=[
                    ("listing", RangeOperators.EQUAL),
                    (
                        Func(F("valid_from"), F("valid_until"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("In these days another version of the policy is in force."),
            ),
        ]

    def __str__(self):
        return f"{self.listing} {self.valid_from}"

    def clean(self):
        """Days in the wrong order are said before the constraints are asked: they make no range at all."""
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": _("A version cannot end before it begins.")})
        if not self.currency and self.rules.filter(subject=Subject.REVENUE).exists():
            raise ValidationError({"currency": _("A rule of it asks for a revenue: say in which currency.")})

    @property
    def is_over(self) -> bool:
        return self.valid_until is not None and self.valid_until < timezone.localdate()


class Rule(models.Model):
    """What an enterprise must be or have for a version of a policy; all rules of a version must hold.

    For a number: at least and at most, one of both or both. For codes: one of a few, or none of them.
    For yes or no: which of both. A version says only once about each subject, so that no two of its
    rules can contradict each other.
    """

    id = OpaqueIdField(prefix="rul")
    policy_version = models.ForeignKey(
        PolicyVersion, models.CASCADE, related_name="rules", verbose_name=_("version")
    )
    subject = ChoiceField(_("about"), max_length=30, choices=Subject)
    at_least = models.DecimalField(_("at least"), max_digits=16, decimal_places=2, null=True, blank=True)
    at_most = models.DecimalField(_("at most"), max_digits=16, decimal_places=2, null=True, blank=True)
    one_of = ArrayField(models.CharField(max_length=100), default=list, blank=True, verbose_name=_("one of"))
    none_of = ArrayField(
        models.CharField(max_length=100), default=list, blank=True, verbose_name=_("none of")
    )
    must_be = models.BooleanField(_("must be"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = RuleQuerySet.as_manager()
    visible_through = ("policy_version", "policy_version__listing")

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["policy_version", "subject"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy_version", "subject"],
                name="rule_once_for_a_subject",
                violation_error_message=_("This version already has a rule about it."),
            ),
            *Subject.constraints(),
        ]

    def __str__(self):
        return f"{self.get_subject_display()}"

    def clean(self):
        errors: dict[str, Any] = {}
        for name in ("one_of", "none_of"):
            if unknown := unknown_codes(self.subject, getattr(self, name) or ()):
                words = _("Not known as “%(subject)s”: %(codes)s.")
                params = {"subject": self.get_subject_display(), "codes": ", ".join(unknown[:10])}
                errors[name] = ValidationError(words, code="unknown", params=params)
        if self.subject == Subject.REVENUE and self._currency() == "":
            errors["subject"] = _("Revenue counts in the currency of the version: say there which one it is.")
        if errors:
            raise ValidationError(errors)

    def _currency(self) -> str | None:
        """Of its version; None where there is none yet."""
        version = PolicyVersion.objects.filter(pk=self.policy_version_id).first()
        if "policy_version" in self._state.fields_cache:
            version = self.policy_version
        return version.currency if version else None
