"""Where things lie: the checkout, and the data folder of one instance."""

import fcntl
import hashlib
import json
import os
import secrets
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .words import CannotStart

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
# A socket's whole path must fit into 107 bytes; the longest below is `pg/.s.PGSQL.5432.lock`.
LONGEST_SOCKET_FOLDER = 85


@contextmanager
def only_one_builds() -> Iterator[None]:
    """Two instances of one checkout never install or build at the same time."""
    checkout = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(checkout, fcntl.LOCK_EX)
        yield
    finally:
        os.close(checkout)


class Home:
    """The data folder of one instance (`PARKWAY_HOME`); held by one start-up program at a time."""

    def __init__(self, path: Path):
        self.path = path.resolve()
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            for name in ("log", "mail", "static"):
                (self.path / name).mkdir(exist_ok=True)
            self._lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise CannotStart(
                f"The data folder {self.path} cannot be used: {error.strerror}.\n"
                "Name another one: make run PARKWAY_HOME=FOLDER"
            ) from error

    @classmethod
    def of_environment(cls) -> "Home":
        return cls(Path(os.environ.get("PARKWAY_HOME") or ROOT / ".parkway").expanduser())

    @property
    def log(self) -> Path:
        return self.path / "log"

    def hold(self) -> bool:
        """Take the folder for this process, until it ends; False when another one holds it."""
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        os.ftruncate(self._lock, 0)
        return True

    def tell(self, **facts: object) -> None:
        """Leave word for those who find the folder held: `pid`, then `url` and the URLs of the servers."""
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, json.dumps(facts).encode(), 0)

    def told(self) -> dict[str, Any]:
        """What the holder left word of; nothing while it is still starting."""
        text = os.pread(self._lock, 65_536, 0)
        return json.loads(text) if text else {}

    def secret_key(self) -> str:
        """The key that signs sessions, made at the first start and kept."""
        file = self.path / "secret-key"
        if not file.exists():
            fresh = file.with_suffix(".new")
            fresh.unlink(missing_ok=True)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(secrets.token_urlsafe(64))
            fresh.rename(file)
        return file.read_text()

    def sockets(self) -> Path:
        """A private folder with a short path; outside the data folder, whose path may be long.

        Sockets must not lie in PostgreSQL's own folder either: a base backup would copy their locks.
        """
        mark = hashlib.sha256(f"{os.geteuid()}:{self.path}".encode()).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"parkway-{mark}"
        if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
            folder = Path("/tmp") / folder.name  # noqa: S108 - made 0700 and checked below
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise CannotStart(
                f"{folder} belongs to somebody else. Remove it, or set TMPDIR to a folder of yours."
            )
        folder.chmod(0o700)
        return folder
