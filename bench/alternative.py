"""What a user might pick instead: the same rows by DRF's ModelSerializer, as its tutorial does it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
import django

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import include, path  # noqa: E402
from rest_framework import pagination, routers, serializers, viewsets  # noqa: E402

from organisations.models import Organisation  # noqa: E402
from parks.models import Park  # noqa: E402


class Pages(pagination.CursorPagination):
    page_size = 100
    ordering = "id"


class OrganisationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Organisation
        exclude = ["passages", "discrepancies"]


class ParkSerializer(serializers.ModelSerializer):
    organisation = OrganisationSerializer()

    class Meta:
        model = Park
        exclude = ["passages", "discrepancies"]


class Organisations(viewsets.ReadOnlyModelViewSet):
    queryset = Organisation.objects.filter(is_published=True)
    serializer_class = OrganisationSerializer
    pagination_class = Pages


class Parks(viewsets.ReadOnlyModelViewSet):
    queryset = Park.objects.filter(is_published=True, organisation__is_published=True).select_related(
        "organisation"
    )
    serializer_class = ParkSerializer
    pagination_class = Pages


router = routers.SimpleRouter()
router.register("organisations", Organisations)
router.register("parks", Parks)
urlpatterns = [path("", include(router.urls))]
django.conf.settings.ROOT_URLCONF = __name__
django.conf.settings.MIDDLEWARE = []
application = get_wsgi_application()
