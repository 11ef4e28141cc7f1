"""What park staff log of their days: who was met, what was said, what follows from it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.choices import ChoiceField
from common.ids import OpaqueIdField
from organisations.models import Organisation
from parks.reach import OwnedQuerySet, PartQuerySet

from ..querysets import InteractionQuerySet, ShareQuerySet
from .agreements import Agreement
from .contacts import Contact


class Interaction(models.Model):
    """A logged contact with partners. A draft is seen by nobody but its author."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("meeting")
        VISIT = "visit", _("visit")
        CALL = "call", _("call")
        MESSAGE = "message", _("message")
        EVENT = "event", _("event")
        SIGNING = "signing", _("signing")

    class Outcome(models.TextChoices):
        OPEN = "open", _("nothing decided")
        NEXT_STEP = "next_step", _("next step agreed")
        AGREED = "agreed", _("agreed")
        DECLINED = "declined", _("declined")

    class Origin(models.TextChoices):
        TYPED = "typed", _("typed")
        MAIL = "mail", _("mailed in")
        CALENDAR = "calendar", _("calendar invitation")
        API = "api", _("API")

    id = OpaqueIdField(prefix="int")
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("logged for"), help_text=_("A park.")
    )
    kind = ChoiceField(_("kind"), max_length=10, choices=Kind, default=Kind.MEETING)
    happened_on = models.DateField(_("date"))
    started_at = models.TimeField(_("time"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=50, blank=True)
    title = models.CharField(pgettext_lazy("of an interaction", "about"), max_length=200)
    notes = models.TextField(_("notes"), blank=True, help_text=_("HTML of a few safe kinds."))
    outcome = ChoiceField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    agreement = models.ForeignKey(
        Agreement,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="interactions",
        verbose_name=_("agreement"),
    )
    is_draft = models.BooleanField(_("draft"), default=False)
    is_example = models.BooleanField(
        _("example"),
        default=False,
        db_default=False,
        help_text=_("Made up to show how the portal works; shown as such."),
    )
    origin = ChoiceField(_("origin"), max_length=10, choices=Origin, default=Origin.TYPED)
    external_id = models.CharField(
        _("Message-ID or UID"), max_length=500, blank=True, help_text=_("Of the mail or invitation.")
    )
    sequence = models.PositiveIntegerField(
        _("version of the invitation"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Its SEQUENCE: a later version has a higher one."),
    )
    submission = models.CharField(
        _("submission"),
        max_length=64,
        blank=True,
        help_text=_("Of the form that was sent: sent twice, it makes one row."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("logged by")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    partners = models.ManyToManyField(
        Organisation,
        through="InteractionPartner",
        related_name="interactions",
        verbose_name=_("partners"),
    )

    objects = InteractionQuerySet.as_manager()

    class Meta:
        verbose_name = _("interaction")
        verbose_name_plural = _("interactions")
        ordering = ["-happened_on", "-id"]
        indexes = [
            models.Index(F("owner"), F("happened_on").desc(), F("id").desc(), name="interaction_of_owner"),
            models.Index(
                F("owner"), F("created_at").desc(), condition=Q(is_draft=False), name="interaction_logged_in"
            ),
            models.Index(
                F("created_by"), F("id").desc(), condition=Q(is_draft=True), name="interaction_drafts"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["created_by", "submission"],
                condition=~Q(submission=""),
                name="interaction_submitted_once",
            ),
            models.UniqueConstraint(
                fields=["created_by", "external_id"],
                condition=~Q(external_id=""),
                name="interaction_mailed_in_once",
            ),
            models.CheckConstraint(
                condition=Q(is_draft=True) | ~Q(title=""),
                name="interaction_has_a_title",
                violation_error_message=_("Say in a few words what it was about."),
            ),
        ]

    def __str__(self):
        return self.title


class InteractionPartner(models.Model):
    """A partner who took part."""

    id = OpaqueIdField(prefix="inp")
    interaction = models.ForeignKey(
        Interaction, models.CASCADE, related_name="partner_rows", verbose_name=_("interaction")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="interaction_rows", verbose_name=_("organisation")
    )

    objects = PartQuerySet.as_manager()
    part_of = "interaction"

    class Meta:
        verbose_name = _("partner of an interaction")
        verbose_name_plural = _("partners of interactions")
        ordering = ["interaction", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["interaction", "organisation"],
                name="interaction_partner_once",
                violation_error_message=_("This partner is already there."),
            )
        ]

    def __str__(self):
        return str(self.organisation)


class Attendee(models.Model):
    """Who was there: a colleague, a known contact, or just a name."""

    class Side(models.TextChoices):
        OURS = "ours", _("our side")
        THEIRS = "theirs", _("their side")

    id = OpaqueIdField(prefix="att")
    interaction = models.ForeignKey(
        Interaction, models.CASCADE, related_name="attendees", verbose_name=_("interaction")
    )
    side = ChoiceField(_("side"), max_length=10, choices=Side)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("colleague"),
    )
    contact = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="attendances",
        verbose_name=_("contact"),
    )
    name = models.CharField(_("name"), max_length=200, blank=True)

    objects = PartQuerySet.as_manager()
    part_of = "interaction"

    class Meta:
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        ordering = ["interaction", "id"]
        constraints = [
            models.UniqueConstraint(fields=["interaction", "user"], name="attendee_user_once"),
            models.UniqueConstraint(fields=["interaction", "contact"], name="attendee_contact_once"),
        ]

    def __str__(self):
        return str(self.contact or self.user or self.name)


class FollowUp(models.Model):
    """What somebody has to do by a day."""

    id = OpaqueIdField(prefix="flw")
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("park"))
    interaction = models.ForeignKey(
        Interaction,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("interaction"),
    )
    agreement = models.ForeignKey(
        Agreement,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("agreement"),
    )
    text = models.CharField(_("what to do"), max_length=300)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("who"),
    )
    due_on = models.DateField(_("due"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("done by"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(
                fields=["assignee", "due_on", "id"], condition=Q(done_at=None), name="follow_up_open_of"
            ),
            models.Index(
                fields=["owner", "due_on", "id"], condition=Q(done_at=None), name="follow_up_open_in"
            ),
            models.Index(
                F("owner"), F("done_at").desc(), condition=Q(done_at__isnull=False), name="follow_up_done_in"
            ),
        ]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="follow_up_says_what")]

    def __str__(self):
        return self.text


class Share(models.Model):
    """A park lets another see what it keeps: of a partner, an agreement or one interaction."""

    id = OpaqueIdField(prefix="shr")
    owner = models.ForeignKey(
        Organisation, models.CASCADE, related_name="shares_given", verbose_name=_("shared by")
    )
    receiver = models.ForeignKey(
        Organisation, models.CASCADE, related_name="shares_received", verbose_name=_("shared with")
    )
    partner = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    agreement = models.ForeignKey(
        Agreement, models.CASCADE, null=True, blank=True, related_name="shares", verbose_name=_("agreement")
    )
    interaction = models.ForeignKey(
        Interaction,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="shares",
        verbose_name=_("interaction"),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("shared by")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(partner__isnull=False, agreement=None, interaction=None)
                | Q(partner=None, agreement__isnull=False, interaction=None)
                | Q(partner=None, agreement=None, interaction__isnull=False),
                name="share_of_one_thing",
                violation_error_message=_("Share one thing: a partner, an agreement or an interaction."),
            ),
            models.CheckConstraint(
                condition=~Q(owner=F("receiver")),
                name="share_with_another",
                violation_error_message=_("A park cannot share with itself."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="share_ends_after_it_starts",
                violation_error_message=_("The end must not be before the start."),
            ),
        ]

    def __str__(self):
        return f"{self.partner or self.agreement or self.interaction} → {self.receiver}"
