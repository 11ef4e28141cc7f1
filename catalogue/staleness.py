"""Which published listings somebody should look at, and why."""

import datetime

from django.conf import settings
from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet, TextChoices, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curation.models import Link

from .kinds import TEXTS
from .models import Listing
from .operations.writing import outdated
from .words import Status

SOON = datetime.timedelta(days=30)
CODES = [code.replace("-", "_") for code, _name in settings.LANGUAGES]


class Why(TextChoices):
    REVIEW = "review", _("review is due")
    EXPIRES = "expires", _("expires within 30 days")
    TRANSLATION = "translation", _("translation older than the original")
    LINK = "link", _("dead link")


def with_dead_links(listings: QuerySet) -> QuerySet:
    """Adds  has_dead_link"""
    return listings.annotate(
        has_dead_link=Exists(Link.objects.filter(state="dead", address=OuterRef("link")))
    )


def stale(listings: QuerySet, why: str = "") -> QuerySet:
    """Those published ones that somebody should look at, for this reason or for any."""
    rows = with_dead_links(listings.filter(status=Status.PUBLISHED))
    if why != Why.TRANSLATION and why:
        return rows.filter(_conditions()[why])
    marks = {f"mark_{name}_{code}": _mark_of(f"{name}_{code}") for name in TEXTS for code in CODES}
    rows = rows.alias(**marks, **_noted())
    return rows.filter(_is_outdated() if why else _is_outdated() | _any())


def reasons_of(listing: Listing, now: datetime.datetime | None = None) -> list[str]:
    """Why a listing that was read by `with_dead_links` should be looked at."""
    if listing.status != Status.PUBLISHED:
        return []
    now = now or timezone.now()
    told = {
        Why.REVIEW: listing.review_on is not None and listing.review_on <= timezone.localdate(now),
        Why.EXPIRES: listing.expires_at is not None and listing.expires_at <= now + SOON,
        Why.TRANSLATION: bool(outdated(listing)),
        Why.LINK: listing.has_dead_link,  # type: ignore[attr-defined]
    }
    return [why.value for why, is_so in told.items() if is_so]


def _conditions() -> dict[str, Q]:
    now = timezone.now()
    return {
        Why.REVIEW: Q(review_on__lte=timezone.localdate(now)),
        Why.EXPIRES: Q(expires_at__lte=now + SOON),
        Why.LINK: Q(has_dead_link=True),
    }


def _any() -> Q:
    found = Q()
    for one in _conditions().values():
        found |= one
    return found


def _mark_of(column: str) -> Func:
    """The fingerprint of a text, as `operations.writing.fingerprint` makes it."""
    text = Coalesce(F(column), Value(""))
    return Func(
        text,
        template="substr(encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex'), 1, 16)",
        output_field=CharField(),
    )


def _noted() -> dict[str, KeyTextTransform]:
    return {
        f"noted_{name}_{code}": KeyTextTransform(name, KeyTextTransform(code, "translated"))
        for name in TEXTS
        for code in CODES
    }


def _is_outdated() -> Q:
    found = Q()
    for original, _name in settings.LANGUAGES:
        of_original = original.replace("-", "_")
        for code in CODES:
            if code == of_original:
                continue
            for name in TEXTS:
                found |= (
                    Q(original_language=original)
                    & Q(**{f"noted_{name}_{code}__isnull": False})
                    & ~Q(**{f"noted_{name}_{code}": F(f"mark_{name}_{of_original}")})
                    & ~Q(**{f"{name}_{code}__isnull": True})
                    & ~Q(**{f"{name}_{code}": ""})
                )
    return found
