"""`python -m start COMMAND [ARGUMENTS]`; the Makefile says what each command is for."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping

from .words import CannotStart, give_up, say

OLDEST_PYTHON = (3, 11)


def main(command: str = "", *arguments: str) -> int:
    from . import environment, processes

    if "MAKELEVEL" in os.environ:
        processes.die_with_parent()
    if command in FOR_USERS:
        environment.enter("local")
    elif command in FOR_BUILDERS:
        environment.enter("dev")
    else:
        say(f"Usage: python -m start COMMAND, one of {', '.join([*FOR_USERS, *FOR_BUILDERS])}")
        return 2
    return {**FOR_USERS, **FOR_BUILDERS}[command](*arguments) or 0


def run() -> None:
    from .run import run

    run()


def dev() -> None:
    from .run import run

    run(is_dev=True)


def stop() -> None:
    from .run import stop

    stop()


def assets() -> None:
    from .assets import build

    build()


def messages() -> None:
    from .messages import compile_all

    compile_all()


def manage(*arguments: str) -> int:
    """A Django command on the database of the instance in PARKWAY_HOME, whether it runs or not."""
    from .places import Home
    from .servers import of_instance

    with of_instance(Home.of_environment()) as variables:
        return _call(sys.executable, "manage.py", *arguments, variables=variables)


def test(*arguments: str) -> int:
    from .suite import everything

    return everything(arguments)


def test_fast(*arguments: str) -> int:
    from .suite import fast

    return fast(arguments)


def lint() -> int:
    from .suite import lint

    return lint()


def types() -> int:
    from .suite import types

    return types()


def browser() -> int:
    from .browser import ensure

    return 0 if ensure() else 1


def with_servers(*command: str) -> int:
    """Any program, on servers of its own that are gone when it ends."""
    from .servers import for_tests

    with for_tests() as variables:
        return _call(*command, variables=variables)


def install() -> None:
    """Nothing more than the environment."""


def _call(*command: str, variables: Mapping[str, str]) -> int:
    from .places import ROOT

    return subprocess.run(command, env={**os.environ, **variables}, cwd=ROOT).returncode


Command = Callable[..., int | None]
FOR_USERS: dict[str, Command] = {
    "run": run,
    "dev": dev,
    "stop": stop,
    "assets": assets,
    "messages": messages,
    "manage": manage,
}
FOR_BUILDERS: dict[str, Command] = {
    "install": install,
    "test": test,
    "test-fast": test_fast,
    "lint": lint,
    "types": types,
    "browser": browser,
    "with-servers": with_servers,
}

if __name__ == "__main__":
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"Parkway needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable}).")
    try:
        sys.exit(main(*sys.argv[1:]))
    except CannotStart as reason:
        give_up(reason)
    except KeyboardInterrupt:
        sys.exit(130)
