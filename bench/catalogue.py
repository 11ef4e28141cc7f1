"""The catalogue and the box that finds it, at ten thousand and at a million listings.

Words are of four kinds, in English and Chinese: of them half of all listings are found, a thirtieth, one of
six hundred, one of six thousand.
"""

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import quote

from search.facets import MOST, SAMPLE
from search.models import Entry
from search.query import understand
from search.querysets import WEIGHED
from search.registry import KINDS
from search.sought import sought

from . import data, listings
from .databases import copied, working_in
from .servers import Server

#: Places among `listings.words`, the most frequent first.
FOUND = {"very common": 0, "common": 4, "medium": 29, "rare": 118}
SOME = 10  # requests of a round, where each costs much
LATENCIES = 60  # requests whose slowest twentieth is compared
CARDS, SEARCH = "/api/v1/listings/?page_size=100", "/api/v1/search/?q={}"
FACETS, PAGE = "/api/v1/listings/facets/?q={}", "/catalogue/?q={}"


def results(size: str, measure: Callable, report: Callable) -> Iterator[dict]:
    """measure, report   as in `bench.__main__`, but for what measures"""
    large = size if size in ("100k", "1m") else "10k"
    with ExitStack() as stack:
        few, many = (stack.enter_context(copied(f"listings_{name}")) for name in ("few", "many"))
        for address, number in ((few, 10_000), (many, data.SIZES[large])):
            with working_in(address):
                data.build("1k")
                listings.build(number)
                data.tidy()
        yield from _measured(few, many, large, measure, report)


def _measured(few: str, many: str, large: str, measure: Callable, report: Callable) -> Iterator[dict]:
    """few, many   addresses of databases; large, how many listings there are in the latter"""
    with ExitStack() as stack:

        def serve(application: str, address: str, is_asgi: bool = False, **more: str) -> Server:
            server = Server(application, is_asgi, DATABASE_URL=address, **more)
            stack.callback(server.stop)
            server.wait()
            return server

        portal = serve("portal.wsgi:application", many)
        making = serve("portal.wsgi:application", many, PARKWAY_API_KEPT_MB="0")
        making_few = serve("portal.wsgi:application", few, PARKWAY_API_KEPT_MB="0")
        bare = serve("bench.reference:application", many)
        others = {
            "django-ninja": serve("bench.other_ninja:application", many),
            "FastAPI and asyncpg": serve("bench.other_fastapi:application", many, is_asgi=True),
        }
        stack.enter_context(working_in(many))
        if wrong := listings.differs():
            sys.exit(f"Not indexed as the way in does it: {wrong}")
        for line in _lists(portal, making, bare, others):
            yield measure(*line)
        yield from _searches(portal, making, bare, measure, report)
        for name, path in {
            "list": CARDS,
            "search": SEARCH.format(listings.words()[FOUND["medium"]][0]),
        }.items():
            yield measure(
                f"listings: {name}, {large} against 10k", 1.3, (making, path, {}), (making_few, path, {})
            )


def _lists(portal: Server, making: Server, bare: Server, others: dict[str, Server]) -> Iterator[tuple]:
    body = json.loads(portal.get(CARDS)[2])
    same("listings", body["results"], json.loads(bare.get("/listings/")[2])["results"])
    cards: tuple = (bare, "/listings/", {})
    yield "listings: list of 100", 0.8, (portal, CARDS, {}), cards
    yield "listings: list of 100, made", 1.5, (making, CARDS, {}), cards
    for name, other in others.items():
        same(name, _ids(body), _ids(json.loads(other.get("/listings/")[2])))
        yield f"listings: list of 100 by {name}", None, (other, "/listings/", {}), cards
    narrow, narrow_bare = f"{CARDS}&country=MY", "/listings/?country=MY"
    same("of a country", _ids(json.loads(portal.get(narrow)[2])), _ids(json.loads(bare.get(narrow_bare)[2])))
    yield "listings: of a country", 1.5, (portal, narrow, {}), (bare, narrow_bare, {})
    yield "listings: of a country, made", 1.5, (making, narrow, {}), (bare, narrow_bare, {})
    key = body["results"][50]["id"]
    detail = f"/api/v1/listings/{key}/?fields={','.join(body['results'][50])}"
    yield "listings: detail", 1.5, (portal, detail, {}), (bare, f"/listings/{key}/", {})
    yield "listings: detail, made", 1.5, (making, detail, {}), (bare, f"/listings/{key}/", {})
    headers = {"If-None-Match": portal.get(CARDS)[1]["ETag"]}
    same("unchanged", portal.get(CARDS, headers)[0], 304)
    yield "listings: unchanged list (304)", 0.25, (portal, CARDS, headers), (making, CARDS, {})
    first = deep = "/api/v1/listings/?page_size=10"
    for _page in range(500):
        deep = "/" + json.loads(portal.get(deep)[2])["next"].split("/", 3)[3]
    yield "listings: page 500 by cursor", 1.3, (making, deep, {}), (making, first, {})


def _searches(portal: Server, making: Server, bare: Server, measure, report) -> Iterator[dict]:
    slowest = []
    for found, place in FOUND.items():
        for word in listings.words()[place]:
            search, facets, page = (path.format(quote(word)) for path in (SEARCH, FACETS, PAGE))
            bare_search = _bare("search", word, KINDS)
            bare_page, bare_facets = (_bare(name, word, ["listing"]) for name in ("page", "facets"))
            rows = json.loads(bare.get(bare_search)[2])["results"]
            slugs = [
                hit["url"].strip("/").split("/")[-1] for hit in json.loads(making.get(search)[2])["results"]
            ]
            same(word, slugs, [row["slug"] for row in rows])
            shown = list(
                dict.fromkeys(re.findall(r"/catalogue/(example-\d+)/", making.get(page)[2].decode()))
            )
            rows = json.loads(bare.get(bare_page)[2])["results"]
            same(page, shown[:20], [row["slug"] for row in rows][:20])
            yield measure(
                f"search: {found}, {word}", 1.5, (portal, search, {}), (bare, bare_search, {}), SOME
            )
            yield measure(
                f"search: {found}, {word}, made", 1.5, (making, search, {}), (bare, bare_search, {}), SOME
            )
            yield measure(
                f"facets: {found}, {word}, made", 1.3, (making, facets, {}), (bare, bare_facets, {}), SOME
            )
            yield measure(f"page: {found}, {word}", 3.0, (making, page, {}), (bare, bare_page, {}), SOME)
            one, other = _p95(making, search), _p95(bare, bare_search)
            yield report(f"search: {found}, {word}, p95 made", 1.5, [one / other])
            slowest.append(one)
    yield report("search: slowest class against fastest", 8.0, [max(slowest) / min(slowest)])
    everything = FACETS.partition("?")[0]
    yield measure("facets: of everything, made", 1.3, (making, everything, {}), (bare, "/facets/", {}), SOME)


def _bare(name: str, word: str, kinds) -> str:
    """What the reference is told of a word: all that follows from it alone, ready made."""
    query = understand(word)
    entries = Entry.objects.filter(kind__in=list(kinds), is_published=True).holding(query)
    texts = sought(query.parts)
    told = {
        "kinds": list(kinds),
        "all": texts.all,
        "own": texts.own,
        "also": texts.alike,
        "name": query.name,
        "sound": query.sound,
        "names": query.names,
        "is_frequent": (number := entries.count()) > WEIGHED,
        "limit": MOST + 1 if number <= MOST else SAMPLE,
    }
    return f"/{name}/?told={quote(json.dumps(told))}"


def _p95(server: Server, path: str) -> float:
    took = []
    for _request in range(LATENCIES):
        start = time.perf_counter()
        server.get(path)
        took.append(time.perf_counter() - start)
    return sorted(took)[int(LATENCIES * 0.95)]


def _ids(body: dict) -> list[str]:
    return [row["id"] for row in body["results"]]


def same(name: str, one, other) -> None:
    if one != other:
        sys.exit(f"{name}: not the same answer, so nothing to compare:\n{str(one)[:600]}\n{str(other)[:600]}")
