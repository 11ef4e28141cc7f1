"""How gunicorn serves the portal behind nginx; `gunicorn --config deploy/gunicorn.py portal.wsgi`."""

import os

from gunicorn.glogging import Logger

from common.masking import masked

bind = "0.0.0.0:8000"  # inside the container's network; only nginx reaches it
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True
timeout = 30
graceful_timeout = 20
keepalive = 75  # longer than nginx keeps an idle connection, so that it never writes to a closed one
max_requests = 5_000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm"  # noqa: S108 - heartbeats must not wait for a disk
accesslog = "-"


class QuietLogger(Logger):
    """Writes no address that is a secret by itself."""

    def atoms(self, resp, req, environ, request_time):
        said = super().atoms(resp, req, environ, request_time)
        return {name: masked(value) if isinstance(value, str) else value for name, value in said.items()}


logger_class = QuietLogger
control_socket_disable = True
