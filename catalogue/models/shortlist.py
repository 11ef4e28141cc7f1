"""What somebody sets aside in the catalogue, to come back to and to compare."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .listings import Listing


class Shortlisted(models.Model):
    """A listing on the shortlist of a user. It says nothing of what is no longer visible to them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="shortlisted")
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="+")
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("shortlisted listing")
        verbose_name_plural = _("shortlisted listings")
        ordering = ["-added_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "listing"], name="shortlisted_once")]

    def __str__(self):
        return str(self.listing)
