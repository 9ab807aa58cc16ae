"""A transaction in which the server itself refuses everything but reading, and that is over by a fixed moment."""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from importlib.metadata import version
from typing import Any

import certifi
import psycopg
from psycopg import Connection, IsolationLevel

from berkala.fetch.deadlines import cut_off, left
from berkala.fetch.failures import Failure
from berkala.fetch.postgresql import mistakes
from berkala.fetch.postgresql.places import Place
from berkala.fetch.web import reach
from berkala.secrets import secret

#: How long a connection may take to be made, and how long a lock is waited for, in seconds.
CONNECTING, PATIENCE = 10, 5
#: The first libpq that can be told which ways to log in are too weak.
_CAN_REQUIRE = 160000

#: How values are written, whatever the server or this machine is set to.
_FORMS = {
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "iso_8601",
    "TimeZone": "UTC",
    "extra_float_digits": "1",
    "bytea_output": "hex",
}


@contextmanager
def reading(place: Place, deadline: float, seconds: float) -> Iterator[Connection]:
    """A connection in a transaction that reads one state of the data; a statement may take `seconds`.

    Raises Failure where there is none, and for whatever PostgreSQL refuses inside.
    """
    connection = _connected(place, deadline)
    try:
        with closing(_line(connection)) as line, cut_off(line, deadline):
            connection.read_only = True
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            limits = {"statement_timeout": f"{seconds * 1000:.0f}", "lock_timeout": f"{PATIENCE * 1000}"}
            for name, value in {**_FORMS, **limits}.items():
                connection.execute("SELECT set_config(%s, %s, true)", (name, value))
            yield connection
    except psycopg.Error as error:
        left(deadline)  # whoever was hung up on looks like one that has gone
        raise mistakes.refused(error) from error
    finally:
        connection.close()


def _connected(place: Place, deadline: float) -> Connection:
    machines = reach.inside_addresses_of(place.host, place.port)
    try:
        return psycopg.connect(**_parameters(place, machines, left(deadline)))
    except psycopg.Error as error:
        raise mistakes.unconnected(error, place) from error


def _parameters(place: Place, machines: Sequence[str], seconds: float) -> dict[str, Any]:
    """Everything that may be said, so that neither the environment nor the user's files say it in our place."""
    more = {"user": place.user} if place.user else {}
    if not place.mode.startswith("verify") and psycopg.pq.version() >= _CAN_REQUIRE:
        more["require_auth"] = "!password"  # which would hand it to whoever answers
    return {
        "host": ",".join([place.host] * len(machines)),
        "hostaddr": ",".join(machines),
        "port": place.port,
        "dbname": place.database,
        "password": secret(place.host),
        "passfile": os.devnull,
        "sslmode": place.mode,
        "sslrootcert": _authorities() if place.mode.startswith("verify") else "",
        "gssencmode": "disable",
        "options": "",
        "client_encoding": "UTF8",
        "connect_timeout": max(2, int(min(CONNECTING, seconds))),
        "application_name": f"berkala {version('berkala')}",
        **more,
    }


def _authorities() -> str:
    """The file of the authorities that this machine trusts: the library's own system has none where it looks."""
    usual = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")
    found = (path for path in (ssl.get_default_verify_paths().cafile, *usual) if path and os.path.isfile(path))
    return next(found, "") or certifi.where()


def _line(connection: Connection) -> socket.socket:
    """The connection's socket, beside the library's own."""
    try:
        return socket.fromfd(connection.fileno(), socket.AF_INET, socket.SOCK_STREAM)
    except OSError as error:
        raise Failure("fetch.database-gone") from error
