import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.http import HttpResponse
from django.urls import path

import portal.urls as house_urls
from common import policy
from common.checks import every_route_has_a_policy, route_names
from common.policy import (
    CURATORS_READ_AND_WRITE,
    EVERYONE_READS,
    SIGNED_IN_READS_AND_WRITES,
    allowed_methods,
    policy_of,
    routes,
)
from tests.factories import CuratorFactory, UserFactory


def answers_anything(request):
    return HttpResponse(request.method)


urlpatterns = [
    path("open", answers_anything, name="test_open"),
    path("members", answers_anything, name="test_members"),
    path("curators", answers_anything, name="test_curators"),
    path("forgotten", answers_anything, name="test_forgotten"),
    path("nameless", answers_anything),
    path("api/members", answers_anything, name="test_api_members"),
    *house_urls.urlpatterns,
]


@pytest.fixture
def small_house(settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    settings.DEBUG = False
    policy.policy_of.cache_clear()
    monkeypatch.setattr(policy, "_ROUTES", dict(policy._ROUTES))
    routes(
        "",
        {
            "test_open": EVERYONE_READS,
            "test_members": SIGNED_IN_READS_AND_WRITES,
            "test_api_members": SIGNED_IN_READS_AND_WRITES,
            "test_curators": CURATORS_READ_AND_WRITE,
            "test_gone": EVERYONE_READS,
        },
    )


def test_every_route_of_the_house_has_a_policy():
    assert every_route_has_a_policy() == []


def test_a_route_without_a_policy_stops_the_start(small_house):
    found = [problem for problem in every_route_has_a_policy() if problem.is_serious()]
    assert [problem.id for problem in found] == ["common.E001", "common.E001"]
    assert "test_forgotten" in found[0].msg
    assert "answers_anything" in found[1].msg


def test_a_policy_that_belongs_to_no_route_is_told(small_house):
    idle = [problem for problem in every_route_has_a_policy() if not problem.is_serious()]
    assert [problem.msg for problem in idle] == ["The policy of “test_gone” belongs to no route."]


def test_routes_are_found_in_every_namespace():
    names = route_names()
    assert "home" in names
    assert "accounts:me" in names
    assert "admin:index" in names


def test_the_most_exact_policy_holds(monkeypatch):
    policy.policy_of.cache_clear()
    monkeypatch.setattr(policy, "_ROUTES", {})
    routes(
        "desk", {"*": CURATORS_READ_AND_WRITE, "help*": SIGNED_IN_READS_AND_WRITES, "help": EVERYONE_READS}
    )
    assert policy_of("desk:index") is CURATORS_READ_AND_WRITE
    assert policy_of("desk:help_page") is SIGNED_IN_READS_AND_WRITES
    assert policy_of("desk:help") is EVERYONE_READS
    assert policy_of("elsewhere") is None


def test_a_route_cannot_have_two_policies(monkeypatch):
    policy.policy_of.cache_clear()
    monkeypatch.setattr(policy, "_ROUTES", {})
    routes("desk", {"index": EVERYONE_READS})
    with pytest.raises(ValueError, match="desk:index"):
        routes("desk", {"index": CURATORS_READ_AND_WRITE})


def test_methods_follow_from_the_policy():
    nobody = AnonymousUser()
    assert allowed_methods(EVERYONE_READS, nobody) == ["GET", "HEAD", "OPTIONS"]
    assert allowed_methods(CURATORS_READ_AND_WRITE, nobody) == []


@pytest.mark.django_db
def test_a_route_without_a_policy_answers_nobody(small_house, sign_in):
    for user in (None, UserFactory(), CuratorFactory()):
        assert sign_in(user).get("/forgotten").status_code == 404


@pytest.mark.django_db
def test_a_method_without_a_policy_never_reaches_the_view(small_house, client):
    for method in ("post", "put", "patch", "delete", "trace"):
        answer = getattr(client, method)("/open")
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.django_db
def test_options_tells_the_methods_without_calling_the_view(small_house, client):
    answer = client.options("/open")
    assert (answer.status_code, answer["Allow"], answer.content) == (204, "GET, HEAD, OPTIONS", b"")


@pytest.mark.django_db
def test_the_signed_out_are_sent_to_sign_in(small_house, client):
    answer = client.get("/members?page=2")
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/members%3Fpage%3D2")


@pytest.mark.django_db
def test_a_part_swapped_by_htmx_sends_the_whole_page_to_sign_in(small_house, client):
    answer = client.get("/members", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/accounts/login/?next=/members")


@pytest.mark.django_db
def test_the_api_does_not_send_anybody_to_sign_in(small_house, client):
    assert client.get("/api/members").status_code == 404


@pytest.mark.django_db
def test_what_is_for_curators_does_not_exist_for_other_users(small_house, sign_in):
    user, curator = UserFactory(), CuratorFactory()
    for method in ("get", "post", "delete", "options"):
        assert getattr(sign_in(user), method)("/curators").status_code == 404
    assert sign_in(curator).get("/curators").content == b"GET"
    assert sign_in(curator).post("/curators").content == b"POST"
    assert sign_in(curator).delete("/curators").status_code == 405


@pytest.mark.django_db
def test_a_curator_who_is_not_active_is_nobody(small_house, client):
    client.force_login(CuratorFactory(is_active=False))
    assert client.get("/curators").status_code == 302


def test_the_checks_of_the_project_hold_it(small_house):
    with pytest.raises(SystemCheckError, match="test_forgotten"):
        call_command("check")
