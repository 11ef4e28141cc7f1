"""What can be told. Each room says it of its own records, from its `events.py`::

    register(Kind(
        "follow_up.due", _("A follow-up is due"), FollowUp,
        receivers=lambda event, follow_up: [Receiver(follow_up.assignee, why=Why.ASSIGNED)],
        say=lambda event, follow_up: Message(_("Due: %s") % follow_up.text, url=…),
    ))

This room imports none of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.functional import Promise

from .models import Delivery, OutboxEvent

Channel = Delivery.Channel
BOTH = (Channel.IN_APP, Channel.EMAIL)


@dataclass(frozen=True)
class Receiver:
    """Who is told: a user, or an address of somebody who has no account yet.

    why        of `Delivery.Why`; each message says it
    language   of an address; a user's own counts
    """

    user: Any = None
    address: str = ""
    why: str = Delivery.Why.MEMBER
    language: str = ""

    def speaks(self) -> str:
        return (self.user.language if self.user else self.language) or settings.LANGUAGE_CODE


@dataclass(frozen=True)
class Message:
    """What is said, in the language that is active when it is made. url: a path in the portal."""

    subject: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of event.

    receivers   who is told; asked when the event is worked out, so a right that has gone counts
    say         the message, asked when it is sent or shown
    channels    the ways it goes
    related     what `say` needs of the record's relations, for `select_related`
    """

    name: str
    label: str | Promise
    model: type[Model]
    receivers: Callable[[OutboxEvent, Any], Iterable[Receiver]]
    say: Callable[[OutboxEvent, Any], Message]
    channels: tuple[str, ...] = BOTH
    related: tuple[str, ...] = ()

    def records(self, ids: Iterable[str], receiver) -> dict[str, Any]:
        """The records with these ids that the receiver may see now: a user, or None for an address."""
        rows = self.model._default_manager.all()
        if receiver is not None and hasattr(rows, "visible_to"):
            rows = rows.visible_to(receiver)
        return {str(row.pk): row for row in rows.select_related(*self.related).filter(pk__in=ids)}


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    if _KINDS.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"There are two kinds of events named {kind.name}")


def kind_named(name: str) -> Kind:
    """Raises  KeyError for a kind that no room registers"""
    return _KINDS[name]


def all_kinds() -> list[Kind]:
    return list(_KINDS.values())
