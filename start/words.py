"""What the start-up says, and how it gives up."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


class CannotStart(Exception):
    """The message tells a person what is wrong and what to do; no traceback is shown."""


def say(text: str = "") -> None:
    print(text, flush=True)


def give_up(reason: object) -> NoReturn:
    print(f"\n{reason}", file=sys.stderr, flush=True)
    raise SystemExit(1)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    print(f"  {title} … ", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print("no", flush=True)
        raise
    print(f"{time.monotonic() - began:.1f} s", flush=True)
