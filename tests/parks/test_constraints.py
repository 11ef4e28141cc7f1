"""What no way of writing can bring into the rows of parks and figures."""

import pytest

from tests.breaking import refused_by, set_raw
from tests.factories import (
    EnterpriseFactory,
    IndicatorFactory,
    MilestoneFactory,
    ObservationFactory,
    ParkFactory,
    StageFactory,
    TenancyFactory,
)

pytestmark = pytest.mark.django_db


def test_a_park_does_not_lie_in_itself_however_far_up():
    top = ParkFactory()
    middle = ParkFactory(parent=top)
    bottom = ParkFactory(parent=middle)
    for row, parent in ((top, top), (top, middle), (top, bottom), (middle, bottom)):
        refused_by("park_tree_without_ring", set_raw, row, parent_id=parent.pk)
    set_raw(bottom, parent_id=top.pk)  # elsewhere in the tree is well


@pytest.mark.parametrize(
    ("factory", "column"),
    [
        (ParkFactory, "kind"),
        (ParkFactory, "approach"),
        (ParkFactory, "status"),
        (TenancyFactory, "kind"),
        (IndicatorFactory, "respect"),
        (IndicatorFactory, "unit"),
        (ObservationFactory, "period_kind"),
        (ObservationFactory, "qualifier"),
    ],
)
def test_a_choice_is_one_of_those_there_are(factory, column):
    row = factory()
    refused_by(f"{row._meta.db_table}_{column}_check", set_raw, row, **{column: "nonsense"})


def test_a_body_has_one_profile_of_a_kind():
    park, enterprise = ParkFactory(), EnterpriseFactory()
    refused_by("parks_park_organisation_id_key", ParkFactory, organisation=park.organisation)
    refused_by(
        "parks_enterprise_organisation_id_key", EnterpriseFactory, organisation=enterprise.organisation
    )


def test_tenancies_do_not_overlap_and_end_after_they_start():
    tenancy = TenancyFactory(settled_on="2003", left_on="2008")
    refused_by("tenancy_ends_after_it_starts", set_raw, tenancy, left_on="2002-12-31")
    same = {"enterprise": tenancy.enterprise, "park": tenancy.park}
    refused_by("tenancy_without_overlap", TenancyFactory, **same, settled_on="2005")
    TenancyFactory(**same, settled_on="2008-06")


def test_stages_have_their_own_place_and_end_after_they_start():
    stage = StageFactory(ordinal=1, started_on="2009")
    refused_by("stage_ends_after_it_starts", set_raw, stage, ended_on="2008")
    refused_by("stage_position_once", StageFactory, organisation=stage.organisation, ordinal=1)
    refused_by("stage_slug_once", StageFactory, organisation=stage.organisation, slug=stage.slug)


def test_a_milestone_has_a_date():
    milestone = MilestoneFactory()
    refused_by("parks_milestone_happened_on_check", set_raw, milestone, happened_on="soon")
    refused_by("parks_milestone_slug_key", MilestoneFactory, slug=milestone.slug)


def test_what_follows_does_not_lead_back():
    application = IndicatorFactory()
    grant = IndicatorFactory(follows=application)
    refused_by("indicator_order_without_ring", set_raw, application, follows_id=grant.pk)
    refused_by("indicator_order_without_ring", set_raw, application, follows_id=application.pk)


@pytest.mark.parametrize(
    "columns", [{"share": 5}, {"share": -1, "base": True}, {"share": 101, "base": True}, {"base": True}]
)
def test_a_share_has_its_base_and_is_one(columns):
    base = IndicatorFactory()
    columns = {"share": columns.get("share")} | ({"share_of_id": base.pk} if "base" in columns else {})
    refused_by("observation_share_has_its_base", set_raw, ObservationFactory(), **columns)


@pytest.mark.parametrize(
    "columns",
    [
        {"multiple": 2},
        {"multiple": 2, "multiple_of_en": ""},
        {"multiple": 2, "multiple_of_en": "", "multiple_of_zh_hans": ""},
        {"multiple_of_en": "exports"},
        {"multiple_of_zh_hans": "出口"},
    ],
)
def test_a_multiple_has_its_base(columns):
    refused_by("observation_multiple_has_its_base", set_raw, ObservationFactory(), **columns)


@pytest.mark.parametrize("language", ["en", "zh_hans"])
def test_the_base_of_a_multiple_may_be_named_in_any_language(language):
    set_raw(ObservationFactory(), multiple=2, **{f"multiple_of_{language}": "exports"})


def test_a_part_says_how_it_belongs_and_is_not_part_of_itself():
    whole = ObservationFactory()
    part = ObservationFactory(part_of=whole, part_kind="component")
    refused_by("observation_part_has_its_kind", set_raw, part, part_kind="")
    refused_by("observation_part_has_its_kind", set_raw, whole, part_kind="subset")
    refused_by("observation_parts_without_ring", set_raw, whole, part_of_id=part.pk, part_kind="subset")
    refused_by("observation_parts_without_ring", set_raw, whole, part_of_id=whole.pk, part_kind="subset")


def test_a_figure_has_a_period_or_is_undated_and_keeps_its_print():
    figure = ObservationFactory()
    refused_by("observation_period_given_or_undated", set_raw, figure, period_on=None)
    refused_by("observation_period_given_or_undated", set_raw, figure, period_kind="undated")
    refused_by("observation_keeps_the_print", set_raw, figure, printed="")
    refused_by("observation_currency_is_a_code", set_raw, figure, currency="us$")
    refused_by("parks_observation_slug_key", ObservationFactory, slug=figure.slug)
