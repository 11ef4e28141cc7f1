"""`python -m bench`: see the package. BENCH_SIZE is 1k, 10k (default), 100k or 1m rows of each resource."""

import json
import os
import statistics
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ.setdefault("SECRET_KEY", "only-for-the-bench")
os.environ["PARKWAY_LOCAL"] = "1"
import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from . import catalogue, directory, duplicates, exports, wizard, workspace  # noqa: E402
from .catalogue import same  # noqa: E402
from .data import SIZES, build  # noqa: E402
from .servers import Server, cpu_seconds  # noqa: E402

ROUNDS, REQUESTS, PAGES = 7, 120, 20
RESOURCES = ("organisations", "parks", "milestones", "observations", "agreements", "projects")
LATEST = Path(__file__).with_name("latest.json")


def main(*chosen: str) -> int:
    """chosen   of the PARTS; none for all"""
    size = os.environ.get("BENCH_SIZE", "10k")
    if size not in SIZES:
        sys.exit(f"BENCH_SIZE is one of {', '.join(SIZES)}")
    if unknown := set(chosen) - set(PARTS):
        sys.exit(f"There is no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    call_command("migrate", verbosity=0)
    results: list[dict] = []
    for name, part in PARTS.items():
        if not chosen or name in chosen:
            results += part(size)
            connection.close()
    if chosen:  # of the others, what was measured last
        measured = {one["name"] for one in results}
        known = json.loads(LATEST.read_text()) if LATEST.exists() else []
        results += [one for one in known if one["name"] not in measured]
    LATEST.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    print(f"{size} rows of each; {sum(one['holds'] is False for one in results)} targets missed")
    return 0


def of_catalogue(size: str):
    """First: its copies begin with nothing in them."""
    yield from catalogue.results(size, partial(measure, postmaster_of()), report)


def of_bulk(part, size: str):
    build(size)
    yield from part.results(size, report)


def of_lists(size: str):
    build(size)
    postmaster = postmaster_of()
    servers = {
        "portal": Server("portal.wsgi:application"),
        "making": Server("portal.wsgi:application", PARKWAY_API_KEPT_MB="0"),
        "reference": Server("bench.reference:application"),
        "modelserializer": Server("bench.alternative:application"),
    }
    try:
        for server in servers.values():
            server.wait()
        for line in comparisons(servers):
            yield measure(postmaster, *line)
    finally:
        for server in servers.values():
            server.stop()


def postmaster_of() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text()
    connection.close()
    return int(stat.rpartition(")")[2].split()[1])


def of_exports(size: str):
    """The lines of lists as files; nothing of a list is kept, so that memory does not grow with it."""
    build(size)
    for name, target, ratios in exports.lines():
        yield report(name, target, ratios)
    for kind in ("csv", "xlsx"):
        yield report(f"organisations: {kind.upper()}, MB of memory", 20.0, [exports.megabytes_of(kind)])


def of_workspace(size: str):
    """The lines of the workspace, on copies of the database in which more and less was logged."""
    build(size)
    postmaster = postmaster_of()
    headers = workspace.signed_in()
    with workspace.copies() as addresses:
        servers = {
            size: Server("portal.wsgi:application", DATABASE_URL=address)
            for size, address in addresses.items()
        }
        try:
            for server in servers.values():
                server.wait()
            desks = [(server, "/desk/", headers) for server in servers.values()]
            if {server.get(path, headers)[0] for server, path, headers in desks} != {200}:
                sys.exit("The desk is not answered")
            small, large = desks
            yield measure(postmaster, "desk: 1,000,000 logged against 10,000", 1.3, large, small, PAGES)
            ratios = workspace.ratios_of_typing(servers["1m"], addresses["1m"], headers)
            yield report("bodies while typing, p95, 100,000 of them", 3.0, ratios)
        finally:
            for server in servers.values():
                server.stop()
    yield report("interaction: written", 3.5, workspace.ratios_of_writing())


def comparisons(servers):
    """(name, target, one side, other side); a side is (server, path, headers). Same ids, or no comparison.

    "made" is the portal that makes each answer anew, as it does for members and after each change; the
    others give what was kept, having asked for its version.
    """
    portal, making, reference = servers["portal"], servers["making"], servers["reference"]
    for name in RESOURCES:
        lists = f"/api/v1/{name}/?page_size=100"
        _status, headers, body = portal.get(lists)
        ids = [row["id"] for row in json.loads(body)["results"]]
        same(name, ids, [row["id"] for row in json.loads(reference.get(f"/{name}/")[2])["results"]])
        yield f"{name}: list of 100", 1.5, (portal, lists, {}), (reference, f"/{name}/", {})
        yield f"{name}: list of 100, made", 1.5, (making, lists, {}), (reference, f"/{name}/", {})
        if name in ("organisations", "parks", "agreements"):
            kind = json.loads(body)["results"][0]["kind"]
            filtered, bare = f"{lists}&kind={kind}", f"/{name}/?kind={kind}"
            found = [row["id"] for row in json.loads(portal.get(filtered)[2])["results"]]
            same(filtered, found, [row["id"] for row in json.loads(reference.get(bare)[2])["results"]])
            yield f"{name}: filtered list", 1.5, (portal, filtered, {}), (reference, bare, {})
            yield f"{name}: filtered list, made", 1.5, (making, filtered, {}), (reference, bare, {})
        key = ids[50]
        detail = f"/api/v1/{name}/{key}/?fields={','.join(json.loads(body)['results'][50])}"
        same(detail, json.loads(portal.get(detail)[2]), json.loads(reference.get(f"/{name}/{key}/")[2]))
        yield f"{name}: detail", 1.5, (portal, detail, {}), (reference, f"/{name}/{key}/", {})
        yield f"{name}: detail, made", 1.5, (making, detail, {}), (reference, f"/{name}/{key}/", {})
        unchanged = {"If-None-Match": headers["ETag"]}
        if portal.get(lists, unchanged)[0] != 304:
            sys.exit(f"{lists} is not answered 304")
        yield f"{name}: unchanged list (304)", 0.25, (portal, lists, unchanged), (making, lists, {})
        if name in ("organisations", "parks"):
            other = (servers["modelserializer"], f"/{name}/", {})
            yield f"{name}: list by ModelSerializer", None, other, (reference, f"/{name}/", {})
    first = "/api/v1/organisations/?page_size=10"
    deep = first
    for _page in range(min(500, 10_000 // 10 - 1)):
        deep = "/" + json.loads(portal.get(deep)[2])["next"].split("/", 3)[3]
    yield "organisations: page 500 by cursor", 1.3, (making, deep, {}), (making, first, {})


def measure(postmaster, name, target, one, other, requests=REQUESTS) -> dict:
    """Rounds in turn, A B A B …; the ratio of CPU seconds a request, round by round."""
    for side in (one, other):
        load(side, requests // 4)
    ratios = [cost(one, postmaster, requests) / cost(other, postmaster, requests) for _round in range(ROUNDS)]
    return report(name, target, ratios)


def report(name: str, target: float | None, ratios: list[float]) -> dict:
    ratio, low, high = statistics.median(ratios), min(ratios), max(ratios)
    holds = None if target is None else ratio <= target
    words = {None: "to compare", True: "holds", False: "MISSED"}[holds]
    print(f"{name:42} {ratio:6.2f}×  ({low:.2f} – {high:.2f})  target {target or '–'}  {words}", flush=True)
    return {
        "name": name,
        "ratio": round(ratio, 3),
        "low": round(low, 3),
        "high": round(high, 3),
        "target": target,
        "holds": holds,
    }


def cost(side, postmaster, requests: int) -> float:
    before = cpu_seconds(side[0], postmaster)
    load(side, requests)
    return max(cpu_seconds(side[0], postmaster) - before, 0.01)


def load(side, requests: int) -> None:
    server, path, headers = side
    for _request in range(requests):
        server.get(path, headers)


PARTS: dict[str, Callable[[str], Iterable[dict]]] = {
    "catalogue": of_catalogue,
    "exports": of_exports,
    "directory": partial(of_bulk, directory),
    "wizard": partial(of_bulk, wizard),
    "duplicates": partial(of_bulk, duplicates),
    "workspace": of_workspace,
    "lists": of_lists,
}

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
