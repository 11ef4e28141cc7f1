"""Keys by which the programs of an organisation use the API."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.ids import OpaqueIdField
from organisations.models import Organisation

from .users import Membership, User

LASTS = timedelta(days=365)
LASTS_AT_MOST = timedelta(days=731)  # two years, one of them a leap year


class HeldQuerySet(models.QuerySet):
    """What somebody made for an organisation, and holds as long as they act for it."""

    def held_by(self, user: User):
        """Those that this person made, of any state."""
        return self.filter(created_by=user)

    def looked_after_by(self, user: User):
        """Those that this person may end: the own ones, and all of an organisation that they manage."""
        managed = Membership.objects.filter(user=user, role=Membership.Role.MANAGER, ended_at=None)
        return self.filter(Q(created_by=user) | Q(organisation__in=managed.values("organisation")))

    def of_acting(self):
        """Those not revoked, whose maker still acts for their organisation."""
        acting = Membership.objects.filter(
            user=OuterRef("created_by"), organisation=OuterRef("organisation"), ended_at=None
        )
        return self.filter(Exists(acting), revoked_at=None, created_by__is_active=True)


class ApiKeyQuerySet(HeldQuerySet):
    def of_acting(self):
        """Those for an organisation as above; those for the register as long as their makers are curators."""
        of_register = Q(organisation=None, created_by__is_staff=True)
        alive = Q(revoked_at=None, created_by__is_active=True)
        return self.filter(alive, of_register | Q(pk__in=super().of_acting().values("pk")))

    def in_force(self, at):
        """Those that open the door at this moment."""
        return self.of_acting().filter(expires_at__gt=at)


class ApiKey(models.Model):
    """A secret that acts as its maker, as long as they act for the organisation; only its hash is kept.

    organisation   that it is for; none where a curator made it for the register alone
    prefix         the first characters of the secret, to tell keys apart
    token_hash     SHA-256 of the whole token, in hexadecimal
    """

    class Scope(models.TextChoices):
        READ = "read", pgettext_lazy("of an API key", "read")
        WRITE = "write", pgettext_lazy("of an API key", "write")
        MEMBERS = "members", pgettext_lazy("of an API key", "look after members")
        CURATION = "curation", pgettext_lazy("of an API key", "keep the register clean")

    id = OpaqueIdField(prefix="key")
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="api_keys",
        verbose_name=_("organisation"),
    )
    created_by = models.ForeignKey(User, models.CASCADE, related_name="api_keys", verbose_name=_("made by"))
    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=100)
    prefix = models.CharField(_("begins with"), max_length=8, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=8, choices=Scope), verbose_name=_("may"))
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="api_key_lasts_two_years_at_most",
                condition=Q(expires_at__gt=F("created_at"), expires_at__lte=F("created_at") + LASTS_AT_MOST),
                violation_error_message=_("A key lasts two years at most."),
            ),
            models.CheckConstraint(
                name="api_key_scopes_are_known",
                condition=Q(
                    scopes__contained_by=["read", "write", "members", "curation"], scopes__len__gte=1
                ),
                violation_error_message=_("Choose what the key may do."),
            ),
            models.CheckConstraint(
                name="api_key_is_for_somebody",
                condition=Q(organisation__isnull=False) | Q(scopes__contains=["curation"]),
                violation_error_message=_("Choose the organisation that the key is for."),
            ),
        ]

    def __str__(self):
        return f"{self.name} (pw_{self.prefix}_…)"

    def may(self, scope: str) -> bool:
        return scope in self.scopes

    @property
    def scope_labels(self) -> list[str]:
        """What it may do, in the order in which it is chosen."""
        return [str(scope.label) for scope in self.Scope if scope in self.scopes]

    def is_expired(self, at) -> bool:
        return self.expires_at <= at
