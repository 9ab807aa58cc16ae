"""The rows of one SELECT as text without loss, taken from the server a few at a time.

Numbers stand in full as the server has them (1.50 stays 1.50), truth as true and false, dates and times in ISO form and
UTC. Whatever has no one form of text is refused, with the cast that gives it one: bytes, money, lists, records.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from psycopg import Connection, ServerCursor
from psycopg.abc import Buffer
from psycopg.adapt import Loader

from berkala.fetch.deadlines import left
from berkala.fetch.extracts import Row, gathered, number
from berkala.fetch.failures import Failure

#: The longest single value, in bytes, and how many rows are asked for at a time.
VALUE, BATCH = 1_000_000, 500


class _Text(Loader):
    def load(self, data: Buffer) -> str:
        text = bytes(data)
        if len(text) > VALUE:
            raise Failure("fetch.query-value", found=f"{text[:20].decode('utf-8', 'replace')}…")
        return text.decode("utf-8")  # which the server has made sure of


class _Number(_Text):
    def load(self, data: Buffer) -> str:
        return number(super().load(data))


class _Truth(_Text):
    def load(self, data: Buffer) -> str:
        return "true" if bytes(data) == b"t" else "false"


class _Padded(_Text):
    def load(self, data: Buffer) -> str:
        return super().load(data).rstrip(" ")  # which PostgreSQL itself does not take for part of the value


_LOADERS: dict[type[Loader], tuple[str, ...]] = {
    _Text: ("text", "varchar", "name", "date", "time", "timetz", "timestamp", "timestamptz", "interval", "uuid"),
    _Number: ("int2", "int4", "int8", "oid", "float4", "float8", "numeric"),
    _Truth: ("bool",),
    _Padded: ("bpchar",),
}


def rows_of(connection: Connection, query: str, deadline: float) -> tuple[Row, list[str]]:
    """The names of the columns, and the rows. Raises Failure, or what psycopg raises for what the server refuses."""
    with connection.cursor(name="berkala") as cursor:
        types = cursor.adapters.types
        known = {types[name].oid: loader for loader, names in _LOADERS.items() for name in names}
        # A server-side cursor takes one statement and no other behind it.
        cursor.execute(query.encode("utf-8"))
        columns = cursor.description or []
        if not columns:
            raise Failure("fetch.query-no-select")
        known |= dict.fromkeys(_enumerations(connection, {one.type_code for one in columns} - known.keys()), _Text)
        for column in columns:
            if column.type_code not in known:
                raise Failure("fetch.query-type", name=column.name, kind=column.type_display)
        for oid, loader in known.items():
            cursor.adapters.register_loader(oid, loader)
        return [one.name for one in columns], gathered(_taken(cursor, deadline))


def _enumerations(connection: Connection, oids: set[int]) -> set[int]:
    """Those of the types whose values are words that the database lists."""
    asked = "SELECT oid::int8 FROM pg_type WHERE typtype = 'e' AND oid = ANY(%s::oid[])"
    return {int(oid) for (oid,) in connection.execute(asked, (sorted(oids),))} if oids else set()


def _taken(cursor: ServerCursor[tuple[Any, ...]], deadline: float) -> Iterator[Row]:
    while rows := cursor.fetchmany(BATCH):
        left(deadline)
        yield from (["" if value is None else str(value) for value in row] for row in rows)
