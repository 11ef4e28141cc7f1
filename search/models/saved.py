from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.ids import OpaqueIdField


class SavedSearchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Nobody's but one's own."""
        return self.filter(made_by=user.pk) if user.is_authenticated else self.none()


class SavedSearch(models.Model):
    """What somebody looks for again and again.

    place      where: a name of `search.places`
    query      its words and filters, as in the address of the page there
    looked_at  what came to the index since then is new
    """

    class Frequency(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("once a day")
        WEEKLY = "weekly", _("once a week")
        NEVER = "never", _("never, I look here")

    id = OpaqueIdField(prefix="svs")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches", verbose_name=_("saved by")
    )
    place = models.CharField(_("where"), max_length=20)
    query = models.CharField(_("search"), max_length=2000)
    name = models.CharField(_("name"), max_length=100)
    frequency = ChoiceField(
        _("tell me of new results"),
        max_length=10,
        choices=Frequency,
        default=Frequency.DAILY,
        help_text=_("Kept for when the portal sends such messages. New results are shown here at any time."),
    )
    created_at = models.DateTimeField(_("saved"), auto_now_add=True)
    looked_at = models.DateTimeField(_("last looked at"), default=timezone.now)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["made_by", "place", "query"],
                name="saved_search_once",
                violation_error_message=_("You have saved this search already."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_search_has_a_name"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("search:saved")
