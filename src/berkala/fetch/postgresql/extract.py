"""One SELECT over a PostgreSQL database, as CSV bytes."""

from __future__ import annotations

from time import monotonic

from berkala.fetch.extracts import SECONDS, as_csv
from berkala.fetch.failures import Failure
from berkala.fetch.postgresql.judging import refuse_chance, refuse_volatile
from berkala.fetch.postgresql.places import Place
from berkala.fetch.postgresql.rows import rows_of
from berkala.fetch.postgresql.sessions import reading

#: How many times as long as one statement may take everything may take, with the transfer of the rows.
_ALL = 3

_TABLES = (
    "SELECT DISTINCT table_name::text FROM information_schema.tables "
    "WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1 LIMIT 1000"
)
_COLUMNS = (
    "SELECT DISTINCT column_name::text FROM information_schema.columns "
    "WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1 LIMIT 1000"
)
_KNOWN = {"fetch.query-table": _TABLES, "fetch.query-column": _COLUMNS}


def rows_as_csv(place: Place, query: str) -> bytes:
    """The rows as CSV, sorted. Raises Failure; a name that is not there comes with those that are."""
    words = refuse_chance(query)
    try:
        deadline = monotonic() + SECONDS * _ALL
        with reading(place, deadline, SECONDS) as connection:
            refuse_volatile(connection, words)
            header, rows = rows_of(connection, query, deadline)
        return as_csv(header, rows)
    except Failure as failure:
        if failure.code not in _KNOWN:
            raise
        raise Failure(failure.code, **failure.facts, known=_names(place, _KNOWN[failure.code])) from failure


def _names(place: Place, asked: str) -> list[str]:
    with reading(place, monotonic() + SECONDS, SECONDS) as connection:
        return [str(name) for (name,) in connection.execute(asked)]
