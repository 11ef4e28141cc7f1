"""What is changed of many listings at once, and by which operation each is changed."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import RuleBroken
from common.roles import is_curator
from curation.editing import Editing

from ..kinds import PARTICULAR, TEXTS
from ..models import Listing
from . import life, writing
from .keeping import writable_by

#: What curators alone set.
OF_CURATORS = ("expires_at", "review_on")
FIELDS = ("category", *OF_CURATORS)
#: What can be set back to what it said before.
CONTENT = (
    *(f"{name}_{code}" for name in TEXTS for code in writing.COLUMNS),
    *(name for name in PARTICULAR if name not in TEXTS),
    *("countries", "industries", "languages", "link", "contact_email", "source"),
)


def _write(listing: Listing, by) -> None:
    """What differs from what is kept, as a form would write it."""
    before = Listing.objects.get(pk=listing.pk)
    values = {
        name: getattr(listing, name)
        for name in (*FIELDS, *CONTENT)
        if getattr(listing, name) != getattr(before, name)
    }
    if set(values) & set(OF_CURATORS) and not is_curator(by):
        raise RuleBroken(_("Only curators may do this."))
    writing.change(before, values, by)


LISTINGS = Editing(
    writable=writable_by,
    write=_write,
    fields=FIELDS,
    also=CONTENT,
    steps={
        "submit": (gettext_lazy("Send it in for review"), life.submit),
        "confirm": (gettext_lazy("Still true"), life.confirm),
        "publish": (gettext_lazy("Publish"), life.publish),
        "archive": (gettext_lazy("Archive it"), life.archive),
        "reopen": (gettext_lazy("Make it a draft again"), life.reopen),
    },
)
