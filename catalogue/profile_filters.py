"""How profiles of enterprises are narrowed down, in the API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from common.filters import RecordFilter

from .models import BusinessProfile


class ProfileFilter(RecordFilter):
    orderings = {"updated": "updated_at"}

    organisation = django_filters.CharFilter(field_name="owner__slug", label=_("Slug of the enterprise"))

    class Meta:
        model = BusinessProfile
        fields = ["organisation"]
