"""The door of the web: what is asked, what is taken as an answer, and what is said where there is none."""

from __future__ import annotations

import gzip
import io
import os
import socket
import ssl
import time
import tracemalloc
import zlib
from contextlib import contextmanager, suppress
from importlib.metadata import entry_points
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
import trustme

from berkala.errors import BerkalaError, SourceProblems, TryAgain
from berkala.fetch import fetch
from berkala.fetch.web import connections, visits
from berkala.fetch.web.kept import Store
from berkala.fetch.web.source import WebSource
from contracts.source import SourceContract
from little_tables import codes, dataset, plan_for, tidied
from web_servers import saying, serving

BYTES = b"month,place,visits\r\n2020-01,north,1\r\n"
HOME = frozenset({"127.0.0.1"})
SECRET = "s3cr3t-t0k3n"


def at(path: str, **more: object):
    return dataset(resource={"path": path, **more})


def good(path="/", headers=None):
    return 200, {"Content-Type": "text/csv"}, BYTES


def failure(url: str, kind: type[BerkalaError] = SourceProblems, trusted=HOME, tmp_path=Path()):
    with pytest.raises(BerkalaError) as caught:
        WebSource(trusted).fetch(at(url), tmp_path)
    assert type(caught.value) is kind, caught.value.problems
    (problem,) = caught.value.problems
    return problem, codes((problem,))[0]


@pytest.fixture
def server():
    with serving(good) as server:
        yield server


class TestWebSource(SourceContract):
    @pytest.fixture
    def source(self, tmp_path):
        return WebSource(HOME, Store(tmp_path / "kept"))

    @pytest.fixture
    def good(self, server):
        return at(server.url("/visits.csv"))

    @pytest.fixture
    def expected(self):
        return BYTES

    @pytest.fixture(params=["http://localhost/x.csv", "http://127.0.0.1:1/x.csv", "https://user:pw@example.org/"])
    def bad(self, request):
        return at(request.param)


def test_fetch_finds_it_by_its_scheme_and_the_settings_name_what_is_trusted(server, tmp_path):
    run = plan_for(at(server.url("/visits.csv#part")), tmp_path)
    settings = SimpleNamespace(trusted_hosts=("127.0.0.1",), state=".berkala")
    run = type(run)(run.request, type(run.publication)(tmp_path, settings, run.publication.datasets, {}), ())
    found = fetch(run)
    assert codes(found.problems) == []
    snapshot = found.by_dataset["visits"]
    assert (snapshot.file, snapshot.content) == (server.url("/visits.csv"), BYTES)
    assert codes(tidied(at("x"), snapshot.content, snapshot.file).problems) == []


def test_the_plugs_are_registered():
    found = {p.name: p.load() for p in entry_points(group="berkala.sources") if p.name in {"http", "https"}}
    assert found == {"http": WebSource, "https": WebSource}


def test_a_query_belongs_to_a_database():
    with pytest.raises(SourceProblems) as caught:
        WebSource().fetch(at("https://example.org/x.csv", query="SELECT 1"), Path())
    assert codes(caught.value.problems) == ["fetch.query-web"]


# -- what is kept -------------------------------------------------------------------------------------------------


def test_a_file_that_has_not_changed_is_not_sent_again(tmp_path):
    def reply(path, headers):
        if headers.get("If-None-Match") == '"1"':
            return 304, {}, b""
        return 200, {"ETag": '"1"'}, BYTES

    with serving(reply) as server:
        source, one = WebSource(HOME, Store(tmp_path / "kept")), at(server.url())
        first, second = source.fetch(one, tmp_path), source.fetch(one, tmp_path)
        assert first == second
        assert "if-none-match" in server.asked[1][1]
        for damage in (b"", b"{}\n" + BYTES, b"\xff\xfe", next((tmp_path / "kept").iterdir()).read_bytes() + b"9"):
            (file,) = (tmp_path / "kept").iterdir()
            file.write_bytes(damage)
            assert source.fetch(one, tmp_path) == first
            assert "if-none-match" not in server.asked[-1][1]
            assert file.read_bytes() != damage


def test_a_changed_file_is_new_and_an_unkept_304_is_no_answer(tmp_path):
    now = [BYTES]
    with serving(lambda *_: (200, {"Last-Modified": f"Mon, 30 Nov 2026 10:00:0{len(now)} GMT"}, now[-1])) as server:
        source, one = WebSource(HOME, Store(tmp_path / "kept")), at(server.url())
        assert source.fetch(one, tmp_path).content == BYTES
        now.append(BYTES + b"2020-02,north,2\r\n")
        assert source.fetch(one, tmp_path).content == now[-1]
    with serving(lambda *_: (304, {}, b"")) as server:
        assert failure(server.url())[1] == "fetch.answer-other"


def test_marks_are_not_taken_to_another_address_that_a_redirect_leads_to(tmp_path):
    place = ["/get?id=1"]

    def reply(path, headers):
        if path == "/latest":
            return 302, {"Location": place[-1]}, b""
        return (304, {}, b"") if "If-None-Match" in headers else (200, {"ETag": '"same"'}, path.encode())

    with serving(reply) as server:
        source, one = WebSource(HOME, Store(tmp_path / "kept")), at(server.url("/latest"))
        assert source.fetch(one, tmp_path).content == source.fetch(one, tmp_path).content == b"/get?id=1"
        place.append("/get?id=2")
        assert source.fetch(one, tmp_path).content == b"/get?id=2"


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with serving(lambda *_: (200, {"ETag": '"1"'}, BYTES)) as server:
        assert WebSource(HOME, Store(tmp_path / "file" / "kept")).fetch(at(server.url()), tmp_path).content == BYTES


# -- answers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "headers", "code", "kind"),
    [
        (401, {}, "fetch.not-authorised", SourceProblems),
        (403, {}, "fetch.forbidden", SourceProblems),
        (404, {}, "fetch.not-found", SourceProblems),
        (410, {}, "fetch.not-found", SourceProblems),
        (418, {}, "fetch.answer-other", SourceProblems),
        (206, {}, "fetch.answer-other", SourceProblems),
        (429, {"Retry-After": "120"}, "fetch.too-many-requests-wait", TryAgain),
        (429, {"Retry-After": "Mon, 30 Nov 2026 10:00:00 GMT"}, "fetch.too-many-requests", TryAgain),
        (429, {}, "fetch.too-many-requests", TryAgain),
        (500, {}, "fetch.server-failed", TryAgain),
        (503, {"Retry-After": "9"}, "fetch.server-failed", TryAgain),
        (300, {}, "fetch.answer-other", SourceProblems),
        (302, {}, "fetch.redirect-form", SourceProblems),
        (302, {"Location": "ftp://example.org/"}, "fetch.redirect-form", SourceProblems),
        (302, {"Location": "http://user:pw@example.org/"}, "fetch.redirect-form", SourceProblems),
        (302, {"Location": "/again"}, "fetch.redirects", SourceProblems),
        (200, {"Content-Encoding": "br"}, "fetch.encoding", SourceProblems),
        (200, {"Content-Encoding": "gzip, gzip"}, "fetch.encoding", SourceProblems),
        (200, {"Content-Encoding": "gzip"}, "fetch.encoding-broken", SourceProblems),
    ],
)
def test_each_answer_that_is_no_file_has_its_own_sentence(status, headers, code, kind):
    with serving(lambda *_: (status, headers, BYTES)) as server:
        problem, found = failure(server.url("/x.csv"), kind)
    assert found == code
    assert problem.file == server.url("/x.csv")
    assert "pw" not in problem.message()
    if "wait" in code:
        assert "120" in problem.remedy("en")


def test_an_empty_answer_is_no_table():
    with serving(lambda *_: (200, {}, b"")) as server:
        assert failure(server.url())[1] == "fetch.answer-empty"


def test_a_page_to_log_in_is_told_as_one_and_any_other_page_by_tidy(tmp_path):
    page = b"<!DOCTYPE html><title>x</title>"
    for place, code in (("/login?next=x", "fetch.login"), ("/elsewhere", None)):
        redirect = (302, {"Location": place}, b"")
        with serving(lambda path, _, redirect=redirect: redirect if path == "/" else (200, {}, page)) as s:
            if code:
                assert failure(s.url())[1] == code
            else:
                snapshot = WebSource(HOME).fetch(at(s.url()), tmp_path)
                assert codes(tidied(at("x"), snapshot.content, snapshot.file).problems) == ["tidy.is-html"]


@pytest.mark.parametrize("name", ["gzip", "deflate"])
def test_a_packed_answer_is_unpacked(name, tmp_path):
    packed = gzip.compress(BYTES[:9]) + gzip.compress(BYTES[9:]) if name == "gzip" else zlib.compress(BYTES)
    with serving(lambda *_: (200, {"Content-Encoding": name}, packed)) as server:
        assert WebSource(HOME).fetch(at(server.url()), tmp_path).content == BYTES
    with serving(lambda *_: (200, {"Content-Encoding": name}, packed[:-3])) as server:
        assert failure(server.url(), TryAgain)[1] == "fetch.cut-short"


def test_as_many_redirects_as_are_allowed_are_followed(tmp_path):
    def reply(path, _):
        left = int(path[1:])
        return (307, {"Location": f"/{left - 1}"}, b"") if left else good()

    with serving(reply) as server:
        assert WebSource(HOME).fetch(at(server.url("/5")), tmp_path).content == BYTES
        assert failure(server.url("/6"))[1] == "fetch.redirects"


# -- limits -------------------------------------------------------------------------------------------------------


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


def drip(head: bytes, part: bytes):
    def say(connection):
        connection.sendall(head)
        while True:
            connection.sendall(part)
            time.sleep(0.02)

    return say


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
    with saying(drip(head, part)) as server:
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


# -- encrypted ----------------------------------------------------------------------------------------------------


@contextmanager
def secure(reply, name: str, monkeypatch, tmp_path: Path):
    """A server on loopback with a certificate for `name`, from an authority that this process knows."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with serving(reply, context) as server:
        yield server


def names(monkeypatch, **known: str) -> list[str]:
    """Names of the test's own, and what was asked for."""
    asked = []

    def answer(host, port, **_):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (known[host.replace(".", "_")], port))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


def test_an_encrypted_answer_is_asked_by_name_at_the_address_that_was_checked(monkeypatch, tmp_path):
    with secure(good, "data.dinas.test", monkeypatch, tmp_path) as server:
        asked = names(monkeypatch, data_dinas_test="127.0.0.1")
        monkeypatch.setattr(
            "urllib3.util.connection.socket.getaddrinfo",
            lambda host, port, *_, **__: names_or_literal(asked, host, port),
        )
        url = server.url("/x.csv", "https", "data.dinas.test")
        assert WebSource(frozenset({"data.dinas.test"})).fetch(at(url), tmp_path).content == BYTES
        assert asked == ["data.dinas.test"]  # once: a name that answers differently the second time gains nothing
        assert server.asked[0][1]["host"] == f"data.dinas.test:{server.port}"


def names_or_literal(asked, host, port):
    if host != "127.0.0.1":
        asked.append(host)
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]


@pytest.mark.parametrize("known", [True, False], ids=["another name", "unknown authority"])
def test_a_wrong_certificate_is_refused(known, monkeypatch, tmp_path):
    with secure(good, "other.dinas.test" if known else "127.0.0.1", monkeypatch, tmp_path) as server:
        if not known:
            monkeypatch.delenv("SSL_CERT_FILE")
        assert failure(server.url("/", "https"))[1] == "fetch.certificate"
    assert server.asked == []


def test_a_server_that_does_not_encrypt_is_told(server):
    assert failure(server.url("/", "https"))[1] == "fetch.tls"


def test_an_encrypted_drip_does_not_hold_us(monkeypatch, tmp_path):
    monkeypatch.setattr(visits, "SECONDS", 1.0)
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        from threading import Thread

        def run():
            with suppress(OSError), context.wrap_socket(listener.accept()[0], server_side=True) as connection:
                connection.recv(4096)
                drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x")(connection)

        Thread(target=run, daemon=True).start()
        begun = time.monotonic()
        assert failure(f"https://127.0.0.1:{listener.getsockname()[1]}/", TryAgain)[1] == "fetch.too-slow"
        assert time.monotonic() - begun < 4


# -- proxies and secrets ------------------------------------------------------------------------------------------


def test_a_proxy_of_the_environment_is_not_asked(server, monkeypatch, tmp_path):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert WebSource(HOME).fetch(at(server.url()), tmp_path).content == BYTES


def test_a_token_goes_to_its_host_and_to_no_other(monkeypatch, tmp_path):
    monkeypatch.setenv("BERKALA_127_0_0_1_TOKEN", SECRET)
    with serving(good) as other:

        def reply(path, _):
            return 302, {"Location": other.url("/x", host="localhost.example")}, b""

        names(monkeypatch, localhost_example="127.0.0.1")
        with serving(reply) as server:
            source = WebSource(HOME | {"localhost.example"})
            literal(monkeypatch)
            assert source.fetch(at(server.url()), tmp_path).content == BYTES
        assert server.asked[0][1]["authorization"] == f"Bearer {SECRET}"
        assert "authorization" not in other.asked[0][1]


def test_a_token_does_not_go_to_another_port_of_its_host(monkeypatch, tmp_path):
    monkeypatch.setenv("BERKALA_127_0_0_1_TOKEN", SECRET)
    with serving(good) as other, serving(lambda *_: (302, {"Location": other.url("/x")}, b"")) as server:
        assert WebSource(HOME).fetch(at(server.url()), tmp_path).content == BYTES
        assert "authorization" in server.asked[0][1]
        assert "authorization" not in other.asked[0][1]


def literal(monkeypatch):
    real = socket.getaddrinfo

    def answer(host, port, *_, **__):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return real


def test_a_token_in_the_address_is_put_there_and_never_told(monkeypatch, tmp_path):
    monkeypatch.setenv("BERKALA_127_0_0_1_TOKEN", SECRET)
    with serving(lambda path, _: good() if SECRET in path else (404, {}, b"")) as server:
        for path in ("/key/{token}/x.csv", "/x.csv?key={token}"):
            one = at(server.url(path))
            snapshot = WebSource(HOME, Store(tmp_path / "kept")).fetch(one, tmp_path)
            assert snapshot.content == BYTES
            assert snapshot.file == server.url(path)
        monkeypatch.delenv("BERKALA_127_0_0_1_TOKEN")
        problem, code = failure(server.url("/{token}"))
        assert code == "fetch.token-missing"
        assert "BERKALA_127_0_0_1_TOKEN" in problem.message("id")
    assert SECRET.encode() not in b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())


@pytest.mark.parametrize("token", ["a\r\nHost: other", "kata sandi é"])
def test_a_token_that_is_none_is_refused_and_not_told(token, server, monkeypatch):
    monkeypatch.setenv("BERKALA_127_0_0_1_TOKEN", token)
    problem, code = failure(server.url())
    assert code == "fetch.token-form"
    assert token not in f"{problem.message()}{problem.facts}"
    assert server.asked == []


def test_a_token_does_not_go_out_unencrypted(monkeypatch):
    monkeypatch.setenv("BERKALA_DATA_DINAS__KOTA_EXAMPLE_TOKEN", SECRET)
    problem, code = failure("http://data.dinas-kota.example/x.csv")
    assert code == "fetch.token-plain"
    assert "BERKALA_DATA_DINAS__KOTA_EXAMPLE_TOKEN" in problem.message()


@pytest.mark.parametrize(
    "query", ["token=abc", "x=1&API_KEY=abc", "apikey=a", "access_token=a", "X-Amz-Signature=a", "password=a", "sig=a"]
)
def test_a_key_in_the_address_is_refused(query):
    problem, code = failure(f"https://example.org/x.csv?{query}")
    assert code == "fetch.url-secret"
    assert "abc" not in f"{problem.message()}{problem.remedy()}{problem.file}{problem.value}"


@pytest.mark.parametrize(
    "query", ["year=2020", "key=population", "token=", "token={token}", "compass=north", "q=token"]
)
def test_other_parts_of_an_address_are_no_keys(query):
    from berkala.fetch.web.addresses import refuse_secrets

    refuse_secrets(f"https://example.org/?{query}")


def test_a_password_is_not_told_for_a_source_that_is_unknown(tmp_path):
    found = fetch(plan_for(at(f"ftp://anna:{SECRET}@example.org/x.csv"), tmp_path))
    assert codes(found.problems) == ["fetch.source-unknown"]
    assert SECRET not in str(found.problems) + found.problems[0].message()


def test_nothing_of_the_environment_is_needed():
    assert not [name for name in os.environ if name.startswith("BERKALA_127")]
