"""Reference periods as real periods: a day, a week, a month, a quarter, a half-year, a year, a fiscal year.

On the ground floor, because every room speaks of periods. A period is written in one way, its `code`, which
sorts in time order, is safe in an address, and is what the published files hold:

========  ============  =====================================================
day       2019-03-05    ISO 8601
week      2019-W10      ISO 8601 week, Monday to Sunday
month     2019-03       ISO 8601
quarter   2019-Q1       SDMX
half      2019-S1       SDMX
year      2019          ISO 8601
fiscal    2018-2019     first and last calendar year; the first month is declared
========  ============  =====================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

Frequency = Literal["day", "week", "month", "quarter", "half", "year", "fiscal"]
FREQUENCIES: tuple[Frequency, ...] = get_args(Frequency)

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


@dataclass(frozen=True, order=True)
class Period:
    """One reference period. Compare only periods of one frequency; `start` is its first day."""

    start: date
    frequency: Frequency

    @property
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

    @property
    def end(self) -> date:
        """The last day."""
        return self.shift(1).start - timedelta(days=1)

    def shift(self, steps: int) -> Period:
        """The period so many steps later, or earlier for a negative number."""
        if self.frequency == "day":
            return Period(self.start + timedelta(days=steps), "day")
        if self.frequency == "week":
            return Period(self.start + timedelta(weeks=steps), "week")
        months = self.start.year * 12 + self.start.month - 1 + steps * _MONTHS[self.frequency]
        return Period(date(months // 12, months % 12 + 1, 1), self.frequency)

    def year_before(self) -> Period:
        """The same period one year earlier.

        For a week: the same ISO week number, and for week 53 the last week of the year before. For 29 February:
        28 February.
        """
        if self.frequency == "day":
            leap = self.start.month == 2 and self.start.day == 29
            return Period(self.start.replace(year=self.start.year - 1, day=28 if leap else self.start.day), "day")
        if self.frequency == "week":
            iso = self.start.isocalendar()
            return Period(date.fromisocalendar(iso.year - 1, min(iso.week, 52), 1), "week")
        return self.shift(-12 // _MONTHS[self.frequency])

    def __str__(self) -> str:
        return self.code


def parse(text: str, frequency: Frequency, fiscal_start: int = 4) -> Period:
    """Read a period code of a known frequency.

    Raises ValueError for anything but the exact written form: no form is guessed here (a descriptor may declare
    another one, which `tidy` turns into this).
    """
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


def between(first: Period, last: Period) -> Iterator[Period]:
    """Every period from `first` to `last`, both included."""
    while first <= last:
        yield first
        first = first.shift(1)
