"""Health checks of the containers: `python deploy/health.py web|worker|beat`; 0 means well."""

import os
import sys
import urllib.request
from pathlib import Path

LONGEST_SILENCE = "15 minutes"  # the most frequent scheduled work runs every five


def web() -> bool:
    """The process answers, under a host name that it accepts."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").replace(",", " ").split()[0]
    port = os.environ.get("HEALTH_PORT", "8000")
    request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host})
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - our own address
        return answer.status == 200


def worker() -> bool:
    """The worker of this host answers through the broker."""
    import socket

    from portal.celery import app

    name = f"celery@{socket.gethostname()}"
    return name in (app.control.inspect([name], timeout=5).ping() or {})


def beat() -> bool:
    """The clock has sent something lately."""
    import psycopg2

    connection = psycopg2.connect(os.environ["DATABASE_URL"], connect_timeout=5)
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(last_run_at) > now() - %s::interval, false)"
            " FROM django_celery_beat_periodictask",
            [LONGEST_SILENCE],
        )
        return bool(cursor.fetchone()[0])


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    checks = {"web": web, "worker": worker, "beat": beat}
    sys.exit(0 if checks[sys.argv[1]]() else 1)
