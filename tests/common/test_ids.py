"""Opaque ids, one by one and many at once."""

from common.ids import ALPHABET, LENGTH, new_id, new_ids


def test_many_ids_at_once_are_like_those_made_one_by_one():
    before, many, after = new_id("org"), list(new_ids("org", 1000)), new_id("org")
    assert len(set(many)) == 1000
    assert {len(one) for one in many} == {len("org_") + LENGTH} == {len(before)}
    assert set("".join(one.removeprefix("org_") for one in many)) <= set(ALPHABET)
    # The ten digits of the moment come first.
    assert before[:14] <= min(many)[:14] == max(many)[:14] <= after[:14]
