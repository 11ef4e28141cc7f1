"""Searches that somebody comes back to, over the API."""

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from common.bodies import Body, Words
from common.shapes import Plain, Shape
from common.writing import Changes, Creates, Deletes
from search import saving
from search.models import SavedSearch
from search.places import PLACES

from ..search_filters import SearchFilter
from .base import MachineryViewSet

SAVED_SEARCH = Shape(
    "SavedSearch",
    SavedSearch,
    card=[
        Plain("id"),
        Plain("name"),
        Plain("place", note="Where: `everything` or `catalogue`."),
        Plain("query", note="Its words and filters, as in the address of the page there."),
        Plain("frequency"),
        Plain("created_at"),
        Plain("looked_at", note="What came to the index since then is new."),
    ],
)


class SearchChange(Body):
    name = Words(max_length=100)
    frequency = serializers.ChoiceField(SavedSearch.Frequency.choices, default="daily")


class SearchBody(SearchChange):
    """What to look for, and where."""

    place = serializers.CharField(max_length=20, help_text=gettext_lazy("Where: everything or catalogue."))
    query = Words(
        max_length=2000,
        help_text=gettext_lazy("Words and filters, as in the address of the page there: q=patent&country=MY"),
    )


class SavedSearchViewSet(MachineryViewSet, Creates, Changes, Deletes):
    """What you look for again and again; nobody else's but yours. The same search is kept once."""

    shape, filterset, body = SAVED_SEARCH, SearchFilter, SearchBody
    changed_body = SearchChange

    def writable(self):
        return SavedSearch.objects.visible_to(self.request.user)

    def make(self, given):
        place = PLACES.get(given["place"])
        if place is None:
            detail = _("Choose one of: %s.") % ", ".join(PLACES)
            raise serializers.ValidationError({"place": [detail]})
        asked = QueryDict(given["query"])
        if unknown := sorted(set(asked) - place.known):
            known = ", ".join(sorted(place.known))
            detail = _("There is no such parameter. Known: %s.") % known
            raise serializers.ValidationError({"query": [f"{name}: {detail}" for name in unknown]})
        own = SavedSearch(
            made_by=self.request.user,
            place=place.name,
            query=place.canonical(asked),
            name=given["name"],
            frequency=given["frequency"],
        )
        kept, _is_new = saving.save(own)
        return kept

    def change(self, row, given):
        for name, value in given.items():
            setattr(row, name, value)
        row.full_clean()
        row.save()

    def remove(self, row):
        row.delete()
