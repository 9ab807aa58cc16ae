"""Which categories of a table always add up, worked out exactly on raw values that never leave this room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from berkala.protect.suppression import row_of
from berkala.tidy import Table

#: Up to so many categories every sum is tried: (3 ** 12 - 1) / 2 of them, about 266 thousand.
LIMIT = 12

#: So many digits of a decimal number count; what a spreadsheet computed is wrong behind them.
_DIGITS = 12

#: One complete period in so many may break a relation and it still counts.
_ONE_IN = 10

Whole = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Slices:
    """One combination of the other dimensions: one row for each period, one column for each category.

    `values` is nought where a row is not there or its value is not known. `hidden` are the cells to be kept back.
    Sums that differ by no more than `slack` are equal: nought for counts.
    """

    values: Whole
    absent: Truth
    unknown: Truth
    hidden: Truth
    slack: int = 0

    @property
    def gaps(self) -> Truth:
        """The cells of which the value may be anything."""
        return self.absent | self.unknown

    def active(self) -> npt.NDArray[np.intp]:
        """The categories that are ever other than nought. One that never is adds nothing to any sum."""
        return np.flatnonzero(self.values.any(axis=0))

    def only(self, chosen: npt.NDArray[np.intp]) -> Slices:
        """The same with some categories."""
        at = (slice(None), chosen)
        return Slices(self.values[at], self.absent[at], self.unknown[at], self.hidden[at], self.slack)


@lru_cache(maxsize=LIMIT)
def every_way(count: int) -> Whole:
    """Every way to set some categories against others: a row of 1, -1 and 0 for each, no way and its mirror both."""
    # The digits of the numbers in base 3; the second half mirrors the first.
    return np.asarray(np.arange(3**count // 2)[:, np.newaxis] // 3 ** np.arange(count)[::-1] % 3 - 1)


def each_against_all(count: int) -> Whole:
    """Each category against all the others."""
    return 2 * np.eye(count, dtype=np.int64) - 1


def told(slices: Slices, ways: Whole) -> Whole:
    """The ways in which a hidden cell could be computed from one that is shown.

    Such a way holds wherever all its cells are there and known (`_holds`), and in some period it holds with a hidden
    cell and a shown one above nought. Two categories that are equal do not tell each other: both are hidden or
    neither is, unless another measure decided.
    """
    misses = np.zeros(len(ways), dtype=np.int64)
    for period in np.argsort(slices.gaps.sum(axis=1), kind="stable"):
        misses += ~_could_fit(slices, ways, period)
        left = misses <= len(slices.values) // _ONE_IN
        ways, misses = ways[left], misses[left]
    ways = ways[_holds(slices, ways) > 0]
    found = np.zeros(len(ways), dtype=np.bool_)
    for period, hidden in enumerate(slices.hidden):
        both = _any(ways, hidden) & _any(ways, (slices.values[period] != 0) & ~hidden)
        found |= both & _fits(slices, ways, period) & ~_any(ways, slices.unknown[period])
    return ways[found]


def support(slices: Slices, way: Whole) -> int:
    """In how many periods one way holds with something above nought; 0 if it does not hold (`_holds`)."""
    return int(_holds(slices, way[np.newaxis])[0])


def _holds(slices: Slices, ways: Whole) -> Whole:
    """In how many periods each way holds with something above nought; 0 if the periods speak against it.

    A row that is not there may mean nought or that nobody counted: a sum that fits with nought counts for the
    relation, and one that does not counts against it only if no count could make it fit. One period in ten may be
    wrong in the source, or a slip in one month would hide a total of three years.
    """
    fitting, misses, seen = (np.zeros(len(ways), dtype=np.int64) for _ in range(3))
    for period, values in enumerate(slices.values):
        fits, unknown = _fits(slices, ways, period), _any(ways, slices.unknown[period])
        misses += ~_could_fit(slices, ways, period)
        fitting += fits & ~unknown
        seen += fits & ~unknown & _any(ways, values != 0)
    return np.where(misses * _ONE_IN <= misses + fitting, seen, 0)


def _fits(slices: Slices, ways: Whole, period: int | np.intp) -> Truth:
    # Sums that leave 64 bits come round again: two that are equal stay equal.
    return np.asarray(np.abs(ways @ slices.values[period]) <= slices.slack)


def _could_fit(slices: Slices, ways: Whole, period: int | np.intp) -> Truth:
    """Which ways hold if the gaps are filled: with counts, which are not negative, a gap can only add to its side."""
    rest, gaps = ways @ slices.values[period], slices.gaps[period]
    ones, others = ((sign * ways[:, gaps] > 0).any(axis=1) for sign in (1, -1))
    if (slices.values < 0).any():
        ones = others = ones | others
    return np.asarray((np.abs(rest) <= slices.slack) | (ones & (rest < 0)) | (others & (rest > 0)))


def _any(ways: Whole, chosen: Truth) -> Truth:
    """Which ways have a part among the chosen categories."""
    return np.asarray((ways[:, chosen] != 0).any(axis=1))


def combinations_of(
    table: Table, dimensions: Sequence[str], measure: str, hidden: Truth
) -> tuple[list[str], list[Slices]]:
    """The categories (of one dimension, or of several together), and the slices of each combination of the others."""
    frame = table.frame
    values, unknown, slack = _exact(frame[measure])
    unknown = unknown | _declared_wrong(table, measure)
    others = [one.name for one in table.spec.with_role("dimension") if one.name not in dimensions]
    rows = pd.DataFrame(
        {
            "combination": frame.groupby(others, sort=False).ngroup().to_numpy() if others else 0,
            "period": [period.code for period in frame[table.spec.period_field.name]],
            "category": [", ".join(key) for key in zip(*(frame[name] for name in dimensions), strict=True)],
            "value": values,
            "unknown": unknown,
            "hidden": hidden & ~unknown,
        }
    )
    names = sorted(set(rows["category"]))
    return names, [_slices(part, names, slack) for _, part in rows.groupby("combination")]


def _slices(rows: pd.DataFrame, names: Sequence[str], slack: int) -> Slices:
    """A key may have more columns than the dimensions; then the rows of a category count together."""
    periods = sorted(set(rows["period"]))
    at = np.searchsorted(periods, rows["period"].to_numpy()), np.searchsorted(names, rows["category"].to_numpy())
    shape = len(periods), len(names)
    values, absent = np.zeros(shape, dtype=np.int64), np.ones(shape, dtype=np.bool_)
    unknown, hidden = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    np.add.at(values, at, rows["value"].to_numpy())
    absent[at] = False
    np.logical_or.at(unknown, at, rows["unknown"].to_numpy())
    np.logical_or.at(hidden, at, rows["hidden"].to_numpy())
    return Slices(np.where(unknown, 0, values), absent, unknown, hidden & ~unknown, slack * len(names))


def _declared_wrong(table: Table, measure: str) -> Truth:
    """The cells with a known error: they must not speak against a total."""
    wrong = np.zeros(len(table.frame), dtype=np.bool_)
    for error in table.spec.known_errors:
        if error.column == measure:
            wrong |= row_of(table, error)
    return wrong


def _exact(column: pd.Series) -> tuple[Whole, Truth, int]:
    """The values as whole numbers of the smallest unit that is written, which are unknown, and the slack of one."""
    unknown = column.isna().to_numpy(dtype=np.bool_)
    if str(column.dtype) == "Int64":
        return column.to_numpy(dtype=np.int64, na_value=0), unknown, 0
    written = [Decimal(repr(value)) for value in column.to_numpy(dtype=np.float64, na_value=0.0).tolist()]
    finest = max(_places(written), default=0)
    places = min(finest, _DIGITS - 1 - max((value.adjusted() for value in written if value), default=0))
    return np.array([int(value.scaleb(places).to_integral_value()) for value in written]), unknown, int(places < finest)


def _places(values: Sequence[Decimal]) -> Iterator[int]:
    for value in values:
        yield -int(value.normalize().as_tuple().exponent)
