"""Records that a curator changed, told to the rooms that keep something of them (the search index).

A room listens once, when it starts; whoever writes records tells them in the same transaction.
"""

from collections.abc import Callable, Iterable

from django.db.models import Model

_listeners: list[Callable[[Iterable[Model]], None]] = []


def listen(listener: Callable[[Iterable[Model]], None]) -> None:
    _listeners.append(listener)


def changed(records: Iterable[Model]) -> None:
    """These records are written, or parts of them are."""
    known = list(records)
    for listener in _listeners:
        listener(known)
