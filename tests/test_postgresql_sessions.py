"""How the door of PostgreSQL is entered, and how it is left when the other side does not behave."""

from __future__ import annotations

import socket
import sys
import time

import psycopg
import pytest
import trustme

from berkala.errors import SourceProblems, TryAgain
from berkala.fetch.postgresql import extract, rows, sessions
from berkala.fetch.postgresql.source import PostgresqlSource
from postgresql_asked import TOKEN, at, failure, needs_server, text
from postgresql_server import PASSWORD, running
from test_databases import EXPECTED, QUERY
from web_servers import saying

pytestmark = [*needs_server, pytest.mark.usefixtures("password")]


@pytest.mark.parametrize("token", ["wrong", ""])
def test_a_wrong_password_is_told_with_the_name_of_its_variable(cluster, monkeypatch, token):
    monkeypatch.setenv(TOKEN, token)
    monkeypatch.setenv("PGPASSWORD", PASSWORD)  # which is not asked
    problem, code = failure(cluster.url())
    assert code == "fetch.database-password"
    assert TOKEN in problem.remedy("en")
    assert problem.file == f"postgresql://127.0.0.1:{cluster.port}/statistics"


@pytest.mark.parametrize(
    ("name", "value"),
    [("PGHOSTADDR", "10.255.255.1"), ("PGOPTIONS", "-c nonsense=1"), ("PGSSLMODE", "verify-full"), ("PGPORT", "1")],
)
def test_the_environment_does_not_send_us_elsewhere(cluster, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    assert text(cluster, QUERY).encode() == EXPECTED


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ({"user": "nobody-here"}, "fetch.database-password"),
        ({"database": "statistic"}, "fetch.database-name"),
        ({"database": "nobody_comes"}, "fetch.database-closed"),
        ({"user": "cleartext"}, "fetch.database-cleartext"),
    ],
)
def test_who_is_not_let_in_is_told_why(cluster, part, code):
    assert failure(cluster.url(**part))[1] == code


def test_encryption_that_the_server_does_not_have(cluster):
    assert failure(f"{cluster.url()}?sslmode=require")[1] == "fetch.tls"


@pytest.mark.slow
def test_an_encrypted_connection_proves_who_answers(monkeypatch, tmp_path):
    authority = trustme.CA()
    (tmp_path / "authority.pem").write_bytes(authority.cert_pem.bytes())
    issued = authority.issue_cert("db.dinas.test")
    with running(issued.private_key_and_cert_chain_pem.bytes()) as cluster:
        cluster.run("CREATE DATABASE statistics", database="postgres")
        for name in ("reader", "cleartext"):
            cluster.run(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'")
        monkeypatch.setenv("BERKALA_DB_DINAS_TEST_TOKEN", PASSWORD)
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", cluster.port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        proved = f"{cluster.url(host='db.dinas.test')}?sslmode=verify-full"
        assert failure(proved, "SELECT 1 AS a")[1] == "fetch.certificate"
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        for path in (proved, proved.replace("reader", "cleartext"), f"{cluster.url()}?sslmode=require"):
            assert PostgresqlSource().fetch(at(path, "SELECT 1 AS a"), tmp_path).content == b"a\n1\n"
        assert failure(f"{cluster.url()}?sslmode=verify-full", "SELECT 1 AS a")[1] == "fetch.certificate"


def test_a_port_at_which_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert failure(f"postgresql://127.0.0.1:{port}/x", kind=TryAgain)[1] == "fetch.connection-refused"


def test_what_is_no_postgresql_is_told():
    with saying(lambda connection: connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n"), b"\x16\x2f") as server:
        assert failure(f"postgresql://127.0.0.1:{server.port}/x")[1] == "fetch.database-other"


@pytest.mark.slow
def test_a_silent_server_does_not_hold_us(monkeypatch):
    monkeypatch.setattr(sessions, "CONNECTING", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun = time.monotonic()
        path = f"postgresql://127.0.0.1:{silent.getsockname()[1]}/x"
        assert failure(path, kind=TryAgain)[1] == "fetch.timed-out"
        assert time.monotonic() - begun < 6


def test_a_connection_that_is_cut_is_told(cluster, monkeypatch):
    monkeypatch.setattr(rows, "BATCH", 10)
    killed = []

    def kill(cursor, deadline):
        taken = real(cursor, deadline)
        yield next(taken)
        if not killed:
            killed.append(
                cluster.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'reader'")
            )
        yield from taken

    real = rows._taken
    monkeypatch.setattr(rows, "_taken", kill)
    many = "SELECT n FROM generate_series(1, 100000) AS s(n)"
    assert failure(cluster.url(), many, TryAgain)[1] == "fetch.database-gone"


def test_a_transfer_that_takes_too_long_is_hung_up(cluster, monkeypatch):
    monkeypatch.setattr(extract, "SECONDS", 1.0)
    monkeypatch.setattr(extract, "_ALL", 0.6)
    slow = "SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b"
    assert failure(cluster.url(), slow, TryAgain)[1] == "fetch.too-slow"


def test_without_its_library_the_door_says_how_to_get_it(monkeypatch):
    for name in ("extract", "sessions", "mistakes", "judging", "rows"):
        monkeypatch.delitem(sys.modules, f"berkala.fetch.postgresql.{name}")
    monkeypatch.setitem(sys.modules, "psycopg", None)
    problem, code = failure("postgresql://db/statistics")
    assert code == "fetch.extra-missing"
    assert 'pip install "berkala[postgresql]"' in problem.remedy("en")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('FATAL:  role "nobody" does not exist', "fetch.database-user"),
        ('FATAL:  Peer authentication failed for user "reader"', "fetch.database-user"),
        ("FATAL:  sorry, too many clients already", "fetch.database-busy"),
        ("FATAL:  the database system is starting up", "fetch.database-busy"),
        ("FATAL:  something that no release has said yet", "fetch.database-refused"),
    ],
)
def test_what_this_server_does_not_say_is_told_too(monkeypatch, said, code):
    """Other set-ups refuse in other words: here they are what the connection says."""

    def refuse(*_, **__):
        raise psycopg.OperationalError(f'connection to server at "10.0.0.1", port 5432 failed: {said}.')

    monkeypatch.setattr(psycopg, "connect", refuse)
    kind = TryAgain if code == "fetch.database-busy" else SourceProblems
    problem, found = failure("postgresql://reader@10.0.0.1/x", kind=kind)
    assert found == code
    if code == "fetch.database-refused":
        assert "something that no release has said yet" in problem.message("id")
