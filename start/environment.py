"""The environment `.venv`: made, filled from a locked file, and entered."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from .places import ROOT, VENV, only_one_builds
from .stamps import digest, is_fresh, mark
from .words import CannotStart, step

UV = "uv==0.13.9"
PYTHON = str(VENV / "bin" / "python")


def enter(requirements: str) -> None:
    """Go on inside `.venv` with these requirements ("local" or "dev") installed.

    Returns at once where that is so already; else the program starts again, inside.
    """
    lock = ROOT / f"requirements-{requirements}.txt"
    with only_one_builds():
        if not _works():
            with step("Python environment .venv"):
                _make()
        state = digest([lock], sys.version_info[:2])
        stamp = VENV / f".{lock.name}.installed"
        if not is_fresh(stamp, state):
            with step(f"Python packages of {lock.name}"):
                _install(lock)
            mark(stamp, state)
    if Path(sys.prefix).resolve() != VENV.resolve():
        os.chdir(ROOT)
        os.execv(PYTHON, [PYTHON, "-m", "start", *sys.argv[1:]])  # noqa: S606 - a path of our own


def _works() -> bool:
    """Is there an environment, of a Python that is still installed and of the version we run?"""
    if not Path(PYTHON).exists():
        return False
    ask = [PYTHON, "-c", "import pip, sys; print(sys.version_info[:2])"]
    answer = subprocess.run(ask, capture_output=True, text=True)
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    return answer.returncode == 0 and (inside or answer.stdout.strip() == str(sys.version_info[:2]))


def _make() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        import ensurepip  # noqa: F401 - only asks whether it is there
    except ImportError:
        raise CannotStart(
            f"This Python ({sys.executable}) cannot make environments: its `ensurepip` is missing.\n"
            "On Debian and Ubuntu: apt-get install python3-venv"
        ) from None
    venv.create(VENV, with_pip=True, symlinks=True)


def _install(lock: Path) -> None:
    """With uv, which is quick; with pip where uv cannot be had or cannot reach the packages."""
    quiet = ["--quiet", "--disable-pip-version-check"]
    pip = [PYTHON, "-m", "pip", "install", *quiet]
    uv = [str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--system-certs", "--python", PYTHON]
    ways = [
        [[*pip, UV], [*uv, "--require-hashes", "-r", str(lock)]],
        [[*pip, "--require-hashes", "-r", str(lock)]],
    ]
    errors = ""
    for commands in ways:
        results = []
        for command in commands:
            results.append(subprocess.run(command, capture_output=True, text=True))
            if results[-1].returncode:
                break
        else:
            return
        errors += results[-1].stderr
    raise CannotStart(f"The packages of {lock.name} could not be installed:\n\n{errors.strip()}")
