"""What a query says, read before SQLite runs it: what SQLite allows and the same data would not always answer alike.

That a query leaves something open is seen here where it is simple to see. Two things are not, and whoever writes a
query minds them: an ORDER BY before a LIMIT leaves no ties, and beside a GROUP BY every column that is selected is
one of the group's or stands in a function such as max. A view's own words are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Comments, texts and quoted names are passed over; what is left are words and parentheses.
_PARTS = re.compile(
    r"""--[^\n]* | /\*.*?(?:\*/|\Z) | '[^']*' | "[^"]*" | `[^`]*` | \[[^\]]*\] | (?P<told>\w+|[()])""",
    re.DOTALL | re.VERBOSE,
)


def explains(query: str) -> bool:
    """Whether it asks how SQLite would find the rows (EXPLAIN), and not for the rows."""
    return next(_told(query), "") == "explain"


def leaves_rows_to_chance(query: str) -> bool:
    """Whether some SELECT in it has a LIMIT and no ORDER BY: which rows are taken then is SQLite's choice."""
    ordered = limited = False
    around: list[tuple[bool, bool]] = []
    for told in _told(query):
        if told == "(":
            around.append((ordered, limited))
            ordered = limited = False
        elif told == ")":
            if limited and not ordered:
                return True
            ordered, limited = around.pop() if around else (False, False)
        ordered, limited = ordered or told == "order", limited or told == "limit"
    return limited and not ordered


def _told(query: str) -> Iterator[str]:
    return (found["told"].lower() for found in _PARTS.finditer(query) if found["told"])
