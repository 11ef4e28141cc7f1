"""What who keeps a listing has to do with it now, in a few words."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Remark
from .operations.life import gaps
from .staleness import Why, reasons_of, with_dead_links
from .words import Status


@dataclass(frozen=True)
class ToDo:
    words: str
    tone: str = ""


def with_what_to_do(listings: QuerySet) -> QuerySet:
    """Adds  has_dead_link, open_remarks"""
    still_open = Remark.objects.filter(listing=OuterRef("pk"), settled_at=None).order_by()
    number = still_open.values("listing").annotate(number=Count("pk")).values("number")
    return with_dead_links(listings).annotate(open_remarks=Coalesce(Subquery(number), 0))


def what_to_do(listing) -> list[ToDo]:
    """Of a listing that was read by `with_what_to_do`."""
    told = []
    if listing.open_remarks:
        count = listing.open_remarks
        told.append(ToDo(ngettext("%d open comment", "%d open comments", count) % count, "warn"))
    if listing.status == Status.DRAFT:
        missing = len(gaps(listing))
        words = ngettext("%d field is missing", "%d fields are missing", missing) % missing
        told.append(ToDo(words, "warn") if missing else ToDo(_("can be sent in"), "good"))
    elif listing.status == Status.IN_REVIEW:
        told.append(ToDo(_("a curator looks at it"), "info"))
    elif listing.status == Status.PUBLISHED:
        if listing.publish_at > timezone.now():
            day = formats.date_format(listing.publish_at, "DATE_FORMAT")
            told.append(ToDo(_("comes out on %(date)s") % {"date": day}, "info"))
        told += [ToDo(str(Why(reason).label), "warn") for reason in reasons_of(listing)]
    return told
