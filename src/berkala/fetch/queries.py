"""One SELECT over a SQLite database: nothing but reading, within limits, and its rows as one canonical CSV.

The same data give the same bytes, whatever plan SQLite chose: functions that read the clock, draw lots or depend on
the order of rows are refused, and the rows are sorted here. So a query needs no ORDER BY and gains nothing by one,
unless it has a LIMIT: then it needs one (`statements`).
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from berkala.fetch.extracts import SECONDS, Row, as_csv, gathered, number
from berkala.fetch.failures import Failure
from berkala.fetch.statements import explains, leaves_rows_to_chance, sqlite_words

#: How long a database that another program is writing to is waited for, in seconds.
PATIENCE = 5.0
#: The longest single value, in bytes: a mistaken expression could otherwise fill the memory.
_VALUE = 1_000_000
#: How often a running query is asked how long it has taken, in steps of SQLite's machine.
_STEPS = 20_000

_READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE})
#: Functions whose result is the same for the same rows, in whatever order they come. (A sum of fractions may differ
#: in its last digits: such a query rounds it.)
_NAMES = (
    "abs,avg,ceil,ceiling,char,coalesce,count,cume_dist,dense_rank,floor,format,glob,hex,ifnull,iif,instr,length,like,"
    "lower,ltrim,max,min,mod,nullif,octet_length,percent_rank,pow,power,printf,quote,rank,replace,round,rtrim,sign,"
    "sqrt,substr,substring,sum,total,trim,trunc,typeof,unicode,upper"
)
FUNCTIONS = frozenset(_NAMES.split(","))

#: One value as SQLite holds it; text as bytes, because it may be no text at all.
Value = int | float | bytes | None


@dataclass
class _Guard:
    """Lets a query read, and keeps what it was refused, because SQLite's own message does not say."""

    deadline: float
    function: str = ""
    refused: bool = False

    def allow(self, action: int, first: str | None, second: str | None, *_: str | None) -> int:
        if action in _READING:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION:
            if second in FUNCTIONS:
                return sqlite3.SQLITE_OK
            self.function = self.function or str(second)
        self.refused = True
        return sqlite3.SQLITE_DENY

    def late(self) -> bool:
        return monotonic() > self.deadline


@dataclass
class _Names:
    """The tables of a database and their columns, to name the nearest to one that is not there."""

    tables: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)


def rows_as_csv(database: Path, query: str, immutable: str = "") -> bytes:
    """The rows of one SELECT as CSV: UTF-8, commas, one line feed a row, sorted by their cells as text.

    A number stands in full, without an exponent; NULL and the empty text are both an empty cell. `immutable` is
    ``&immutable=1`` for a database that no program writes to. Raises Failure.
    """
    words = sqlite_words(query)
    if explains(words):
        raise Failure("fetch.query-no-select")
    if leaves_rows_to_chance(words):
        raise Failure("fetch.query-limit")
    guard = _Guard(monotonic() + SECONDS)
    connection = _open(database, immutable)
    try:
        names = _names(connection)
        header, rows = _select(connection, query, guard, names)
    finally:
        connection.close()
    return as_csv(header, rows)


def _open(database: Path, immutable: str) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro{immutable}", uri=True, timeout=PATIENCE)
    except sqlite3.Error as error:
        raise _failure(error) from error
    connection.text_factory = bytes
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _VALUE)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
    except sqlite3.Error as error:
        connection.close()
        raise _failure(error) from error
    return connection


def _names(connection: sqlite3.Connection) -> _Names:
    """What is in the database. The first reading: here it shows whether the file is one at all."""
    listed = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name"
    columns = (
        "SELECT DISTINCT c.name FROM sqlite_schema AS s, pragma_table_info(s.name) AS c "
        "WHERE s.type IN ('table', 'view') ORDER BY 1"
    )
    try:
        tables = [_text(name) for (name,) in connection.execute(listed)]
    except sqlite3.Error as error:
        raise _failure(error) from error
    try:
        return _Names(tables, [_text(name) for (name,) in connection.execute(columns)])
    except sqlite3.Error:
        # A view that has lost its table must not stop a query that does not use it: there is no nearest column then.
        return _Names(tables)


def _select(connection: sqlite3.Connection, query: str, guard: _Guard, names: _Names) -> tuple[Row, list[str]]:
    connection.set_authorizer(guard.allow)
    connection.set_progress_handler(guard.late, _STEPS)
    try:
        cursor = connection.execute(query)
        if cursor.description is None:
            raise Failure("fetch.query-no-select")
        return [str(column[0]) for column in cursor.description], gathered(
            [_text(value) for value in row] for row in cursor
        )
    except (sqlite3.Error, sqlite3.Warning, UnicodeEncodeError) as error:
        raise _failure(error, guard, names) from error


def _text(value: Value | str) -> str:
    """One value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, float):
        return number(repr(value))
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            raise Failure("fetch.query-value", found=repr(value[:20])) from None
    return str(value)


def _failure(error: Exception, guard: _Guard | None = None, names: _Names | None = None) -> Failure:
    """SQLite's own error as a problem of ours: by its code, and where that says too little by its message."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if guard and guard.refused:
        return _refusal(guard)
    if code in _BY_CODE:
        return Failure(_BY_CODE[code], reason=str(error), seconds=int(SECONDS))
    return _not_there(str(error), names or _Names()) or Failure("fetch.query-wrong", reason=str(error))


def _refusal(guard: _Guard) -> Failure:
    if guard.function:
        return Failure("fetch.query-function", name=guard.function, known=sorted(FUNCTIONS))
    return Failure("fetch.query-no-select")


def _not_there(message: str, names: _Names) -> Failure | None:
    found = re.match(r'no such (table|column): "?([^"]+?)"?(?: - .*)?$', message)
    if found is None:
        return None
    known = {"table": names.tables, "column": names.columns}[found[1]]
    return Failure(f"fetch.query-{found[1]}", name=found[2].split(".")[-1], known=known)


_BY_CODE = {
    sqlite3.SQLITE_NOTADB: "fetch.no-database",
    sqlite3.SQLITE_CORRUPT: "fetch.database-damaged",
    sqlite3.SQLITE_BUSY: "fetch.database-locked",
    sqlite3.SQLITE_LOCKED: "fetch.database-locked",
    sqlite3.SQLITE_INTERRUPT: "fetch.query-slow",
    sqlite3.SQLITE_CANTOPEN: "fetch.unreadable",
    sqlite3.SQLITE_IOERR: "fetch.unreadable",
    sqlite3.SQLITE_PERM: "fetch.unreadable",
}
