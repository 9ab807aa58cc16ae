"""Reference periods as real periods: a day, a week, a month, a quarter, a half-year, a year, a fiscal year, a span.

On the ground floor, because every room speaks of periods. A period is written in one way, its `code`, which is safe
in an address and is what the published files hold. The codes of one frequency sort in time order, but for those of
spans of several forms: these are sorted as periods, by their first day, then by their last.

========  ======================  ===========================================================================
day       2019-03-05              ISO 8601
week      2019-W10                ISO 8601 week, Monday to Sunday
month     2019-03                 ISO 8601
quarter   2019-Q1                 SDMX
half      2019-S1                 SDMX
year      2019                    ISO 8601
fiscal    2018-2019               first and last calendar year; the first month is declared
span      2010--2012              ISO 8601 interval, with ``--`` for its slash: of whole calendar years,
          2002-04--2008-03        of whole months, or of days, in the first of these forms that is exact;
          2020-05-26--2020-06-25  one that is a single year, month or day is written as that alone
========  ======================  ===========================================================================

All but spans have a rhythm: each period is followed by the next one (`RHYTHMS`). A span has no next. Spans may
overlap, differ in length, and lie apart without anything missing between them.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Literal, get_args

Frequency = Literal["day", "week", "month", "quarter", "half", "year", "fiscal", "span"]
FREQUENCIES: tuple[Frequency, ...] = get_args(Frequency)
#: The frequencies whose periods follow each other.
RHYTHMS: tuple[Frequency, ...] = tuple(one for one in FREQUENCIES if one != "span")

#: What a period lasts: so many whole months, or so many days.
Length = tuple[Literal["months", "days"], int]

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "fiscal": 12}

_FORMS: dict[Frequency, re.Pattern[str]] = {
    "day": re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII),
    "week": re.compile(r"(\d{4})-W(\d{2})", re.ASCII),
    "month": re.compile(r"(\d{4})-(\d{2})", re.ASCII),
    "quarter": re.compile(r"(\d{4})-Q([1-4])", re.ASCII),
    "half": re.compile(r"(\d{4})-S([12])", re.ASCII),
    "year": re.compile(r"(\d{4})", re.ASCII),
    "fiscal": re.compile(r"(\d{4})-(\d{4})", re.ASCII),
}
#: Between the two ends of a span. ISO 8601 has a slash, which has another meaning in an address.
SPAN_MARK = "--"
#: The forms of a span's ends, the coarsest first, by how long they are.
_GRAINS: dict[int, Frequency] = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True, order=True)
class Period:
    """One reference period. Compare only periods of one frequency; `start` is its first day.

    `last` is the last day of a span; that of any other period follows from its frequency (`end`).
    """

    start: date
    frequency: Frequency
    last: date | None = None

    def __post_init__(self) -> None:
        if (self.last is not None) != (self.frequency == "span") or (self.last or self.start) < self.start:
            raise ValueError(f"{self.frequency} {self.start} {self.last}")

    @cached_property
    def code(self) -> str:
        """The one written form, as in the table above."""
        day, year = self.start, self.start.year
        match self.frequency:
            case "day":
                return day.isoformat()
            case "week":
                iso = day.isocalendar()
                return f"{iso.year:04d}-W{iso.week:02d}"
            case "month":
                return f"{year:04d}-{day.month:02d}"
            case "quarter":
                return f"{year:04d}-Q{(day.month + 2) // 3}"
            case "half":
                return f"{year:04d}-S{(day.month + 5) // 6}"
            case "year":
                return f"{year:04d}"
            case "fiscal":
                return f"{year:04d}-{year + 1:04d}"
            case "span":
                return SPAN_MARK.join(part.code for part in self.parts)

    @property
    def machine(self) -> str:
        """The code as machines read times: between the two ends of a span ISO 8601's slash."""
        return self.code.replace(SPAN_MARK, "/")

    @cached_property
    def end(self) -> date:
        """The last day."""
        return self.last or self.shift(1).start - timedelta(days=1)

    @cached_property
    def parts(self) -> tuple[Period, ...]:
        """The periods that it is written by: itself; of a span one year, month or day, or the first and the last."""
        if self.last is None:
            return (self,)
        first, last = (_around(day, _grain(self.start, self.last)) for day in (self.start, self.last))
        return (first,) if first == last else (first, last)

    @property
    def middle(self) -> date:
        """The day in the middle."""
        return self.start + (self.end - self.start) // 2

    @cached_property
    def length(self) -> Length:
        """What it lasts: whole months where it is made of these, whatever their days, else days."""
        end = self.end
        if _grain(self.start, end) == "day":
            return "days", (end - self.start).days + 1
        return "months", (end.year - self.start.year) * 12 + end.month - self.start.month + 1

    def shift(self, steps: int) -> Period:
        """The period so many steps later, or earlier for a negative number.

        Raises TypeError for a span, which has no next one.
        """
        if self.last is not None:
            raise TypeError(f"{self.code} has no next and no previous one: a span has no rhythm")
        if self.frequency == "day":
            return Period(self.start + timedelta(days=steps), "day")
        if self.frequency == "week":
            return Period(self.start + timedelta(weeks=steps), "week")
        months = self.start.year * 12 + self.start.month - 1 + steps * _MONTHS[self.frequency]
        return Period(date(months // 12, months % 12 + 1, 1), self.frequency)

    def year_before(self) -> Period:
        """The same period one year earlier.

        For a week: the same ISO week number, and for week 53 the last week of the year before. For 29 February:
        28 February. For a span: from the same year, month or day to the same, each a year earlier.
        """
        if self.last is not None:
            ends = [part.year_before() for part in self.parts]
            return Period(ends[0].start, "span", ends[-1].end)
        if self.frequency == "day":
            leap = self.start.month == 2 and self.start.day == 29
            return Period(self.start.replace(year=self.start.year - 1, day=28 if leap else self.start.day), "day")
        if self.frequency == "week":
            iso = self.start.isocalendar()
            return Period(date.fromisocalendar(iso.year - 1, min(iso.week, 52), 1), "week")
        return self.shift(-12 // _MONTHS[self.frequency])

    def __str__(self) -> str:
        return self.code


@lru_cache(maxsize=4096)
def parse(text: str, frequency: Frequency, fiscal_start: int = 4) -> Period:
    """Read a period code of a known frequency.

    Raises ValueError for anything but the exact written form: no form is guessed here (a descriptor may declare
    another one, which `tidy` turns into this).
    """
    if frequency == "span":
        return _span(text)
    found = _FORMS[frequency].fullmatch(text)
    if not found:
        raise ValueError(text)
    numbers = [int(part) for part in found.groups()]
    match frequency, numbers:
        case "day", [year, month, day]:
            return Period(date(year, month, day), frequency)
        case "week", [year, week]:
            return Period(date.fromisocalendar(year, week, 1), frequency)
        case "month", [year, month]:
            return Period(date(year, month, 1), frequency)
        case "quarter" | "half", [year, part]:
            return Period(date(year, (part - 1) * _MONTHS[frequency] + 1, 1), frequency)
        case "year", [year]:
            return Period(date(year, 1, 1), frequency)
        case "fiscal", [first, last] if last == first + 1:
            return Period(date(first, fiscal_start, 1), frequency)
    raise ValueError(text)


def _span(text: str) -> Period:
    """A span by its code, and by no other form of the same days."""
    ends = text.split(SPAN_MARK)
    grain = _GRAINS.get(len(ends[0]))
    if grain is None or len(ends) > 2:
        raise ValueError(text)
    first, last = (parse(end, grain) for end in (ends[0], ends[-1]))
    found = Period(first.start, "span", last.end)
    if found.code != text:  # 2010-01--2012-12, which is 2010--2012
        raise ValueError(text)
    return found


def _grain(first: date, last: date) -> Frequency:
    """The coarsest of year, month and day of which a stretch of days is made."""
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    return "day" if not whole else "year" if (first.month, last.month) == (1, 12) else "month"


def _around(day: date, grain: Frequency) -> Period:
    """The year, the month or the day around a day."""
    start = {"year": day.replace(month=1, day=1), "month": day.replace(day=1)}.get(grain, day)
    return Period(start, grain)


def last_like(period: Period, others: Iterable[Period]) -> Period | None:
    """The last of other periods that one can be compared with: as long as it is, and over before it begins.

    Of averages over periods that overlap, a part of the data is in both: their difference is no change.
    """
    like = (one for one in others if one.end < period.start and one.length == period.length)
    return max(like, default=None)


def overlapping(periods: Iterable[Period]) -> bool:
    """Whether two of these periods have a day in common."""
    ordered = sorted(periods)
    ends = accumulate((period.end for period in ordered), max)
    return any(later.start <= reached for reached, later in zip(ends, ordered[1:], strict=False))


def iso_interval(first: Period, last: Period) -> str:
    """From the first day of one period to the last of another, as an ISO 8601 interval."""
    return f"{first.start.isoformat()}/{last.end.isoformat()}"


def between(first: Period, last: Period) -> Iterator[Period]:
    """Every period from `first` to `last`, both included."""
    while first <= last:
        yield first
        first = first.shift(1)
