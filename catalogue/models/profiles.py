"""What an enterprise tells of itself, to learn what it is eligible for."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.ids import OpaqueIdField
from organisations.models import Organisation

from ..querysets import ProfileQuerySet
from ..subjects import Certificate
from ..words import Currency, Growth, Industry


def _share(label, help_text=""):
    return models.DecimalField(
        label,
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=help_text,
    )


class BusinessProfile(models.Model):
    """The figures of an enterprise that policies ask for. Whatever is not told stays unknown, never "no"."""

    id = OpaqueIdField(prefix="bpr")
    owner = models.OneToOneField(
        Organisation, models.CASCADE, related_name="business_profile", verbose_name=_("enterprise")
    )
    founded_on = models.DateField(_("founded"), null=True, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    revenue = models.DecimalField(
        _("revenue of last year"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = ChoiceField(_("currency"), max_length=3, choices=Currency, blank=True)
    export_share = _share(_("share of exports"), _("Per cent of the revenue."))
    research_share = _share(_("share of research"), _("Per cent of the revenue."))
    patents = models.PositiveIntegerField(_("patents granted"), null=True, blank=True)
    industries = ArrayField(
        models.CharField(max_length=20, choices=Industry.choices),
        default=list,
        blank=True,
        verbose_name=_("industries"),
    )
    growth = ChoiceField(_("stage"), max_length=10, choices=Growth, blank=True)
    certificates = ArrayField(
        models.CharField(max_length=20, choices=Certificate.choices),
        default=list,
        blank=True,
        verbose_name=_("certificates"),
    )
    has_certificates = models.BooleanField(
        _("all certificates are told"), null=True, blank=True, help_text=_("Otherwise others may be there.")
    )
    target_countries = ArrayField(
        models.CharField(max_length=2, validators=[RegexValidator(r"^[A-Z]{2}\Z")]),
        default=list,
        blank=True,
        verbose_name=_("countries it goes to"),
    )
    has_been_abroad = models.BooleanField(_("already works abroad"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("business profile")
        verbose_name_plural = _("business profiles")
        ordering = ["owner__sort_en", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revenue=None) | ~Q(currency=""),
                name="profile_revenue_with_currency",
                violation_error_message=_("An amount needs its currency."),
            ),
            models.CheckConstraint(
                condition=(Q(export_share=None) | Q(export_share__range=(0, 100)))
                & (Q(research_share=None) | Q(research_share__range=(0, 100))),
                name="profile_shares_of_a_hundred",
                violation_error_message=_("A share lies between 0 and 100 per cent."),
            ),
        ]

    def __str__(self):
        return str(self.owner)
