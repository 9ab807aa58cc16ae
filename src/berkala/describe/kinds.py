"""What a single cell looks like: a figure, a period, a mark in place of a figure, or a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from berkala.stated import MONTHS, NotAPeriod, Reader
from berkala.stated import Stated as StatedPeriod
from berkala.tidy.grids.model import Stated
from berkala.tidy.layouts.cells import text_of
from berkala.tidy.layouts.units import MONEY, NO_DECIMALS

Kind = Literal["empty", "figure", "period", "mark", "text"]

#: Texts that people write where they have no figure, in statistics of several countries.
MARKS = frozenset(("…", ":", "n/a", "n.a.", "na", "null", "none", "tad", "x", "c", "z"))
_STARS = re.compile(r"\*+|\.+|[-–—]+")
_BRACKETED = re.compile(r"\[[^\[\]]{1,12}\](?:\s*\[[^\[\]]{1,12}\])*")
_UNITS = r"orang|jiwa|people|persons|rupiah|ton|kg|ha"
#: A figure, with whatever stands between its digits, the unit beside it, and the marks after it.
_FIGURE = re.compile(
    rf"(?:(?P<money>{MONEY})\s*)?"
    rf"(?P<number>[-−+]?\d(?:[\d.,'’ \u00a0\u202f\u2009]*\d)?)(?(money)(?:{NO_DECIMALS})?)"
    r"(?P<after>\s*(?:%|\*+|(?:\[[^\[\]]{1,12}\]\s*)+|[¹²³]+))?"
    rf"(?:\s*(?P<unit>{_UNITS}))?",
    re.IGNORECASE,
)
_NO_MONEY = re.compile(rf"(?P<unit>{MONEY})\s*(?P<mark>[-–—]+)", re.IGNORECASE)
_FOOTED = re.compile(r"\d{4}(?:[1-9]|\s*(?:\*+|[¹²³⁰⁴-⁹]+|\([a-z\d*]{1,3}\)))", re.ASCII)
_YEARS = range(1850, 2100)
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*", re.ASCII)


@dataclass(frozen=True)
class Seen:
    """One cell: what it looks like, its text, and of a figure its number and the marks after it."""

    kind: Kind
    text: str
    number: str = ""
    after: str = ""
    #: The unit that stands beside it: ``Rp``.
    unit: str = ""
    typed: bool = False


def seen(value: Stated) -> Seen:
    """What a cell looks like. A year is a period here; only its column can say that it is a figure."""
    text = text_of(value)
    if not text:
        return Seen("empty", "")
    if isinstance(value, bool):
        return Seen("text", text)
    if isinstance(value, int | float):
        return Seen("period" if value in _YEARS else "figure", text, text, typed=True)
    if isinstance(value, date):
        return Seen("period", text)
    return _seen_text(text)


@lru_cache(maxsize=65536)
def _seen_text(text: str) -> Seen:
    if text.casefold() in MARKS or _STARS.fullmatch(text) or _BRACKETED.fullmatch(text):
        return Seen("mark", text)
    if period_of(text) is not None or _DAY.fullmatch(text):
        return Seen("period", text)
    if found := _FIGURE.fullmatch(text):
        unit = found["money"] or found["unit"] or ""
        return Seen("figure", text, found["number"].strip(), (found["after"] or "").strip(), unit)
    if found := _NO_MONEY.fullmatch(text):  # the mark is what stands beside the unit
        return Seen("mark", found["mark"], unit=found["unit"])
    return Seen("text", text)


@lru_cache(maxsize=65536)
def period_of(text: str) -> StatedPeriod | None:
    """The period that a text states without any mark; ``2011-12`` as two years, which a column may have otherwise."""
    moment = _MOMENT.fullmatch(text)
    try:
        found = Reader(months=MONTHS, hyphen="years").read(moment[1] if moment else text)
    except NotAPeriod:
        return None
    return None if found.notes else found


def is_year(text: str) -> bool:
    """Whether a text is a calendar year of our time."""
    return text.isdecimal() and len(text) == 4 and int(text) in _YEARS


def footed_year(text: str) -> str:
    """The year in a text that has the mark of a footnote, such as ``20181`` or ``2018*``; else an empty text."""
    return text[:4] if _FOOTED.fullmatch(text) and is_year(text[:4]) else ""
