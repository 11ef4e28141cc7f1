"""The servers to compare, and the CPU time that they and PostgreSQL use."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """An application with two workers: of WSGI under gunicorn, as in production; of ASGI under uvicorn."""

    def __init__(self, application: str, is_asgi: bool = False, **environment: str):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        place = ["--host", "127.0.0.1", "--port", str(self.port)]
        command = ["uvicorn", application, *place, "--workers", "2", "--log-level", "error"]
        if not is_asgi:
            command = ["gunicorn", application, "--bind", f"127.0.0.1:{self.port}"]
            command += ["--workers", "2", "--threads", "2", "--keep-alive", "60", "--log-level", "error"]
            command.append("--no-control-socket")  # servers side by side would fight for it
        self.process = subprocess.Popen([sys.executable, "-m", *command], env={**os.environ, **environment})
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def wait(self) -> None:
        for _attempt in range(300):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)

    def get(self, path: str, headers: dict | None = None) -> tuple[int, dict, bytes]:
        try:
            return self._ask(path, headers or {})
        except http.client.RemoteDisconnected:  # idle for longer than the server keeps a connection
            self.connection.close()
            return self._ask(path, headers or {})

    def _ask(self, path: str, headers: dict) -> tuple[int, dict, bytes]:
        self.connection.request("GET", path, headers={"Host": "localhost", **headers})
        response = self.connection.getresponse()
        return response.status, dict(response.headers), response.read()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=20)


def cpu_seconds(server: Server, postmaster: int) -> float:
    """CPU time so far of the server's processes and of all PostgreSQL backends, finished ones too."""
    return sum(_of_tree(pid) for pid in (server.process.pid, postmaster))


def seconds_of(pid: int) -> float:
    """CPU time so far of one process."""
    fields = _stat(pid) or []
    return sum(int(fields[place]) for place in (11, 12)) / TICKS


def _of_tree(root: int) -> float:
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    total, waiting = 0.0, [root]
    while waiting:
        pid = waiting.pop()
        if fields := _stat(pid):
            total += sum(int(fields[place]) for place in (11, 12, 13, 14)) / TICKS
        waiting += parents.get(pid, [])
    return total


def _stat(pid: int) -> list[str] | None:
    """Fields of /proc/PID/stat from the state on: 1 parent, 11–14 CPU ticks with those of finished children."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
