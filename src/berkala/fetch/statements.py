"""What a query says, read before a database runs it: what that allows and the same data would not always answer alike.

That a query leaves something open is seen here where it is simple to see. Two things are not, and whoever writes a
query minds them: an ORDER BY before a LIMIT leaves no ties, and beside a GROUP BY every column that is selected is
one of the group's or stands in a function such as max. A view's own words are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

#: Comments, texts and quoted names are passed over; what is left are words and parentheses.
_SQLITE = re.compile(
    r"""--[^\n]* | /\*.*?(?:\*/|\Z) | '[^']*' | "[^"]*" | `[^`]*` | \[[^\]]*\] | (?P<told>\w+|[()])""",
    re.DOTALL | re.VERBOSE,
)
#: PostgreSQL's texts may have escapes or a tag of their own; a quoted name is a name, because a function may have one.
_POSTGRESQL = re.compile(
    r"""--[^\n]* | /\*.*?(?:\*/|\Z) | [eE]'(?:\\.|[^'\\])*' | '[^']*' | \$(?P<tag>\w*)\$.*?\$(?P=tag)\$
    | "(?P<quoted>[^"]*)" | (?P<told>\w+|[()])""",
    re.DOTALL | re.VERBOSE,
)

#: The words that take some of the rows, by dialect.
LIMIT = frozenset({"limit"})
LIMITS_OF_POSTGRESQL = frozenset({"limit", "fetch", "offset", "distinct on"})


def sqlite_words(query: str) -> Sequence[str]:
    """The words and parentheses of a query, in small letters."""
    return [found["told"].lower() for found in _SQLITE.finditer(query) if found["told"]]


def postgresql_words(query: str) -> Sequence[str]:
    """The same for PostgreSQL. A quoted name keeps its quotation mark in front; DISTINCT ON is one word."""
    words: list[str] = []
    for found in _POSTGRESQL.finditer(query):
        word = f'"{found["quoted"]}' if found["quoted"] is not None else (found["told"] or "").lower()
        if word == "on" and words and words[-1] == "distinct":
            words[-1] = "distinct on"
        elif word:
            words.append(word)
    return words


def foreign(query: str) -> str:
    """The first character in a query that no text of a database has, as ``U+0000``; an empty text if there is none."""
    found = re.search("[\0\ud800-\udfff]", query)
    return f"U+{ord(found[0]):04X}" if found else ""


def explains(words: Sequence[str]) -> bool:
    """Whether a query asks how the rows would be found (EXPLAIN), and not for the rows."""
    return next(iter(words), "") == "explain"


def functions(words: Sequence[str]) -> Iterator[str]:
    """The names that a parenthesis follows: functions, and a few words that are none."""
    return (word.removeprefix('"') for word, after in pairwise(words) if after == "(")


def leaves_rows_to_chance(words: Sequence[str], limits: frozenset[str] = LIMIT) -> bool:
    """Whether some SELECT takes some of its rows and has no ORDER BY: which ones is the database's choice."""
    ordered = limited = False
    around: list[tuple[bool, bool]] = []
    for told in words:
        if told == "(":
            around.append((ordered, limited))
            ordered = limited = False
        elif told == ")":
            if limited and not ordered:
                return True
            ordered, limited = around.pop() if around else (False, False)
        ordered, limited = ordered or told == "order", limited or told in limits
    return limited and not ordered
