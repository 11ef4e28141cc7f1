"""An enterprise tells of itself step by step, and learns what it may have and why not."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalogue.enterprises import parks_on
from catalogue.models import BusinessProfile
from catalogue.operations.profiles import BegunMeanwhile, keep_profile
from tests.factories import (
    BusinessProfileFactory,
    EnterpriseFactory,
    ListingFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
    PolicyVersionFactory,
    RuleFactory,
    TenancyFactory,
    UserFactory,
)
from tests.pages import Page, version_of

pytestmark = pytest.mark.django_db
PROFILE, ELIGIBLE, LAPSING = (reverse(f"catalogue:{name}") for name in ("profile", "eligible", "lapsing"))


@pytest.fixture
def owner():
    return OrganisationFactory(name_en="Clear Water", country="CN")


@pytest.fixture
def member(owner):
    return MembershipFactory(user=UserFactory(), organisation=owner).user


def policy(title="Export grant", *rules, **version):
    made = PolicyVersionFactory(listing=ListingFactory(kind="policy", title_en=title), **version)
    for rule in rules:
        RuleFactory(**{"policy_version": made, "at_least": None} | rule)
    return made.listing


def address(listing):
    return reverse("catalogue:eligibility", args=[listing.slug])


def test_a_member_is_asked_only_what_policies_ask_for_and_why(member, owner, sign_in):
    policy("Export grant", {"subject": "employees", "at_most": 300})
    policy("Grant that is over", {"subject": "patents", "at_least": 1}, valid_until=datetime.date(2026, 1, 2))
    client = sign_in(member)
    shown = Page(client.get(PROFILE))
    assert "Members of Clear Water" in shown.text and "Patents" not in shown.text
    form = Page(client.get(PROFILE + "?step=enterprise"))
    assert "Asked for “Export grant”." in form.text and "Industries" not in form.text
    answer = client.post(PROFILE + "?step=enterprise", {"employees": "120"})
    assert answer.url == PROFILE
    profile = BusinessProfile.objects.get()
    assert (profile.owner, profile.employees) == (owner, 120)
    assert "120" in Page(client.get(PROFILE)).text


def test_each_step_keeps_its_own_and_leads_to_the_next(member, sign_in):
    policy(
        "Grant",
        {"subject": "employees", "at_most": 300},
        {"subject": "revenue", "at_least": 5},
        {"subject": "has_been_abroad", "must_be": True},
    )
    client = sign_in(member)
    assert client.post(PROFILE + "?step=enterprise", {"employees": "12"}).url == PROFILE + "?step=money"
    page = client.get(PROFILE + "?step=money")
    bad = client.post(PROFILE + "?step=money", {"revenue": "5", "version": version_of(page)})
    assert bad.status_code == 200 and "An amount needs its currency." in bad.content.decode()
    told = {"revenue": "5", "currency": "CNY", "version": version_of(page)}
    assert client.post(PROFILE + "?step=money", told).url == PROFILE + "?step=abroad"
    page = client.get(PROFILE + "?step=abroad")
    client.post(PROFILE + "?step=abroad", {"has_been_abroad": "False", "version": version_of(page)})
    profile = BusinessProfile.objects.get()
    assert (profile.employees, profile.revenue, profile.has_been_abroad) == (12, 5, False)


def test_two_who_tell_at_the_same_time_lose_nothing(member, owner, sign_in):
    policy("Grant", {"subject": "employees", "at_most": 9}, {"subject": "growth", "one_of": ["start"]})
    BusinessProfileFactory(owner=owner)
    client = sign_in(member)
    version = version_of(client.get(PROFILE + "?step=enterprise"))
    client.post(PROFILE + "?step=enterprise", {"employees": "12", "version": version})
    client.post(PROFILE + "?step=enterprise", {"employees": "", "growth": "start", "version": version})
    profile = BusinessProfile.objects.get()
    assert (profile.employees, profile.growth) == (12, "start")
    with pytest.raises(BegunMeanwhile):
        keep_profile(owner, {"employees": 1}, member, None)


def test_a_day_to_come_is_no_founding_day(member, owner, sign_in):
    policy("Grant", {"subject": "age", "at_least": 1})
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    answer = sign_in(member).post(PROFILE + "?step=enterprise", {"founded_on": tomorrow.isoformat()})
    assert "This day has not come yet." in Page(answer).text and not BusinessProfile.objects.exists()


def test_the_list_tells_eligible_first_and_why_not(member, owner, sign_in):
    policy("A too small", {"subject": "employees", "at_least": 50})
    policy("B unknown", {"subject": "patents", "at_least": 1})
    policy("C fits", {"subject": "country", "one_of": ["CN"]})
    policy("D to come", {"subject": "country", "one_of": ["CN"]}, valid_from=datetime.date(2030, 1, 1))
    ListingFactory(kind="policy", title_en="E draft", status="draft")
    BusinessProfileFactory(owner=owner, employees=32)
    text = Page(sign_in(member).get(ELIGIBLE)).text
    assert text.index("C fits") < text.index("B unknown") < text.index("A too small")
    assert "Told: 32 What is missing: 18 more" in text and "Tell us: Patents granted" in text
    assert "D to come" not in text and "E draft" not in text
    assert "D to come" in Page(sign_in(member).get(ELIGIBLE + "?on=2030-06-01")).text


def test_the_list_costs_the_same_however_many_policies(member, owner, sign_in):
    park = ParkFactory()
    BusinessProfileFactory(owner=owner, employees=32)
    client = sign_in(member)
    counts = []
    for number in range(2):
        for each in range(1 + 4 * number):
            rules = [
                {"subject": "park", "one_of": [park.organisation.slug]},
                {"subject": "age", "at_least": 1},
            ]
            policy(f"Grant {number} {each}", *rules)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(ELIGIBLE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_whoever_asks_gets_an_answer_that_is_kept_nowhere(client):
    listing = policy(
        "Grant", {"subject": "employees", "at_least": 50}, {"subject": "country", "one_of": ["CN"]}
    )
    assert "Find out" in Page(client.get(listing.get_absolute_url())).text
    form = Page(client.get(address(listing)))
    assert "Not eligible" not in form.text and "Country it is registered in" in form.text
    text = Page(client.post(address(listing), {"employees": "20", "country": "CN"})).text
    assert "Not eligible" in text and "30 more" in text and "kept nowhere" in text
    assert "Cannot be told yet" in Page(client.post(address(listing), {"country": "CN"})).text
    assert "Eligible" in Page(client.post(address(listing), {"employees": "50", "country": "CN"})).text
    assert not BusinessProfile.objects.exists()


def test_the_page_of_a_policy_answers_from_the_profile(member, owner, sign_in):
    listing = policy("Grant", {"subject": "employees", "at_least": 50})
    BusinessProfileFactory(owner=owner, employees=32)
    text = Page(sign_in(member).get(listing.get_absolute_url())).section("eligible")
    assert "You are not eligible" in text and "at least 50" in text and "18 more" in text


def test_the_page_of_a_policy_tells_what_its_next_version_changes(client):
    listing = policy(
        "Grant", {"subject": "employees", "at_least": 100}, valid_until=datetime.date(2026, 6, 30)
    )
    later = PolicyVersionFactory(listing=listing, valid_from=datetime.date(2026, 7, 1))
    RuleFactory(policy_version=later, subject="employees", at_least=50)
    RuleFactory(policy_version=later, subject="patents", at_least=2)
    text = Page(client.get(listing.get_absolute_url())).text
    assert "employees: at least 50 instead of at least 100." in text
    assert "New: patents granted: at least 2." in text


def test_a_park_above_counts_and_dates_too_coarse_leave_it_open(owner):
    above = ParkFactory()
    park = ParkFactory(parent=above)
    body = EnterpriseFactory(organisation=owner)
    tenancy = TenancyFactory(enterprise=body, park=park, settled_on="2025", left_on="2026-03-31")
    slugs = {park.organisation.slug, above.organisation.slug}
    assert parks_on(owner, datetime.date(2026, 1, 1)).yes == slugs
    assert parks_on(owner, datetime.date(2025, 5, 5)).perhaps == slugs
    for day in (datetime.date(2024, 12, 31), datetime.date(2026, 4, 1)):
        told = parks_on(owner, day)
        assert (told.yes, told.perhaps, told.is_all) == (set(), set(), False)
    assert tenancy.pk


def test_the_staff_of_the_park_sees_the_profile_and_the_answers(member, owner, sign_in):
    park = ParkFactory()
    TenancyFactory(enterprise=EnterpriseFactory(organisation=owner), park=park, settled_on="2020")
    BusinessProfileFactory(owner=owner, employees=32)
    policy("Grant", {"subject": "employees", "at_least": 50})
    of = f"?organisation={owner.slug}"
    staff = MembershipFactory(user=UserFactory(), organisation=park.organisation).user
    client = sign_in(staff)
    assert "Clear Water" in Page(client.get(PROFILE)).text
    assert "32" in Page(client.get(PROFILE + of)).text
    assert "18 more" in Page(client.get(ELIGIBLE + of)).text
    assert client.post(PROFILE + of + "&step=enterprise", {"employees": "1"}).status_code == 404
    stranger = sign_in(MembershipFactory(user=UserFactory(), organisation=OrganisationFactory()).user)
    for page in (PROFILE, ELIGIBLE, LAPSING, reverse("catalogue:lapsing_calendar")):
        assert stranger.get(page + of).status_code == 404


def test_what_lapses_soon_is_told_and_given_as_a_calendar(member, owner, sign_in):
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    ours = [{"subject": "country", "one_of": ["CN"]}]
    policy("Lapses", *ours, valid_until=today + 60 * day)
    policy("Lasts", *ours, valid_until=today + 61 * day)
    policy("Not ours", {"subject": "country", "one_of": ["MY"]}, valid_until=today + day)
    closes = policy("Closes", *ours)
    closes.closes_on = today + 5 * day
    closes.save()
    client = sign_in(member)
    text = Page(client.get(LAPSING)).text
    assert text.index("Closes") < text.index("Lapses")
    assert "Lasts" not in text and "Not ours" not in text
    answer = client.get(reverse("catalogue:lapsing_calendar"))
    assert answer["Content-Type"].startswith("text/calendar")
    body = answer.content.decode()
    assert body.count("BEGIN:VEVENT") == 2
    assert f"DTSTART;VALUE=DATE:{today + 5 * day:%Y%m%d}" in body


def test_what_closes_and_ends_on_the_same_day_stands_twice_in_the_calendar(member, owner, sign_in):
    day = timezone.localdate() + datetime.timedelta(days=7)
    listing = policy("Grant", {"subject": "country", "one_of": ["CN"]}, valid_until=day)
    listing.closes_on = day
    listing.save()
    body = sign_in(member).get(reverse("catalogue:lapsing_calendar")).content.decode()
    names = {line for line in body.splitlines() if line.startswith("UID:")}
    assert len(names) == 2


def test_the_form_begins_with_what_is_known(member, owner, sign_in):
    park = ParkFactory()
    TenancyFactory(enterprise=EnterpriseFactory(organisation=owner), park=park, settled_on="2020")
    BusinessProfileFactory(owner=owner, employees=32)
    rules = [{"subject": "park", "one_of": [park.organisation.slug]}, {"subject": "employees", "at_least": 9}]
    page = sign_in(member).get(address(policy("Grant", *rules)))
    assert "Eligible" in Page(page).text
    form = page.context["form"]
    assert (form["park"].value(), form["employees"].value()) == (park.organisation.slug, 32)


def test_what_is_no_policy_leads_to_its_own_page(client):
    listing = ListingFactory()
    assert client.get(address(listing)).url == listing.get_absolute_url()
    assert client.get(address(ListingFactory(status="draft"))).status_code == 404
