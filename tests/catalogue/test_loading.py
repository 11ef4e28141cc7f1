"""The categories and the examples that the portal is tried with."""

import pytest
from django.conf import settings

from catalogue.kinds import KINDS
from catalogue.loading import load_categories, load_examples
from catalogue.models import Category, Listing, Rule
from catalogue.operations import life
from catalogue.words import Status
from organisations.models import Organisation
from tests.factories import ParkFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FOLDER = settings.BASE_DIR / "data" / "catalogue"


@pytest.fixture
def loaded():
    ParkFactory(organisation__slug="tuspark")
    load_categories(FOLDER)
    load_examples(FOLDER)


def test_each_kind_has_categories_in_both_languages_and_examples(loaded):
    for kind in KINDS:
        assert Category.objects.filter(kind=kind).count() >= 2
        assert Listing.objects.filter(kind=kind, is_published=True).count() >= 3
    assert not Category.objects.filter(name_zh_hans__in=["", None]).exists()


def test_all_of_it_is_marked_as_an_example_whole_and_translated(loaded):
    assert not Listing.objects.exclude(is_example=True).exists()
    for listing in Listing.objects.all():
        assert life.missing(listing) == [] or listing.status == Status.DRAFT
        assert listing.title_en.startswith("Example") and listing.title_zh_hans.startswith("示例")
    assert not Organisation.objects.filter(listings__isnull=False).exclude(is_example=True).exists()


def test_a_second_load_writes_nothing_and_leaves_what_people_changed(loaded):
    category = Category.objects.get(slug="intellectual-property")
    category.name_en = "Rights"
    category.save()
    assert load_categories(FOLDER).created == load_examples(FOLDER).created == 0
    category.refresh_from_db()
    assert category.name_en == "Rights"


def test_rules_ask_about_many_subjects(loaded):
    assert Rule.objects.values("subject").distinct().count() >= 8
