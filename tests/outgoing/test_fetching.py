"""Asking real listeners on this machine, under rules that say so."""

import dataclasses
import gzip
import ipaddress
import time

import pytest

from common.outgoing import Failed, Refused, Rules, fetch

from .servers import Server, certified, dripping, flooding, rules, says, silent

OK = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture
def serve():
    servers = []

    def start(talk, tls=None):
        servers.append(Server(talk, tls))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def test_an_answer_comes_with_its_status_headers_and_body(serve):
    server = serve(says("404 Not Found", b"gone", ETag='"a"'))
    answer = fetch(f"http://www.example.org:{server.port}/x?y=1#z", rules=rules(server))
    assert (answer.status, answer.body, answer.headers["etag"]) == (404, b"gone", '"a"')
    head = server.seen[0].decode()
    assert head.startswith("GET /x?y=1 HTTP/1.1\r\n")
    assert f"Host: www.example.org:{server.port}\r\n" in head and "User-Agent: Parkway/1" in head
    assert "cookie" not in head.lower() and "authorization" not in head.lower()


def test_a_body_is_posted_once_and_no_redirect_followed(serve):
    server = serve(says("307 Temporary Redirect", b"", Location="http://www.example.org/elsewhere"))
    url = f"http://hook.example.org:{server.port}/"
    answer = fetch(url, "POST", body=b"{}", headers={"X-Signature": "s"}, rules=rules(server))
    assert answer.status == 307 and server.connections == 1
    assert b"X-Signature: s\r\n" in server.seen[0] and b"Content-Length: 2\r\n" in server.seen[0]


def test_redirects_are_followed_and_a_move_for_good_is_told(serve):
    last = serve(says())
    first = serve(says("301 Moved", b"", Location=f"http://new.example.org:{last.port}/there"))
    both = _with_ports(rules(first), last)
    answer = fetch(f"http://old.example.org:{first.port}/", headers={"If-None-Match": '"a"'}, rules=both)
    assert (
        answer.status == 200 and answer.moved_to == answer.url == f"http://new.example.org:{last.port}/there"
    )
    assert b"If-None-Match" in first.seen[0] and b"If-None-Match" not in last.seen[0]


def test_a_move_for_a_while_is_not_told_as_one_for_good(serve):
    last = serve(says())
    first = serve(says("302 Found", b"", Location=f"http://new.example.org:{last.port}/there"))
    assert (
        fetch(f"http://old.example.org:{first.port}/", rules=_with_ports(rules(first), last)).moved_to == ""
    )


@pytest.mark.parametrize(
    "onward",
    [
        "http://127.0.0.2/",
        "//169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://2130706433/",
        "http://inside.example.org/",
        "http://user:word@www.example.org/",
        "file:///etc/passwd",
        "gopher://www.example.org/",
        "http://www.example.org:6379/",
        "http://localhost/",
    ],
)
def test_each_redirect_is_judged_anew(serve, onward):
    server = serve(says("302 Found", b"", Location=onward))
    names = {"inside.example.org": ["10.0.0.8"]}
    with pytest.raises(Refused):
        fetch(f"http://www.example.org:{server.port}/", rules=rules(server, names=names))
    assert server.connections == 1


@pytest.mark.parametrize(
    "onward, path",
    [("/a b", "/a%20b"), ("/岡".encode().decode("latin-1"), "/%E5%B2%A1"), ("?page=2", "/start?page=2")],
)
def test_redirects_that_are_written_carelessly_are_followed(serve, onward, path):
    def talk(connection, request):
        if request.startswith(b"HEAD /start HTTP"):
            line = f"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: {onward}\r\n\r\n"
            connection.sendall(line.encode("latin-1"))
        else:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n")

    server = serve(talk)
    answer = fetch(f"http://www.example.org:{server.port}/start", "HEAD", rules=rules(server))
    assert (answer.status, answer.body) == (200, b"")
    assert server.seen[1].startswith(f"HEAD {path} HTTP/1.1\r\n".encode())


def test_the_next_address_of_a_name_is_tried_where_the_first_does_not_answer(serve):
    server = serve(says())
    here = ipaddress.ip_network("127.0.0.0/29")
    both = dataclasses.replace(
        rules(server, names={"www.example.org": ["127.0.0.5", "127.0.0.1"]}), allowed=(here,)
    )
    assert fetch(f"http://www.example.org:{server.port}/", rules=both).status == 200


def test_redirects_that_never_end_are_left(serve):
    server = serve(says("302 Found", b"", Location="/again"))
    with pytest.raises(Refused) as refused:
        fetch(f"http://www.example.org:{server.port}/", rules=rules(server))
    assert refused.value.code == "redirects" and server.connections == 6


def test_a_name_that_changes_its_address_is_looked_up_once_and_asked_where_it_was_judged(serve):
    server, answers = serve(says()), [["127.0.0.1"], ["10.0.0.1"]]
    answer = fetch(
        f"http://www.example.org:{server.port}/",
        rules=rules(server, resolver=lambda host, port: answers.pop(0)),
    )
    assert answer.status == 200 and answers == [["10.0.0.1"]]


def test_without_rules_that_allow_it_this_machine_is_not_asked(serve):
    server = serve(says())
    with pytest.raises(Refused):
        fetch(
            f"http://www.example.org:{server.port}/",
            rules=Rules(ports=frozenset({server.port}), resolver=lambda host, port: ["127.0.0.1"]),
        )
    assert server.connections == 0


def test_proxies_of_the_environment_are_not_asked(serve, monkeypatch):
    server, proxy = serve(says()), serve(says("200 OK", b"proxy"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    assert fetch(f"http://www.example.org:{server.port}/", rules=rules(server)).body == b"hello"
    assert proxy.connections == 0


def test_the_certificate_is_verified_for_the_name_not_for_the_address(serve, tmp_path):
    serving, trusting = certified(tmp_path, "www.example.org")
    server = serve(says(), serving)
    assert (
        fetch(f"https://www.example.org:{server.port}/", rules=rules(server), context=trusting).status == 200
    )
    for url, context in [
        (f"https://other.example.org:{server.port}/", trusting),
        (f"https://127.0.0.1:{server.port}/", trusting),
        (f"https://www.example.org:{server.port}/", None),
    ]:
        with pytest.raises(Failed) as failed:
            fetch(url, rules=rules(server), context=context)
        assert failed.value.code == "certificate"


LONG = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"


@pytest.mark.parametrize(
    "talk",
    [
        silent,
        dripping(b"", b"H"),
        dripping(OK, b"X"),
        dripping(OK + b"X: ", b"x"),
        dripping(LONG),
        dripping(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        dripping(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["silent", "status", "header", "value", "body", "chunks", "continue"],
)
def test_who_answers_slowly_is_left_at_the_deadline(serve, talk):
    server, start = serve(talk), time.monotonic()
    with pytest.raises(Failed) as failed:
        fetch(f"http://www.example.org:{server.port}/", rules=rules(server, seconds=0.4))
    assert failed.value.code == "deadline" and time.monotonic() - start < 3


def test_a_handshake_that_never_ends_is_left_at_the_deadline(serve):
    server, start = serve(silent), time.monotonic()
    with pytest.raises(Failed) as failed:
        fetch(f"https://www.example.org:{server.port}/", rules=rules(server, seconds=0.4))
    assert failed.value.code == "deadline" and time.monotonic() - start < 3


def test_a_handshake_byte_by_byte_is_left_at_the_deadline(serve):
    server, start = serve(dripping(b"\x16\x03\x03\x40\x00", b"\x02")), time.monotonic()
    with pytest.raises(Failed):
        fetch(f"https://www.example.org:{server.port}/", rules=rules(server, seconds=0.4))
    assert time.monotonic() - start < 3


def test_a_name_that_is_looked_up_for_ever_is_left_at_the_deadline():
    with pytest.raises(Failed) as failed:
        fetch(
            "http://www.example.org/",
            rules=rules(seconds=0.2, resolver=lambda host, port: time.sleep(1.5) or ["8.8.8.8"]),
        )
    assert failed.value.code == "deadline"


def test_the_deadline_counts_for_all_redirects_together(serve):
    def talk(connection, request):
        time.sleep(0.15)
        says("302 Found", b"", Location="/again")(connection, request)

    server = serve(talk)
    with pytest.raises(Failed) as failed:
        fetch(f"http://www.example.org:{server.port}/", rules=rules(server, seconds=0.4))
    assert failed.value.code == "deadline" and server.connections <= 4


@pytest.mark.parametrize(
    "start, block",
    [
        (b"", b"H" * 4096),
        (OK, b"X" * 4096),
        (OK, b"X-Many: y\r\n" * 400),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 400),
    ],
    ids=["status", "line", "lines", "continue"],
)
def test_heads_without_end_are_refused(serve, start, block):
    server = serve(flooding(start, block))
    with pytest.raises(Failed) as failed:
        fetch(f"http://www.example.org:{server.port}/", rules=rules(server))
    assert failed.value.code in ("large", "protocol")


def test_of_a_long_body_the_first_bytes_are_read(serve):
    server = serve(flooding(OK + b"\r\n", b"x" * 4096))
    assert len(fetch(f"http://www.example.org:{server.port}/", rules=rules(server)).body) == 64 * 1024


def test_a_size_of_a_chunk_without_end_is_refused(serve):
    server = serve(flooding(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 4096))
    with pytest.raises(Failed):
        fetch(f"http://www.example.org:{server.port}/", rules=rules(server))


def test_a_packed_body_is_not_unpacked(serve):
    server = serve(says("200 OK", gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip"))
    assert fetch(f"http://www.example.org:{server.port}/", rules=rules(server)).body == b""
    assert b"Accept-Encoding: identity\r\n" in server.seen[0]


@pytest.mark.parametrize(
    "start", [b"SSH-2.0-OpenSSH\r\n", b"\x00\xff\x00\xff\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b""]
)
def test_what_is_not_http_fails(serve, start):
    server = serve(lambda connection, request: connection.sendall(start))
    with pytest.raises(Failed) as failed:
        fetch(f"http://www.example.org:{server.port}/", rules=rules(server))
    assert failed.value.code in ("protocol", "connection")


def test_nobody_there_fails(serve):
    server = serve(says())
    server.close()
    with pytest.raises(Failed) as failed:
        fetch(f"http://www.example.org:{server.port}/", rules=rules(server, seconds=1))
    assert failed.value.code in ("connection", "deadline")
    with pytest.raises(Failed) as failed:
        fetch("http://nowhere.example.org/", rules=rules(resolver=lambda host, port: []))
    assert failed.value.code == "name"


def test_a_line_break_in_a_header_is_not_sent(serve):
    server = serve(says())
    with pytest.raises(Failed):
        fetch(f"http://www.example.org:{server.port}/", headers={"X": "a\r\nHost: b"}, rules=rules(server))
    assert server.seen in ([], [b""])


def _with_ports(given, server):
    return dataclasses.replace(given, ports=given.ports | {server.port})
