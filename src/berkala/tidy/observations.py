"""Rows of text → the frame that `tables.Table` describes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from berkala.periods import Period
from berkala.plan.specifications import DatasetSpec
from berkala.tidy.header import columns
from berkala.tidy.implied import refuse_jumps
from berkala.tidy.keys import categories, periods, refuse_duplicates, refuse_gaps
from berkala.tidy.known_errors import known_errors
from berkala.tidy.listing import Listing
from berkala.tidy.measures import Column, Measured, letters, measured
from berkala.tidy.numbers import NumberStyle
from berkala.tidy.rows import Cell, Rows
from berkala.tidy.spans import refuse_outside


@dataclass(frozen=True)
class _Placed:
    """The parts of a table, each with one entry for every row."""

    numbers: list[int]
    periods: list[Period | None]
    dimensions: Mapping[str, list[str]]
    measures: Mapping[str, Measured]
    texts: Mapping[str, list[str]]


def tabulate(spec: DatasetSpec, rows: Rows, listing: Listing) -> pd.DataFrame | None:
    """The frame, or None where anything is wrong, all of which is then in `listing`."""
    if not rows.numbers and not listing.failed:  # rows that were all listed and left out are told already
        listing.add("tidy.no-rows", row=rows.header_row)
    found = columns(spec, rows, listing)
    if not rows.numbers:
        return None
    placed = _place(spec, found, rows, listing)
    return None if listing.failed else _frame(spec, placed)


def status_column(measure: str) -> str:
    """The column that holds a measure's statuses."""
    return f"{measure}_status"


def _place(spec: DatasetSpec, found: Mapping[str, list[Cell]], rows: Rows, listing: Listing) -> _Placed:
    numbers = rows.numbers
    period_column = spec.period_field.name
    none: list[Period | None] = [None] * len(numbers)
    of_period = periods(spec, found[period_column], numbers, listing) if period_column in found else none
    dimensions = {
        one.name: categories(one, found[one.name], numbers, listing)
        for one in spec.with_role("dimension")
        if one.name in found
    }
    texts = {one.name: [str(cell) for cell in found[one.name]] for one in spec.with_role("note") if one.name in found}
    named = {period_column: [period.code if period else "" for period in of_period], **dimensions, **texts}
    measures = _measures(spec, found, named, rows, listing)
    _refuse_rows(spec, of_period, dimensions, named, numbers, listing)
    refuse_outside(spec, of_period, dimensions, measures, numbers, listing)
    refuse_jumps(spec, found, of_period, named, measures, numbers, listing)
    return _Placed(numbers, of_period, dimensions, measures, texts)


def _measures(
    spec: DatasetSpec,
    found: Mapping[str, list[Cell]],
    named: Mapping[str, Sequence[str]],
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
            statuses = given.get(one.name, [""] * len(numbers))
            places = frozenset(errors.withheld), frozenset(errors.shown)
            column = Column(one, found[one.name], numbers, statuses, *places)
            result[one.name] = measured(column, style, listing)
    return result


def _refuse_rows(
    spec: DatasetSpec,
    of_period: Sequence[Period | None],
    dimensions: Mapping[str, list[str]],
    named: Mapping[str, Sequence[str]],
    numbers: Sequence[int],
    listing: Listing,
) -> None:
    placed = [place for place, period in enumerate(of_period) if period is not None]
    key = [named[name] for name in spec.resource.table.primary_key if name in named]
    keys = [tuple(part[place] for part in key) for place in placed]
    refuse_duplicates(keys, [numbers[place] for place in placed], listing)
    if not listing.failed:
        # A row that was left out for another reason would be missed here a second time.
        refuse_gaps(spec, of_period, dimensions, listing)


def _frame(spec: DatasetSpec, placed: _Placed) -> pd.DataFrame:
    """The declared columns, statuses after their measure, rows by period and declared order of categories.

    The order of rows in the source therefore changes nothing that is published.
    """
    data: dict[str, pd.Series] = {}
    index = pd.Index(placed.numbers, name="row")
    for one in spec.fields:
        if one.role == "measure":
            data[one.name] = pd.Series(placed.measures[one.name].values, index=index)
            data[status_column(one.name)] = _text(placed.measures[one.name].statuses, index)
        elif one.role == "period":
            data[one.name] = pd.Series(placed.periods, index=index, dtype=object)
        elif one.name not in data:
            texts = placed.measures[one.of].statuses if one.of else {**placed.dimensions, **placed.texts}[one.name]
            data[one.name] = _text(texts, index)
    return pd.DataFrame(data).iloc[_order(spec, placed)]


def _text(texts: Sequence[str], index: pd.Index) -> pd.Series:
    return pd.Series(texts, index=index, dtype="str")


def _order(spec: DatasetSpec, placed: _Placed) -> list[int]:
    ranks = {period: rank for rank, period in enumerate(sorted({one for one in placed.periods if one is not None}))}
    keys: list[Sequence[int] | Sequence[str]] = [[ranks[one] for one in placed.periods if one is not None]]
    for one in spec.with_role("dimension"):
        places = {category.value: place for place, category in enumerate(one.categories)}
        keys.append([places[text] for text in placed.dimensions[one.name]])
    keys += [placed.texts[name] for name in spec.resource.table.primary_key if name in placed.texts]
    sortable = list(zip(*keys, strict=True))
    return sorted(range(len(sortable)), key=sortable.__getitem__)
