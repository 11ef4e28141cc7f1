"""The whole portal, started as `make run` starts it: servers, demo data, worker and web."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from start.places import ROOT
from start.processes import MARK

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="counts processes in /proc"),
]
PATIENCE = 240  # seconds; the machine may be busy with other things


class Instance:
    """One `make run` with a data folder of its own."""

    def __init__(self, home: Path):
        self.home = home
        self.output = home.parent / f"{home.name}.out"

    def start(self):
        kept = {
            name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TMPDIR", "LANG")
        }
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "start", "run"],
                cwd=ROOT,
                env={**kept, "PARKWAY_HOME": str(self.home)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        return self

    def wait_until_it_runs(self):
        until(lambda: "Parkway runs." in self.text and "Password" in self.text, self)
        self.url = re.search(r"Portal +(http://\S+)", self.text)[1]

    @property
    def text(self):
        return self.output.read_text()

    def answers(self):
        try:
            with urllib.request.urlopen(f"{self.url}readyz", timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def processes(self):
        """{pid: command} of all that this instance has started."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if f"{MARK}={self.home}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
        return found

    def pid_of(self, program):
        return min(pid for pid, command in self.processes().items() if program in command)

    def kill(self, program):
        os.kill(self.pid_of(program), signal.SIGKILL)


def until(condition, instance):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert instance.process.poll() is None, instance.text
        assert time.monotonic() < end, instance.text
        time.sleep(0.2)


@pytest.fixture
def two_instances(tmp_path):
    both = [Instance(tmp_path / name) for name in ("first", "second")]
    yield both
    for instance in both:
        if instance.process.poll() is None:
            instance.process.terminate()
            instance.process.wait(60)


def test_two_instances_run_side_by_side_and_survive_what_is_done_to_them(two_instances):
    first, second = two_instances
    for instance in two_instances:
        instance.start()
    for instance in two_instances:
        instance.wait_until_it_runs()
    assert first.url != second.url
    assert first.answers() == second.answers() == 200
    assert (first.home / "secret-key").read_text() != (second.home / "secret-key").read_text()
    assert "curator@" in first.text

    # A second program for the same folder says where the first one runs, and leaves it alone.
    again = Instance(first.home)
    again.output = first.home.parent / "again.out"
    again.start().process.wait(PATIENCE)
    assert again.process.returncode == 1
    assert first.url in again.text

    for program in ("valkey-server", "bin/postgres"):
        first.kill(program)
        until(
            lambda name=program: f"{name.rpartition('/')[2].split('-')[0]} ended with -9" in first.text, first
        )
        until(lambda: first.answers() == 200, first)
    assert second.answers() == 200

    # Killed itself, it leaves nothing that hinders the next start: not even a lock whose number somebody has.
    sockets = re.search(r"unix_socket_directories=(\S+)", " ".join(first.processes().values()))[1]
    first.process.kill()
    first.process.wait()
    while first.processes():  # they end by themselves, and take their locks with them
        time.sleep(0.2)
    (Path(sockets) / ".s.PGSQL.5432.lock").write_text(f"{second.pid_of('bin/postgres')}\n")
    first.start()
    first.wait_until_it_runs()
    assert first.answers() == 200

    for instance in two_instances:
        instance.process.send_signal(signal.SIGINT)
    for instance in two_instances:
        assert instance.process.wait(60) == 0
        assert instance.text.endswith("Parkway has stopped.\n")
        assert instance.processes() == {}
