"""Each route × method × role is called for real and must answer as its policy says."""

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.urls import path

import portal.urls as house_urls
from common import policy
from common.policy import CURATORS_READ_AND_WRITE, EVERYONE_READS, SIGNED_IN_READS, Audience, routes
from portal import views
from tests.factories import UserFactory
from tests.security.house import Addresses, Browser, Route, all_routes, error_of, let_in, plant_one_of_each

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
SIGNED_OUT = {Audience.EVERYONE}
SIGNED_IN = {Audience.EVERYONE, Audience.SIGNED_IN}
AUDIENCES = {
    "public": SIGNED_OUT,
    "enterprise": SIGNED_IN,
    "park staff": SIGNED_IN,
    "partner": SIGNED_IN,
    "plain user": SIGNED_IN,
    "insider": {*SIGNED_IN, Audience.INSIDERS, Audience.INSIDERS_AND_CURATORS},
    "curator": {*SIGNED_IN, Audience.CURATORS, Audience.INSIDERS_AND_CURATORS},
}
#: Whom the door lets in where the view decides by the row.
DOOR = {Audience.INSIDERS: Audience.SIGNED_IN, Audience.INSIDERS_AND_CURATORS: Audience.SIGNED_IN}
#: Where somebody may write who is not signed in. A longer list is a decision, not an accident.
OPEN_FOR_WRITING = {
    "account_confirm_email",
    "account_confirm_login_code",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_from_key",
    "account_signup",
    "catalogue:eligibility",  # a question that is answered at once and kept nowhere
    "catalogue:star",  # what a visitor sets aside is kept in the session
    "cases:ask",  # what is typed waits in the session until its writer has signed in
    "cases:describe",
    "mfa_authenticate",
    "mfa_login_webauthn",
}
#: Routes that answer nobody who does not ask for something.
QUERIES = {"admin:autocomplete": "?app_label=parks&model_name=park&field_name=organisation"}


@pytest.fixture
def users(enterprise_user, park_user, partner_user, plain_user, curator):
    """By role; each with a second step to sign in, so that its pages have something to show."""
    by_role = {
        "enterprise": enterprise_user,
        "park staff": park_user,
        "partner": partner_user,
        "plain user": plain_user,
        "insider": UserFactory(),
        "curator": curator,
    }
    for user in by_role.values():
        Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
        Authenticator.objects.create(user=user, type="recovery_codes", data={"migrated_codes": ["a"]})
    return by_role


@pytest.fixture
def browsers(users):
    return {"public": Browser()} | {role: Browser(user) for role, user in users.items()}


@pytest.fixture(autouse=True)
def plain_not_found(monkeypatch):
    """Most answers here are 404; drawing its page ten thousand times would tell nothing more."""
    real = views.render

    def render(request, template, *args, status=200, **kwargs):
        if status == 404:
            return HttpResponse(status=404)
        return real(request, template, *args, status=status, **kwargs)

    monkeypatch.setattr(views, "render", render)


def expected(route: Route, method: str, role: str) -> str:
    """What the policy says: "allowed", "no such method", or "shut"."""
    mine = AUDIENCES[role]
    door = {m for m, audience in route.policy.items() if DOOR.get(audience, audience) in mine}
    if not door or (method in route.policy and method not in door):
        return "shut"
    asked = "GET" if method == "HEAD" else method
    if asked == "OPTIONS":
        return "allowed"
    if asked not in door:
        return "no such method"
    return "allowed" if route.policy[asked] in mine else "shut"


def happened(answer, role: str) -> str:
    if answer.status_code >= 500:
        return f"error {answer.status_code} {error_of(answer)}"
    if answer.status_code in (401, 403):
        return f"refused with {answer.status_code}"
    if answer.status_code == 404:
        return "shut"
    if answer.status_code == 405:
        return "no such method"
    if role == "public" and answer.status_code == 302 and "/accounts/login/?next=" in answer.url:
        return "shut"
    return "allowed"


def findings(routes_, addresses, browsers) -> list[str]:
    """What does not answer as its policy says, a line each."""
    wrong = []
    for route in routes_:
        if route.policy is None:
            wrong.append(f"{route}: no policy")
            continue
        try:
            url = route.url(addresses.kwargs_of(route)) + QUERIES.get(route.name, "")
        except LookupError as error:
            wrong.append(str(error))
            continue
        for role, browser in browsers.items():
            for method in METHODS:
                should = expected(route, method, role)
                did = happened(browser.ask(method, url), role)
                if did != should:
                    wrong.append(f"{route} {method} {url} as {role}: {did}, should be {should}")
    return wrong


def _rooms() -> list[str]:
    return sorted({route.name.split(":")[0] if ":" in route.name else "" for route in all_routes()})


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("room", _rooms())
def test_each_route_answers_each_role_as_its_policy_says(room, browsers, users):
    mine = [r for r in all_routes() if (r.name.split(":")[0] if ":" in r.name else "") == room]
    new_address = EmailAddress.objects.create(user=users["plain user"], email="new@example.org")
    planted = plant_one_of_each()
    let_in(users["insider"], planted)
    addresses = Addresses(
        [*planted, *users.values()],
        [browsers["curator"].client, browsers["insider"].client],
        key=[EmailConfirmationHMAC(new_address).key],
        kind=["csv"],
    )
    wrong = findings(mine, addresses, browsers)
    assert not wrong, "\n".join(wrong)


def test_only_signing_in_and_asking_are_open_to_everybody():
    writable = {
        route.name
        for route in all_routes()
        for method, audience in (route.policy or {}).items()
        if method != "GET" and audience is Audience.EVERYONE
    }
    assert writable == OPEN_FOR_WRITING


def test_the_admin_is_for_curators_only():
    admin = [route for route in all_routes() if route.name.startswith("admin:")]
    assert admin
    assert {audience for route in admin for audience in route.policy.values()} == {Audience.CURATORS}


# The matrix itself must be able to fail.


def tells_everything(request, slug=""):
    return HttpResponse("secret")


def breaks(request):
    raise RuntimeError


urlpatterns = [
    path("open", tells_everything, name="test_open"),
    path("members", tells_everything, name="test_members"),
    path("curators", tells_everything, name="test_curators"),
    path("breaks", breaks, name="test_breaks"),
    path("forgotten", tells_everything, name="test_forgotten"),
    *house_urls.urlpatterns,
]


@pytest.fixture
def small_house(settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(policy, "_ROUTES", dict(policy._ROUTES))
    routes("", {"test_open": EVERYONE_READS, "test_members": SIGNED_IN_READS, "test_breaks": EVERYONE_READS})
    routes("", {"test_curators": CURATORS_READ_AND_WRITE})
    yield
    policy.policy_of.cache_clear()


def _findings_of(name, browsers):
    policy.policy_of.cache_clear()
    route = Route(name, address=name.removeprefix("test_"))
    return findings([route], Addresses([], [browsers["curator"].client]), browsers)


@pytest.mark.django_db
def test_the_matrix_is_content_with_doors_that_hold(small_house, browsers):
    for name in ("test_open", "test_members", "test_curators"):
        assert _findings_of(name, browsers) == []


@pytest.mark.django_db
def test_the_matrix_finds_a_door_that_nobody_guards(small_house, users, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "PolicyMiddleware" not in name]
    browsers = {"public": Browser()} | {role: Browser(user) for role, user in users.items()}
    wrong = _findings_of("test_curators", browsers)
    assert "test_curators GET /curators as public: allowed, should be shut" in wrong
    assert "test_curators POST /curators as partner: allowed, should be shut" in wrong
    assert "test_curators DELETE /curators as curator: allowed, should be no such method" in wrong


@pytest.mark.django_db
def test_the_matrix_finds_a_door_that_is_shut_for_those_it_is_for(small_house, browsers, monkeypatch):
    real = policy._ROUTES["test_open"]
    monkeypatch.setitem(policy._ROUTES, "test_open", CURATORS_READ_AND_WRITE)
    monkeypatch.setattr(Route, "policy", real)
    assert "test_open GET /open as public: shut, should be allowed" in _findings_of("test_open", browsers)


@pytest.mark.django_db
def test_the_matrix_finds_errors_missing_policies_and_addresses(small_house, browsers):
    wrong = _findings_of("test_breaks", browsers)
    assert "test_breaks GET /breaks as public: error 500 RuntimeError(), should be allowed" in wrong
    assert _findings_of("test_forgotten", browsers) == ["test_forgotten: no policy"]
    route = Route("test_open", ("slug",), "open/%(slug)s")
    lost = findings([route], Addresses([], [browsers["curator"].client]), browsers)
    assert lost == ["No planted object fits into the address of test_open ('slug',)"]
