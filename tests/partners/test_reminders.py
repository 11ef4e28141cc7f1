"""Warnings before what falls due: to the right people, exactly once, on the right day."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC

import pytest
from django.db import connection

from common.clock import today_in
from notifications import operations as outbox
from notifications.inbox import with_words
from notifications.models import Delivery, OutboxEvent
from partners import events
from partners.models import Agreement, Move
from partners.operations.reminders import nearest, remind
from tests.factories import (
    AgreementFactory,
    DueFactory,
    FollowUpFactory,
    InteractionFactory,
    LeadTimesFactory,
    MembershipFactory,
    ObligationFactory,
    OrganisationFactory,
    UserFactory,
)

NOON = datetime.datetime(2026, 6, 15, 12, tzinfo=UTC)


def days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


@pytest.fixture
def park(db):
    return OrganisationFactory(country="CN")


def told() -> list[str]:
    """The names of all warnings without the ids in them."""
    return [
        ":".join([once.split(":")[0], *once.split(":")[2:]])
        for once in OutboxEvent.objects.exclude(once=None)
        .order_by("made_at", "id")
        .values_list("once", flat=True)
    ]


def test_a_follow_up_is_warned_of_the_day_before_on_its_day_and_once_after(park):
    FollowUpFactory(owner=park, due_on=datetime.date(2026, 6, 18))
    for day in range(10):
        remind(NOON + days(day))
        remind(NOON + days(day))
    assert told() == [
        "follow_up.due:2026-06-18:1",
        "follow_up.due:2026-06-18:0",
        "follow_up.overdue:2026-06-18",
    ]


def test_what_is_done_is_not_warned_of(park):
    FollowUpFactory(owner=park, due_on=datetime.date(2026, 6, 15), done_at=NOON)
    assert remind(NOON) == 0


def test_a_day_that_is_moved_is_warned_of_anew(park):
    step = FollowUpFactory(owner=park, due_on=datetime.date(2026, 6, 15))
    remind(NOON)
    step.due_on += days(1)
    step.save()
    remind(NOON)
    assert told() == ["follow_up.due:2026-06-15:0", "follow_up.due:2026-06-16:1"]


def test_what_was_warned_of_and_then_moved_away_is_not_told(park):
    step = FollowUpFactory(owner=park, assignee=MembershipFactory(organisation=park).user)
    step.due_on = datetime.date(2026, 6, 15)
    step.save()
    remind(NOON)
    step.due_on += days(90)
    step.save()
    outbox.work_out(OutboxEvent.objects.get().pk)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("end", "day", "lead"),
    [
        ("2028-02-29", "2027-12-01", "90"),  # over a year's end to a leap day
        ("2028-02-29", "2028-01-30", "30"),
        ("2027-02-28", "2027-01-29", "30"),
        ("2026-08-31", "2026-08-24", "7"),
        ("2026-03-31", "2026-03-01", "30"),  # a clock change lies between
        ("2028-02", "2028-02-22", "7"),  # a month lasts to its last day
    ],
)
def test_an_agreement_is_warned_of_by_lead_times(park, end, day, lead):
    AgreementFactory(owner=park, status="active", ends_on=end)
    first = datetime.datetime.fromisoformat(f"{day}T12:00:00+00:00")
    remind(first - days(1))
    before = set(told())
    remind(first)
    (new,) = set(told()) - before
    assert new.endswith(f":{lead}")


def test_a_park_sets_its_own_lead_times(park):
    LeadTimesFactory(owner=park, days=[3])
    AgreementFactory(owner=park, status="active", ends_on="2026-06-20")
    remind(NOON)
    assert told() == []
    remind(NOON + days(2))
    assert told() == ["agreement.ending:2026-06-20:3"]


def test_three_days_without_a_scheduler_tell_each_thing_once(park):
    LeadTimesFactory(owner=park, days=[7, 6, 5])
    AgreementFactory(owner=park, status="active", ends_on="2026-06-25")
    remind(NOON)
    remind(NOON + days(5))  # five days are left; 7 and 6 were slept through
    assert told() == ["agreement.ending:2026-06-25:5"]


def test_what_is_owed_each_month_is_not_warned_of_months_before(park):
    obligation = ObligationFactory(agreement=AgreementFactory(owner=park, status="active"), rhythm="monthly")
    for month in (6, 7, 8, 9):
        DueFactory(obligation=obligation, due_on=datetime.date(2026, month, 20))
    remind(NOON)
    assert told() == ["obligation.due:2026-06-20:7"]


def test_the_day_is_that_of_the_park():
    evening = datetime.datetime(2026, 6, 14, 23, 30, tzinfo=UTC)
    assert today_in("CN", evening) == datetime.date(2026, 6, 15)  # half past seven in the morning
    assert today_in("CN", evening - datetime.timedelta(hours=1)) == datetime.date(2026, 6, 14)
    assert today_in("BR", evening) == datetime.date(2026, 6, 14)
    assert today_in("", evening) == datetime.date(2026, 6, 14)


def test_keepers_are_told_and_no_others(park):
    manager = MembershipFactory(organisation=park, role="manager").user
    editor = MembershipFactory(organisation=park, role="editor").user
    MembershipFactory(organisation=park, role="member")
    MembershipFactory(organisation=park, role="manager", ended_at=NOON, started_at=NOON - days(9))
    AgreementFactory(owner=park, status="active", ends_on="2026-06-20")
    remind(NOON)
    outbox.work_out(OutboxEvent.objects.get().pk)
    assert set(Delivery.objects.values_list("receiver", flat=True)) == {manager.pk, editor.pk}


def test_a_forgotten_draft_is_told_to_its_author_once(park):
    author = MembershipFactory(organisation=park, user=UserFactory()).user
    draft = InteractionFactory(owner=park, created_by=author, is_draft=True)
    type(draft).objects.filter(pk=draft.pk).update(created_at=NOON - days(8))
    remind(NOON)
    remind(NOON + days(30))
    outbox.work_out(OutboxEvent.objects.get().pk)
    assert set(Delivery.objects.values_list("receiver", flat=True)) == {author.pk}


@pytest.mark.parametrize(
    ("left", "lead"), [(91, None), (90, 90), (31, 90), (30, 30), (7, 7), (0, 7), (-1, None)]
)
def test_the_nearest_lead_counts(left, lead):
    assert nearest((90, 30, 7), left) == lead


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_warn_once():
    park = OrganisationFactory(country="CN")
    for number in range(20):
        FollowUpFactory(owner=park, due_on=NOON.date(), interaction=None, text=f"Step {number}")

    def run(_number):
        try:
            return remind(NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(run, range(8)))
    assert OutboxEvent.objects.count() == 20


def inbox_of(user) -> list[str]:
    return [
        one.message.subject for one in with_words(Delivery.objects.inbox(user).select_related("event"), user)
    ]


def test_a_warning_of_an_end_is_still_told_when_the_end_was_taken_out_later(park):
    reader = MembershipFactory(organisation=park, role="editor").user
    agreement = AgreementFactory(owner=park, title_en="Joint lab", status="active", ends_on="2026-06-20")
    remind(NOON)
    outbox.work_out(OutboxEvent.objects.get().pk)
    Agreement.objects.filter(pk=agreement.pk).update(ends_on=None)
    assert inbox_of(reader) == ["“Joint lab” ends on June 20, 2026"]


def test_a_warning_says_the_day_it_was_made_for_though_it_was_moved_since(park):
    reader = MembershipFactory(organisation=park, role="editor").user
    step = FollowUpFactory(owner=park, text="Send the map", due_on=datetime.date(2026, 6, 15))
    due = DueFactory(
        obligation=ObligationFactory(text="Report", agreement=AgreementFactory(owner=park)),
        due_on=datetime.date(2026, 6, 15),
    )
    remind(NOON)
    for event in OutboxEvent.objects.all():
        outbox.work_out(event.pk)
    for row in (step, due):
        row.due_on += days(90)
        row.save()
    assert sorted(inbox_of(reader)) == ["Due on June 15, 2026: Send the map", "Owed by June 15, 2026: Report"]


def test_a_move_is_not_laid_on_the_dates_when_the_account_of_who_made_it_is_gone(park):
    reader, mover = (MembershipFactory(organisation=park, role="editor").user for _ in range(2))
    agreement = AgreementFactory(owner=park, status="draft")
    move = Move.objects.create(agreement=agreement, before="draft", after="negotiating", by=mover)
    events.agreement_moved(agreement, move)
    outbox.work_out(OutboxEvent.objects.get().pk)
    OutboxEvent.objects.update(by=None)
    [told] = with_words(Delivery.objects.inbox(reader).select_related("event"), reader)
    assert told.message.text == ""
