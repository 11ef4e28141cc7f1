"""Every body there is: its names, identifiers, place, people, relations and distinctions."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Cast, Upper
from django.db.models.lookups import Regex
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from common.choices import ChoiceField
from common.dates import PartialDateField, dated, in_order
from common.ids import OpaqueIdField
from common.rings import NoRing
from common.sortkeys import SortKeyField
from sources.models import Record
from sources.querysets import PublicQuerySet, RecordQuerySet

from . import identifiers
from .querysets import OrganisationQuerySet


def words_in(column: str, name: str) -> GinIndex:
    """The index for parts of words in any case, as `__icontains` and `__iexact` ask for them."""
    return GinIndex(OpClass(Upper(column), "gin_trgm_ops"), name=name)


class Period(Func):
    """The days between two partial dates, both included; open where one is missing."""

    function = "parkway_period"


class Organisation(Record):
    """Any legal or organisational body; what it does here is told by its profiles."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("company")
        UNIVERSITY = "university", _("university")
        RESEARCH = "research", _("research institute")
        GOVERNMENT = "government", _("government body")
        ASSOCIATION = "association", _("association")
        FORUM = "forum", _("forum")
        INVESTOR = "investor", _("investor")
        MEDIA = "media", _("media")
        PARK = "park", _("park or incubator")
        COLLECTIVE = "collective", _("group of bodies")

    id = OpaqueIdField(prefix="org")
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=300)
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="branches",
        verbose_name=_("part of"),
    )
    summary = models.TextField(_("summary"), blank=True)
    country = CountryField(_("country"), blank=True)
    city = models.CharField(_("city or region"), max_length=200, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    founded_on = PartialDateField(_("founded"))
    dissolved_on = PartialDateField(_("dissolved"))
    sort_en = SortKeyField(of="name", language="en")
    sort_zh_hans = SortKeyField(of="name", language="zh_hans")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_en", "id"]
        indexes = [
            models.Index(fields=["sort_en", "id"], name="organisation_by_name_en"),
            models.Index(fields=["sort_zh_hans", "id"], name="organisation_by_name_zh"),
            models.Index(fields=["country"], name="organisation_by_country"),
            dated("founded_on", "organisation_by_founding"),
            words_in("name_en", "organisation_words_en"),
            words_in("name_zh_hans", "organisation_words_zh"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="organisation_not_part_of_itself",
                violation_error_message=_("An organisation cannot be part of itself."),
            ),
            NoRing(
                field="parent",
                name="organisation_tree_without_ring",
                violation_error_message=_("An organisation cannot be part of one that is part of it."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="organisation_place_whole_and_on_earth",
                violation_error_message=_(
                    "Give both latitude (−90 to 90) and longitude (−180 to 180), or none."
                ),
            ),
            models.CheckConstraint(
                condition=in_order("founded_on", "dissolved_on"),
                name="organisation_dissolved_after_founded",
                violation_error_message=_("It cannot be dissolved before it was founded."),
            ),
            models.CheckConstraint(
                # The field's own regex lookup is one on the names of countries.
                condition=Q(country="") | Q(Regex(Cast("country", models.CharField()), r"^[A-Z]{2}$")),
                name="organisation_country_is_a_code",
                violation_error_message=_("The country is not an ISO 3166-1 code of two letters."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organisations:detail", args=[self.slug])


class OrganisationName(models.Model):
    """One more name that the body is known by, in any language and script."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("official name")
        ALIAS = "alias", _("also known as")
        FORMER = "former", _("former name")
        ACRONYM = "acronym", _("acronym")
        PRINTED = "printed", _("as printed in the source")

    id = OpaqueIdField(prefix="nam")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="names", verbose_name=_("organisation")
    )
    text = models.CharField(_("name"), max_length=300)
    language = models.CharField(
        _("language"),
        max_length=20,
        blank=True,
        help_text=_("BCP 47: en, zh-Hans, ms, ar. Empty if of none."),
    )
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind, default=Kind.ALIAS)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = RecordQuerySet.as_manager()
    visible_through = ("organisation",)

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering = ["kind", "text"]
        indexes = [words_in("text", "organisation_name_words")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "text", "language", "kind"], name="organisation_name_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="organisation_name_not_empty"),
        ]

    def __str__(self):
        return self.text


class Identifier(models.Model):
    """What a public registry calls the body; each pair of scheme and value belongs to one body only."""

    class Scheme(models.TextChoices):
        ROR = "ror", "ROR"
        WIKIDATA = "wikidata", "Wikidata"
        LEI = "lei", "LEI"
        USCC = "uscc", _("Unified Social Credit Code")
        ISNI = "isni", "ISNI"

    id = OpaqueIdField(prefix="idf")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="identifiers", verbose_name=_("organisation")
    )
    scheme = ChoiceField(_("scheme"), max_length=20, choices=Scheme)
    value = models.CharField(_("value"), max_length=40)

    objects = RecordQuerySet.as_manager()
    visible_through = ("organisation",)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                name="identifier_of_one_organisation",
                violation_error_message=_("Another organisation already has this identifier."),
            ),
            models.CheckConstraint(
                condition=Func(
                    F("scheme"),
                    F("value"),
                    function="parkway_is_identifier",
                    output_field=models.BooleanField(),
                ),
                name="identifier_well_formed",
                violation_error_message=_(
                    "This is not a valid identifier of its scheme (form or check digit)."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_scheme_display()} {self.value}"

    def clean_fields(self, exclude=None):
        super().clean_fields(exclude)
        self.value = identifiers.normalise(self.scheme, self.value)

    @property
    def link(self) -> str | None:
        """The registry's page of it, where there is one."""
        return identifiers.link(self.scheme, self.value)


class DirectoryEntry(models.Model):
    """A body as a public registry told it last, and the organisation here that it stands for.

    organisation   none where people deleted it here: it is not brought back; and for a withdrawn one
                   that nothing took the place of
    code           what the registry calls it
    replaced_by    code of the body that took the place of a withdrawn one
    record         what was told (`directory.bodies`), to tell the registry's changes from people's
    digest         of all that was told: what did not change is passed over
    """

    class Registry(models.TextChoices):
        ROR = "ror", "ROR"
        PARKS = "parks", _("list of science parks")

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        INACTIVE = "inactive", _("inactive")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = OpaqueIdField(prefix="dir")
    registry = ChoiceField(_("registry"), max_length=20, choices=Registry)
    code = models.CharField(_("code"), max_length=60)
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="directory_entries",
        verbose_name=_("organisation"),
    )
    status = ChoiceField(_("status"), max_length=20, choices=Status, default=Status.ACTIVE)
    replaced_by = models.CharField(_("replaced by"), max_length=60, blank=True)
    record = models.JSONField(_("as told"), default=dict)
    digest = models.CharField(max_length=32, blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a registry")
        verbose_name_plural = _("entries of registries")
        ordering = ["registry", "code"]
        constraints = [
            models.UniqueConstraint(fields=["registry", "code"], name="directory_entry_once_per_registry")
        ]

    def __str__(self):
        return f"{self.get_registry_display()} {self.code}"


class DirectoryLoad(models.Model):
    """A file of a registry that was taken in, and the report of it.

    progress   rows read so far
    counts     how many were new, changed, unchanged, …
    doubtful   [code, name, reason (a word of `directory.doubts`), value] of each doubtful body
    """

    class State(models.TextChoices):
        READING = "reading", pgettext_lazy("a load", "reading")
        WRITING = "writing", pgettext_lazy("a load", "writing")
        DONE = "done", pgettext_lazy("a load", "done")
        FAILED = "failed", pgettext_lazy("a load", "failed")

    id = OpaqueIdField(prefix="dld")
    registry = ChoiceField(_("registry"), max_length=20, choices=DirectoryEntry.Registry)
    file_name = models.CharField(_("file"), max_length=200)
    state = ChoiceField(_("state"), max_length=20, choices=State, default=State.READING)
    progress = models.PositiveIntegerField(_("rows read"), default=0)
    counts = models.JSONField(_("counts"), default=dict)
    doubtful = models.JSONField(_("doubtful"), default=list)
    problem = models.CharField(_("what went wrong"), max_length=500, blank=True)
    batch = models.OneToOneField(
        "curation.Batch",
        models.SET_NULL,
        null=True,
        related_name="directory_load",
        verbose_name=_("batch of changes"),
    )
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("load of a directory")
        verbose_name_plural = _("loads of directories")
        ordering = ["-started_at", "-id"]

    def __str__(self):
        return self.file_name


class OrganisationRelation(Record):
    """How one body stands to another, read from left to right: `organisation` *kind* `other`."""

    class Kind(models.TextChoices):
        PREDECESSOR = "predecessor", _("is the predecessor of")
        SUBSIDIARY = "subsidiary", _("is a subsidiary of")
        SHAREHOLDER = "shareholder", _("holds shares in")
        ESTABLISHED_WITH = "established_with", _("was established in reliance on")
        OPERATES = "operates", _("develops, builds and operates")
        HOSTED_BY = "hosted_by", _("is hosted by")
        LOCATED_IN = "located_in", _("is located in")
        COOPERATES = "cooperates", _("cooperates with")
        ADVISES = "advises", _("advises")
        COVERS = "covers", _("covers")
        RELATED = "related", _("is related to")

    id = OpaqueIdField(prefix="rel")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="relations_out", verbose_name=_("organisation")
    )
    kind = ChoiceField(_("relation"), max_length=20, choices=Kind)
    other = models.ForeignKey(
        Organisation, models.CASCADE, related_name="relations_in", verbose_name=_("other organisation")
    )
    started_on = PartialDateField(_("since"))
    ended_on = PartialDateField(_("until"))
    note = models.TextField(_("note"), blank=True)

    objects = RecordQuerySet.as_manager()
    visible_through = ("organisation", "other")

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["organisation", "kind", "other"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "other", "started_on"],
                nulls_distinct=False,
                name="organisation_relation_once",
            ),
            models.CheckConstraint(
                condition=~Q(organisation=F("other")),
                name="organisation_relation_to_another",
                violation_error_message=_("An organisation cannot stand in a relation to itself."),
            ),
            models.CheckConstraint(
                condition=in_order("started_on", "ended_on"),
                name="organisation_relation_ends_after_it_starts",
                violation_error_message=_("The end must not be before the start."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation} {self.get_kind_display()} {self.other}"


class NetworkMembership(Record):
    """An organisation belonging to a network, for a time."""

    id = OpaqueIdField(prefix="mem")
    network = models.ForeignKey(
        Organisation, models.CASCADE, related_name="members", verbose_name=_("network")
    )
    member = models.ForeignKey(
        Organisation, models.CASCADE, related_name="networks", verbose_name=_("member")
    )
    joined_on = PartialDateField(_("joined"))
    left_on = PartialDateField(_("left"))
    note = models.TextField(_("note"), blank=True)

    objects = RecordQuerySet.as_manager()
    visible_through = ("network", "member")

    class Meta:
        verbose_name = _("network membership")
        verbose_name_plural = _("network memberships")
        ordering = ["network", "joined_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(network=F("member")),
                name="membership_in_another",
                violation_error_message=_("A network cannot be its own member."),
            ),
            models.CheckConstraint(
                condition=in_order("joined_on", "left_on"),
                name="membership_ends_after_it_starts",
                violation_error_message=_("The day of leaving must not be before the day of joining."),
            ),
            ExclusionConstraint(
                name="membership_without_overlap",
                expressions=[
                    ("network", RangeOperators.EQUAL),
                    ("member", RangeOperators.EQUAL),
                    (Period("joined_on", "left_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This membership is already recorded for an overlapping time."),
            ),
        ]

    def __str__(self):
        return f"{self.member} – {self.network}"


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


class Distinction(Record):
    """An award, a grade, a rank, or a claim to be the first, only or largest."""

    class Kind(models.TextChoices):
        AWARD = "award", _("award")
        GRADE = "grade", _("grade")
        STATUS = "status", _("recognised status")
        RANKING = "ranking", _("place in a ranking")
        CLAIM = "claim", _("claim to be first, only or largest")

    id = OpaqueIdField(prefix="dst")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="distinctions", verbose_name=_("organisation")
    )
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=300)
    granted_on = PartialDateField(_("granted"))
    granted_by = models.ManyToManyField(
        Organisation, blank=True, related_name="distinctions_granted", verbose_name=_("granted by")
    )

    objects = RecordQuerySet.as_manager()
    visible_through = ("organisation",)

    class Meta:
        verbose_name = _("distinction")
        verbose_name_plural = _("distinctions")
        ordering = ["organisation", "granted_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "title_en", "granted_on"],
                nulls_distinct=False,
                name="distinction_once",
            )
        ]

    def __str__(self):
        return self.title
