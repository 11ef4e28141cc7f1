"""`python -m start COMMAND`; the Makefile says what each command is for."""

import argparse
import os
import subprocess
import sys

from .words import CannotStart, give_up

OLDEST_PYTHON = (3, 11)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m start", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in {
        "install": "make .venv with what tests need",
        "run": "run the portal until Ctrl-C",
        "dev": "the same with debug pages, restarted when code changes",
        "stop": "stop the portal that runs with this data folder",
        "assets": "build the style sheets and scripts",
        "messages": "compile the translations",
        "lint": "ruff and djlint",
        "types": "mypy",
        "browser": "install Chromium and Chinese fonts for browser tests",
    }.items():
        commands.add_parser(name, help=text)
    for name, text in {
        "test": "every check; arguments go to pytest",
        "test-fast": "ruff and the quick tests; arguments go to pytest",
        "manage": "a Django command on the instance's database",
        "with-servers": "any program, on throw-away servers",
    }.items():
        commands.add_parser(name, help=text, prefix_chars="\0").add_argument("arguments", nargs="*")
    chosen = parser.parse_args()
    if "MAKELEVEL" in os.environ:
        from .processes import die_with_parent

        die_with_parent()
    return _do(chosen.command, getattr(chosen, "arguments", []))


def _do(command: str, arguments: list[str]) -> int:
    from . import environment

    needs_tools = command in ("install", "test", "test-fast", "lint", "types", "browser", "with-servers")
    environment.enter("dev" if needs_tools else "local")

    from . import assets, browser, messages, run, servers, suite
    from .places import ROOT, Home

    match command:
        case "run" | "dev":
            run.run(is_dev=command == "dev")
        case "stop":
            run.stop()
        case "assets":
            assets.build()
        case "messages":
            messages.compile_all()
        case "lint":
            return suite.lint()
        case "types":
            return suite.types()
        case "browser":
            return 0 if browser.ensure() else 1
        case "test":
            return suite.everything(arguments)
        case "test-fast":
            return suite.fast(arguments)
        case "manage":
            with servers.of_instance(Home.of_environment()) as variables:
                return _call([sys.executable, "manage.py", *arguments], variables, ROOT)
        case "with-servers":
            with servers.for_tests() as variables:
                return _call(arguments, variables, ROOT)
    return 0


def _call(command: list[str], variables: dict[str, str], folder: object) -> int:
    return subprocess.run(command, env={**os.environ, **variables}, cwd=str(folder)).returncode


if __name__ == "__main__":
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"Parkway needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable}).")
    try:
        sys.exit(main())
    except CannotStart as reason:
        give_up(reason)
    except KeyboardInterrupt:
        sys.exit(130)
