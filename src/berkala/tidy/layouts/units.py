"""Figures with their unit beside them, ``Rp 1.500,-`` or ``12 ton``, as a column of a layout declares it."""

from __future__ import annotations

import re
from functools import lru_cache

#: Signs and names of money, and what stands in place of the decimals of an amount that has none: ``Rp 500,-``.
MONEY, NO_DECIMALS = r"Rp\.?|IDR|USD|US\$|[$€£¥]", r" ?,[-–—]{1,2}"
_MONEY = re.compile(rf"{MONEY}|rupiah", re.IGNORECASE)
_NO_DECIMALS = re.compile(rf"(?<=\d){NO_DECIMALS}(?!\w)")

#: A number with whatever stands between its digits.
_NUMBER = r"[-−+(]?\d[\d.,'’ \u00a0\u202f\u2009]*\)?"

_PLAIN = re.compile(r"[-−+]?\d[\d.,'’ \u00a0\u202f\u2009]*|\D*")


def without_unit(text: str, unit: str) -> str:
    """A figure without the unit that stands before or after it, with a full stop or without, in any letters.

    Money may say that it has no decimals: ``Rp 500,-`` is 500.
    """
    if _MONEY.fullmatch(unit):
        text = _NO_DECIMALS.sub("", text, count=1)
    found = _beside(unit).fullmatch(text)
    return (found["after"] or f"{found['before'].rstrip()}{found['marks']}") if found else text


def is_plain(text: str) -> bool:
    """Whether a text has no digit, or nothing else but the marks between them; not whether it is read."""
    return _PLAIN.fullmatch(text) is not None


@lru_cache(maxsize=256)
def _beside(unit: str) -> re.Pattern[str]:
    bare = rf"(?:{re.escape(unit.rstrip('.'))})\.?"
    before, after = rf"{bare} ?(?P<after>{_NUMBER}.*|[-–—]+)", rf"(?P<before>{_NUMBER}?) ?{bare}(?P<marks>\W.*|)"
    return re.compile(f"{before}|{after}", re.IGNORECASE)
