"""`make test`: every check one after the other, on servers of its own; the last words are pytest's."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from . import assets, browser, messages, servers
from .places import ROOT
from .words import say

PYTHON = sys.executable
MANAGE = [PYTHON, "manage.py"]
IN_PRODUCTION = {"PARKWAY_DEBUG": "0", "PARKWAY_HTTPS": "1", "ALLOWED_HOSTS": "parkway.example"}


@dataclass
class Check:
    """One program that must end with 0.

    is_telling   what it writes is shown as it comes; else only when it fails
    """

    name: str
    command: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)
    is_telling: bool = False


LINT = [
    Check("ruff check", [PYTHON, "-m", "ruff", "check", "."]),
    Check("ruff format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
    Check("djlint", [PYTHON, "-m", "djlint", "--lint", "--quiet", "templates"]),
]
TYPES = [Check("mypy", [PYTHON, "-m", "mypy", "."])]
RULES = [
    Check(
        "import rules",
        [PYTHON, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    ),
    Check("migrations are complete", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
    Check("deployment check", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], IN_PRODUCTION),
    Check("API description", [*MANAGE, "spectacular", "--validate", "--fail-on-warn", "--file", os.devnull]),
]


def everything(*arguments: str) -> int:
    chromium = browser.ensure()
    assets.build()
    messages.compile_all()
    with servers.for_tests() as environment:
        return _run([*LINT, *TYPES, *RULES, _pytest(arguments, chromium)], environment)


def fast(*arguments: str) -> int:
    """The inner loop: no browser, nothing slow."""
    messages.compile_all()
    with servers.for_tests(kept=ROOT / ".parkway-test") as environment:
        chosen = ["-m", "not browser and not slow", *arguments]
        return _run([LINT[0], _pytest(chosen, chromium=None)], environment)


def lint() -> int:
    return _run(LINT, {})


def types() -> int:
    with servers.for_tests() as environment:
        return _run(TYPES, environment)


def _pytest(arguments: Sequence[str], chromium: str | None) -> Check:
    plugin = [] if chromium else ["-p", "start.without_browser"]
    # The tests of one file share what they prepare; more workers than cores only prepare it more often.
    workers = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"]
    workers.append("--no-loadscope-reorder")  # tests/conftest.py knows better than the number of tests
    command = [PYTHON, "-m", "pytest", *workers, *plugin, *arguments]
    return Check("pytest", command, {"CHROMIUM": chromium} if chromium else {}, is_telling=True)


def _run(checks: Sequence[Check], environment: dict[str, str]) -> int:
    """Run all, whatever fails; returns how many failed."""
    failed, closing = [], ""
    for check in checks:
        began = time.monotonic()
        code, output = _run_one(check, environment)
        seconds = time.monotonic() - began
        if code:
            failed.append(f"{check.name} (exit code {code})")
            if not check.is_telling:
                say(output.rstrip())
        say(f"{'FAILED' if code else 'ok':<7}{check.name}  ({seconds:.1f} s)")
        if check.name == "pytest":
            closing = next((line for line in reversed(output.splitlines()) if line.strip()), "")
    if failed:
        say(f"\nFailed: {', '.join(failed)}")
    if closing:
        say(closing)
    return len(failed)


def _run_one(check: Check, environment: dict[str, str]) -> tuple[int, str]:
    if check.is_telling:
        say(f"\n{check.name}")
    process = subprocess.Popen(
        check.command,
        cwd=ROOT,
        env={**os.environ, **environment, **check.environment, "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    assert process.stdout is not None
    lines = []
    try:
        for line in process.stdout:
            lines.append(line)
            if check.is_telling:
                print(line, end="", flush=True)
    except BaseException:
        process.terminate()
        raise
    return process.wait(), "".join(lines)
