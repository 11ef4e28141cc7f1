"""How the categories of the catalogue are narrowed down, in the API."""

from django.utils.translation import gettext_lazy as _

from common.filters import ChoicesFilter, RecordFilter

from .models import Category
from .words import Kind


class CategoryFilter(RecordFilter):
    orderings = {"slug": "slug"}

    kind = ChoicesFilter(choices=Kind.choices, label=_("Kind"))

    class Meta:
        model = Category
        fields = ["kind"]
