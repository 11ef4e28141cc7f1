import threading

import pytest
from django.db import connection

from accounts.models import Membership
from accounts.operations import change_role, end_membership
from common.errors import RuleBroken
from tests.factories import (
    CuratorFactory,
    InteractionFactory,
    MembershipFactory,
    OrganisationFactory,
    ParkFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def park():
    return ParkFactory().organisation


@pytest.fixture
def manager(park):
    return MembershipFactory(organisation=park, role="manager").user


def list_of(organisation):
    return f"/accounts/members/{organisation.slug}/"


def test_a_manager_sees_who_belongs_to_the_organisation_today(sign_in, park, manager):
    MembershipFactory(organisation=park, user=UserFactory(email="li@example.org"))
    left = MembershipFactory(organisation=park, user=UserFactory(email="left@example.org"))
    left.ended_at = left.started_at
    left.save()
    MembershipFactory(user=UserFactory(email="elsewhere@example.org"))
    page = sign_in(manager).get(list_of(park)).content.decode()
    assert "li@example.org" in page
    assert "left@example.org" not in page
    assert "elsewhere@example.org" not in page


@pytest.mark.parametrize("role", ["member", "editor"])
def test_the_members_do_not_exist_for_those_who_do_not_manage_them(sign_in, park, role):
    colleague = MembershipFactory(organisation=park, role=role)
    stranger = MembershipFactory(organisation=OrganisationFactory(), role="manager").user
    for user in (colleague.user, stranger):
        client = sign_in(user)
        answers = [
            client.get(list_of(park)),
            client.get(f"/accounts/memberships/{colleague.pk}/"),
            client.post(f"/accounts/memberships/{colleague.pk}/", {"role": "manager"}),
            client.post(f"/accounts/memberships/{colleague.pk}/end/"),
        ]
        assert [answer.status_code for answer in answers] == [404] * 4
    colleague.refresh_from_db()
    assert (colleague.role, colleague.ended_at) == (role, None)


def test_a_manager_changes_a_role(sign_in, park, manager):
    colleague = MembershipFactory(organisation=park)
    answer = sign_in(manager).post(f"/accounts/memberships/{colleague.pk}/", {"role": "editor"})
    assert answer.url == list_of(park)
    colleague.refresh_from_db()
    assert colleague.role == "editor"


def test_a_membership_ends_with_the_next_request_of_a_session_that_is_open(sign_in, park, manager):
    colleague = MembershipFactory(organisation=park)
    met = f"/interactions/{InteractionFactory(owner=park).pk}/"
    session = sign_in(colleague.user)
    assert session.get(met).status_code == 200
    sign_in(manager).post(f"/accounts/memberships/{colleague.pk}/end/")
    assert session.get(met).status_code == 404


@pytest.mark.parametrize(("path", "data"), [("", {"role": "member"}), ("end/", {})])
def test_the_last_manager_stays(sign_in, park, manager, path, data):
    MembershipFactory(organisation=park, role="manager", user=UserFactory(is_active=False))
    own = Membership.objects.get(user=manager)
    page = sign_in(manager).post(f"/accounts/memberships/{own.pk}/{path}", data, follow=True)
    assert "You are the only manager" in page.content.decode()
    own.refresh_from_db()
    assert (own.role, own.ended_at) == ("manager", None)


def test_a_manager_who_leaves_another_behind_ends_on_the_own_account(sign_in, park, manager):
    MembershipFactory(organisation=park, role="manager")
    own = Membership.objects.get(user=manager)
    answer = sign_in(manager).post(f"/accounts/memberships/{own.pk}/end/")
    assert answer.url == "/accounts/me/"
    assert sign_in(manager).get(list_of(park)).status_code == 404


def test_a_curator_may_end_the_last_manager(park, manager):
    end_membership(Membership.objects.get(user=manager), by=CuratorFactory())
    assert not Membership.objects.filter(organisation=park, ended_at=None).exists()


def test_who_was_a_manager_when_the_page_opened_changes_nothing_afterwards(park):
    colleague = MembershipFactory(organisation=park)
    with pytest.raises(RuleBroken):
        change_role(colleague, "manager", by=MembershipFactory(organisation=park).user)


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_end_each_other_at_once_leave_one():
    park = OrganisationFactory()
    one, other = (MembershipFactory(organisation=park, role="manager") for _ in range(2))
    start = threading.Barrier(2, timeout=10)

    def end(membership, by):
        try:
            start.wait()
            end_membership(membership, by=by)
        except RuleBroken:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=end, args=pair) for pair in [(one, other.user), (other, one.user)]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Membership.objects.filter(organisation=park, ended_at=None).count() == 1


def test_my_account_leads_to_the_members_only_where_one_manages_them(sign_in, park, manager):
    assert list_of(park) in sign_in(manager).get("/accounts/me/").content.decode()
    colleague = MembershipFactory(organisation=park).user
    assert list_of(park) not in sign_in(colleague).get("/accounts/me/").content.decode()


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_however_many_members(
    sign_in, park, manager, count, django_assert_max_num_queries
):
    MembershipFactory.create_batch(count, organisation=park)
    client = sign_in(manager)
    with django_assert_max_num_queries(8):
        client.get(list_of(park))
