"""The life of an agreement: drafted, signed, amended, renewed, over; and what is owed under it."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from common.dates import PartialDate
from common.errors import RuleBroken
from curation.models import Batch
from history.models import events_of
from partners.models import Agreement, AgreementParty, Due, Move, Obligation
from partners.operations import agreements, drafting, obligations
from partners.operations.amendments import amend
from partners.operations.drafting import Part
from partners.operations.keeping import NotKept
from partners.tasks import keep_dates
from tests.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    DueFactory,
    LeadTimesFactory,
    MembershipFactory,
    ObligationFactory,
    OrganisationFactory,
    TermFactory,
    UserFactory,
)

Status = Agreement.Status
DAY = datetime.date(2026, 3, 2)
TODAY = datetime.date(2026, 11, 22)


def keeper(agreement):
    """Somebody who belongs to the organisation that keeps the agreement."""
    membership = agreement.owner.memberships.first() or MembershipFactory(organisation=agreement.owner)
    return membership.user


def negotiated(**given):
    agreement = AgreementFactory(**{"status": Status.DRAFT, "owner": OrganisationFactory(), **given})
    parties = AgreementPartyFactory.create_batch(2, agreement=agreement)
    return agreements.move(agreement, Status.NEGOTIATING, keeper(agreement)), parties


def signed(**given):
    agreement, parties = negotiated(**given)
    agreements.make_final(agreement, keeper(agreement))
    for party in parties:
        agreements.sign(agreement, party, None, DAY, keeper(agreement))
    agreement.refresh_from_db()
    return agreement


def why(error) -> dict:
    return error.value.message_dict


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["strategic", "partnership", "comprehensive"])
def test_the_last_signature_makes_it_signed_and_the_older_one_renewed(kind):
    older = signed(kind=kind)
    newer = drafting.renew(older, keeper(older))
    assert (newer.title, newer.kind, newer.is_published) == (older.title, kind, False)
    agreements.move(newer, Status.NEGOTIATING, keeper(older))
    agreements.make_final(newer, keeper(older))
    for party in newer.parties.all():
        agreements.sign(newer, party, None, datetime.date(2026, 4, 1), keeper(older))
    newer.refresh_from_db()
    older.refresh_from_db()
    assert (newer.status, str(newer.signed_on), older.status) == ("signed", "2026-04-01", "renewed")
    assert list(older.moves.values_list("step", "before", "after")) == [
        ("status", "draft", "negotiating"),
        ("final", "negotiating", "negotiating"),
        ("status", "negotiating", "signed"),
        ("status", "signed", "renewed"),
    ]


@pytest.mark.django_db
def test_it_is_renewed_once_but_again_when_the_renewal_was_given_up():
    older = signed(ends_on="2026-12-31")
    newer = drafting.renew(older, keeper(older))
    assert str(newer.starts_on) == "2027-01-01"
    with pytest.raises(RuleBroken):
        drafting.renew(older, keeper(older))
    agreements.terminate(newer, "agreed", DAY, keeper(older))
    assert drafting.renew(older, keeper(older)).renews == older


@pytest.mark.django_db
def test_a_draft_is_its_keepers_and_changes_until_its_text_is_final():
    owner, (egypt, pakistan) = OrganisationFactory(country="CN"), OrganisationFactory.create_batch(2)
    egypt.country, pakistan.country = "EG", "PK"
    egypt.save()
    pakistan.save()
    by, field = MembershipFactory(organisation=owner).user, TermFactory()
    drafted = Agreement(owner=owner, title="Science park", kind="comprehensive")
    drafting.draft(drafted, by=by, parts=[Part(owner), Part(egypt)], fields=[field])
    assert (drafted.status, drafted.is_published, drafted.countries) == ("draft", False, ["EG"])
    assert list(drafted.fields_of_cooperation.all()) == [field]
    drafted.title = "A science park in Cairo"
    parts = [Part(owner), Part(egypt), Part(pakistan, AgreementParty.Role.WITNESS)]
    changed = drafting.change_draft(drafted, by=by, parts=parts)
    assert [(p.organisation, p.role) for p in changed.parties.all()] == [
        (owner, "party"),
        (egypt, "party"),
        (pakistan, "witness"),
    ]
    assert changed.title == "A science park in Cairo"
    agreements.move(drafted, Status.NEGOTIATING, by)
    agreements.make_final(drafted, by)
    with pytest.raises(RuleBroken):
        drafting.change_draft(drafted, by=by)


@pytest.mark.django_db
def test_nobody_but_members_of_the_keeper_writes():
    agreement, (party, _other) = negotiated()
    due = DueFactory(obligation__agreement=agreement)
    stranger = MembershipFactory(organisation=party.organisation).user
    left = MembershipFactory(organisation=agreement.owner)
    left.ended_at = timezone.now()
    left.save()
    former = left.user
    for user in (stranger, former, None):
        for write in (
            lambda by: agreements.move(agreement, Status.DRAFT, by),
            lambda by: agreements.make_final(agreement, by),
            lambda by: agreements.reopen(agreement, "why", by),
            lambda by: agreements.sign(agreement, party, None, DAY, by),
            lambda by: agreements.terminate(agreement, "agreed", DAY, by),
            lambda by: agreements.set_visibility(agreement, True, by),
            lambda by: drafting.change_draft(agreement, by=by),
            lambda by: drafting.renew(agreement, by),
            lambda by: amend(agreement, {"title": "New"}, "why", DAY, by),
            lambda by: obligations.settle(due, "seen", by),
            lambda by: obligations.add_obligation(ObligationFactory.build(agreement=agreement), by),
        ):
            with pytest.raises(NotKept):
                write(user)
    assert agreements.open_moves(agreement, stranger) == []


@pytest.mark.django_db
def test_nobody_negotiates_alone_or_signs_before_the_text_is_final():
    alone = AgreementFactory(status=Status.DRAFT, owner=OrganisationFactory())
    with pytest.raises(RuleBroken, match="two parties"):
        agreements.move(alone, Status.NEGOTIATING, keeper(alone))
    agreement, (party, _) = negotiated()
    with pytest.raises(RuleBroken, match="before the text is final"):
        agreements.sign(agreement, party, None, DAY, keeper(agreement))


@pytest.mark.django_db
def test_a_signature_is_of_a_party_of_this_agreement_and_of_a_day_that_can_be():
    agreement, (party, _other) = negotiated(ends_on="2026-12")
    agreements.make_final(agreement, keeper(agreement))
    with pytest.raises(RuleBroken, match="not one of this agreement"):
        agreements.sign(agreement, AgreementPartyFactory(), None, DAY, keeper(agreement))
    for day in (timezone.localdate() + datetime.timedelta(days=3), datetime.date(2027, 1, 1)):
        with pytest.raises(ValidationError) as error:
            agreements.sign(agreement, party, None, day, keeper(agreement))
        assert list(why(error)) == ["signed_on"]
    older = signed()
    newer, (party, _other) = negotiated(renews=older, owner=older.owner)
    agreements.make_final(newer, keeper(newer))
    with pytest.raises(ValidationError, match="signed later"):
        agreements.sign(newer, party, None, DAY - datetime.timedelta(days=1), keeper(newer))


@pytest.mark.django_db
def test_an_intention_is_never_signed():
    agreement, parties = negotiated(kind="intention", title_en="Honeywell")
    agreements.make_final(agreement, keeper(agreement))
    for party in parties:
        with pytest.raises(RuleBroken, match="An intention is not signed"):
            agreements.sign(agreement, party, None, DAY, keeper(agreement))
    assert not agreement.parties.exclude(signed_on=None).exists()


@pytest.mark.django_db
def test_it_ends_for_a_reason_only_and_once():
    agreement = signed()
    by = keeper(agreement)
    for ending, day, field in (
        ("", DAY, "ending"),
        ("agreed", DAY - datetime.timedelta(days=9), "terminated_on"),
        ("agreed", timezone.localdate() + datetime.timedelta(days=9), "terminated_on"),
    ):
        with pytest.raises(ValidationError) as error:
            agreements.terminate(agreement, ending, day, by)
        assert list(why(error)) == [field]
    assert agreements.terminate(agreement, "agreed", DAY, by).status == Status.TERMINATED
    with pytest.raises(RuleBroken):
        agreements.terminate(agreement, "agreed", DAY, by)


@pytest.mark.django_db
def test_a_final_text_is_opened_again_for_a_reason_until_somebody_signs():
    agreement, parties = negotiated()
    by = keeper(agreement)
    agreements.make_final(agreement, by)
    with pytest.raises(ValidationError):
        agreements.reopen(agreement, " ", by)
    assert not agreements.reopen(agreement, "Article 3 is wrong", by).is_final
    agreements.make_final(agreement, by)
    agreements.sign(agreement, parties[0], None, DAY, by)
    with pytest.raises(RuleBroken):
        agreements.reopen(agreement, "Article 4 too", by)
    steps = agreement.moves.exclude(step="status").values_list("step", "by", "reason")
    assert list(steps) == [
        ("final", by.pk, ""),
        ("reopened", by.pk, "Article 3 is wrong"),
        ("final", by.pk, ""),
    ]


@pytest.mark.django_db
def test_it_says_which_moves_are_open_and_what_the_others_miss():
    agreement = AgreementFactory(status=Status.DRAFT, owner=OrganisationFactory())
    by = keeper(agreement)

    def told():
        return {move.code: move.missing for move in agreements.open_moves(agreement, by)}

    assert told()["negotiating"] == ["It needs two parties first."]
    assert told()["terminate"] == []
    AgreementPartyFactory.create_batch(2, agreement=agreement)
    assert told()["negotiating"] == []
    assert told()["sign"] == ["Nobody signs before the text is final."]
    agreement = signed()
    by = keeper(agreement)
    assert [code for code, missing in told().items() if not missing] == ["amend", "renew", "terminate"]


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_once_make_one_signature_one_move_and_one_entry_in_the_history():
    agreement, parties = negotiated()
    by = keeper(agreement)
    agreements.make_final(agreement, by)
    agreements.sign(agreement, parties[0], None, DAY, by)

    def last(_):
        try:
            agreements.sign(agreement, parties[1], None, DAY, by)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(last, range(4)))
    assert Move.objects.filter(agreement=agreement, after=Status.SIGNED).count() == 1
    history = events_of(AgreementParty).objects.filter(pgh_obj_id=parties[1].pk)
    assert history.exclude(signed_on=None).count() == 1


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
    untouched = AgreementFactory(owner=None, ends_on="2020")
    moved = agreements.move_by_dates(datetime.date(*today))
    agreement.refresh_from_db()
    untouched.refresh_from_db()
    assert (agreement.status, moved) == (status, int(status != "signed"))
    assert untouched.status == Status.SIGNED
    assert agreements.move_by_dates(datetime.date(*today)) == 0


@pytest.mark.django_db
def test_without_a_first_day_it_is_in_force_from_its_signing():
    agreement = signed()
    assert agreements.move_by_dates(DAY) == 1
    agreement.refresh_from_db()
    assert agreement.status == Status.ACTIVE


@pytest.mark.django_db
def test_a_signed_text_changes_by_numbered_amendments_only():
    agreement = signed(title_en="Old", ends_on="2026-12-31")
    by, term = keeper(agreement), TermFactory()
    first = amend(agreement, {"title": "New", "fields_of_cooperation": [term]}, "Wider", DAY, by)
    second = amend(agreement, {"ends_on": "2028-12-31", "title": "New"}, "Longer", DAY, by)
    assert (first.number, first.difference) == (
        1,
        {"title_en": ["Old", "New"], "fields_of_cooperation": [[], [term.pk]]},
    )
    assert (second.number, second.difference) == (2, {"ends_on": ["2026-12-31", "2028-12-31"]})
    agreement.refresh_from_db()
    assert (agreement.title_en, str(agreement.ends_on)) == ("New", "2028-12-31")
    for changes, reason, day, said in (
        ({"title": "New"}, "Same", DAY, "__all__"),
        ({"title": "Newer"}, " ", DAY, "reason"),
        ({"title": "Newer"}, "Why", DAY - datetime.timedelta(days=1), "effective_on"),
        ({"starts_on": "2029"}, "Why", DAY, "__all__"),
        ({"ends_on": "2028-02-30"}, "Why", DAY, "__all__"),
        ({"status": "draft"}, "Why", DAY, "status"),
        ({"parties": [agreement.owner]}, "Why", DAY, "parties"),
    ):
        with pytest.raises(ValidationError) as error:
            amend(agreement, changes, reason, day, by)
        assert said in (why(error) if hasattr(error.value, "error_dict") else {"__all__"})
    assert agreement.amendments.count() == 2


@pytest.mark.django_db
def test_a_later_end_takes_it_back_from_expiring_and_a_party_that_joined_signs():
    agreement = signed(ends_on="2026-12-31", starts_on="2026-03-03")
    by = keeper(agreement)
    agreements.move_by_dates(TODAY)
    amend(agreement, {"ends_on": "2036-12-31"}, "Ten years more", DAY, by)
    agreement.refresh_from_db()
    assert agreement.status == Status.ACTIVE
    parties = [party.organisation for party in agreement.parties.all()]
    amendment = amend(agreement, {"parties": [*parties, OrganisationFactory()]}, "A third", DAY, by)
    assert [len(ids) for ids in amendment.difference["parties"]] == [2, 3]
    joined = agreement.parties.get(signed_on=None)
    agreements.sign(agreement, joined, None, datetime.date(2026, 5, 5), by)
    agreement.refresh_from_db()
    assert (agreement.status, str(agreement.signed_on)) == (Status.ACTIVE, "2026-03-02")


@pytest.mark.django_db
def test_the_database_itself_refuses_to_change_a_final_text():
    agreement = signed()
    for change in ({"title_en": "Silent"}, {"kind": "mou"}, {"ends_on": "2030"}, {"summary_zh_hans": "改"}):
        with pytest.raises(IntegrityError, match="A final text"), transaction.atomic():
            Agreement.objects.filter(pk=agreement.pk).update(**change)
    amend(agreement, {"title": "Told"}, "Why", DAY, keeper(agreement))
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(title_en="After the amendment")
    Agreement.objects.filter(pk=agreement.pk).update(curator_note="Is no part of it")


@pytest.mark.django_db
def test_the_database_holds_the_parties_and_fields_of_a_final_text_too():
    term, another = TermFactory.create_batch(2)
    agreement, (party, _) = negotiated()
    agreement.fields_of_cooperation.add(term)
    agreements.make_final(agreement, keeper(agreement))
    body = OrganisationFactory()
    for change in (
        lambda: AgreementPartyFactory(agreement=agreement),
        lambda: AgreementParty.objects.filter(pk=party.pk).update(organisation=body),
        lambda: AgreementParty.objects.filter(pk=party.pk).update(role="witness"),
        lambda: AgreementParty.objects.filter(pk=party.pk).delete(),
        lambda: AgreementPartyFactory(organisation=body).agreement.parties.update(agreement=agreement),
        lambda: agreement.fields_of_cooperation.add(another),
        lambda: agreement.fields_of_cooperation.clear(),
    ):
        with pytest.raises(IntegrityError, match="A final text"), transaction.atomic():
            change()
    agreements.sign(agreement, party, None, DAY, keeper(agreement))
    AgreementParty.objects.filter(pk=party.pk).update(ordinal=7)


@pytest.mark.django_db
def test_an_amendment_and_a_renewal_change_parties_and_fields_that_are_held():
    agreement, by, term, body = signed(), None, TermFactory(), OrganisationFactory()
    by = keeper(agreement)
    stays = agreement.parties.first().organisation
    amend(agreement, {"parties": [stays, body], "fields_of_cooperation": [term]}, "They asked", DAY, by)
    assert {party.organisation for party in agreement.parties.all()} == {stays, body}
    assert list(agreement.fields_of_cooperation.all()) == [term]
    newer = drafting.renew(agreement, by)
    assert {party.organisation for party in newer.parties.all()} == {stays, body}
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementPartyFactory(agreement=agreement)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "undone", "is_let"),
    [
        ("merge", None, True),
        ("undoing", "merge", True),
        ("import", None, False),
        ("edit", None, False),
        ("undoing", "import", False),
    ],
)
def test_a_merge_and_its_undoing_move_a_party_of_a_final_text_and_no_other_batch(kind, undone, is_let):
    agreement, merged = signed(), OrganisationFactory()
    batch = Batch.objects.create(kind=kind, label="Tus", made_by=keeper(agreement))
    if undone:
        Batch.objects.create(kind=undone, label="Tus", made_by=batch.made_by, undone=batch)
    party = AgreementParty.objects.filter(pk=agreement.parties.first().pk)
    try:
        with transaction.atomic(), batch.recorded():
            party.update(organisation=merged)
    except IntegrityError:
        pass
    assert (party.get().organisation == merged) is is_let


def test_month_ends_stay_month_ends():
    first = datetime.date(2027, 1, 31)
    days = [obligations.months_after(first, months) for months in (0, 1, 2, 13)]
    assert [str(day) for day in days] == ["2027-01-31", "2027-02-28", "2027-03-31", "2028-02-29"]
    leap = datetime.date(2028, 2, 29)
    assert [obligations.months_after(leap, months).day for months in (12, 48)] == [28, 29]


def owed(agreement, first, rhythm="monthly", today=TODAY, **given):
    """A new obligation of the agreement's first party."""
    obligation = ObligationFactory.build(
        agreement=agreement,
        debtor=agreement.parties.first().organisation,
        rhythm=rhythm,
        first_due_on=datetime.date.fromisoformat(first),
        **given,
    )
    return obligations.add_obligation(obligation, keeper(agreement), today)


@pytest.mark.django_db
def test_dues_are_worked_out_ahead_missed_and_settled_late():
    agreement = signed()
    by = keeper(agreement)
    obligation = owed(agreement, "2027-01-31", today=datetime.date(2027, 1, 1))
    assert obligation.dues.count() == 13
    assert obligations.miss_overdue(datetime.datetime(2027, 2, 28, 12, tzinfo=datetime.UTC)) == 1
    missed = obligation.dues.get(state="missed")
    with pytest.raises(ValidationError, match="what shows"):
        obligations.settle(missed, " ", by)
    assert obligations.settle(missed, "report sent", by).state == Due.State.DONE
    with pytest.raises(RuleBroken):
        obligations.settle(missed, "again", by)


@pytest.mark.django_db
def test_what_fell_due_before_it_was_written_down_is_not_called_missed():
    long_ago = owed(signed(), "2020-01-31")
    assert long_ago.dues.order_by("due_on").first().due_on >= timezone.localdate()
    with pytest.raises(ValidationError, match="over already"):
        owed(signed(), "2020-01-31", rhythm="once")


@pytest.mark.django_db
def test_only_a_party_owes_and_only_until_the_end():
    agreement = signed(ends_on="2027-03-01")
    stranger = ObligationFactory.build(
        agreement=agreement, debtor=OrganisationFactory(), first_due_on=datetime.date(2027, 1, 1)
    )
    with pytest.raises(ValidationError, match="Only a party owes"):
        obligations.add_obligation(stranger, keeper(agreement), TODAY)
    obligation = owed(agreement, "2026-12-31")
    assert [str(day) for day in obligation.dues.values_list("due_on", flat=True)] == [
        "2026-12-31",
        "2027-01-31",
        "2027-02-28",
    ]


@pytest.mark.django_db
def test_dues_begin_with_the_signing_and_lapse_with_the_end():
    agreement, parties = negotiated()
    by = keeper(agreement)
    obligation = owed(agreement, (timezone.localdate() + datetime.timedelta(days=3)).isoformat())
    assert not obligation.dues.exists()
    agreements.make_final(agreement, by)
    for party in parties:
        agreements.sign(agreement, party, None, DAY, by)
    assert obligation.dues.filter(state="open").count() == 13
    agreements.terminate(agreement, "breach", timezone.localdate(), by)
    assert set(obligation.dues.values_list("state", flat=True)) == {"lapsed"}
    with pytest.raises(RuleBroken, match="no longer due"):
        obligations.settle(obligation.dues.first(), "done", by)
    keep_dates()
    assert obligation.dues.count() == 13
    with pytest.raises(RuleBroken):
        owed(agreement, "2030-01-01")


@pytest.mark.django_db
def test_an_earlier_end_lapses_dues_and_a_later_one_brings_them_back():
    agreement = signed(ends_on="2030")
    today = timezone.localdate()
    obligation = owed(agreement, obligations.months_after(today, 1).isoformat(), today=today)
    by, end = keeper(agreement), PartialDate(obligations.months_after(today, 3).isoformat())
    amend(agreement, {"ends_on": end}, "Sooner", DAY, by)
    assert obligation.dues.filter(state="open").count() == 3
    amend(agreement, {"ends_on": PartialDate("2035")}, "Later", DAY, by)
    assert obligation.dues.filter(state="open").count() == 13


@pytest.mark.django_db
def test_the_daily_task_changes_nothing_the_second_time():
    agreement = signed(ends_on="2026-04")
    ObligationFactory(agreement=agreement, rhythm=Obligation.Rhythm.ONCE)
    keep_dates()
    agreement.refresh_from_db()
    moves = Move.objects.count()
    keep_dates()
    assert (Move.objects.count(), agreement.status) == (moves, Status.EXPIRED)


@pytest.mark.django_db
def test_it_is_shown_to_everybody_when_its_keeper_says_so():
    agreement, _parties = negotiated(is_published=False)
    outsider = UserFactory()
    assert not Agreement.objects.visible_to(outsider).filter(pk=agreement.pk).exists()
    agreements.set_visibility(agreement, True, keeper(agreement))
    assert Agreement.objects.visible_to(outsider).filter(pk=agreement.pk).exists()
