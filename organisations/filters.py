"""How lists of organisations and people are narrowed down, on pages and in the API."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.filters import ChoicesFilter, CountryFilter, any_of
from curation.tag_filter import TaggedFilter

from .models import Organisation, OrganisationName, Person


def named(text: str):
    """Organisations of which each word of the text stands in one of their names, in any language."""
    found = Q()
    for word in text.split():
        called = Organisation.objects.filter(any_of(word, "name_en", "name_zh_hans")).order_by().values("pk")
        alias = OrganisationName.objects.filter(text__icontains=word).order_by().values("organisation")
        found &= Q(pk__in=called.union(alias))  # each side by its index, which an OR of both would not take
    return Organisation.objects.filter(found)


class OrganisationFilter(TaggedFilter):
    orderings = {"name": "sort_{lang}", "founded_on": "founded_on"}

    q = django_filters.CharFilter(method="search", label=_("Name"), max_length=200)
    kind = ChoicesFilter(choices=Organisation.Kind.choices, label=_("Kind"))
    country = CountryFilter(field_name="country")

    class Meta:
        model = Organisation
        fields = ["q", "kind", "country"]

    def search(self, organisations, name, value):
        return organisations.filter(pk__in=named(value).values("pk"))


class PersonFilter(TaggedFilter):
    orderings = {"slug": "slug"}

    q = django_filters.CharFilter(method="search", label=_("Name"), max_length=200)

    class Meta:
        model = Person
        fields = ["q"]

    def search(self, people, name, value):
        return people.filter(any_of(value, "name_en", "name_zh_hans"))
