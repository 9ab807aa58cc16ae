"""Every detector over one table, in the order in which one finding explains others away."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from berkala.check.unusual import areas, restated, times
from berkala.check.unusual.cells import FIRST, NEW, Measured, cell_findings, odd_cells
from berkala.check.unusual.exchanged import exchanges
from berkala.check.unusual.finding import Finding
from berkala.check.unusual.shifts import Shift, exchanged, shifted, told
from berkala.check.unusual.spikes import spikes
from berkala.check.unusual.usual import moves
from berkala.check.unusual.view import Column, Placed, View, column_of, placed


def judge(now: View, before: View | None = None) -> list[Finding]:
    """What is unusual in a table, held against the published one, or by itself where none was published."""
    if not len(now.frame):
        return []
    if before is None or not len(before.frame):
        return _first(placed([now])[0])
    one, other = placed([now, before])
    new = int(other.time.max()) + 1
    found = [*times.twice(one), *times.gaps(one, new), *areas.missing(one, new), *areas.new(one, new)]
    return [*found, *_values(one, new, NEW), *restated.restated(one, other)]


def _first(one: Placed) -> list[Finding]:
    """A table that was never published: what nobody can overlook."""
    newest = int(one.time.max())
    found = [*times.twice(one), *_values(one, newest, FIRST)]
    columns = [column_of(one, measure) for measure in one.view.measures]
    seen = {(finding.row, finding.column) for finding in found}
    past = (finding for column in columns for finding in spikes(one, column))
    return [*found, *(finding for finding in past if (finding.row, finding.column) not in seen)]


def _values(one: Placed, first: int, limits: Measured) -> Iterator[Finding]:
    """The values of the periods from `first` on: whole periods, then columns, then pairs of rows, then single cells."""
    columns: dict[str, Column] = {measure.name: column_of(one, measure) for measure in one.view.measures}
    repeated = list(times.repeated(one, columns, first))
    yield from repeated
    every = {name: moves(column, first) for name, column in columns.items()}
    crossed = list(exchanged(one, columns, first))
    crossed = [shift for shift in crossed if not _is_repeated(shift.finding, repeated)]
    whole = [*crossed, *(shift for found in every.values() for shift in shifted(one, found))]
    whole = [shift for place, shift in enumerate(whole) if not _is_told(shift.columns, shift.time, whole[:place])]
    yield from (shift.finding for shift in whole)
    done = {name: told(found, whole) | times.is_told(found.time, repeated, one, name) for name, found in every.items()}
    pairs = list(exchanges(one, every, done)) if limits is NEW else []
    yield from (pair.finding for pair in pairs)
    rows = [row for pair in pairs for row in pair.rows]
    for name, found in every.items():
        apart = np.isin(found.column.place[found.at], rows) | done[name]
        yield from cell_findings(one, found, odd_cells(found, limits) & ~apart)


def _is_told(columns: tuple[str, ...], time: int, before: list[Shift]) -> bool:
    return any(time == one.time and set(columns) & set(one.columns) for one in before)


def _is_repeated(finding: Finding, repeated: list[Finding]) -> bool:
    return any(one.key.items() <= finding.key.items() for one in repeated)
