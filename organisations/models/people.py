"""People and the positions that they hold."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.choices import ChoiceField
from common.dates import PartialDateField, in_order
from common.ids import OpaqueIdField
from sources.models import Record
from sources.querysets import RecordQuerySet

from .bodies import Organisation


class Person(Record):
    """Somebody whom a source names."""

    id = OpaqueIdField(prefix="per")
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "id"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organisations:person", args=[self.slug])


class Position(Record):
    """What a person is or was in an organisation: a post, or an office held in a network."""

    class Kind(models.TextChoices):
        POST = "post", _("post")
        OFFICE = "office", _("office held")
        FORMER = "former", _("former post")
        JOINED = "joined", _("joined")
        AUTHOR = "author", _("author")

    id = OpaqueIdField(prefix="pos")
    person = models.ForeignKey(Person, models.CASCADE, related_name="positions", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="positions", verbose_name=_("organisation")
    )
    on_behalf_of = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="offices",
        verbose_name=_("on behalf of"),
    )
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    started_on = PartialDateField(_("since"))
    ended_on = PartialDateField(_("until"))

    objects = RecordQuerySet.as_manager()
    visible_through = ("person", "organisation")

    class Meta:
        verbose_name = pgettext_lazy("of a person", "position")
        verbose_name_plural = _("positions")
        ordering = ["person", "started_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=in_order("started_on", "ended_on"),
                name="position_ends_after_it_starts",
                violation_error_message=_("The end must not be before the start."),
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "kind", "title_en", "started_on"],
                nulls_distinct=False,
                name="position_once",
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.title}"
