"""Where amounts stand that are no plain numbers in one unit, as a question or a refusal names them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from berkala.describe.amounts import is_amount
from berkala.describe.columns import ColumnFound, columns_of
from berkala.describe.kinds import Seen, seen
from berkala.describe.tables import Table, is_names
from berkala.tidy.grids.model import Grid

#: A row of names is looked for in so many rows from the top.
_TOP = 30


def odd_rows(one: ColumnFound, table: Table) -> list[tuple[int, str]]:
    """The rows, from 1, and texts of the amounts that are no figures, and of the first with each unit of several."""
    texts = _odd(one.filled)
    first = table.header[-1] if table.header else table.first - 1
    column = [row[one.place].text if one.place < len(row) else "" for row in table.cells[first : table.last]]
    lines = table.grid.lines
    places = [(first + 1 + at, text) for at, text in enumerate(column) if text in texts]
    return [(lines[row - 1] if lines else row, text) for row, text in places]


def _odd(cells: Sequence[Seen]) -> set[str]:
    found = {cell.text for cell in cells if cell.kind == "text" and is_amount(cell.text)}
    units: dict[str, str] = {}
    for cell in cells:
        if cell.unit and cell.kind == "figure":
            units.setdefault(cell.unit.rstrip(".").casefold(), cell.text)
    return found | set(units.values()) if len(units) > 1 or not found else found


def first_odd(grid: Grid) -> tuple[ColumnFound, int, str] | None:
    """The first column of a sheet that is none of figures for its amounts, with the row and text of one; or None.

    Of several units it is the first cell with the second one.
    """
    for table in _tables(grid):
        for one in columns_of(table, {}).of("doubt"):
            if one.reason == "amounts" and (rows := odd_rows(one, table)):
                no_figures = [place for place in rows if seen(place[1]).kind == "text"]
                return one, *(no_figures or rows[1:] or rows)[0]
    return None


def _tables(grid: Grid) -> Iterator[Table]:
    """What would be a table below each row of names, whether or not a row of it has a figure."""
    cells = [[seen(value) for value in row] for row in grid.rows]
    for number, row in enumerate(cells[:_TOP], 1):
        if is_names(row) and sum(cell.kind != "empty" for cell in row) > 1:
            yield Table(grid, cells, (number,), number + 1, len(cells))
