"""One child process: started so that it cannot outlive us, watched, stopped."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .words import CannotStart

PR_SET_PDEATHSIG = 1
BIGGEST_LOG = 2_000_000  # bytes; kept once more as .log.1
MARK = "PARKWAY_INSTANCE"  # in the environment of every child: the data folder it belongs to
on_linux = sys.platform == "linux"
libc = ctypes.CDLL(None, use_errno=True)


@dataclass
class Child:
    """A server or worker, in a process group of its own, so that Ctrl-C reaches only us.

    is_ready        asked until it says yes, before anything that needs this child is started
    stop_signal     what it takes for "finish and go"; also sent by the kernel when we die
    """

    name: str
    command: Sequence[str | Path]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    is_ready: Callable[[], bool] = lambda: True
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10.0  # seconds it is given to stop
    pass_fds: Sequence[int] = ()
    user: int | None = None
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0

    def start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > BIGGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [os.fspath(part) for part in self.command],
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=self.pass_fds,
                user=self.user,
                extra_groups=None if self.user is None else [],
                preexec_fn=_dies_with_us(self.stop_signal) if on_linux else None,
            )
        self.started_at = time.monotonic()

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return None if self.process is None else self.process.poll()

    def wait_until_ready(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.is_ready():
            if self.exit_code is not None:
                raise CannotStart(
                    f"{self.name} ended with {self.exit_code}. Its last words:\n\n{self.last_words()}"
                )
            if time.monotonic() > until:
                raise CannotStart(
                    f"{self.name} is not ready after {seconds:.0f} s. Its last words:\n\n{self.last_words()}"
                )
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask it to go, then make it go, with all that it started."""
        if self.process is None:
            return
        if self.exit_code is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(self.patience)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.bury()

    def bury(self) -> None:
        """End what a dead child has left in its group."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def last_words(self, lines: int = 15) -> str:
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 20_000))
            return "\n".join(log.read().decode(errors="replace").splitlines()[-lines:])


def _dies_with_us(death_signal: signal.Signals) -> Callable[[], None]:
    parent = os.getpid()

    def prepare() -> None:
        libc.prctl(PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:  # we died before the line above
            os._exit(1)

    return prepare


def die_with_parent() -> None:
    """When `make` is killed, so are we; and with us our children."""
    if on_linux:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def end_leftovers(home: Path, patience: float = 5.0) -> None:
    """End what a killed start-up program left of the instance in this data folder.

    Only who holds the folder may ask: nobody else's processes carry its mark then.
    """
    until = time.monotonic() + patience
    while left := _marked(home):
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM if time.monotonic() < until else signal.SIGKILL)
        time.sleep(0.1)


def _marked(home: Path) -> list[int]:
    mark = f"{MARK}={home}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            is_ours = mark in (folder / "environ").read_bytes().split(b"\0")
            is_zombie = b") Z " in (folder / "stat").read_bytes()
        except OSError:  # gone, or another user's
            continue
        if is_ours and not is_zombie and int(folder.name) != os.getpid():
            found.append(int(folder.name))
    return found
