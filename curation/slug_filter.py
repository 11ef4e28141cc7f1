"""A filter by a record's slug; also by one that it had before it was merged into another."""

from typing import Any

import django_filters
from django_filters.fields import ModelChoiceField

from .models import Alias


class SlugField(ModelChoiceField):
    """Addresses that were shared, and filters that were saved, go on meaning the same body."""

    queryset: Any

    def bound_data(self, data, initial):
        """The slug of today, so that the page shows what is chosen."""
        return self._today(super().bound_data(data, initial))

    def to_python(self, value):
        return super().to_python(self._today(value))

    def _today(self, slug: Any) -> Any:
        rows = self.queryset
        if not slug or not isinstance(slug, str) or "\0" in slug or rows.filter(slug=slug).exists():
            return slug
        kept = Alias.objects.filter(kind=rows.model._meta.label_lower, old_slug=slug).values("kept_id")
        return rows.filter(pk__in=kept).values_list("slug", flat=True).first() or slug


class SlugFilter(django_filters.ModelChoiceFilter):
    field_class = SlugField

    def __init__(self, **options):
        super().__init__(to_field_name="slug", **options)
