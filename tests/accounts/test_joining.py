"""Invitations, requests to join, leaving, and switching between one's organisations."""

import datetime
import threading

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.utils import timezone

from accounts.models import INVITATION_LASTS, Invitation, JoinRequest, Membership, User
from accounts.operations import invitations, requests
from common.errors import RuleBroken
from tests.factories import (
    CuratorFactory,
    InteractionFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PASSWORD = "a quiet pond 27"


@pytest.fixture
def park():
    return ParkFactory().organisation


@pytest.fixture
def manager(park):
    return MembershipFactory(organisation=park, role="manager").user


def invite(client, organisation, email="li@example.org", role="editor"):
    data = {"email": email, "role": role, "language": "en"}
    return client.post(f"/accounts/members/{organisation.slug}/invite/", data, follow=True)


def roles_in(organisation):
    return {m.user: m.role for m in Membership.objects.filter(organisation=organisation, ended_at=None)}


# Inviting


def test_a_manager_invites_an_address_in_a_role(sign_in, park, manager):
    page = invite(sign_in(manager), park).content.decode()
    invited = Invitation.objects.get()
    assert (invited.email, invited.role, invited.invited_by) == ("li@example.org", "editor", manager)
    assert invited.expires_at - invited.sent_at == datetime.timedelta(days=14)
    assert "li@example.org" in page
    assert invited.nonce not in page


@pytest.mark.parametrize("role", ["member", "editor"])
def test_who_does_not_manage_the_organisation_invites_nobody(sign_in, park, role):
    colleague = MembershipFactory(organisation=park, role=role).user
    waiting = InvitationFactory(organisation=park)
    for user in (colleague, MembershipFactory(role="manager").user):
        client = sign_in(user)
        answers = [
            client.get(f"/accounts/members/{park.slug}/invite/"),
            client.post(f"/accounts/members/{park.slug}/invite/", {"email": "x@example.org"}),
            client.post(f"/accounts/invitations/{waiting.pk}/again/"),
            client.post(f"/accounts/invitations/{waiting.pk}/revoke/"),
        ]
        assert [answer.status_code for answer in answers] == [404] * 4
    assert Invitation.objects.waiting().get() == waiting


def test_an_invitation_says_the_same_whether_the_address_has_an_account(sign_in, park, manager):
    UserFactory(email="known@example.org")
    client = sign_in(manager)
    known = invite(client, park, "known@example.org").content.decode()
    unknown = invite(client, park, "fresh@example.org").content.decode()
    assert "is on its way to known@example.org" in known
    assert "is on its way to fresh@example.org" in unknown
    one, other = Invitation.objects.order_by("created_at")
    for named in ("role", "language", "invited_by_id", "organisation_id", "accepted_at"):
        assert getattr(one, named) == getattr(other, named)


def test_an_address_that_waits_is_not_invited_twice(sign_in, park, manager):
    InvitationFactory(organisation=park, email="Li@example.org", sent_at=timezone.now() - invitations.PAUSE)
    invite(sign_in(manager), park, "li@example.org", role="manager")
    assert Invitation.objects.get().role == "manager"


def test_an_address_is_not_written_to_again_at_once(sign_in, park, manager):
    waiting = InvitationFactory(organisation=park)
    page = sign_in(manager).post(f"/accounts/invitations/{waiting.pk}/again/", follow=True)
    assert "Please wait five minutes" in page.content.decode()
    assert "Please wait five minutes" in invite(sign_in(manager), park, waiting.email).content.decode()


def test_an_expired_invitation_works_again_when_it_is_sent_again(sign_in, park, manager):
    long_ago = timezone.now() - datetime.timedelta(days=30)
    past = {"created_at": long_ago, "sent_at": long_ago, "expires_at": long_ago + INVITATION_LASTS}
    waiting = InvitationFactory(organisation=park, **past)
    assert sign_in().get(waiting.get_absolute_url()).status_code == 404
    sign_in(manager).post(f"/accounts/invitations/{waiting.pk}/again/")
    assert sign_in().get(waiting.get_absolute_url()).status_code == 200


def test_a_person_invites_only_so_many_within_an_hour(park, manager, monkeypatch):
    monkeypatch.setattr(invitations, "MOST_IN_AN_HOUR", 1)
    invitations.invite(park, "one@example.org", "member", language="en", by=manager)
    with pytest.raises(RuleBroken, match="many people"):
        invitations.invite(park, "two@example.org", "member", language="en", by=manager)


def test_a_member_is_not_invited(sign_in, park, manager):
    assert "already belongs" in invite(sign_in(manager), park, manager.email.upper()).content.decode()
    assert not Invitation.objects.exists()


def test_what_was_typed_is_kept_when_an_invitation_is_refused(sign_in, park, manager):
    page = invite(sign_in(manager), park, "no address").content.decode()
    assert 'value="no address"' in page
    assert "valid email" in page


# Accepting


def test_the_link_asks_before_an_account_joins(sign_in, park):
    invited = InvitationFactory(organisation=park, role="editor")
    user = UserFactory(email="other@example.org")
    client = sign_in(user)
    page = client.get(invited.get_absolute_url()).content.decode()
    assert (park.name in page, "editor" in page, "other@example.org" in page) == (True, True, True)
    assert roles_in(park) == {}
    client.post(invited.get_absolute_url())
    assert roles_in(park) == {user: "editor"}
    invited.refresh_from_db()
    assert invited.accepted_by == user


def test_nobody_accepts_without_signing_in(sign_in, park):
    invited = InvitationFactory(organisation=park)
    answer = sign_in().post(invited.get_absolute_url())
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/?next=/accounts/invited/")
    assert roles_in(park) == {}


def test_whoever_signs_up_with_the_invited_address_needs_no_second_mail(client, park):
    invited = InvitationFactory(organisation=park, email="li@example.org")
    page = client.get(invited.get_absolute_url())
    form = client.get(page.context["signup_url"])
    assert form.context["form"].initial["email"] == "li@example.org"
    data = {"email": "li@example.org", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post("/accounts/signup/", data | {"next": invited.get_absolute_url()})
    assert answer.url == invited.get_absolute_url()
    assert EmailAddress.objects.get().verified
    assert mail.outbox == []
    client.post(answer.url)
    assert roles_in(park) == {User.objects.get(): "member"}


def test_the_link_confirms_no_other_address(client, park):
    client.get(InvitationFactory(organisation=park, email="li@example.org").get_absolute_url())
    client.post(
        "/accounts/signup/", {"email": "wang@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert not EmailAddress.objects.get(email="wang@example.org").verified


def dead_links(park):
    now = timezone.now()
    long_ago = now - datetime.timedelta(days=30)
    past = {"created_at": long_ago, "expires_at": now - datetime.timedelta(seconds=1)}
    whole = InvitationFactory(organisation=park)
    other = InvitationFactory(organisation=park)
    return {
        "expired": InvitationFactory(organisation=park, **past).token,
        "revoked": InvitationFactory(organisation=park, revoked_at=now).token,
        "used": InvitationFactory(organisation=park, accepted_at=now).token,
        "forged": whole.token[:-1] + ("A" if whole.token[-1] != "A" else "B"),
        "of another nonce": whole.token.replace(whole.nonce, other.nonce),
        "only the id": whole.pk,
        "unknown": "inv_nothing",
    }


def test_links_that_do_not_work_answer_alike(sign_in, park):
    client = sign_in(UserFactory())
    answers = set()
    for token in dead_links(park).values():
        for answer in (client.get(f"/accounts/invited/{token}/"), client.post(f"/accounts/invited/{token}/")):
            body = answer.content.decode().replace(token, "TOKEN")
            answers.add((answer.status_code, body[body.index("<main") : body.index("</main>")]))
    assert len(answers) == 1
    assert answers.pop()[0] == 404
    assert roles_in(park) == {}


@pytest.mark.django_db(transaction=True)
def test_an_invitation_accepted_twice_at_once_makes_one_membership():
    invited = InvitationFactory()
    users = UserFactory.create_batch(2)
    start, refused = threading.Barrier(2, timeout=10), []

    def accept(user):
        try:
            start.wait()
            invitations.accept(invited.token, by=user)
        except Invitation.DoesNotExist:
            refused.append(user)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert len(roles_in(invited.organisation)) == 1


def test_who_belongs_already_keeps_their_role(park, manager):
    invitations.accept(InvitationFactory(organisation=park, role="member").token, by=manager)
    assert roles_in(park) == {manager: "manager"}


def test_an_invitation_answers_a_request_that_waits(park):
    asked = JoinRequestFactory(organisation=park)
    invitations.accept(InvitationFactory(organisation=park).token, by=asked.user)
    asked.refresh_from_db()
    assert asked.is_granted


def test_my_account_shows_the_invitations_for_my_confirmed_addresses_only(sign_in, park):
    user = UserFactory(email="li@example.org")
    mine = InvitationFactory(organisation=park, email="LI@example.org")
    EmailAddress.objects.create(user=user, email="unconfirmed@example.org", verified=False)
    foreign = InvitationFactory(email="unconfirmed@example.org")
    EmailAddress.objects.create(user=user, email="li@example.org", verified=True)
    page = sign_in(user).get("/accounts/me/").content.decode()
    assert mine.token in page
    assert foreign.organisation.name not in page


def test_the_history_keeps_no_nonce(park):
    invited = InvitationFactory(organisation=park)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(e)::text FROM accounts_invitationevent e WHERE id = %s", [invited.pk])
        kept = cursor.fetchone()[0]
    assert invited.email in kept
    assert invited.nonce not in kept


# Asking


@pytest.fixture
def open_park(park, manager):
    """A park that somebody acts for, so that it can be asked."""
    return park


def ask(client, organisation, message="I run the incubator."):
    return client.post(f"/accounts/join/?organisation={organisation.slug}", {"message": message}, follow=True)


def test_one_finds_and_asks_an_organisation_that_somebody_acts_for(sign_in, open_park):
    user = UserFactory()
    client = sign_in(user)
    lonely, hidden = OrganisationFactory(), OrganisationFactory(is_published=False)
    MembershipFactory(organisation=hidden)
    for name, finds in ((open_park.name, True), (lonely.name, False), (hidden.name, False)):
        page = client.get("/accounts/join/", {"q": name}).content.decode()
        assert ("?organisation=" in page) is finds
    for organisation in (lonely, hidden):
        assert ask(client, organisation).status_code == 404
    ask(client, open_park)
    asked = JoinRequest.objects.get()
    assert (asked.user, asked.organisation, asked.message) == (user, open_park, "I run the incubator.")


def test_finding_answers_htmx_with_the_list_alone(sign_in, open_park):
    headers = {"HX-Request": "true", "HX-Target": "results"}
    part = sign_in(UserFactory()).get("/accounts/join/", {"q": open_park.name}, headers=headers)
    assert "?organisation=" in part.content.decode()
    assert "<main" not in part.content.decode()


def test_one_asks_once_and_not_where_one_belongs(sign_in, open_park, manager):
    client = sign_in(UserFactory())
    ask(client, open_park)
    assert "asked this organisation already" in ask(client, open_park).content.decode()
    assert "belong to this organisation already" in ask(sign_in(manager), open_park).content.decode()
    assert JoinRequest.objects.count() == 1


def test_one_waits_for_a_few_answers_only(open_park, monkeypatch):
    monkeypatch.setattr(requests, "MOST_WAITING", 1)
    asker = JoinRequestFactory().user
    with pytest.raises(RuleBroken, match="several answers"):
        requests.ask_to_join(open_park, "", by=asker)


def test_a_manager_lets_somebody_in_with_a_role(sign_in, open_park, manager):
    asked = JoinRequestFactory(organisation=open_park)
    client = sign_in(manager)
    assert asked.user.email in client.get(f"/accounts/members/{open_park.slug}/").content.decode()
    client.post(f"/accounts/requests/{asked.pk}/", {"decision": "grant", "role": "editor"})
    asked.refresh_from_db()
    assert (asked.is_granted, asked.decided_by) == (True, manager)
    assert roles_in(open_park)[asked.user] == "editor"


def test_a_manager_refuses_with_words(sign_in, open_park, manager):
    asked = JoinRequestFactory(organisation=open_park)
    data = {"decision": "refuse", "answer": "We do not know you."}
    sign_in(manager).post(f"/accounts/requests/{asked.pk}/", data)
    asked.refresh_from_db()
    assert (asked.is_granted, asked.answer) == (False, "We do not know you.")
    assert asked.user not in roles_in(open_park)


def test_who_does_not_manage_the_organisation_decides_nothing(sign_in, open_park):
    asked = JoinRequestFactory(organisation=open_park)
    editor = MembershipFactory(organisation=open_park, role="editor").user
    for user in (editor, MembershipFactory(role="manager").user, asked.user):
        answers = [
            sign_in(user).get(f"/accounts/requests/{asked.pk}/"),
            sign_in(user).post(f"/accounts/requests/{asked.pk}/", {"decision": "grant", "role": "manager"}),
        ]
        assert [answer.status_code for answer in answers] == [404, 404]
    assert JoinRequest.objects.waiting().get() == asked


@pytest.mark.parametrize(
    ("email", "website", "hints"),
    [
        ("li@pku.example", "https://www.pku.example/en/", True),
        ("li@mail.pku.example", "http://pku.example", True),
        ("li@notpku.example", "https://pku.example", False),
        ("li@example", "https://pku.example", False),
        ("li@pku.example", "", False),
    ],
)
@pytest.mark.parametrize("is_confirmed", [True, False])
def test_a_confirmed_address_at_the_own_domain_is_a_hint(
    sign_in, open_park, manager, email, website, hints, is_confirmed
):
    open_park.website = website
    open_park.save()
    asked = JoinRequestFactory(organisation=open_park)
    EmailAddress.objects.create(user=asked.user, email=email, verified=is_confirmed)
    page = sign_in(manager).get(f"/accounts/requests/{asked.pk}/").content.decode()
    assert ("A hint" in page) is (hints and is_confirmed)


def test_one_withdraws_the_own_request_only(sign_in, open_park):
    asked = JoinRequestFactory(organisation=open_park)
    sign_in(UserFactory()).post("/accounts/join/withdraw/", {"request": asked.pk})
    assert JoinRequest.objects.waiting().exists()
    sign_in(asked.user).post("/accounts/join/withdraw/", {"request": asked.pk})
    assert not JoinRequest.objects.waiting().exists()
    with pytest.raises(RuleBroken):
        requests.grant(asked, "member", by=CuratorFactory())


def test_the_page_of_an_organisation_offers_the_way_in_to_who_has_signed_in(sign_in, open_park, manager):
    address = open_park.get_absolute_url()
    assert "I work here" in sign_in(UserFactory()).get(address).content.decode()
    assert "I work here" not in sign_in(manager).get(address).content.decode()
    assert "I work here" not in sign_in().get(address).content.decode()


# Leaving


def test_a_member_leaves_and_sees_nothing_more(sign_in, park, manager):
    colleague = MembershipFactory(organisation=park).user
    met = InteractionFactory(owner=park)
    session = sign_in(colleague)
    addresses = [f"/interactions/{met.pk}/", f"/api/v1/interactions/{met.pk}/"]
    assert [session.get(address).status_code for address in addresses] == [200, 200]
    assert session.get(f"/accounts/leave/{park.slug}/").status_code == 200
    session.post(f"/accounts/leave/{park.slug}/")
    assert [session.get(address).status_code for address in addresses] == [404, 404]
    assert colleague not in roles_in(park)


def test_the_only_manager_does_not_leave(sign_in, park, manager):
    page = sign_in(manager).post(f"/accounts/leave/{park.slug}/", follow=True)
    assert "You are the only manager" in page.content.decode()
    assert roles_in(park) == {manager: "manager"}


def test_what_one_does_not_belong_to_cannot_be_left(sign_in, park, manager):
    for slug in (park.slug, "no-such-organisation"):
        assert sign_in(UserFactory()).get(f"/accounts/leave/{slug}/").status_code == 404


# Switching


def acts_for(client):
    """What the account menu says."""
    menu = client.get("/accounts/me/").context["acts_for"]()
    return [one["organisation"] for one in menu if one["is_current"]]


def test_a_person_in_several_switches_with_one_post(sign_in):
    user = UserFactory()
    first, second = (MembershipFactory(user=user).organisation for _ in range(2))
    client = sign_in(user)
    assert acts_for(client) == [first]
    answer = client.post("/accounts/switch/", {"organisation": second.slug, "next": "/parks/"})
    assert answer.url == "/parks/"
    assert acts_for(client) == [second]


def test_switching_leads_nowhere_else_and_to_nobody_elses_organisation(sign_in):
    user = UserFactory()
    MembershipFactory.create_batch(2, user=user)
    foreign = MembershipFactory().organisation
    client = sign_in(user)
    before = acts_for(client)
    answer = client.post("/accounts/switch/", {"organisation": foreign.slug, "next": "https://evil.example/"})
    assert answer.url == "/accounts/me/"
    assert acts_for(client) == before


def test_a_chosen_organisation_is_forgotten_when_its_membership_ends(sign_in):
    user = UserFactory()
    MembershipFactory.create_batch(2, user=user)
    chosen = MembershipFactory(user=user)
    client = sign_in(user)
    client.post("/accounts/switch/", {"organisation": chosen.organisation.slug})
    assert acts_for(client) == [chosen.organisation]
    chosen.ended_at = timezone.now()
    chosen.save()
    assert acts_for(client) != [chosen.organisation]


def test_the_quick_log_offers_the_organisation_one_acts_for(sign_in):
    user = UserFactory()
    _first, second = (MembershipFactory(user=user, organisation=ParkFactory().organisation) for _ in range(2))
    client = sign_in(user)
    client.post("/accounts/switch/", {"organisation": second.organisation.slug})
    form = client.get("/interactions/log/").context["form"]
    assert form["owner"].initial == second.organisation


# Lists


@pytest.mark.parametrize("count", [1, 4])
def test_the_lists_cost_the_same_however_many(sign_in, park, manager, count, django_assert_max_num_queries):
    InvitationFactory.create_batch(count, organisation=park, invited_by=manager)
    JoinRequestFactory.create_batch(count, organisation=park)
    client = sign_in(manager)
    with django_assert_max_num_queries(9):
        client.get(f"/accounts/members/{park.slug}/")
    for _ in range(count):
        JoinRequestFactory(user=manager)
    with django_assert_max_num_queries(11):
        client.get("/accounts/me/")
