"""Has anything changed since this was last made?"""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path], *words: object) -> str:
    """One short text for the names and contents of all files (folders count with all below them)."""
    state = hashlib.sha256(repr(words).encode())
    for file in sorted(_each_file(files)):
        content = file.read_bytes()
        state.update(f"{file}\0{len(content)}\0".encode())
        state.update(content)
    return state.hexdigest()


def _each_file(files: Iterable[Path]) -> Iterable[Path]:
    for file in files:
        if file.is_dir():
            yield from (
                inner for inner in file.rglob("*") if inner.is_file() and "__pycache__" not in inner.parts
            )
        elif file.exists():
            yield file


def is_fresh(stamp: Path, state: str) -> bool:
    return stamp.is_file() and stamp.read_text() == state


def mark(stamp: Path, state: str) -> None:
    stamp.write_text(state)
