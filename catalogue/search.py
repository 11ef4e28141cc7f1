"""What listings are found by, and narrowed down by: the facets are the filters of their list."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from organisations.models import Organisation
from search.facets import token, tokens
from search.lexicon import says_alike
from search.registry import Document, follow, register

from .models import Category, Listing

KIND = "listing"
#: The filters of `catalogue.filters.ListingFilter` whose values are counted.
FACETS = (
    "kind",
    "category",
    "country",
    "industry",
    "language",
    "price",
    "direction",
    "provider_kind",
    "open",
)


def _listing(listing: Listing) -> Document:
    provider = listing.provider if listing.provider and listing.provider.is_published else None
    return Document(
        slug=listing.slug,
        title=(listing.title_en or "", listing.title_zh_hans or ""),
        summary=(listing.summary_en or "", listing.summary_zh_hans or ""),
        text=(
            " ".join([strip_tags(listing.text_en or ""), (provider.name_en or "") if provider else ""]),
            " ".join(
                [strip_tags(listing.text_zh_hans or ""), (provider.name_zh_hans or "") if provider else ""]
            ),
        ),
        about=_filed_under(listing),
        countries=list(map(str, listing.countries)),
        facets=[
            token("kind", listing.kind),
            *tokens("category", (one.slug for one in listing.category.with_broader())),
            *tokens("country", map(str, listing.countries), none_is_any=True),
            *tokens("industry", listing.industries, none_is_any=True),
            *tokens("language", listing.languages),
            *tokens("price", filter(None, [listing.price_model])),
            *tokens("direction", filter(None, [listing.direction])),
            *tokens("provider_kind", [provider.kind] if provider else []),
        ],
        newest_at=listing.publish_at,
        starts_at=listing.starts_at,
        closes_at=_over_at(listing),
    )


def _filed_under(listing: Listing) -> tuple[str, str]:
    """Its kind and its categories, in English and Chinese."""
    told = []
    for code in ("en", "zh_hans"):
        with override(code.replace("_", "-")):
            names = [getattr(one, f"name_{code}") or "" for one in listing.category.with_broader()]
            told.append(" ".join([str(listing.get_kind_display()), *names]))
    return told[0], told[1]


def _over_at(listing: Listing) -> datetime | None:
    """The first moment at which it is not open any more; see `ListingFilter.open_now`."""
    ends = [_after(day) for day in (listing.closes_on, listing.available_until) if day]
    return min([*ends, *filter(None, [listing.ends_at])], default=None)


def _after(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _in_categories(categories: Sequence[Category]) -> QuerySet:
    touched = {pk for category in categories for pk in (category.pk, *category.below())}
    return Listing.objects.filter(category__in=touched)


register(
    KIND,
    Listing,
    label=_("Catalogue"),
    label_of_one=_("Listing"),
    url_name="catalogue:detail",
    rows=lambda: Listing.objects.select_related("provider", "category__parent__parent__parent"),
    document=_listing,
)
says_alike(
    lambda: Category.objects.values_list("name_en", "name_zh_hans").order_by(), Category._meta.db_table
)
follow(Organisation, lambda bodies: Listing.objects.filter(provider__in={body.pk for body in bodies}))
follow(Category, _in_categories)
