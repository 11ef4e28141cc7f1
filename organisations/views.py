"""Pages of organisations and people, and the ground that the pages of their profiles stand on."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from common import linked_data
from common.dates import period_display
from common.listing import ListPage
from common.sections import sections_of
from common.templatetags.components import fallback_lang
from sources.places import cited, places

from .facts import organisation_facts
from .filters import OrganisationFilter
from .linked_data import told as as_data
from .maps import map_around
from .models import Organisation, Person, Position
from .names import other_name
from .sections import line


class OrganisationList(ListPage):
    filterset_class = OrganisationFilter
    title = _("Organisations")
    lead = _("Every body that the sources name: parks, companies, universities, governments, associations.")
    row_template = "organisations/_organisation_row.html"
    sortings = {
        "name": _("Name, A to Z"),
        "-name": _("Name, Z to A"),
        "founded_on": _("Founded, oldest first"),
        "-founded_on": _("Founded, newest first"),
    }

    def get_queryset(self):
        return Organisation.objects.visible_to(self.request.user)


class ProfilePage(DetailView):
    """A page about one organisation, put together from all rooms (see `common.sections`).

    A room with a profile of its own says which organisation it is about, and whose agreements and
    projects are told beside its own; its template extends ``organisations/profile.html``.

    icon          of what this profile is
    list_route    the list that the page belongs to, and its `list_title`
    """

    icon = "building"
    list_route = "organisations:list"
    list_title: str | Promise = _("Organisations")

    def get_organisation(self) -> Organisation:
        return self.object.organisation

    def get_operators(self) -> list[Organisation]:
        return []

    def get_kicker(self) -> str:
        """What it is, in a word or two."""
        return self.object.get_kind_display()

    def get_chips(self) -> list[dict]:
        return []

    def get_facts(self) -> list[dict]:
        """Facts for the narrow column; a profile puts its own before or among them."""
        return organisation_facts(self.get_organisation(), self.request.user)

    def get_context_data(self, **kwargs):
        user = self.request.user
        organisation = self.get_organisation()
        operators = self.get_operators()
        sections = sections_of("organisation", [organisation, *operators], user)
        profiles = [row for section in sections_of("profiles", organisation, user) for row in section.rows]
        name, language = other_name(organisation)
        told = [self.object, organisation]
        return super().get_context_data(
            organisation=organisation,
            operators=operators,
            facts=self.get_facts(),
            notes=list(dict.fromkeys(note for one in told if (note := one.curator_note))),
            discrepancies=list(dict.fromkeys(found for one in told for found in one.discrepancies.all())),
            kicker=self.get_kicker(),
            kicker_icon=self.icon,
            chips=self.get_chips(),
            crumbs=[
                {"label": self.list_title, "url": reverse(self.list_route)},
                {"label": organisation.name, "url": self.request.path},
            ],
            other_name=name,
            other_lang=language,
            name_lang=fallback_lang(organisation, "name"),
            sections=[section for section in sections if not section.aside],
            aside_sections=[section for section in sections if section.aside],
            profiles=[row for row in profiles if row["url"] != self.request.path],
            map_data=map_around(organisation, [one for section in sections for one in section.maps]),
            linked_data=organisation.is_published and linked_data.script(as_data(organisation, self.request)),
            cited=cited(*told, *(section.records for section in sections)),
            **kwargs,
        )


class OrganisationDetail(ProfilePage):
    template_name = "organisations/organisation_detail.html"

    def get_queryset(self):
        return Organisation.objects.visible_to(self.request.user).prefetch_related(places(), "discrepancies")

    def get_organisation(self):
        return self.object


class PersonDetail(DetailView):
    template_name = "organisations/person_detail.html"

    def get_queryset(self):
        return Person.objects.visible_to(self.request.user).prefetch_related(places(), "discrepancies")

    def get_context_data(self, **kwargs):
        user = self.request.user
        positions = positions_of(self.object, user)
        sections = sections_of("person", self.object, user)
        return super().get_context_data(
            positions=[position_line(position) for position in positions],
            crumbs=[
                {"label": gettext("Organisations"), "url": reverse("organisations:list")},
                {"label": self.object.name, "url": self.request.path},
            ],
            sections=sections,
            cited=cited(self.object, positions, *(section.records for section in sections)),
            **kwargs,
        )


def position_line(position: Position) -> dict:
    """A position on the page of the person who holds it."""
    role = position.title
    if position.on_behalf_of:
        words = {"title": role, "organisation": position.on_behalf_of.name}
        role = gettext("%(title)s, on behalf of %(organisation)s") % words
    period = period_display(position.started_on, position.ended_on)
    return line(position.organisation, position, relation=role, meta=period)


def positions_of(person: Person, user) -> list[Position]:
    seen = Organisation.objects.visible_to(user)
    return list(
        Position.objects.visible_to(user)
        .filter(person=person)
        .select_related("organisation")
        .prefetch_related(Prefetch("on_behalf_of", seen), places(), "discrepancies")
    )
