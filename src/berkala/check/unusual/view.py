"""A tidy table as numbers: its series and periods counted from nought, its values by series and then by period.

Everything is done on whole columns, in memory that grows with the rows and with nothing else: a table of series by
periods would be mostly empty where a table is sparse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd

from berkala.periods import Period
from berkala.plan.rhythms import Rhythm
from berkala.plan.specifications import DatasetSpec, FieldSpec

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Measure:
    """A measure that is judged: its column, and the decimals that it is shown with."""

    name: str
    decimals: int = 0


@dataclass(frozen=True)
class View:
    """What the detectors need to know of a table. `frame` is as in `tidy.tables.Table`, its index the source's rows.

    `absent` are the periods that never came, by declaration; `spans` the first and the last period that a place is
    declared to have. `answered` are, by measure, the places in `frame` of values that were published with an answer:
    what was unusual then says nothing of what is usual.
    """

    frame: pd.DataFrame
    period: str
    dimensions: tuple[str, ...]
    measures: tuple[Measure, ...]
    area: str | None = None
    rhythm: Rhythm | None = None
    absent: frozenset[Period] = frozenset()
    spans: Mapping[str, tuple[Period | None, Period | None]] = field(default_factory=dict)
    answered: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @staticmethod
    def of(spec: DatasetSpec, frame: pd.DataFrame, answered: Mapping[str, frozenset[int]] | None = None) -> View:
        """A table by its descriptor. How sure a measure is, is not judged: it follows the measure."""
        dimensions = spec.with_role("dimension")
        measures = [one for one in spec.with_role("measure") if one.uncertainty is None]
        area = next((one for one in dimensions if one.concept == "area"), None)
        return View(
            frame,
            spec.period_field.name,
            tuple(one.name for one in dimensions),
            tuple(Measure(one.name, one.decimals) for one in measures),
            None if area is None else area.name,
            spec.rhythm,
            frozenset(map(spec.period, spec.coverage.except_)),
            {} if area is None else dict(_spans(spec, area)),
            answered or {},
        )


def _spans(spec: DatasetSpec, area: FieldSpec) -> Iterator[tuple[str, tuple[Period | None, Period | None]]]:
    for category in area.categories:
        if category.span is not None:
            ends = (category.span.from_, category.span.until)
            first, last = (None if code is None else spec.period(code) for code in ends)
            yield category.value, (first, last)


@dataclass(frozen=True)
class Placed:
    """A table with its rows placed: for each the number of its series and of its period, by all `periods` in order."""

    view: View
    series: Places
    time: Places
    periods: tuple[Period, ...]
    many: int

    def code(self, time: int) -> str:
        """The code of a period by its number."""
        return self.periods[time].code

    def key(self, place: int) -> dict[str, str]:
        """The key of one row."""
        frame = self.view.frame
        names = {name: str(frame[name].iloc[place]) for name in self.view.dimensions}
        return {self.view.period: self.code(int(self.time[place])), **names}

    def row(self, place: int) -> int:
        """The row of the source."""
        return int(self.view.frame.index[place])

    def cell(self, place: int, measure: str) -> str:
        """What stands in a cell."""
        return said(self.view.frame[measure].iloc[place])


@dataclass(frozen=True)
class Column:
    """The values of one measure that are there, by series and then by period. `place` is where each stands.

    `kept` are those that tell what is usual: all but the answered ones.
    """

    measure: Measure
    series: Places
    time: Places
    value: Numbers
    place: Places
    many: int
    kept: Marks

    @property
    def whole(self) -> Marks:
        """For each series whether all of its values are whole numbers."""
        broken = self.series[self.value != np.floor(self.value)]
        return np.asarray(np.bincount(broken, minlength=self.many) == 0, dtype=bool)

    @property
    def follows(self) -> Marks:
        """Whether the value before it in this order is of the same series."""
        follows = np.zeros(len(self.series), dtype=bool)
        follows[1:] = self.series[1:] == self.series[:-1]
        return follows

    @property
    def before(self) -> Places:
        """For each the place, in this order, of the last value before it in its series that is kept; -1 for none."""
        last = np.maximum.accumulate(np.where(self.kept, np.arange(len(self.kept)), -1))
        before = np.full(len(last), -1, dtype=np.int64)
        before[1:] = last[:-1]
        return np.where((before >= 0) & (self.series[before] == self.series), before, -1)


def placed(views: Sequence[View]) -> list[Placed]:
    """Tables of one dataset, their series and periods numbered alike."""
    times, periods = _times([view.frame[view.period] for view in views])
    series, many = _series(views)
    return [Placed(view, s, t, periods, many) for view, s, t in zip(views, series, times, strict=True)]


def distinct(column: npt.NDArray[np.object_]) -> tuple[list[Period], Places]:
    """The periods of a column and for each row the number of its own; one period may have several numbers.

    Rows share few `Period`s, and which object it is, is asked ten times as fast as which period.
    """
    names = np.fromiter(map(id, column), dtype=np.int64, count=len(column))
    _, first, codes = np.unique(names, return_index=True, return_inverse=True)
    return list(column[first]), codes.astype(np.int64)


def _times(columns: Sequence[pd.Series]) -> tuple[list[Places], tuple[Period, ...]]:
    """The number of each row's period, by all periods in order."""
    objects, codes = distinct(np.concatenate([column.to_numpy(dtype=object) for column in columns]))
    periods = tuple(sorted(set(objects)))
    numbers = {period: number for number, period in enumerate(periods)}
    times = np.array([numbers[period] for period in objects], dtype=np.int64)[codes]
    return _split(times, [len(column) for column in columns]), periods


def _series(views: Sequence[View]) -> tuple[list[Places], int]:
    rows = sum(len(view.frame) for view in views)
    together: Places = np.zeros(rows, dtype=np.int64)
    for name in views[0].dimensions:
        texts = np.concatenate([view.frame[name].to_numpy(dtype=object) for view in views])
        codes, known = pd.factorize(texts)
        together, _ = pd.factorize(together * (len(known) + 1) + codes)
    many = int(together.max()) + 1 if rows else 0
    return _split(together.astype(np.int64), [len(view.frame) for view in views]), many


def _split(together: Places, lengths: Iterable[int]) -> list[Places]:
    return [part.astype(np.int64) for part in np.split(together, np.cumsum(list(lengths))[:-1])]


def column_of(placed: Placed, measure: Measure) -> Column:
    """One measure's values that are there."""
    values = placed.view.frame[measure.name].to_numpy(dtype=np.float64, na_value=np.nan)
    there = np.flatnonzero(np.isfinite(values))
    order = there[np.lexsort((placed.time[there], placed.series[there]))]
    kept = ~np.isin(order, list(placed.view.answered.get(measure.name, ())))
    return Column(measure, placed.series[order], placed.time[order], values[order], order, placed.many, kept)


def said(value: object) -> str:
    """A value as text, without noughts at its end: what an answer repeats."""
    if value is None or value is pd.NA or value != value:
        return ""
    number = Decimal(str(value)) + 0  # which takes the sign off a nought
    return f"{number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize():f}"
