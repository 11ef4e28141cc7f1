"""Pages of parks, of the enterprises in them, and of their milestones."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from common.dates import period_display
from common.listing import ListPage
from organisations.facts import linked
from organisations.models import Organisation, OrganisationRelation
from organisations.sections import line
from organisations.views import ProfilePage
from sources.places import cited, places

from .filters import EnterpriseFilter, MilestoneFilter, ParkFilter
from .history import event, milestones_seen_by
from .models import Enterprise, Milestone, Park, Tenancy
from .templatetags.parks import park_chips
from .tree import tree_around

MOST_TENANTS = 60


class ParkList(ListPage):
    filterset_class = ParkFilter
    title = _("Parks")
    lead = _("Science parks, zones, incubators and hubs, and how each goes international.")
    row_template = "parks/_park_row.html"
    sortings = {
        "name": _("Name, A to Z"),
        "-name": _("Name, Z to A"),
        "opened_on": _("Opened, oldest first"),
        "-opened_on": _("Opened, newest first"),
    }

    def get_queryset(self):
        return Park.objects.visible_to(self.request.user).select_related("organisation")


class EnterpriseList(ListPage):
    filterset_class = EnterpriseFilter
    title = _("Enterprises")
    lead = _("Companies in the parks, or with a branch or a research centre there.")
    row_template = "parks/_enterprise_row.html"
    sortings = {"name": _("Name, A to Z"), "-name": _("Name, Z to A")}

    def get_queryset(self):
        tenancies = Tenancy.objects.visible_to(self.request.user).select_related("park__organisation")
        return (
            Enterprise.objects.visible_to(self.request.user)
            .select_related("organisation")
            .prefetch_related(Prefetch("tenancies", tenancies))
        )


class MilestoneList(ListPage):
    filterset_class = MilestoneFilter
    title = _("Milestones")
    lead = _("What happened on the way into the world, dated as exactly as the source does.")
    rows_template = "parks/_milestones.html"
    sortings = {"happened_on": _("Oldest first"), "-happened_on": _("Newest first")}

    def get_queryset(self):
        return milestones_seen_by(self.request.user)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "stages": [
                {"events": [event(row) | {"marks": getattr(row, "marks", None)} for row in context["rows"]]}
            ]
        }


class ProfileQuery:
    """A profile is found by the slug of its organisation."""

    model: type[Park] | type[Enterprise]
    slug_field = "organisation__slug"

    def get_queryset(self):
        return (
            self.model.objects.visible_to(self.request.user)
            .select_related("organisation")
            .prefetch_related(
                places(), "discrepancies", places("organisation__passages"), "organisation__discrepancies"
            )
        )


class ParkDetail(ProfileQuery, ProfilePage):
    model = Park
    template_name = "parks/park_detail.html"
    icon = "park"
    list_route = "parks:list"
    list_title = _("Parks")

    @cached_property
    def operators(self) -> list[Organisation]:
        runs = OrganisationRelation.objects.visible_to(self.request.user).filter(
            kind=OrganisationRelation.Kind.OPERATES, other=self.object.organisation
        )
        return list(Organisation.objects.filter(pk__in=runs.values("organisation")))

    def get_operators(self):
        return self.operators

    def get_chips(self):
        return park_chips(self.object)

    def get_facts(self):
        park = self.object
        kind, *others = super().get_facts()
        return [
            kind | {"value": park.get_kind_display()},
            {"label": gettext("Status"), "value": park.get_status_display()},
            {
                "label": gettext("Approach"),
                "value": park.get_approach_display(),
                "url": f"{reverse('parks:list')}?approach={park.approach}",
            },
            {"label": gettext("Opened"), "value": park.opened_on and park.opened_on.display()},
            *(linked(gettext("Operated by"), operator) for operator in self.operators),
            *others,
        ]

    def get_context_data(self, **kwargs):
        user = self.request.user
        tenancies = (
            Tenancy.objects.visible_to(user)
            .filter(park=self.object)
            .select_related("enterprise__organisation")
            .prefetch_related(places(), "discrepancies")
            .order_by("settled_on", "enterprise__organisation__sort_en", "pk")
        )
        shown = list(tenancies[: MOST_TENANTS + 1])
        return super().get_context_data(
            tree=tree_around(self.object, user),
            tenancies=[tenancy_line(one, one.enterprise) for one in shown[:MOST_TENANTS]],
            has_more_tenants=len(shown) > MOST_TENANTS,
            **kwargs,
        )


class EnterpriseDetail(ProfileQuery, ProfilePage):
    model = Enterprise
    template_name = "parks/enterprise_detail.html"
    list_route = "parks:enterprises"
    list_title = _("Enterprises")

    def get_kicker(self):
        return gettext("Multinational enterprise") if self.object.is_multinational else gettext("Enterprise")

    def get_context_data(self, **kwargs):
        tenancies = list(
            Tenancy.objects.visible_to(self.request.user)
            .filter(enterprise=self.object)
            .select_related("park__organisation")
            .prefetch_related(places(), "discrepancies")
        )
        return super().get_context_data(
            tenancies=[tenancy_line(one, one.park) for one in tenancies], **kwargs
        )


def tenancy_line(tenancy: Tenancy, profile: Park | Enterprise) -> dict:
    """A tenancy on the page of its other side."""
    period = period_display(tenancy.settled_on, tenancy.left_on)
    meta = f"{tenancy.get_kind_display()} · {period}" if period else tenancy.get_kind_display()
    return line(profile.organisation, tenancy, meta=meta) | {"url": profile.get_absolute_url()}


class MilestoneDetail(DetailView):
    template_name = "parks/milestone_detail.html"

    def get_queryset(self):
        return milestones_seen_by(self.request.user)

    def get_context_data(self, **kwargs):
        milestone = self.object
        history = list(
            Milestone.objects.visible_to(self.request.user)
            .filter(organisation=milestone.organisation)
            .order_by("happened_on", "ordinal", "pk")
        )
        place = history.index(milestone)
        return super().get_context_data(
            before=history[place - 1] if place else None,
            after=history[place + 1] if place + 1 < len(history) else None,
            cited=cited(milestone),
            facts=[
                {"label": gettext("Date"), "value": milestone.happened_on.display()},
                linked(gettext("Organisation"), milestone.organisation),
                {"label": gettext("Stage"), "value": milestone.stage and milestone.stage.name},
            ],
            crumbs=[
                {"label": gettext("Milestones"), "url": reverse("parks:milestones")},
                {"label": milestone.title, "url": self.request.path},
            ],
            **kwargs,
        )
