"""Whatever two records and their tags are: merged and taken back they are as they were."""

import pghistory
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation.merging import merge
from curation.models import Tagging
from curation.tags import put_on
from curation.undoing import take_back
from tests.curation.test_undoing_properties import Apart, snapshot
from tests.factories import (
    AffiliationFactory,
    ContactFactory,
    CuratorFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
    PartnerFactory,
    TagFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
few = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
TEXTS = st.sampled_from(["", "Kyiv", "北京"])
#: Which of three tags a record has.
SOME = st.sets(st.integers(0, 2))


def tags_of(record) -> set[str]:
    return set(Tagging.objects.filter(record=record.pk).values_list("tag", flat=True))


@few
@given(
    ours=SOME, theirs=SOME, cities=st.tuples(TEXTS, TEXTS), takes=st.sampled_from(["kept", "other"]), are=SOME
)
def test_bodies_merged_and_taken_back_are_as_they_were(ours, theirs, cities, takes, are):
    """are: what the two are beside, partners or users of a tag of one name."""
    with pytest.raises(Apart), transaction.atomic():
        by = CuratorFactory()
        kept, other = (OrganisationFactory(city_en=city) for city in cities)
        tags = [TagFactory(), TagFactory(owner=ParkFactory().organisation), TagFactory(owner=kept, name="A")]
        put_on(kept, [tags[one] for one in ours])
        put_on(other, [tags[one] for one in theirs])
        for number, body in enumerate((kept, other)):
            if number in are:
                put_on(PartnerFactory(organisation=body), [tags[number]])
        if 2 in are:
            put_on(kept, [TagFactory(owner=other, name="A")])
        before = snapshot()
        batch = merge(kept, other, {"organisations.organisation.city_en": takes}, by)
        assert {tags[one].pk for one in ours | theirs} <= tags_of(kept) and not tags_of(other)
        after = snapshot()
        undoing = take_back(batch, by)
        assert undoing.conflicts == []
        assert snapshot() == before
        take_back(undoing, by)
        assert snapshot() == after
        raise Apart


@few
@given(ours=SOME, theirs=SOME, since=SOME)
def test_contacts_merged_and_taken_back_are_as_they_were_but_for_tags_that_came_since(ours, theirs, since):
    with pytest.raises(Apart), transaction.atomic():
        by = MembershipFactory(organisation=ParkFactory().organisation)
        kept, other = ContactFactory.create_batch(2, owner=by.organisation)
        AffiliationFactory(contact=other)
        tags = TagFactory.create_batch(3, owner=by.organisation)
        put_on(kept, [tags[one] for one in ours])
        put_on(other, [tags[one] for one in theirs])
        batch = merge(kept, other, {}, by.user)
        with pghistory.context():
            put_on(kept, [tags[one] for one in since])
        take_back(batch, by.user)
        came = since - ours - theirs
        assert tags_of(kept) == {tags[one].pk for one in ours | came}
        assert tags_of(other) == {tags[one].pk for one in theirs}
        raise Apart
