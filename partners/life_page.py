"""The life of an agreement as its page tells it, to those whose business it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from common.dates import PartialDate
from common.translated import column_label
from organisations.models import Organisation
from sources.models import Term

from .models import Agreement, AgreementParty, Amendment, Document, Due, Obligation
from .operations.agreements import open_moves
from .operations.amendments import PARTIES, TERMS
from .operations.lead_times import settable_by

#: Open dues that stand on the page at once.
NEXT = 3


@dataclass(frozen=True)
class Changed:
    """A line of an amendment, in words."""

    label: str
    before: str
    after: str


def life_of(agreement: Agreement, user) -> dict | None:
    """What stands on the page for its parties and its keeper; None for everybody else.

    A constant number of queries, however much there is.
    """
    if not Agreement.objects.inside(user).filter(pk=agreement.pk).exists():
        return None
    moves = open_moves(agreement, user)
    amendments = list(agreement.amendments.select_related("made_by").order_by("-number"))
    related = Agreement.objects.inside(user).filter(pk__in=[agreement.renews_id, _renewed_by(agreement)])
    chain = {other.pk: other for other in related}
    dues = Due.objects.select_related("settled_by", "document").order_by("due_on", "id")
    owed = Obligation.objects.filter(agreement=agreement).select_related("debtor")
    # Not `agreement.parties`: fetched before, it holds those alone that everybody may see.
    taking_part = AgreementParty.objects.filter(agreement=agreement).order_by("ordinal", "id")
    parties = list(taking_part.select_related("organisation", "signatory"))
    return {
        "may_write": bool(moves),
        "may_change": bool(moves) and agreement.is_unsigned and not agreement.is_final,
        "open": [move for move in moves if move.is_open],
        "closed": [move for move in moves if not move.is_open],
        "sets_lead_times": bool(moves) and settable_by(user).filter(pk=agreement.owner_id).exists(),
        "can": {move.code for move in moves if move.is_open},
        "parties": parties,
        "signed": len([party for party in parties if party.signed_on]),
        "documents": Document.objects.filter(agreement=agreement).select_related("uploaded_by"),
        "obligations": [_owed(one) for one in owed.prefetch_related(Prefetch("dues", dues))],
        "amendments": _told(amendments),
        "steps": agreement.moves.select_related("by").order_by("-at", "-id"),
        "renews": chain.get(agreement.renews_id),
        "renewed_by": next((one for one in chain.values() if one.renews_id == agreement.pk), None),
    }


def _owed(obligation: Obligation) -> dict:
    """With the dues to look at, the next and the missed ones; all others apart, the newest first."""
    dues = list(obligation.dues.all())
    near = [due for due in dues if due.state == Due.State.MISSED]
    near += [due for due in dues if due.state == Due.State.OPEN][:NEXT]
    rest = [due for due in dues if due not in near]
    return {"obligation": obligation, "near": near, "rest": rest}


def _renewed_by(agreement: Agreement):
    return Agreement.objects.filter(renews=agreement).values("pk")


def _told(amendments: list[Amendment]) -> list[dict]:
    """Each amendment with its lines; names of all of them are fetched at once."""
    names = _names(amendments)
    return [
        {
            "amendment": amendment,
            "lines": [
                _line(column, before, after, names)
                for column, (before, after) in amendment.difference.items()
            ],
        }
        for amendment in amendments
    ]


def _names(amendments: Iterable[Amendment]) -> dict[str, str]:
    wanted: dict[str, set[str]] = {TERMS: set(), PARTIES: set()}
    for amendment in amendments:
        for field, ids in wanted.items():
            for side in amendment.difference.get(field, ()):
                ids.update(side)
    found = [
        *(Term.objects.filter(pk__in=wanted[TERMS]) if wanted[TERMS] else ()),
        *(Organisation.objects.filter(pk__in=wanted[PARTIES]) if wanted[PARTIES] else ()),
    ]
    return {row.pk: row.name for row in found}


def _line(column: str, before, after, names: dict[str, str]) -> Changed:
    if column in (TERMS, PARTIES):
        label = _("Parties") if column == PARTIES else _("Fields of cooperation")
        return Changed(label, *(", ".join(names.get(pk, "–") for pk in side) for side in (before, after)))
    field = next(field for field in Agreement._meta.fields if field.name == column)
    return Changed(column_label(field), _value(column, before), _value(column, after))


def _value(column: str, value: str | None) -> str:
    if not value:
        return ""
    if column in ("starts_on", "ends_on"):
        return PartialDate(value).display()
    return str(dict(Agreement.Kind.choices).get(value, value)) if column == "kind" else value
