"""A request ends when its time is up, however slowly the other side sends what it sends."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

from .errors import Failed


class Deadline:
    """The moment by which all of a request is over, from the first name to the last redirect's body."""

    def __init__(self, seconds: float):
        self._at = time.monotonic() + seconds
        self.is_over = False

    def left(self) -> float:
        """Seconds. Raises Failed when there are none."""
        left = self._at - time.monotonic()
        if left <= 0 or self.is_over:
            raise Failed("deadline")
        return left

    def run(self, question: Callable[[], list[str]]) -> list[str]:
        """The answer of a function that knows no deadline; nobody waits for it longer than this one."""
        answers: list[list[str]] = []
        failures: list[Exception] = []

        def ask() -> None:
            try:
                answers.append(question())
            except Exception as failure:
                failures.append(failure)

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(self.left())
        if failures:
            raise failures[0]
        if not answers:
            raise Failed("deadline", "while a name was looked up")
        return answers[0]

    @contextlib.contextmanager
    def over(self, connected: socket.socket) -> Iterator[None]:
        """Within, the connection is cut when the time is up: by a twin, for TLS takes the first one away."""
        twin = connected.dup()
        lock = threading.Lock()

        def cut() -> None:
            with lock, contextlib.suppress(OSError):
                self.is_over = True
                twin.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(max(self._at - time.monotonic(), 0), cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with lock:
                twin.close()
