"""A count divided by its share is a whole, and a whole does not jump: what one wrong cell breaks.

A share that repeats the one of another month looks like any other share. Beside its count it does not: the two
imply a population, and that of the next survey is millions away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor, log10

import numpy as np
import numpy.typing as npt
import pandas as pd

from berkala.periods import Period
from berkala.plan.specifications import DatasetSpec, ImpliedWhole
from berkala.tidy.coded import Coded, Mask, combined, in_order
from berkala.tidy.known_errors import rows_at
from berkala.tidy.listing import Listing
from berkala.tidy.measures import Measured
from berkala.tidy.rows import Cell, Numbers


@dataclass(frozen=True)
class _Observation:
    """One row with both values: its place among the rows, and the whole that they imply."""

    place: int
    period: Period
    whole: float


def refuse_jumps(
    spec: DatasetSpec,
    cells: Mapping[str, Coded[Cell]],
    of_period: Coded[Period | None],
    named: Mapping[str, Coded[str]],
    measures: Mapping[str, Measured],
    numbers: Numbers,
    listing: Listing,
) -> None:
    """List each row whose implied whole lies too far from that of the nearest observation it can be held against.

    `named` are the period codes and categories of each row. Rows in which one of the two cells is a declared
    known error are passed over: they are told already.
    """
    told: set[int] = set()
    for rule in spec.implied_wholes:
        if not {rule.count, rule.share} <= set(measures):
            continue
        for series in _series(spec, rule, of_period, named, measures):
            for wrong, other in jumps(series, float(rule.at_most)):
                if wrong.place not in told:  # by a rule for more rows
                    told.add(wrong.place)
                    key = ", ".join(values[wrong.place] for values in named.values())
                    _tell(rule, wrong, other, {"key": key}, cells, numbers, listing)


def _tell(
    rule: ImpliedWhole,
    wrong: _Observation,
    other: _Observation,
    facts: dict[str, object],
    cells: Mapping[str, Coded[Cell]],
    numbers: Numbers,
    listing: Listing,
) -> None:
    share = str(cells[rule.share][wrong.place])
    facts |= {"count_column": rule.count, "share_column": rule.share, "at_most": rule.at_most.normalize()}
    facts |= {"count": str(cells[rule.count][wrong.place]), "share": share, "other": other.period.code}
    facts |= {"now": _shown(wrong.whole), "before": _shown(other.whole)}
    facts["change"] = round(Decimal(abs(wrong.whole / other.whole - 1) * 100), 1)
    listing.add("tidy.implied-whole-jumps", facts, row=int(numbers[wrong.place]), column=rule.share, value=share)


def jumps(series: Sequence[_Observation], at_most: float) -> Iterator[tuple[_Observation, _Observation]]:
    """Each observation that is out of line, with the one it was held against; `series` is in time order.

    Each is held against the nearest earlier one that was in line. Where the one after agrees with the one before
    a jump, only the middle one is wrong, and the jump back is none. Where it agrees with the one after the jump,
    the level has changed; unless the one before is the first of all, which is then the one that nothing supports.
    """
    held: _Observation | None = None
    for place, now in enumerate(series):
        if held is None or _agree(held, now, at_most):
            held = now
            continue
        after = series[place + 1] if place + 1 < len(series) else None
        goes_on = after is not None and _agree(now, after, at_most)
        returns = after is not None and _agree(held, after, at_most)
        first_is_wrong = goes_on and not returns and place == 1
        yield (held, now) if first_is_wrong else (now, held)
        held = now if goes_on and not returns else held


def _agree(one: _Observation, other: _Observation, at_most: float) -> bool:
    return abs(other.whole / one.whole - 1) * 100 <= at_most


def _series(
    spec: DatasetSpec,
    rule: ImpliedWhole,
    of_period: Coded[Period | None],
    named: Mapping[str, Coded[str]],
    measures: Mapping[str, Measured],
) -> Iterator[list[_Observation]]:
    """The observations of each combination of categories in which any two that follow each other do not agree.

    They are in time order, and the combinations in that of the rows.
    """
    usable = of_period.where(lambda period: period is not None) & rows_at(rule.where, named, len(of_period))
    for name in (rule.count, rule.share):
        usable &= _usable(spec, name, named, measures[name])
    rows = np.flatnonzero(usable)
    count, share = (_floats(measures[name])[rows] for name in (rule.count, rule.share))
    wholes = count / share * 100
    dimensions = [named[one.name] for one in spec.with_role("dimension") if one.name in named]
    series = pd.factorize(combined(dimensions, len(of_period))[rows])[0]
    times = in_order(of_period, lambda period: (period is not None, period)).codes[rows]
    order = np.lexsort((times, series))
    with_jumps = _with_jumps(series[order], wholes[order], float(rule.at_most))
    for place in with_jumps.tolist():
        first, last = np.searchsorted(series[order], (place, place + 1))
        yield [
            _Observation(int(rows[one]), _period(of_period, rows[one]), float(wholes[one])) for one in order[first:last]
        ]


def _period(of_period: Coded[Period | None], row: int) -> Period:
    period = of_period[row]
    assert period is not None
    return period


def _with_jumps(
    series: npt.NDArray[np.int64], wholes: npt.NDArray[np.float64], at_most: float
) -> npt.NDArray[np.int64]:
    """Those of the series, which stand one after the other, that have a jump. What agrees throughout has none."""
    apart = ~(np.abs(wholes[1:] / wholes[:-1] - 1) * 100 <= at_most)
    found: npt.NDArray[np.int64] = np.unique(series[1:][apart & (series[1:] == series[:-1])])
    return found


def _floats(measured: Measured) -> npt.NDArray[np.float64]:
    return measured.values.to_numpy(dtype=np.float64, na_value=np.nan)


def _usable(spec: DatasetSpec, name: str, named: Mapping[str, Coded[str]], measured: Measured) -> Mask:
    """For each row, whether the cell has a value above nought, within its bounds and not declared as an error."""
    field, values = spec.field(name), _floats(measured)
    usable: Mask = values > 0  # nothing is, of a value that is not there
    if field.minimum is not None:
        usable &= values >= float(field.minimum)
    if field.maximum is not None:
        usable &= values <= float(field.maximum)
    for error in spec.known_errors:
        if error.column == name:
            usable &= ~rows_at(error.key, named, len(values))
    return usable


def _shown(whole: float) -> Decimal:
    """A whole with four digits that mean something, or more where it is large."""
    return Decimal(f"{whole:.{max(0, 3 - floor(log10(whole)))}f}")
