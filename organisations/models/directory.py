"""Bodies taken in from a registry, and the loads that brought them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.choices import ChoiceField
from common.ids import OpaqueIdField
from sources.querysets import PublicQuerySet

from .bodies import Organisation


class DirectoryEntry(models.Model):
    """A body as a public registry told it last, and the organisation here that it stands for.

    organisation   none where people deleted it here: it is not brought back; and for a withdrawn one
                   that nothing took the place of
    code           what the registry calls it
    replaced_by    code of the body that took the place of a withdrawn one
    record         what was told (`directory.bodies`), to tell the registry's changes from people's
    digest         of all that was told: what did not change is passed over
    """

    class Registry(models.TextChoices):
        ROR = "ror", "ROR"
        PARKS = "parks", _("list of science parks")

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        INACTIVE = "inactive", _("inactive")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = OpaqueIdField(prefix="dir")
    registry = ChoiceField(_("registry"), max_length=20, choices=Registry)
    code = models.CharField(_("code"), max_length=60)
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="directory_entries",
        verbose_name=_("organisation"),
    )
    status = ChoiceField(_("status"), max_length=20, choices=Status, default=Status.ACTIVE)
    replaced_by = models.CharField(_("replaced by"), max_length=60, blank=True)
    record = models.JSONField(_("as told"), default=dict)
    digest = models.CharField(max_length=32, blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a registry")
        verbose_name_plural = _("entries of registries")
        ordering = ["registry", "code"]
        constraints = [
            models.UniqueConstraint(fields=["registry", "code"], name="directory_entry_once_per_registry")
        ]

    def __str__(self):
        return f"{self.get_registry_display()} {self.code}"


class DirectoryLoad(models.Model):
    """A file of a registry that was taken in, and the report of it.

    progress   rows read so far
    counts     how many were new, changed, unchanged, …
    doubtful   [code, name, reason (a word of `directory.doubts`), value] of each doubtful body
    """

    class State(models.TextChoices):
        READING = "reading", pgettext_lazy("a load", "reading")
        WRITING = "writing", pgettext_lazy("a load", "writing")
        DONE = "done", pgettext_lazy("a load", "done")
        FAILED = "failed", pgettext_lazy("a load", "failed")

    id = OpaqueIdField(prefix="dld")
    registry = ChoiceField(_("registry"), max_length=20, choices=DirectoryEntry.Registry)
    file_name = models.CharField(_("file"), max_length=200)
    state = ChoiceField(_("state"), max_length=20, choices=State, default=State.READING)
    progress = models.PositiveIntegerField(_("rows read"), default=0)
    counts = models.JSONField(_("counts"), default=dict)
    doubtful = models.JSONField(_("doubtful"), default=list)
    problem = models.CharField(_("what went wrong"), max_length=500, blank=True)
    batch = models.OneToOneField(
        "curation.Batch",
        models.SET_NULL,
        null=True,
        related_name="directory_load",
        verbose_name=_("batch of changes"),
    )
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("load of a directory")
        verbose_name_plural = _("loads of directories")
        ordering = ["-started_at", "-id"]

    def __str__(self):
        return self.file_name
