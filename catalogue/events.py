"""Who is told of what happens to listings."""

from collections.abc import Iterable

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from accounts.models import User
from notifications.kinds import Kind, Message, Receiver, register
from notifications.outbox import announce
from partners.events import keepers_of

from .models import Listing, Remark
from .words import Status


def submitted(listing: Listing, by) -> None:
    announce("listing.submitted", listing, by=by)


def sent_back(listing: Listing, remark: Remark, by) -> None:
    announce("listing.sent_back", listing, by=by, remark=remark.pk)


def remarked(listing: Listing, remark: Remark, by) -> None:
    announce("listing.remarked", listing, by=by, remark=remark.pk)


def published(listing: Listing, by) -> None:
    announce("listing.published", listing, by=by)


def expired(listing: Listing) -> None:
    announce("listing.expired", listing, once=f"listing.expired:{listing.pk}:{listing.expires_at}")


def _curators(event, listing: Listing) -> Iterable[Receiver]:
    if listing.status != Status.IN_REVIEW:
        return []
    return [Receiver(user) for user in User.objects.filter(is_staff=True, is_active=True)]


def _keepers(event, listing: Listing) -> Iterable[Receiver]:
    return keepers_of(listing.owner_id) if listing.owner_id else []


def _says(sentence, text=""):
    def say(event, listing: Listing) -> Message:
        subject = str(sentence) % {"listing": Truncator(listing.title).chars(80)}
        said = Remark.objects.filter(pk=event.facts.get("remark", "")).first()
        return Message(subject, str(said or text), listing.get_absolute_url())

    return say


for kind in (
    Kind(
        "listing.submitted",
        gettext_lazy("A listing waits for review"),
        Listing,
        receivers=_curators,
        say=_says(gettext_lazy("To be reviewed: %(listing)s")),
    ),
    Kind(
        "listing.sent_back",
        gettext_lazy("A listing is sent back"),
        Listing,
        receivers=_keepers,
        say=_says(gettext_lazy("Sent back to you: %(listing)s")),
    ),
    Kind(
        "listing.remarked",
        gettext_lazy("Somebody says something about a listing of yours"),
        Listing,
        receivers=_keepers,
        say=_says(gettext_lazy("A comment on: %(listing)s")),
    ),
    Kind(
        "listing.published",
        gettext_lazy("A listing is published"),
        Listing,
        receivers=_keepers,
        say=_says(gettext_lazy("Published: %(listing)s")),
    ),
    Kind(
        "listing.expired",
        gettext_lazy("A listing has expired"),
        Listing,
        receivers=_keepers,
        say=_says(
            gettext_lazy("Expired: %(listing)s"),
            gettext_lazy("Make a draft of it again where it is still offered."),
        ),
    ),
):
    register(kind)
