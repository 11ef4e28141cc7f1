"""Taking a registry's bodies in: prepared beside the register, then brought into it in one transaction."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from common.ids import RANDOM, new_id, new_ids
from common.sortkeys import sort_key
from curation.models import Batch
from organisations.models import DirectoryEntry, DirectoryLoad, Organisation
from search.operations import index_records

from . import statements, tables
from .bodies import Body
from .doubts import COUNTED
from .files import BadDump

CHUNK = 2_000
MOST_DOUBTS = 20_000
LOCK = 720_451  # of the database, while one load runs


class LoadRunning(RuleBroken):
    code = "load_running"


def load(
    registry: str,
    bodies: Iterable[Body],
    file_name: str,
    *,
    by=None,
    told: Callable[[str], None] = lambda words: None,
    also: Callable[[], None] = lambda: None,
) -> DirectoryLoad:
    """Bring the register up to what a registry tells, and keep a report of it.

    told   called with what was reached, for who waits
    also   called when the bodies are written, to write what belongs to them in the same batch
    Raises BadDump, with nothing written; LoadRunning
    """
    with _alone():
        load = DirectoryLoad.objects.create(registry=registry, file_name=file_name[:200])
        try:
            tables.create()
            read = _prepare(load, bodies, told)
            _advance(load, told, state=DirectoryLoad.State.WRITING)
            _write(load, read, by, also)
        except Exception as error:
            words = str(error) if isinstance(error, BadDump) else type(error).__name__
            _advance(
                load, told, state=DirectoryLoad.State.FAILED, problem=words[:500], ended_at=timezone.now()
            )
            raise
        finally:
            if not connection.needs_rollback:
                tables.drop()
        _advance(load, told)
    return load


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise LoadRunning(_("Another file is being loaded. Wait until it is done."))
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _advance(load: DirectoryLoad, told: Callable[[str], None], **changes) -> None:
    for name, value in changes.items():
        setattr(load, name, value)
    if changes:
        load.save(update_fields=list(changes))
    told(f"{load.get_state_display()}: {load.progress:,}")


def _prepare(load: DirectoryLoad, bodies: Iterable[Body], told: Callable[[str], None]) -> Counter:
    """Put what is new or told otherwise than before into the tables of the session."""
    counts: Counter = Counter()
    waiting = iter(bodies)
    while chunk := list(itertools.islice(waiting, CHUNK)):
        counts["read"] += len(chunk)
        counts["unchanged"] += _stage(load.registry, chunk)
        if counts["read"] % (CHUNK * 5) == 0:
            _advance(load, told, progress=counts["read"])
    load.progress = counts["read"]
    return counts


def _stage(registry: str, chunk: list[Body]) -> int:
    """Returns how many of a chunk are told just as before."""
    digests = dict(
        DirectoryEntry.objects.filter(registry=registry, code__in=[body.code for body in chunk]).values_list(
            "code", "digest"
        )
    )
    changed = []
    for body in {body.code: body for body in chunk}.values():
        record, digest = body.told()
        if digests.get(body.code) != digest:
            changed.append((body, record, digest))
    ids = zip(new_ids("org", len(changed)), new_ids("dir", len(changed)), strict=True)
    tables.copy("directory_body", (_row(*one, *two) for one, two in zip(changed, ids, strict=True)))
    doubts = ((body.code, *doubt) for body, _record, _digest in changed for doubt in body.doubts)
    tables.copy("directory_doubt", doubts)
    return len(chunk) - len(changed)


def _row(body: Body, record: str, digest: str, organisation: str, entry: str) -> tuple:
    english, chinese = body.name_en or body.name_zh_hans, body.name_zh_hans or body.name_en
    by_english = sort_key(english)[:300]
    return (
        body.code,
        organisation,
        f"{slugify(english)[: 98 - len(body.code)].strip('-')}-{body.code}".strip("-"),
        english,
        body.name_en,
        body.name_zh_hans,
        by_english,
        by_english if chinese == english else sort_key(chinese)[:300],
        body.kind,
        body.country,
        body.city,
        body.city_zh_hans,
        body.latitude,
        body.longitude,
        body.website,
        body.founded_on,
        body.parent,
        body.status,
        body.replaced_by,
        digest,
        record,
        body.note,
        entry,
    )


@transaction.atomic
def _write(load: DirectoryLoad, counts: Counter, by, also: Callable[[], None]) -> None:
    load.batch = Batch.objects.create(kind=Batch.Kind.IMPORT, label=load.file_name, made_by=by)
    with connection.cursor() as cursor:
        moments = {prefix: new_id(prefix)[:-RANDOM] for prefix in ("nam", "idf", "rel")}
        values = {"registry": load.registry, **moments}

        cursor.execute(statements.INDEXES)
        with load.batch.recorded():
            for statement in (
                statements.KNOWN,
                statements.ADOPTED,
                statements.SAME_NAMES,
                statements.PARENTS,
                statements.NEW,
                statements.CHANGED,
                statements.NAMES,
                statements.IDENTIFIERS,
                statements.ENTRIES,
                statements.RELATIONS,
            ):
                cursor.execute(statement, values)
            also()
        cursor.execute(statements.COUNTS)
        counts.update({way: times for way, times in cursor.fetchall() if way})
        cursor.execute("SELECT reason, count(*) FROM directory_doubt GROUP BY reason")
        doubts = dict(cursor.fetchall())
        cursor.execute(statements.DOUBTS, {"counted": list(COUNTED), "most": MOST_DOUBTS})
        load.doubtful = [list(row) for row in cursor.fetchall()]
        cursor.execute("SELECT organisation_id FROM directory_body WHERE way IN ('known', 'adopted')")
        touched = [row[0] for row in cursor.fetchall()]
    load.counts = {**counts, "doubts": doubts}
    load.state, load.ended_at = DirectoryLoad.State.DONE, timezone.now()
    load.save()
    for start in range(0, len(touched), CHUNK):
        keys = touched[start : start + CHUNK]
        index_records(Organisation.objects.filter(pk__in=keys, is_published=True))
