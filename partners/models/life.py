"""The life of an agreement: moves between statuses, texts, amendments, obligations, documents."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.ids import OpaqueIdField
from organisations.models import Organisation
from parks.reach import OwnedQuerySet, PartQuerySet

from .agreements import Agreement


class Move(models.Model):
    """A step in an agreement's life: who did it, when and why; by nobody when a date did.

    Most lead from one status to another; others close or open its text, and leave the status as it is.
    """

    class Step(models.TextChoices):
        STATUS = "status", _("status changed")
        FINAL = "final", _("text made final")
        REOPENED = "reopened", _("text opened again")

    id = OpaqueIdField(prefix="mov")
    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="moves", verbose_name=_("agreement")
    )
    step = ChoiceField(_("step"), max_length=20, choices=Step, default=Step.STATUS)
    before = ChoiceField(_("from"), max_length=20, choices=Agreement.Status)
    after = ChoiceField(_("to"), max_length=20, choices=Agreement.Status)
    at = models.DateTimeField(_("moment"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    reason = models.CharField(_("why"), max_length=500, blank=True)

    objects = PartQuerySet.as_manager()
    part_of = "agreement"

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ["agreement", "at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step="status") & ~Q(before=F("after")) | ~Q(step="status") & Q(before=F("after")),
                name="move_goes_somewhere_or_is_about_the_text",
            )
        ]

    def __str__(self):
        if self.step != self.Step.STATUS:
            return str(self.get_step_display())
        return f"{self.get_before_display()} → {self.get_after_display()}"


class Document(models.Model):
    """A file that belongs to an agreement; given out as an attachment only, never shown by a browser."""

    id = OpaqueIdField(prefix="doc")
    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="documents", verbose_name=_("agreement")
    )
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("kind of file"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    digest = models.CharField("SHA-256", max_length=64)
    file = models.FileField(_("file"), upload_to="documents/", max_length=200)
    language = models.CharField(_("language"), max_length=35, blank=True, help_text=_("BCP 47: en, zh-Hans."))
    is_text = models.BooleanField(_("a text of the agreement"), default=False)
    is_prevailing = models.BooleanField(_("this text prevails"), default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    objects = PartQuerySet.as_manager()
    part_of = "agreement"

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["agreement", "uploaded_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(is_prevailing=True),
                name="agreement_one_text_prevails",
                violation_error_message=_("Only one text can prevail."),
            ),
            models.CheckConstraint(
                condition=Q(is_prevailing=False) | Q(is_text=True),
                name="document_that_prevails_is_a_text",
                violation_error_message=_("Only a text of the agreement can prevail."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def language_name(self) -> str:
        """The language of a text, in the reader's words."""
        try:
            return str(get_language_info(self.language)["name_translated"])
        except KeyError:
            return self.language


class Amendment(models.Model):
    """A numbered change of a signed agreement: why, and what said what before and after.

    difference   {"field": [before, after]}, as the history writes values
    """

    id = OpaqueIdField(prefix="amd")
    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="amendments", verbose_name=_("agreement")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    reason = models.CharField(_("why"), max_length=500)
    difference = models.JSONField(_("difference"))
    effective_on = models.DateField(_("in force from"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = PartQuerySet.as_manager()
    part_of = "agreement"

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="amendment_number_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="amendment_has_a_reason"),
            models.CheckConstraint(condition=~Q(difference={}), name="amendment_changes_something"),
        ]

    def __str__(self):
        return f"{self.agreement} ({self.number})"


class Obligation(models.Model):
    """What a party owes under an agreement, once or again and again."""

    class Rhythm(models.TextChoices):
        ONCE = "once", _("once")
        MONTHLY = "monthly", _("every month")
        QUARTERLY = "quarterly", _("every quarter")
        YEARLY = "yearly", _("every year")

    id = OpaqueIdField(prefix="obl")
    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="obligations", verbose_name=_("agreement")
    )
    debtor = models.ForeignKey(
        Organisation, models.PROTECT, related_name="obligations", verbose_name=_("who owes")
    )
    text = models.CharField(_("what"), max_length=300)
    first_due_on = models.DateField(_("first due"))
    rhythm = ChoiceField(_("how often"), max_length=10, choices=Rhythm, default=Rhythm.ONCE)
    until = models.DateField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = PartQuerySet.as_manager()
    part_of = "agreement"

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        ordering = ["first_due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="obligation_says_what"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("first_due_on")),
                name="obligation_ends_after_it_starts",
                violation_error_message=_("The end must not be before the first day."),
            ),
        ]

    def __str__(self):
        return self.text


class Due(models.Model):
    """One time that an obligation falls due: open, done with evidence, missed, or no longer due."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        MISSED = "missed", _("missed")
        LAPSED = "lapsed", _("no longer due")

    id = OpaqueIdField(prefix="due")
    obligation = models.ForeignKey(
        Obligation, models.CASCADE, related_name="dues", verbose_name=_("obligation")
    )
    due_on = models.DateField(_("due"))
    state = ChoiceField(_("state"), max_length=10, choices=State, default=State.OPEN)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    evidence = models.CharField(_("evidence"), max_length=500, blank=True)
    document = models.ForeignKey(
        Document, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("document")
    )

    objects = PartQuerySet.as_manager()
    part_of = "obligation__agreement"

    class Meta:
        verbose_name = _("due date")
        verbose_name_plural = _("due dates")
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["due_on", "id"], condition=Q(state="open"), name="due_open")]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "due_on"], name="due_once_a_day"),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None) | ~Q(state="open") & Q(settled_at__isnull=False),
                name="due_settled_has_a_moment",
            ),
        ]

    def __str__(self):
        return f"{self.obligation} ({self.due_on})"


class LeadTimes(models.Model):
    """When a park wants to be warned, and when an agreement of it counts as dormant."""

    id = OpaqueIdField(prefix="ldt")
    owner = models.OneToOneField(Organisation, models.CASCADE, related_name="+", verbose_name=_("park"))
    days = ArrayField(
        models.PositiveSmallIntegerField(validators=[MaxValueValidator(730)]),
        default=list,
        verbose_name=_("days before"),
        help_text=_("Days before a date on which to warn: 90, 30, 7."),
    )
    dormant_after = models.PositiveSmallIntegerField(_("months until dormant"), default=6)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("lead times")
        verbose_name_plural = _("lead times")
        ordering = ["owner"]

    def __str__(self):
        return str(self.owner)
