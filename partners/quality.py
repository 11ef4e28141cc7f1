"""What makes partners, agreements and contacts complete."""

import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from curation.quality.descriptions import Check, Checks

from .models import Affiliation, Agreement, AgreementParty, Contact

PARTNERS = Checks(
    fresh_for=datetime.timedelta(days=365),
    parts=[
        Check(
            code="description",
            to_do=_("Describe it in one of the languages."),
            why=_("Parks decide by it whether to write."),
            weight=1,
            has=Q(description_en__gt="") | Q(description_zh_hans__gt=""),
            place="id_description_en",
        )
    ],
)

AGREEMENTS = Checks(
    fresh_for=datetime.timedelta(days=365),
    owner="owner_id",
    parts=[
        Check(
            code="parties",
            to_do=_("Add its parties: at least two."),
            why=_("It is found through them."),
            weight=3,
            has=Q(Exists(AgreementParty.objects.filter(agreement=OuterRef("pk")).order_by("pk")[1:2])),
            place="parties-group",
        ),
        Check(
            code="signed",
            to_do=_("Add the date of the signature; the year is enough."),
            why=_("The history of the network is told by it."),
            weight=2,
            has=Q(signed_on__isnull=False) | Q(status__in=Agreement.UNSIGNED),
            place="id_signed_on",
        ),
        Check(
            code="titles",
            to_do=_("Add the title in the other language."),
            why=_("Readers of both languages find it by its title."),
            weight=1,
            has=Q(title_en__gt="", title_zh_hans__gt=""),
            place="id_title_zh_hans",
        ),
        Check(
            code="summary",
            to_do=_("Say in a sentence or two what was agreed."),
            why=_("It is the first thing that is read."),
            weight=2,
            has=Q(summary_en__gt="") | Q(summary_zh_hans__gt=""),
            place="id_summary_en",
        ),
    ],
)

CONTACTS = Checks(
    fresh_for=datetime.timedelta(days=365),
    owner="owner_id",
    form="partners:contact_change",
    among=Q(erased_at=None),
    parts=[
        Check(
            code="reach",
            to_do=_("Add an e-mail address or a telephone number."),
            why=_("Without one nobody can reach this person."),
            weight=3,
            has=Q(email__gt="") | Q(phone__gt=""),
            place="id_email",
        ),
        Check(
            code="workplace",
            to_do=_("Add where this person works."),
            why=_("A contact is found through the organisation."),
            weight=3,
            has=Q(Exists(Affiliation.objects.filter(contact=OuterRef("pk")))),
            place="",
        ),
        Check(
            code="consent",
            to_do=_("Ask for the consent to be kept, and note the answer."),
            why=_("The law of many countries asks for it."),
            weight=2,
            has=~Q(consent=Contact.Consent.UNKNOWN),
            place="id_consent",
        ),
        Check(
            code="languages",
            to_do=_("Add the languages to write in."),
            why=_("Colleagues know how to begin."),
            weight=1,
            has=Q(languages__len__gt=0),
            place="id_languages",
        ),
    ],
)
