"""What people write of a country: the sections of its guide, and how they judge its risks."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.ids import OpaqueIdField
from common.richtext import RichTextField
from sources.models import Record
from sources.querysets import RecordQuerySet

from ..words import RiskKind, RiskLevel, Topic
from .countries import Country


class Reviewed(Record):
    """A text of a person, true when it was looked at, and to be looked at again by a day."""

    text = RichTextField(_("text"))
    author = models.CharField(
        _("author"),
        max_length=200,
        help_text=_("The office or person that answers for it; shown to everybody."),
    )
    review_by = models.DateField(_("review due"))

    class Meta:
        abstract = True

    @property
    def is_overdue(self) -> bool:
        """Whether nobody looked at it again in time."""
        return self.review_by < timezone.localdate()


class GuideSection(Reviewed):
    """What the guide of a country says of one topic."""

    id = OpaqueIdField(prefix="gde")
    country = models.ForeignKey(
        Country, models.CASCADE, related_name="guide_sections", verbose_name=_("country")
    )
    topic = ChoiceField(_("topic"), max_length=20, choices=Topic)
    reviewed_on = models.DateField(_("reviewed"))

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("section of a country guide")
        verbose_name_plural = _("sections of country guides")
        ordering = ["country", "topic"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "topic"],
                name="guide_section_once_a_topic",
                violation_error_message=_("The guide of this country has a section on this topic already."),
            ),
            models.CheckConstraint(
                condition=Q(review_by__gt=F("reviewed_on")),
                name="guide_section_reviewed_again_later",
                violation_error_message=_("The next review must be later than the last one."),
            ),
        ]

    def __str__(self):
        return f"{self.country}: {self.get_topic_display()}"

    def get_absolute_url(self):
        return f"{self.country.get_absolute_url()}#{self.topic}"


class RiskAssessment(Reviewed):
    """How staff judge one kind of risk in a country; the evidence are its places in the sources.

    level   1 very low to 5 very high
    """

    id = OpaqueIdField(prefix="rsk")
    country = models.ForeignKey(Country, models.CASCADE, related_name="risks", verbose_name=_("country"))
    kind = ChoiceField(_("kind of risk"), max_length=20, choices=RiskKind)
    level = models.PositiveSmallIntegerField(_("level"), choices=RiskLevel)
    assessed_on = models.DateField(_("assessed"))

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("risk assessment")
        verbose_name_plural = _("risk assessments")
        ordering = ["country", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "kind"],
                name="risk_assessed_once_a_kind",
                violation_error_message=_("This kind of risk is assessed for this country already."),
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5),
                name="risk_level_from_one_to_five",
                violation_error_message=_("The level is a number from 1 to 5."),
            ),
            models.CheckConstraint(
                condition=Q(review_by__gt=F("assessed_on")),
                name="risk_reviewed_after_it_was_assessed",
                violation_error_message=_("The next review must be later than the assessment."),
            ),
        ]

    def __str__(self):
        return f"{self.country}: {self.get_kind_display()}"

    def get_absolute_url(self):
        return f"{self.country.get_absolute_url()}#risk-{self.kind}"
