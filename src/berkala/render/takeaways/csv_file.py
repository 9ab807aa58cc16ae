"""The numbers of a chart as CSV, one row each: UTF-8, LF, no value is an empty cell beside its status."""

from __future__ import annotations

from collections.abc import Sequence

from berkala.render.packages.model import Cell
from berkala.render.packages.tables import quoted, written
from berkala.render.takeaways.rows import Row

#: The columns, in order. Their names are the same in every language, as those of the datasets are.
COLUMNS = (
    *("period", "period_label", "category", "category_label", "measure", "measure_label", "kind"),
    *("value", "shown", "unit", "status", "note", "figure"),
)


def csv_of(rows: Sequence[tuple[Row, str]]) -> bytes:
    """The file of these rows, each with its period as it is said."""
    lines = [",".join(COLUMNS), *(",".join(_cells(row, said)) for row, said in rows)]
    return "".join(f"{line}\n" for line in lines).encode()


def _cells(row: Row, period: str) -> list[str]:
    before = (row.period.code, period, row.category, row.category_label, row.measure, row.measure_label, row.kind)
    after = (row.unit, row.status, row.note, row.figure)
    # Of what is shown the noughts behind the point are shown too: 4.50 is more exact than 4.5.
    shown = "" if row.shown is None else format(row.shown, "f")
    return [*map(_cell, before), _cell(row.value), shown, *map(_cell, after)]


def _cell(cell: Cell) -> str:
    return quoted(written(cell))
