"""How well search finds what people look for, by a judged set: `make eval-search`.

nDCG@10 (Järvelin and Kekäläinen 2002, gain 2^grade - 1) and recall@10 over the records that answer a
query, on the shipped demo. The ranking was made looking at every other query of each group; what is
held out says whether it holds for queries that nobody looked at.
"""

import math
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.contrib.auth.models import AnonymousUser

from search.finding import find

JUDGED = Path(__file__).with_name("judged.yaml")
AT = 10
WELL, IN_EVERY_GROUP = 0.85, 0.75  # nDCG@10, all together and group by group


@dataclass(frozen=True)
class Judged:
    """grades   2 for what answers the query, 1 for what answers it in part"""

    group: str
    text: str
    grades: dict[str, int]
    is_held_out: bool


@dataclass(frozen=True)
class Marks:
    ndcg: float
    recall: float
    found: list[str]


def judged() -> list[Judged]:
    told = yaml.safe_load(JUDGED.read_text(encoding="utf-8"))
    return [
        Judged(group, str(text), _grades(records), is_held_out=bool(place % 2))
        for group, queries in told.items()
        for place, (text, *records) in enumerate(queries)
    ]


def _grades(records: list[str]) -> dict[str, int]:
    whole = records.index("~") if "~" in records else len(records)
    return {name: 2 if place < whole else 1 for place, name in enumerate(records) if name != "~"}


def marks(query: Judged) -> Marks:
    found = [hit.name for hit in find(query.text, AnonymousUser(), {}).hits[:AT]]
    best = sorted(query.grades.values(), reverse=True)[:AT]
    ndcg = _gain([query.grades.get(name, 0) for name in found]) / _gain(best)
    wanted = [name for name, grade in query.grades.items() if grade == 2]
    return Marks(ndcg, sum(name in found for name in wanted) / min(len(wanted), AT), found)


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def mean(told: list[Marks], what: str) -> float:
    return sum(getattr(one, what) for one in told) / len(told)


def by_group() -> dict[str, list[tuple[Judged, Marks]]]:
    groups: dict[str, list[tuple[Judged, Marks]]] = {}
    for query in judged():
        groups.setdefault(query.group, []).append((query, marks(query)))
    return groups


def report(groups: dict[str, list[tuple[Judged, Marks]]]) -> bool:
    """Print it, and what was missed of the queries tuned on. Returns whether it is good enough."""
    everything = [pair for pairs in groups.values() for pair in pairs]
    is_good = True
    print(f"{'':16} {'queries':>7} {'nDCG@10':>8} {'recall@10':>9} {'tuned on':>9} {'held out':>9}")
    for name, pairs in {**groups, "all": everything}.items():
        told = [each for _query, each in pairs]
        seen = [each for query, each in pairs if not query.is_held_out]
        unseen = [each for query, each in pairs if query.is_held_out]
        ndcg = mean(told, "ndcg")
        is_good &= ndcg >= (WELL if name == "all" else IN_EVERY_GROUP)
        print(
            f"{name:16} {len(pairs):7} {ndcg:8.3f} {mean(told, 'recall'):9.3f}"
            f" {mean(seen, 'ndcg'):9.3f} {mean(unseen, 'ndcg'):9.3f}"
        )
    for query, each in everything:
        if each.ndcg < IN_EVERY_GROUP and not query.is_held_out:
            print(f"\n{query.group}: {query.text}  {each.ndcg:.2f}")
            for name in each.found:
                print(f"   {query.grades.get(name, 0)} {name}")
            print("   missing:", ", ".join(name for name in query.grades if name not in each.found))
    return is_good
