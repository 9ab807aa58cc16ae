"""Periods as people state them, in the column ``Year`` of an Open SDG collection as in the headers of a workbook.

`Reader.read` gives the first and the last day of what a cell states, the frequency that it is exactly one period
of, and its marks. A text that states no period, or two, is refused with the reason; nothing is chosen in silence.
What each form is taken for:

============================  =========================================================================
``2019``, ``2019.0``          the calendar year (a spreadsheet makes the second of the first)
``2019/20``, ``2019/2020``,   the fiscal year that begins in 2019. It does not say in which month: `fiscal_start`
``2019–20``
``2016/18``, ``2016/2018``    the calendar years 2016 to 2018, since the second is not the next; ten at the most
``2010-2012``, ``2010 to      the calendar years from the first to the last, both whole; so is ``2015-2016``
2012``
``2012 01``, ``2012-01``      the month
``2011-12``                   December 2011 or 2011/12: only the other cells of the column can tell. ``2012-13`` among
                              them can be no month, so they are years; ``2012-01`` can be no years, so they are months
``2015 Q3``, ``2019 H1``,     the quarter, the half-year, the ISO week
``2019-W10``
``26 May to 25 June 2020``    from the first day to the last; what the first leaves out is taken from the last
``2019/20 to 2020/21``        from the first day of the first to the last day of the last
============================  =========================================================================

Marks stand at the end, in brackets, as signs, or as one small letter: ``(baseline)``, ``[Note 9]``, ``*``, ``2012a``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from berkala.periods import RHYTHMS, Frequency, Period

#: Why a text is refused.
Reason = Literal["unknown", "ambiguous", "backwards", "no-day"]
#: What ``2011-12`` is in one column.
Hyphen = Literal["month", "years"]

_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
#: English, by name and by its first three letters.
ENGLISH: Mapping[str, int] = {
    **{name: number for number, name in enumerate(_MONTH_NAMES, 1)},
    **{name[:3]: number for number, name in enumerate(_MONTH_NAMES, 1)},
    "sept": 9,
}
_BULAN = (
    *("januari", "februari", "maret", "april", "mei", "juni"),
    *("juli", "agustus", "september", "oktober", "november", "desember"),
)
#: Indonesian, by name and by its first three letters, with the spellings that stand in old tables.
INDONESIAN: Mapping[str, int] = {
    **{name: number for number, name in enumerate(_BULAN, 1)},
    **{name[:3]: number for number, name in enumerate(_BULAN, 1)},
    **{"pebruari": 2, "peb": 2, "agt": 8, "ags": 8, "agust": 8, "nopember": 11, "nop": 11, "sept": 9},
}

#: Those of both, as a workbook may have either.
MONTHS: Mapping[str, int] = {**ENGLISH, **INDONESIAN}
#: The numbers of quarters and halves, as they may be written.
ROMAN: Mapping[str, int] = {"I": 1, "II": 2, "III": 3, "IV": 4}

_YEAR = r"((?:1[5-9]|20|21)\d\d)"
_TWO = re.compile(rf"{_YEAR}-(\d\d)", re.ASCII)
_STROKE = re.compile(rf"{_YEAR}(?: ?/ ?(\d\d(?:\d\d)?)|–(\d\d))", re.ASCII)
_PLAIN = re.compile(rf"{_YEAR}(?:\.0+)?", re.ASCII)
_DAY = re.compile(rf"{_YEAR}-(\d\d)-(\d\d)", re.ASCII)
_PARTS: tuple[tuple[Frequency, re.Pattern[str]], ...] = (
    ("month", re.compile(rf"{_YEAR}(?: |[ -]?M)(\d\d)", re.ASCII)),
    ("quarter", re.compile(rf"{_YEAR}[ -]?Q([1-4])", re.ASCII | re.IGNORECASE)),
    ("half", re.compile(rf"{_YEAR}[ -]?[HS]([12])", re.ASCII | re.IGNORECASE)),
    ("week", re.compile(rf"{_YEAR}[ -]?W(\d\d)", re.ASCII | re.IGNORECASE)),
)
_QUARTER_FIRST = re.compile(rf"Q([1-4])[ /-]?{_YEAR}", re.ASCII | re.IGNORECASE)
_NAMED = re.compile(rf"(?:(\d\d?) )?(\w[\w.]*?)\.?(?: {_YEAR})?")
_NAMED_LAST = re.compile(rf"{_YEAR} ([^\W\d][\w.]*?)\.?")
_BARE_DAY = re.compile(r"\d\d?", re.ASCII)
#: Between the first and the last: a word in the languages that we know, or a dash.
_BETWEEN = re.compile(
    r"\s+(?:to|until|through|à|au|a|al|bis|do|по|до|hingga|sampai|s\.d\.|s/d)\s+|\s*[–—]\s*|\s+-\s+|(?<=\d)-(?=[\dQq])"
)
_MARK = re.compile(r"\s*(?:\(([^()]*)\)|\[([^\[\]]*)\]|([*†‡§#]|[¹²³⁰⁴-⁹]+))$")
_LETTER = re.compile(r"(?<=\d)([a-z])$")
_MOST_YEARS = 10


class NotAPeriod(ValueError):
    """The text states no period, or not just one."""

    def __init__(self, reason: Reason) -> None:
        self.reason: Reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Stated:
    """What one cell states: `first` and `last` day, both included.

    `frequency` is set where that is exactly one period of that frequency, and None where it is another span.
    `fiscal_start` is the first month of fiscal years that was taken for granted in reading it, if any was.
    """

    first: date
    last: date
    frequency: Frequency | None = None
    notes: tuple[str, ...] = ()
    fiscal_start: int | None = None

    @property
    def period(self) -> Period | None:
        """The one period that it is."""
        return Period(self.first, self.frequency) if self.frequency else None


@dataclass
class Reader:
    """Reads the cells of one column. It remembers what it has read: a column repeats its periods."""

    fiscal_start: int = 4
    months: Mapping[str, int] = field(default_factory=lambda: ENGLISH)
    hyphen: Hyphen | None = None
    _known: dict[str, Stated | Reason] = field(default_factory=dict)

    def read(self, text: str) -> Stated:
        """What the text states. Raises NotAPeriod."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._read(text)
        if isinstance(known, str):
            raise NotAPeriod(known)
        return known

    def _read(self, text: str) -> Stated | Reason:
        try:
            return self._marked(" ".join(text.split()))
        except NotAPeriod as refused:
            return refused.reason

    # -- marks ------------------------------------------------------------------------------------------------

    def _marked(self, text: str) -> Stated:
        bare, notes = _split_marks(text)
        stated = self._point(bare) or self._span(bare)
        if stated is None:
            raise NotAPeriod("unknown")
        return replace(stated, notes=(*stated.notes, *notes))

    # -- one period -------------------------------------------------------------------------------------------

    def _point(self, text: str) -> Stated | None:
        if found := _PLAIN.fullmatch(text):
            return _whole(date(int(found[1]), 1, 1), "year")
        if found := _DAY.fullmatch(text):
            return _whole(_date(int(found[1]), int(found[2]), int(found[3])), "day")
        for frequency, form in _PARTS:
            if found := form.fullmatch(text):
                return _part(frequency, int(found[1]), int(found[2]))
        if found := _QUARTER_FIRST.fullmatch(text):
            return _part("quarter", int(found[2]), int(found[1]))
        if found := _STROKE.fullmatch(text):
            return self._years(int(found[1]), found[2] or found[3])
        if found := _TWO.fullmatch(text):
            return self._hyphened(int(found[1]), found[2])
        return self._named(text)

    def _years(self, first: int, second: str) -> Stated:
        last = int(second) if len(second) == 4 else first + (int(second) - first) % 100
        if last == first + 1:
            start = date(first, self.fiscal_start, 1)
            return replace(_whole(start, "fiscal"), fiscal_start=self.fiscal_start)
        if last <= first or (len(second) == 2 and last - first > _MOST_YEARS):
            raise NotAPeriod("backwards")
        return Stated(date(first, 1, 1), date(last, 12, 31))

    def _hyphened(self, year: int, second: str) -> Stated:
        month, years = _can_be(year, int(second))
        if month and years and self.hyphen is None:
            raise NotAPeriod("ambiguous")
        if month and (not years or self.hyphen == "month"):
            return _part("month", year, int(second))
        return self._years(year, second)

    def _named(self, text: str) -> Stated | None:
        """``May 2020``, ``2020 May``, ``26 May 2020``."""
        if found := _NAMED_LAST.fullmatch(text):
            month = self._month(found[2])
            return _part("month", int(found[1]), month) if month else None
        found = _NAMED.fullmatch(text)
        month = self._month(found[2]) if found and found[3] else None
        if not found or not month:
            return None
        year = int(found[3])
        return _whole(_date(year, month, int(found[1])), "day") if found[1] else _part("month", year, month)

    def _month(self, name: str) -> int | None:
        return self.months.get(name.casefold().rstrip("."))

    # -- from one to another ----------------------------------------------------------------------------------

    def _span(self, text: str) -> Stated | None:
        for between in _BETWEEN.finditer(text):
            try:
                stated = self._from_to(text[: between.start()], text[between.end() :])
            except NotAPeriod as refused:
                if refused.reason != "unknown":
                    raise
                continue
            if stated:
                return stated
        return None

    def _from_to(self, first: str, last: str) -> Stated | None:
        (first, first_notes), (last, last_notes) = _split_marks(first), _split_marks(last)
        end = self._point(last)
        start = self._point(first) or (self._completed(first, last) if end else None)
        if start is None or end is None or start.frequency != end.frequency or start.frequency is None:
            return None
        if end.first < start.first:
            raise NotAPeriod("backwards")
        fiscal = end.fiscal_start
        whole = _frequency(start.first, end.last, fiscal or self.fiscal_start if fiscal else None)
        return Stated(start.first, end.last, whole, (*first_notes, *last_notes), fiscal)

    def _completed(self, first: str, last: str) -> Stated | None:
        """The first, with what it leaves out taken from the last: ``26 May`` or ``1`` before ``25 June 2020``."""
        words = last.split(" ")
        tail = words[1:] if _BARE_DAY.fullmatch(first) else words[-1:]
        return self._named(" ".join([first, *tail])) if len(words) > 1 else None


def hyphen_of(texts: Iterable[str]) -> tuple[Hyphen | None, str]:
    """What ``2011-12`` is in a column of these texts, and the first of them that it matters for.

    What the others cannot be decides; None where nothing does, or where they say both.
    """
    found: set[Hyphen] = set()
    unsure = ""
    for text in texts:
        bare, _ = _split_marks(" ".join(text.split()))
        if form := _TWO.fullmatch(bare):
            month, years = _can_be(int(form[1]), int(form[2]))
            if month != years:
                found.add("month" if month else "years")
            elif month:
                unsure = min(unsure, bare) if unsure else bare
    return (found.pop() if len(found) == 1 else None), unsure


def _can_be(year: int, second: int) -> tuple[bool, bool]:
    """Whether the two digits after a year and a hyphen can be a month, and whether they can be a later year."""
    return 1 <= second <= 12, 0 < (second - year) % 100 <= _MOST_YEARS


def _split_marks(text: str) -> tuple[str, tuple[str, ...]]:
    notes: list[str] = []
    while found := _MARK.search(text):
        notes.insert(0, next(part for part in found.groups() if part is not None).strip())
        text = text[: found.start()]
    if letter := _LETTER.search(text):
        notes.insert(0, letter[1])
        text = text[: letter.start()]
    return text.strip(), tuple(note for note in notes if note)


def _whole(first: date, frequency: Frequency) -> Stated:
    return Stated(first, Period(first, frequency).end, frequency)


def _part(frequency: Frequency, year: int, number: int) -> Stated:
    months = {"month": 1, "quarter": 3, "half": 6}
    if frequency != "week":
        return _whole(_date(year, (number - 1) * months[frequency] + 1, 1), frequency)
    try:
        return _whole(date.fromisocalendar(year, number, 1), "week")
    except ValueError:
        raise NotAPeriod("no-day") from None


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotAPeriod("no-day") from None


def _frequency(first: date, last: date, fiscal_start: int | None) -> Frequency | None:
    """The frequency that these days are one whole period of; a fiscal year only where one was stated."""
    for frequency in RHYTHMS:
        if frequency == "fiscal" and (fiscal_start is None or fiscal_start != first.month):
            continue
        if _begins(first, frequency) and Period(first, frequency).end == last:
            return frequency
    return None


def number_of(text: str) -> int:
    """The number of a part of a period: of a month by its name too, of a quarter in Roman letters; nought for none."""
    return int(text) if text.isdecimal() else ROMAN.get(text) or MONTHS.get(text.casefold().rstrip("."), 0)


def _begins(day: date, frequency: Frequency) -> bool:
    if frequency in ("day", "week"):
        return frequency == "day" or day.weekday() == 0
    every = {"month": 1, "quarter": 3, "half": 6, "year": 12, "fiscal": 1}[frequency]
    return day.day == 1 and (day.month - 1) % every == 0
