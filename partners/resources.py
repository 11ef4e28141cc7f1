"""What can be imported and exported, and what each row is known by."""

from django.utils.translation import gettext_lazy as _

from common.columns import Listing, OfParts, OfShape
from common.people import UserEmail, UserName
from common.shapes import Plain
from curation.descriptions import describe
from curation.editing import for_curators

from . import naming, quality
from .models import (
    Affiliation,
    Agreement,
    AgreementParty,
    Contact,
    Due,
    FollowUp,
    Interaction,
    Partner,
    Share,
)
from .operations import together
from .operations.importing import AGREEMENTS, CONTACTS, INTERACTIONS

describe(
    Partner,
    "organisation",
    listing=Listing(usual=["organisation", "kind", "is_published"]),
    checks=quality.PARTNERS,
    editing=for_curators(Partner, "kind", "is_published"),
)
describe(
    Agreement,
    "slug",
    naming=naming.BETWEEN_PARTIES,
    checks=quality.AGREEMENTS,
    importing=AGREEMENTS,
    editing=together.AGREEMENTS,
    listing=Listing(
        more=[
            OfParts(
                "parties",
                Agreement,
                part=AgreementParty,
                by="agreement",
                shows="organisation",
                called=_("parties"),
            )
        ],
        usual=["title", "kind", "status", "parties", "signed_on", "ends_on"],
    ),
)
describe(AgreementParty, "agreement", "organisation", "role")
describe(
    Contact,
    naming=naming.CONTACTS,
    checks=quality.CONTACTS,
    importing=CONTACTS,
    editing=together.CONTACTS,
    listing=Listing(
        more=[
            OfParts(
                "organisations",
                Contact,
                part=Affiliation,
                by="contact",
                shows="organisation",
                called=_("organisations"),
                known=True,
            )
        ],
        left_out=["erased_at"],
        known=["owner"],
        usual=["name", "native_name", "organisations", "email", "phone", "do_not_contact"],
    ),
)
describe(
    Interaction,
    importing=INTERACTIONS,
    editing=together.INTERACTIONS,
    listing=Listing(
        more=[OfShape("logged_by", Interaction, UserName("created_by"), called=_("logged by"))],
        left_out=["submission", "external_id"],
        known=["partners", "owner"],
        usual=["title", "happened_on", "kind", "partners", "outcome", "logged_by"],
    ),
)
describe(
    FollowUp,
    editing=together.FOLLOW_UPS,
    listing=Listing(
        more=[
            OfShape("assignee", FollowUp, UserEmail("assignee"), called=_("who")),
            OfShape("done_by", FollowUp, UserName("done_by"), called=_("done by")),
        ],
        known=["owner"],
        usual=["text", "due_on", "assignee", "done_at"],
    ),
)
describe(
    Due,
    listing=Listing(
        more=[
            OfShape(
                "agreement", Due, Plain("agreement", "obligation__agreement__slug"), called=_("agreement")
            ),
            OfShape("text", Due, Plain("text", "obligation__text"), called=_("what is owed")),
            OfShape("debtor", Due, Plain("debtor", "obligation__debtor__slug"), called=_("who owes")),
            OfShape("settled_by", Due, UserName("settled_by"), called=_("by")),
        ],
        left_out=["obligation", "document"],
        usual=["text", "due_on", "state", "agreement", "debtor"],
    ),
)
describe(Share, listing=Listing(known=["owner", "receiver", "partner", "agreement", "interaction"]))
