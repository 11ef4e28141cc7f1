"""What the catalogue is tried with: enough of each kind, each unlike the others, none taken for real."""

import datetime
from collections import Counter

import pytest
from django.conf import settings
from django.utils import timezone

from catalogue.eligibility import Answer
from catalogue.enterprises import facts_of
from catalogue.in_force import verdicts_on
from catalogue.kinds import KINDS, TEXTS
from catalogue.loading import load_categories, load_examples
from catalogue.models import BusinessProfile, Category, Listing, Rule
from catalogue.operations import life, writing
from catalogue.quality import LISTINGS
from catalogue.subjects import Subject
from organisations.models import Organisation
from tests.factories import ParkFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FOLDER = settings.BASE_DIR / "data" / "catalogue"
LANGUAGES = ("en", "zh_hans")
LEAST = {
    "service": 45,
    "policy": 25,
    "event": 25,
    "opportunity": 20,
    "talent": 15,
    "site": 10,
    "finance": 12,
}


@pytest.fixture
def loaded():
    ParkFactory(organisation__slug="tuspark")
    load_categories(FOLDER)
    load_examples(FOLDER)


def test_loading_asks_little_for_each(django_assert_max_num_queries):
    """Quick enough for a first start: it took 3 seconds on two busy cores."""
    ParkFactory(organisation__slug="tuspark")
    load_categories(FOLDER)
    with django_assert_max_num_queries(4 * sum(LEAST.values())):
        load_examples(FOLDER)


def test_there_are_enough_of_each_kind_and_country(loaded):
    kinds = Counter(Listing.objects.values_list("kind", flat=True))
    assert kinds.total() >= 150
    assert {kind: kinds[kind] for kind in KINDS if kinds[kind] < LEAST[kind]} == {}
    countries = Counter(
        code for codes in Listing.objects.values_list("countries", flat=True) for code in codes
    )
    assert len([code for code, count in countries.items() if count >= 2]) >= 12
    empty = Category.objects.filter(listings=None).values_list("slug", flat=True)
    assert list(empty) == []


def test_every_text_is_told_in_both_languages_and_none_twice(loaded):
    for name in TEXTS:
        both = [
            Listing.objects.exclude(**{f"{name}_{code}": ""}).exclude(**{f"{name}_{code}": None})
            for code in LANGUAGES
        ]
        only_one = set(both[0].values_list("slug", flat=True)) ^ set(both[1].values_list("slug", flat=True))
        assert only_one == set(), name
    for name in ("title", "summary", "text", "partner_sought", "reciprocity", "conditions"):
        for code in LANGUAGES:
            told = Listing.objects.values_list(f"{name}_{code}", flat=True)
            twice = [text for text, count in Counter(text for text in told if text).items() if count > 1]
            assert twice == [], (name, code)


def test_nobody_takes_any_of_it_for_real(loaded):
    assert not Listing.objects.exclude(is_example=True).exists()
    bodies = Organisation.objects.filter(listings__isnull=False) | Organisation.objects.filter(
        kept_listings__isnull=False
    )
    assert not bodies.exclude(is_example=True).exists()
    for listing in Listing.objects.all():
        assert listing.title_en.startswith("Example: "), listing.slug
        assert listing.title_zh_hans.startswith("示例："), listing.slug
        assert "made up" in listing.source, listing.slug
        assert listing.link == "", listing.slug
        assert listing.is_anonymous or listing.contact_email.endswith(".example"), listing.slug


def test_what_is_out_is_whole_and_some_is_not_out(loaded):
    assert [one.slug for one in Listing.objects.filter(is_published=True) if life.missing(one)] == []
    assert set(Listing.objects.values_list("status", flat=True)) == {
        "draft",
        "in_review",
        "published",
        "archived",
    }
    late = Listing.objects.filter(status="published", is_published=False)
    assert late.filter(expires_at__lt=timezone.now()).exists()
    assert late.filter(publish_at__gt=timezone.now()).exists()
    assert len([one for one in Listing.objects.all() if writing.outdated(one)]) >= 3
    assert Listing.objects.filter(is_anonymous=True, provider=None).count() >= 5


def test_what_is_out_lacks_nothing_that_makes_a_listing_complete(loaded):
    """But for industries: none means all."""
    out = Listing.objects.filter(is_published=True)
    for check in LISTINGS.parts:
        if check.code != "industries":
            assert list(out.exclude(check.has).values_list("slug", flat=True)) == [], check.code


def test_days_are_counted_from_the_day_of_loading(loaded):
    today = timezone.localdate()
    events = Listing.objects.filter(kind="event", is_published=True)
    assert events.filter(starts_at__date__gt=today).count() >= 20
    soon = today + datetime.timedelta(days=14)
    assert Listing.objects.filter(is_published=True, closes_on__range=(today, soon)).count() >= 5
    assert Listing.objects.filter(closes_on__lt=today).exists()


def test_services_for_rights_in_malaysia_and_thailand_differ_where_one_compares(loaded):
    for country in ("MY", "TH"):
        found = Listing.objects.filter(
            category__slug="intellectual-property", countries__contains=[country], is_published=True
        )
        assert found.count() >= 4
        assert len(set(found.values_list("price_model", flat=True))) >= 3
        assert len(set(found.values_list("delivery_days", flat=True))) >= 4
        assert len({tuple(one.languages) for one in found}) >= 3


def test_rules_are_about_all_subjects(loaded):
    asked = set(Rule.objects.values_list("subject", flat=True))
    assert asked == set(Subject.values)


def test_the_maker_of_water_equipment_may_have_some_and_not_others_for_many_reasons(loaded):
    today = timezone.localdate()
    profile = BusinessProfile.objects.get(owner__slug="example-clear-river")
    policies = Listing.objects.filter(kind="policy", is_published=True)
    verdicts = verdicts_on(policies, facts_of(profile, today), today)
    answers = Counter(one.answer for one in verdicts)
    assert min(answers[answer] for answer in Answer) >= 3
    no = {finding.rule.subject for one in verdicts for finding in one.failed}
    assert {Subject.AGE, Subject.EXPORT_SHARE, Subject.INDUSTRY, Subject.CERTIFICATE} <= no
    unknown = {finding.rule.subject for one in verdicts for finding in one.unknown}
    assert {Subject.REVENUE, Subject.PARK, Subject.HAS_BEEN_ABROAD} <= unknown


def test_a_page_says_in_which_languages_a_service_can_be_had(loaded, client):
    page = client.get("/catalogue/example-rail-through-mongolia/").content.decode()
    assert "Mongolian, Russian, Chinese" in page
