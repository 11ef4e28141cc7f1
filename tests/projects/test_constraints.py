"""What no way of writing can bring into the rows of projects."""

import pytest
from django.db.models import ProtectedError

from tests.breaking import refused_by, set_raw
from tests.factories import DeliverableFactory, ProjectFactory, ProjectParticipantFactory

pytestmark = pytest.mark.django_db


def test_a_project_ends_after_it_starts_and_lies_in_a_country():
    project = ProjectFactory(starts_on="2016")
    refused_by("project_ends_after_it_starts", set_raw, project, ends_on="2015")
    refused_by("project_country_is_a_code", set_raw, project, country="my")
    refused_by("projects_project_slug_key", ProjectFactory, slug=project.slug)


@pytest.mark.parametrize(
    ("factory", "column"),
    [
        (ProjectFactory, "path"),
        (ProjectFactory, "phase"),
        (ProjectParticipantFactory, "role"),
        (DeliverableFactory, "status"),
    ],
)
def test_a_choice_is_one_of_those_there_are(factory, column):
    row = factory()
    refused_by(f"{row._meta.db_table}_{column}_check", set_raw, row, **{column: "nonsense"})


def test_a_participant_is_there_once_in_a_role_and_cannot_vanish():
    one = ProjectParticipantFactory()
    same = {"project": one.project, "organisation": one.organisation, "role": one.role}
    refused_by("project_participant_once", ProjectParticipantFactory, **same)
    with pytest.raises(ProtectedError):
        one.organisation.delete()


def test_deliverables_have_their_own_places():
    one = DeliverableFactory(ordinal=1)
    refused_by("deliverable_position_once", DeliverableFactory, project=one.project, ordinal=1)
    refused_by("projects_deliverable_ordinal_check", set_raw, one, ordinal=-1)
