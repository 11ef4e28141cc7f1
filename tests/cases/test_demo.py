"""The example requests of an installation that is tried."""

import pytest

from cases.demo import create_cases
from tests.factories import CategoryFactory

pytestmark = pytest.mark.django_db


def test_one_waits_and_one_is_answered_both_marked_as_examples(asker, staff, park, listing):
    about = (park.organisation.slug, listing.slug, CategoryFactory().slug)
    made = create_cases(asker.email, staff.email, *about)
    for case in made:
        case.refresh_from_db()
    assert [case.status for case in made] == ["submitted", "answered"]
    assert {(case.is_example, case.park) for case in made} == {(True, park)}
    assert all(case.title.startswith(("Example:", "示例：")) for case in made)


def test_nothing_is_made_where_something_of_it_is_missing(asker, staff, park):
    assert create_cases(asker.email, staff.email, park.organisation.slug, "nothing", "nothing") == []
