"""From what a file states of a period, in one text or in parts of it, to the period's code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from berkala.periods import Period
from berkala.plan.layouts import Layout
from berkala.plan.specifications import DatasetSpec
from berkala.stated import MONTHS, NotAPeriod, Reader, Stated, number_of

#: A moment, of which only the day is meant; and a day written with strokes, dots or hyphens, the year last.
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII)
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
#: A day without hyphens, as the names of files have it.
_BASIC = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)", re.ASCII)
_NUMBERED = {
    "half": re.compile(r"(?:(?:semester|half|h|s) ?)?([12]|i{1,2})(?: ?\([^()]*\))?", re.IGNORECASE),
    "quarter": re.compile(r"(?:(?:quarter|triwulan|kuartal|tw|q) ?)?([1-4]|iv|i{1,3})(?: ?\([^()]*\))?", re.IGNORECASE),
}


@dataclass(frozen=True)
class PeriodReader:
    """Reads the periods of one dataset, laid out in one way."""

    spec: DatasetSpec
    layout: Layout

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.spec.fiscal_start, MONTHS, "years" if self.layout.two_years else "month")

    def code(self, stated: Mapping[str, str]) -> str:
        """The code of the period that parts state (`plan.layouts.PARTS`); what stands there, where they state none."""
        text = self._whole(stated)
        found = self._period(text)
        return found.code if found else text

    def _whole(self, stated: Mapping[str, str]) -> str:
        parts = {name: _part(name, text) for name, text in stated.items() if text}
        year = parts.get("year", "")
        if "period" in parts:
            alone = self._period(parts["period"]) is not None
            return parts["period"] if alone or not year else f"{parts['period']} {year}"
        if {"month", "day"} <= set(parts):
            return f"{year}-{parts['month']}-{parts['day']:0>2}"
        for name, form in (("month", "{}-{}"), ("quarter", "{}-Q{}"), ("half", "{}-S{}")):
            if name in parts:
                return form.format(year, parts[name])
        return year

    def _period(self, text: str) -> Period | None:
        try:
            stated = self._reader.read(self._day_in_order(text))
        except NotAPeriod:
            return None
        if stated.notes:  # a mark that nobody declared
            return None
        return self._as_declared(stated)

    def _day_in_order(self, text: str) -> str:
        """A moment as its day, and a day with its year last as ISO 8601 has it."""
        if found := _MOMENT.fullmatch(text):
            return found[1]
        if found := _BASIC.fullmatch(text):
            return "-".join(found.groups())
        if self.layout.dates and (found := _DAY.fullmatch(text)):
            month, day = (found[1], found[2]) if self.layout.dates == "month first" else (found[2], found[1])
            return f"{found[3]}-{month:0>2}-{day:0>2}"
        return text

    def _as_declared(self, stated: Stated) -> Period | None:
        frequency, named_by = self.spec.frequency, self.layout.named_by
        if frequency == "span":
            return Period(stated.first, "span", stated.last)
        if stated.frequency == frequency:
            return stated.period
        if named_by is None or stated.first != stated.last:
            return None
        around = _around(stated.first, self.spec)
        edge = {"first day": around.start, "last day": around.end, "any day": stated.first}[named_by]
        return around if edge == stated.first else None


def _around(day: date, spec: DatasetSpec) -> Period:
    """The period of a dataset's frequency that holds a day."""
    length = {"month": 1, "quarter": 3, "half": 6, "year": 12, "fiscal": 12}.get(spec.frequency)
    if length is None:
        return Period(day, spec.frequency) if spec.frequency == "day" else spec.period(Period(day, "week").code)
    shift = spec.fiscal_start - 1 if spec.frequency == "fiscal" else 0
    months = day.year * 12 + day.month - 1 - shift
    first = months - months % length + shift
    return Period(date(first // 12, first % 12 + 1, 1), spec.frequency)


def _part(name: str, text: str) -> str:
    """One part as the written form needs it: a month's number, a half's, a quarter's."""
    if name == "month":
        return f"{number:02d}" if (number := number_of(text)) else text
    if name in _NUMBERED and (found := _NUMBERED[name].fullmatch(text)):
        return str(number_of(found[1].upper()))
    return text
