"""Addresses that lead inside, in every dress: none gets as far as a socket."""

import ipaddress
import socket

import pytest

from common.outgoing import Refused, Rules, fetch


def _each(table):
    return table.split()


LITERALS = _each("""
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.0.0.2 127.255.255.254
168.63.129.16 169.254.0.1 169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.170
192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9
224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 127.0.0.1. 10.0.0.1. 169.254.169.254.
[::] [::1] [::127.0.0.1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:8.8.8.8] [::ffff:0:127.0.0.1]
[0:0:0:0:0:0:0:1] [0000:0000:0000:0000:0000:ffff:a9fe:a9fe] [::2] [64:ff9b::7f00:1] [64:ff9b::8.8.8.8]
[64:ff9b:1::1] [100::1] [2001::1] [2001:0:4136:e378:8000:63bf:3fff:fdd2] [2001:2::1] [2001:10::1] [2001:20::1]
[2001:db8::1] [2002:7f00:1::] [2002:a9fe:a9fe::1] [2002:808:808::1] [3fff::1] [5f00::1] [fc00::1] [fd00::1]
[fd00:ec2::254] [fe80::1] [fec0::1] [ff02::1] [ff0e::1] [4000::1]
[2606:4700::5efe:7f00:1] [2606:4700::200:5efe:a9fe:a9fe]
""")

DRESSED = _each("""
2130706433 017700000001 0x7f000001 0x7F000001 127.1 127.0.1 0177.0.0.1 0177.1 0x7f.0.0.1 0x7f.1 127.0.0.0x1
127.000.000.001 010.0.0.1 0300.0250.0.1 192.168.257 3232235777 0xa9fea9fe 2852039166 169.254.43518
0xa9.0xfe.0xa9.0xfe 0 0x 1 4294967295 4294967296 99999999999 256.256.256.256 1.2.3.4.5 127.0.0.1..
example.0 example.0x7f localhost
localhost. LOCALHOST a.localhost printer.local db.internal metadata.google.internal nas.lan
x.home.arpa db redis web intranet localhost.localdomain hidden.onion
１２７.0.0.1 １２７．０．０．１ 127。0。0。1 ①②⑦.0.0.1 ⓛocalhost ｌｏｃａｌｈｏｓｔ
127%2e0%2e0%2e1 %31%32%37.0.0.1
[fe80::1%25eth0] [fe80::1%eth0] [::1%25lo] [::1 [::1]] []  [127.0.0.1] [v1.x] ::1
exa_mple..org -example.org example.org- example-.org .example.org . .. *.example.org ex<ample.org
""")

WHOLE = [
    "",
    " http://example.org/",
    "http://example.org/ ",
    "http://example.org/a b",
    "http://example.org/\r\nHost: inside",
    "http://exam\tple.org/",
    "http://example.org\x00.evil.org/",
    "http://",
    "http:///path",
    "http:example.org",
    "//example.org/",
    "example.org",
    "file:///etc/passwd",
    "ftp://example.org/",
    "gopher://example.org:70/",
    "javascript:alert(1)",
    "data:text/plain,hello",
    "dict://example.org:11211/",
    "unix:///run/docker.sock",
    "http+unix://%2Frun%2Fdocker.sock/",
    "http://user@example.org/",
    "http://user:word@example.org/",
    "http://example.org@127.0.0.1/",
    "http://example.org:80@127.0.0.1/",
    "http://127.0.0.1@example.org/",
    "http://@example.org/",
    "http://example.org\\@127.0.0.1/",
    "http://127.0.0.1\\.example.org/",
    "http:\\\\127.0.0.1\\",
    "http://example.org%00.evil.org/",
    "http://example.org%40127.0.0.1/",
    "http://example.org%2f@127.0.0.1/",
    "http://example.org:22/",
    "http://example.org:0/",
    "http://example.org:6379/",
    "http://example.org:8080/",
    "https://example.org:5432/",
    "http://example.org:65536/",
    "http://example.org:-80/",
    "http://example.org:8０/",
    "http://example.org:80:22/",
    "http://example.org:80a/",
    "http://example.org/\u202egro.elpmaxe",
    "http://example.org/" + "a" * 2000,
]

EVERY = (
    [f"http://{host}/" for host in LITERALS + DRESSED] + [f"https://{host}" for host in LITERALS[:12]] + WHOLE
)


@pytest.fixture
def no_socket(monkeypatch):
    def connects(*args):
        raise AssertionError("asked")

    monkeypatch.setattr(socket.socket, "connect", connects)


@pytest.mark.parametrize("url", EVERY)
def test_what_leads_inside_is_refused_before_a_name_is_asked_or_a_socket_connected(url, no_socket):
    def resolver(host, port):
        raise AssertionError(f"{host} was looked up")

    with pytest.raises(Refused) as refused:
        fetch(url, rules=Rules(resolver=resolver, seconds=1))
    assert refused.value.code in ("address", "port", "private")


@pytest.mark.parametrize("literal", [one for one in LITERALS if not one.endswith(".")])
def test_a_name_is_refused_for_any_answer_that_leads_inside(literal, no_socket):
    answers = ["8.8.8.8", literal.strip("[]")]
    with pytest.raises(Refused) as refused:
        fetch("http://example.org/", rules=Rules(resolver=lambda host, port: answers, seconds=1))
    assert refused.value.code == "private"


@pytest.mark.parametrize("answer", ["fe80::1%eth0", "2606:4700::1%eth0"])
def test_an_answer_with_a_zone_is_refused(answer, no_socket):
    with pytest.raises(Refused):
        fetch("http://example.org/", rules=Rules(resolver=lambda host, port: [answer], seconds=1))


@pytest.mark.parametrize(
    "url, asked",
    [
        ("http://example.org", ("example.org", 80)),
        ("https://EXAMPLE.org./a?b=c#d", ("example.org", 443)),
        ("http://example.org:443/", ("example.org", 443)),
        ("https://münchen.de/straße", ("xn--mnchen-3ya.de", 443)),
        ("https://中国科学院.中国/", ("xn--fiqs8s1vd653b033a.xn--fiqs8s", 443)),
        ("http://sub_domain.example.org/@user?x=http://127.0.0.1/", ("sub_domain.example.org", 80)),
    ],
)
def test_plain_addresses_are_asked_under_their_name_in_ascii(url, asked):
    seen = []

    def resolver(host, port):
        seen.append((host, port))
        return ["10.0.0.1"]

    with pytest.raises(Refused):
        fetch(url, rules=Rules(resolver=resolver, seconds=2))
    assert seen == [asked]


@pytest.mark.parametrize(
    "literal", ["8.8.8.8", "1.1.1.1", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "2a00::1"]
)
def test_public_addresses_are_let(literal):
    assert Rules().lets(ipaddress.ip_address(literal))


def test_networks_of_the_settings_are_refused(settings, no_socket):
    settings.OUTGOING_REFUSED = [ipaddress.ip_network("8.8.8.0/24")]
    with pytest.raises(Refused):
        fetch("http://8.8.8.8/")


def test_an_address_of_this_machine_is_refused_though_it_looks_public(monkeypatch, no_socket):
    monkeypatch.setattr(socket.socket, "bind", lambda self, where: None)
    with pytest.raises(Refused):
        fetch("http://8.8.8.8/")
