"""Changing many rows of a list at once: shown before, asked of every rule, taken back together."""

import datetime

import pytest

from accounts.models import Membership
from curation import tasks
from curation.changing import ValueForm, actions, editing_of
from curation.descriptions import DESCRIPTIONS
from curation.models import Batch, BulkEdit
from curation.operations import edits
from curation.undoing import take_back
from history.models import states_kept_of
from organisations.models import Organisation
from partners.models import Agreement, Contact, FollowUp, Interaction
from tests.factories import (
    AgreementFactory,
    ContactFactory,
    FollowUpFactory,
    InteractionFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
    TermFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
FOLLOW_UPS = "/curation/lists/partners:follow_ups/edit/"
DAY = datetime.date(2027, 1, 31)


@pytest.fixture
def park(db):
    return ParkFactory().organisation


@pytest.fixture
def staff(sign_in, park):
    user = UserFactory()
    MembershipFactory(user=user, organisation=park)
    client = sign_in(user)
    client.user = user
    return client


def to_day(**more) -> dict:
    return {"what": "set:due_on", "value": DAY.isoformat(), "given": "1"} | more


def sent(client, path, **asked):
    """The preview, then yes; the edit that came of it."""
    seen = client.get(path, asked)
    assert seen.status_code == 200
    page = {"count": seen.context["count"], "submission": seen.context["submission"]}
    answer = client.post(path, asked | page)
    assert answer.status_code == 302, answer.context
    return BulkEdit.objects.get(pk=answer.url.split("/")[-2]), answer


def test_nothing_is_changed_before_it_was_seen(staff, park):
    one = FollowUpFactory(owner=park, text="Write")
    asked = {"all": "1"}
    assert "Set “Due”" in [words for _code, words in staff.get(FOLLOW_UPS, asked).context["actions"]]
    assert "value" in staff.get(FOLLOW_UPS, asked | {"what": "set:due_on"}).context["form"].fields
    seen = staff.get(FOLLOW_UPS, to_day(all="1")).context
    (row,) = seen["shown"]
    assert (row.label, row.before, row.after, row.changes) == (
        "Write",
        "April 1, 2026",
        "Jan. 31, 2027",
        True,
    )
    assert (seen["count"], seen["would_change"], seen["would_stay"], seen["refused"]) == (1, 1, 0, 0)
    one.refresh_from_db()
    assert one.due_on != DAY
    assert not Batch.objects.exists() and not BulkEdit.objects.exists()


def test_all_that_match_a_filter_are_changed_and_no_other(staff, park):
    for text in ("alpha 1", "alpha 2", "beta"):
        FollowUpFactory(owner=park, text=text)
    edit, _answer = sent(staff, FOLLOW_UPS, query="q=alpha", all="1", **to_day())
    assert (edit.state, edit.changed, edit.left_out) == ("done", 2, 0)
    assert set(FollowUp.objects.filter(due_on=DAY).values_list("text", flat=True)) == {"alpha 1", "alpha 2"}


def test_chosen_rows_are_changed_and_no_other(staff, park):
    rows = FollowUpFactory.create_batch(3, owner=park)
    edit, _answer = sent(staff, FOLLOW_UPS, row=[rows[0].pk, rows[2].pk], **to_day())
    assert edit.changed == 2
    assert set(FollowUp.objects.filter(due_on=DAY)) == {rows[0], rows[2]}


def test_one_batch_holds_all_of_it(staff, park):
    FollowUpFactory.create_batch(3, owner=park)
    edit, _answer = sent(staff, FOLLOW_UPS, all="1", **to_day())
    batch = Batch.objects.get()
    assert (batch.kind, batch.made_by, edit.batch) == ("edit", staff.user, batch)
    written = states_kept_of(FollowUp).filter(pgh_context_id__in=batch.contexts)
    assert set(written.values_list("due_on", flat=True)) == {DAY}
    assert written.count() == 3


def test_all_of_it_is_taken_back_together(staff, park):
    FollowUpFactory.create_batch(3, owner=park)
    edit, answer = sent(staff, FOLLOW_UPS, all="1", **to_day())
    page = staff.get(answer.url).content.decode()
    assert f"/curation/batches/{edit.batch_id}/" in page
    assert staff.get(f"/curation/batches/{edit.batch_id}/").status_code == 200
    take_back(edit.batch, by=staff.user)
    assert not FollowUp.objects.filter(due_on=DAY).exists()


def test_rows_of_others_are_neither_seen_nor_changed(staff, park):
    mine, theirs = FollowUpFactory(owner=park), FollowUpFactory(text="Of another park")
    seen = staff.get(FOLLOW_UPS, to_day(row=[mine.pk, theirs.pk]))
    assert seen.context["count"] == 1
    assert "Of another park" not in seen.content.decode()


def test_what_is_seen_but_not_ones_own_is_left_out_and_told(staff, park):
    below = ParkFactory(parent=park.park).organisation
    FollowUpFactory(owner=below, text="Of the park below")
    FollowUpFactory(owner=park)
    edit, _answer = sent(staff, FOLLOW_UPS, all="1", **to_day())
    assert (edit.changed, edit.left_out) == (1, 1)
    assert edit.refused[0]["label"] == "Of the park below"
    assert "may not change" in edit.refused[0]["reason"]


def test_a_rule_is_asked_for_each_row(staff, park):
    ContactFactory(owner=park, name="Asked", consent_on=datetime.date(2026, 1, 1))
    ContactFactory(owner=park, name="Never asked")
    asked = {"what": "set:consent", "value": "given", "given": "1", "all": "1"}
    path = "/curation/lists/partners:contacts/edit/"
    edit, _answer = sent(staff, path, **asked)
    assert (edit.changed, edit.left_out) == (1, 1)
    assert edit.refused == [
        {"id": edit.refused[0]["id"], "label": "Never asked", "reason": "Say when they answered."}
    ]
    assert list(Contact.objects.filter(consent="given").values_list("name", flat=True)) == ["Asked"]


def test_all_or_nothing_is_nothing_where_a_rule_is_against_one(staff, park):
    ContactFactory(owner=park, name="Asked", consent_on=datetime.date(2026, 1, 1))
    ContactFactory(owner=park, name="Never asked")
    asked = {"what": "set:consent", "value": "given", "given": "1", "all": "1", "together": "1"}
    edit, answer = sent(staff, "/curation/lists/partners:contacts/edit/", **asked)
    assert (edit.state, edit.changed, edit.left_out, edit.batch) == ("refused", 0, 1, None)
    assert not Contact.objects.filter(consent="given").exists()
    assert not Batch.objects.exists()
    assert "Never asked" in staff.get(answer.url).content.decode()


def test_what_is_so_already_leaves_no_trace(staff, park):
    FollowUpFactory(owner=park, due_on=DAY)
    edit, _answer = sent(staff, FOLLOW_UPS, all="1", **to_day())
    assert (edit.state, edit.changed, edit.same, edit.batch) == ("done", 0, 1, None)
    assert not Batch.objects.exists()


def test_a_form_sent_twice_is_done_once(staff, park):
    FollowUpFactory(owner=park)
    asked = to_day(all="1", count="1", submission="s1")
    first, second = staff.post(FOLLOW_UPS, asked), staff.post(FOLLOW_UPS, asked)
    assert first.url == second.url
    assert BulkEdit.objects.count() == Batch.objects.count() == 1


def test_a_list_that_changed_since_is_looked_at_again(staff, park):
    FollowUpFactory.create_batch(2, owner=park)
    answer = staff.post(FOLLOW_UPS, to_day(all="1", count="1", submission="s1"))
    assert answer.status_code == 200
    assert "The list has changed meanwhile." in answer.content.decode()
    assert not BulkEdit.objects.exists()


def test_only_colleagues_are_assigned(staff, park):
    stranger, colleague = UserFactory(), UserFactory()
    MembershipFactory(user=colleague, organisation=park)
    FollowUpFactory.create_batch(2, owner=park)
    asked = {"what": "set:assignee", "given": "1", "all": "1"}
    assert ("set:assignee", "Assign to a colleague") in staff.get(FOLLOW_UPS, {"all": "1"}).context["actions"]
    wrong = staff.get(FOLLOW_UPS, asked | {"value": stranger.pk})
    assert "value" in wrong.context["form"].errors
    edit, _answer = sent(staff, FOLLOW_UPS, **asked, value=colleague.pk)
    assert edit.changed == FollowUp.objects.filter(assignee=colleague).count() == 2
    sent(staff, FOLLOW_UPS, **asked, value="")
    assert not FollowUp.objects.exclude(assignee=None).exists()


def test_steps_are_done_by_their_operation(staff, park):
    FollowUpFactory.create_batch(2, owner=park)
    edit, _answer = sent(staff, FOLLOW_UPS, what="do:done", all="1")
    assert edit.changed == FollowUp.objects.filter(done_by=staff.user).count() == 2
    assert sent(staff, FOLLOW_UPS, what="do:done", all="1")[0].same == 2


def test_terms_are_added_and_taken_away(staff, park):
    first, second = TermFactory(), TermFactory()
    agreement = AgreementFactory(owner=park, status=Agreement.Status.DRAFT)
    agreement.fields_of_cooperation.add(first)
    final = AgreementFactory(owner=park, status=Agreement.Status.DRAFT, is_final=True)
    path = "/curation/lists/partners:agreements/edit/"
    asked = {"given": "1", "all": "1", "query": "kept=true"}
    edit, _answer = sent(staff, path, what="add:fields_of_cooperation", value=[second.pk], **asked)
    assert set(agreement.fields_of_cooperation.all()) == {first, second}
    assert (edit.changed, [one["id"] for one in edit.refused]) == (1, [final.pk])
    sent(staff, path, what="remove:fields_of_cooperation", value=[first.pk, second.pk], **asked)
    assert not agreement.fields_of_cooperation.exists()


def test_drafts_are_not_completed_by_a_change_of_many(staff, park):
    InteractionFactory(owner=park, is_draft=True, created_by=staff.user, title="Draft")
    InteractionFactory(owner=park, title="Logged")
    asked = {"what": "set:outcome", "value": "agreed", "given": "1", "all": "1"}
    edit, _answer = sent(staff, "/curation/lists/partners:interactions/edit/", **asked)
    assert (edit.changed, edit.left_out) == (1, 1)
    assert Interaction.objects.get(title="Draft").is_draft


def test_curators_change_public_records_and_members_do_not(sign_in, curator, staff):
    OrganisationFactory.create_batch(2, country="CN", kind="company")
    path = "/curation/lists/organisations:list/edit/"
    asked = {"what": "set:country", "value": "MY", "given": "1", "all": "1", "query": "kind=company"}
    edit, _answer = sent(sign_in(curator), path, **asked)
    assert edit.changed == Organisation.objects.filter(country="MY").count() == 2
    Organisation.objects.update(country="CN")
    nobody = staff.post(path, asked | {"count": "2", "submission": "x"})
    assert [code for code, _words in nobody.context["actions"]] == ["tag", "untag"]
    assert not Organisation.objects.filter(country="MY").exists()


def test_many_rows_are_left_to_a_worker_portion_by_portion(staff, park, monkeypatch):
    monkeypatch.setattr(edits, "AT_ONCE", 3)
    monkeypatch.setattr(edits, "PORTION", 2)
    FollowUpFactory.create_batch(5, owner=park)
    edit, answer = sent(staff, FOLLOW_UPS, all="1", **to_day())
    assert (edit.state, edit.changed) == ("waiting", 0)
    assert "0 of 5 rows are through." in staff.get(answer.url).content.decode()
    assert edits.go_on(edit.pk) is False
    edit.refresh_from_db()
    assert (edit.state, edits.handled(edit)) == ("running", 2)
    staff.post(answer.url)  # who does not want to wait for a worker
    assert edits.go_on(edit.pk) is True
    assert edits.go_on(edit.pk) is True
    edit.refresh_from_db()
    assert (edit.state, edit.changed) == ("done", 5)
    assert states_kept_of(FollowUp).filter(pgh_context_id__in=edit.batch.contexts).count() == 5


def test_what_no_worker_heard_of_is_found_by_the_sweep(staff, park, monkeypatch):
    monkeypatch.setattr(edits, "AT_ONCE", 1)
    FollowUpFactory.create_batch(3, owner=park)
    edit, _answer = sent(staff, FOLLOW_UPS, all="1", **to_day())
    with monkeypatch.context() as patch:
        patch.setattr(tasks.change_many, "delay", tasks.change_many)
        tasks.sweep_edits()
    edit.refresh_from_db()
    assert (edit.state, edit.changed, edits.unfinished()) == ("done", 3, [])


def test_a_membership_that_ends_stops_what_is_left(staff, park, monkeypatch):
    monkeypatch.setattr(edits, "AT_ONCE", 1)
    monkeypatch.setattr(edits, "PORTION", 2)
    FollowUpFactory.create_batch(4, owner=park)
    edit, _answer = sent(staff, FOLLOW_UPS, all="1", **to_day())
    edits.go_on(edit.pk)
    Membership.objects.filter(user=staff.user).delete()
    edits.go_on(edit.pk)
    edit.refresh_from_db()
    assert (edit.state, edit.changed, edit.left_out) == ("done", 2, 2)


def test_an_edit_is_seen_by_who_made_it(staff, park, sign_in, curator):
    FollowUpFactory(owner=park)
    _edit, answer = sent(staff, FOLLOW_UPS, all="1", **to_day())
    assert staff.get(answer.url).status_code == 200
    for user in (curator, UserFactory()):
        assert sign_in(user).get(answer.url).status_code == 404


@pytest.mark.parametrize("model", [model for model in DESCRIPTIONS if editing_of(model)])
def test_what_is_offered_can_be_asked_for(model, sign_in, curator):

    for what, words in actions(model, editing_of(model)):
        form = ValueForm({}, model=model, what=what, user=curator)
        assert words
        assert list(form.fields) == ([] if what.startswith("do:") else ["value"])


def test_too_many_are_not_taken_all_or_nothing(staff, park, monkeypatch):
    monkeypatch.setattr(edits, "MOST_TOGETHER", 1)
    FollowUpFactory.create_batch(2, owner=park)
    seen = staff.get(FOLLOW_UPS, to_day(all="1"))
    assert not seen.context["may_be_together"]


def test_lists_of_what_nobody_changes_together_have_no_such_page(staff):
    assert staff.get("/curation/lists/partners:dues/edit/").status_code == 404
    assert staff.get("/curation/lists/home/edit/").status_code == 404


@pytest.mark.parametrize("count", [1, 4])
def test_a_table_of_rows_to_choose_costs_the_same_however_many(
    staff, park, count, django_assert_max_num_queries
):
    FollowUpFactory.create_batch(count, owner=park)
    with django_assert_max_num_queries(14):
        page = staff.get("/follow-ups/?show=table")
    assert page.content.decode().count('name="row"') == count
