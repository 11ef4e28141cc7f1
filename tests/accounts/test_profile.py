import pytest

from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_one_changes_name_and_language_and_nothing_else(sign_in):
    user = UserFactory(email="li@example.org")
    answer = sign_in(user).post(
        "/accounts/me/",
        {
            "name": "李娜",
            "language": "zh-hans",
            "email": "eve@example.org",
            "is_staff": "on",
            "is_active": "",
        },
    )
    assert answer.status_code == 302
    user.refresh_from_db()
    assert (user.name, user.language, user.email, user.is_staff) == (
        "李娜",
        "zh-hans",
        "li@example.org",
        False,
    )


def test_a_language_that_the_portal_has_not_is_refused(sign_in):
    user = UserFactory(language="en")
    answer = sign_in(user).post("/accounts/me/", {"name": "Li", "language": "tlh"})
    assert answer.context["form"].errors["language"]
    user.refresh_from_db()
    assert user.language == "en"


def test_one_sees_whom_one_acts_for_today(sign_in):
    user = UserFactory()
    MembershipFactory(user=user, organisation=OrganisationFactory(name_en="TusPark"), role="manager")
    left = MembershipFactory(user=user, organisation=OrganisationFactory(name_en="Left long ago"))
    left.ended_at = left.started_at
    left.save()
    MembershipFactory(organisation=OrganisationFactory(name_en="Somebody else's"))
    page = sign_in(user).get("/accounts/me/").content.decode()
    assert "TusPark" in page
    assert "Left long ago" not in page
    assert "Somebody else" not in page


def test_an_organisation_that_is_not_published_has_no_link(sign_in):
    user = UserFactory()
    hidden = OrganisationFactory(name_en="Not yet public", is_published=False, members=[user])
    page = sign_in(user).get("/accounts/me/").content.decode()
    assert "Not yet public" in page
    assert hidden.get_absolute_url() not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_organisations(sign_in, count, django_assert_num_queries):
    user = UserFactory()
    OrganisationFactory.create_batch(count, members=[user])
    client = sign_in(user)
    with django_assert_num_queries(7):
        client.get("/accounts/me/")
