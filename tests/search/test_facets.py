"""Facets: what is counted of each value is what one finds when one chooses it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from search import facets, tally
from search.facets import counted, narrowed, stored
from search.models import Entry, Tally

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()
NAMES = ("colour", "size", "open")


def entry(number, *tokens, **more):
    return Entry(kind="thing", record=f"t{number}", slug=f"t{number}", facets=list(tokens), vector="", **more)


@pytest.fixture
def things(db):
    Entry.objects.bulk_create(
        [
            entry(1, "colour:red", "size:big"),
            entry(2, "colour:red", "colour:blue", "size:small"),
            entry(3, "colour:blue", "size:small"),
            entry(4, "colour:*", "size:big"),
            entry(5, "colour:green", "size:big", is_published=False),
        ]
    )
    return Entry.objects.filter(kind="thing", is_published=True)


def test_values_of_a_facet_widen_and_facets_narrow(things):
    def found(**chosen):
        return sorted(narrowed(things, chosen).values_list("record", flat=True))

    assert found(colour=["red"]) == ["t1", "t2", "t4"]
    assert found(colour=["red", "blue"]) == ["t1", "t2", "t3", "t4"]
    assert found(colour=["blue"], size=["small"]) == ["t2", "t3"]
    assert found(colour=[]) == ["t1", "t2", "t3", "t4"]


def test_each_number_is_what_choosing_the_value_gives(things):
    chosen = {"colour": ["blue"]}
    counts = counted(things, chosen, NAMES)
    assert counts.total == 3
    assert counts.is_exact
    for name in ("colour", "size"):
        for value, number in counts.of[name].items():
            other = {key: values for key, values in chosen.items() if key != name}
            assert narrowed(things, other | {name: [value]}).count() == number, (name, value)
    assert counts.of["colour"] == {"red": 3, "blue": 3}
    assert counts.of["size"] == {"big": 1, "small": 2}
    assert counts.of["open"] == {"true": 3}


def test_one_statement_counts_them_all_after_a_look_at_each_plan(things, django_assert_num_queries):
    with django_assert_num_queries(1 + 3):
        counted(things, {"colour": ["blue"], "size": ["small"]}, NAMES)


@pytest.mark.parametrize("expected", [1, 1_000], ids=["a surprise", "as expected"])
def test_beyond_the_bound_it_is_estimated_and_said(things, monkeypatch, expected):
    monkeypatch.setattr(facets, "MOST", 2)
    monkeypatch.setattr(facets, "SAMPLE", 2)
    monkeypatch.setattr(facets, "expected", lambda rows: expected)
    counts = counted(things, {}, NAMES)
    assert not counts.is_exact
    assert counts.total == max(expected, 3 if expected == 1 else 2)


def test_where_less_is_there_than_was_expected_it_is_exact(things, monkeypatch):
    monkeypatch.setattr(facets, "expected", lambda rows: 1_000_000)
    counts = counted(things, {}, NAMES)
    assert counts.is_exact
    assert counts.total == things.count()


def test_the_tally_follows_what_is_written(things):
    numbers = {"colour": {"red": 3, "blue": 3}, "size": {"big": 2, "small": 2}}
    assert stored(["thing"], NOBODY, ["colour", "size"]) == facets.Counts(4, of=numbers)
    Entry.objects.filter(record="t5").update(is_published=True)
    assert stored(["thing"], NOBODY, ["colour"]).of == {"colour": {"red": 3, "blue": 3, "green": 2}}
    Entry.objects.filter(record__in=["t1", "t5"]).delete()
    assert stored(["thing"], NOBODY, ["colour", "size"]).of == {
        "colour": {"red": 2, "blue": 3},
        "size": {"big": 1, "small": 2},
    }
    rows = Tally.objects.count()
    told = stored(["thing"], NOBODY, ["colour", "size"])
    tally.fold()
    assert Tally.objects.count() < rows
    assert stored(["thing"], NOBODY, ["colour", "size"]) == told
    Entry.objects.all().delete()
    tally.fold()
    assert Tally.objects.count() == 0


def test_what_is_hidden_is_tallied_for_curators_alone(things):
    from tests.factories import CuratorFactory

    assert stored(["thing"], NOBODY, ["colour"]).of["colour"].get("green") is None
    assert stored(["thing"], CuratorFactory(), ["colour"]).of["colour"]["green"] == 2
