"""How the log of interactions is narrowed down."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from common.filters import ChoicesFilter, YesNoFilter, any_of
from curation.tag_filter import TaggedFilter
from organisations.filters import named
from organisations.models import Organisation

from .models import Interaction, InteractionPartner


class DayFilter(django_filters.DateFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class InteractionFilter(TaggedFilter):
    orderings = {"happened_on": "happened_on"}
    usual = "-happened_on"

    q = django_filters.CharFilter(method="search", label=_("Words"), max_length=200)
    kind = ChoicesFilter(choices=Interaction.Kind.choices, label=_("Kind"))
    partner = django_filters.ModelChoiceFilter(
        queryset=lambda request: partners_met(request.user),  # type: ignore[arg-type]
        to_field_name="slug",
        method="with_partner",
        label=_("Partner"),
        empty_label=_("All partners"),
    )
    after = DayFilter(field_name="happened_on", lookup_expr="gte", label=_("From"))
    before = DayFilter(field_name="happened_on", lookup_expr="lte", label=_("To"))
    mine = YesNoFilter(method="logged_by_me", label=_("Logged by me"))
    is_draft = YesNoFilter(field_name="is_draft", label=_("Draft"))

    class Meta:
        model = Interaction
        fields = ["q", "kind", "partner", "after", "before", "mine", "is_draft"]

    def search(self, interactions, name, value):
        ties = InteractionPartner.objects.filter(organisation__in=named(value))
        return interactions.filter(any_of(value, "title", "notes", "place")) | interactions.filter(
            pk__in=ties.values("interaction")
        )

    def with_partner(self, interactions, name, partner):
        ties = InteractionPartner.objects.filter(organisation=partner)
        return interactions.filter(pk__in=ties.values("interaction"))

    def logged_by_me(self, interactions, name, value):
        mine = {"created_by": self.request.user.pk}
        return interactions.filter(**mine) if value else interactions.exclude(**mine)


def partners_met(user):
    """The bodies of the interactions that this user sees."""
    ties = InteractionPartner.objects.filter(
        interaction__in=Interaction.objects.visible_to(user).values("pk")
    )
    return Organisation.objects.filter(pk__in=ties.values("organisation")).order_by("sort_en", "pk")
