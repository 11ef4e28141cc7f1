"""Keeps a few children running, in the order in which they need each other."""

import signal
import threading
import time
from types import TracebackType
from typing import Self

from .processes import Child
from .words import CannotStart, say

STEADY = 60.0  # seconds; who has run that long has recovered
LONGEST_PAUSE = 10.0  # seconds
MOST_FAILURES = 5
LOOK_EVERY = 0.2  # seconds


class Supervisor:
    """A context: whatever happens inside, all children are stopped at its end, the last one first."""

    def __init__(self) -> None:
        self.children: list[Child] = []
        self.asked_to_stop = threading.Event()
        self._failures: dict[str, int] = {}
        self._again_at: dict[str, float] = {}

    def __enter__(self) -> Self:
        self._handlers = {
            number: signal.signal(number, self._on_signal)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for number in self._handlers:
            signal.signal(number, signal.SIG_IGN)  # stopping takes seconds; a second Ctrl-C changes nothing
        for child in reversed(self.children):
            child.stop()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def _on_signal(self, number: int, frame: object) -> None:
        if self.asked_to_stop.is_set():
            return
        self.asked_to_stop.set()
        raise KeyboardInterrupt

    def start(self, child: Child, seconds: float = 60.0) -> Child:
        """Start it and wait until it is ready; raises CannotStart with its last words."""
        self.children.append(child)
        child.start()
        child.wait_until_ready(seconds)
        return child

    def watch(self) -> None:
        """Restart who dies, later each time; raises CannotStart when one of them keeps dying.

        Ends by KeyboardInterrupt, from Ctrl-C, SIGTERM or SIGHUP.
        """
        while True:
            for child in self.children:
                self._look_after(child)
            time.sleep(LOOK_EVERY)

    def _look_after(self, child: Child) -> None:
        name = child.name
        if child.exit_code is None:
            if self._failures.get(name) and time.monotonic() - child.started_at > STEADY:
                self._failures[name] = 0
        elif name not in self._again_at:
            child.bury()
            failures = self._failures[name] = self._failures.get(name, 0) + 1
            if failures >= MOST_FAILURES:
                raise CannotStart(
                    f"{name} has ended {failures} times, the last time with {child.exit_code}. "
                    f"Its last words, from {child.log}:\n\n{child.last_words()}"
                )
            pause = min(0.5 * 2 ** (failures - 1), LONGEST_PAUSE)
            say(f"  {name} ended with {child.exit_code}; started again in {pause:.1f} s (log: {child.log}).")
            self._again_at[name] = time.monotonic() + pause
        elif time.monotonic() >= self._again_at[name]:
            del self._again_at[name]
            child.start()
