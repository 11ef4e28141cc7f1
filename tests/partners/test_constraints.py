"""What no way of writing can bring into the rows of partners and agreements."""

import pytest
from django.db.models import ProtectedError

from tests.breaking import refused_by, set_raw
from tests.factories import AgreementFactory, AgreementPartyFactory, PartnerFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["signed", "active", "expiring", "renewed"])
def test_an_intention_is_never_signed(status):
    intention = AgreementFactory(kind="intention", status="negotiating")
    refused_by("agreement_intention_is_not_signed", set_raw, intention, status=status)
    refused_by(
        "agreement_intention_is_not_signed", set_raw, AgreementFactory(status=status), kind="intention"
    )


@pytest.mark.parametrize("status", ["draft", "negotiating"])
def test_what_has_a_signing_date_is_past_negotiating(status):
    signed = AgreementFactory(status="signed", signed_on="2014")
    refused_by("agreement_signed_is_past_negotiating", set_raw, signed, status=status)


def test_an_agreement_ends_after_it_starts():
    refused_by("agreement_ends_after_it_starts", set_raw, AgreementFactory(starts_on="2015"), ends_on="2014")


@pytest.mark.parametrize(
    ("factory", "column"),
    [
        (PartnerFactory, "kind"),
        (AgreementFactory, "kind"),
        (AgreementFactory, "status"),
        (AgreementPartyFactory, "role"),
    ],
)
def test_a_choice_is_one_of_those_there_are(factory, column):
    row = factory()
    refused_by(f"{row._meta.db_table}_{column}_check", set_raw, row, **{column: "nonsense"})


def test_a_party_is_there_once_in_a_role():
    party = AgreementPartyFactory()
    same = {"agreement": party.agreement, "organisation": party.organisation}
    refused_by("agreement_party_once", AgreementPartyFactory, **same)
    AgreementPartyFactory(**same, role="witness")


def test_a_party_cannot_vanish_under_its_agreement():
    party = AgreementPartyFactory()
    with pytest.raises(ProtectedError):
        party.organisation.delete()
    refused_by("partners_partner_organisation_id_key", _second_profile)


def _second_profile():
    PartnerFactory(organisation=PartnerFactory().organisation)
