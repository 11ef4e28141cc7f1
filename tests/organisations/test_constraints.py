"""What no way of writing can bring into the rows of organisations."""

import pytest

from organisations.models import Organisation
from tests.breaking import refused_by, set_raw
from tests.factories import (
    DistinctionFactory,
    IdentifierFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    OrganisationNameFactory,
    OrganisationRelationFactory,
    PersonFactory,
    PositionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "columns",
    [
        {"latitude": 39.9},
        {"longitude": 116.3},
        {"latitude": 91, "longitude": 0},
        {"latitude": 0, "longitude": 180.1},
    ],
)
def test_a_place_is_whole_and_on_earth(columns):
    refused_by("organisation_place_whole_and_on_earth", set_raw, OrganisationFactory(), **columns)


@pytest.mark.parametrize("code", ["cn", "C", "C1", "中"])
def test_a_country_is_a_code(code):
    refused_by("organisation_country_is_a_code", set_raw, OrganisationFactory(), country=code)


def test_nothing_is_part_of_itself_however_far_up():
    top = OrganisationFactory()
    refused_by("organisation_tree_without_ring", set_raw, top, parent_id=top.pk)
    middle = OrganisationFactory(parent=top)
    bottom = OrganisationFactory(parent=middle)
    refused_by("organisation_tree_without_ring", set_raw, top, parent_id=bottom.pk)
    refused_by("organisation_tree_without_ring", Organisation.objects.filter(pk=top.pk).update, parent=middle)


def test_nothing_is_dissolved_before_it_was_founded():
    organisation = OrganisationFactory(founded_on="2003-05")
    refused_by("organisation_dissolved_after_founded", set_raw, organisation, dissolved_on="2003-04")


@pytest.mark.parametrize("text", ["2015-02-30", "15", "2015-13", "0999", "August 2015"])
def test_a_date_is_a_year_a_month_or_a_day(text):
    refused_by(
        "organisations_organisation_founded_on_check", set_raw, OrganisationFactory(), founded_on=text[:10]
    )


@pytest.mark.parametrize(
    ("factory", "column"),
    [
        (OrganisationFactory, "kind"),
        (OrganisationNameFactory, "kind"),
        (OrganisationRelationFactory, "kind"),
        (PositionFactory, "kind"),
        (DistinctionFactory, "kind"),
    ],
)
def test_a_kind_is_one_of_those_there_are(factory, column):
    row = factory()
    refused_by(f"{row._meta.db_table}_{column}_check", set_raw, row, **{column: "nonsense"})


def test_a_scheme_is_one_of_those_there_are():
    identifier = IdentifierFactory()
    refused_by("identifier_well_formed", set_raw, identifier, scheme="nonsense")


def test_slugs_are_there_once():
    refused_by("organisations_organisation_slug_key", OrganisationFactory, slug=OrganisationFactory().slug)
    refused_by("organisations_person_slug_key", PersonFactory, slug=PersonFactory().slug)


def test_a_name_is_there_once_and_not_empty():
    name = OrganisationNameFactory()
    same = {"organisation": name.organisation, "text": name.text, "language": "en", "kind": name.kind}
    refused_by("organisation_name_once", OrganisationNameFactory, **same)
    refused_by("organisation_name_not_empty", set_raw, name, text="")


def test_a_relation_is_to_another_and_there_once_also_without_a_date():
    relation = OrganisationRelationFactory()
    refused_by("organisation_relation_to_another", set_raw, relation, other_id=relation.organisation_id)
    same = {"organisation": relation.organisation, "kind": relation.kind, "other": relation.other}
    refused_by("organisation_relation_once", OrganisationRelationFactory, **same)
    late = OrganisationRelationFactory(started_on="2015")
    refused_by("organisation_relation_ends_after_it_starts", set_raw, late, ended_on="2014")


def test_a_membership_is_in_another_body_and_without_overlap():
    membership = NetworkMembershipFactory(joined_on="2010")
    refused_by("membership_in_another", set_raw, membership, member_id=membership.network_id)
    refused_by("membership_ends_after_it_starts", set_raw, membership, left_on="2009")
    same = {"network": membership.network, "member": membership.member}
    refused_by("membership_without_overlap", NetworkMembershipFactory, **same, joined_on="2012")
    NetworkMembershipFactory(**same, joined_on="1999", left_on="2009")


def test_a_position_is_there_once_and_ends_after_it_starts():
    position = PositionFactory(started_on="2015")
    refused_by("position_ends_after_it_starts", set_raw, position, ended_on="2014")
    same = {"person": position.person, "organisation": position.organisation, "title_en": position.title_en}
    refused_by("position_once", PositionFactory, **same, started_on="2015")


def test_a_distinction_is_there_once():
    one = DistinctionFactory()
    same = {"organisation": one.organisation, "title_en": one.title_en, "kind": one.kind}
    refused_by("distinction_once", DistinctionFactory, **same)
