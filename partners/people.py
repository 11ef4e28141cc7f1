"""Finding the contact that somebody means, among those that the own parks keep."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.db.models.functions import Length

from common.filters import any_of

from .models import Affiliation, Contact


def within_reach(user) -> QuerySet[Contact]:
    """Those whom this user may name as present: of the own parks and those below, not erased."""
    return Contact.objects.within_reach(user).filter(erased_at=None)


def find(text: str, user, at: Iterable[str] = (), size: int = 8) -> QuerySet[Contact]:
    """Those with all words of the text in a name, in any script, or in the e-mail; the shortest name first.

    at   ids of organisations: only those who work or worked there
    """
    found = within_reach(user).filter(any_of(text, "name", "native_name", "email"))
    if at:
        there = Affiliation.objects.filter(organisation__in=at)
        found = found.filter(pk__in=there.values("contact"))
    return found.prefetch_related("affiliations__organisation").order_by(Length("name"), "name", "pk")[:size]
