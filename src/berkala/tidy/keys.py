"""What names an observation: its period, its categories, and that no other row has the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from berkala.errors import nearest
from berkala.periods import Period
from berkala.plan.specifications import DatasetSpec, FieldSpec
from berkala.tidy.listing import Listing
from berkala.tidy.rows import Cell
from berkala.tidy.spans import bounds_of


def periods(spec: DatasetSpec, cells: Sequence[Cell], numbers: Sequence[int], listing: Listing) -> list[Period | None]:
    """The period of each row; None where the cell is none of this dataset, which is listed."""
    known = {cell: _period(spec, cell) for cell in dict.fromkeys(cells)}
    column = spec.period_field.name
    for number, cell in zip(numbers, cells, strict=True):
        period = known[cell]
        if isinstance(period, str):
            listing.add(period, _about_periods(spec), row=number, column=column, value=str(cell))
    return [period if isinstance(period, Period) else None for period in map(known.__getitem__, cells)]


def _period(spec: DatasetSpec, cell: Cell) -> Period | str:
    """A cell's period, or the code of the problem with it."""
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


def _about_periods(spec: DatasetSpec) -> dict[str, object]:
    last = spec.coverage.until or "…"
    return {"example": spec.coverage.from_, "first": spec.coverage.from_, "last": last, "frequency": spec.frequency}


def categories(field: FieldSpec, cells: Sequence[Cell], numbers: Sequence[int], listing: Listing) -> list[str]:
    """The category of each row as text; a value that is not declared, nor another name of one, is listed."""
    allowed = [category.value for category in field.categories]
    others = {alias: category.value for category in field.categories for alias in category.aliases}
    texts = [others.get(str(cell), str(cell)) if str(cell) not in allowed else str(cell) for cell in cells]
    unknown = set(texts) - set(allowed)
    for number, text in zip(numbers, texts, strict=True) if unknown else ():
        if text in unknown:
            near = nearest(text.lower(), allowed)
            code = "tidy.category-empty" if not text else "tidy.category-near" if near else "tidy.category"
            facts = {"nearest": near, "known": ", ".join(allowed)}
            listing.add(code, facts, row=number, column=field.name, value=text)
    return texts


def refuse_duplicates(keys: Sequence[tuple[str, ...]], numbers: Sequence[int], listing: Listing) -> None:
    """List each row whose key stands in an earlier row."""
    first: dict[tuple[str, ...], int] = {}
    for key, number in zip(keys, numbers, strict=True):
        if first.setdefault(key, number) != number:
            listing.add("tidy.duplicate", {"key": ", ".join(key), "first": first[key]}, row=number)


def refuse_gaps(
    spec: DatasetSpec, of_period: Sequence[Period | None], dimensions: Mapping[str, list[str]], listing: Listing
) -> None:
    """List each category that stands in other periods but has no row at all in one, though its span holds it.

    Without its row a total over the dimension would be short, and nothing would show it. In a table that is declared
    `sparse` nothing is added up.
    """
    if spec.sparse is not None:
        return
    there_are = sorted({period for period in of_period if period is not None})
    for name, texts in dimensions.items():
        there, known, bounds = set(zip(of_period, texts, strict=True)), dict.fromkeys(texts), bounds_of(spec, name)
        for period in there_are:
            for category in known:
                expected = category not in bounds or bounds[category].holds(period)
                if expected and (period, category) not in there:
                    listing.add("tidy.row-missing", {"period": period.code, "category": category}, column=name)
