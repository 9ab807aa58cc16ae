"""The door of the web within its limits: whatever a server does, it neither fills the memory nor holds us."""

from __future__ import annotations

import errno
import gzip
import io
import socket
import time
import tracemalloc
from zipfile import ZipFile

import pytest

from asking import BYTES, HOME, at, failure
from berkala.errors import SourceProblems, TryAgain
from berkala.fetch.web import connections, visits
from berkala.fetch.web.source import WebSource
from little_tables import codes, tidied
from web_servers import dripping, saying, serving


def flood(connection: socket.socket, head: bytes, part: bytes) -> None:
    connection.sendall(head)
    while True:
        connection.sendall(part)


@pytest.mark.parametrize(
    "head",
    [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"],
    ids=["endless", "declared"],
)
def test_an_endless_body_is_given_up_at_the_limit(head, monkeypatch):
    monkeypatch.setattr(visits, "SIZE", 5_000_000)
    with saying(lambda connection: flood(connection, head, b"x" * 65536)) as server:
        problem, code = failure(server.url())
    assert code == "fetch.answer-too-large"
    assert " 5 million" in problem.message("en")


def test_an_endless_body_in_chunks_is_given_up_at_the_limit(monkeypatch):
    monkeypatch.setattr(visits, "SIZE", 1_000_000)
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    with saying(lambda connection: flood(connection, head, chunk)) as server:
        assert failure(server.url())[1] == "fetch.answer-too-large"


@pytest.mark.slow
def test_a_small_answer_that_unpacks_to_anything_is_given_up_in_little_memory(monkeypatch):
    monkeypatch.setattr(visits, "SIZE", 10_000_000)
    bomb = gzip.compress(b"0" * 300_000_000, 9)
    with serving(lambda *_: (200, {"Content-Encoding": "gzip"}, bomb)) as server:
        tracemalloc.start()
        try:
            assert failure(server.url())[1] == "fetch.answer-too-large"
            assert tracemalloc.get_traced_memory()[1] < 40_000_000
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize(
    ("head", "part"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\n", b"A: b\r\n"[:1]),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"A: b\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", gzip.compress(b"")),
    ],
    ids=["body", "headers", "continue", "trailers", "empty members"],
)
def test_a_server_that_drips_does_not_hold_us(head, part, monkeypatch):
    monkeypatch.setattr(visits, "SECONDS", 0.5)
    with saying(dripping(head, part)) as server:
        begun = time.monotonic()
        assert failure(server.url(), TryAgain)[1] == "fetch.too-slow"
        assert time.monotonic() - begun < 3


def test_the_time_is_that_of_all_redirects_together(monkeypatch):
    monkeypatch.setattr(visits, "SECONDS", 0.5)

    def reply(*_):
        time.sleep(0.2)
        return 302, {"Location": "/"}, b""

    with serving(reply) as server:
        assert failure(server.url(), TryAgain)[1] == "fetch.too-slow"


def test_a_silent_server_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(connections, "SILENCE", 0.2)
    with saying(lambda _: time.sleep(3)) as server:
        assert failure(server.url(), TryAgain)[1] == "fetch.timed-out"


@pytest.mark.parametrize(
    ("bytes_", "code", "kind"),
    [
        (
            b"HTTP/1.1 200 OK\r\n" + b"".join(b"A%d: b\r\n" % n for n in range(5000)) + b"\r\n",
            "fetch.not-http",
            SourceProblems,
        ),
        (b"HTTP/1.1 200 OK\r\nA: " + b"b" * 200_000 + b"\r\n\r\n", "fetch.not-http", SourceProblems),
        (b"HTTP/1.1 " + b"2" * 200_000, "fetch.not-http", SourceProblems),
        (b"220 ftp ready\r\n", "fetch.not-http", SourceProblems),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "fetch.not-http", SourceProblems),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello", "fetch.cut-short", TryAgain),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\nhello", "fetch.cut-short", TryAgain),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello", "fetch.cut-short", TryAgain),
        (b"", "fetch.cut-short", TryAgain),
    ],
    ids=["headers", "header", "status", "ftp", "two lengths", "length", "chunk", "no chunk", "nothing"],
)
def test_what_is_no_whole_answer_is_told(bytes_, code, kind):
    with saying(lambda connection: connection.sendall(bytes_)) as server:
        assert failure(server.url(), kind)[1] == code


def test_a_server_that_never_greets_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(connections, "CONNECTING", 0.3)
    with saying(lambda _: time.sleep(3)) as server:
        assert failure(server.url("/", "https"), TryAgain)[1] == "fetch.timed-out"


def test_an_archive_in_the_place_of_a_table_is_told_by_tidy(tmp_path):
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("../../etc/visits.csv", BYTES)
    with serving(lambda *_: (200, {}, packed.getvalue())) as server:
        snapshot = WebSource(HOME).fetch(at(server.url("/visits.csv")), tmp_path)
    assert codes(tidied(at("x"), snapshot.content, snapshot.file).problems) == ["tidy.is-zip"]


def test_a_port_at_which_nobody_listens(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    problem, code = failure(f"http://127.0.0.1:{port}/", TryAgain)
    assert code == "fetch.connection-refused"
    assert problem.file == f"http://127.0.0.1:{port}/"


def test_a_network_that_leads_nowhere(monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert failure("http://127.0.0.1:9/", TryAgain)[1] == "fetch.unreachable"


@pytest.mark.parametrize(
    ("number", "code", "kind"),
    [
        (socket.EAI_NONAME, "fetch.host-unknown", SourceProblems),
        (socket.EAI_AGAIN, "fetch.host-lookup", TryAgain),
    ],
)
def test_a_name_that_is_not_found(number, code, kind, monkeypatch):
    def refuse(*_, **__):
        raise socket.gaierror(number, "no")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert failure("https://data.example.org/x.csv", kind)[1] == code
