from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.ids import OpaqueIdField

from ..querysets import TagQuerySet


class Tag(models.Model):
    """A word that those who keep records put on them, to find them again; nobody else sees it.

    owner   the organisation whose members use it; without one curators do
    """

    id = OpaqueIdField(prefix="tag")
    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=60)
    owner = models.ForeignKey(
        "organisations.Organisation",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for the members of"),
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "owner"],
                name="tag_named_once",
                nulls_distinct=False,
                violation_error_message=_("There is a tag of this name."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="tag_has_a_name"),
        ]

    def __str__(self):
        return self.name


class Tagging(models.Model):
    """A tag on a record.

    kind     of the record: "partners.partner"
    record   its id
    """

    id = OpaqueIdField(prefix="tgg")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings", verbose_name=_("tag"))
    kind = models.CharField(_("kind"), max_length=100)
    record = models.CharField(_("record"), max_length=40)

    class Meta:
        verbose_name = _("tag on a record")
        verbose_name_plural = _("tags on records")
        ordering = ["tag", "id"]
        indexes = [models.Index(fields=["record"], name="tagging_of_a_record")]
        constraints = [models.UniqueConstraint(fields=["tag", "record"], name="tagged_once")]

    def __str__(self):
        return f"{self.tag}: {self.record}"
