"""Who is told of what falls due, and of what others did with agreements and follow-ups."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership, User
from notifications.kinds import Channel, Kind, Message, Receiver, register
from notifications.models import Delivery
from notifications.outbox import announce

from .models import Agreement, Due, FollowUp, Interaction, Move

Why = Delivery.Why
KEEPERS = (Membership.Role.MANAGER, Membership.Role.EDITOR)


def keepers_of(organisation_id: str) -> list[Receiver]:
    """Those who keep the records of an organisation: its managers and editors."""
    users = User.objects.filter(
        memberships__organisation=organisation_id,
        memberships__ended_at=None,
        memberships__role__in=KEEPERS,
        is_active=True,
    )
    return [Receiver(user) for user in users.distinct()]


def agreement_moved(agreement: Agreement, move: Move) -> None:
    if agreement.owner_id:
        announce("agreement.moved", agreement, by=move.by, after=move.after, by_dates=move.by is None)


def due_missed(due: Due) -> None:
    once = f"obligation.missed:{due.pk}:{due.due_on}"
    announce("obligation.missed", due, once=once, due_on=str(due.due_on))


def follow_up_assigned(follow_up: FollowUp, by) -> None:
    """Told to who has to do it, unless they took it on themselves."""
    if follow_up.assignee_id and follow_up.assignee_id != by.pk:
        once = f"follow_up.assigned:{follow_up.pk}:{follow_up.assignee_id}"
        announce("follow_up.assigned", follow_up, by=by, once=once)


def _of_follow_up(event, follow_up: FollowUp) -> Iterable[Receiver]:
    """Who has to do it; where nobody is named, those who keep the records of the park."""
    if follow_up.done_at or event.facts.get("due_on", str(follow_up.due_on)) != str(follow_up.due_on):
        return []
    if follow_up.assignee:
        return [Receiver(follow_up.assignee, why=Why.ASSIGNED)]
    return keepers_of(follow_up.owner_id)


def _of_due(event, due: Due) -> Iterable[Receiver]:
    wanted = Due.State.MISSED if event.kind == "obligation.missed" else Due.State.OPEN
    agreement = due.obligation.agreement
    return keepers_of(agreement.owner_id) if agreement.owner_id and due.state == wanted else []


def _of_ending(event, agreement: Agreement) -> Iterable[Receiver]:
    is_as_told = agreement.ends_on and str(agreement.ends_on.latest) == event.facts["ends_on"]
    return keepers_of(agreement.owner_id) if agreement.owner_id and is_as_told else []


def _of_agreement(event, agreement: Agreement) -> Iterable[Receiver]:
    return keepers_of(agreement.owner_id) if agreement.owner_id else []


def _of_draft(event, draft: Interaction) -> Iterable[Receiver]:
    return [Receiver(draft.created_by, why=Why.AUTHOR)] if draft.is_draft and draft.created_by else []


def _say_follow_up(sentence):
    def say(event, follow_up: FollowUp) -> Message:
        facts = {"what": _short(follow_up.text), "date": _day_told(event, "due_on", follow_up.due_on)}
        about = follow_up.interaction.title if follow_up.interaction else ""
        return Message(str(sentence) % facts, about, _address_of(follow_up))

    return say


def _say_due(sentence):
    def say(event, due: Due) -> Message:
        obligation = due.obligation
        facts = {"what": _short(obligation.text), "date": _day_told(event, "due_on", due.due_on)}
        text = _("%(debtor)s owes it under “%(agreement)s”.") % {
            "debtor": obligation.debtor.name,
            "agreement": obligation.agreement.title,
        }
        return Message(str(sentence) % facts, text, obligation.agreement.get_absolute_url())

    return say


def _say_ending(event, agreement: Agreement) -> Message:
    """The day that it was told of: the agreement may say another one by now, or none."""
    facts = {"agreement": _short(agreement.title), "date": _day(event.facts["ends_on"])}
    subject = _("“%(agreement)s” ends on %(date)s") % facts
    return Message(subject, _("Renew it, or let it end."), agreement.get_absolute_url())


def _say_moved(event, agreement: Agreement) -> Message:
    facts = {
        "agreement": _short(agreement.title),
        "status": Agreement.Status(event.facts["after"]).label,
    }
    if event.by:
        by = _("%s did this.") % event.by
    else:  # or the account of who did it is gone
        by = _("Its dates did this.") if event.facts.get("by_dates", True) else ""
    return Message(_("“%(agreement)s” is now: %(status)s") % facts, by, agreement.get_absolute_url())


def _say_draft(event, draft: Interaction) -> Message:
    facts = {"what": _short(draft.title) or _("Without a title")}
    subject = _("A draft waits for you: %(what)s") % facts
    text = _("Complete it and log it, or delete it. Nobody else sees it.")
    return Message(subject, text, reverse("partners:interaction", args=[draft.pk]))


def _address_of(follow_up: FollowUp) -> str:
    if follow_up.interaction_id:
        return reverse("partners:interaction", args=[follow_up.interaction_id])
    if follow_up.agreement:
        return follow_up.agreement.get_absolute_url()
    return reverse("partners:follow_ups")


def _short(text: str) -> str:
    return Truncator(text).chars(80)


def _day_told(event, fact: str, now: datetime.date) -> str:
    """The day that the event keeps, else that of the record: a list tells it long after it was announced."""
    return _day(event.facts.get(fact, str(now)))


def _day(text: str) -> str:
    return formats.date_format(datetime.date.fromisoformat(text), "DATE_FORMAT")


OF_FOLLOW_UP: dict[str, Any] = {
    "receivers": _of_follow_up,
    "related": ("interaction", "agreement", "assignee"),
}
OF_DUE: dict[str, Any] = {"receivers": _of_due, "related": ("obligation__agreement", "obligation__debtor")}

for kind in (
    Kind(
        "follow_up.assigned",
        gettext_lazy("Something is yours to do"),
        FollowUp,
        say=_say_follow_up(gettext_lazy("For you to do by %(date)s: %(what)s")),
        **OF_FOLLOW_UP,
    ),
    Kind(
        "follow_up.due",
        gettext_lazy("A follow-up falls due"),
        FollowUp,
        say=_say_follow_up(gettext_lazy("Due on %(date)s: %(what)s")),
        **OF_FOLLOW_UP,
    ),
    Kind(
        "follow_up.overdue",
        gettext_lazy("A follow-up is overdue"),
        FollowUp,
        say=_say_follow_up(gettext_lazy("Overdue since %(date)s: %(what)s")),
        **OF_FOLLOW_UP,
    ),
    Kind(
        "obligation.due",
        gettext_lazy("An obligation falls due"),
        Due,
        say=_say_due(gettext_lazy("Owed by %(date)s: %(what)s")),
        **OF_DUE,
    ),
    Kind(
        "obligation.missed",
        gettext_lazy("An obligation was missed"),
        Due,
        say=_say_due(gettext_lazy("Missed on %(date)s: %(what)s")),
        **OF_DUE,
    ),
    Kind(
        "agreement.ending",
        gettext_lazy("An agreement ends soon"),
        Agreement,
        receivers=_of_ending,
        say=_say_ending,
    ),
    Kind(
        "agreement.moved",
        gettext_lazy("An agreement moved on"),
        Agreement,
        receivers=_of_agreement,
        say=_say_moved,
        channels=(Channel.IN_APP,),
    ),
    Kind(
        "draft.forgotten",
        gettext_lazy("A draft waits"),
        Interaction,
        receivers=_of_draft,
        say=_say_draft,
    ),
):
    register(kind)
