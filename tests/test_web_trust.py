"""The door of the web and whom it trusts: certificates, proxies, and to whom a secret is told."""

from __future__ import annotations

import socket
import ssl
import time
import traceback
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import pytest
import trustme

from asking import BYTES, HOME, SECRET, at, failure, good, named
from berkala.errors import BerkalaError, TryAgain
from berkala.fetch import fetch
from berkala.fetch.web import visits
from berkala.fetch.web.addresses import refuse_secrets
from berkala.fetch.web.kept import Store
from berkala.fetch.web.source import WebSource
from little_tables import codes, plan_for
from web_servers import dripping, saying, serving


@pytest.fixture
def server():
    with serving(good) as server:
        yield server


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


def test_an_encrypted_answer_is_asked_by_name_at_the_address_that_was_checked(monkeypatch, tmp_path):
    with secure(good, "data.dinas.test", monkeypatch, tmp_path) as server:
        asked = named(monkeypatch, {"data.dinas.test": "127.0.0.1"})
        url = server.url("/x.csv", "https", "data.dinas.test")
        assert WebSource(frozenset({"data.dinas.test"})).fetch(at(url), tmp_path).content == BYTES
        assert asked == ["data.dinas.test"]  # once: a name that answers differently the second time gains nothing
        assert server.asked[0][1]["host"] == f"data.dinas.test:{server.port}"


@pytest.mark.parametrize("known", [True, False], ids=["another name", "unknown authority"])
def test_a_wrong_certificate_is_refused(known, monkeypatch, tmp_path):
    with secure(good, "other.dinas.test" if known else "127.0.0.1", monkeypatch, tmp_path) as server:
        if not known:
            monkeypatch.delenv("SSL_CERT_FILE")
        assert failure(server.url("/", "https"))[1] == "fetch.certificate"
    assert server.asked == []


def test_a_server_that_does_not_encrypt_is_told(server):
    assert failure(server.url("/", "https"))[1] == "fetch.tls"


@pytest.mark.slow
def test_an_encrypted_drip_does_not_hold_us(monkeypatch, tmp_path):
    monkeypatch.setattr(visits, "SECONDS", 1.0)
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def run():
            with suppress(OSError), context.wrap_socket(listener.accept()[0], server_side=True) as connection:
                connection.recv(4096)
                dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"x")(connection)

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
            return 302, {"Location": other.url("/x", host="other.example")}, b""

        named(monkeypatch, {"other.example": "127.0.0.1"})
        with serving(reply) as server:
            source = WebSource(HOME | {"other.example"})
            assert source.fetch(at(server.url()), tmp_path).content == BYTES
        assert server.asked[0][1]["authorization"] == f"Bearer {SECRET}"
        assert "authorization" not in other.asked[0][1]


def test_a_token_does_not_go_to_another_port_of_its_host(monkeypatch, tmp_path):
    monkeypatch.setenv("BERKALA_127_0_0_1_TOKEN", SECRET)
    with serving(good) as other, serving(lambda *_: (302, {"Location": other.url("/x")}, b"")) as server:
        assert WebSource(HOME).fetch(at(server.url()), tmp_path).content == BYTES
        assert "authorization" in server.asked[0][1]
        assert "authorization" not in other.asked[0][1]


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


def test_a_file_that_holds_the_token_is_not_taken(monkeypatch):
    monkeypatch.setenv("BERKALA_127_0_0_1_TOKEN", SECRET)
    with serving(lambda *_: (200, {}, BYTES + SECRET.encode())) as server:
        problem, code = failure(server.url())
    assert code == "fetch.token-echoed"
    assert "BERKALA_127_0_0_1_TOKEN" in problem.message("en") + problem.remedy("en")


@pytest.mark.parametrize("path", ["/{token}", "/x"])
@pytest.mark.parametrize(
    "echo",
    [
        b"HTTP/1.1 %s\r\n\r\n",
        b"%s\r\n\r\n",
        b"HTTP/1.1 403 %s\r\n\r\n",
        b"HTTP/1.1 500 Oh\r\n%s: x\r\n\r\n",
        b"HTTP/1.1 302 Oh\r\nLocation: http://%s@x/\r\n\r\n",
        b"HTTP/1.1 302 Oh\r\nLocation: /%s\r\n\r\n",
        b"HTTP/1.1 302 Oh\r\nLocation: http://%s.local/\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n",
        b"HTTP/1.1 200 OK\r\n\r\nmonth,place\r\n2020-01,%s\r\n",
    ],
)
def test_a_server_that_says_the_token_again_does_not_make_us_say_it(echo, path, monkeypatch, tmp_path, caplog):
    caplog.set_level("DEBUG", "berkala")
    monkeypatch.setenv("BERKALA_127_0_0_1_TOKEN", SECRET)
    source = WebSource(HOME, Store(tmp_path / "kept"))
    with saying(lambda connection: connection.sendall(echo % SECRET.encode())) as server:
        one = at(server.url(path))
        with pytest.raises(BerkalaError) as caught:
            source.fetch(one, tmp_path)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert SECRET not in str(
        [problem.as_json(language) for problem in caught.value.problems for language in ("en", "id")]
    )
    assert SECRET not in caplog.text
    assert not list(tmp_path.rglob("*.kept"))


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
    refuse_secrets(f"https://example.org/?{query}")


def test_a_password_is_not_told_for_a_source_that_is_unknown(tmp_path):
    found = fetch(plan_for(at(f"ftp://anna:{SECRET}@example.org/x.csv"), tmp_path))
    assert codes(found.problems) == ["fetch.source-unknown"]
    assert SECRET not in str(found.problems) + found.problems[0].message()
