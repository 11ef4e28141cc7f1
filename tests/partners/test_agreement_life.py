"""The life of an agreement: negotiated, signed, in force, renewed, over; and what is owed under it."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from common.errors import RuleBroken
from partners.models import Agreement, Due, Move, Obligation
from partners.operations import agreements
from partners.tasks import keep_dates
from tests.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    LeadTimesFactory,
    ObligationFactory,
    OrganisationFactory,
    UserFactory,
)

Status = Agreement.Status
DAY = datetime.date(2026, 3, 2)


def negotiated(**given):
    agreement = AgreementFactory(status=Status.DRAFT, owner=OrganisationFactory(), **given)
    parties = AgreementPartyFactory.create_batch(2, agreement=agreement)
    agreements.move(agreement, Status.NEGOTIATING, UserFactory())
    return agreement, parties


def signed(**given):
    agreement, parties = negotiated(**given)
    agreements.make_final(agreement)
    for party in parties:
        agreements.sign(agreement, party, None, DAY, UserFactory())
    agreement.refresh_from_db()
    return agreement


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["strategic", "partnership", "comprehensive"])
def test_the_last_signature_makes_it_signed_and_the_older_one_renewed(kind):
    older = signed(kind=kind)
    newer = signed(kind=kind, renews=older)
    older.refresh_from_db()
    assert (newer.status, str(newer.signed_on), older.status) == ("signed", "2026-03-02", "renewed")
    assert set(older.moves.values_list("before", "after")) == {
        ("draft", "negotiating"),
        ("negotiating", "signed"),
        ("signed", "renewed"),
    }


@pytest.mark.django_db
def test_nobody_negotiates_alone_or_signs_before_the_text_is_final():
    alone = AgreementFactory(status=Status.DRAFT)
    with pytest.raises(RuleBroken):
        agreements.move(alone, Status.NEGOTIATING, None)
    agreement, (party, _) = negotiated()
    with pytest.raises(RuleBroken):
        agreements.sign(agreement, party, None, DAY, None)


@pytest.mark.django_db
def test_an_intention_is_never_signed():
    agreement, parties = negotiated(kind="intention")
    agreements.make_final(agreement)
    for party in parties:
        with pytest.raises(RuleBroken):
            agreements.sign(agreement, party, None, DAY, None)
    assert not agreement.parties.exclude(signed_on=None).exists()


@pytest.mark.django_db
def test_it_ends_for_a_reason_only_and_once():
    agreement = signed()
    with pytest.raises(RuleBroken):
        agreements.terminate(agreement, "", DAY, None)
    assert agreements.terminate(agreement, "agreed", DAY, None).status == Status.TERMINATED
    with pytest.raises(RuleBroken):
        agreements.terminate(agreement, "agreed", DAY, None)


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_once_make_one_move():
    agreement, parties = negotiated()
    agreements.make_final(agreement)
    agreements.sign(agreement, parties[0], None, DAY, None)

    def last(_):
        try:
            agreements.sign(agreement, parties[1], None, DAY, None)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(last, range(4)))
    assert Move.objects.filter(agreement=agreement, after=Status.SIGNED).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("today", "status"),
    [
        ((2027, 12, 31), "signed"),
        ((2028, 1, 1), "active"),
        ((2028, 1, 30), "expiring"),
        ((2028, 2, 29), "expiring"),
        ((2028, 3, 1), "expired"),
    ],
)
def test_dates_move_it_once(today, status):
    agreement = signed(starts_on="2028-01-01", ends_on="2028-02")
    LeadTimesFactory(owner=agreement.owner, days=[30, 7])
    untouched = AgreementFactory(ends_on="2020")
    moved = agreements.move_by_dates(datetime.date(*today))
    agreement.refresh_from_db()
    untouched.refresh_from_db()
    assert (agreement.status, moved) == (status, int(status != "signed"))
    assert untouched.status == Status.SIGNED
    assert agreements.move_by_dates(datetime.date(*today)) == 0


def test_month_ends_stay_month_ends():
    first = datetime.date(2027, 1, 31)
    days = [agreements.months_after(first, months) for months in (0, 1, 2, 13)]
    assert [str(day) for day in days] == ["2027-01-31", "2027-02-28", "2027-03-31", "2028-02-29"]
    leap = datetime.date(2028, 2, 29)
    assert [agreements.months_after(leap, months).day for months in (12, 48)] == [28, 29]


@pytest.mark.django_db
def test_dues_are_worked_out_ahead_missed_and_settled_late():
    obligation = ObligationFactory.build(
        agreement=signed(), debtor=OrganisationFactory(), rhythm="monthly", first_due_on="2027-01-31"
    )
    obligation.first_due_on = datetime.date(2027, 1, 31)
    agreements.add_obligation(obligation, datetime.date(2027, 1, 1))
    assert obligation.dues.count() == 13
    assert agreements.miss_overdue(datetime.date(2027, 2, 28)) == 1
    missed = obligation.dues.get(state="missed")
    assert agreements.settle(missed, "report sent", UserFactory()).state == Due.State.DONE
    with pytest.raises(RuleBroken):
        agreements.settle(missed, "again", UserFactory())


@pytest.mark.django_db
def test_the_daily_task_changes_nothing_the_second_time():
    ObligationFactory(agreement=signed(ends_on="2020-01"), rhythm=Obligation.Rhythm.ONCE)
    keep_dates()
    moves = Move.objects.count()
    keep_dates()
    assert Move.objects.count() == moves
