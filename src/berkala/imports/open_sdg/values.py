"""Numbers and observation statuses as they are written in cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from math import isinf

from berkala.plan.specifications import StatusLetter

_NUMBER = re.compile(r"[-+\u2212]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?", re.ASCII)
#: What the reader that Open SDG uses takes for an empty cell (pandas: na_values).
_NOTHING = frozenset(
    {"", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>"}
    | {"N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"}
)

#: The words and SDMX codes (CL_OBS_STATUS) of an observation's status, and the letters that Berkala has for them.
_LETTERS: Mapping[str, StatusLetter | None] = {
    **dict.fromkeys(("a", "normal", "normal value", "undefined", "d", "definition differs", ""), None),
    **dict.fromkeys(("m", "o", "l", "missing", "missing value", "missing data"), "x"),
    **dict.fromkeys(("data exist but were not collected", "data exist but not collected"), "x"),
    **dict.fromkeys(("q", "suppressed", "confidential"), "c"),
    **dict.fromkeys(("e", "estimate", "estimated", "estimated value", "i", "imputed value", "imputed"), "e"),
    **dict.fromkeys(("p", "provisional", "provisional value"), "p"),
    **dict.fromkeys(("r", "revised", "revised value"), "r"),
    **dict.fromkeys(("b", "break", "time series break", "series break"), "b"),
    **dict.fromkeys(("u", "low reliability", "unreliable"), "u"),
    **dict.fromkeys(("z", "not applicable"), "z"),
}
#: Letters that say why there is no value.
ABSENT: frozenset[StatusLetter] = frozenset({"c", "x", "z"})


def number(text: str) -> Decimal | None:
    """The exact number that is written, or None: no thousands, no signs of comparison, no unit, none beyond a float."""
    found = Decimal(text.replace("\u2212", "-")) if _NUMBER.fullmatch(text) else None
    return None if found is None or isinf(float(found)) else found


def kept(value: Decimal) -> Decimal:
    """A number as every form of a table keeps it: the nearest one that a floating-point number is written as.

    That is the number itself with up to fifteen digits. 3.1000000000000001 is 3.1.
    """
    nearest = Decimal(repr(float(value)))
    return value if nearest == value else nearest


def is_nothing(text: str) -> bool:
    """Whether a cell is empty, or holds what Open SDG takes for that."""
    return text in _NOTHING


def letters(status: str) -> tuple[tuple[StatusLetter, ...], tuple[str, ...]]:
    """The letters of a status, which may be several with semicolons between; and the words that none is known for.

    "Missing value; suppressed" is one thing, suppressed.
    """
    parts = [part.strip().casefold() for part in status.split(";")]
    found = [_LETTERS[part] for part in parts if part in _LETTERS]
    unknown = tuple(part for part in parts if part not in _LETTERS)
    known = tuple(dict.fromkeys(letter for letter in found if letter))
    return tuple(letter for letter in known if letter != "x" or "c" not in known), unknown
