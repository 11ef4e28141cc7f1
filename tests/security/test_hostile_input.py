"""Text that is no text, numbers that are none, names of columns: refused or taken, never a 500."""

import json
import re
from urllib.parse import quote

import pytest

from common.policy import Audience
from tests.security.house import (
    Addresses,
    Browser,
    Route,
    all_routes,
    error_of,
    guides,
    plant_one_of_each,
    reindex,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

#: As they stand in an address, already quoted.
HOSTILE = {
    "NUL": "a%00b",
    "lone surrogate": "%ED%A0%80",
    "broken UTF-8": "%C3%28",
    "right to left override": quote("\u202egnp.exe"),
    "joiners and marks": quote("a\u200d\ufeff\ufffe" + "\u0301" * 200),
    "line breaks": "a%0D%0ASet-Cookie:%20x=1",
    "10^40": "1" + "0" * 40,
    "2^63": str(2**63),
    "negative": "-1",
    "not a number": "NaN",
    "infinity": "-1e999",
    "full-width digits": quote("１２"),
    "long": "x" * 8000,
    "quotes": quote("'\"`;--<script>alert(1)</script>${7*7}{{7*7}}%s%(x)s\\"),
    "brackets": quote("[{(*&|!:<->)}]"),
    "JSON": quote('{"a": [1, null]}'),
    "date out of range": "9999-99-99",
    "year zero": "0000",
}
#: Parameters that many addresses read; those of a list are read from its form and from the schema.
COMMON = ["page_size", "fields", "lang", "count", "page", "format", "next", "kind"]
OF_LISTS = ["q", "cursor", "ordering"]
LOOKUPS = ["memberships__user__password__startswith", "pk__regex", "id__in", "is_staff", "q__icontains"]


@pytest.fixture
def visitor():
    return Browser()


@pytest.fixture
def member(plain_user):
    """Signed in, so that no door stands before what is asked."""
    return Browser(plain_user)


@pytest.fixture
def addresses(curator):
    rows = plant_one_of_each()
    reindex()
    return Addresses(rows, guides(curator, rows), key=["x"])


def _readable(addresses) -> list[tuple[Route, str]]:
    routes = [
        route
        for route in all_routes()
        if "GET" in (route.policy or {}) and not route.name.startswith(("admin:", "mfa_"))
    ]
    return [(route, route.url(addresses.kwargs_of(route))) for route in routes]


def _parameters(visitor, route: Route, url: str, schema: dict) -> list[str]:
    """The names that this address reads from a query, as far as it tells."""
    page = visitor.get(url).body if not url.startswith("/api/") else ""
    in_form = re.findall(r"<(?:input|select|textarea)\b[^>]*\bname=\"([\w-]+)\"", page)
    template = re.sub(r"%\((\w+)\)s", r"{\1}", f"/{route.address}")
    described = schema.get("paths", {}).get(template, {}).get("get", {}).get("parameters", [])
    names = {*OF_LISTS, *in_form, *(p["name"] for p in described if p["in"] == "query")}
    return sorted(names - {"csrfmiddlewaretoken"})


def _broken(visitor, url: str, why: str) -> list[str]:
    answer = visitor.get(url)
    return [f"{url[:150]} ({why}): {error_of(answer)}"] if answer.status_code >= 500 else []


@pytest.fixture
def schema(visitor):
    return json.loads(visitor.get("/api/v1/schema/?format=json").body)


def test_no_parameter_of_any_address_breaks_it(visitor, addresses, schema):
    broken = []
    for route, url in _readable(addresses):
        names = _parameters(visitor, route, url, schema)
        alone = [] if route.parameters else names  # one thing, not a list, reads all in one go
        for why, value in HOSTILE.items():
            together = "&".join(f"{name}={value}" for name in {*names, *COMMON} - {*alone})
            for query in [together, *(f"{name}={value}" for name in alone)]:
                broken += _broken(visitor, f"{url}?{query}", why)
    assert not broken, "\n".join(broken)


def test_no_text_in_an_address_breaks_it(visitor, addresses):
    broken = []
    for route, _url in _readable(addresses):
        kwargs = addresses.kwargs_of(route)
        for name in route.parameters:
            for why, value in HOSTILE.items():
                marked = route.url(kwargs | {name: "MARK"})
                broken += _broken(visitor, marked.replace("MARK", value), why)
    assert not broken, "\n".join(broken)


def test_no_name_of_a_parameter_breaks_an_address(visitor, addresses):
    broken = []
    for _route, url in _readable(addresses):
        for why, value in HOSTILE.items():
            broken += _broken(visitor, f"{url}?{value}=1", why)
        many = "&".join(f"q=a&p{n}=1" for n in range(1500))
        broken += _broken(visitor, f"{url}?{many}", "too many")
    assert not broken, "\n".join(broken)


def test_the_api_refuses_names_and_columns_that_it_does_not_know(member, curator, addresses):
    wrong = []
    lists = [(r, url) for r, url in _readable(addresses) if re.fullmatch(r"api:[\w-]+-list", r.name)]
    assert len(lists) >= 10
    curators = Browser(curator)
    for route, address in lists:
        reader = curators if route.policy["GET"] is Audience.CURATORS else member
        for lookup in LOOKUPS:
            for query in (f"{lookup}=a", f"ordering={lookup}", f"ordering=-{lookup}", f"fields={lookup}"):
                answer = reader.get(f"{address}?{query}")
                told = answer.headers.get("Content-Type", "")
                if answer.status_code != 400 or not told.startswith("application/problem+json"):
                    wrong.append(f"{address}?{query}: {answer.status_code} {told}")
                elif lookup not in answer.body:
                    wrong.append(f"{address}?{query}: does not name it: {answer.body}")
    assert not wrong, "\n".join(wrong)


def test_a_refusal_of_the_api_tells_the_parameter_and_nothing_of_the_inside(visitor):
    for query in ("cursor=nonsense", "page_size=-1", "page_size=１２", "ordering=password", "kind=palace"):
        answer = visitor.get(f"/api/v1/parks/?{query}")
        problem = json.loads(answer.body)
        assert (answer.status_code, problem["status"]) == (400, 400)
        assert query.split("=")[0] in json.dumps(problem["errors"])
        assert not re.search(r"Traceback|psycopg|SELECT|/site-packages/", answer.body)


@pytest.mark.parametrize("body", ["", "{", "\x00", "[" * 10_000, '"\\ud800"', "a=1", "﻿{}"])
def test_bodies_that_are_no_json_are_refused(visitor, body):
    answer = visitor.ask("POST", "/api/v1/parks/", data=body, content_type="application/json")
    assert answer.status_code in (400, 404, 405)


FORMS = {
    "/accounts/login/": ["login", "password", "next"],
    "/accounts/signup/": ["email", "password1", "password2", "next"],
    "/accounts/password/reset/": ["email"],
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_strangers_take_or_refuse_any_text(visitor, form):
    broken = []
    for name in FORMS[form]:
        for why, value in HOSTILE.items():
            filled = "&".join(f"{field}=some%40example.org" for field in FORMS[form] if field != name)
            answer = visitor.ask(
                "POST",
                form,
                data=f"{filled}&{name}={value}",
                content_type="application/x-www-form-urlencoded",
            )
            if answer.status_code >= 500:
                broken.append(f"{form} {name} ({why}): {error_of(answer)}")
    assert not broken, "\n".join(broken)


def test_ones_own_profile_takes_or_refuses_any_text(plain_user):
    visitor = Browser(plain_user)
    for why, value in HOSTILE.items():
        for body in (f"name={value}&language=en", f"name=Li&language={value}"):
            answer = visitor.ask(
                "POST", "/accounts/me/", data=body, content_type="application/x-www-form-urlencoded"
            )
            assert answer.status_code in (200, 302, 400), (why, error_of(answer))
