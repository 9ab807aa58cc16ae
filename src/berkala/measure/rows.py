"""The rows of a safe table, found by period, and the cut of a table at an edition's period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd

from berkala.periods import Period
from berkala.plan.specifications import DatasetSpec
from berkala.protect.tables import SafeTable


@dataclass(frozen=True)
class Cell:
    """One value, exact, or None with the status that says why."""

    value: Decimal | None
    status: str


@dataclass(frozen=True)
class Row:
    """One observation: its categories by dimension, its key as it is published, its cells by column."""

    categories: Mapping[str, str]
    key: Mapping[str, str]
    cells: Mapping[str, Cell]

    @property
    def label(self) -> str:
        """Its categories as part of a figure's id. A category has no underscore, so no two rows share one."""
        return "_".join(self.categories.values()) or "all"


Rows = Mapping[Period, tuple[Row, ...]]


def rows_of(table: SafeTable) -> Rows:
    """Every row by period; those of one period in the order of their categories, whatever the source's was."""
    spec = table.spec
    found: dict[Period, list[Row]] = {}
    for record in table.frame.to_dict("records"):
        period = record[spec.period_field.name]
        found.setdefault(period, []).append(_row(spec, record))
    return {period: tuple(sorted(found[period], key=lambda row: row.label)) for period in sorted(found)}


def _row(spec: DatasetSpec, record: Mapping[object, object]) -> Row:
    categories = {column.name: str(record[column.name]) for column in spec.with_role("dimension")}
    key = {name: str(record[name]) for name in spec.resource.table.primary_key}
    measures = [column.name for column in spec.with_role("measure")]
    return Row(categories, key, {name: _cell(record[name], str(record[f"{name}_status"])) for name in measures})


def _cell(value: object, status: str) -> Cell:
    if value is None or value is pd.NA or value != value:  # NaN is the one value that is not itself
        return Cell(None, status or "x")
    return Cell(Decimal(str(value)), status)


def cut(table: SafeTable, inside: Callable[[Period], bool]) -> SafeTable:
    """The table with the rows whose period is `inside`, and no trace of the others."""
    frame = table.frame
    kept = frame[[inside(period) for period in frame[table.spec.period_field.name]]]
    marks = [kept[f"{column.name}_status"] for column in table.spec.with_role("measure")]
    return replace(table, frame=kept, suppressed=sum(int((mark == "c").sum()) for mark in marks))


def whole(rows: Iterable[Row], spec: DatasetSpec, by: str | None = None) -> tuple[Row, ...]:
    """The rows that make up the whole: where a declared total has its own row, its parts are left out.

    `by` names a dimension in which one category has been chosen already. A part stays where the row of its
    total is not there, so that nothing is counted twice and nothing is left out.
    """
    kept = tuple(rows)
    for total in spec.totals:
        if total.dimension == by:
            continue
        totalled = {_others(row, total.dimension) for row in kept if row.categories[total.dimension] == total.total}
        kept = tuple(
            row
            for row in kept
            if row.categories[total.dimension] not in total.of or _others(row, total.dimension) not in totalled
        )
    return kept


def _others(row: Row, dimension: str) -> tuple[str, ...]:
    return tuple(category for name, category in row.categories.items() if name != dimension)
