"""Search finds what people look for, on the shipped demo; `make eval-search` prints the marks."""

import pytest

from portal.loading.demo import load_demo
from search.models import Entry

from .judging import by_group, judged, report


def test_the_judged_set_is_large_and_says_what_it_wants():
    queries = judged()
    assert len(queries) >= 120
    assert all(query.grades and 2 in query.grades.values() for query in queries)


@pytest.mark.slow
@pytest.mark.django_db
def test_search_finds_what_was_judged(settings, tmp_path):
    settings.LOCAL, settings.DEBUG, settings.HOME = True, False, tmp_path
    load_demo(force=True)
    groups = by_group()
    missing = {
        f"{name} ({query.text})"
        for pairs in groups.values()
        for query, _marks in pairs
        for name in query.grades
        if not is_there(name)
    }
    assert not missing, "The judged set names what the demo does not show"
    assert report(groups)


def is_there(name):
    kind, slug = name.split("/", 1)
    return Entry.objects.filter(kind=kind, slug=slug, is_published=True).exists()
