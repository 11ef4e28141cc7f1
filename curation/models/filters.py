"""What somebody keeps of a list: filters to come back to, and the columns they want to see."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.ids import OpaqueIdField
from common.roles import is_curator


class SavedFilterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The own ones, those shared with an organisation of an open membership, curators' among curators."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(made_by=user) | Q(shared_with__in=_organisations_of(user))
        return self.filter(seen | Q(is_for_curators=True) if is_curator(user) else seen)

    def writable_by(self, user):
        return self.filter(made_by=user.pk)


class SavedFilter(models.Model):
    """A list as somebody filtered and sorted it. It holds no rows: who opens it sees their own.

    route   the name of the list's route
    query   its parameters, as they were valid when it was saved
    """

    id = OpaqueIdField(prefix="flt")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters", verbose_name=_("saved by")
    )
    route = models.CharField(_("list"), max_length=100)
    query = models.CharField(_("filter"), max_length=2000, blank=True)
    name = models.CharField(_("name"), max_length=100)
    shared_with = models.ForeignKey(
        "organisations.Organisation",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("shared with"),
    )
    is_for_curators = models.BooleanField(_("shared with curators"), default=False)
    made_at = models.DateTimeField(_("saved"), auto_now_add=True)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["made_by", "route", "name"],
                name="saved_filter_named_once",
                violation_error_message=_("You already have a filter of this name here."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_filter_has_a_name"),
        ]

    def __str__(self):
        return self.name


class ChosenColumns(models.Model):
    """The columns that somebody wants of a list, in this order."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="chosen_columns")
    route = models.CharField(_("list"), max_length=100)
    columns = ArrayField(models.CharField(max_length=100), verbose_name=_("columns"))

    class Meta:
        verbose_name = _("chosen columns")
        verbose_name_plural = _("chosen columns")
        constraints = [models.UniqueConstraint(fields=["user", "route"], name="columns_chosen_once")]

    def __str__(self):
        return self.route


def _organisations_of(user):
    """The keys of the organisations that this user belongs to just now."""
    return user.memberships.filter(ended_at=None).values("organisation")
