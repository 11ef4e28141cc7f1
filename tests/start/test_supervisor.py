"""The supervisor with real but cheap children."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from start import supervisor as supervision
from start.places import ROOT
from start.processes import MARK, Child, end_leftovers
from start.supervisor import Supervisor
from start.words import CannotStart

SLEEPER = "import time; print('hello', flush=True); time.sleep(60)"


def child(tmp_path, name="one", program=SLEEPER, **options):
    return Child(name, [sys.executable, "-c", program], tmp_path / f"{name}.log", **options)


def lives(pid):
    try:
        return b") Z " not in Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False


def until(condition, seconds=10.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.05)


def watch_until(supervisor, condition, seconds=10.0):
    """Watch as `make run` does, until something holds; then as if Ctrl-C had been pressed."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        for one in supervisor.children:
            supervisor._look_after(one)
        time.sleep(0.02)


def test_children_stop_in_the_opposite_order_of_their_start(tmp_path):
    program = textwrap.dedent("""
        import pathlib, signal, sys, time
        folder = pathlib.Path(sys.argv[1])
        def go(*_):
            with (folder / "order").open("a") as order: order.write(sys.argv[2] + " ")
            sys.exit(0)
        signal.signal(signal.SIGTERM, go)
        (folder / sys.argv[2]).touch()
        time.sleep(60)
    """)
    with Supervisor() as supervisor:
        for name in ("database", "worker", "web"):
            one = child(tmp_path, name, program, is_ready=(tmp_path / name).exists)
            one.command = [*one.command, str(tmp_path), name]
            supervisor.start(one)
    assert (tmp_path / "order").read_text().split() == ["web", "worker", "database"]


def test_a_child_that_is_killed_is_started_again(tmp_path):
    with Supervisor() as supervisor:
        one = supervisor.start(child(tmp_path))
        first = one.process.pid
        os.kill(first, signal.SIGKILL)
        watch_until(supervisor, lambda: one.exit_code is None and one.process.pid != first)
        assert lives(one.process.pid)


@pytest.mark.slow
def test_a_child_that_keeps_dying_ends_all_and_leaves_its_last_words(tmp_path, monkeypatch):
    monkeypatch.setattr(supervision, "LONGEST_PAUSE", 0.01)
    with pytest.raises(CannotStart) as refusal, Supervisor() as supervisor:
        steady = supervisor.start(child(tmp_path, "steady"))
        supervisor.start(child(tmp_path, "weak", "import sys; sys.exit('out of paper')"))
        supervisor.watch()
    assert "weak has ended 5 times" in str(refusal.value)
    assert "out of paper" in str(refusal.value)
    assert not lives(steady.process.pid)


def test_who_dies_before_being_ready_stops_the_start_with_its_last_words(tmp_path):
    early = child(tmp_path, program="import sys; sys.exit('no such file')", is_ready=lambda: False)
    with pytest.raises(CannotStart, match="no such file"), Supervisor() as supervisor:
        supervisor.start(early)


def test_who_never_becomes_ready_is_stopped(tmp_path):
    slow = child(tmp_path, is_ready=lambda: False)
    with pytest.raises(CannotStart, match="not ready after"), Supervisor() as supervisor:
        supervisor.start(slow, seconds=0.3)
    assert not lives(slow.process.pid)


def test_a_child_deaf_to_signals_is_killed_with_its_own_children(tmp_path):
    program = textwrap.dedent("""
        import signal, subprocess, sys, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        inner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        print(inner.pid, flush=True)
        time.sleep(60)
    """)
    deaf = child(tmp_path, program=program, patience=0.2)
    deaf.is_ready = lambda: deaf.log.read_text().strip() != ""
    with Supervisor() as supervisor:
        supervisor.start(deaf)
        inner = int(deaf.log.read_text())
        assert lives(inner)
    until(lambda: not lives(inner) and not lives(deaf.process.pid))


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's death signal is Linux's own")
def test_children_die_with_a_supervisor_that_is_killed(tmp_path):
    program = textwrap.dedent(f"""
        import sys, time
        from pathlib import Path
        from start.processes import Child
        from start.supervisor import Supervisor
        with Supervisor() as supervisor:
            one = supervisor.start(Child("one", [sys.executable, "-c", {SLEEPER!r}], Path(sys.argv[1])))
            print(one.process.pid, flush=True)
            supervisor.watch()
    """)
    command = [sys.executable, "-c", program, str(tmp_path / "one.log")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as killed:
        pid = int(killed.stdout.readline())
        assert lives(pid)
        killed.kill()
    until(lambda: not lives(pid))


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_leftovers_are_ended_by_the_data_folder_they_belong_to(tmp_path):
    ours, others = tmp_path / "ours", tmp_path / "others"
    left = [
        subprocess.Popen([sys.executable, "-c", SLEEPER], env={MARK: str(home)}, stdout=subprocess.DEVNULL)
        for home in (ours, others)
    ]
    try:
        time.sleep(0.2)
        end_leftovers(ours)
        assert left[0].wait(5) == -signal.SIGTERM
        assert left[1].poll() is None
    finally:
        for process in left:
            process.kill()
            process.wait()


def test_a_log_that_has_grown_too_big_is_kept_once_and_begun_anew(tmp_path):
    one = child(tmp_path)
    one.log.write_bytes(b"x" * 2_000_001)
    one.start()
    try:
        until(lambda: one.log.read_text() == "hello\n")
    finally:
        one.stop()
    assert (tmp_path / "one.log.1").stat().st_size == 2_000_001
