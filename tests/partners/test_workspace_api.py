"""The workspace over the API: interactions, follow-ups, agreements, obligations, contacts, shares."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.models import Agreement, Due, FollowUp, Interaction
from tests.factories import (
    AgreementFactory,
    AttendeeFactory,
    ContactFactory,
    CuratorFactory,
    FollowUpFactory,
    InteractionFactory,
    InteractionPartnerFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
    ShareFactory,
    TermFactory,
    UserFactory,
)

API = "/api/v1"
JSON = "application/json"


@pytest.fixture
def park(db):
    return ParkFactory()


@pytest.fixture
def member(park):
    return MembershipFactory(organisation=park.organisation, user__name="Li Wei").user


@pytest.fixture
def staff(member, sign_in):
    return sign_in(member)


def post(client, path, /, **body):
    return client.post(f"{API}/{path}", json.dumps(body), JSON)


def patch(client, path, /, **body):
    seen = client.get(f"{API}/{path}")["ETag"]
    return client.patch(f"{API}/{path}", json.dumps(body), JSON, headers={"if-match": seen})


def said(answer, status=200):
    assert answer.status_code == status, answer.content
    return answer.json()


def pointers(answer):
    return {error["pointer"] for error in said(answer, 400)["errors"]}


def talk(**given):
    return {"partners": [OrganisationFactory().slug], "happened_on": "2026-03-05", "title": "Talk"} | given


# Interactions


def test_an_interaction_is_logged_with_all_that_belongs_to_it(staff, park, member):
    nust, third = OrganisationFactory(slug="nust"), OrganisationFactory()
    contact = ContactFactory(owner=park.organisation, name="Dr Khan")
    agreement = AgreementFactory(owner=park.organisation)
    row = said(
        post(
            staff,
            "interactions/",
            partners=["nust", third.pk, "nust"],
            kind="visit",
            happened_on="2026-03-05",
            started_at="14:30",
            time_zone="Asia/Karachi",
            title="Campus",
            place="Islamabad",
            notes='<p onclick="x()">Fine</p><script>alert(1)</script>',
            outcome="agreed",
            agreement=agreement.slug,
            attendees=[
                {"side": "ours", "name": "li wei"},
                {"side": "theirs", "name": "Dr Khan"},
                {"side": "theirs", "name": "A guest"},
            ],
            follow_ups=[
                {"text": "Send the draft", "due_on": "2026-04-01", "assignee": "me"},
                {"text": "Call", "due_on": "2026-03-20"},
            ],
        ),
        201,
    )
    assert [body["id"] for body in row["partners"]] == sorted([nust.pk, third.pk])
    assert row["notes"] == "<p>Fine</p>"
    assert (row["origin"], row["logged_by"], row["is_draft"]) == ("api", "Li Wei", False)
    assert (row["started_at"], row["time_zone"], row["outcome"]) == ("14:30:00", "Asia/Karachi", "agreed")
    assert row["agreement"]["id"] == agreement.pk
    people = [(one["side"], one["name"], (one["contact"] or {}).get("id")) for one in row["attendees"]]
    assert sorted(people) == [
        ("ours", "Li Wei", None),
        ("theirs", "A guest", None),
        ("theirs", "Dr Khan", contact.pk),
    ]
    steps = [(step["text"], step["assignee"]) for step in row["follow_ups"]]
    assert steps == [("Call", None), ("Send the draft", member.email)]


def test_a_contact_who_was_there_is_named_by_id(staff, park):
    nust = OrganisationFactory(is_published=True)
    known, namesake = ContactFactory.create_batch(2, owner=park.organisation, name="Dr Khan")
    foreign = ContactFactory(name="Dr Khan")

    def logged(*attendees):
        given = {"kind": "call", "happened_on": "2026-03-05", "title": "Call", "partners": [nust.pk]}
        return post(staff, "interactions/", **given, attendees=list(attendees))

    row = said(logged({"side": "theirs", "contact": known.pk}, {"side": "theirs", "name": "A guest"}), 201)
    people = {((one["contact"] or {}).get("id"), one["name"]) for one in row["attendees"]}
    assert people == {(known.pk, "Dr Khan"), (None, "A guest")}
    assert not namesake.attendances.exists()
    for wrong in ({"side": "theirs", "contact": foreign.pk}, {"side": "ours", "contact": known.pk}):
        assert pointers(logged(wrong)) == {"/attendees/0/contact"}


def test_what_a_change_leaves_out_stays(staff, park, member):
    logged = InteractionFactory(owner=park.organisation, place="Beijing", created_by=member)
    InteractionPartnerFactory.create_batch(2, interaction=logged)
    AttendeeFactory(interaction=logged, name="Somebody")
    before = said(staff.get(f"{API}/interactions/{logged.pk}/"))
    after = said(patch(staff, f"interactions/{logged.pk}/", title="New"))
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"title", "updated_at"}
    after = said(patch(staff, f"interactions/{logged.pk}/", attendees=[]))
    assert (after["attendees"], len(after["partners"])) == ([], 2)
    guest = {"side": "theirs", "name": "Guest"}
    after = said(patch(staff, f"interactions/{logged.pk}/", attendees=[guest]))
    assert after["attendees"] == [{"contact": None, **guest}]


def test_what_is_replaced_gets_defaults_where_nothing_is_said(staff, park):
    logged = InteractionFactory(owner=park.organisation, place="Beijing", kind="visit")
    address = f"{API}/interactions/{logged.pk}/"
    headers = {"if-match": staff.get(address)["ETag"]}
    row = said(staff.put(address, json.dumps(talk(title="All new")), JSON, headers=headers))
    assert (row["title"], row["place"], row["kind"], len(row["partners"])) == ("All new", "", "meeting", 1)
    assert row["owner"]["id"] == park.organisation.pk


def test_an_interaction_is_deleted_once(staff, park):
    logged = InteractionFactory(owner=park.organisation)
    address = f"{API}/interactions/{logged.pk}/"
    headers = {"if-match": staff.get(address)["ETag"]}
    assert [staff.delete(address, headers=headers).status_code for _time in range(2)] == [204, 404]
    assert not Interaction.objects.exists()


def test_a_draft_is_read_and_completed_by_its_author_alone(park, member, sign_in):
    draft = InteractionFactory(owner=park.organisation, created_by=member, is_draft=True)
    address = f"{API}/interactions/{draft.pk}/"
    colleague, curator = MembershipFactory(organisation=park.organisation).user, CuratorFactory()
    for other in (colleague, curator):
        client = sign_in(other)
        assert client.get(address).status_code == 404
        assert client.patch(address, "{}", JSON, headers={"if-match": "*"}).status_code == 404
        assert said(client.get(f"{API}/interactions/"))["results"] == []
    assert said(patch(sign_in(member), f"interactions/{draft.pk}/", title="Whole"))["is_draft"] is False
    assert said(sign_in(colleague).get(address))["title"] == "Whole"


@pytest.mark.django_db
def test_who_works_for_no_park_is_told_so(sign_in):
    assert pointers(post(sign_in(UserFactory()), "interactions/", **talk())) == {"/owner"}


def test_who_works_for_two_parks_says_for_which(park, member, staff):
    other = ParkFactory()
    MembershipFactory(organisation=other.organisation, user=member)
    assert pointers(post(staff, "interactions/", **talk())) == {"/owner"}
    row = said(post(staff, "interactions/", **talk(owner=other.organisation.slug)), 201)
    assert row["owner"]["id"] == other.organisation.pk
    strange = ParkFactory()
    assert pointers(post(staff, "interactions/", **talk(owner=strange.organisation.slug))) == {"/owner"}


def test_a_foreign_id_in_a_body_is_answered_as_a_missing_one(staff, park):
    hidden_body = OrganisationFactory(is_published=False)
    hidden_agreement = AgreementFactory(is_published=False)
    foreign = InteractionFactory()

    def told(path, **body):
        return [
            {key: value for key, value in said(post(staff, path, **body), 400).items() if key == "errors"}
        ]

    for real, missing in ((hidden_body.slug, "missing"), (hidden_body.pk, "org_missing")):
        assert told("interactions/", **talk(partners=[real])) == told(
            "interactions/", **talk(partners=[missing])
        )
    assert told("interactions/", **talk(agreement=hidden_agreement.slug)) == told(
        "interactions/", **talk(agreement="missing")
    )
    step = {"text": "x", "due_on": "2026-04-01"}
    assert told("follow-ups/", **step, interaction=foreign.pk) == told(
        "follow-ups/", **step, interaction="int_missing"
    )
    stranger = UserFactory()
    assert told("follow-ups/", **step, assignee=stranger.email) == told(
        "follow-ups/", **step, assignee="nobody@example.org"
    )
    assert not Interaction.objects.exclude(pk=foreign.pk).exists()


def test_to_whom_it_is_shared_reads_but_does_not_write(park, sign_in):
    logged = InteractionFactory(owner=park.organisation)
    receiver = ParkFactory()
    ShareFactory(owner=park.organisation, receiver=receiver.organisation, partner=None, interaction=logged)
    guest = sign_in(MembershipFactory(organisation=receiver.organisation).user)
    address = f"{API}/interactions/{logged.pk}/"
    assert said(guest.get(address))["title"] == logged.title
    assert guest.patch(address, "{}", JSON, headers={"if-match": "*"}).status_code == 404
    receiver.organisation.memberships.update(ended_at=timezone.now())
    assert guest.get(address).status_code == 404


def test_logging_takes_few_statements_however_much_is_logged(staff, member):
    def cost(partners, people):
        body = talk(
            partners=[body.slug for body in OrganisationFactory.create_batch(partners)],
            attendees=[{"side": "theirs", "name": f"Guest {place}"} for place in range(people)],
            follow_ups=[{"text": f"Step {place}", "due_on": "2026-04-01"} for place in range(people)],
        )
        with CaptureQueriesContext(connection) as asked:
            said(post(staff, "interactions/", **body), 201)
        return len(asked)

    assert cost(1, 1) == cost(5, 5) <= 17  # of them 6 begin or end a transaction or a part of one


# Follow-ups


def test_a_follow_up_is_written_done_and_undone(staff, park, member):
    row = said(post(staff, "follow-ups/", text="Call NUST", due_on="2026-04-01", assignee="me"), 201)
    assert (row["owner"]["id"], row["assignee"], row["done_at"]) == (
        park.organisation.pk,
        member.email,
        None,
    )
    address = f"follow-ups/{row['id']}/"
    done = said(patch(staff, address, done=True))
    assert (bool(done["done_at"]), done["done_by"]) == (True, "Li Wei")
    assert said(patch(staff, address, done=False, text="Write"))["done_at"] is None
    assert FollowUp.objects.get().text == "Write"
    assert pointers(patch(staff, address, done="yes")) == {"/done"}


def test_a_follow_up_is_for_those_who_work_for_its_park(staff, park, member):
    other = ParkFactory()
    MembershipFactory(organisation=other.organisation, user=member)
    there = MembershipFactory(organisation=other.organisation).user
    task = FollowUpFactory(owner=park.organisation)
    assert pointers(patch(staff, f"follow-ups/{task.pk}/", assignee=there.email)) == {"/assignee"}


# Agreements


@pytest.fixture
def sides(park):
    return [park.organisation, OrganisationFactory(slug="nia", country="TH")]


def draft(client, sides, **given):
    parties = [{"organisation": side.slug} for side in sides]
    body = {"title": "Cooperation", "kind": "strategic", "parties": parties} | given
    return said(post(client, "agreements/", **body), 201)


def test_an_agreement_is_drafted_negotiated_signed_amended_and_renewed(staff, sides, sign_in):
    field = TermFactory()
    row = draft(staff, sides, fields_of_cooperation=[field.slug], starts_on="2020", ends_on="2027-12")
    path = f"agreements/{row['id']}/"
    assert (row["status"], row["is_published"], row["owner"]["slug"]) == ("draft", False, sides[0].slug)
    assert [party["organisation"]["slug"] for party in row["parties"]] == [side.slug for side in sides]
    assert sign_in().get(f"{API}/{path}").status_code == 404
    assert said(patch(staff, path, title="Better", summary="Text"))["title"] == "Better"
    early = post(staff, f"{path}signatures/", party=sides[0].slug, signed_on="2020-05-01")
    assert said(early, 409)["code"] == "rule-broken"
    said(post(staff, f"{path}moves/", move="negotiating", reason="They like it"))
    assert said(post(staff, f"{path}moves/", move="final"))["is_final"] is True
    assert said(patch(staff, path, title="Silent"), 409)
    for side in sides:
        signed = said(post(staff, f"{path}signatures/", party=side.slug, signed_on="2020-05-01"))
    assert (signed["status"], signed["signed_on"]) == ("signed", "2020-05-01")
    moves = [(move["step"], move["after"], move["by"]) for move in signed["moves"]]
    assert ("status", "signed", "Li Wei") in moves
    amended = post(
        staff,
        f"{path}amendments/",
        changes={"ends_on": "2028-12"},
        reason="More time",
        effective_on="2026-01-01",
    )
    (amendment,) = said(amended)["amendments"]
    assert (amendment["number"], amendment["difference"]) == (1, {"ends_on": ["2027-12", "2028-12"]})
    newer = said(post(staff, f"{path}renewals/"))
    assert (newer["status"], newer["renews"]["id"]) == ("draft", row["id"])
    assert said(patch(staff, path, is_published=True))["is_published"] is True
    public = said(sign_in().get(f"{API}/{path}"))
    assert (public["title"], public["moves"], public["amendments"]) == ("Better", [], [])


def test_an_intention_stays_one_and_ends_for_a_reason(staff, sides):
    row = draft(staff, sides, kind="intention")
    path = f"agreements/{row['id']}/"
    said(post(staff, f"{path}moves/", move="negotiating"))
    assert post(staff, f"{path}moves/", move="final").status_code in (200, 409)
    refused = post(staff, f"{path}signatures/", party=sides[0].slug, signed_on="2020-05-01")
    assert refused.status_code == 409
    assert pointers(post(staff, f"{path}moves/", move="terminate")) == {"/ending", "/terminated_on"}
    ended = post(staff, f"{path}moves/", move="terminate", ending="agreed", terminated_on="2026-01-31")
    assert said(ended)["status"] == "terminated"


def test_only_members_of_its_keeper_write_on_an_agreement(sides, staff, sign_in):
    row = draft(staff, sides)
    Agreement.objects.update(is_published=True)
    party = MembershipFactory(organisation=sides[1]).user
    for user in (None, UserFactory(), party, CuratorFactory()):
        client = sign_in(user)
        path = f"{API}/agreements/{row['slug']}/"
        statuses = [client.patch(path, "{}", JSON, headers={"if-match": "*"}).status_code]
        statuses += [
            client.post(f"{path}{name}/", "{}", JSON).status_code
            for name in ("moves", "signatures", "amendments", "renewals")
        ]
        assert statuses == [404] * 5
        assert client.get(path).status_code == 200


# Obligations


def test_an_obligation_is_added_and_settled(staff, sides, park):
    row = draft(staff, sides)
    Agreement.objects.filter(pk=row["id"]).update(status="active")
    today = timezone.localdate()
    owed = said(
        post(
            staff,
            "obligations/",
            agreement=row["slug"],
            debtor="nia",
            text="Report",
            first_due_on=today.isoformat(),
            rhythm="yearly",
        ),
        201,
    )
    assert owed["dues"][0] | {"id": ""} == {
        "id": "",
        "due_on": today.isoformat(),
        "state": "open",
        "settled_at": None,
        "settled_by": None,
        "evidence": "",
    }
    path = f"obligations/{owed['id']}/settle/"
    assert pointers(post(staff, path, due_on="1999-01-01", evidence="x")) == {"/due_on"}
    settled = said(post(staff, path, due_on=today.isoformat(), evidence="Letter of today"))
    assert (settled["dues"][0]["state"], settled["dues"][0]["settled_by"]) == ("done", "Li Wei")
    assert post(staff, path, due_on=today.isoformat(), evidence="Again").status_code == 409
    assert Due.objects.filter(state="done").count() == 1


def test_only_parties_owe_and_only_the_keeper_writes_it_down(staff, sides, sign_in):
    row = draft(staff, sides)
    body = {"agreement": row["slug"], "text": "Report", "first_due_on": timezone.localdate().isoformat()}
    stranger = OrganisationFactory()
    assert pointers(post(staff, "obligations/", debtor=stranger.slug, **body)) == {"/debtor"}
    party = sign_in(MembershipFactory(organisation=sides[1]).user)
    assert "/agreement" in pointers(post(party, "obligations/", debtor="nia", **body))


# Contacts and shares


def test_a_contact_is_kept_and_changed_with_what_they_want(staff, park):
    nust = OrganisationFactory(slug="nust")
    row = said(
        post(
            staff,
            "contacts/",
            name="Dr Khan",
            native_name="خان",
            email="khan@example.org",
            languages=["ur", "en"],
            affiliations=[{"organisation": "nust", "title": "Dean", "started_on": "2020"}],
        ),
        201,
    )
    (work,) = row["affiliations"]
    assert (work["organisation"]["id"], work["title"], work["started_on"]) == (nust.pk, "Dean", "2020")
    path = f"contacts/{row['id']}/"
    assert said(patch(staff, path, do_not_contact=True))["do_not_contact"] is True
    assert pointers(patch(staff, path, consent="given")) == {"/consent_on"}
    assert said(patch(staff, path, consent="given", consent_on="2026-01-05"))["consent"] == "given"
    assert pointers(patch(staff, path, languages=["en", "no language!"])) == {"/languages/1"}
    assert pointers(patch(staff, path, email="nobody")) == {"/email"}
    again = post(staff, "contacts/", name="Other", email="KHAN@example.org")
    assert said(again, 400)["errors"][0]["detail"].startswith("You already keep a contact")
    assert staff.delete(f"{API}/{path}", headers={"if-match": "*"}).status_code == 405


def test_a_contact_of_another_park_is_not_there(staff):
    foreign = ContactFactory(owner=ParkFactory().organisation)
    address = f"{API}/contacts/{foreign.pk}/"
    assert staff.get(address).status_code == 404
    assert staff.patch(address, "{}", JSON, headers={"if-match": "*"}).status_code == 404


def test_what_is_shared_is_seen_until_it_is_taken_back(staff, park, sign_in):
    logged = InteractionFactory(owner=park.organisation)
    receiver = ParkFactory()
    guest = sign_in(MembershipFactory(organisation=receiver.organisation).user)
    address = f"{API}/interactions/{logged.pk}/"
    assert guest.get(address).status_code == 404
    row = said(post(staff, "shares/", receiver=receiver.organisation.slug, interaction=logged.pk), 201)
    assert guest.get(address).status_code == 200
    again = post(staff, "shares/", receiver=receiver.organisation.slug, interaction=logged.pk)
    assert pointers(again) == {"/receiver"}
    share = f"{API}/shares/{row['id']}/"
    assert guest.get(share).status_code == 200
    assert guest.delete(share, headers={"if-match": "*"}).status_code == 404
    tag = staff.get(share)["ETag"]
    assert staff.delete(share, headers={"if-match": tag}).status_code == 204
    assert guest.get(address).status_code == 404
    assert said(staff.get(share))["revoked_at"]


def test_one_shares_one_thing_of_ones_own(staff, park):
    receiver = ParkFactory().organisation.slug
    foreign = InteractionFactory()
    assert post(staff, "shares/", receiver=receiver).status_code == 400
    assert pointers(post(staff, "shares/", receiver=receiver, interaction=foreign.pk)) == {"/interaction"}
    both = {"partner": OrganisationFactory().slug}
    own = InteractionFactory(owner=park.organisation)
    assert post(staff, "shares/", receiver=receiver, interaction=own.pk, **both).status_code == 400


# Reading


def test_me_tells_for_whom_one_acts(staff, park, sign_in):
    me = said(staff.get(f"{API}/me/"))
    (membership,) = me["memberships"]
    assert (membership["organisation"], membership["role"]) == (park.organisation.slug, "member")
    assert (me["scopes"], me["name"]) == (None, "Li Wei")
    park.organisation.memberships.update(ended_at=timezone.now())
    assert said(staff.get(f"{API}/me/"))["memberships"] == []
    assert said(sign_in().get(f"{API}/me/"))["memberships"] == []


def test_lists_of_the_workspace_are_filtered_and_counted(staff, park):
    for place in range(3):
        InteractionFactory(owner=park.organisation, kind="visit" if place else "call", title=f"T{place}")
    rows = said(staff.get(f"{API}/interactions/?kind=visit&count=exact&fields=title"))
    assert (rows["count"], {row["title"] for row in rows["results"]}) == (2, {"T1", "T2"})
    bad = staff.get(f"{API}/interactions/?kind=party")
    assert bad.status_code == 400
