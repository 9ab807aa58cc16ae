"""Rows of text → the frame that `tables.Table` describes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from berkala.periods import Period
from berkala.plan.specifications import DatasetSpec
from berkala.tidy.coded import Coded, combined, in_order, same
from berkala.tidy.header import columns
from berkala.tidy.implied import refuse_jumps
from berkala.tidy.keys import categories, periods, refuse_duplicates, refuse_gaps
from berkala.tidy.known_errors import known_errors
from berkala.tidy.listing import Listing
from berkala.tidy.measures import Column, Measured, letters, measured
from berkala.tidy.numbers import NumberStyle
from berkala.tidy.rows import Cell, Numbers, Rows
from berkala.tidy.spans import refuse_outside


@dataclass(frozen=True)
class _Placed:
    """The parts of a table, each with one entry for every row."""

    numbers: Numbers
    periods: Coded[Period | None]
    dimensions: Mapping[str, Coded[str]]
    measures: Mapping[str, Measured]
    texts: Mapping[str, Coded[str]]


def tabulate(spec: DatasetSpec, rows: Rows, listing: Listing) -> pd.DataFrame | None:
    """The frame, or None where anything is wrong, all of which is then in `listing`."""
    if not len(rows.numbers) and not listing.failed:  # rows that were all listed and left out are told already
        listing.add("tidy.no-rows", row=rows.header_row)
    found = columns(spec, rows, listing)
    if not len(rows.numbers):
        return None
    placed = _place(spec, found, rows, listing)
    return None if listing.failed else _frame(spec, placed)


def status_column(measure: str) -> str:
    """The column that holds a measure's statuses."""
    return f"{measure}_status"


def _place(spec: DatasetSpec, found: Mapping[str, Coded[Cell]], rows: Rows, listing: Listing) -> _Placed:
    numbers, period_column = rows.numbers, spec.period_field.name
    of_period: Coded[Period | None] = same(None, len(numbers))
    if period_column in found:
        of_period = periods(spec, found[period_column], numbers, listing)
    dimensions = {
        one.name: categories(one, found[one.name], numbers, listing)
        for one in spec.with_role("dimension")
        if one.name in found
    }
    texts = {one.name: found[one.name].map(str) for one in spec.with_role("note") if one.name in found}
    codes = of_period.map(lambda period: period.code if period else "")
    named = {period_column: codes, **dimensions, **texts}
    measures = _measures(spec, found, named, rows, listing)
    _refuse_rows(spec, of_period, dimensions, named, numbers, listing)
    refuse_outside(spec, of_period, dimensions, measures, numbers, listing)
    refuse_jumps(spec, found, of_period, named, measures, numbers, listing)
    return _Placed(numbers, of_period, dimensions, measures, texts)


def _measures(
    spec: DatasetSpec,
    found: Mapping[str, Coded[Cell]],
    named: Mapping[str, Coded[str]],
    rows: Rows,
    listing: Listing,
) -> dict[str, Measured]:
    numbers = rows.numbers
    style = NumberStyle(spec.resource.dialect.decimal, spec.resource.dialect.thousands)
    declared = known_errors(spec, found, named, numbers, listing)
    given = dict(rows.statuses) | {
        str(one.of): letters(one, found[one.name], numbers, listing)
        for one in spec.with_role("status")
        if one.name in found
    }
    result = {}
    for one in spec.with_role("measure"):
        if one.name in found:
            errors = declared[one.name]
            statuses = given.get(one.name, same("", len(numbers)))
            places = frozenset(errors.withheld), frozenset(errors.shown)
            column = Column(one, found[one.name], numbers, statuses, *places)
            result[one.name] = measured(column, style, listing)
    return result


def _refuse_rows(
    spec: DatasetSpec,
    of_period: Coded[Period | None],
    dimensions: Mapping[str, Coded[str]],
    named: Mapping[str, Coded[str]],
    numbers: Numbers,
    listing: Listing,
) -> None:
    placed = of_period.where(lambda period: period is not None)
    key = [named[name] for name in spec.resource.table.primary_key if name in named]
    refuse_duplicates(key, placed, numbers, listing)
    if not listing.failed:
        # A row that was left out for another reason would be missed here a second time.
        refuse_gaps(spec, of_period, dimensions, listing)


def _frame(spec: DatasetSpec, placed: _Placed) -> pd.DataFrame:
    """The declared columns, statuses after their measure, rows by period and declared order of categories.

    The order of rows in the source therefore changes nothing that is published.
    """
    order = _order(spec, placed)
    index = pd.Index(placed.numbers[order], name="row")
    data: dict[str, pd.api.extensions.ExtensionArray | pd.Series] = {}
    for one in spec.fields:
        if one.role == "measure":
            data[one.name] = placed.measures[one.name].values[order]
            data[status_column(one.name)] = _text(placed.measures[one.name].statuses, order)
        elif one.role == "period":
            data[one.name] = pd.Series(_objects(placed.periods, order), index=index, dtype=object, copy=False)
        elif one.name not in data:
            texts = placed.measures[one.of].statuses if one.of else {**placed.dimensions, **placed.texts}[one.name]
            data[one.name] = _text(texts, order)
    return pd.DataFrame(data, index=index, copy=False)


def _text(texts: Coded[str], order: npt.NDArray[np.int64]) -> pd.api.extensions.ExtensionArray:
    return pd.array(texts.distinct, dtype="str").take(texts.codes[order])


def _objects(values: Coded[Period | None], order: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
    distinct = np.empty(len(values.distinct), dtype=np.object_)
    distinct[:] = values.distinct
    return distinct[values.codes[order]]


def _order(spec: DatasetSpec, placed: _Placed) -> npt.NDArray[np.int64]:
    """The rows by period, then by the declared places of their categories, then by the texts of the key."""
    parts: list[Coded[Any]] = [in_order(placed.periods, lambda period: period)]
    for one in spec.with_role("dimension"):
        places = {category.value: place for place, category in enumerate(one.categories)}
        parts.append(in_order(placed.dimensions[one.name], places.__getitem__))
    names = (name for name in spec.resource.table.primary_key if name in placed.texts)
    parts += [in_order(placed.texts[name], str) for name in names]
    return np.argsort(combined(parts, len(placed.numbers)), kind="stable")
