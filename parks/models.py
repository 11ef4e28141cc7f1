"""Parks, the enterprises in them, their history and their figures."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from tree_queries.fields import TreeNodeForeignKey

from common.choices import ChoiceField
from common.dates import PartialDateField, dated, in_order
from common.ids import OpaqueIdField
from common.rings import NoRing
from organisations.models import Organisation, Period
from sources.models import Record
from sources.querysets import RecordQuerySet

from .querysets import ObservationQuerySet, ParkQuerySet


class Park(Record):
    """A place of innovation: the profile of an organisation that is one. Parks form a tree."""

    class Kind(models.TextChoices):
        SCIENCE_PARK = "science_park", _("science park")
        SCIENCE_CITY = "science_city", _("science city")
        INCUBATOR = "incubator", _("incubator")
        INNOVATION_HUB = "innovation_hub", _("innovation hub")
        INNOVATION_BASE = "innovation_base", _("innovation base")
        HIGH_TECH_ZONE = "high_tech_zone", _("high-tech zone")
        ZONE_NETWORK = "zone_network", _("network of zones")

    class Approach(models.TextChoices):
        EXPORT = "export", _("export-oriented economy")
        INNOVATION = "innovation", _("self-dependent innovation")
        PARTNERSHIP = "partnership", _("global partnership")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        BUILDING = "building", _("under construction")
        OPERATING = "operating", _("operating")
        CLOSED = "closed", _("closed")

    id = OpaqueIdField(prefix="prk")
    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="park", verbose_name=_("organisation")
    )
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind)
    parent = TreeNodeForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("lies in"),
    )
    approach = ChoiceField(_("internationalisation approach"), max_length=20, choices=Approach, blank=True)
    status = ChoiceField(_("status"), max_length=20, choices=Status, default=Status.OPERATING)
    opened_on = PartialDateField(_("opened"))
    description = models.TextField(_("description"), blank=True)

    objects = ParkQuerySet.as_manager()
    visible_through = ("organisation",)

    class Meta:
        verbose_name = _("park")
        verbose_name_plural = _("parks")
        ordering = ["organisation__sort_en", "id"]
        indexes = [dated("opened_on", "park_by_opening")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="park_not_in_itself",
                violation_error_message=_("A park cannot lie in itself."),
            ),
            NoRing(
                field="parent",
                name="park_tree_without_ring",
                violation_error_message=_("A park cannot lie in a park that lies in it."),
            ),
        ]

    def __str__(self):
        return str(self.organisation)

    def get_absolute_url(self):
        return reverse("parks:detail", args=[self.organisation.slug])


class Enterprise(Record):
    """A company in the network: the profile of an organisation that does business."""

    id = OpaqueIdField(prefix="ent")
    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="enterprise", verbose_name=_("organisation")
    )
    is_multinational = models.BooleanField(_("multinational"), default=False)
    description = models.TextField(_("description"), blank=True)

    objects = RecordQuerySet.as_manager()
    visible_through = ("organisation",)

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        ordering = ["organisation__sort_en", "id"]

    def __str__(self):
        return str(self.organisation)

    def get_absolute_url(self):
        return reverse("parks:enterprise", args=[self.organisation.slug])


class Tenancy(Record):
    """An enterprise settled in a park, for a time."""

    class Kind(models.TextChoices):
        TENANT = "tenant", _("settled")
        PRESENCE = "presence", _("subsidiary or research centre")
        MEMBER = "member", _("enterprise of the park")

    id = OpaqueIdField(prefix="ten")
    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="tenancies", verbose_name=_("enterprise")
    )
    park = models.ForeignKey(Park, models.CASCADE, related_name="tenancies", verbose_name=_("park"))
    kind = ChoiceField(_("kind"), max_length=20, choices=Kind, default=Kind.TENANT)
    settled_on = PartialDateField(_("settled"))
    left_on = PartialDateField(_("left"))

    objects = RecordQuerySet.as_manager()
    visible_through = ("enterprise", "enterprise__organisation", "park", "park__organisation")

    class Meta:
        verbose_name = _("tenancy")
        verbose_name_plural = _("tenancies")
        ordering = ["settled_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=in_order("settled_on", "left_on"),
                name="tenancy_ends_after_it_starts",
                violation_error_message=_("The enterprise cannot leave before it settled."),
            ),
            ExclusionConstraint(
                name="tenancy_without_overlap",
                expressions=[
                    ("enterprise", RangeOperators.EQUAL),
                    ("park", RangeOperators.EQUAL),
                    (Period("settled_on", "left_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This enterprise is already in this park for an overlapping time."),
            ),
        ]

    def __str__(self):
        return f"{self.enterprise} – {self.park}"


class Stage(Record):
    """A stage of an organisation's internationalisation, as a source divides its history."""

    id = OpaqueIdField(prefix="stg")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="stages", verbose_name=_("organisation")
    )
    slug = models.SlugField(_("slug"), max_length=100)
    name = models.CharField(_("name"), max_length=200)
    ordinal = models.PositiveSmallIntegerField(_("position"))
    started_on = PartialDateField(_("from"))
    ended_on = PartialDateField(_("to"))

    objects = RecordQuerySet.as_manager()
    visible_through = ("organisation",)

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["organisation", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="stage_slug_once"),
            models.UniqueConstraint(fields=["organisation", "ordinal"], name="stage_position_once"),
            models.CheckConstraint(
                condition=in_order("started_on", "ended_on"),
                name="stage_ends_after_it_starts",
                violation_error_message=_("The end must not be before the start."),
            ),
        ]

    def __str__(self):
        return self.name


class Milestone(Record):
    """A dated event in the history of a park or of its operator."""

    id = OpaqueIdField(prefix="mst")
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="milestones", verbose_name=_("organisation")
    )
    stage = models.ForeignKey(
        Stage,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name=_("stage"),
    )
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    happened_on = PartialDateField(_("date"), null=False, blank=False)
    ordinal = models.PositiveSmallIntegerField(_("position within the date"), default=0)
    concerns = models.ManyToManyField(
        Organisation, blank=True, related_name="mentioned_in", verbose_name=_("concerns")
    )

    objects = RecordQuerySet.as_manager()
    visible_through = ("organisation",)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["happened_on", "ordinal", "id"]
        indexes = [models.Index(fields=["happened_on", "id"], name="milestone_by_date")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("parks:milestone", args=[self.slug])


class Indicator(Record):
    """What is measured."""

    class Respect(models.TextChoices):
        PRODUCTS = "products", _("products")
        FACTORS = "factors", _("factors")
        ORGANISATIONS = "organisations", _("organisations")
        PROPERTY = "property", _("intellectual property")
        SCALE = "scale", _("scale")

    class Unit(models.TextChoices):
        MONEY = "money", _("money")
        COUNT = "count", _("count")
        PERCENT = "percent", _("per cent")
        AREA = "area", _("square metres")
        RANK = "rank", _("rank")
        YEARS = "years", _("years")

    id = OpaqueIdField(prefix="ind")
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=200)
    definition = models.TextField(_("definition"), blank=True)
    respect = ChoiceField(_("respect"), max_length=20, choices=Respect)
    unit = ChoiceField(_("unit"), max_length=20, choices=Unit)
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("can only come after"),
        help_text=_("An event counted here happens after one counted there: a grant after its application."),
    )
    ordinal = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["respect", "ordinal", "slug"]
        constraints = [NoRing(field="follows", name="indicator_order_without_ring")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("figures:indicator", args=[self.slug])


# Asked for by name in each language, as a check that is neither true nor false lets a row pass.
_MULTIPLE_NAMED = Q(multiple_of_en__isnull=False, multiple_of_en__gt="") | Q(
    multiple_of_zh_hans__isnull=False, multiple_of_zh_hans__gt=""
)


class Observation(Record):
    """One claim of a source about an indicator: as printed, and as numbers to reckon with.

    value        in the unit of the indicator; money in whole units of `currency` (427.2 billion USD
                 is 427200000000)
    share        per cent of `share_of` that the source says the value is
    change       against the period before: per cent, or a count where `change_is_percent` is false
    multiple     how many times as fast it grew as `multiple_of`
    """

    class Qualifier(models.TextChoices):
        EXACT = "", _("exactly")
        NEARLY = "nearly", _("nearly")
        ABOUT = "about", _("about")
        OVER = "over", _("over")
        AT_LEAST = "at_least", _("at least")

    class PeriodKind(models.TextChoices):
        YEAR = "year", _("in the year")
        END = "end", _("at the end of")
        AS_OF = "as_of", _("as of")
        UNDATED = "undated", _("undated")

    class PartKind(models.TextChoices):
        COMPONENT = "component", _("adds up to it with its siblings")
        SUBSET = "subset", _("is some of it")

    id = OpaqueIdField(prefix="obs")
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="observations", verbose_name=_("indicator")
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="observations", verbose_name=_("organisation")
    )
    scope = models.CharField(_("scope"), max_length=300, blank=True, help_text=_("Whom or what it counts."))
    period_on = PartialDateField(_("period"))
    period_kind = ChoiceField(_("kind of period"), max_length=10, choices=PeriodKind, default=PeriodKind.YEAR)
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=4)
    currency = models.CharField(_("currency"), max_length=3, blank=True, help_text="ISO 4217")
    qualifier = ChoiceField(_("qualifier"), max_length=10, choices=Qualifier, blank=True)
    printed = models.CharField(_("as printed"), max_length=200)
    change = models.DecimalField(_("change"), max_digits=12, decimal_places=4, null=True, blank=True)
    change_is_percent = models.BooleanField(_("change in per cent"), default=True)
    change_printed = models.CharField(_("change as printed"), max_length=200, blank=True)
    share = models.DecimalField(_("share, per cent"), max_digits=7, decimal_places=4, null=True, blank=True)
    share_of = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="shares",
        verbose_name=_("share of"),
    )
    share_printed = models.CharField(_("share as printed"), max_length=300, blank=True)
    multiple = models.DecimalField(
        _("growth multiple"), max_digits=8, decimal_places=4, null=True, blank=True
    )
    multiple_of = models.CharField(_("multiple of the growth of"), max_length=200, blank=True)
    part_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    part_kind = ChoiceField(_("kind of part"), max_length=10, choices=PartKind, blank=True)
    ratio_of = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="ratios",
        verbose_name=_("share that these parts have in their wholes"),
    )

    objects = ObservationQuerySet.as_manager()
    visible_through = ("indicator", "organisation")

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["indicator", "period_on", "id"]
        indexes = [
            models.Index(fields=["indicator", "organisation", "period_on"], name="observation_series"),
            dated("period_on", "observation_by_period"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(currency="") | Q(currency__regex=r"^[A-Z]{3}$"),
                name="observation_currency_is_a_code",
                violation_error_message=_("The currency is not an ISO 4217 code of three letters."),
            ),
            models.CheckConstraint(
                condition=Q(share=None, share_of=None)
                | Q(share__isnull=False, share__gte=0, share__lte=100, share_of__isnull=False),
                name="observation_share_has_its_base",
                violation_error_message=_(
                    "A share lies between 0 and 100 per cent and names what it is a share of."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(multiple=None) & ~_MULTIPLE_NAMED)
                | (Q(multiple__isnull=False) & _MULTIPLE_NAMED),
                name="observation_multiple_has_its_base",
                violation_error_message=_("A growth multiple names the growth that it is a multiple of."),
            ),
            models.CheckConstraint(
                condition=Q(part_of=None, part_kind="") | (Q(part_of__isnull=False) & ~Q(part_kind="")),
                name="observation_part_has_its_kind",
                violation_error_message=_("A part says how it belongs to the whole."),
            ),
            models.CheckConstraint(
                condition=~Q(part_of=F("id")),
                name="observation_not_part_of_itself",
                violation_error_message=_("A figure cannot be a part of itself."),
            ),
            NoRing(field="part_of", name="observation_parts_without_ring"),
            models.CheckConstraint(
                condition=(Q(period_kind="undated") & Q(period_on=None))
                | (~Q(period_kind="undated") & Q(period_on__isnull=False)),
                name="observation_period_given_or_undated",
                violation_error_message=_("Give the period, or mark the figure as undated."),
            ),
            models.CheckConstraint(
                condition=~Q(printed=""),
                name="observation_keeps_the_print",
                violation_error_message=_("Give the value as the source prints it."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.printed}"

    def get_absolute_url(self):
        return reverse("figures:observation", args=[self.slug])
