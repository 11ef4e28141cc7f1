"""Who is told of what happens to requests.

No message says who a provider is: the page does, to those who may know.
"""

from collections.abc import Iterable

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from accounts.models import User
from notifications.kinds import Kind, Message, Receiver, register
from notifications.models import Delivery
from notifications.outbox import announce
from partners.events import keepers_of

from .models import Case

Why = Delivery.Why


def happened(what: str, case: Case, by) -> None:
    """what   of the kinds below, without the room's name"""
    announce(f"case.{what}", case, by=by)


def _handlers(event, case: Case) -> Iterable[Receiver]:
    """Those who keep the records of its park and of the provider; without a park the curators."""
    if case.park:
        park = keepers_of(case.park.organisation_id)
    else:
        park = [Receiver(user) for user in User.objects.filter(is_staff=True, is_active=True)]
    provider = keepers_of(case.sent_to_id) if case.sent_to_id else []
    return _each_once([*park, *provider])


def _askers(event, case: Case) -> Iterable[Receiver]:
    """Who asked, and those who keep the records of the enterprise."""
    author = [Receiver(case.asked_by, why=Why.AUTHOR)] if case.asked_by else []
    return _each_once([*author, *keepers_of(case.owner_id)])


def _each_once(receivers: Iterable[Receiver]) -> list[Receiver]:
    return list({one.user.pk: one for one in reversed(list(receivers))}.values())


def _says(sentence, receivers):
    """With the enterprise for those who handle it, and with the reason for those who asked."""

    def say(event, case: Case) -> Message:
        subject = str(sentence) % {"request": Truncator(case.title).chars(80)}
        text = str(case.owner) if receivers is _handlers else case.reason
        return Message(subject, text, case.get_absolute_url())

    return say


for name, label, receivers, sentence in (
    (
        "submitted",
        gettext_lazy("An enterprise asks for help"),
        _handlers,
        gettext_lazy("An enterprise asks for help: %(request)s"),
    ),
    (
        "continued",
        gettext_lazy("An enterprise says more about its request"),
        _handlers,
        gettext_lazy("More was said about: %(request)s"),
    ),
    (
        "answered",
        gettext_lazy("A request of yours is answered"),
        _askers,
        gettext_lazy("Answered: %(request)s"),
    ),
    (
        "declined",
        gettext_lazy("A request of yours is declined"),
        _askers,
        gettext_lazy("Declined: %(request)s"),
    ),
    (
        "withdrawn",
        gettext_lazy("A request is withdrawn"),
        _handlers,
        gettext_lazy("Withdrawn: %(request)s"),
    ),
    ("closed", gettext_lazy("A request is closed"), _askers, gettext_lazy("Closed: %(request)s")),
    (
        "ended",
        gettext_lazy("An enterprise closes its request"),
        _handlers,
        gettext_lazy("Closed: %(request)s"),
    ),
):
    register(
        Kind(
            f"case.{name}",
            label,
            Case,
            receivers=receivers,
            say=_says(sentence, receivers),
            related=("owner", "park", "asked_by"),
        )
    )
