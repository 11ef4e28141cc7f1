"""What members change of many rows at once, and by which operation each row is changed."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.roles import is_curator
from curation.editing import Editing, keep
from curation.editing import tie as tie_rows
from sources.models import Term

from ..models import Agreement, FollowUp, Interaction
from . import agreements, contacts, drafting, follow_ups, interactions, keeping


def _agreements_of(user) -> QuerySet[Agreement]:
    """What the own parks keep; of what no park keeps, all of it to curators."""
    kept = keeping.writable_by(user)
    return kept | Agreement.objects.filter(owner=None) if is_curator(user) else kept


def _write_agreement(agreement: Agreement, by) -> None:
    if agreement.owner_id:
        agreements.set_visibility(agreement, agreement.is_published, by)
    else:
        keep(agreement, by)


def _tie_agreement(agreement: Agreement, name: str, others: list, by) -> None:
    if agreement.owner_id:
        drafting.change_draft(agreement, by=by, fields=others)
    else:
        tie_rows(agreement, name, others, by)


def _logged_by(user) -> QuerySet[Interaction]:
    """No drafts: a change would complete them."""
    return interactions.writable_by(user).filter(is_draft=False)


def _mark(done: bool):
    def mark(follow_up: FollowUp, by) -> bool:
        if done == (follow_up.done_at is not None):
            return False
        interactions.mark_follow_up(follow_up.pk, done=done, by=by)
        return True

    return mark


AGREEMENTS = Editing(
    writable=_agreements_of,
    write=_write_agreement,
    fields=["is_published"],
    tie=_tie_agreement,
    ties=["fields_of_cooperation"],
    choices={"fields_of_cooperation": lambda user: Term.objects.visible_to(user)},
)
CONTACTS = Editing(
    writable=contacts.writable_by,
    write=lambda contact, by: contacts.change_contact(contact, by=by),
    fields=["do_not_contact", "consent", "consent_on", "consent_source"],
    also=["name", "native_name", "email", "phone", "languages", "do_not_contact_reason", "note"],
)
INTERACTIONS = Editing(
    writable=_logged_by,
    write=lambda interaction, by: interactions.change_interaction(interaction),
    fields=["kind", "outcome", "place", "happened_on"],
    also=["title", "notes", "started_at", "time_zone"],
)
FOLLOW_UPS = Editing(
    writable=follow_ups.writable_by,
    write=follow_ups.change_follow_up,
    fields=["assignee", "due_on"],
    also=["text"],
    steps={"done": (_("Mark as done"), _mark(True)), "open": (_("Mark as still to do"), _mark(False))},
    choices={"assignee": follow_ups.colleagues_of},
    called={"assignee": _("Assign to a colleague")},
)
