"""The servers that a command needs: those of the environment, or our own."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .places import ROOT, Home
from .postgres import Cluster
from .processes import MARK
from .supervisor import Supervisor
from .valkey import Valkey


def manage(*arguments: str) -> int:
    """A Django command on the database of the instance in PARKWAY_HOME, whether it runs or not."""
    with of_instance(Home.of_environment()) as environment:
        return _call([sys.executable, "manage.py", *arguments], environment)


def with_servers(*command: str) -> int:
    """Any program, on servers of its own that are gone when it ends."""
    with for_tests() as environment:
        return _call(command, environment)


def _call(command: Sequence[str], environment: dict[str, str]) -> int:
    return subprocess.run(command, env={**os.environ, **environment}, cwd=ROOT).returncode


def start_missing(
    supervisor: Supervisor, folder: Path, sockets: Path, log: Path, is_throwaway: bool = False
) -> dict[str, str]:
    """Start what neither DATABASE_URL nor REDIS_URL names; returns both, for the portal's environment."""
    urls = {name: os.environ.get(name, "") for name in ("DATABASE_URL", "REDIS_URL")}
    started = []
    if not urls["DATABASE_URL"]:
        cluster = Cluster(folder, sockets, is_throwaway)
        started.append(cluster.server(log / "postgres.log"))
        urls["DATABASE_URL"] = cluster.url
    if not urls["REDIS_URL"]:
        valkey = Valkey(folder, sockets, is_throwaway)
        started.append(valkey.server(log / "valkey.log"))
        urls["REDIS_URL"] = valkey.url
    for child in started:
        child.environment = {MARK: str(folder)}
        supervisor.start(child)
        if child.name == "postgres":
            cluster.ensure_database()
    return urls


@contextmanager
def of_instance(home: Home) -> Iterator[dict[str, str]]:
    """The environment of the instance in this data folder: of the one that runs, or with servers for now."""
    if home.hold():
        with Supervisor() as supervisor:
            yield of_portal(home, start_missing(supervisor, home.path, home.sockets(), home.log))
    else:
        told = home.told()
        yield of_portal(home, {name: told.get(name, "") for name in ("DATABASE_URL", "REDIS_URL")})


def of_portal(home: Home, urls: dict[str, str]) -> dict[str, str]:
    """The environment in which the portal runs on one machine."""
    return {
        **urls,
        "PARKWAY_HOME": str(home.path),
        "PARKWAY_LOCAL": "1",
        "SECRET_KEY": os.environ.get("SECRET_KEY") or home.secret_key(),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def for_tests(kept: Path | None = None) -> Iterator[dict[str, str]]:
    """Quick and careless servers, gone with all they held at the end.

    kept   a folder in which they stay for the next time: its migrated databases are then at hand
    """
    folder = Path(tempfile.mkdtemp(prefix="parkway-test-"))
    home = Home(kept) if kept else None
    data = home.path if home and home.hold() else folder
    given = {name: os.environ.pop(name, None) for name in ("DATABASE_URL", "REDIS_URL")}
    try:
        (folder / "static").mkdir()  # WhiteNoise warns where there is none
        with Supervisor() as supervisor:
            urls = start_missing(supervisor, data, folder, folder, is_throwaway=True)
            yield {
                **urls,
                "PARKWAY_HOME": str(folder),
                "PARKWAY_DEBUG": "1",
                "PARKWAY_LOCAL": "0",
                "SECRET_KEY": secrets.token_urlsafe(64),
                "DJANGO_SETTINGS_MODULE": "portal.settings",
            }
    finally:
        os.environ.update({name: value for name, value in given.items() if value is not None})
        shutil.rmtree(folder, ignore_errors=True)
