import django_filters
from django.utils.translation import gettext_lazy as _

from common.filters import ChoicesFilter, RecordFilter, any_of

from .models import Discrepancy, Source


class SourceFilter(RecordFilter):
    q = django_filters.CharFilter(label=_("Words"), method="search", max_length=200)
    kind = ChoicesFilter(label=_("Kind"), choices=Source.Kind.choices)

    orderings = {"title": "title_en", "slug": "slug"}

    def search(self, sources, name, value):
        return sources.filter(any_of(value, "title_en", "title_zh_hans", "author"))


class DiscrepancyFilter(RecordFilter):
    q = django_filters.CharFilter(label=_("Words"), method="search", max_length=200)
    kind = ChoicesFilter(label=_("Kind"), choices=Discrepancy.Kind.choices)

    orderings = {"code": "code"}

    def search(self, discrepancies, name, value):
        return discrepancies.filter(any_of(value, "title_en", "title_zh_hans", "note_en", "note_zh_hans"))


class TermFilter(RecordFilter):
    q = django_filters.CharFilter(label=_("Words"), method="search", max_length=200)
    vocabulary = django_filters.CharFilter(label=_("Vocabulary"), field_name="vocabulary__slug")

    orderings = {"slug": "slug"}

    def search(self, terms, name, value):
        return terms.filter(any_of(value, "name_en", "name_zh_hans", "definition_en", "definition_zh_hans"))
