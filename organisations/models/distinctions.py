"""What bodies were distinguished by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.dates import PartialDateField
from common.ids import OpaqueIdField
from sources.models import Record
from sources.querysets import RecordQuerySet

from .bodies import Organisation


class Distinction(Record):
    """An award, a grade, a rank, or a claim to be the first, only or largest."""

    class Kind(models.TextChoices):
        AWARD = "award", _("award")
        GRADE = "grade", _("grade")
        STATUS = "status", _("recognised status")
        RANKING = "ranking", _("place in a ranking")
        CLAIM = "claim", _("claim to be first, only or largest")

    id = OpaqueIdField(prefix="dst")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="distinctions", verbose_name=_("organisation")
    )
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=300)
    granted_on = PartialDateField(_("granted"))
    granted_by = models.ManyToManyField(
        Organisation, blank=True, related_name="distinctions_granted", verbose_name=_("granted by")
    )

    objects = RecordQuerySet.as_manager()
    visible_through = ("organisation",)

    class Meta:
        verbose_name = _("distinction")
        verbose_name_plural = _("distinctions")
        ordering = ["organisation", "granted_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "title_en", "granted_on"],
                nulls_distinct=False,
                name="distinction_once",
            )
        ]

    def __str__(self):
        return self.title
