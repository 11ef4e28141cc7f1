"""How long a request waits for a server that it can do without, and when it does not ask at all."""

import time

PATIENCE = 0.7  # seconds for one step: to connect, and to be answered
REST = 10.0  # seconds


class Rest:
    """Lets a process leave a server alone for a while after it did not answer; then somebody tries again.

    Without it each of many questions to a host that has gone would wait as long as the first.
    """

    def __init__(self, seconds: float = REST):
        self.seconds = seconds
        self._ends = 0.0

    def begin(self) -> None:
        self._ends = time.monotonic() + self.seconds

    def end(self) -> None:
        self._ends = 0.0

    def __bool__(self) -> bool:
        return time.monotonic() < self._ends
