"""Lists of countries: what the network has in each of them, and the groups they belong to."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from common.listing import ListPage
from sources.places import cited, places

from .filters import CountryPageFilter
from .models import Country, CountryGroup, CountryGroupMember
from .presence import presence


def crumbs(*further: tuple[str, str]) -> list[dict]:
    way = [(gettext("Countries"), reverse("countries:list")), *further]
    return [{"label": label, "url": url} for label, url in way]


class CountryList(ListPage):
    filterset_class = CountryPageFilter
    template_name = "countries/country_list.html"
    title = _("Countries")
    lead = _("Where the parks of the network, their partners and their projects are.")
    row_template = "countries/_country_row.html"
    sortings = {"name": _("Name, A to Z"), "-name": _("Name, Z to A")}

    def get_queryset(self):
        user = self.request.user
        groups = CountryGroupMember.objects.visible_to(user).select_related("group").order_by("group__slug")
        return Country.objects.prefetch_related(Prefetch("groups", groups))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for country in context["rows"]:
            country.presence = self.filterset.there.get(country.pk, [])
        return context


class GroupDetail(DetailView):
    template_name = "countries/group_detail.html"
    context_object_name = "group"

    def get_queryset(self):
        return CountryGroup.objects.visible_to(self.request.user).prefetch_related(places(), "discrepancies")

    def get_context_data(self, **kwargs):
        user = self.request.user
        members = list(
            self.object.members.visible_to(user)
            .select_related("country")
            .prefetch_related(places())
            .order_by("country__sort_en")
        )
        there = presence(user)
        for member in members:
            member.country.presence = there.get(member.country_id, [])
        return super().get_context_data(
            members=members,
            cited=cited(self.object, members),
            crumbs=crumbs((str(self.object), self.request.path)),
            **kwargs,
        )
