"""How contacts and agreements are compared, to find those that are here twice."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from common.dates import PartialDate
from curation.naming.cards import Card
from curation.naming.descriptions import AGREEMENTS, PEOPLE, Naming

from .models import Affiliation, Agreement, AgreementParty, Contact

DIGITS = 9  # of a telephone number, the last ones: with and without the code of the country


def cards_of_contacts(ids: Iterable[str]) -> list[Card]:
    """Those of one park are never compared with those of another; erased people with nobody."""
    pks = list(ids)
    works = defaultdict(set)
    rows = Affiliation.objects.filter(contact__in=pks).order_by()
    for contact, body in rows.values_list("contact_id", "organisation_id"):
        works[contact].add(body)
    columns = ("pk", "owner_id", "name", "native_name", "email", "phone")
    contacts = Contact.objects.filter(pk__in=pks, erased_at=None).order_by().values(*columns)
    return [card_of_contact(row | {"organisations": works[row["pk"]]}) for row in contacts]


def card_of_contact(values: Mapping[str, Any]) -> Card:
    """Of a contact: the columns, with `owner` or `owner_id`; and `organisations`, where they work."""
    owner = values.get("owner_id") or values.get("owner") or ""
    known = set()
    if email := str(values.get("email") or "").strip().lower():
        known.add(("email", email))
    digits = re.sub(r"\D", "", str(values.get("phone") or ""))
    if len(digits) >= DIGITS:
        known.add(("phone", digits[-DIGITS:]))
    return Card(
        record=values.get("pk", ""),
        scope=str(getattr(owner, "pk", owner)),
        names=tuple(name for name in (values.get("name"), values.get("native_name")) if name),
        identifiers=frozenset(known),
        ties=frozenset(values.get("organisations", ())),
    )


def cards_of_agreements(ids: Iterable[str]) -> list[Card]:
    """A renewal is another agreement than what it renews; drafts of one park are not told to another."""
    pks = list(ids)
    parties = defaultdict(set)
    rows = AgreementParty.objects.filter(agreement__in=pks).order_by()
    for agreement, body in rows.values_list("agreement_id", "organisation_id"):
        parties[agreement].add(body)
    columns = ("pk", "title_en", "title_zh_hans", "kind", "signed_on", "owner_id", "renews_id")
    agreements = Agreement.objects.filter(pk__in=pks).order_by().values(*columns)
    return [card_of_agreement(row | {"parties": parties[row["pk"]]}) for row in agreements]


def card_of_agreement(values: Mapping[str, Any]) -> Card:
    """Of an agreement: the columns, and `parties`, the ids of its organisations."""
    signed = values.get("signed_on") or None
    return Card(
        record=values.get("pk", ""),
        names=tuple(
            dict.fromkeys(
                title for column in ("title", "title_en", "title_zh_hans") if (title := values.get(column))
            )
        ),
        kind=str(values.get("kind") or ""),
        ties=frozenset(values.get("parties", ())),
        kin=frozenset([values["renews_id"]] if values.get("renews_id") else ()),
        days=(signed.earliest, signed.latest) if isinstance(signed, PartialDate) else None,
    )


CONTACTS = Naming(cards=cards_of_contacts, reads=card_of_contact, how=PEOPLE, sources=(Contact,))
BETWEEN_PARTIES = Naming(
    cards=cards_of_agreements, reads=card_of_agreement, how=AGREEMENTS, sources=(Agreement, AgreementParty)
)
