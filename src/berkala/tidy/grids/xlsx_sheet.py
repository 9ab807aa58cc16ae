"""The XML of one xlsx sheet → its grid: values, merged ranges and formulas without a value, in one pass."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from berkala.errors import SourceProblems
from berkala.tidy.grids import limits
from berkala.tidy.grids.model import Grid, Range, Stated, cut
from berkala.tidy.grids.refusals import refuse
from berkala.tidy.grids.xlsx_cells import Reading

_DIGITS = "0123456789"
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


class SheetHandler:
    """Builds the rows while the sheet is walked. `spent` cells of the file's share are used up by other sheets."""

    def __init__(self, reading: Reading, file: str, sheet: str, spent: int) -> None:
        self._reading, self._file, self._sheet = reading, file, sheet
        self.cells = spent
        self._rows: list[list[Stated]] = []
        self._merged: list[Range] = []
        self._formulas: dict[tuple[int, int], str] = {}
        self._columns: dict[str, int] = {}
        self._row = self._column = 0
        self._row_text = ""
        self._kind = self._style = ""
        self._value: list[str] | None = None
        self._formula: list[str] | None = None
        self._into: list[str] | None = None
        self._aid = False

    def grid(self, *, hidden: bool) -> Grid:
        """The sheet, when it has been walked to its end."""
        return Grid(cut(self._rows), self._sheet, tuple(self._merged), self._formulas, hidden)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A row, a cell, what is in it, or a merged range."""
        if name == "c":
            self._start_cell(attributes)
        elif name == "v" or (name == "t" and self._kind == "inlineStr" and not self._aid):
            self._value = self._into = [] if self._value is None else self._value
        elif name == "f":
            self._formula = self._into = []
        elif name == "row":
            self._start_row(attributes.get("r"))
        elif name == "rPh":
            self._aid = True
        elif name == "mergeCell":
            self._merged.append(self._range(attributes.get("ref", "")))

    def end(self, name: str) -> None:
        """The end of a cell places it."""
        if name == "c":
            self._place()
        elif name in ("v", "t", "f"):
            self._into = None
        elif name == "rPh":
            self._aid = False

    def text(self, text: str) -> None:
        """A piece of a value or of a formula."""
        if self._into is not None:
            self._into.append(text)

    def _start_row(self, row: str | None) -> None:
        self._row = self._row + 1 if row is None else int(row)
        self._row_text, self._column = str(self._row), 0
        if not 0 < self._row <= limits.ROWS:
            raise self._refuse("cell-outside", value=f"{row}"[:20])

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        place = attributes.get("r")
        if place is None:
            self._column += 1
        else:
            letters = place.rstrip(_DIGITS)
            known = self._columns.get(letters)
            if known is not None and place[len(letters) :] == self._row_text:
                self._column = known  # as nearly always: a column seen before, in the row that is begun
            else:
                self._row, self._column = self._at(place)
        if self._column > limits.COLUMNS:
            raise self._refuse("cell-outside", value=place)
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self._value = self._formula = self._into = None

    def _place(self) -> None:
        text = "".join(self._value or ())
        if self._formula is not None and not text and not (self._kind == "str" and self._value is not None):
            self._formulas[self._row, self._column] = f"={''.join(self._formula)}"
        elif text:
            self._put(text)

    def _put(self, text: str) -> None:
        try:
            value = self._reading.value(self._kind, self._style, text)
        except (ValueError, IndexError) as error:
            raise self._refuse("cell-damaged", row=self._row, value=text[:80], place=self._here()) from error
        missing = self._row - len(self._rows)
        if missing > 0:
            self._count(missing)
            self._rows.extend([] for _ in range(missing))
        row = self._rows[self._row - 1]
        gap = self._column - len(row)
        if gap <= 0:
            self._refuse_second(row)
        else:
            self._count(gap)
            row.extend([""] * gap)
        row[self._column - 1] = value

    def _count(self, cells: int) -> None:
        self.cells += cells
        if self.cells > limits.CELLS:
            raise self._refuse("cells-many", row=self._row, limit=limits.CELLS // 1_000_000)

    def _refuse_second(self, row: list[Stated]) -> None:
        if row[self._column - 1] != "":
            raise self._refuse("cell-twice", row=self._row, place=self._here())

    def _here(self) -> str:
        letters, column = "", self._column
        while column:
            column, rest = divmod(column - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{letters}{self._row}"

    def _at(self, place: str) -> tuple[int, int]:
        """Row and column of ``C7``."""
        found = _CELL.fullmatch(place)
        row = int(found[2]) if found else 0
        if not found or not 0 < row <= limits.ROWS:
            raise self._refuse("cell-outside", value=place[:20])
        return row, self._number(found[1].upper())

    def _number(self, letters: str) -> int:
        column = self._columns.get(letters)
        if column is None:
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - 64
            self._columns[letters] = column
        return column

    def _range(self, ref: str) -> Range:
        first, _, last = ref.partition(":")
        return Range(*self._at(first), *self._at(last or first))

    def _refuse(self, code: str, row: int | None = None, value: str | None = None, **facts: Any) -> SourceProblems:
        return refuse(code, self._file, sheet=self._sheet, row=row, value=value, **facts)
