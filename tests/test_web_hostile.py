"""Addresses that would lead us where nobody outside may send us: each is refused by name, and nothing leaves."""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from berkala.errors import SourceProblems
from berkala.fetch.ckan.places import find
from berkala.fetch.failures import Failure
from berkala.fetch.postgresql.places import read as database
from berkala.fetch.web import reach
from berkala.fetch.web.addresses import read
from berkala.fetch.web.source import WebSource
from little_tables import codes, dataset
from web_servers import serving

INSIDE, NUMBER, FORM = "fetch.address-inside", "fetch.url-number", "fetch.url-form"

#: By what they are refused, without so much as a look-up.
SPELLED = {
    INSIDE: [
        "http://127.0.0.1/",
        "https://127.0.0.1:443/x.csv",
        "http://127.255.255.254/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://172.31.255.255/",
        "http://192.168.1.1:8080/admin",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://100.100.100.200/latest/meta-data/",
        "http://0.0.0.0/",
        "http://0.1.2.3/",
        "http://192.0.0.192/opc/v1/",
        "http://192.0.2.1/",
        "http://198.18.0.1/",
        "http://198.51.100.7/",
        "http://203.0.113.7/",
        "http://224.0.0.1/",
        "http://239.255.255.250:1900/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[::]/",
        "http://[0:0:0:0:0:0:0:1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::ffff:169.254.169.254]/",
        "http://[0:0:0:0:0:ffff:10.0.0.1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b::10.0.0.1]/",
        "http://[64:ff9b:1::1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
        "http://[fe80::1]/",
        "http://[fec0::1]/",
        "http://[fc00::1]/",
        "http://[fd00:ec2::254]/latest/meta-data/",
        "http://[ff02::1]/",
        "http://[2001:db8::1]/",
        "http://[3fff::1]/",
        "http://[100::1]/",
        "http://localhost/",
        "http://LOCALHOST:8080/",
        "http://localhost./",
        "http://a.b.localhost/",
        "http://intranet/",
        "http://data/",
        "http://printer.local/",
        "http://metadata.google.internal/computeMetadata/v1/",
        "http://router.lan/",
        "http://nas.home.arpa/",
        "http://wiki.corp/",
        "http://something.onion/",
        "http://ｌｏｃａｌｈｏｓｔ/",
    ],
    NUMBER: [
        "http://2130706433/",
        "http://017700000001/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.1/",
        "http://0/",
        "http://127.0.0.1./",
        "http://127.0.0.01/",
        "http://1.2.3.4.5/",
        "http://example.0x1/",
        "http://１２７.0.0.1/",
        "http://127。0。0。1/",
        "http://%31%32%37.0.0.1/",
        "http://①②⑦.⓪.⓪.①/",
    ],
    FORM: [
        "http://",
        "http:///x.csv",
        "http://:80/",
        "http://example.org:/",
        "http://example.org:0/",
        "http://example.org:65536/",
        "http://example.org:8o/",
        "http://example.org:-1/",
        "http://example.org\\@127.0.0.1/",
        "http://example.org/\r\nHost: 127.0.0.1",
        "http://exa mple.org/",
        "http://\t127.0.0.1/",
        "http://127.0.0.1\t/",
        "http://exam\nple.org/",
        "http://[::1/",
        "http://::1/",
        "http://[::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://[127.0.0.1]/",
        "http://[v1.fe80]/",
        "http://example..org/",
        "http://-example.org/",
        "http://example.org/\ud800",
        "http://exam\udc80ple.org/",
        "http://example.org/\x7f",
        "http://exa_mple.org/",
        "http://example.org\0.local/",
        f"http://{'a' * 64}.org/",
    ],
    "fetch.url-password": [
        "http://example.org@127.0.0.1/",
        "http://user:word@example.org/",
        "https://user@example.org/",
        "http://@127.0.0.1/",
        "http://127.0.0.1:80@example.org/",
    ],
}
SPELLINGS = [(code, url) for code, urls in SPELLED.items() for url in urls]


@pytest.fixture
def sent(monkeypatch):
    """Whatever would have left this process: look-ups and connections, none of which takes place."""
    sent: list[object] = []

    def note(*place, **_):
        sent.append(place)
        raise OSError("nothing leaves in this test")

    monkeypatch.setattr(socket, "getaddrinfo", note)
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, note)
    return sent


def refusal(url: str, trusted=frozenset()) -> str:
    with pytest.raises(SourceProblems) as caught:
        WebSource(trusted).fetch(dataset(resource={"path": url}), Path())
    (problem,) = caught.value.problems
    assert problem.file == "datasets/visits/dataset.yml"
    assert "word" not in str(problem.facts)
    return codes((problem,))[0]


def test_there_are_enough_of_them():
    assert len({url for _, url in SPELLINGS}) == len(SPELLINGS) >= 60


@pytest.mark.parametrize(("code", "url"), SPELLINGS, ids=[ascii(url) for _, url in SPELLINGS])
def test_a_hostile_address_is_refused_by_name_and_nothing_leaves(code, url, sent):
    assert refusal(url) == code
    assert sent == []


@pytest.mark.parametrize("scheme", ["ftp", "file", "gopher", "dict", "ldap", "data", "javascript", "netdoc", "jar"])
def test_other_schemes_are_no_door(scheme):
    with pytest.raises(Failure) as caught:
        read(f"{scheme}://example.org/")
    assert caught.value.code == "fetch.url-scheme"


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"],
        ["169.254.169.254"],
        ["93.184.216.34", "10.0.0.1"],
        ["2606:2800:220:1::1", "::1"],
        ["::ffff:192.168.0.1"],
        ["fe80::1%eth0"],
    ],
)
def test_a_name_that_leads_inside_is_refused_before_anything_is_connected(answers, sent, monkeypatch):
    found = [(0, 0, 0, "", (one, 80)) for one in answers]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert refusal("http://127.0.0.1.nip.example/") == INSIDE
    assert sent == []


@pytest.mark.parametrize("answer", ["169.254.169.254", "0.0.0.0", "224.0.0.1", "255.255.255.255", "fe80::1", "ff02::1"])
def test_a_trusted_name_does_not_lead_to_everything(answer, sent, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (answer, 80))])
    assert refusal("http://data.dinas.local/", frozenset({"data.dinas.local"})) == "fetch.address-special"
    assert sent == []


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.2:{port}/secret",
        "http://[::1]:{port}/",
        "http://localhost:{port}/",
        "//10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://data.dinas.local/",
    ],
)
def test_a_redirect_does_not_lead_inside(to, monkeypatch):
    """Also to a trusted host, if the way began outside: otherwise anybody could make us read there."""
    with serving(lambda *_: (302, {"Location": to.format(port=1)}, b"")) as server:
        real = socket.getaddrinfo

        def public(host, port, *rest, **more):
            return (
                [(2, 1, 6, "", ("93.184.216.34", port))]
                if host == "data.example.org"
                else real(host, port, *rest, **more)
            )

        monkeypatch.setattr(socket, "getaddrinfo", public)
        connect = socket.socket.connect

        def reroute(self, place):  # the one public machine of this test
            return connect(self, ("127.0.0.1", server.port) if place[0] == "93.184.216.34" else place)

        monkeypatch.setattr(socket.socket, "connect", reroute)
        source = WebSource(frozenset({"data.dinas.local"}))
        with pytest.raises(SourceProblems) as caught:
            source.fetch(dataset(resource={"path": "http://data.example.org/"}), Path())
    assert codes(caught.value.problems) == ["fetch.redirect-inside"]
    assert len(server.asked) == 1


def test_a_chain_of_redirects_ends_where_it_turns_inside(monkeypatch):
    places = {"/": "/a", "/a": "/b", "/b": "http://10.1.2.3/"}
    with (
        serving(lambda path, _: (301, {"Location": places[path]}, b"")) as server,
        pytest.raises(SourceProblems) as caught,
    ):
        WebSource(frozenset({"127.0.0.1"})).fetch(dataset(resource={"path": server.url()}), Path())
    assert codes(caught.value.problems) == ["fetch.redirect-inside"]
    assert [path for path, _ in server.asked] == ["/", "/a", "/b"]


def test_a_redirect_does_not_lead_out_of_encryption():
    from berkala.fetch.web.connections import Answer
    from berkala.fetch.web.visits import _next

    answer = Answer(read("https://example.org/"), 302, {"location": "http://example.org/"}, b"")
    with pytest.raises(Failure) as caught:
        _next(answer)
    assert caught.value.code == "fetch.redirect-plain"


@given(st.ip_addresses())
def test_what_python_knows_as_private_is_never_public(address):
    if reach.is_public(address):
        assert address.is_global or address in reach._TRANSLATED
        assert not any((address.is_multicast, address.is_loopback, address.is_link_local, address.is_unspecified))


_PIECES = (
    "127~0~1~255~256~65535~99999~0x7f~017~2130706433~.~。~．~①~８~٣~:~::~::1~ffff~fe80~[~]~@~%~%2e~%00~%25e0~/~\\~?~#~"
    "http:~//~*~(~)~|~localhost~local~a.example~xn--~-~_~ß~é~ı~ſ~K~℡~8.8.8.8~10.0.0.1~sslmode=require"
)
PIECES = [*re.split("~", _PIECES), "\t", "\n", " ", "\0", "\x7f", "\u200b", "\u00ad", "\u202e", "\ud800"]
spelled = st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join)


@pytest.mark.slow
@settings(max_examples=1500)
@given(st.sampled_from(["http://", "https://", "//", "http:/"]), spelled)
def test_an_address_is_refused_or_means_the_same_to_the_system(scheme, rest):
    try:
        address = read(f"{scheme}{rest}")
    except Failure:
        return
    assert (address.host + address.target).isascii()
    assert not set(address.host + address.target) & set(" \\\t\r\n\0\x7f")
    with suppress(OSError):  # what the C library takes for a number is written as the number it is
        assert socket.inet_ntoa(socket.inet_aton(address.host)) == address.host


@pytest.mark.slow
@settings(max_examples=500)
@given(spelled)
def test_the_other_doors_refuse_as_calmly(rest):
    for reads, scheme in ((find, "ckan+https://"), (database, "postgresql://")):
        with suppress(Failure):
            reads(f"{scheme}{rest}")


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "64:ff9b::8.8.8.8"])
def test_what_is_public_is_public(address):
    assert reach.is_public(ip_address(address))


@pytest.mark.parametrize(
    ("written", "host", "target"),
    [
        ("https://Data.Example.ORG./a%20b.csv?q=1#x", "data.example.org", "/a%20b.csv?q=1"),
        ("https://münchen.example/ü.csv", "xn--mnchen-3ya.example", "/%C3%BC.csv"),
        ("http://[2606:4700:0::1]:8080", "2606:4700::1", "/"),
        ("https://8.8.8.8/", "8.8.8.8", "/"),
    ],
)
def test_an_honest_address_is_read(written, host, target):
    address = read(written)
    assert (address.host, address.target) == (host, target)
