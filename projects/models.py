"""Cooperation projects: what is planned, built, founded or bought together."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.db.models.lookups import Regex
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from common.choices import ChoiceField
from common.dates import PartialDateField, dated, in_order
from common.ids import OpaqueIdField
from common.sortkeys import SortKeyField
from organisations.models import Organisation
from parks.models import Park
from partners.models import Agreement
from sources.models import Record

from .querysets import ProjectPartQuerySet, ProjectQuerySet


class Project(Record):
    """A cooperation project on one of the three paths that the paper tells of."""

    class Path(models.TextChoices):
        CONSULTING = "consulting", _("planning, consulting and operation")
        MERGER = "merger", _("cross-border merger, acquisition and partnership")
        INDUSTRY = "industry", _("industrial and product partnership")

    class Phase(models.TextChoices):
        IDEA = "idea", _("idea")
        PLANNED = "planned", _("planned")
        STUDY = "study", _("feasibility study")
        PLANNING = "planning", _("strategic planning")
        CONSTRUCTION = "construction", _("construction")
        OPERATION = "operation", _("in operation")
        COMPLETED = "completed", _("completed")
        CANCELLED = "cancelled", _("cancelled")

    id = OpaqueIdField(prefix="prj")
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=300)
    path = ChoiceField(_("path"), max_length=20, choices=Path)
    phase = ChoiceField(_("phase"), max_length=20, choices=Phase)
    summary = models.TextField(_("summary"), blank=True)
    aim = models.TextField(_("aim"), blank=True)
    country = CountryField(_("country"), blank=True)
    park = models.ForeignKey(
        Park,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("park it serves"),
    )
    agreements = models.ManyToManyField(
        Agreement, blank=True, related_name="projects", verbose_name=_("agreements it rests on")
    )
    starts_on = PartialDateField(_("start"))
    ends_on = PartialDateField(_("end"))
    sort_en = SortKeyField(of="title", language="en")
    sort_zh_hans = SortKeyField(of="title", language="zh_hans")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["sort_en", "id"]
        indexes = [
            models.Index(fields=["sort_en", "id"], name="project_by_title_en"),
            models.Index(fields=["sort_zh_hans", "id"], name="project_by_title_zh"),
            dated("starts_on", "project_by_start"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=in_order("starts_on", "ends_on"),
                name="project_ends_after_it_starts",
                violation_error_message=_("The end must not be before the start."),
            ),
            models.CheckConstraint(
                # The field's own regex lookup is one on the names of countries.
                condition=Q(country="") | Q(Regex(Cast("country", models.CharField()), r"^[A-Z]{2}$")),
                name="project_country_is_a_code",
                violation_error_message=_("The country is not an ISO 3166-1 code of two letters."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("projects:detail", args=[self.slug])


class ProjectParticipant(models.Model):
    """A body that takes part in a project, in a role."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        CONSULTANT = "consultant", _("consultant")
        CLIENT = "client", _("client")
        PARTNER = "partner", _("partner")
        INVESTOR = "investor", _("investor")
        OPERATOR = "operator", _("operator")
        HOST = "host", _("host")

    id = OpaqueIdField(prefix="ppt")
    project = models.ForeignKey(
        Project, models.CASCADE, related_name="participants", verbose_name=_("project")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="participations", verbose_name=_("organisation")
    )
    role = ChoiceField(_("role"), max_length=20, choices=Role)
    ordinal = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = ProjectPartQuerySet.as_manager()
    visible_through = ("project", "organisation")

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["project", "ordinal", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation", "role"],
                name="project_participant_once",
                violation_error_message=_("This organisation already takes part in this role."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation} ({self.get_role_display()})"


class Deliverable(models.Model):
    """Something that a project is to produce or a question it is to answer."""

    class Status(models.TextChoices):
        UNKNOWN = "", _("not told")
        PLANNED = "planned", _("planned")
        DELIVERED = "delivered", _("delivered")

    id = OpaqueIdField(prefix="dlv")
    project = models.ForeignKey(
        Project, models.CASCADE, related_name="deliverables", verbose_name=_("project")
    )
    title = models.CharField(_("title"), max_length=300)
    status = ChoiceField(_("status"), max_length=20, choices=Status, blank=True)
    due_on = PartialDateField(_("due"))
    ordinal = models.PositiveSmallIntegerField(_("position"))

    objects = ProjectPartQuerySet.as_manager()
    visible_through = ("project",)

    class Meta:
        verbose_name = _("deliverable")
        verbose_name_plural = _("deliverables")
        ordering = ["project", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["project", "ordinal"], name="deliverable_position_once"),
        ]

    def __str__(self):
        return self.title
