"""The people whom a park knows at its partners, kept by the park for itself."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.dates import PartialDateField, in_order
from common.ids import OpaqueIdField
from organisations.models import Organisation
from parks.reach import PartQuerySet

from ..querysets import ContactQuerySet

#: What a row says where the name of a person stood who was erased.
ERASED = "erased person"
#: What an erased contact says, and every state of it that is kept.
BLANK: dict[str, Any] = {
    "name": ERASED,
    "native_name": "",
    "email": "",
    "phone": "",
    "languages": [],
    "consent": "unknown",
    "consent_on": None,
    "consent_source": "",
    "do_not_contact_reason": "",
    "note": "",
}


class Contact(models.Model):
    """Somebody at a partner. Each park keeps its own; none is ever public."""

    class Consent(models.TextChoices):
        UNKNOWN = "unknown", _("not asked")
        GIVEN = "given", _("given")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = OpaqueIdField(prefix="con")
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("kept by"), help_text=_("A park.")
    )
    name = models.CharField(_("name"), max_length=200)
    native_name = models.CharField(_("name in its own script"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=50, blank=True)
    languages = ArrayField(
        models.CharField(max_length=35),
        default=list,
        blank=True,
        verbose_name=_("languages"),
        help_text=_("BCP 47 tags: en, zh-Hans, ur."),
    )
    consent = ChoiceField(_("consent to be kept"), max_length=10, choices=Consent, default=Consent.UNKNOWN)
    consent_on = models.DateField(_("asked or answered on"), null=True, blank=True)
    consent_source = models.CharField(
        _("where the consent comes from"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text=_("Such as a letter, a form or a talk."),
    )
    do_not_contact = models.BooleanField(
        _("do not contact"), default=False, help_text=_("No mailing of the portal goes to this person.")
    )
    do_not_contact_reason = models.CharField(
        _("why not to contact"), max_length=200, blank=True, default="", db_default=""
    )
    note = models.TextField(_("note"), blank=True)
    is_example = models.BooleanField(
        _("example"),
        default=False,
        db_default=False,
        help_text=_("Made up to show how the portal works; shown as such."),
    )
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["owner", "name", "id"], name="contact_of_owner"),
            models.Index(models.functions.Upper("email"), name="contact_email_in_any_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                models.F("owner"),
                models.functions.Lower("email"),
                condition=~Q(email=""),
                name="contact_email_once_per_owner",
                violation_error_message=_("You already keep a contact with this e-mail address."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="contact_has_a_name"),
        ]

    def __str__(self):
        return gettext("erased person") if self.erased_at else self.name


class Affiliation(models.Model):
    """Where a contact works or worked, and as what."""

    id = OpaqueIdField(prefix="aff")
    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="affiliations", verbose_name=_("contact")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="contacts_here", verbose_name=_("organisation")
    )
    title = models.CharField(_("job title"), max_length=200, blank=True)
    started_on = PartialDateField(_("since"))
    ended_on = PartialDateField(_("until"))
    updated_at = models.DateTimeField(_("updated"), auto_now=True, db_default=Now())

    objects = PartQuerySet.as_manager()
    part_of = "contact"

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["contact", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "organisation"],
                condition=Q(ended_on__isnull=True),
                name="affiliation_open_once",
                violation_error_message=_("This person already works there."),
            ),
            models.CheckConstraint(
                condition=in_order("started_on", "ended_on"),
                name="affiliation_ends_after_it_starts",
                violation_error_message=_("The end must not be before the start."),
            ),
        ]

    def __str__(self):
        return f"{self.contact} – {self.organisation}"


class ClosedAddress(models.Model):
    """An e-mail address of somebody who was erased and did not want to be written to.

    Nobody can read it: `digest` only tells whether an address that somebody names is the same.
    """

    id = OpaqueIdField(prefix="cla")
    digest = models.CharField(_("fingerprint"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("address not to be written to")
        verbose_name_plural = _("addresses not to be written to")
        ordering = ["id"]

    def __str__(self):
        return self.digest[:12]
