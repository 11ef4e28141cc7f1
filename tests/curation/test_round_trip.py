"""What a list gives as a file is read in again as what it was."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from curation.importing.sheets import sheet_of
from curation.operations import imports
from organisations.models import Organisation
from parks.models import Milestone, Observation, Park
from partners.models import Agreement, Contact, Interaction, Partner
from tests.curation.files import told
from tests.factories import (
    AffiliationFactory,
    AgreementFactory,
    AgreementPartyFactory,
    ContactFactory,
    CuratorFactory,
    InteractionFactory,
    InteractionPartnerFactory,
    MilestoneFactory,
    ObservationFactory,
    OrganisationFactory,
    ParkFactory,
    PartnerFactory,
    PassageFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db
LISTS = {
    Organisation: "/organisations/",
    Park: "/parks/",
    Partner: "/partners/",
    Milestone: "/milestones/",
    Observation: "/figures/",
    Agreement: "/agreements/",
    Contact: "/contacts/",
    Interaction: "/interactions/",
}


@pytest.fixture
def keeper(db):
    """A park, and rows of every kind with all that may go wrong on the way out and in."""
    above = OrganisationFactory(
        slug="above",
        name_en="=1+1",
        name_zh_hans="＝清华",
        summary_en='+two\nlines, and “quotes”; "so"',
        city_en="'=guarded already",
        latitude="39.9",
        longitude="-116.3",
        founded_on="1994-08",
    )
    OrganisationFactory(slug="below", parent=above, dissolved_on="2016-03-21").passages.add(PassageFactory())
    park = ParkFactory(parent=ParkFactory(), opened_on="2001").organisation
    PartnerFactory()
    MilestoneFactory(organisation=above, happened_on="2014-08", text_en="-x\r\ny")
    ObservationFactory(organisation=above, value="427200000000", change="-3.5", currency="USD")
    agreement = AgreementFactory(owner=None, countries=["MY", "TH"], signed_on="2014", title_en="-5 %")
    agreement.fields_of_cooperation.add(TermFactory(), TermFactory())
    AgreementPartyFactory(agreement=agreement)
    contact = ContactFactory(
        owner=park, name="@Ayesha", languages=["en", "ur"], email="a@example.org", note="=x"
    )
    AffiliationFactory(contact=contact)
    met = InteractionFactory(
        owner=park, title="%Visit", notes="<p>-a</p>", started_at=datetime.time(9, 30), agreement=agreement
    )
    InteractionPartnerFactory(interaction=met)
    return park


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_a_list_taken_away_and_read_in_again_changes_nothing(sign_in, keeper, model, kind):
    curator = CuratorFactory()
    data = sign_in(curator).get(f"{LISTS[model]}?format={kind}").getvalue()
    owner = keeper.pk if model in (Contact, Interaction) else ""
    file = SimpleUploadedFile(f"rows.{kind}", data)
    import_ = imports.take_in(file, sheet=sheet_of(model), owner=owner, by=curator)
    imports.choose_columns(import_, import_.mapping, by=curator)
    imports.work_at(import_.pk)
    import_.refresh_from_db()
    assert told(import_) == []
    assert import_.counts == {"same": model.objects.count()}
