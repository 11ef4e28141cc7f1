"""`python -m start COMMAND [ARGUMENTS]`; the Makefile says what each command is for."""

import os
import sys
from collections.abc import Callable
from functools import partial

from . import assets, browser, environment, messages, processes, run, servers, suite
from .words import CannotStart, give_up, say

Command = Callable[..., int | None]
FOR_USERS: dict[str, Command] = {
    "run": run.run,
    "dev": partial(run.run, is_dev=True),
    "stop": run.stop,
    "manage": servers.manage,
    "assets": assets.build,
    "messages": messages.compile_all,
}
FOR_BUILDERS: dict[str, Command] = {
    "install": lambda: None,
    "test": suite.everything,
    "test-fast": suite.fast,
    "lint": suite.lint,
    "types": suite.types,
    "browser": browser.install,
    "with-servers": servers.with_servers,
}


def main(name: str = "", *arguments: str) -> int:
    """Enter the environment that the command needs, and do it; returns the exit code."""
    if name not in FOR_USERS | FOR_BUILDERS:
        say(f"Usage: python -m start COMMAND, one of {', '.join(FOR_USERS | FOR_BUILDERS)}")
        return 2
    if "MAKELEVEL" in os.environ:
        processes.die_with_parent()
    environment.enter("local" if name in FOR_USERS else "dev")
    return (FOR_USERS | FOR_BUILDERS)[name](*arguments) or 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except CannotStart as reason:
        give_up(reason)
    except KeyboardInterrupt:
        sys.exit(130)
