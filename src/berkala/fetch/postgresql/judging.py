"""Whether the same data would always give a query's rows: the functions it calls, as the database itself knows them."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import Connection

from berkala.fetch.failures import Failure
from berkala.fetch.queries import FUNCTIONS
from berkala.fetch.statements import LIMITS_OF_POSTGRESQL, foreign, functions, leaves_rows_to_chance, postgresql_words

#: How a query begins that reads.
_READING = frozenset({"select", "with", "values", "table"})
#: Words that are the clock, the user or chance, with no parenthesis behind them.
_WORDS = "current_date,current_time,current_timestamp,localtime,localtimestamp,current_user,session_user,tablesample"
#: Functions that the database takes for steady, and that read the clock, the session or the order of rows all the same.
_NAMES = (
    "age,array_agg,current_setting,first_value,json_agg,json_object_agg,jsonb_agg,jsonb_object_agg,lag,last_value,lead,"
    "now,nth_value,ntile,row_number,statement_timestamp,string_agg,transaction_timestamp,version,xmlagg"
)
CLOCK, UNSTEADY = frozenset(_WORDS.split(",")), frozenset(_NAMES.split(","))


def refuse_chance(query: str) -> Sequence[str]:
    """The query's words. Raises Failure for one that begins as none that reads, takes any rows, or reads the clock."""
    if character := foreign(query):
        raise Failure("fetch.query-wrong", reason=character)
    words = postgresql_words(query)
    if next((word for word in words if word != "("), "") not in _READING:
        raise Failure("fetch.query-no-select")
    if leaves_rows_to_chance(words, LIMITS_OF_POSTGRESQL):
        raise Failure("fetch.query-limit")
    called = [*(word for word in words if word in CLOCK), *(name for name in functions(words) if name in UNSTEADY)]
    _refuse(called)
    return words


def refuse_volatile(connection: Connection, words: Sequence[str]) -> None:
    """Raise Failure for a function that the database itself does not take for steady: every one that does something."""
    asked = "SELECT DISTINCT proname::text FROM pg_proc WHERE provolatile = 'v' AND proname = ANY(%s) ORDER BY 1"
    _refuse([str(name) for (name,) in connection.execute(asked, (list(functions(words)),))])


def _refuse(called: Sequence[str]) -> None:
    if called:
        raise Failure("fetch.query-function", name=called[0], known=sorted(FUNCTIONS))
