"""Versions and rules of policies read in from the sheets that an office keeps."""

import datetime

import pytest

from catalogue.models import PolicyVersion, Rule
from curation.models import Import
from tests.curation.files import looked_at, told, written
from tests.factories import CuratorFactory, ListingFactory, ParkFactory, PolicyVersionFactory

pytestmark = pytest.mark.django_db
VERSIONS = (
    "Policy,In force from,In force until,Largest amount,Currency,Per cent of the cost,Source\n"
    "export-grant,2026-01-01,2026-06-30,60000,CNY,40,Notice 12\n"
    "export-grant,2026-07-01,,100000,CNY,50,Notice 31\n"
)
RULES = (
    "Version,About,At least,At most,One of,None of,Must be,Note\n"
    "export-grant/2026-07-01,employees,10,300,,,,\n"
    "export-grant/2026-07-01,country,,,CN; MY,,,\n"
    "export-grant/2026-07-01,park,,,hai-park,,,Or a park in it\n"
    "export-grant/2026-07-01,revenue,1000000,,,,,\n"
    "export-grant/2026-07-01,has_been_abroad,,,,,no,\n"
)


@pytest.fixture
def curator():
    return CuratorFactory()


@pytest.fixture
def policy():
    return ListingFactory(kind="policy", slug="export-grant")


def test_versions_and_rules_are_read_in(curator, policy):
    ParkFactory(organisation__slug="hai-park")
    first = written(looked_at(PolicyVersion, VERSIONS, curator), curator)
    assert first.state == Import.State.DONE, (first.problem, told(first))
    versions = list(policy.versions.order_by("valid_from"))
    assert [one.amount_max for one in versions] == [60000, 100000]
    assert versions[1].valid_until is None
    second = looked_at(Rule, RULES, curator)
    assert told(second) == []
    assert written(second, curator).state == Import.State.DONE
    rules = {rule.subject: rule for rule in Rule.objects.all()}
    assert {rule.policy_version for rule in rules.values()} == {versions[1]}
    assert (rules["employees"].at_least, rules["employees"].at_most) == (10, 300)
    assert rules["country"].one_of == ["CN", "MY"]
    assert rules["park"].one_of == ["hai-park"]
    assert rules["has_been_abroad"].must_be is False
    assert looked_at(Rule, RULES, curator).counts == {"same": 5}


@pytest.mark.parametrize(
    ("row", "column", "word"),
    [
        ("industry,,,alchemy,,,", "One of", "alchemy"),
        ("park,,,nowhere,,,", "One of", "nowhere"),
        ("country,,,Ruritania,,,", "One of", "Ruritania"),
        ("employees,9,5,,,,", "", "Nothing can be at least this and at most that."),
        ("employees,,,,,yes,", "", "Say at least or at most for a number"),
        ("magic,1,,,,,", "About", "magic"),
        ("revenue,5,,,,,", "About", "currency"),
    ],
)
def test_what_no_rule_can_say_is_named_and_refused(curator, policy, row, column, word):
    PolicyVersionFactory(listing=policy, valid_from=datetime.date(2026, 7, 1))
    head = RULES.splitlines()[0]
    import_ = looked_at(Rule, f"{head}\nexport-grant/2026-07-01,{row}\n", curator)
    (problem,) = told(import_)
    assert problem[1] == column and word in " ".join(map(str, problem)), problem
    assert not Rule.objects.exists()


def test_versions_that_overlap_are_refused(curator, policy):
    PolicyVersionFactory(listing=policy, valid_from=datetime.date(2025, 6, 1))
    import_ = looked_at(PolicyVersion, VERSIONS, curator)
    assert "another version" in str(told(import_))
    assert policy.versions.count() == 1


def test_versions_that_overlap_within_a_sheet_are_refused(curator, policy):
    text = VERSIONS.replace("2026-06-30", "2026-07-31")
    import_ = looked_at(PolicyVersion, text, curator)
    import_ = written(import_, curator) if not told(import_) else import_
    assert not PolicyVersion.objects.exists(), (import_.state, import_.problem)
