"""Agreements in the API."""

from django.db.models import F, Q
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import action

from accounts.once import AnswersOnce
from common.people import UserName
from common.shapes import Many, One, Plain, Shape, Text, Translations
from common.writing import Changes, Creates
from organisations.api import ORGANISATION_BRIEF, PERSON_BRIEF
from sources.api import RECORD_CARD, RECORD_DETAIL, TERM_BRIEF

from ..filters import AgreementFilter
from ..models import Agreement, AgreementParty, Amendment, Move
from ..operations import agreements, drafting, keeping
from ..operations.amendments import amend
from .agreement_bodies import (
    AgreementBody,
    AgreementChange,
    AmendmentBody,
    MoveBody,
    RenewalBody,
    Role,
    SignatureBody,
)

PARTY = Shape(
    "AgreementParty",
    AgreementParty,
    card=[
        One("organisation", shape=ORGANISATION_BRIEF),
        Plain("role"),
        One("signatory", shape=PERSON_BRIEF),
        Plain("signed_on"),
    ],
)
AGREEMENT_BRIEF = Shape(
    "AgreementBrief",
    Agreement,
    card=[Plain("id"), Plain("slug"), Text("title"), Plain("kind"), Plain("status")],
)
MOVE = Shape(
    "Move",
    Move,
    card=[
        Plain("id"),
        Plain("step"),
        Plain("before"),
        Plain("after"),
        Plain("at"),
        UserName("by", note="Nobody where a date did it."),
        Plain("reason"),
    ],
)
AMENDMENT = Shape(
    "Amendment",
    Amendment,
    card=[
        Plain("id"),
        Plain("number"),
        Plain("reason"),
        Plain("difference", note="Each field that changed: what it said before, and after."),
        Plain("effective_on"),
        UserName("made_by"),
        Plain("made_at"),
    ],
)
AGREEMENT = Shape(
    "Agreement",
    Agreement,
    card=[
        Plain("id"),
        Plain("slug"),
        Text("title"),
        Plain("kind"),
        Plain("status"),
        Plain("is_generic", note="The source names no signed instrument."),
        Plain("signed_on"),
        Plain("starts_on"),
        Plain("ends_on"),
        Plain("countries"),
        Many("parties", shape=PARTY, by="agreement", order=["ordinal"]),
        *RECORD_CARD,
    ],
    detail=[
        Text("summary"),
        Many("fields_of_cooperation", shape=TERM_BRIEF, order=["ordinal"]),
        One("owner", shape=ORGANISATION_BRIEF, note="The park that drafts and follows it."),
        Plain("is_final", note="The text is closed: it may be signed, and changes by amendments only."),
        One("renews", shape=AGREEMENT_BRIEF),
        Plain("terminated_on"),
        Plain("ending"),
        Many("moves", shape=MOVE, by="agreement", order=["at"], note="For those whose agreement it is."),
        Many("amendments", shape=AMENDMENT, by="agreement", order=["number"]),
        *RECORD_DETAIL,
        Translations("translations", "title summary curator_note"),
    ],
)


class AgreementViewSet(AnswersOnce, Creates, Changes):
    """Signed and intended acts between parties; an intention is not a partnership.

    Members of the park that keeps an agreement write: a draft, its changes, and the steps of its life.
    """

    shape, filterset, keys = AGREEMENT, AgreementFilter, ("pk", "slug")
    body, changed_body = AgreementBody, AgreementChange
    bodies = {
        "moves": MoveBody,
        "signatures": SignatureBody,
        "amendments": AmendmentBody,
        "renewals": RenewalBody,
    }

    def writable(self):
        return keeping.writable_by(self.request.user)

    def make(self, given):
        parts, fields = _parts(given.pop("parties")), given.pop("fields_of_cooperation")
        return drafting.draft(Agreement(**given), by=self.request.user, parts=parts, fields=fields)

    def change(self, row, given):
        by, is_published = self.request.user, given.pop("is_published", None)
        if given:
            parties, fields = given.pop("parties", None), given.pop("fields_of_cooperation", None)
            for name, value in given.items():
                setattr(row, name, value)
            parts = None if parties is None else _parts(parties)
            drafting.change_draft(row, by=by, parts=parts, fields=fields)
        if is_published is not None:
            agreements.set_visibility(row, is_published, by)

    @action(detail=True, methods=["post"])
    def moves(self, request, pk):
        """Negotiate it, take it back to draft, make its text final or open that again, terminate it."""

        def do(row, given):
            by, reason = request.user, given["reason"]
            match given["move"]:
                case "final":
                    return agreements.make_final(row, by)
                case "reopen":
                    return agreements.reopen(row, reason, by)
                case "terminate":
                    return agreements.terminate(row, given["ending"], given["terminated_on"], by, reason)
                case status:
                    return agreements.move(row, status, by, reason)

        return self._act(pk, do)

    @action(detail=True, methods=["post"])
    def signatures(self, request, pk):
        """Note that a party signed; the last signature makes the agreement signed."""

        def do(row, given):
            named = Q(organisation=given["party"]) | Q(organisation__slug=given["party"])
            party = (
                row.parties.filter(named).order_by(F("signed_on").asc(nulls_first=True), "ordinal").first()
            )
            if party is None:
                raise serializers.ValidationError({"party": [_("It is not a party of this agreement.")]})
            return agreements.sign(row, party, None, given["signed_on"], request.user)

        return self._act(pk, do)

    @action(detail=True, methods=["post"])
    def amendments(self, request, pk):
        """Change a signed text by a numbered amendment, the only way to change one."""

        def do(row, given):
            amend(row, given["changes"], given["reason"], given["effective_on"], request.user)
            return row

        return self._act(pk, do)

    @action(detail=True, methods=["post"])
    def renewals(self, request, pk):
        """Draft its renewal: a new agreement, which is answered."""
        return self._act(pk, lambda row, given: drafting.renew(row, request.user))


def _parts(parties: list[dict]) -> list[drafting.Part]:
    return [drafting.Part(each["organisation"], each.get("role", Role.PARTY)) for each in parties]
