"""Partners, and the agreements made with them."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView
from django_countries.fields import Country

from common.listing import ListPage
from common.sections import sections_of
from organisations.views import ProfilePage
from sources.places import cited, places

from ..filters import PartnerFilter
from ..kept_filters import AgreementListFilter
from ..life_page import life_of
from ..maps import agreement_map
from ..models import Agreement, Partner
from ..sections import agreements_of, with_parties


class PartnerList(ListPage):
    filterset_class = PartnerFilter
    title = _("Partners")
    lead = _("Governments, universities, companies and associations that the parks work with.")
    row_template = "partners/_partner_row.html"
    sortings = {"name": _("Name, A to Z"), "-name": _("Name, Z to A")}

    def get_queryset(self):
        user = self.request.user
        return (
            Partner.objects.visible_to(user)
            .select_related("organisation")
            .prefetch_related(
                Prefetch("organisation__agreement_parties", agreements_of(user), to_attr="shown_agreements")
            )
        )


class PartnerDetail(ProfilePage):
    template_name = "partners/partner_detail.html"
    slug_field = "organisation__slug"
    icon = "partner"
    list_route = "partners:list"
    list_title = _("Partners")

    def get_queryset(self):
        partners = Partner.objects.visible_to(self.request.user)
        return partners.select_related("organisation").prefetch_related(
            places(), "discrepancies", places("organisation__passages"), "organisation__discrepancies"
        )

    def get_facts(self):
        kind, *others = super().get_facts()
        return [kind | {"value": self.object.get_kind_display()}, *others]


class AgreementList(ListPage):
    route = "partners:agreements"
    template_name = "partners/agreement_list.html"
    filterset_class = AgreementListFilter
    title = _("Agreements")
    lead = _("What was signed, and what is only intended. An intention is never counted as a partnership.")
    row_template = "partners/_agreement_row.html"
    sortings = {
        "title": _("Title, A to Z"),
        "-title": _("Title, Z to A"),
        "-signed_on": _("Signed, newest first"),
        "signed_on": _("Signed, oldest first"),
    }

    def get_queryset(self):
        user = self.request.user
        return with_parties(Agreement.objects.visible_to(user), user, names_only=True)


class AgreementDetail(DetailView):
    template_name = "partners/agreement_detail.html"

    def get_queryset(self):
        user = self.request.user
        return with_parties(Agreement.objects.visible_to(user), user).prefetch_related("discrepancies")

    def get_context_data(self, **kwargs):
        agreement = self.object
        sections = sections_of("agreement", agreement, self.request.user)
        return super().get_context_data(
            sections=sections,
            life=life_of(agreement, self.request.user),
            countries=[Country(code) for code in agreement.countries],
            map_data=agreement_map(agreement),
            cited=cited(agreement, *(section.records for section in sections)),
            crumbs=[
                {"label": gettext("Agreements"), "url": reverse("partners:agreements")},
                {"label": str(agreement), "url": self.request.path},
            ],
            **kwargs,
        )
