import datetime

import pytest

from curation.naming.cards import ASKED, Card, Reason
from curation.naming.likeness import compare_bodies
from curation.naming.others import compare_agreements, compare_people
from curation.naming.reading import read

from .judging import halves, marks


def body(name, **more):
    return Card(names=(name,), **{"record": name, **more})


@pytest.mark.parametrize("half", [0, 1], ids=["tuned on", "held out"])
def test_duplicates_are_told_from_others_as_people_judged(half):
    found = marks(halves()[half])
    assert found.precision >= 0.95, found.mistaken
    assert found.recall >= 0.90, found.missed


def test_there_are_enough_judged_pairs_and_none_twice():
    rows = [row for half in halves() for row in half]
    assert len(rows) >= 150
    ends = [frozenset([(row["name"], row["country"]), (row["other"], row["other_country"])]) for row in rows]
    assert len(set(ends)) == len(ends)
    assert 50 <= sum(row["same"] == "1" for row in rows) <= len(rows) - 50


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Univ. of Science & Technology, Beijing", ("university", "science", "technology", "beijing")),
        ("北京科技大學", ("beijing", "science", "technology", "university")),
        ("ООО «Яндекс»", ("yandek",)),
        ("جامعة الملك سعود", ("university", "king", "swd")),
        ("Ltd", ("ltd",)),
        ("…", ()),
    ],
)
def test_a_name_of_any_script_is_read_as_words(text, words):
    assert read(text).words == words


def test_what_identifies_a_body_comes_before_its_names():
    ror = frozenset({("ror", "013q1eq08")})
    same = compare_bodies(body("Fudan", identifiers=ror), body("Guanghua", identifiers=ror))
    assert (same.score, same.reasons) == (1.0, (Reason.IDENTIFIER,))
    other = frozenset({("ror", "03cve4549")})
    verdict = compare_bodies(
        body("Fudan", record="1", identifiers=ror), body("Fudan", record="2", identifiers=other)
    )
    assert verdict.score < ASKED
    assert verdict.reasons == (Reason.SAME_NAME, Reason.OTHER_IDENTIFIER)


def test_a_part_is_never_the_whole():
    whole, part = body("Siemens", record="1"), body("Siemens", record="2", kin=frozenset({"1"}))
    assert compare_bodies(whole, part).score == compare_bodies(part, whole).score == 0


def test_an_acronym_counts_within_one_country_only():
    long = "National University of Sciences and Technology"
    assert compare_bodies(body(long, country="PK"), body("NUST", country="PK")).score >= ASKED
    for country in ("ZW", ""):
        assert compare_bodies(body(long, country="PK"), body("NUST", country=country)).score < ASKED


@pytest.mark.parametrize(
    ("one", "other", "is_asked"),
    [
        ("Wang Xiaoming", "Xiao Ming Wang", True),
        ("王小明", "Wang Xiaoming", True),
        ("Dr. John Smith", "John Smith", True),
        ("张伟", "章伟", False),
        ("J. Smith", "John Smith", False),
        ("Иван Петров", "Ivan Petrov", True),
        ("Ana Lima", "Ana Lopes", False),
    ],
)
def test_people_are_told_by_name(one, other, is_asked):
    assert (compare_people(body(one), body(other)).score >= ASKED) is is_asked


def test_where_people_work_speaks_for_or_against_it():
    here, there = frozenset({"org_1"}), frozenset({"org_2"})
    assert compare_people(body("J. Smith", ties=here), body("John Smith", ties=here)).score >= ASKED
    assert compare_people(body("Li Wei", ties=here), body("Wei Li", ties=there)).score >= ASKED * 0.9
    assert compare_people(body("Ana Lima", ties=here), body("Ana Maria Lima", ties=there)).score < ASKED


def test_agreements_are_the_same_between_the_same_parties_at_about_the_same_time():
    day = datetime.date(2025, 5, 1)
    parties = frozenset({"org_1", "org_2"})

    def agreement(shift=0, **more):
        on = day + datetime.timedelta(shift)
        return body(f"MoU {shift}", **{"ties": parties, "kind": "mou", "days": (on, on), **more})

    assert compare_agreements(agreement(), agreement(20)).score >= ASKED
    assert compare_agreements(agreement(), agreement(200)).score < ASKED
    assert compare_agreements(agreement(), agreement(1, ties=frozenset({"org_1"}))).score < ASKED
    assert compare_agreements(agreement(), agreement(2, days=None)).score >= ASKED
