"""What an edition says of periods that are published already, held against what was published.

Small revisions are how good series are made, and a value that bears the mark `r` says itself that it was revised. What
is asked about is a change of a tenth or more (of whole numbers by thirty or more) in a period older than the newest
three, or by a factor of eight in any, where a fifth of all old values changed by a hundredth or more, and rows that are
there or gone in old periods. One question for each column: with whom its largest change is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log

import numpy as np

from berkala.check.unusual.cells import shown
from berkala.check.unusual.finding import Finding
from berkala.check.unusual.view import Marks, Measure, Numbers, Placed, Places, said

#: The newest published periods, in which revisions are how the series is made.
RECENT = 3
#: What is asked about: a change by this much (of a logarithm), and of whole numbers by so many.
_MUCH, _MANY = log(1.095), 29.5
#: And of a newest period: no revision goes so far.
_FAR = log(8)
#: A restatement of the whole: this part of the values, each by this much.
_PART, _LITTLE = 0.2, log(1.01)


@dataclass(frozen=True)
class _Pairs:
    """The rows that both tables have: where each stands in either."""

    now: Places
    before: Places


def restated(now: Placed, before: Placed) -> Iterator[Finding]:
    """One finding for each column that was restated by more than revisions do."""
    if not len(before.time):
        return
    pairs = _pairs(now, before)
    published = np.unique(before.time)
    for measure in now.view.measures:
        if measure.name in before.view.frame.columns:
            yield from _column(now, before, pairs, measure, published)
    yield from _rows(now, before)


def _pairs(now: Placed, before: Placed) -> _Pairs:
    keys = [one.series * len(one.periods) + one.time for one in (now, before)]
    _, at_now, at_before = np.intersect1d(keys[0], keys[1], return_indices=True)
    return _Pairs(at_now.astype(np.int64), at_before.astype(np.int64))


def _column(now: Placed, before: Placed, pairs: _Pairs, measure: Measure, published: Places) -> Iterator[Finding]:
    new, old = (
        one.view.frame[measure.name].to_numpy(dtype=np.float64, na_value=np.nan)[at]
        for one, at in ((now, pairs.now), (before, pairs.before))
    )
    both = np.isfinite(new) & np.isfinite(old)
    size = np.where(both, _change(new, old), 0.0)
    time = now.time[pairs.now]
    declared = _marked(now, measure, pairs.now)
    recent = np.isin(time, published[-RECENT:])
    much = (size >= np.where(recent, _FAR, _MUCH)) & ~declared & ~_chance(new, old)
    old_values = both & ~recent
    part = float(np.mean(size[old_values] >= _LITTLE)) if old_values.any() else 0.0
    if much.any() or part >= _PART:
        changed = much if much.any() else old_values & (size >= _LITTLE)
        yield _finding(now, measure, pairs.now[changed], old[changed], size[changed], int(np.sum(size > 0)))


def _change(new: Numbers, old: Numbers) -> Numbers:
    """The size of a change as a logarithm; of a change from or over nought, as one by its whole size."""
    alike = (new == old) | (np.abs(new - old) <= 1e-9 * np.maximum(np.abs(new), np.abs(old)))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.abs(np.log(new / old))
    return np.where(alike, 0.0, np.where(np.isfinite(ratio), ratio, np.where(np.isfinite(new), 1.0, 0.0)))


def _chance(new: Numbers, old: Numbers) -> Marks:
    """Whether a column of whole numbers changed by so few that nobody has to be asked."""
    there = np.isfinite(new)
    whole = bool(there.any()) and bool(np.all(new[there] == np.floor(new[there])))
    return (np.abs(new - old) < _MANY) if whole else np.zeros(len(new), dtype=bool)


def _marked(now: Placed, measure: Measure, places: Places) -> Marks:
    """Which values bear the mark that they were revised."""
    name = f"{measure.name}_status"
    if name not in now.view.frame.columns:
        return np.zeros(len(places), dtype=bool)
    return np.asarray(now.view.frame[name].to_numpy(dtype=object)[places] == "r", dtype=bool)


def _finding(now: Placed, measure: Measure, places: Places, old: Numbers, size: Numbers, every: int) -> Finding:
    most = int(np.argmax(size))
    place = int(places[most])
    times = sorted({now.code(int(one)) for one in np.unique(now.time[places])})
    facts = {
        "count": len(places),
        "every": every,
        "published": shown(float(old[most]), max(measure.decimals, _decimals(float(old[most])))),
        "from": times[0],
        "to": times[-1],
    }
    return Finding("restated", now.key(place), measure.name, now.cell(place, measure.name), now.row(place), facts)


def _decimals(value: float) -> int:
    return len(said(value).partition(".")[2])


def _rows(now: Placed, before: Placed) -> Iterator[Finding]:
    """Published periods that are gone, and periods before the last published one that were never published."""
    held, published = np.unique(now.time), np.unique(before.time)
    for time in np.setdiff1d(published, held):
        code = now.code(int(time))
        yield Finding("period-gone", {now.view.period: code}, now.view.period, code)
    for time in np.setdiff1d(held[held < published[-1]], published):
        code = now.code(int(time))
        row = now.row(int(np.flatnonzero(now.time == time)[0]))
        yield Finding("period-added", {now.view.period: code}, now.view.period, code, row)
