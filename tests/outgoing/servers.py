"""Listeners on this machine, well-mannered and ill-mannered, and a resolver that says what a test wants."""

import contextlib
import datetime
import ipaddress
import socket
import ssl
import threading
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from common.outgoing import Rules

HERE = (ipaddress.ip_network("127.0.0.1/32"),)


class Server:
    """Answers each connection with what `talk(connection, request)` does; `seen` are the requests' bytes."""

    def __init__(self, talk, tls=None):
        self.talk, self.tls, self.seen, self.connections = talk, tls, [], 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listening.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with contextlib.suppress(OSError), connection:
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            request = b"" if self.talk.__name__ == "silent" else _head(connection)
            self.seen.append(request)
            self.talk(connection, request)
            connection.close()

    def close(self):
        with contextlib.suppress(OSError):
            self.listening.shutdown(socket.SHUT_RDWR)  # closing alone does not end a thread that accepts
        self.listening.close()


def _head(connection):
    request = b""
    while b"\r\n\r\n" not in request:
        part = connection.recv(4096)
        if not part:
            break
        request += part
    return request


def says(status="200 OK", body=b"hello", **headers):
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]

    def talk(connection, request):
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)

    return talk


def dripping(start=b"", byte=b"x", pause=0.05):
    """After `start` one byte after the other, for longer than any test waits."""

    def talk(connection, request):
        connection.sendall(start)
        for _ in range(200):
            connection.sendall(byte)
            time.sleep(pause)

    return talk


def flooding(start, block):
    def talk(connection, request):
        connection.sendall(start)
        for _ in range(400):
            connection.sendall(block)

    return talk


def silent(connection, request):
    """Takes the connection and says nothing."""
    time.sleep(5)


def rules(server=None, *, names=None, **more):
    """Rules under which this machine may be asked, said by each test that wants it."""
    ports = frozenset({80, 443, server.port} if server else {80, 443})
    known = names or {}
    more.setdefault("resolver", lambda host, port: known.get(host, ["127.0.0.1"]))
    return Rules(ports=ports, allowed=HERE, seconds=more.pop("seconds", 5), refused=(), **more)


def certified(folder, name):
    """A context of a server with a certificate for the name, and one of a client that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    written = folder / "certificate.pem"
    written.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(written)
    return serving, ssl.create_default_context(cafile=str(written))
