"""Threshold suppression and rounding, on new arrays: nothing of a suppressed value is kept, not even under a mask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from berkala.errors import Problem
from berkala.plan.specifications import KnownError, Suppression
from berkala.tidy import Table
from berkala.tidy.numbers import NumberStyle

#: The one mark of a cell that is kept back, whichever rule hid it.
MARK = "c"


@dataclass(frozen=True)
class Protected:
    """A frame without the small counts. `rows` are the source rows in which cells were suppressed."""

    frame: pd.DataFrame
    rows: tuple[int, ...]
    suppressed: int


def with_threshold(table: Table, rule: Suppression) -> Protected:
    """Suppress every row's measures where a protected one is above 0 and below the threshold; round the others.

    All measures of such a row go together, because one may tell another (a rate and its base, a part and its
    rest). Rounding is to the nearest multiple, halves up (away from zero), of the protected measures only.
    """
    hidden = np.zeros(len(table.frame), dtype=np.bool_)
    for name in rule.measures:
        values, known = _raw(table.frame[name])
        hidden |= known & (values > 0) & (values < rule.threshold)
    columns: dict[str, pd.Series] = {}
    count = 0
    for name in table.frame.columns:
        column = table.frame[name]
        if name in _measures(table):
            base = rule.round_to if name in rule.measures else 1
            columns[name] = _without(column, hidden, base)
            count += int((hidden & column.notna().to_numpy()).sum())
        elif name in _statuses(table):
            before = column.to_numpy(dtype=object)
            lost = hidden & table.frame[_statuses(table)[name]].notna().to_numpy()
            columns[name] = pd.Series(np.where(lost, MARK, before), index=column.index, dtype=column.dtype)
        else:
            columns[name] = column.copy(deep=True)
    rows = tuple(sorted(int(row) for row in table.frame.index[hidden]))
    return Protected(pd.DataFrame(columns, index=table.frame.index.copy(deep=True)), rows, count)


def rounding_crosses(rule: Suppression) -> bool:
    """Whether a count that may be shown would be rounded to one that looks as if it may not, or as if nobody were.

    With a threshold of 10, rounding to 7 would show a count of 10 as 7, and rounding to 50 would show it as 0.
    """
    lowest = int(_rounded(np.array([rule.threshold]), rule.round_to)[0])
    return rule.threshold > 1 and lowest < rule.threshold


def told_by_known_errors(table: Table, protected: Protected) -> Iterator[Problem]:
    """The declared known errors that would tell a suppressed value: their value is shown to readers as it stands."""
    rule, dialect = table.spec.protect, table.spec.resource.dialect
    style, hidden = NumberStyle(dialect.decimal, dialect.thousands), set(protected.rows)
    for error in table.spec.known_errors:
        number = style.number(error.value)
        small = number is not None and isinstance(rule, Suppression) and 0 < number < rule.threshold
        told = hidden & {int(row) for row in table.frame.index[row_of(table, error)]}
        if told or (small and isinstance(rule, Suppression) and error.column in rule.measures):
            facts = {"key": ", ".join(error.key.values())}
            yield Problem("protect.held-known-error", facts, column=error.column)


def row_of(table: Table, error: KnownError) -> npt.NDArray[np.bool_]:
    """Which rows a known error is declared for, as a mask."""
    chosen = np.ones(len(table.frame), dtype=np.bool_)
    for name, value in error.key.items():
        chosen &= np.array([str(cell) == value for cell in table.frame[name]], dtype=np.bool_)
    return chosen


def _measures(table: Table) -> set[str]:
    return {one.name for one in table.spec.with_role("measure")}


def _statuses(table: Table) -> dict[str, str]:
    """The measure of each status column, derived or declared."""
    derived = {f"{name}_status": name for name in sorted(_measures(table))}
    return derived | {one.name: str(one.of) for one in table.spec.with_role("status")}


def _raw(column: pd.Series) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
    known = column.notna().to_numpy(dtype=np.bool_)
    whole = str(column.dtype) == "Int64"
    return column.to_numpy(dtype=np.int64 if whole else np.float64, na_value=0), known


def _without(column: pd.Series, hidden: npt.NDArray[np.bool_], base: int) -> pd.Series:
    """The column with the hidden cells empty and the others rounded, in new memory.

    pandas keeps the old value under the mask of an emptied cell, where a pickle or a careless reader finds it;
    so the hidden ones are set to nought first.
    """
    values, known = _raw(column)
    shown = known & ~hidden
    safe = np.where(shown, _rounded(values, base) if base > 1 else values, 0)
    array = pd.arrays.IntegerArray if str(column.dtype) == "Int64" else pd.arrays.FloatingArray
    return pd.Series(array(safe, ~shown), index=column.index)


def _rounded(values: npt.NDArray[Any], base: int) -> npt.NDArray[Any]:
    """The nearest multiples of `base`, halves away from zero."""
    size = np.abs(values)
    whole = (2 * size + base) // (2 * base) if values.dtype.kind == "i" else np.floor(size / base + 0.5)
    return np.asarray(np.sign(values) * whole * base)
