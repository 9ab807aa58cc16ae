"""What adds up in a table, declared or not: from it a suppressed cell could be computed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from berkala.errors import Problem
from berkala.tidy import Table

#: Two sums of the same counts may differ by this much of their size and still be the same.
_RELATIVE = 1e-9

Values = npt.NDArray[np.float64]


def margins(table: Table) -> Iterator[Problem]:
    """Every category that is the sum of all others of its dimension, and every measure that is the sum of two others.

    Looked for in the raw values, in each dimension by itself: `category = sum of the other categories`, in every
    slice (one period and one combination of the other dimensions) whose values are all known and that has more
    than one row; such slices must be of at least two periods, or of all there are. A row that is not there counts
    as nought. A relation in which everything is nought says nothing and does not count.
    """
    measures = [one.name for one in table.spec.with_role("measure")]
    for dimension in table.spec.with_role("dimension"):
        for measure in measures:
            for category in _totals(table, dimension.name, measure):
                facts = {"dimension": dimension.name, "category": category, "measure": measure}
                yield Problem("protect.held-margin", facts)
    for parts in combinations(measures, 3):
        total = _sum_of_others(table, parts)
        if total:
            others = [name for name in parts if name != total]
            facts = {"measure": total, "one": others[0], "other": others[1]}
            yield Problem("protect.held-columns", facts, column=total)


def _totals(table: Table, dimension: str, measure: str) -> list[str]:
    """The categories of one dimension that are the sum of all the others."""
    wide, there = _slices(table, dimension, measure)
    periods = wide.index.get_level_values(0).nunique()
    # A slice with one row alone cannot show whether it is a sum; one with an unknown value neither.
    usable = (there.sum(axis=1) > 1) & (wide.notna() | ~there).all(axis=1)
    complete = wide[usable].fillna(0)
    if complete.empty or complete.index.get_level_values(0).nunique() < min(2, periods):
        return []
    values = complete.to_numpy(dtype=np.float64)
    rest = values.sum(axis=1, keepdims=True) - values
    equal = np.isclose(values, rest, rtol=_RELATIVE, atol=0).all(axis=0) & values.any(axis=0)
    return [str(name) for name, same in zip(complete.columns, equal, strict=True) if same]


def _slices(table: Table, dimension: str, measure: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One row for each period and combination of other dimensions, one column for each category; and what is there."""
    frame = table.frame
    others = [one.name for one in table.spec.with_role("dimension") if one.name != dimension]
    # Period codes instead of periods: sorting and hashing text is quick.
    periods = np.array([period.code for period in frame[table.spec.period_field.name]])
    keys = [periods, *(frame[name].to_numpy(dtype=object) for name in others), frame[dimension].to_numpy(dtype=object)]
    raw = _floats(frame[measure])
    # A key may have more columns than the dimensions; then a category's rows count together.
    grouped = (
        pd.DataFrame({"value": raw, "unknown": np.isnan(raw)}).groupby(keys).agg({"value": "sum", "unknown": "any"})
    )
    values = grouped["value"].where(~grouped["unknown"]).unstack()
    return pd.DataFrame(values), pd.DataFrame(grouped["unknown"].unstack().notna())


def _sum_of_others(table: Table, parts: tuple[str, ...]) -> str:
    """The measure of three that is the sum of the two others in every complete row; ``""`` if none is."""
    columns = [_floats(table.frame[name]) for name in parts]
    complete = ~np.isnan(np.vstack(columns)).any(axis=0)
    if not complete.any() or int(complete.sum()) < min(2, len(table.frame)):
        return ""
    values: list[Values] = [column[complete] for column in columns]
    for place, name in enumerate(parts):
        one, other = (value for at, value in enumerate(values) if at != place)
        if values[place].any() and np.isclose(values[place], one + other, rtol=_RELATIVE, atol=0).all():
            return name
    return ""


def _floats(column: pd.Series) -> Values:
    return column.to_numpy(dtype=np.float64, na_value=np.nan)
