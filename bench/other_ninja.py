"""What a user might pick instead: cards of listings by django-ninja, as its guide does it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import path  # noqa: E402
from ninja import ModelSchema, NinjaAPI  # noqa: E402

from catalogue.kinds import PARTICULAR  # noqa: E402
from catalogue.models import Category, Listing  # noqa: E402
from organisations.models import Organisation  # noqa: E402

CARD = ["id", "slug", "kind", "title", "summary", "publish_at", "expires_at", "is_example", "updated_at"]


class CategoryBrief(ModelSchema):
    class Meta:
        model = Category
        fields = ["id", "slug", "name"]


class Provider(ModelSchema):
    country: str

    class Meta:
        model = Organisation
        fields = ["id", "slug", "name"]

    @staticmethod
    def resolve_country(body):
        return str(body.country)


class Card(ModelSchema):
    category: CategoryBrief
    provider: Provider | None
    countries: list[str]
    industries: list[str]
    languages: list[str]

    class Meta:
        model = Listing
        fields = [*CARD, *(set(PARTICULAR) - {"skills", "growth"})]

    @staticmethod
    def resolve_countries(listing):
        return [str(code) for code in listing.countries]


api = NinjaAPI(docs_url=None, openapi_url=None)


@api.get("/listings/", response=dict[str, list[Card]])
def cards(request):
    rows = Listing.objects.filter(is_published=True).select_related("category", "provider")
    return {"results": list(rows.order_by("sort_en", "pk")[:100])}


urlpatterns = [path("", api.urls)]
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = []
application = get_wsgi_application()
