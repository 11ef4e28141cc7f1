"""Finding records that may be one: for a new one, for many of a table, and in the whole register.

Records are compared that share a key (`naming.keys`). The keys are made anew for what the triggers of
`keeping` noted, by `settle`: before a search for many, every few minutes, and at the end of what writes
many. A search writes nothing; one for one record compares with what is not settled yet as well.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from .descriptions import DESCRIPTIONS
from .models import Duplicate, NameKey, Unkeyed
from .naming.cards import ASKED, Card, Verdict
from .naming.descriptions import Naming
from .naming.keys import fingerprint

AT_ONCE = 500  # records whose keys are made in one transaction
UNSETTLED = 200  # records without keys of their own yet that one is compared with, the newest first
COMMON = 40  # records with the same key; one that more of them share tells nobody apart
COMPARED = 60  # records that one is compared with, those with the most keys in common first
PAIRS = 2000
CARDS = 40_000  # that are held in memory while the whole register is looked through
OFFERED = 0.4  # likeness from which a record is offered to somebody who is asked which one they mean


@dataclass(frozen=True)
class Candidate:
    """A record that a new one may be the same as."""

    record: Model
    verdict: Verdict

    @property
    def score(self) -> int:
        return round(100 * self.verdict.score)


def naming_of(model: type[Model]) -> Naming:
    """Raises LookupError for a model whose rows are not compared."""
    naming = DESCRIPTIONS[model].naming
    if naming is None:
        raise LookupError(f"{model._meta.label} is not compared")
    return naming


def compared() -> dict[str, type[Model]]:
    """The models whose rows are compared, by label."""
    return {one._meta.label_lower: one for one, known in DESCRIPTIONS.items() if known.naming}


def candidates(
    model: type[Model],
    rows: Sequence[Card | Mapping[str, Any]],
    user,
    *,
    among: QuerySet | None = None,
    size: int = 5,
    least: float = ASKED,
) -> list[list[Candidate]]:
    """For each of these rows the records that it may be the same as, the likeliest first.

    rows     values by column, or cards; a chunk of up to some hundreds, with `settle` before the first
    among    where to look, other than in what the user sees
    least    score from which a record is named
    """
    naming = naming_of(model)
    cards = [one if isinstance(one, Card) else naming.reads(one) for one in rows]
    near = _sharing(model, naming, cards)
    if len(cards) == 1:
        near[0] += sorted(_unsettled(model) - set(near[0]))
    seen = model._default_manager.visible_to(user) if among is None else among  # type: ignore[attr-defined]
    asked = {pk for pks in near for pk in pks}
    records = {one.pk: one for one in seen.filter(pk__in=asked)} if asked else {}
    known = {card.record: card for card in naming.cards(records)} if records else {}
    return [
        _likeliest(naming, card, [known[pk] for pk in pks if pk in known], records, size, least)
        for card, pks in zip(cards, near, strict=True)
    ]


def _likeliest(naming, card, others, records, size, least) -> list[Candidate]:
    found = []
    for other in others:
        if other.record == card.record or other.scope != card.scope:
            continue
        verdict = naming.compare(card, other)
        if verdict.score >= least:
            found.append(Candidate(records[other.record], verdict))
    return sorted(found, key=lambda one: (-one.verdict.score, one.record.pk))[:size]


def _sharing(model, naming: Naming, cards: Sequence[Card]) -> list[list[str]]:
    """The records that share keys with each card."""
    kind = model._meta.label_lower
    numbers, keys = [], []
    for number, card in enumerate(cards):
        for key in naming.keys(card):
            numbers.append(number)
            keys.append(fingerprint(kind, card.scope, key))
    found: list[list[str]] = [[] for _card in cards]
    with connection.cursor() as cursor:
        cursor.execute(SHARING, [numbers, keys, COMMON + 1, COMMON, COMPARED])
        for number, record in cursor.fetchall():
            found[number].append(record)
    return found


def _unsettled(model) -> set[str]:
    noted = Unkeyed.objects.filter(kind=model._meta.label_lower).order_by("-pk")
    return set(noted.values_list("record", flat=True)[:UNSETTLED])


SHARING = """
SELECT number, record FROM (
    SELECT k.number, r.record,
        row_number() OVER (PARTITION BY k.number ORDER BY count(*) DESC, r.record) AS place
    FROM unnest(%s::int[], %s::bigint[]) AS k(number, key)
    CROSS JOIN LATERAL (
        SELECT array_agg(record) AS records
        FROM (SELECT record FROM curation_namekey WHERE key = k.key LIMIT %s) those
    ) few
    CROSS JOIN LATERAL unnest(few.records) AS r(record)
    WHERE cardinality(few.records) <= %s
    GROUP BY k.number, r.record
) ranked WHERE place <= %s ORDER BY number, place
"""


def _portions(items: Iterable, size: int) -> Iterator[list]:
    walk = iter(items)
    while portion := list(islice(walk, size)):
        yield portion


def settle() -> int:
    """Make the keys anew of what changed; how many records that were."""
    done = 0
    while settled := _settle_some():
        done += settled
    return done


@transaction.atomic
def _settle_some() -> int:
    noted = list(Unkeyed.objects.select_for_update(skip_locked=True).order_by("pk")[:AT_ONCE])
    if not noted:
        return 0
    records = defaultdict(set)
    for one in noted:
        records[one.kind].add(one.record)
    for kind, pks in records.items():
        if model := compared().get(kind):
            make_keys(model, pks)
    Unkeyed.objects.filter(pk__in=[one.pk for one in noted]).delete()
    return len(noted)


@transaction.atomic
def make_keys(model: type[Model], records: Iterable[str]) -> None:
    """Write the keys of these records as they are now; two that do so at once wait for each other."""
    pks, kind = sorted(set(records)), model._meta.label_lower
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [pks])
        keys = _keys(model, naming_of(model).cards(pks))
        cursor.execute("DELETE FROM curation_namekey WHERE record = ANY(%s) AND kind = %s", [pks, kind])
        cursor.execute(
            "INSERT INTO curation_namekey (kind, record, key)"
            " SELECT %s, * FROM unnest(%s::text[], %s::bigint[])",
            [kind, [record for record, _key in keys], [key for _record, key in keys]],
        )


#: In one order, so that no two wait for each other for ever.
LOCK = """
SELECT pg_advisory_xact_lock(7021, number)
FROM (SELECT DISTINCT hashtext(record) AS number FROM unnest(%s::text[]) AS record ORDER BY 1) numbers
"""


def _keys(model, cards: Iterable[Card]) -> list[tuple[str, int]]:
    naming, kind = naming_of(model), model._meta.label_lower
    return [
        (card.record, key)
        for card in cards
        for key in sorted({fingerprint(kind, card.scope, key) for key in naming.keys(card)})
    ]


def repair(model: type[Model]) -> Iterator[str]:
    """Make the keys right wherever they are not; tells the ids of the records that they were wrong of."""
    kind = model._meta.label_lower
    alive = model._default_manager.order_by("pk").values_list("pk", flat=True)
    for pks in _portions(alive.iterator(chunk_size=AT_ONCE), AT_ONCE):
        wanted = defaultdict(set)
        for record, key in _keys(model, naming_of(model).cards(pks)):
            wanted[record].add(key)
        kept = defaultdict(set)
        for record, key in NameKey.objects.filter(kind=kind, record__in=pks).values_list("record", "key"):
            kept[record].add(key)
        if wrong := [pk for pk in pks if wanted[pk] != kept[pk]]:
            make_keys(model, wrong)
            yield from wrong
    gone = NameKey.objects.filter(kind=kind).exclude(record__in=model._default_manager.values("pk"))
    yield from sorted(set(gone.values_list("record", flat=True)))
    gone.delete()


def find_all(model: type[Model]) -> int:
    """Find the pairs of the whole register and put the new ones into the queue; how many are new.

    What people decided stands until names or identifiers change.
    """
    settle()
    kind, new = model._meta.label_lower, 0
    _forget_gone(model)
    with connection.cursor() as cursor:
        cursor.execute(PAIRS_OF_ALL, [kind, COMMON, kind, kind])
        pairs = cursor.fetchall()
    known: dict[str, Card] = {}
    for some in _portions(pairs, PAIRS):
        if len(known) > CARDS:
            known.clear()
        missing = {pk for pair in some for pk in pair} - known.keys()
        known.update((card.record, card) for card in naming_of(model).cards(missing))
        new += _queue(model, some, known)
    return new


PAIRS_OF_ALL = """
WITH shared AS (
    SELECT key FROM curation_namekey WHERE kind = %s GROUP BY key HAVING count(*) BETWEEN 2 AND %s
)
SELECT a.record, b.record FROM shared
JOIN curation_namekey a ON a.key = shared.key AND a.kind = %s
JOIN curation_namekey b ON b.key = shared.key AND b.kind = %s AND a.record < b.record
GROUP BY 1, 2 HAVING count(*) > 1 OR bool_or(shared.key & 1 = 1)
ORDER BY 1, 2
"""


def _queue(model, pairs: Sequence[tuple[str, str]], cards: Mapping[str, Card]) -> int:
    """Compare these pairs; those that may be one are asked about, others no longer."""
    naming, kind = naming_of(model), model._meta.label_lower
    known = {
        (one.first, one.second): one
        for one in Duplicate.objects.filter(kind=kind, first__in={first for first, _second in pairs})
    }
    fresh, moved = [], []
    for first, second in pairs:
        if first not in cards or second not in cards or cards[first].scope != cards[second].scope:
            continue
        verdict, kept = naming.compare(cards[first], cards[second]), known.get((first, second))
        score, reasons = round(100 * verdict.score), [str(one) for one in verdict.reasons]
        if kept is None:
            if verdict.score >= ASKED:
                pair = Duplicate(kind=kind, first=first, second=second, score=score, reasons=reasons)
                fresh.append(pair)
            continue
        is_asked_anew = (
            kept.state != Duplicate.State.OPEN
            and verdict.score >= ASKED
            and kept.digest != digest_of(cards[first], cards[second])
        )
        if is_asked_anew:
            kept.state, kept.decided_by, kept.decided_at = Duplicate.State.OPEN, None, None
        if is_asked_anew or (kept.state == Duplicate.State.OPEN and kept.score != score):
            kept.score = score
            kept.reasons = [*reasons, *(one for one in kept.reasons if one == "reported")]
            moved.append(kept)
    Duplicate.objects.bulk_create(fresh, ignore_conflicts=True)
    Duplicate.objects.bulk_update(moved, ["state", "decided_by", "decided_at", "score", "reasons"])
    return len(fresh)


def digest_of(one: Card, other: Card) -> str:
    return f"{one.digest}-{other.digest}"


def _forget_gone(model) -> None:
    """Pairs of which one record is no longer there, or no longer likely, are not asked about."""
    alive = model._default_manager.values("pk")
    pairs = Duplicate.objects.filter(kind=model._meta.label_lower, state=Duplicate.State.OPEN)
    gone = pairs.exclude(first__in=alive) | pairs.exclude(second__in=alive)
    gone.update(state=Duplicate.State.GONE, digest="")


def look_at(record: Model) -> list[Candidate]:
    """Put a record that was just made into the queue, with each that it may be the same as."""
    model = type(record)
    naming = naming_of(model)
    cards = naming.cards([record.pk])
    found = candidates(model, cards, None, among=model._default_manager.all())[0] if cards else []
    pairs = [(min(record.pk, one.record.pk), max(record.pk, one.record.pk)) for one in found]
    others = naming.cards([one.record.pk for one in found])
    _queue(model, pairs, {card.record: card for card in (*cards, *others)})
    return found


def is_private(model: type[Model]) -> bool:
    """Whether its rows belong to a park, and curators' reading of them is noted."""
    return getattr(model._default_manager.all(), "is_private", False)
