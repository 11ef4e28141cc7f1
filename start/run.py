"""`make run`: everything that one instance of the portal needs, under one roof, until Ctrl-C."""

import os
import signal
import subprocess
import sys
import textwrap
import time
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path

from . import assets, messages
from .address import Address, listen
from .places import ROOT, Home
from .processes import MARK, Child, end_leftovers
from .servers import of_portal, start_missing
from .supervisor import Supervisor
from .words import CannotStart, say, step


def run(is_dev: bool = False) -> None:
    """is_dev   debug pages, and a web server that starts again when code changes"""
    home = Home.of_environment()
    if not home.hold():
        where = home.told().get("url", "it is just starting")
        raise CannotStart(
            f"The portal with the data in {home.path} runs already: {where}\n"
            "For a second one beside it: make run PARKWAY_HOME=FOLDER"
        )
    home.tell(pid=os.getpid())
    address = listen()
    say("Parkway is starting.")
    try:
        assets.build()
        messages.compile_all()
        end_leftovers(home.path)
        with Supervisor() as supervisor:
            with step("Servers"):
                urls = start_missing(supervisor, home.path, home.sockets(), home.log)
            environment = {
                **of_portal(home, urls),
                "PARKWAY_DEBUG": "1" if is_dev else "0",
                "ALLOWED_HOSTS": os.environ.get("ALLOWED_HOSTS") or " ".join(address.names),
                "PORTAL_URL": os.environ.get("PORTAL_URL") or address.url,
                MARK: str(home.path),
            }
            accounts = _prepare(home, environment)
            with step("Portal"):
                supervisor.start(_worker(home, environment))
                supervisor.start(_web(home, environment, address, is_dev))
            home.tell(pid=os.getpid(), url=address.url, **urls)
            _welcome(home, address, accounts)
            supervisor.watch()
    except KeyboardInterrupt:
        say("\nParkway has stopped.")


def stop() -> None:
    """Ask the start-up program that holds the data folder to stop, and wait until it has."""
    home = Home.of_environment()
    if home.hold():
        say(f"Nothing runs with the data in {home.path}.")
        return
    os.kill(int(home.told()["pid"]), signal.SIGTERM)
    with step("Stopping"):
        while not home.hold():
            time.sleep(0.1)


def _prepare(home: Home, environment: dict[str, str]) -> str:
    """Migrate and load the demo data where it has changed; returns the demo accounts as text."""
    log = home.log / "prepare.log"
    with step("Tables and demo data"), log.open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-m", "start.prepare"],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=out,
            text=True,
        )
        if done.returncode:
            last = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
            raise CannotStart(f"The database could not be prepared. Last words, from {log}:\n\n{last}")
    return done.stdout.strip()


def _worker(home: Home, environment: dict[str, str]) -> Child:
    """Background work and its clock in one process; in production they are two."""
    command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "--beat"]
    command += [
        "--pool",
        "threads",
        "--concurrency",
        "2",
        "--without-mingle",
        "--without-gossip",
        "--loglevel",
        "INFO",
    ]
    return Child("worker", command, home.log / "worker.log", environment)


def _web(home: Home, environment: dict[str, str], address: Address, is_dev: bool) -> Child:
    log = home.log / "web.log"
    if is_dev:
        address.listener.close()
        command = [sys.executable, "manage.py", "runserver", address.for_url]
        descriptors: tuple[int, ...] = ()
    else:
        command = [sys.executable, "-m", "gunicorn", "portal.wsgi"]
        command += [
            "--bind",
            f"fd://{address.listener.fileno()}",
            "--workers",
            "2",
            "--threads",
            "4",
            "--preload",
            "--graceful-timeout",
            "5",
        ]
        command += ["--no-control-socket"]  # instances would fight for the one in the home directory
        descriptors = (address.listener.fileno(),)
    return Child(
        "web", command, log, environment, is_ready=partial(_answers, address.url, log), pass_fds=descriptors
    )


def _answers(url: str, log: Path) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own address
            return answer.status == 200
    except urllib.error.HTTPError as error:
        raise CannotStart(f"{url} answers {error.code} instead of 200; {log} says why.") from error
    except OSError:
        return False


def _welcome(home: Home, address: Address, accounts: str) -> None:
    where = {
        "Portal": address.url,
        "in Chinese": f"{address.url}zh-hans/",
        "for curators": f"{address.url}admin/",
        "API": f"{address.url}api/docs/",
        "Data": f"{home.path} (logs in log/, mail in mail/)",
        "Stop": "Ctrl-C",
    }
    say("\nParkway runs.\n")
    for name, value in where.items():
        say(f"  {name:<13} {value}")
    say(f"\n  Demo accounts\n{textwrap.indent(accounts, '    ')}\n")
    if address.is_open_to_all:
        say("This instance is open to its whole network, in plain http: let that be one you trust.\n")
