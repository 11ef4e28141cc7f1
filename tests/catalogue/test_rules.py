"""What the database and the forms take for a listing, a version of a policy and a rule."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from catalogue.kinds import KINDS, PARTICULAR, foreign_to
from catalogue.models import Listing, PolicyVersion, Rule
from catalogue.words import Growth, Industry
from tests.factories import CategoryFactory, ListingFactory, PolicyVersionFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = datetime.timedelta(days=1)
EVENT = {"kind": "event", "starts_at": NOW, "ends_at": NOW + DAY, "time_zone": "Asia/Kuala_Lumpur"}
WRONG = {
    "an event that ends before it begins": EVENT | {"ends_at": NOW - DAY},
    "an event in no time zone": EVENT | {"time_zone": ""},
    "an event in an unknown time zone": EVENT | {"time_zone": "Asia/Nowhere"},
    "an amount without currency": {"price_model": "fixed", "price_from": 5},
    "a price below nothing": {"price_model": "fixed", "price_from": -5, "currency": "CNY"},
    "prices in the wrong order": {"price_from": 9, "price_to": 5, "currency": "CNY"},
    "something free that costs": {"price_model": "free", "price_from": 5, "currency": "CNY"},
    "an unknown industry": {"industries": ["alchemy"]},
    "an unknown skill": {"kind": "talent", "skills": ["magic"]},
    "a service with a time": {"starts_at": NOW, "time_zone": "UTC"},
    "an anonymous one with a provider": {"kind": "opportunity", "is_anonymous": True},
    "published since never": {"status": "published", "publish_at": None},
    "expired before it was published": {"publish_at": NOW, "expires_at": NOW - DAY},
    "sums in the wrong order": {"kind": "finance", "sum_min": 9, "sum_max": 5, "currency": "CNY"},
    "available until before from": {
        "kind": "site",
        "available_from": NOW.date(),
        "available_until": NOW.date() - DAY,
    },
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_listing_is_refused_by_the_form_and_by_the_database(what):
    values = WRONG[what]
    listing = ListingFactory(kind=values.get("kind", "service"), status="draft", publish_at=None)
    for name, value in values.items():
        setattr(listing, name, value)
    with pytest.raises(ValidationError):
        listing.full_clean(exclude=["translated"])
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        Listing.objects.filter(pk=listing.pk).update(**values)


@pytest.mark.parametrize("kind", KINDS)
def test_a_listing_is_told_by_the_columns_of_its_kind_only(kind):
    """Of each kind one may be kept empty; what belongs to other kinds cannot be filled by any way."""
    listing = ListingFactory(kind=kind)
    texts = [name for name in foreign_to(kind) if hasattr(listing, f"{name}_en")]
    assert set(foreign_to(kind)) | set(KINDS[kind].fields) == set(PARTICULAR)
    for name in texts:
        with pytest.raises(IntegrityError), transaction.atomic():
            Listing.objects.filter(pk=listing.pk).update(**{f"{name}_zh_hans": "x"})


def test_versions_of_a_policy_do_not_overlap():
    version = PolicyVersionFactory(valid_until=datetime.date(2026, 6, 30))
    later = PolicyVersion(listing=version.listing, valid_from=datetime.date(2026, 6, 30))
    with pytest.raises(ValidationError, match="another version"):
        later.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        later.save()
    later.valid_from = datetime.date(2026, 7, 1)
    later.full_clean()
    later.save()


RULES = {
    "more than at most": {"subject": "employees", "at_least": 10, "at_most": 5},
    "no limit at all": {"subject": "employees"},
    "codes of a number": {"subject": "employees", "one_of": ["10"]},
    "a number of codes": {"subject": "industry", "at_least": 5},
    "none of none": {"subject": "industry"},
    "one of what it must not be": {"subject": "industry", "one_of": ["ict"], "none_of": ["ict"]},
    "no whole number between": {"subject": "patents", "at_least": "0.1", "at_most": "0.9"},
    "no industry left": {"subject": "industry", "none_of": [code for code, _name in Industry.choices]},
    "no stage left": {"subject": "growth", "none_of": [code for code, _name in Growth.choices]},
    "more than all": {"subject": "export_share", "at_least": 101},
    "less than nothing": {"subject": "employees", "at_most": -1},
    "neither yes nor no": {"subject": "has_been_abroad"},
}


@pytest.mark.parametrize("what", RULES)
def test_a_rule_that_can_never_be_true_is_refused(what):
    rule = Rule(policy_version=PolicyVersionFactory(), **RULES[what])
    with pytest.raises(ValidationError):
        rule.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        rule.save()


def test_no_two_rules_of_a_version_are_about_the_same():
    version = PolicyVersionFactory()
    Rule.objects.create(policy_version=version, subject="employees", at_least=100)
    with pytest.raises(ValidationError, match="already"):
        Rule(policy_version=version, subject="employees", at_most=50).full_clean()


def test_text_is_cleaned_whatever_way_it_comes():
    hostile = '<p onclick="x()">fine</p><script>alert(1)</script><a href="javascript:x()">go</a>'
    listing = ListingFactory(text_en=hostile)
    Listing.objects.filter(pk=listing.pk).update(text_zh_hans=hostile)
    Listing.objects.bulk_create(
        [Listing(slug="bulk", kind="service", category=CategoryFactory(), text_en=hostile)]
    )
    for text in Listing.objects.values_list("text_en", flat=True).exclude(text_en=None):
        assert text.startswith("<p>fine</p>")
        assert "javascript" not in text
    assert "script" not in Listing.objects.get(pk=listing.pk).text_zh_hans


AMOUNT = {"price_model": "fixed", "price_from": 5}
NAMED = [
    ("event", {"starts_at": NOW, "ends_at": NOW - DAY, "time_zone": "Asia/Shanghai"}, "ends_at"),
    ("event", {"starts_at": NOW}, "time_zone"),
    ("event", {"starts_at": NOW, "time_zone": "Moon/Crater"}, "time_zone"),
    ("service", AMOUNT, "currency"),
    ("service", AMOUNT | {"price_to": 2, "currency": "EUR"}, "price_to"),
    ("finance", {"sum_min": 5, "sum_max": 2, "currency": "EUR"}, "sum_max"),
]


@pytest.mark.parametrize(("kind", "told", "field"), NAMED)
def test_what_is_wrong_is_said_at_its_field(kind, told, field):
    listing = ListingFactory.build(kind=kind, category=CategoryFactory(kind=kind), owner=None, **told)
    with pytest.raises(ValidationError) as refused:
        listing.full_clean()
    assert field in refused.value.message_dict


def test_a_version_that_ends_before_it_begins_is_refused_at_its_last_day():
    version = PolicyVersionFactory.build(
        listing=ListingFactory(kind="policy", level="national", support="grant"),
        valid_from=datetime.date(2027, 3, 1),
        valid_until=datetime.date(2027, 2, 1),
    )
    with pytest.raises(ValidationError) as refused:
        version.full_clean()
    assert "valid_until" in refused.value.message_dict


@pytest.mark.parametrize("zone", ["Mars+3", "asia/shanghai", "+08", "../etc/passwd"])
def test_a_zone_that_came_past_all_rules_harms_no_page(client, zone):
    event = ListingFactory(
        kind="event", starts_at=NOW, ends_at=NOW + DAY, attendance="online", time_zone="UTC"
    )
    try:
        with transaction.atomic():
            Listing.objects.filter(pk=event.pk).update(time_zone=zone)
    except (DataError, IntegrityError):
        return  # the database knows no such zone either
    for address in ("/catalogue/", "/catalogue/feed.atom", event.get_absolute_url()):
        assert client.get(address).status_code == 200
    assert client.get(f"{event.get_absolute_url()}event.ics").status_code == 200
