"""How a series usually moves, and how far each new value is from that.

A change is a difference of logarithms, so that a rise from 10 to 20 counts like one from 10,000 to 20,000. Values about
nought, and below it, are kept finite by a part of the series' own mean size. *Usual* is the change that nine of ten
of a series' earlier changes do not exceed: a few odd ones in its past (there are always some) neither hide the next
one nor raise an alarm. A series too short to say what is usual for it borrows from its neighbours in the column.

A value that a person had to answer for is no measure of what is usual, however often that happens; where two of the
last three are such, the series has come to stay where they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from berkala.check.unusual.view import Column, Marks, Numbers, Places

#: So many changes of its own tell what is usual for a series.
ENOUGH = 7
#: So many values must have gone before at least.
FEWEST = 3
#: So many changes of other series tell what is usual where a series has too few.
NEIGHBOURS = 10
#: A series that borrows is not taken for steadier than this.
_BORROWED = 0.25
#: Of a series' mean size: what is added before the logarithm is taken, of a series that was always above nought, and
#: of one that was not, in which a step over nought is no leap.
_ABOVE, _ABOUT = 0.0001, 0.25


@dataclass(frozen=True)
class Moves:
    """The values from a period on, each held against its series' past; `at` is where each stands in the column.

    `far` is the change against what was expected (with its sign), `usual` the usual one, `noise` whether the change
    of a whole number is so small that it may be chance. `count` is the number of earlier values, `largest` the largest
    earlier change and `when` its period (-1: none).
    """

    column: Column
    at: Places
    level: Numbers
    far: Numbers
    usual: Numbers
    noise: Marks
    count: Places
    largest: Numbers
    when: Places
    started: Numbers

    def factor(self, one: int) -> float:
        """How many times a value is what was expected, as a logarithm; of values about nought, the change."""
        value, level = float(self.column.value[self.at[one]]), back(float(self.level[one]), float(self.started[one]))
        return float(np.log(value / level)) if value * level > 0 else float(self.far[one])

    @property
    def time(self) -> Places:
        """The period of each."""
        return self.column.time[self.at]

    def unusual(self, times: float, least: float) -> Marks:
        """Those that changed so many times as far as usual, and by `least`, and not by chance."""
        size = np.abs(self.far)
        return (size >= times * self.usual) & (size >= least) & ~self.noise

    def expected(self, one: int) -> tuple[float, float]:
        """The range that a value was expected in: twice its usual change around its level, up and down."""
        reach = max(2 * float(self.usual[one]), 0.02)
        level, started = float(self.level[one]), float(self.started[one])
        return back(level - reach, started), back(level + reach, started)


def onto(value: Numbers, started: Numbers) -> Numbers:
    """The logarithm, kept finite about nought."""
    return np.asarray(np.sign(value) * np.log1p(np.abs(value) / started), dtype=np.float64)


def back(level: float, started: float) -> float:
    """The value whose logarithm, kept finite about nought, is `level`."""
    return float(np.sign(level) * started * np.expm1(abs(level)))


def moves(column: Column, first: int) -> Moves:
    """The values of period `first` and after, held against those before it."""
    earlier = column.time < first
    past, last = earlier & column.kept, column.before
    started = _started(column, past)
    with np.errstate(divide="ignore", invalid="ignore"):
        level = onto(column.value, started[column.series])
    at = np.flatnonzero((column.time >= first) & np.isfinite(level))
    step = np.full(len(level), np.nan)
    step[last >= 0] = level[last >= 0] - level[last[last >= 0]]
    count = np.bincount(column.series[past], minlength=column.many)
    usual, largest, when = _usual(column, np.abs(step), past & np.isfinite(step))
    series = column.series[at]
    near, recent = _before(last[at], level), _recent(column, level, earlier)[series]
    nearest = np.where(np.abs(level[at] - near) <= np.abs(level[at] - recent), near, recent)
    # Nought, of a few values, is how many things end; a slip never makes it.
    fewest = np.where(column.value[at] == 0, ENOUGH + 1, FEWEST)
    known = np.isfinite(nearest) & np.isfinite(usual[series]) & (count[series] >= fewest)
    at, series, nearest = at[known], series[known], nearest[known]
    noise = _noise(column, at, nearest, started[series])
    far = _far(column, level, at, nearest, started[series])
    return Moves(
        column, at, nearest, far, usual[series], noise, count[series], largest[series], when[series], started[series]
    )


def _started(column: Column, past: Marks) -> Numbers:
    """A part of each series' mean size in its past; not a number where it has none or all of it is nought."""
    series, value = column.series[past], column.value[past]
    count = np.bincount(series, minlength=column.many)
    size = np.bincount(series, weights=np.abs(value), minlength=column.many)
    below = np.bincount(series[value <= 0], minlength=column.many)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = size / count
    return np.where(mean > 0, np.where(below > 0, _ABOUT, _ABOVE) * mean, np.nan)


def _usual(column: Column, size: Numbers, there: Marks) -> tuple[Numbers, Numbers, Places]:
    """For each series its usual change, its largest one, and the period of that."""
    steps = np.flatnonzero(there)
    order = steps[np.lexsort((size[steps], column.series[steps]))]
    count = np.bincount(column.series[order], minlength=column.many)
    end = np.cumsum(count)
    largest = np.full(column.many, np.nan)
    when = np.full(column.many, -1, dtype=np.int64)
    has = count > 0
    largest[has], when[has] = size[order][end[has] - 1], column.time[order][end[has] - 1]
    own = np.full(column.many, np.nan)
    nine = np.ceil(0.9 * count[has]).astype(np.int64)
    own[has] = size[order][(end - count)[has] + nine - 1]
    common = float(np.quantile(size[order], 0.95)) if len(order) >= NEIGHBOURS else 0.0
    borrowed = np.where(has, np.fmax(largest, max(common, _BORROWED)), np.nan)
    return np.where(count >= ENOUGH, own, borrowed), largest, when


def _before(last: Places, level: Numbers) -> Numbers:
    """The level of the value before each, in its own series."""
    return np.asarray(np.where(last >= 0, level[last], np.nan), dtype=np.float64)


def _recent(column: Column, level: Numbers, past: Marks) -> Numbers:
    """For each series the middle one of its last three values in its past: one odd value there changes nothing."""
    last = np.full(column.many, -1, dtype=np.int64)
    last[column.series[past]] = np.flatnonzero(past)
    three: Numbers = np.full((3, column.many), np.nan)
    for back_by in range(3):
        place = last - back_by
        same = (last >= 0) & (place >= 0)
        same[same] &= column.series[place[same]] == np.flatnonzero(same)
        three[back_by, same] = level[place[same]]
    whole = np.isfinite(three).all(axis=0)
    recent: Numbers = three[0].copy()
    recent[whole] = np.median(three[:, whole], axis=0)
    return recent


def _far(column: Column, level: Numbers, at: Places, before: Numbers, started: Numbers) -> Numbers:
    """How far each is from the level before. A series that comes to nought has gone no infinite way."""
    about = started * (_ABOUT / _ABOVE)
    value = column.value[at]
    ends = (value <= 0) & (before > 0)
    step = onto(value, about) - np.log1p(started * np.expm1(np.abs(before)) / about)
    return np.where(ends & (np.abs(step) < np.abs(level[at] - before)), step, level[at] - before)


def _noise(column: Column, at: Places, level: Numbers, started: Numbers) -> Marks:
    """Whether a change of whole numbers is within five square roots of the larger: what chance does to counts."""
    value = np.abs(column.value[at])
    before = started * np.expm1(np.abs(level))
    few = np.abs(value - before) < 5 * np.sqrt(np.maximum(value, before))
    return np.asarray(few & column.whole[column.series[at]], dtype=bool)
