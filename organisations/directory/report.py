"""What a load came to, for who reads it on a terminal."""

from collections.abc import Iterator

from organisations.models import DirectoryLoad

SHOWN = 40


def lines(load: DirectoryLoad) -> Iterator[str]:
    for way, times in sorted(load.counts.items()):
        if way != "doubts":
            yield f"{way:30} {times:8,}"
    for reason, times in sorted(load.counts["doubts"].items()):
        yield f"doubtful: {reason:20} {times:8,}"
    for code, name, reason, value in load.doubtful[:SHOWN]:
        yield f"  {reason:18} {code} {name or '–'}: {value}"
    if len(load.doubtful) > SHOWN:
        yield f"  … {len(load.doubtful) - SHOWN:,} more, all of them with the load on the curators' desk"
