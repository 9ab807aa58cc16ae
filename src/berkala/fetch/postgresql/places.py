"""Where a database is: ``postgresql://reader@db.dinas.local:5432/statistics?sslmode=verify-full``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote

from berkala.fetch.failures import Failure
from berkala.fetch.web.addresses import host_and_port, split

PORT: Final = 5432
#: How much an encrypted connection has to prove. ``prefer`` is what most databases inside an agency can do.
MODES: Final = ("prefer", "require", "verify-ca", "verify-full")


@dataclass(frozen=True)
class Place:
    """A database. Without a `user` it is the one that runs the program, as PostgreSQL has it."""

    host: str
    port: int
    database: str
    user: str = ""
    mode: str = "prefer"

    @property
    def shown(self) -> str:
        """As a person is told, and as it is written down beside the data."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"postgresql://{host}{'' if self.port == PORT else f':{self.port}'}/{self.database}"


def read(text: str) -> Place:
    """The database that an address names. Raises Failure, in which no password stands."""
    parts = split(text)
    user, mark, _ = parts.netloc.rpartition("@")[0].partition(":")
    if mark:
        raise Failure("fetch.url-password")
    database = unquote(parts.path.removeprefix("/"))
    if not database or "/" in database or "\0" in database + unquote(user) or parts.fragment:
        raise Failure("fetch.database-form")
    host, port = host_and_port(parts)
    return Place(host, port or PORT, database, unquote(user), _mode(parts.query))


def _mode(query: str) -> str:
    said = dict(parse_qsl(query, keep_blank_values=True))
    if "password" in said:
        raise Failure("fetch.url-password")
    if set(said) - {"sslmode"}:
        raise Failure("fetch.database-form")
    mode = said.get("sslmode", MODES[0])
    if mode not in MODES:
        raise Failure("fetch.database-mode", name=mode, known=list(MODES))
    return mode
