"""How well duplicates are told, by pairs that people judged: `make eval-duplicates`.

The rules were made looking at the first half only, every other pair of each kind; the second half says
whether they hold for names that nobody looked at.
"""

import csv
import sys
from dataclasses import dataclass
from pathlib import Path

from curation.naming.cards import ASKED, Card
from curation.naming.likeness import compare_bodies

PAIRS = Path(__file__).with_name("duplicate_pairs.csv")


@dataclass
class Marks:
    precision: float
    recall: float
    missed: list[str]
    mistaken: list[str]


def halves() -> tuple[list[dict], list[dict]]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    same = [row for row in rows if row["same"] == "1"]
    other = [row for row in rows if row["same"] == "0"]
    return same[::2] + other[::2], same[1::2] + other[1::2]


def marks(rows: list[dict]) -> Marks:
    missed, mistaken, right = [], [], 0
    for row in rows:
        one = Card(record="1", names=(row["name"],), country=row["country"])
        other = Card(record="2", names=(row["other"],), country=row["other_country"])
        verdict = compare_bodies(one, other)
        told = f"{row['name']} / {row['other']}: {verdict.score:.2f} {', '.join(verdict.reasons)}"
        is_asked, is_same = verdict.score >= ASKED, row["same"] == "1"
        right += is_asked and is_same
        if is_same and not is_asked:
            missed.append(told)
        if is_asked and not is_same:
            mistaken.append(told)
    return Marks(right / (right + len(mistaken)), right / (right + len(missed)), missed, mistaken)


def main() -> int:
    for name, rows in zip(("tuned on", "held out"), halves(), strict=True):
        found = marks(rows)
        print(f"{name}: {len(rows)} pairs, precision {found.precision:.3f}, recall {found.recall:.3f}")
        if name == "tuned on" or "--all" in sys.argv:
            for label, pairs in (("missed", found.missed), ("mistaken", found.mistaken)):
                for pair in pairs:
                    print(f"  {label}: {pair}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
