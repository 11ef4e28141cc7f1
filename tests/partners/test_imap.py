"""Mails are fetched from a mailbox: each once, whatever the server, the mail or the worker does."""

import datetime
import imaplib
import os
import signal
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings as portal
from django.db import OperationalError, connection

from partners.incoming import LARGEST
from partners.models import Interaction
from partners.operations import mailbox
from partners.tasks import collect_mail
from tests.factories import MembershipFactory, ParkFactory, UserFactory
from tests.partners.imap_server import Mailbox
from tests.partners.test_mail_in import GMAIL, INVITATION

MAIL, INVITED = GMAIL.replace("\n", "\r\n").encode(), INVITATION.replace("\n", "\r\n").encode()
STRANGE = MAIL.replace(b"li@park.example>\r\nTo: log", b"who@else.example>\r\nTo: log")
DONE, ASIDE = {r"\Seen"}, {r"\Seen", r"\Flagged"}


@pytest.fixture
def sender(db):
    user = UserFactory(email="li@park.example")
    MembershipFactory(organisation=ParkFactory().organisation, user=user)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def titles() -> list[str]:
    return sorted(Interaction.objects.values_list("title", flat=True))


def test_unread_mails_become_drafts_and_are_read(sender):
    with Mailbox(MAIL, INVITED) as box:
        assert mailbox.collect(box.url) == 2
        assert mailbox.collect(box.url) == 0
    assert titles() == ["Talk about the joint laboratory", "Visit in May"]
    assert box.flags == {1: DONE, 2: DONE}


def test_a_stranger_is_answered_like_a_member_by_silence(sender):
    with Mailbox(MAIL) as known, Mailbox(STRANGE) as unknown:
        mailbox.collect(known.url)
        mailbox.collect(unknown.url)
    assert known.commands == unknown.commands
    assert titles() == ["Visit in May"]


def test_one_that_breaks_does_not_stop_the_others(sender, monkeypatch, caplog):
    def receive(raw):
        if raw == b"bad":
            raise ZeroDivisionError("s3cret words")
        return mailbox_receive(raw)

    mailbox_receive = mailbox.receive
    monkeypatch.setattr(mailbox, "receive", receive)
    with Mailbox(b"bad", b"\xff\x00 no mail", MAIL) as box:
        assert mailbox.collect(box.url) == 3
    assert box.flags == {1: ASIDE, 2: DONE, 3: DONE}
    assert titles() == ["Visit in May"]
    assert "s3cret" not in caplog.text


def test_a_huge_one_is_not_even_fetched(sender):
    with Mailbox(MAIL, INVITED) as box:
        box.sizes[1] = LARGEST + 1
        mailbox.collect(box.url)
    assert box.flags == {1: ASIDE, 2: DONE}
    assert not any(command.startswith("UID FETCH 1 (BODY") for command in box.commands)


def test_no_more_is_read_than_may_be_whatever_the_server_says(sender):
    with Mailbox(MAIL + b"x" * (2 * LARGEST)) as box:
        box.sizes[1] = 100
        mailbox.collect(box.url)
    assert box.flags == {1: DONE}
    assert titles() == []


def test_when_the_database_is_away_the_mail_waits(sender, monkeypatch):
    def away(raw):
        raise OperationalError

    with Mailbox(MAIL) as box:
        with monkeypatch.context() as patched:
            patched.setattr(mailbox, "receive", away)
            with pytest.raises(OperationalError):
                mailbox.collect(box.url)
        assert box.flags == {1: {r"\Flagged"}}
        mailbox.collect(box.url)
    assert box.flags == {1: DONE}
    assert titles() == ["Visit in May"]


def test_one_that_a_run_died_of_waits_behind_the_others(sender):
    with Mailbox(MAIL, INVITED) as box:
        box.flags[1].add(r"\Flagged")
        mailbox.collect(box.url)
    fetched = [command.split()[2] for command in box.commands if "BODY" in command]
    assert fetched == ["2", "1"]


@pytest.mark.parametrize("when", ["LOGIN", "SELECT", "UID SEARCH", "UID FETCH 2 (BODY", "UID STORE 2 +"])
def test_a_server_that_hangs_up_is_asked_again(sender, settings, when, caplog):
    with Mailbox(MAIL, INVITED) as box:
        settings.MAIL_IN_IMAP_URL = box.url
        box.on[when] = lambda talk: talk.hang_up()
        collect_mail()
        assert "could not be read" in caplog.text
        assert "s/cret" not in caplog.text and "s%2Fcret" not in caplog.text
        box.on.clear()
        collect_mail()
    assert titles() == ["Talk about the joint laboratory", "Visit in May"]
    assert box.flags == {1: DONE, 2: DONE}


def test_a_server_that_drips_is_left_in_time(sender):
    def drip(talk):
        while True:
            talk.say("* OK wait")
            time.sleep(0.02)

    with Mailbox(MAIL) as box:
        box.on["UID SEARCH"] = drip
        with pytest.raises((OSError, imaplib.IMAP4.error)):
            mailbox.collect(box.url, seconds=0.3)


def test_without_a_mailbox_nothing_is_asked(settings, monkeypatch):
    settings.MAIL_IN_IMAP_URL = ""
    monkeypatch.setattr(mailbox, "collect", None)
    collect_mail()


@pytest.mark.django_db(transaction=True)
def test_one_run_at_a_time(sender):
    went_on, counted = threading.Event(), []

    def run():
        try:
            counted.append(mailbox.collect(box.url))
        finally:
            connection.close()

    with Mailbox(MAIL) as box:
        box.on["UID STORE 1 +FLAGS.SILENT (\\Flagged"] = lambda talk: went_on.wait(10)
        first = threading.Thread(target=run)
        first.start()
        while not any("STORE" in command for command in box.commands):
            time.sleep(0.01)
        assert mailbox.collect(box.url) == 0
        went_on.set()
        first.join()
        assert counted == [1]
        assert mailbox.collect(box.url) == 0  # and the lock is free again
    assert sum(command.startswith("LOGIN") for command in box.commands) == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_between_draft_and_mark_makes_no_second_draft(sender):
    asked = threading.Event()
    own = connection.settings_dict
    address = f"postgresql://{own['USER']}@{quote(own['HOST'], safe='')}/{own['NAME']}"
    work = "import django; django.setup(); from partners.tasks import collect_mail; collect_mail()"
    with Mailbox(MAIL) as box:
        box.on[r"UID STORE 1 +FLAGS.SILENT (\Seen"] = lambda talk: (asked.set(), time.sleep(30))
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "DATABASE_URL": address,
            "MAIL_IN_IMAP_URL": box.url,
        }
        worker = subprocess.Popen([sys.executable, "-c", work], env=environment, cwd=portal.BASE_DIR)
        assert asked.wait(60)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert titles() == ["Visit in May"]
        assert r"\Seen" not in box.flags[1]
        box.on.clear()
        _until(lambda: mailbox.collect(box.url) == 1)
    assert titles() == ["Visit in May"]
    assert box.flags == {1: DONE}


def test_a_server_must_show_a_certificate_that_is_trusted(sender, tmp_path, monkeypatch):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(tmp_path))
    with Mailbox(MAIL, context=context) as box:
        with pytest.raises(ssl.SSLCertVerificationError):
            mailbox.collect(box.url)
        assert not box.commands  # no password went out
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
        assert mailbox.collect(box.url) == 1
        other = box.url.replace("localhost", "127.0.0.1")
        with pytest.raises(ssl.SSLCertVerificationError):
            mailbox.collect(other)


@pytest.mark.parametrize(
    ("address", "is_refused"),
    [
        ("imaps://u:p@mail.example/Log", False),
        ("imap://u:p@127.0.0.1:1143/Log", False),
        ("imap://u:p@mail.example/Log", True),
        ("https://mail.example/", True),
    ],
)
@pytest.mark.slow
def test_a_password_never_leaves_the_machine_in_plain_text(address, is_refused):
    environment = os.environ | {"MAIL_IN_IMAP_URL": address}
    start = [sys.executable, "-c", "import portal.settings"]
    done = subprocess.run(start, env=environment, cwd=portal.BASE_DIR, capture_output=True, text=True)
    assert (done.returncode != 0) is is_refused
    assert ("MAIL_IN_IMAP_URL begins with" in done.stderr) is is_refused


def _until(holds) -> None:
    """Wait for what the database still has to notice of a process that died."""
    for _attempt in range(200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("It did not come to that")


def _certificate(folder: Path) -> Path:
    """A certificate of localhost with its key, in one file; it trusts itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "server.pem"
    path.write_bytes(secret + certificate.public_bytes(pem))
    return path
