"""Finding the organisation that somebody means, by any of its names, in any script."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Exists, F, FloatField, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest, Length

from curation.duplicates import OFFERED, candidates
from organisations.filters import named
from organisations.models import DirectoryEntry, Identifier, Organisation, OrganisationName

from .models import Interaction

ALIKE = 0.35  # of the trigrams of what was typed, how many a name must have to be offered


def known_to(user) -> QuerySet[Organisation]:
    """Those that the user sees, and, though not published, those that the user's parks met and those that
    a public registry tells of.

    Who was met is asked of each that is not published, and never of all that was ever logged.
    """
    columns = Organisation.objects.visible_paths(user)
    if not columns:
        return Organisation.objects.visible_to(user)
    met = Interaction.objects.visible_to(user).filter(partner_rows__organisation=OuterRef("pk"))
    told = DirectoryEntry.objects.filter(organisation=OuterRef("pk")) if user.is_authenticated else None
    known = Q(**dict.fromkeys(columns, True)) | Exists(met)
    return Organisation.objects.filter(known | Exists(told) if told is not None else known)


def find(text: str, user, size: int = 8) -> QuerySet[Organisation]:
    """Those with all words of the text in their names, or with this identifier; the shortest name first."""
    found = _called(named(text), text).union(
        Identifier.objects.filter(value__istartswith=text).order_by().values("organisation")
    )
    return known_to(user).filter(pk__in=found).order_by(Length("name_en"), "sort_en", "pk")[:size]


def exactly(text: str, user) -> list[Organisation]:
    """Those that are called just this, whatever its case; more than one where a name is shared."""
    called = Organisation.objects.filter(Q(name_en__iexact=text) | Q(name_zh_hans__iexact=text))
    found = _called(called, text).union(
        OrganisationName.objects.filter(text__iexact=text).order_by().values("organisation")
    )
    return list(known_to(user).filter(pk__in=found)[:5])


def _called(found: QuerySet[Organisation], text: str) -> QuerySet:
    """The keys of these, and of the one with this slug; put together so that each takes its index."""
    by_slug = Organisation.objects.filter(slug=text.lower())
    return found.order_by().values("pk").union(by_slug.order_by().values("pk"))


def alike(text: str, user, size: int = 5) -> list[Organisation]:
    """Those that may be called so, in any script; else those whose names look most like the text."""
    row, known = {"name": text}, known_to(user)
    if found := candidates(Organisation, [row], user, among=known, size=size, least=OFFERED)[0]:
        return [one.record for one in found]  # type: ignore[misc]  # of the model that was asked for
    nothing = Value(0.0, output_field=FloatField())
    names = known.annotate(
        likeness=Greatest(
            Coalesce(TrigramWordSimilarity(text, "name_en"), nothing),
            Coalesce(TrigramWordSimilarity(text, "name_zh_hans"), nothing),
            Coalesce(Max(TrigramWordSimilarity(text, "names__text")), nothing),
        )
    )
    return list(names.filter(likeness__gte=ALIKE).order_by(F("likeness").desc(), "sort_en", "pk")[:size])
