"""The mailbox that members send to, read by IMAP: the other way in beside the pipe.

What is unread is to be done. A mail is flagged while it is worked on, and marked as read when it is done
with; one that stays flagged was too large or broke the reading, for somebody to look at. A run that dies
leaves its mail unread: it comes again, after all others, and makes no second draft.
"""

import imaplib
import logging
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import unquote, urlsplit

from django.db import InterfaceError, OperationalError, connection

from ..incoming import LARGEST
from .mail_in import receive

MOST = 100  # mails of a run
PATIENCE = 15.0  # seconds to wait for a word of the server
SECONDS = 50.0  # of a run, however slowly the server talks
FLAGGED, SEEN = r"\Flagged", r"\Seen"

logger = logging.getLogger(__name__)


def collect(address: str, seconds: float = SECONDS) -> int:
    """Take the unread mails of a mailbox, one run at a time.

    address   imaps://user:password@host:port/folder
    Returns   how many mails were done with
    Raises    OSError, imaplib.IMAP4.error when the server cannot be talked with
    """
    done = 0
    with _alone() as is_alone:
        if not is_alone:
            return 0
        with _opened(address, seconds) as server:
            for uid in _waiting(server):
                done += _take(server, uid)
    return done


def _take(server: imaplib.IMAP4, uid: str) -> bool:
    """Make of one mail what it becomes, and mark it; False when it is gone."""
    sizes = _asked(server.uid("FETCH", uid, "(RFC822.SIZE)"))
    size = re.search(rb"RFC822\.SIZE (\d+)", b" ".join(line for line in sizes if isinstance(line, bytes)))
    if size is None:
        return False
    _mark(server, uid, "+", FLAGGED)
    if int(size[1]) > LARGEST:
        logger.warning("Mail %s was set aside: it is too large", uid)
    elif _read(server, uid):
        _mark(server, uid, "-", FLAGGED)
    _mark(server, uid, "+", SEEN)
    return True


def _read(server: imaplib.IMAP4, uid: str) -> bool:
    # Never more than asked for, whatever the server said about the size.
    answer = _asked(server.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST + 1}>)"))
    raw = next((part[1] for part in answer if isinstance(part, tuple)), b"")
    try:
        receive(raw)
    except (InterfaceError, OperationalError):  # the database is away: not the mail's fault
        raise
    except Exception as error:
        logger.error("Mail %s was set aside: %s", uid, type(error).__name__)
        return False
    return True


def _waiting(server: imaplib.IMAP4) -> list[str]:
    """The unread ones, the oldest first; those that an earlier run did not come to the end of are last."""
    found: list[str] = []
    for tried in ("UNFLAGGED", "FLAGGED"):
        answer = _asked(server.uid("SEARCH", "UNSEEN", tried))
        found += (answer[0] or b"").decode("ascii").split()
    return found[:MOST]


def _mark(server: imaplib.IMAP4, uid: str, sign: str, flag: str) -> None:
    _asked(server.uid("STORE", uid, f"{sign}FLAGS.SILENT", f"({flag})"))


def _asked(answer) -> list:
    status, lines = answer
    if status != "OK":
        raise imaplib.IMAP4.error(f"The server said {status}")
    return lines


@contextmanager
def _opened(address: str, seconds: float) -> Iterator[imaplib.IMAP4]:
    parts = urlsplit(address)
    host = parts.hostname or "localhost"
    server: imaplib.IMAP4
    if parts.scheme == "imaps":
        trusted = ssl.create_default_context()
        server = imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=trusted, timeout=PATIENCE)
    else:
        server = imaplib.IMAP4(host, parts.port or 143, timeout=PATIENCE)
    end = threading.Timer(seconds, _hang_up, [server.sock])
    end.daemon = True
    end.start()
    try:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        folder = unquote(parts.path.strip("/")) or "INBOX"
        _asked(server.select('"{}"'.format(folder.replace("\\", "\\\\").replace('"', '\\"'))))
        yield server
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            server.logout()
        end.cancel()


def _hang_up(sock: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)  # that of TLS would go on in plain text


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether nobody else reads the mailbox; the lock ends with the connection, also of who was killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('parkway_mailbox'))")
        is_alone = cursor.fetchone()[0]
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('parkway_mailbox'))")
