"""The bell and the list behind it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications import operations
from notifications.models import Delivery, OutboxEvent
from notifications.outbox import announce
from tests.factories import DeliveryFactory, FollowUpFactory, MembershipFactory, UserFactory


@pytest.fixture
def member(db):
    return MembershipFactory().user


def tell(user, text: str):
    owner = user.memberships.get().organisation
    follow_up = FollowUpFactory(owner=owner, assignee=user, interaction=None, text=text)
    announce("follow_up.due", follow_up)
    operations.work_out(OutboxEvent.objects.get(record_id=follow_up.pk).pk)
    return follow_up


def test_the_bell_counts_the_unread_ones(sign_in, member):
    browser = sign_in(member)
    tell(member, "Send the draft")
    tell(member, "Call the ministry")
    assert "2 unread" in browser.get(reverse("notifications:bell")).text
    browser.post(reverse("notifications:read_all"))
    assert "unread" not in browser.get(reverse("notifications:bell")).text


def test_the_bell_does_not_count_on_for_ever(sign_in, member):
    for _number in range(101):
        DeliveryFactory(receiver=member)
    assert "more than 99 unread" in sign_in(member).get(reverse("notifications:bell")).text


def test_the_list_shows_what_was_told_the_newest_first(sign_in, member):
    tell(member, "Send the draft")
    tell(member, "Call the ministry")
    page = sign_in(member).get(reverse("notifications:inbox")).text
    assert page.index("Call the ministry") < page.index("Send the draft")
    assert "it is for you to do" in page


def test_following_one_marks_it_read_and_leads_to_it(sign_in, member):
    tell(member, "Send the draft")
    delivery = Delivery.objects.unread(member).get()
    answer = sign_in(member).post(reverse("notifications:follow", args=[delivery.pk]))
    assert answer.url == reverse("partners:follow_ups")
    assert not Delivery.objects.unread(member).exists()


def test_what_one_may_see_no_more_is_not_in_the_list(sign_in, member):
    follow_up = tell(member, "Send the draft")
    member.memberships.update(ended_at=timezone.now())
    browser = sign_in(member)
    assert follow_up.text not in browser.get(reverse("notifications:inbox")).text
    assert "unread" not in browser.get(reverse("notifications:bell")).text


def test_the_notifications_of_another_do_not_exist(sign_in, member):
    tell(member, "Send the draft")
    delivery = Delivery.objects.unread(member).get()
    other = sign_in(UserFactory())
    assert other.post(reverse("notifications:follow", args=[delivery.pk])).status_code == 404
    assert "Send the draft" not in other.get(reverse("notifications:inbox")).text
    assert Delivery.objects.unread(member).exists()


def test_filters_narrow_the_list(sign_in, member):
    tell(member, "Send the draft")
    browser = sign_in(member)
    url = reverse("notifications:inbox")
    assert "Send the draft" in browser.get(f"{url}?kind=follow_up.due&unread=true").text
    assert "Send the draft" not in browser.get(f"{url}?kind=agreement.moved").text
    assert "Send the draft" not in browser.get(f"{url}?unread=false").text
    assert browser.get(f"{url}?kind=nothing").status_code == 200


def test_an_empty_list_says_so(sign_in, member):
    assert "All quiet" in sign_in(member).get(reverse("notifications:inbox")).text


@pytest.mark.parametrize("number", [1, 12])
def test_a_list_costs_the_same_however_long_it_is(sign_in, member, number, django_assert_num_queries):
    for place in range(number):
        tell(member, f"Step {place}")
    browser = sign_in(member)
    browser.get(reverse("notifications:inbox"))
    with django_assert_num_queries(7):
        browser.get(reverse("notifications:inbox"))
