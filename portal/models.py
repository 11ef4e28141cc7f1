"""What the portal remembers of itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedEntry(models.Model):
    """An entry of the data files as it was loaded last: one that is the same is not written again.

    name   such as "paper/people.yaml: andrew-ng", or "demo" for all data together
    """

    name = models.CharField(_("name"), max_length=300, unique=True)
    digest = models.CharField(_("digest"), max_length=64)
    loaded_at = models.DateTimeField(_("loaded"), auto_now=True)

    class Meta:
        verbose_name = _("loaded entry")
        verbose_name_plural = _("loaded entries")
        ordering = ["name"]

    def __str__(self):
        return self.name
