"""XLSX: one sheet of a workbook → rows of text and dates. What stands in its cells is read by `grids`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import numpy as np
from openpyxl.utils.cell import get_column_letter

from berkala.errors import SourceProblems, nearest
from berkala.plan.specifications import Dialect
from berkala.tidy.coded import coded
from berkala.tidy.grids.model import Grid, Range, Stated
from berkala.tidy.grids.xlsx import Sheet, XlsxBook
from berkala.tidy.listing import Listing
from berkala.tidy.rows import Cell, Rows, header_names, is_blank, stop


def read_xlsx(content: bytes, dialect: Dialect, listing: Listing) -> Rows:
    """The header and every row that is not blank, from the declared sheet or the only visible one.

    Formulas without a saved value come as their own text (``=…``), numbers as text in the dialect's style.
    Raises SourceProblems for a damaged or swollen workbook, a sheet that is missing, unsaid or hidden, and a
    header that is not there or is merged.
    """
    book = XlsxBook(content, listing.file)
    sheet = _sheet(book, dialect, listing)
    listing.sheet = sheet.name
    return _rows(book.grid(sheet), dialect, listing)


def _sheet(book: XlsxBook, dialect: Dialect, listing: Listing) -> Sheet:
    sheets = {sheet.name: sheet for sheet in book.sheets}
    visible = [sheet.name for sheet in book.sheets if not sheet.hidden]
    if dialect.sheet is None and len(visible) != 1:
        raise stop(listing, "tidy.sheet-unsaid", known=", ".join(visible), under="dialect")
    name = visible[0] if dialect.sheet is None else dialect.sheet
    if name not in sheets:
        near, known = nearest(name, sheets), ", ".join(sheets)
        code = "tidy.sheet-near" if near else "tidy.sheet-missing"
        raise stop(listing, code, name=name, nearest=near, known=known, under="dialect")
    if name not in visible:
        raise stop(listing, "tidy.sheet-hidden", name=name)
    return sheets[name]


def _cells(grid: Grid, dialect: Dialect) -> list[list[Cell]]:
    """The grid as text and dates, formulas without a value in their places."""
    cells = [[_cell(value, dialect) for value in row] for row in grid.rows]
    for (row, column), text in grid.formulas.items():
        cells.extend([] for _ in range(row - len(cells)))
        cells[row - 1].extend([""] * (column - len(cells[row - 1])))
        cells[row - 1][column - 1] = text
    return cells


def _cell(value: Stated, dialect: Dialect) -> Cell:
    """A workbook's value as text, a whole number without its ``.0``; dates and moments apart."""
    match value:
        case bool():
            return str(value).upper()
        case float():
            # repr is the shortest text that gives the same number back: nothing is rounded.
            return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}".replace(".", dialect.decimal)
        case datetime():
            return value.isoformat(sep=" ")
        case date():
            return value
    return str(value)


def _rows(grid: Grid, dialect: Dialect, listing: Listing) -> Rows:
    cells = _cells(grid, dialect)
    header = header_names(cells[dialect.header - 1]) if len(cells) >= dialect.header else ()
    if not header:
        raise stop(listing, "tidy.no-header", row=dialect.header, number=dialect.header)
    spoiled = _merged_rows(grid.merged, len(header), dialect, listing)
    numbers: list[int] = []
    kept: list[list[Cell]] = []
    for number, row in _data(cells, dialect.header):
        if not is_blank(row[len(header) :]):
            listing.add("tidy.beyond", {"expected": len(header)}, row=number)
        elif number not in spoiled:
            numbers.append(number)
            kept.append((row + [""] * len(header))[: len(header)])
    columns = [coded(row[place] for row in kept) for place in range(len(header))]
    return Rows(header, dialect.header, np.array(numbers, dtype=np.int64), tuple(columns), listing.sheet)


def _data(cells: list[list[Cell]], header: int) -> Iterator[tuple[int, list[Cell]]]:
    return ((number, row) for number, row in enumerate(cells, 1) if number > header and not is_blank(row))


def _merged_rows(merged: tuple[Range, ...], width: int, dialect: Dialect, listing: Listing) -> set[int]:
    """The rows that a merged range touches, each range listed. Merged titles above or beside the table may stay."""
    spoiled: set[int] = set()
    for area in merged:
        if area.first_column <= width and area.last_row >= dialect.header:
            listing.add("tidy.merged", {"range": _named(area)}, row=area.first_row)
            spoiled.update(range(area.first_row, area.last_row + 1))
    if dialect.header in spoiled:
        # Without names nothing below can be placed.
        raise SourceProblems(listing.problems())
    return spoiled


def _named(area: Range) -> str:
    first, last = get_column_letter(area.first_column), get_column_letter(area.last_column)
    return f"{first}{area.first_row}:{last}{area.last_row}"
