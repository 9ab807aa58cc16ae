"""What PostgreSQL says, as problems of ours: by its codes, and where there are none by the words it always uses."""

from __future__ import annotations

import re

import psycopg

from berkala.fetch.failures import Failure
from berkala.fetch.postgresql.places import Place
from berkala.fetch.queries import FUNCTIONS
from berkala.secrets import hidden, variable

#: Before a connection stands there are no codes. The first that fits is meant.
_WORDS = (
    (r"refused", "fetch.connection-refused"),
    (r"password authentication failed|no password supplied|empty password", "fetch.database-password"),
    (r"authentication method requirement", "fetch.database-cleartext"),
    (r'role "[^"]*" does not exist|authentication failed', "fetch.database-user"),
    (r'database "[^"]*" does not exist', "fetch.database-name"),
    (r"pg_hba\.conf|permission denied for database|not permitted to log in", "fetch.database-closed"),
    (r"too many|remaining connection slots|starting up|shutting down|recovery", "fetch.database-busy"),
    (r"certificate verify failed|certificate .* does not match|server certificate for", "fetch.certificate"),
    (r"does not support SSL|SSL error", "fetch.tls"),
    (r"invalid response|expected authentication request", "fetch.database-other"),
    (r"timeout|timed out", "fetch.timed-out"),
    (r"closed the connection|reset|EOF detected", "fetch.database-gone"),
    (r"unreachable|No route|not available", "fetch.unreachable"),
)

#: Codes of the server (https://www.postgresql.org/docs/current/errcodes-appendix.html), whole or by class.
_CODES = {
    "25001": "fetch.query-no-select",
    "25006": "fetch.query-no-select",
    "0A": "fetch.query-no-select",
    "42501": "fetch.database-permission",
    "42P01": "fetch.query-table",
    "42703": "fetch.query-column",
    "42883": "fetch.query-function",
    "57014": "fetch.query-slow",
    "55P03": "fetch.database-busy",
    "40": "fetch.database-busy",
    "53": "fetch.database-busy",
    "08P01": "fetch.query-wrong",
    "08": "fetch.database-gone",
    "57P": "fetch.database-gone",
}


def unconnected(error: psycopg.Error, place: Place) -> Failure:
    """Why there is no connection. The address has no password in it, and neither has what is told."""
    said = str(error)
    facts = {"host": place.host, "user": place.user, "variable": variable(place.host), "database": place.database}
    if isinstance(error, psycopg.errors.ConnectionTimeout):
        return Failure("fetch.timed-out", **facts)
    code = next((code for words, code in _WORDS if re.search(words, said, re.IGNORECASE)), "fetch.database-refused")
    return Failure(code, reason=_line(said), **facts)


def refused(error: psycopg.Error) -> Failure:
    """Why a statement was not answered."""
    state = error.sqlstate or ""
    if not state and isinstance(error, psycopg.OperationalError):
        return Failure("fetch.database-gone")
    code = next((_CODES[part] for part in (state, state[:3], state[:2]) if part in _CODES), "fetch.query-wrong")
    reason = _line(error.diag.message_primary or str(error))
    named = re.search(r'(?:relation|column|function|table|view) "?([^"\s(]+)', reason)
    name = named[1].rpartition(".")[2] if named else ""
    if code == "fetch.query-function":
        return Failure(code, name=name, known=sorted(FUNCTIONS))
    return Failure(code, reason=reason, name=name)


def _line(said: str) -> str:
    """The first line of a message, without the address before it and the stop behind it."""
    lines = said.strip().splitlines() or [""]
    return hidden(lines[0].rpartition("FATAL: ")[2].rpartition("failed: ")[2].strip().rstrip("."))
