from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..quality.descriptions import COMPLETE
from ..querysets import QualityQuerySet


class Quality(models.Model):
    """How complete and how fresh a record is. Kept beside it, so that lists are filtered and sorted cheaply.

    record       its id
    kind         label of its model
    owner        id of the park that keeps it; empty where curators do
    is_private   parks alone read records of its kind
    missing      codes of `quality.descriptions.Check`
    touched_at   when it was edited last
    improved_at  when its score rose last
    scored_at    when what stands here was last found to be different
    """

    record = models.CharField(_("record"), max_length=40, primary_key=True)
    kind = models.CharField(_("kind of record"), max_length=60)
    owner = models.CharField(_("kept by"), max_length=40, blank=True)
    is_private = models.BooleanField(default=False)
    score = models.PositiveSmallIntegerField(_("completeness"))
    missing = ArrayField(models.CharField(max_length=30), verbose_name=_("what is missing"))
    touched_at = models.DateTimeField(_("edited"))
    fresh_until = models.DateTimeField(_("fresh until"))
    confirmed_at = models.DateTimeField(_("found right"), null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("found right by"),
    )
    improved_at = models.DateTimeField(_("made better"), null=True)
    scored_at = models.DateTimeField(_("looked at"))

    objects = QualityQuerySet.as_manager()

    class Meta:
        verbose_name = _("quality of a record")
        verbose_name_plural = _("quality of records")
        ordering = ["score", "record"]
        indexes = [
            models.Index(fields=["kind", "score", "record"], name="quality_by_score"),
            models.Index(fields=["kind", "fresh_until", "record"], name="quality_by_freshness"),
            models.Index(fields=["owner", "score", "record"], name="quality_of_owner"),
        ]

    def __str__(self):
        return self.record

    @property
    def is_complete(self) -> bool:
        return self.score >= COMPLETE
