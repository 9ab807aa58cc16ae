"""Values in the past that leap away and come back: nobody changes a thousandfold for one period alone."""

from __future__ import annotations

from collections.abc import Iterator
from math import log

import numpy as np

from berkala.check.unusual.cells import shown, times
from berkala.check.unusual.finding import Finding
from berkala.check.unusual.view import Column, Marks, Numbers, Placed

#: A leap by this factor, both ways, and so many times as far as any other change of the series, of so many values.
_FACTOR, _TIMES, _VALUES = 30.0, 4.0, 5


def spikes(placed: Placed, column: Column) -> Iterator[Finding]:
    """Values between two others of their series, both far away on the same side and near each other."""
    if len(column.value) < _VALUES:
        return
    with np.errstate(divide="ignore", invalid="ignore"):
        level = np.where(column.value > 0, np.log(np.where(column.value > 0, column.value, 1.0)), np.nan)
    step = np.full(len(level), np.nan)
    step[1:] = level[1:] - level[:-1]
    step[~column.follows] = np.nan
    onward = np.append(step[1:], np.nan)
    leaps = (np.abs(step) >= log(_FACTOR)) & (np.abs(onward) >= log(_FACTOR)) & (np.sign(step) == -np.sign(onward))
    alone = np.minimum(np.abs(step), np.abs(onward)) >= _TIMES * _third(column, np.abs(step))[column.series]
    returns = 2 * np.abs(step + onward) <= np.minimum(np.abs(step), np.abs(onward))
    for one in np.flatnonzero(leaps & alone & returns & ~_small(column)):
        yield _finding(placed, column, int(one), float(step[one]))


def _third(column: Column, size: Numbers) -> Numbers:
    """The third largest change of each series: a spike has the two above it. Infinite for one of too few values."""
    there = np.flatnonzero(np.isfinite(size))
    order = there[np.lexsort((size[there], column.series[there]))]
    count = np.bincount(column.series[order], minlength=column.many)
    third = np.full(column.many, np.inf)
    has = count >= _VALUES - 1
    third[has] = size[order][np.cumsum(count)[has] - 3]
    return third


def _small(column: Column) -> Marks:
    """Values of whole numbers that are few beside few: 1 beside 40 is no slip."""
    near = np.maximum(column.value, np.maximum(np.roll(column.value, 1), np.roll(column.value, -1)))
    return np.asarray((near < 300) & column.whole[column.series], dtype=bool)


def _finding(placed: Placed, column: Column, one: int, step: float) -> Finding:
    place, name = int(column.place[one]), column.measure.name
    low, high = sorted((float(column.value[one - 1]), float(column.value[one + 1])))
    decimals = column.measure.decimals
    facts = {"low": shown(low, decimals), "high": shown(high, decimals), "times": times(step)}
    kind = f"spike-{'larger' if step > 0 else 'smaller'}"
    return Finding(kind, placed.key(place), name, placed.cell(place, name), placed.row(place), facts)
