"""A batch that is taken back leaves what has become a final text meanwhile."""

import pghistory
import pytest

from curation.models import Batch
from curation.undoing import take_back
from partners.models import AgreementParty
from tests.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    BatchFactory,
    CuratorFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db


def test_taking_back_an_import_does_not_change_who_signed():
    curator = CuratorFactory()
    batch = BatchFactory(kind=Batch.Kind.IMPORT, made_by=curator)
    agreement = AgreementFactory()
    was, became = OrganisationFactory(), OrganisationFactory()
    party = AgreementPartyFactory(agreement=agreement, organisation=was)
    with batch.recorded():
        party.organisation = became
        party.save()
    with pghistory.context():  # what is later, as a request of its own
        agreement.is_final = True
        agreement.save()
    undoing = take_back(batch, by=curator)
    assert AgreementParty.objects.get(pk=party.pk).organisation == became
    assert [(one["pk"], one["why"]) for one in undoing.conflicts] == [(party.pk, "refused")]
