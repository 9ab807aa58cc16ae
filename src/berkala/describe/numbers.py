"""Which marks a file writes in its numbers, as far as the numbers can tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_BLANKS = re.compile(r"[\u0020\u00a0\u202f\u2009]")
_MARKS = re.compile(r"[.,'’]")


@dataclass(frozen=True)
class Style:
    """The decimal mark and the one between thousands; `unsure` is a number that could be read in two ways."""

    decimal: str = "."
    thousands: str = ""
    unsure: str = ""
    mixed: tuple[str, str] = ("", "")


def style_of(numbers: Iterable[str]) -> Style:
    """The style that all these numbers are written in."""
    texts = list(dict.fromkeys(numbers))
    blank = any(re.search(r"\d[\u0020\u00a0\u202f\u2009]\d{3}", text) for text in texts)
    decimals: dict[str, str] = {}
    thousands: dict[str, str] = {}
    unsure = ""
    for text in texts:
        bare = _BLANKS.sub("", text)
        marks = _MARKS.findall(bare)
        if len(set(marks)) == 2:
            thousands.setdefault(marks[0], text)
            decimals.setdefault(marks[-1], text)
        elif len(marks) > 1:
            thousands.setdefault(marks[0], text)
        elif marks:
            before, _, after = bare.lstrip("-+−").partition(marks[0])
            if len(after) == 3 and 1 <= len(before) <= 3 and before != "0" and not blank:
                unsure = unsure or text
            else:
                decimals.setdefault(marks[0], text)
    return _style(decimals, thousands, blank, unsure)


def _style(decimals: dict[str, str], thousands: dict[str, str], blank: bool, unsure: str) -> Style:
    clash = set(decimals) & set(thousands)
    if len(decimals) > 1 or clash:
        first, second = [*decimals.values(), *thousands.values()][:2]
        return Style(mixed=(first, second))
    grouping = " " if blank else next(iter(thousands), "")
    decimal = next(iter(decimals), "")
    if not unsure:
        return Style(decimal or ("," if grouping == "." else "."), grouping)
    mark = next(iter(_MARKS.findall(unsure)))
    if decimal == mark and not grouping:
        return Style(decimal, "")
    if grouping == mark or (decimal and decimal != mark):
        return Style(decimal or ("." if mark == "," else ","), mark)
    return Style(unsure=unsure)
