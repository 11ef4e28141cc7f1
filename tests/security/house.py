"""The house as its visitors find it: all routes, an object for each, and what is on the pages.

Nothing here knows a room by name: routes come from the URLconf, models from the app registry and
objects from the factories, so a new page is tested without a word written here.
"""

import datetime
import inspect
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from html import unescape
from importlib import import_module
from urllib.parse import quote, unquote, urljoin, urlsplit

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.test import Client
from django.urls import Resolver404, URLPattern, get_resolver, resolve
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from django.utils import timezone
from django.utils.regex_helper import normalize
from factory.django import DjangoModelFactory

from catalogue.models import PolicyVersion
from common.policy import Audience, policy_of
from notifications.kinds import kind_named
from organisations.models import Organisation
from tests import factories

#: Answer 404 to everybody, on purpose: they stand behind all other addresses of the admin and the API.
FOR_NOBODY = ("catch_all_view", "api:not-found")


#: What stands in addresses and is no object's.
COUNTED = {"place": ["1"]}

#: Answers of a row that is there, to an empty body of no type.
REFUSES_NOTHING = (400, 409, 415, 428)


@dataclass(frozen=True)
class Route:
    """A route by its full name, with its address and the names of what stands in it."""

    name: str
    parameters: tuple[str, ...] = ()
    address: str = ""

    def __str__(self):
        return self.name

    def url(self, kwargs: dict) -> str:
        return "/" + self.address % {name: quote(str(value)) for name, value in kwargs.items()}

    @property
    def policy(self):
        return policy_of(self.name)


def all_routes() -> list[Route]:
    """Each route, without those that only say how to answer (a format in the address)."""
    routes = _walk(get_resolver(), "", "")
    wanted = (r for r in routes if "format" not in r.parameters and not r.name.endswith(FOR_NOBODY))
    return list(dict.fromkeys(wanted))


def _walk(resolver, namespaces: str, address: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        here = address + _template(pattern.pattern)
        if isinstance(pattern, URLPattern):
            parameters = tuple(dict.fromkeys(re.findall(r"%\((\w+)\)s", here)))
            yield Route(namespaces + (pattern.name or pattern.lookup_str), parameters, here)
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _walk(pattern, namespaces + inner, here)


def _template(pattern) -> str:
    if isinstance(pattern, RoutePattern):
        return re.sub(r"<(?:\w+:)?(\w+)>", r"%(\1)s", str(pattern))
    if isinstance(pattern, LocalePrefixPattern):
        return ""
    return normalize(str(pattern).lstrip("^"))[0][0]


def factory_of() -> dict[type[models.Model], type[DjangoModelFactory]]:
    found = {}
    for thing in vars(factories).values():
        if inspect.isclass(thing) and issubclass(thing, DjangoModelFactory) and thing._meta.model:
            found.setdefault(thing._meta.model, thing)
    return found


def plant_one_of_each() -> list[models.Model]:
    """A row of every model that has a factory, a listing that has rules, and an event."""
    rows = [make() for make in factory_of().values()]
    listings = [row.listing for row in rows if isinstance(row, PolicyVersion)]
    return [*rows, *listings, an_event()]


def an_event() -> models.Model:
    begins = timezone.now() + datetime.timedelta(days=30)
    return factories.ListingFactory(kind="event", starts_at=begins, ends_at=begins, time_zone="UTC")


def let_in(user, rows: Iterable[models.Model]):
    """Make the business that these rows are theirs too: a manager of each park that keeps one."""
    kept = {
        row.organisation if row._meta.app_label == "accounts" else _owner(row)
        for row in map(_kept, map(_whole, rows))
        if hasattr(row, "owner") or (row._meta.app_label == "accounts" and hasattr(row, "organisation"))
    }
    for row in rows:
        if isinstance(getattr(row, "receiver", None), type(user)):
            row.receiver = user
            row.save()
            _tell_of_one(row.event, rows)
        if isinstance(getattr(row, "made_by", None), type(user)):
            row.made_by = user
            row.save()
    for organisation in kept - {None}:
        factories.MembershipFactory(user=user, organisation=organisation, role="manager")
        if not hasattr(organisation, "park"):
            factories.ParkFactory(organisation=organisation)
    return user


def _owner(row: models.Model) -> models.Model | None:
    """Who keeps the row; some know only the id."""
    owner = getattr(row, "owner", None)
    return Organisation.objects.filter(pk=owner).first() if isinstance(owner, str) else owner


def _tell_of_one(event: models.Model, rows: Iterable[models.Model]) -> None:
    """Let what is told be told of one of these rows, which its receiver sees."""
    wanted = kind_named(event.kind).model
    for row in rows:
        if isinstance(row, wanted):
            event.record_id = row.pk
            event.save()


def _whole(row: models.Model) -> models.Model:
    """What a part belongs to, else the row itself."""
    path = getattr(type(row), "part_of", None)
    return reduce(getattr, path.split("__"), row) if isinstance(path, str) else row


def _kept(row: models.Model) -> models.Model:
    """The row with a park that keeps it, as only members of a keeper write on what one may keep."""
    if getattr(row, "owner", row) is None:
        row.owner = factories.OrganisationFactory()
        row.save()
    return row


def guides(curator, rows: Iterable[models.Model]) -> list[Client]:
    """Who, between them, may read all of these rows."""
    return [Browser(curator).client, Browser(let_in(factories.UserFactory(), rows)).client]


class Addresses:
    """Finds what to put into a route's address, so that it leads to one of these objects."""

    def __init__(self, objects: Iterable[models.Model], clients: Sequence[Client], **known: list[str]):
        self.objects, self.clients, self.known = list(objects), clients, COUNTED | known
        self.sources: dict[Route, list[tuple[type[models.Model], str]]] = {}

    def kwargs_of(self, route: Route) -> dict:
        """Raises  LookupError when no object makes the address lead anywhere."""
        if not route.parameters:
            return {}
        broken, led = {}, {}
        for_several = Audience.INSIDERS_AND_CURATORS in (route.policy or {}).values()
        for choice in itertools.islice(self._choices(route), 1200):
            kwargs = {name: value for name, (value, _source) in zip(route.parameters, choice, strict=True)}
            url = route.url(kwargs)
            if _route_at(url) != route.name:  # not the kind of text that this address takes
                continue
            statuses = []
            for client in self.clients:
                statuses.append(status := self._status(client, route, url))
                if not for_several and _leads(status):
                    break
            if any(map(_leads, statuses)) and not led:
                led = kwargs
                self.sources[route] = [source for _value, source in choice]
            if all(map(_leads, statuses)) or (led and not for_several):
                self.sources[route] = [source for _value, source in choice]
                return kwargs
            if min(statuses) >= 500:
                broken = broken or kwargs
        if led or broken:
            return led or broken
        raise LookupError(f"No planted object fits into the address of {route} {route.parameters}")

    def _status(self, client: Client, route: Route, url: str) -> int:
        with transaction.atomic():
            answer = client.get(url) if "GET" in route.policy else client.post(url)
            transaction.set_rollback(True)
        return answer.status_code

    def _choices(self, route: Route):
        if route.parameters == ("content_type_id", "object_id"):
            for thing in self.objects:
                kind = ContentType.objects.get_for_model(thing).pk
                yield [(kind, (type(thing), "type")), (thing.pk, (type(thing), "pk"))]
            return
        objects = sorted(self.objects, key=lambda thing: -_likeness(route.name, type(thing)))
        yield from itertools.product(*(list(self._values(name, objects)) for name in route.parameters))

    def _values(self, parameter: str, objects: list[models.Model]):
        if parameter in self.known:
            yield from ((value, (str, parameter)) for value in self.known[parameter])
            return
        seen = set()
        for thing in objects:
            for attribute in (
                f"{parameter}.slug",
                "slug",
                "code",
                "organisation.slug",
                "pk",
                parameter,
                "_meta.app_label",
            ):
                value = _reach(thing, attribute)
                if value not in (None, "") and value not in seen:
                    seen.add(value)
                    yield value, (type(thing), attribute)


def _leads(status: int) -> bool:
    return status < 400 or status in REFUSES_NOTHING


def _route_at(url: str) -> str | None:
    try:
        return resolve(unquote(url)).view_name
    except Resolver404:
        return None


def _reach(thing, path: str):
    for name in path.split("."):
        thing = getattr(thing, name, None)
    return thing


def _likeness(route: str, model: type[models.Model]) -> int:
    """How well a route's name speaks of a model: parks:milestone of Milestone."""
    names = {model._meta.model_name, str(model._meta.verbose_name_plural).replace(" ", "-")}
    words = {*re.split(r"[:_]", route), route.rpartition(":")[2].rpartition("-")[0]}  # api:parks-detail
    admin_name = f"_{model._meta.model_name}_" in route and model._meta.app_label in words
    return 4 * admin_name + 2 * bool(words & names) + (model._meta.app_label in words)


class Browser:
    """A client that keeps what it asked for from leaving a trace, and never raises the view's error."""

    def __init__(self, user=None):
        self.client = Client(raise_request_exception=False)
        if user is not None:
            self.client.force_login(user)
        self.cookies = self.client.cookies.output(header="", sep=";")

    def ask(self, method: str, url: str, **extra):
        self.client.cookies = type(self.client.cookies)(self.cookies)
        with transaction.atomic():  # reading may write too: a link that confirms an address signs out
            answer = self.client.generic(method, url, **extra)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        answer.body = content.decode(errors="replace")
        return answer

    def get(self, url: str, **extra):
        return self.ask("GET", url, **extra)


def error_of(answer) -> str:
    """What the view raised, in short."""
    _type, error, _traceback = getattr(answer, "exc_info", None) or (None, "", None)
    return repr(error)[:200]


LINK = re.compile(
    r"""(?:href|src|action|data-[a-z-]*url)=["']([^"'#]+)|"((?:http://testserver)?/[^"\s#]*)\""""
)
VARIANTS = 6
#: Not followed: what is no page, what a crawler cannot use, and the same pages in another language.
NOT_FOLLOWED = ("/static/", "/accounts/", "/admin/", "/styleguide/", "/zh-hans/")


def crawl(browser: Browser, starts: Iterable[str], limit: int = 800) -> dict[str, str]:
    """The bodies of all that can be reached by links from these addresses, by address.

    Of one path at most VARIANTS queries are followed: a list can be filtered in too many ways.
    """
    waiting, seen, bodies = list(dict.fromkeys(starts)), set(starts), {}
    queries: dict[str, int] = {}
    while waiting and len(bodies) < limit:
        url = waiting.pop(0)
        answer = browser.get(url)
        bodies[url] = f"{answer.status_code}\n{answer.headers.get('Location', '')}\n{answer.body}"
        if not re.search("html|json", answer.headers.get("Content-Type", "")):
            continue
        for link in _links(answer.body, url):
            path = urlsplit(link).path
            if link in seen or path.startswith(NOT_FOLLOWED):
                continue
            if "?" in link:
                queries[path] = queries.get(path, 0) + 1
                if queries[path] > VARIANTS:
                    continue
            seen.add(link)
            waiting.append(link)
    return bodies


def _links(body: str, base: str) -> Iterator[str]:
    for in_html, in_json in LINK.findall(body):
        link = urlsplit(urljoin(f"http://testserver{base}", unescape(in_html or in_json)))
        if link.scheme == "http" and link.netloc == "testserver":
            yield link.path + (f"?{link.query}" if link.query else "")


NOISE = re.compile(
    r"urn:request:\w+|csrfmiddlewaretoken\" value=\"\w+|nonce=\"[^\"]+|\"?csrf[_-]?token\"?[^<>]{0,80}"
    r"|<time class=\"pw-clock\"[^<]+|name=\"submission\" value=\"[^\"]+",
    re.IGNORECASE,
)


def without_noise(body: str) -> str:
    """The body without what differs on every request: ids, tokens, the name of a form, the time of day."""
    return NOISE.sub("", body)


def reindex() -> None:
    """Let the search know all rows, where the house has a search."""
    try:
        operations = import_module("search.operations")
    except ModuleNotFoundError:
        return
    operations.reindex()
