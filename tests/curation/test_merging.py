"""Two records of one thing become one, with all that points to them, and come apart again."""

import pghistory
import pytest

from curation.joining import forgotten
from curation.merging import CannotMerge, merge, plan
from curation.models import Alias, Batch
from curation.undoing import take_back
from organisations.models import Organisation, OrganisationName, Person
from partners.models import Contact, InteractionPartner, Partner
from tests.factories import (
    AffiliationFactory,
    AgreementFactory,
    AgreementPartyFactory,
    ContactFactory,
    CuratorFactory,
    DistinctionFactory,
    IdentifierFactory,
    InteractionFactory,
    InteractionPartnerFactory,
    MembershipFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    OrganisationNameFactory,
    OrganisationRelationFactory,
    ParkFactory,
    PartnerFactory,
    PassageFactory,
    PersonFactory,
    PositionFactory,
    ShareFactory,
    StageFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
somebody = pghistory.context


@pytest.fixture
def curator():
    return CuratorFactory()


@pytest.fixture
def pair():
    kept = OrganisationFactory(name_en="Tus-Holdings", slug="tus-holdings", city_en="", website="")
    other = OrganisationFactory(
        name_en="TusHoldings", name_zh_hans="启迪控股", slug="tusholdings", city_en="Beijing"
    )
    return kept, other


def test_every_relation_is_covered_by_a_rule():
    assert forgotten() == []


def test_the_other_goes_with_its_names_identifiers_and_relations(pair, curator):
    kept, other = pair
    identifier, name = IdentifierFactory(organisation=other), OrganisationNameFactory(organisation=other)
    partner = PartnerFactory(organisation=other)
    met = InteractionPartnerFactory(organisation=other)
    party = AgreementPartyFactory(organisation=other)
    contact = AffiliationFactory(organisation=other)
    granted = DistinctionFactory()
    granted.granted_by.add(other)
    passage = PassageFactory()
    other.passages.add(passage)
    branch = OrganisationFactory(parent=other)
    batch = merge(kept, other, {}, curator)
    assert not Organisation.objects.filter(pk=other.pk).exists()
    for row in (identifier, name, partner, met, party, contact):
        row.refresh_from_db()
        assert row.organisation_id == kept.pk
    branch.refresh_from_db()
    kept.refresh_from_db()
    assert branch.parent_id == kept.pk
    assert list(granted.granted_by.all()) == [kept]
    assert list(kept.passages.all()) == [passage]
    assert (kept.name_en, kept.city_en, kept.slug) == ("Tus-Holdings", "Beijing", "tus-holdings")
    assert set(kept.names.values_list("text", "language")) >= {("TusHoldings", "en")}
    assert (batch.kind, batch.label) == (Batch.Kind.MERGE, "TusHoldings → Tus-Holdings")


def test_what_both_have_is_joined_and_what_points_to_itself_is_dropped(pair, curator):
    kept, other = pair
    ours, theirs = PartnerFactory(organisation=kept, description_en=""), None
    theirs = PartnerFactory(organisation=other, description_en="Runs parks.")
    meeting = InteractionFactory()
    InteractionPartnerFactory(interaction=meeting, organisation=kept)
    InteractionPartnerFactory(interaction=meeting, organisation=other)
    agreement = AgreementFactory(is_final=True)
    relation = OrganisationRelationFactory(organisation=kept, other=other)
    network = NetworkMembershipFactory(network=other, member=kept)
    StageFactory(organisation=kept, slug="first", ordinal=1)
    stage = StageFactory(organisation=other, slug="opening", ordinal=1)
    report = plan(kept, other, {}, curator)
    assert {type(one) for one, _ in report.joined} == {Partner, InteractionPartner}
    assert {row.pk for row, _, _ in report.dropped} == {relation.pk, network.pk}
    assert Organisation.objects.filter(pk=other.pk).exists()  # a plan changes nothing
    merge(kept, other, {}, curator)
    ours.refresh_from_db()
    stage.refresh_from_db()
    assert ours.description_en == "Runs parks."
    assert not Partner.objects.filter(pk=theirs.pk).exists()
    assert InteractionPartner.objects.filter(interaction=meeting).count() == 1
    assert (stage.organisation_id, stage.ordinal) == (kept.pk, 2)
    assert agreement.pk


def test_a_choice_by_field_is_taken_and_the_kept_name_is_remembered(pair, curator):
    kept, other = pair
    choices = {"organisations.organisation.name_en": "other", "organisations.organisation.city_en": "kept"}
    merge(kept, other, choices, curator)
    kept.refresh_from_db()
    assert (kept.name_en, kept.city_en) == ("TusHoldings", "")
    assert kept.names.filter(text="Tus-Holdings", kind=OrganisationName.Kind.ALIAS).exists()


def snapshot():
    from curation.effects import tables

    rows = {}
    for table in tables():
        names = [f.attname for f in table.model._meta.concrete_fields if not getattr(f, "auto_now", False)]
        rows[table.resource] = sorted(table.model._base_manager.values_list(*names), key=str)
        for many in table.model._meta.local_many_to_many:
            through = many.remote_field.through
            if through._meta.auto_created:
                ends = (many.m2m_column_name(), many.m2m_reverse_name())
                rows[through._meta.db_table] = sorted(through._base_manager.values_list(*ends))
    return rows


def entangled(kept, other):
    """Two bodies that share whatever two can share."""
    user, park = UserFactory(), ParkFactory(organisation=kept)
    MembershipFactory(user=user, organisation=kept)
    MembershipFactory(user=user, organisation=other)
    contact = ContactFactory()
    for body in (kept, other):
        PartnerFactory(organisation=body)
        AffiliationFactory(contact=contact, organisation=body)
        NetworkMembershipFactory(member=body, network=park.organisation) if body is other else None
        InteractionPartnerFactory(organisation=body)
        ShareFactory(owner=OrganisationFactory(), receiver=body)
        StageFactory(organisation=body, slug="first", ordinal=1)
        body.passages.add(PassageFactory())
    party = AgreementPartyFactory(organisation=kept)
    AgreementPartyFactory(organisation=other, agreement=party.agreement, role=party.role)
    party.agreement.is_final = True
    party.agreement.save()
    OrganisationRelationFactory(organisation=kept, other=other)
    person = PersonFactory()
    PositionFactory(person=person, organisation=kept, title_en="Head", kind="post")
    PositionFactory(person=person, organisation=other, title_en="Head", kind="post")
    kept.parent = other
    kept.save()


def test_merging_and_taking_back_changes_nothing(pair, curator):
    kept, other = pair
    entangled(kept, other)
    before = snapshot()
    batch = merge(kept, other, {}, curator)
    assert snapshot() != before
    undoing = take_back(batch, curator)
    assert undoing.conflicts == []
    after = snapshot()
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)  # a moment of its own for each writer
def test_new_relations_stay_with_the_kept_one_and_are_listed(pair, curator):
    kept, other = pair
    batch = merge(kept, other, {}, curator)
    with somebody():
        new = InteractionPartnerFactory(organisation=kept)
    undoing = take_back(batch, curator)
    new.refresh_from_db()
    assert new.organisation_id == kept.pk
    assert [(c["pk"], c["why"]) for c in undoing.conflicts] == [(new.pk, "since")]
    assert Organisation.objects.filter(pk=other.pk).exists()


def test_the_old_address_leads_to_the_kept_one_until_it_is_taken_back(pair, curator, client):
    kept, other = pair
    batch = merge(kept, other, {}, curator)
    moved = client.get("/zh-hans/organisations/tusholdings/?from=mail")
    assert (moved.status_code, moved["Location"]) == (301, "/zh-hans/organisations/tus-holdings/?from=mail")
    moved = client.get(f"/api/v1/organisations/{other.pk}/")
    assert (moved.status_code, moved["Location"]) == (301, f"/api/v1/organisations/{kept.pk}/")
    with somebody():
        third = OrganisationFactory(slug="third")
    merge(third, kept, {}, curator)
    assert client.get("/organisations/tusholdings/")["Location"] == "/organisations/third/"
    with somebody():
        Organisation.objects.filter(pk=third.pk).update(is_published=False)
    assert client.get("/organisations/tusholdings/").status_code == 404
    assert batch.pk


def test_after_taking_back_the_old_address_answers_as_before(pair, curator, client):
    kept, other = pair
    take_back(merge(kept, other, {}, curator), curator)
    assert client.get("/organisations/tusholdings/").status_code == 200
    assert not Alias.objects.exists()


def test_people_and_contacts_are_merged(curator):
    one, other = PersonFactory(name_en="Wang Wei"), PersonFactory(name_en="Wei Wang")
    position = PositionFactory(person=other)
    merge(one, other, {}, curator)
    position.refresh_from_db()
    assert position.person_id == one.pk
    assert Person.objects.count() == 1
    kept = ContactFactory(do_not_contact=False)
    double = ContactFactory(owner=kept.owner, do_not_contact=True)
    merge(kept, double, {"partners.contact.do_not_contact": "kept"}, curator)
    assert Contact.objects.get().do_not_contact


def test_contacts_of_two_parks_are_not_merged(curator):
    with pytest.raises(CannotMerge):
        merge(ContactFactory(), ContactFactory(), {}, curator)


def test_nothing_is_merged_into_itself_or_twice(pair, curator):
    kept, other = pair
    with pytest.raises(CannotMerge):
        merge(kept, kept, {}, curator)
    merge(kept, other, {}, curator)
    with pytest.raises(CannotMerge):
        merge(kept, other, {}, curator)
