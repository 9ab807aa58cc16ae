"""``content.xml`` of an OpenDocument spreadsheet → its grids, in one pass.

A cell or a row may say that it stands a million times. What is empty is only counted, and what is not is counted
before it is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from berkala.errors import SourceProblems
from berkala.tidy.grids import limits
from berkala.tidy.grids.model import Grid, Range, Stated, cut
from berkala.tidy.grids.ods_cells import OdsCell, blanks
from berkala.tidy.grids.refusals import refuse

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_ROWS_REPEATED, _COLUMNS_REPEATED = f"{_TABLE}number-rows-repeated", f"{_TABLE}number-columns-repeated"
_ROWS_SPANNED, _COLUMNS_SPANNED = f"{_TABLE}number-rows-spanned", f"{_TABLE}number-columns-spanned"
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "

#: Inside these, cells and paragraphs are not the sheet's: notes on a cell, drawings, links, former versions.
_ASIDE = frozenset({"annotation", "shapes", "frame", "dde-links", "tracked-changes", "custom-shape", "rect", "g"})


@dataclass
class _Sheet:
    name: str
    hidden: bool
    rows: list[list[Stated]] = field(default_factory=list)
    row: int = 0  # how many rows have been passed, those not made included
    merged: list[Range] = field(default_factory=list)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)

    def grid(self) -> Grid:
        return Grid(cut(self.rows), self.name, tuple(self.merged), self.formulas, self.hidden)


class OdsHandler:
    """Builds the sheets while ``content.xml`` is walked."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.grids: list[Grid] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._sheet: _Sheet | None = None
        self._cells = self._blanks = self._aside = self._column = 0
        self._repeat = 1
        self._row: list[Stated] = []
        self._cell: OdsCell | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A sheet, a row, a cell, or what is in it."""
        if self._aside or name in _ASIDE:
            self._aside += 1
        elif self._cell is not None:
            if name == "table":
                raise self._refuse("ods-nested")
            if name == "s":
                self._count_blanks(attributes)
            self._cell.start(name, attributes)
        elif name in ("table-cell", "covered-table-cell"):
            self._cell = OdsCell(attributes)
        elif name == "table-row":
            self._repeat = self._times(attributes, _ROWS_REPEATED)
            self._row, self._column = [], 0
        elif name == "table":
            self._start_sheet(attributes)
        elif name == "style":
            self._style = attributes.get(f"{_STYLE}name", "")
        elif name == "table-properties" and attributes.get(f"{_TABLE}display") == "false":
            self._hidden_styles.add(self._style)

    def end(self, name: str) -> None:
        """The end of a cell or a row places it."""
        if self._aside:
            self._aside -= 1
        elif self._cell is not None:
            if name in ("table-cell", "covered-table-cell"):
                self._place(self._cell)
                self._cell = None
            else:
                self._cell.end(name)
        elif name == "table-row":
            self._end_row()
        elif name == "table" and self._sheet is not None:
            self.grids.append(self._sheet.grid())
            self._sheet = None

    def text(self, text: str) -> None:
        """A piece of a paragraph."""
        if self._cell is not None and not self._aside:
            self._cell.text(text)

    def _start_sheet(self, attributes: Mapping[str, str]) -> None:
        if self._sheet is not None:
            raise self._refuse("ods-nested")
        name = attributes.get(f"{_TABLE}name", "")
        self._sheet = _Sheet(name, attributes.get(f"{_TABLE}style-name", "") in self._hidden_styles)

    def _place(self, cell: OdsCell) -> None:
        sheet = self._of_sheet()
        times, first, row = self._times(cell.attributes, _COLUMNS_REPEATED), self._column + 1, sheet.row + 1
        self._column += times
        try:
            value = cell.value()
        except ValueError as error:
            raise self._refuse("cell-damaged", row=row, value=f"{error}"[:80], place=f"R{row}C{first}") from error
        self._note_span(cell.attributes, row, first)
        if value == "" and not cell.formula:
            return
        if self._column > limits.COLUMNS or row > limits.ROWS:
            raise self._refuse("cell-outside", value=f"R{row}C{self._column}")
        if value == "":
            self._count(times)
            sheet.formulas.update({(row, column): cell.formula for column in range(first, first + times)})
        else:
            self._row.extend([""] * (first - 1 - len(self._row)))
            self._row.extend([value] * times)

    def _note_span(self, attributes: Mapping[str, str], row: int, column: int) -> None:
        rows, columns = (
            self._times(attributes, _ROWS_SPANNED),
            self._times(attributes, _COLUMNS_SPANNED),
        )
        if rows > 1 or columns > 1:
            self._of_sheet().merged.append(Range(row, column, row + rows - 1, column + columns - 1))

    def _end_row(self) -> None:
        sheet, times = self._of_sheet(), self._repeat
        if self._row:
            self._count(sheet.row - len(sheet.rows) + times * len(self._row))
            if sheet.row + times > limits.ROWS:
                raise self._refuse("cell-outside", value=f"R{sheet.row + times}")
            sheet.rows.extend([] for _ in range(sheet.row - len(sheet.rows)))
            sheet.rows.extend(list(self._row) for _ in range(times))
        sheet.row += times

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > limits.CELLS:
            raise self._refuse("cells-many", row=self._of_sheet().row + 1, limit=limits.CELLS // 1_000_000)

    def _count_blanks(self, attributes: Mapping[str, str]) -> None:
        """Blanks are written as a number: a short file may ask for any number of them."""
        self._blanks += blanks(attributes)
        if self._blanks > limits.BLANKS:
            raise self._refuse("cells-many", row=self._of_sheet().row + 1, limit=limits.CELLS // 1_000_000)

    def _of_sheet(self) -> _Sheet:
        if self._sheet is None:
            raise self._refuse("workbook")
        return self._sheet

    def _times(self, attributes: Mapping[str, str], name: str) -> int:
        text = attributes.get(name)
        if text is None:
            return 1
        if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
            raise self._refuse("workbook")
        return int(text)

    def _refuse(self, code: str, row: int | None = None, value: str | None = None, **facts: Any) -> SourceProblems:
        sheet = self._sheet.name if self._sheet else None
        return refuse(code, self._file, sheet=sheet, row=row, value=value, **facts)
