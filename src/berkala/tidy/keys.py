"""What names an observation: its period, its categories, and that no other row has the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from berkala.errors import nearest
from berkala.periods import Period
from berkala.plan.specifications import DatasetSpec, FieldSpec
from berkala.tidy.coded import Coded, Mask, combined, firsts
from berkala.tidy.listing import Listing
from berkala.tidy.rows import Cell, Numbers
from berkala.tidy.spans import inside


def periods(spec: DatasetSpec, cells: Coded[Cell], numbers: Numbers, listing: Listing) -> Coded[Period | None]:
    """The period of each row; None where the cell is none of this dataset, which is listed."""
    known = {cell: period_of(spec, cell) for cell in cells.distinct}
    column = spec.period_field.name

    def tell(row: int) -> None:
        cell = cells[row]
        listing.add(str(known[cell]), about_periods(spec), row=int(numbers[row]), column=column, value=str(cell))

    wrong = cells.where(lambda cell: isinstance(known[cell], str))
    listing.add_each(np.flatnonzero(wrong), tell, column=column)
    return cells.map(known.__getitem__).map(lambda found: found if isinstance(found, Period) else None)


def period_of(spec: DatasetSpec, cell: Cell) -> Period | str:
    """A cell's period, or the code of the problem with it, whose facts are `about_periods`."""
    if cell == "":
        return "tidy.period-empty"
    try:
        period = _from_date(spec, cell) if isinstance(cell, date) else spec.period(cell)
    except (ValueError, OverflowError):
        return "tidy.period"
    if not spec.has_place_for(period):
        return "tidy.period-outside"
    return "tidy.period-excepted" if period.code in spec.coverage.except_ else period


def _from_date(spec: DatasetSpec, day: date) -> Period:
    """A workbook's date stands for the period that begins on it; for no span, as many may begin on one day."""
    period = spec.period(Period(day, spec.frequency).code)
    if period.start != day:
        raise ValueError(day)
    return period


def about_periods(spec: DatasetSpec) -> dict[str, object]:
    """What the sentences about a wrong period name: how one is written, and which are covered."""
    last = spec.coverage.until or "…"
    return {"example": spec.coverage.from_, "first": spec.coverage.from_, "last": last, "frequency": spec.frequency}


def categories(field: FieldSpec, cells: Coded[Cell], numbers: Numbers, listing: Listing) -> Coded[str]:
    """The category of each row as text; a value that is not declared, nor another name of one, is listed."""
    allowed = {category.value: category.value for category in field.categories}
    named = {alias: category.value for category in field.categories for alias in category.aliases} | allowed
    texts = cells.map(lambda cell: named.get(str(cell), str(cell)))

    def tell(row: int) -> None:
        text = texts[row]
        near = nearest(text.lower(), list(allowed))
        code = "tidy.category-empty" if not text else "tidy.category-near" if near else "tidy.category"
        facts = {"nearest": near, "known": ", ".join(allowed)}
        listing.add(code, facts, row=int(numbers[row]), column=field.name, value=text)

    unknown = texts.where(lambda text: text not in allowed)
    listing.add_each(np.flatnonzero(unknown), tell, column=field.name)
    return texts


def refuse_duplicates(columns: Sequence[Coded[str]], placed: Mask, numbers: Numbers, listing: Listing) -> None:
    """List each row whose key, of these columns, stands in an earlier row; only those that are `placed` have one."""
    rows = np.flatnonzero(placed)
    key = combined(columns, len(numbers))[rows]
    again = pd.Index(key).duplicated()
    if not again.any():
        return
    codes, _ = pd.factorize(key)
    first = rows[firsts(codes)]

    def tell(place: int) -> None:
        row = rows[place]
        facts = {"key": ", ".join(column[row] for column in columns), "first_row": int(numbers[first[codes[place]]])}
        listing.add("tidy.duplicate", facts, row=int(numbers[row]))

    listing.add_each(np.flatnonzero(again), tell, column=None)


def refuse_gaps(
    spec: DatasetSpec, of_period: Coded[Period | None], dimensions: Mapping[str, Coded[str]], listing: Listing
) -> None:
    """List each category that stands in other periods but has no row at all in one, though its span holds it.

    Without its row a total over the dimension would be short, and nothing would show it. In a table that is declared
    `sparse` nothing is added up.
    """
    if spec.sparse is not None:
        return
    there_are = sorted(period for period in of_period.distinct if period is not None)
    order = [of_period.distinct.index(period) for period in there_are]
    for name, texts in dimensions.items():
        missing = inside(spec, name, of_period.distinct, texts.distinct)
        missing[of_period.codes, texts.codes] = False
        for_each = _gap(name, there_are, texts.distinct, listing)
        listing.add_each(np.flatnonzero(missing[order]), for_each, column=name)


def _gap(name: str, of_period: Sequence[Period], categories: Sequence[str], listing: Listing) -> Callable[[int], None]:
    """What tells one place in the matrix of periods (rows) and categories (columns)."""

    def tell(place: int) -> None:
        period, category = divmod(place, len(categories))
        facts = {"period": of_period[period].code, "category": categories[category]}
        listing.add("tidy.row-missing", facts, column=name)

    return tell
