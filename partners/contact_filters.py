"""How lists of contacts are narrowed down, on pages and in the API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from common.filters import YesNoFilter, any_of
from curation.tag_filter import TaggedFilter
from organisations.models import Organisation

from .models import Affiliation, Contact


class ContactFilter(TaggedFilter):
    orderings = {"name": "name"}

    q = django_filters.CharFilter(method="search", label=_("Name"), max_length=200)
    organisation = django_filters.ModelChoiceFilter(
        queryset=lambda request: workplaces(request.user),  # type: ignore[arg-type]
        to_field_name="slug",
        method="at_organisation",
        label=_("Organisation"),
        empty_label=_("All organisations"),
    )
    do_not_contact = YesNoFilter(label=_("Do not contact"))

    class Meta:
        model = Contact
        fields = ["q", "organisation", "do_not_contact"]

    def search(self, contacts, name, value):
        return contacts.filter(any_of(value, "name", "native_name", "email"))

    def at_organisation(self, contacts, name, organisation):
        there = Affiliation.objects.filter(organisation=organisation)
        return contacts.filter(pk__in=there.values("contact"))


def workplaces(user):
    """Where the contacts that this user sees work or worked."""
    seen = Affiliation.objects.filter(contact__in=Contact.objects.visible_to(user).values("pk"))
    return Organisation.objects.filter(pk__in=seen.values("organisation")).order_by("sort_en", "pk")
