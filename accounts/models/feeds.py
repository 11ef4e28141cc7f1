"""Addresses by which a feed reader, which cannot sign in, follows a feed in somebody's name."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.ids import OpaqueIdField
from organisations.models import Organisation

from .keys import HeldQuerySet
from .users import User


class PrivateFeed(models.Model):
    """One feed as its maker may see it, at an address that is a secret; only its hash is kept.

    title        what the feed was called when this was made
    route, slug  of the feed, as its address is made of
    query        which of its entries are wanted, as in its address
    prefix       the first characters of the secret, to tell feeds apart
    token_hash   SHA-256 of the whole token, in hexadecimal
    """

    id = OpaqueIdField(prefix="fed")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="private_feeds", verbose_name=_("organisation")
    )
    created_by = models.ForeignKey(
        User, models.CASCADE, related_name="private_feeds", verbose_name=_("made by")
    )
    title = models.CharField(_("title"), max_length=500)
    route = models.CharField(_("feed"), max_length=100)
    slug = models.CharField(_("short name"), max_length=200)
    query = models.CharField(_("filter"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    prefix = models.CharField(_("begins with"), max_length=8, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        verbose_name = _("private feed")
        verbose_name_plural = _("private feeds")
        ordering = ["-created_at", "pk"]

    def __str__(self):
        return f"{self.title} (pwf_{self.prefix}_…)"
