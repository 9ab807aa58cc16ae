"""Many short plain numbers at once: digits with a sign and a decimal mark, and nothing between thousands.

A text of at most fifteen characters has fewer digits than 2**53 holds and fewer decimals than the powers of ten that
a floating-point number is exact for. Its digits as a whole number, divided by that power, are therefore the nearest
number to it: both are exact, and a division rounds once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from berkala.tidy.rows import Cell

_LONGEST = 15
#: So many texts are read at once: their letters stay near the processor.
_PORTION = 1 << 14
_MINUSES = (ord("-"), ord("\u2212"))
_POWERS = np.array([10.0**power for power in range(_LONGEST + 1)])


def plain_numbers(
    cells: Sequence[Cell], decimal: str, *, whole: bool
) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
    """The values of those that are short plain numbers, and which these are; the others have the value 0."""
    values: npt.NDArray[Any] = np.zeros(len(cells), dtype=np.int64 if whole else np.float64)
    fits = np.zeros(len(cells), dtype=np.bool_)
    for start in range(0, len(cells), _PORTION):
        part = slice(start, start + _PORTION)
        texts = [cell if isinstance(cell, str) and len(cell) <= _LONGEST else "" for cell in cells[part]]
        digits, decimals, fits[part] = _read(texts, ord(decimal))
        if whole:
            fits[part] &= decimals < 0
            values[part] = digits
        else:
            values[part] = digits / _POWERS[np.maximum(decimals, 0)]
    values[~fits] = 0
    return values, fits


def _read(
    texts: Sequence[str], decimal: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Of each text its digits as a whole number, how many of them are decimals (-1 without a mark), and if it fits."""
    letters = np.array(texts, dtype=f"U{_LONGEST}").view(np.uint32).reshape(len(texts), _LONGEST)
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    value, decimals = np.zeros(len(texts), dtype=np.int64), np.full(len(texts), -1)
    negative = np.isin(letters[:, 0], _MINUSES)
    fits = lengths > negative
    for place in range(int(lengths.max(initial=0))):
        letter = letters[:, place]
        is_digit = (letter - ord("0")) < 10  # below nought it is very large
        is_mark = (letter == decimal) & (decimals < 0)
        value = np.where(is_digit, value * 10 + letter - ord("0"), value)
        decimals += (is_digit & (decimals >= 0)) | is_mark
        fits &= is_digit | (is_mark & (lengths > place + 1)) | (place >= lengths) | (negative if place == 0 else False)
    return np.where(negative, -value, value), decimals, fits
