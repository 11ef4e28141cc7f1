"""Curators learn why something was found; the points are those that the order follows."""

import pytest

from search.finding import answering
from search.models import Entry
from search.operations import index_records
from search.why import why
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bodies():
    index_records([OrganisationFactory(name_en="Harbour"), OrganisationFactory(name_en="Harbour works")])


def test_the_points_are_what_the_rank_is_the_sum_of():
    query, found = answering("harbour", Entry.objects.all())
    first, second = found.ranked(query, total=2, explained=True)
    assert (str(first), str(second)) == ("Harbour", "Harbour works")
    for entry in (first, second):
        assert sum(points for _words, points in why(entry)) == pytest.approx(entry.rank, abs=0.04)
    assert "It is called exactly so" in dict(why(first)) and "It is called exactly so" not in dict(
        why(second)
    )


def test_curators_alone_are_told(client, sign_in, curator):
    assert "Why is this here?" in sign_in(curator).get("/search/?q=harbour").content.decode()
    assert "Why is this here?" not in client.get("/search/?q=harbour").content.decode()
