"""Whole periods: one that repeats another, one that is missing, one that bears another year, one that stands twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np

from berkala.check.unusual.finding import Finding
from berkala.check.unusual.view import Column, Marks, Placed, Places
from berkala.periods import Period
from berkala.plan.rhythms import Rhythm

#: Of so many values that are not nought a repetition is seen, in this part of them; and it cannot be right where it is
#: of every value of so many, in a table of which at most this part stays the same from one period to the next.
_VALUES, _PART = 5, 0.9
_CERTAIN, _STILL, _STAYS = 20, 0.2, 0.5
#: Whole numbers under this are alike by chance.
_DIGIT = 10
#: So many periods must follow each other before a gap means anything.
_REGULAR = 6
#: So many of the newest periods are held against all before them.
_NEWEST = 3


def repeated(placed: Placed, columns: Mapping[str, Column], first: int) -> Iterator[Finding]:
    """A period whose values are those of an earlier one: of the whole table, or of one column."""
    new = [int(one) for one in np.unique(placed.time[placed.time >= first])][-_NEWEST:]
    for time in new:
        counts = {name: _alike(column, time, len(placed.periods)) for name, column in columns.items()}
        alone = {name: _repetition(*found, columns[name], time) for name, found in counts.items()}
        there = np.sum([found[0] for found in counts.values()], axis=0)
        alike = np.sum([found[1] for found in counts.values()], axis=0)
        still = [_stays(column, time) for column in columns.values()]
        whole = _most(there, alike, time) if len(columns) > 1 and float(np.mean(still)) <= _STAYS else None
        if whole is not None and sum(_distinct(one, time, whole) for one in columns.values()) >= _VALUES:
            yield _repeats(placed, list(columns), time, whole, int(there[whole]), int(alike[whole]), max(still))
            continue
        for name, earlier in alone.items():
            if earlier is not None and _distinct(columns[name], time, earlier) >= _VALUES:
                there, alike = counts[name]
                stays = _stays(columns[name], time)
                yield _repeats(placed, [name], time, earlier, int(there[earlier]), int(alike[earlier]), stays)


def _alike(column: Column, time: int, periods: int) -> tuple[Places, Places]:
    """For each period the number of series that have a value there and at `time`, and of those with the same one.

    Whole numbers of one digit are left out: they are alike by chance.
    """
    here = (column.time == time) & _tells(column)
    value = np.full(column.many, np.nan)
    value[column.series[here]] = column.value[here]
    wanted = value[column.series]
    both = np.isfinite(wanted) & (column.time < time)
    there = np.bincount(column.time[both], minlength=periods)
    alike = np.bincount(column.time[both & (wanted == column.value)], minlength=periods)
    return there, alike


def _tells(column: Column) -> Marks:
    """Which values can tell a repetition: not nought, and no whole number of one digit."""
    few = column.whole[column.series] & (np.abs(column.value) < _DIGIT)
    return np.asarray((column.value != 0) & ~few, dtype=bool)


def _distinct(column: Column, time: int, earlier: int) -> int:
    """How many different values two periods share: a hundred per cent in many rows is one."""
    value = np.full(column.many, np.nan)
    before = column.time == earlier
    value[column.series[before]] = column.value[before]
    here = (column.time == time) & _tells(column) & (value[column.series] == column.value)
    return len(np.unique(column.value[here]))


def _repetition(there: Places, alike: Places, column: Column, time: int) -> int | None:
    return _most(there, alike, time) if _stays(column, time) <= _STAYS else None


def _most(there: Places, alike: Places, time: int) -> int | None:
    """The period that is repeated, if one is: the one with the most values alike, of those the newest."""
    part = np.where(there >= _VALUES, alike / np.maximum(there, 1), 0.0)
    enough = np.flatnonzero(part >= _PART)
    return int(max(enough, key=lambda one: (part[one], one))) if len(enough) else None


def _stays(column: Column, time: int) -> float:
    """The part of the earlier values, nought left out, that are the same as the one before them."""
    before = column.follows & (column.time < time) & (column.value != 0)
    places = np.flatnonzero(before)
    return float(np.mean(column.value[places] == column.value[places - 1])) if len(places) else 0.0


def _repeats(
    placed: Placed, names: list[str], time: int, earlier: int, there: int, alike: int, stays: float
) -> Finding:
    certain = there == alike and there >= _CERTAIN and stays <= _STILL
    kind = ("certain-repeated" if certain else "repeated") + ("-column" if len(names) == 1 else "")
    row = int(np.flatnonzero(placed.time == time)[0])
    key = {placed.view.period: placed.code(time)}
    facts = {"earlier": placed.code(earlier), "count": alike, "of": there}
    column = names[0] if len(names) == 1 else placed.view.period
    value = placed.cell(row, column) if len(names) == 1 else placed.code(time)
    return Finding(kind, key, column, value, placed.row(row), facts, "error" if certain else "question")


def gaps(placed: Placed, first: int) -> Iterator[Finding]:
    """A new period that is not the one after the last, in a table whose periods followed each other so far."""
    rhythm, present = placed.view.rhythm, np.unique(placed.time)
    past, new = present[present < first], present[present >= first]
    if rhythm is None or len(past) < _REGULAR or not len(new):
        return
    last = [placed.periods[int(one)] for one in past[-_REGULAR:]]
    if any(_after(rhythm, one, placed.view.absent) != following for one, following in pairwise(last)):
        return
    expected = last[-1]
    for one in new:
        expected, period = _after(rhythm, expected, placed.view.absent), placed.periods[int(one)]
        if period != expected:
            yield _gap(placed, int(one), expected, period)
        expected = period


def _after(rhythm: Rhythm, period: Period, absent: frozenset[Period]) -> Period:
    """The period after one, without those that never came."""
    following = rhythm.after(period)
    while following in absent:
        following = rhythm.after(following)
    return following


def _gap(placed: Placed, time: int, expected: Period, period: Period) -> Finding:
    other_year = expected.frequency not in ("year", "fiscal") and period in (
        _year_after(expected),
        expected.year_before(),
    )
    row = int(np.flatnonzero(placed.time == time)[0])
    facts = {"expected": expected.code}
    column, key = placed.view.period, {placed.view.period: period.code}
    kind = "other-year" if other_year else "skipped"
    return Finding(kind, key, column, period.code, placed.row(row), facts)


def _year_after(period: Period) -> Period | None:
    """The period that has this one a year before it."""
    steps = {"day": (365, 366), "week": (52, 53), "month": (12,), "quarter": (4,), "half": (2,)}
    after = (period.shift(by) for by in steps.get(period.frequency, ()))
    return next((one for one in after if one.year_before() == period), None)


def twice(placed: Placed) -> Iterator[Finding]:
    """Periods of which rows stand twice: another period's rows may bear their name."""
    key = placed.series * len(placed.periods) + placed.time
    order = np.argsort(key, kind="stable")
    again = np.zeros(len(key), dtype=bool)
    again[order[1:]] = key[order[1:]] == key[order[:-1]]
    for time in np.unique(placed.time[again]):
        rows = np.flatnonzero(again & (placed.time == time))
        facts = {"count": len(rows)}
        code = placed.code(int(time))
        where = {placed.view.period: code}
        yield Finding("twice", where, placed.view.period, code, placed.row(int(rows[0])), facts, "error")


def is_told(times: Places, findings: list[Finding], placed: Placed, column: str) -> Marks:
    """Which of the values are of a period, and of a column, that is told as a repetition."""
    codes = [f.key[placed.view.period] for f in findings if f.column in (column, placed.view.period)]
    numbers = [time for time, period in enumerate(placed.periods) if period.code in codes]
    return np.isin(times, numbers)
