"""How listings are narrowed down, on the catalogue page, in feeds and in the API."""

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.filters import ChoicesFilter, CountryFilter, YesNoFilter
from curation.slug_filter import SlugFilter
from curation.tag_filter import TaggedFilter
from organisations.models import Organisation
from search.finding import answering
from search.models import Entry

from .languages import languages_offered
from .models import Category, Listing
from .words import Direction, Industry, Kind, PriceModel


class ListingFilter(TaggedFilter):
    orderings = {"title": "sort_{lang}", "published": "publish_at", "begins": "starts_at"}
    plain_methods = ("for_country", "for_industry", "in_language")

    q = django_filters.CharFilter(method="search", label=_("Words"), max_length=200)
    kind = ChoicesFilter(choices=Kind.choices, label=_("Kind"))
    category = django_filters.ModelChoiceFilter(
        queryset=lambda request: Category.objects.all(),
        to_field_name="slug",
        method="in_category",
        label=_("Category"),
        empty_label=_("All categories"),
    )
    country = CountryFilter(field_name="countries", method="for_country")
    industry = django_filters.ChoiceFilter(
        choices=Industry.choices, method="for_industry", label=_("Industry"), empty_label=_("All industries")
    )
    language = django_filters.ChoiceFilter(
        choices=lambda: languages_offered(),
        method="in_language",
        label=_("Language"),
        empty_label=_("All languages"),
    )
    price = ChoicesFilter(choices=PriceModel.choices, field_name="price_model", label=_("Price"))
    direction = ChoicesFilter(choices=Direction.choices, label=_("Offered or sought"))
    open = YesNoFilter(method="open_now", label=_("Open now"))
    provider_kind = ChoicesFilter(
        choices=Organisation.Kind.choices, method="by_such", label=_("Kind of provider")
    )
    provider = SlugFilter(
        queryset=lambda request: _providers(request.user),
        label=_("Provider"),
        empty_label=_("All providers"),
    )

    class Meta:
        model = Listing
        fields = [
            "q",
            "kind",
            "category",
            "country",
            "industry",
            "language",
            "price",
            "direction",
            "open",
            "provider_kind",
            "provider",
        ]

    def search(self, listings, name, value):
        _query, entries = answering(value, Entry.objects.filter(kind="listing"))
        return listings.filter(pk__in=entries.values("record"))

    def in_category(self, listings, name, category):
        """The category and all below it."""
        return listings.filter(Q(category=category) | Q(category__in=category.below()))

    def for_country(self, listings, name, value):
        return listings.filter(Q(countries__contains=[value]) | Q(countries=[]))

    def for_industry(self, listings, name, value):
        return listings.filter(Q(industries__contains=[value]) | Q(industries=[]))

    def in_language(self, listings, name, value):
        return listings.filter(languages__contains=[value])

    def by_such(self, listings, name, values):
        """What a provider is, is told of those alone that one sees."""
        providers = Organisation.objects.visible_to(self.request.user).filter(kind__in=values)
        return listings.filter(provider__in=providers.values("pk")) if values else listings

    def open_now(self, listings, name, value):
        """Open: not closed, and an event not over."""
        today, now = timezone.localdate(), timezone.now()
        closed = Q(closes_on__lt=today) | Q(ends_at__lt=now) | Q(available_until__lt=today)
        return listings.exclude(closed) if value else listings.filter(closed)


def _providers(user):
    listed = Listing.objects.visible_to(user).exclude(provider=None).values("provider")
    return Organisation.objects.visible_to(user).filter(pk__in=listed).order_by("sort_en")
