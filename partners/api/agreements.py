"""Agreements in the API."""

from common.api import RecordViewSet
from common.shapes import Many, One, Plain, Shape, Text, Translations
from organisations.api import ORGANISATION_BRIEF, PERSON_BRIEF
from sources.api import RECORD_CARD, RECORD_DETAIL, TERM_BRIEF

from ..filters import AgreementFilter
from ..models import Agreement, AgreementParty, Amendment, Move
from .people import UserName

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


class AgreementViewSet(RecordViewSet):
    """Signed and intended acts between parties; an intention is not a partnership."""

    shape, filterset, keys = AGREEMENT, AgreementFilter, ("pk", "slug")
