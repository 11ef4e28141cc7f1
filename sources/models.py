"""Where facts come from: documents, places in them, their terms, and what does not agree in them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.dates import PartialDateField
from common.ids import OpaqueIdField
from common.rings import NoRing

from .querysets import PublicQuerySet, RecordQuerySet


class Record(models.Model):
    """A fact that the portal states: published or not, with the places where it stands."""

    is_published = models.BooleanField(_("published"), default=True)
    is_example = models.BooleanField(
        _("example"), default=False, help_text=_("Made up to show how the portal works; shown as such.")
    )
    curator_note = models.TextField(
        _("curator's note"), blank=True, help_text=_("Shown in public: misprints, doubts, conflicts.")
    )
    passages = models.ManyToManyField(
        "sources.Passage", blank=True, related_name="+", verbose_name=_("source places")
    )
    discrepancies = models.ManyToManyField(
        "sources.Discrepancy", blank=True, related_name="+", verbose_name=_("discrepancies")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    #: Paths to the records that must be visible for this one to be.
    visible_through: tuple[str, ...] = ()

    class Meta:
        abstract = True


class Source(models.Model):
    """A document or data set that facts are taken from."""

    class Kind(models.TextChoices):
        PAPER = "paper", _("conference paper")
        DATASET = "dataset", _("data set")
        WEBSITE = "website", _("website")
        REPORT = "report", _("report")

    id = OpaqueIdField(prefix="src")
    slug = models.SlugField(_("slug"), unique=True)
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=500)
    author = models.CharField(_("author"), max_length=300, blank=True)
    publisher = models.CharField(_("publisher or event"), max_length=500, blank=True)
    published_on = PartialDateField(_("published"))
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    link = models.URLField(_("link"), blank=True)
    description = models.TextField(_("description"), blank=True)
    curator_note = models.TextField(_("curator's note"), blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("sources:detail", args=[self.slug])


class Passage(models.Model):
    """A place in a source that can be cited: a section, table, figure, footnote or column."""

    id = OpaqueIdField(prefix="pas")
    source = models.ForeignKey(Source, models.CASCADE, related_name="passages", verbose_name=_("source"))
    code = models.CharField(_("code"), max_length=40, help_text=_("Short and stable: IV.1, figure-3."))
    label = models.CharField(_("label"), max_length=200, help_text=_("As cited: Section IV (I), Table 2."))
    ordinal = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("source place")
        verbose_name_plural = _("source places")
        ordering = ["source", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["source", "code"], name="passage_code_once_per_source")
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return f"{self.source.get_absolute_url()}#{self.code}"


class Discrepancy(models.Model):
    """Something in a source that contradicts itself, is misprinted or leaves a doubt; with the ruling."""

    class Kind(models.TextChoices):
        ARITHMETIC = "arithmetic", _("figures that do not add up")
        MISPRINT = "misprint", _("misprint")
        WORDING = "wording", _("unclear or varying wording")
        NAME = "name", _("name that needs an alias")

    id = OpaqueIdField(prefix="dis")
    code = models.SlugField(_("code"), unique=True)
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=300)
    note = models.TextField(_("curator's note"))
    passages = models.ManyToManyField(
        Passage, blank=True, related_name="discrepancies", verbose_name=_("source places")
    )

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("discrepancy")
        verbose_name_plural = _("discrepancies")
        ordering = ["id"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("sources:discrepancy", args=[self.code])


class Vocabulary(models.Model):
    """A list of terms: forms of globalisation, risks, problems, suggestions, fields of cooperation."""

    id = OpaqueIdField(prefix="voc")
    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("vocabulary")
        verbose_name_plural = _("vocabularies")
        ordering = ["slug"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("sources:vocabulary", args=[self.slug])


class Term(Record):
    """A word of a vocabulary, with what it means; a term may stand below another."""

    id = OpaqueIdField(prefix="ter")
    vocabulary = models.ForeignKey(
        Vocabulary, models.CASCADE, related_name="terms", verbose_name=_("vocabulary")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("broader term")
    )
    slug = models.SlugField(_("slug"), max_length=100)
    name = models.CharField(_("name"), max_length=200)
    definition = models.TextField(_("definition"), blank=True)
    ordinal = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["vocabulary", "ordinal", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["vocabulary", "slug"], name="term_slug_once_per_vocabulary"),
            models.CheckConstraint(
                condition=~Q(parent=models.F("id")),
                name="term_not_below_itself",
                violation_error_message=_("A term cannot stand below itself."),
            ),
            NoRing(field="parent", name="term_tree_without_ring"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("sources:term", args=[self.vocabulary.slug, self.slug])
