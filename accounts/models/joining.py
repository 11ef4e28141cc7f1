"""How somebody comes to act for an organisation: invited by it, or asking it."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.ids import OpaqueIdField
from organisations.models import Organisation

from ..querysets import LookedAfterQuerySet
from .users import Membership, User

INVITATION_LASTS = timedelta(days=14)
_signer = signing.Signer(salt="accounts.invitation", sep=".")


def new_nonce() -> str:
    return secrets.token_hex(16)


def end_of_an_invitation():
    return timezone.now() + INVITATION_LASTS


class InvitationQuerySet(LookedAfterQuerySet):
    def waiting(self):
        """Neither accepted nor revoked; one that has expired can be sent again."""
        return self.filter(accepted_at=None, revoked_at=None)

    def get_by_token(self, token: str):
        """The invitation that a mailed link opens, as long as it waits and has not expired.

        Raises  Invitation.DoesNotExist, the same for a forged link and one that worked once
        """
        try:
            pk, _dash, nonce = _signer.unsign(token).partition("-")
        except signing.BadSignature:
            raise self.model.DoesNotExist from None
        found = self.waiting().get(pk=pk, expires_at__gt=timezone.now())
        if not constant_time_compare(found.nonce, nonce):
            raise self.model.DoesNotExist
        return found


class Invitation(models.Model):
    """An address that an organisation asks to join it, in a role.

    nonce   makes the link that is mailed one of a kind; it is in no history and on no page
    token   what the link carries: signed, and made again whenever a mail is written
    """

    id = OpaqueIdField(prefix="inv")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="invitations", verbose_name=_("organisation")
    )
    email = models.EmailField(_("e-mail"))
    role = ChoiceField(_("role"), max_length=20, choices=Membership.Role, default=Membership.Role.MEMBER)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    invited_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("invited by")
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    sent_at = models.DateTimeField(_("last sent"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"), default=end_of_an_invitation)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("accepted by")
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                F("organisation"),
                Lower("email"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_waits_once",
                violation_error_message=_("This address is invited already."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="invitation_accepted_or_revoked",
                violation_error_message=_("An invitation is either accepted or revoked."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="invitation_expires_later",
                violation_error_message=_("The end must be after the start."),
            ),
        ]

    def __str__(self):
        return f"{self.email} – {self.organisation}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:invitation", args=[self.token])

    @property
    def token(self) -> str:
        return _signer.sign(f"{self.pk}-{self.nonce}")

    @property
    def is_waiting(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()


class JoinRequestQuerySet(LookedAfterQuerySet):
    person = "user"

    def waiting(self):
        return self.filter(decided_at=None, withdrawn_at=None)


class JoinRequest(models.Model):
    """A user asking an organisation to act for it.

    is_granted   None as long as nobody has decided
    answer       what the asker is told with the decision
    """

    id = OpaqueIdField(prefix="jrq")
    user = models.ForeignKey(User, models.CASCADE, related_name="join_requests", verbose_name=_("user"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="join_requests", verbose_name=_("organisation")
    )
    message = models.TextField(_("message"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("asked"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    is_granted = models.BooleanField(_("granted"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(decided_at=None, withdrawn_at=None),
                name="join_request_waits_once",
                violation_error_message=_("You have asked this organisation already."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, is_granted=None)
                | Q(decided_at__isnull=False, is_granted__isnull=False),
                name="join_request_decided_with_an_outcome",
                violation_error_message=_("Say when it was decided, and how."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(withdrawn_at=None),
                name="join_request_decided_or_withdrawn",
                violation_error_message=_("A request is either decided or withdrawn."),
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.organisation}"

    @property
    def is_waiting(self) -> bool:
        return self.decided_at is None and self.withdrawn_at is None
