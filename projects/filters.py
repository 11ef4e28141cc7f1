"""How lists of projects are narrowed down, on pages and in the API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from common.filters import AfterFilter, BeforeFilter, ChoicesFilter, CountryFilter, any_of
from curation.slug_filter import SlugFilter
from curation.tag_filter import TaggedFilter
from organisations.filters import named
from organisations.models import Organisation
from parks.models import Park

from .models import Project, ProjectParticipant


class ProjectFilter(TaggedFilter):
    orderings = {"title": "sort_{lang}", "starts_on": "starts_on"}

    q = django_filters.CharFilter(method="search", label=_("Words"), max_length=200)
    path = ChoicesFilter(choices=Project.Path.choices, label=_("Path"))
    phase = ChoicesFilter(choices=Project.Phase.choices, label=_("Phase"))
    country = CountryFilter(field_name="country")
    participant = SlugFilter(
        queryset=lambda request: _participants(request.user),
        method="with_participant",
        label=_("Participant"),
        empty_label=_("All participants"),
    )
    park = SlugFilter(
        queryset=lambda request: _parks_served(request.user),
        method="for_park",
        label=_("Park it serves"),
        empty_label=_("All parks"),
    )
    after = AfterFilter(field_name="starts_on", label=_("Started from"))
    before = BeforeFilter(field_name="starts_on", label=_("Started to"))

    class Meta:
        model = Project
        fields = ["q", "path", "phase", "country", "participant", "park", "after", "before"]

    def search(self, projects, name, value):
        columns = ("title", "summary", "aim")
        told = any_of(value, *(f"{column}_{code}" for column in columns for code in ("en", "zh_hans")))
        return projects.filter(told) | projects.filter(pk__in=self._of_participants(named(value)))

    def with_participant(self, projects, name, organisation):
        return projects.filter(pk__in=self._of_participants([organisation]))

    def for_park(self, projects, name, organisation):
        return projects.filter(park__organisation=organisation)

    def _of_participants(self, organisations):
        """The projects of these as far as the reader may know that they take part."""
        known = ProjectParticipant.objects.visible_to(self.request.user)
        return known.filter(organisation__in=organisations).values("project")


def _participants(user):
    known = ProjectParticipant.objects.visible_to(user).values("organisation")
    return Organisation.objects.filter(pk__in=known).order_by("sort_en")


def _parks_served(user):
    served = Project.objects.visible_to(user).values("park")
    parks = Park.objects.visible_to(user).filter(pk__in=served)
    return Organisation.objects.filter(pk__in=parks.values("organisation")).order_by("sort_en")
