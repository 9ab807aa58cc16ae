"""XLSX: one sheet of a workbook → rows of text and dates.

openpyxl reads the values, streaming. What it does not tell while streaming (merged cells, formulas whose value
was never saved) is read from the sheet's own XML, and only where there is any.
"""

from __future__ import annotations

import io
import re
import warnings
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.cell_range import CellRange

from berkala.errors import SourceProblems, nearest
from berkala.plan.specifications import Dialect
from berkala.tidy.listing import Listing
from berkala.tidy.rows import Cell, Rows, header_names, is_blank, stop

#: The most that a workbook may unpack to, in bytes, and how many times its own size beyond 50 million bytes.
UNPACKED, RATIO, SMALL = 1_000_000_000, 200, 50_000_000

#: What openpyxl raises for a file that is not what it should be.
_DAMAGED = (BadZipFile, InvalidFileException, zlib.error, SyntaxError, KeyError, ValueError, TypeError, IndexError)
_DAMAGED += (AttributeError, EOFError, NotImplementedError, OSError)  # type: ignore[assignment]

_MERGES_OR_FORMULAS = re.compile(rb"<(?:\w+:)?(?:mergeCell|f)[ />]")


def read_xlsx(content: bytes, dialect: Dialect, listing: Listing) -> Rows:
    """The header and every row that is not blank, from the declared sheet or the only visible one.

    Formulas without a saved value come as their own text (``=…``), numbers as text in the dialect's style.
    Raises SourceProblems for a damaged or swollen workbook, a sheet that is missing, unsaid or hidden, and a
    header that is not there or is merged.
    """
    _refuse_swollen(content, listing)
    try:
        values, merged, formulas = _opened(content, dialect, listing)
    except _DAMAGED as error:
        raise stop(listing, "tidy.workbook") from error
    grid = [[_cell(value, dialect) for value in row] for row in values]
    return _rows(grid, merged, formulas, dialect, listing)


def _opened(
    content: bytes, dialect: Dialect, listing: Listing
) -> tuple[list[tuple[object, ...]], list[str], dict[tuple[int, int], str]]:
    """The values of the sheet's rows, its merged ranges, and its formulas without a value."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's remarks on styles and validation it does not keep
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = _sheet(workbook, dialect, listing)
        listing.sheet = sheet.title
        sheet.reset_dimensions()  # many programs write a wrong size; believing it would drop rows
        return list(sheet.iter_rows(values_only=True)), *_notes(content, sheet._worksheet_path)


def _refuse_swollen(content: bytes, listing: Listing) -> None:
    """A small file may unpack to something no machine can hold; its own list says so before it happens."""
    with ZipFile(io.BytesIO(content)) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > UNPACKED or (size > SMALL and size > RATIO * len(content)):
        raise stop(listing, "tidy.swollen", size=size // 1_000_000)


def _sheet(workbook: Any, dialect: Dialect, listing: Listing) -> Any:
    sheets = {sheet.title: sheet for sheet in workbook.worksheets}
    visible = [title for title, sheet in sheets.items() if sheet.sheet_state == "visible"]
    if dialect.sheet is None and len(visible) != 1:
        raise stop(listing, "tidy.sheet-unsaid", known=", ".join(visible))
    name = visible[0] if dialect.sheet is None else dialect.sheet
    if name not in sheets:
        near, known = nearest(name, sheets), ", ".join(sheets)
        raise stop(listing, "tidy.sheet-near" if near else "tidy.sheet-missing", name=name, nearest=near, known=known)
    if name not in visible:
        raise stop(listing, "tidy.sheet-hidden", name=name)
    return sheets[name]


def _cell(value: object, dialect: Dialect) -> Cell:
    """A workbook's value as text, a whole number without its ``.0``, a moment at midnight as its date."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float():
            # repr is the shortest text that gives the same number back: nothing is rounded.
            return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}".replace(".", dialect.decimal)
        case datetime():
            midnight = value.time() == datetime.min.time()
            return value.date() if midnight else value.isoformat(sep=" ")
        case date():
            return value
    return str(value)


def _notes(content: bytes, path: str) -> tuple[list[str], dict[tuple[int, int], str]]:
    """Merged ranges, and the text of each formula whose value was never saved, by row and column from 1."""
    with ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read(path)
    merged: list[str] = []
    formulas: dict[tuple[int, int], str] = {}
    if _MERGES_OR_FORMULAS.search(xml):
        for _, node in ElementTree.iterparse(io.BytesIO(xml)):
            name = node.tag.rpartition("}")[2]
            if name == "mergeCell":
                merged.append(node.get("ref", ""))
            elif name == "c":
                parts = {child.tag.rpartition("}")[2]: child for child in node}
                if "f" in parts and not (parts["v"].text if "v" in parts else ""):
                    formulas[coordinate_to_tuple(node.get("r", ""))] = f"={parts['f'].text or ''}"
                node.clear()
    return merged, formulas


def _rows(
    grid: list[list[Cell]],
    merged: list[str],
    formulas: dict[tuple[int, int], str],
    dialect: Dialect,
    listing: Listing,
) -> Rows:
    header = header_names(grid[dialect.header - 1]) if len(grid) >= dialect.header else ()
    if not header:
        raise stop(listing, "tidy.no-header", row=dialect.header, number=dialect.header)
    for (number, column), text in formulas.items():
        if number <= len(grid) and column <= len(grid[number - 1]):
            grid[number - 1][column - 1] = text
    spoiled = _merged_rows(merged, len(header), dialect, listing)
    numbers: list[int] = []
    cells: list[list[Cell]] = []
    for number, row in _data(grid, dialect.header):
        if not is_blank(row[len(header) :]):
            listing.add("tidy.beyond", {"expected": len(header)}, row=number)
        elif number not in spoiled:
            numbers.append(number)
            cells.append((row + [""] * len(header))[: len(header)])
    return Rows(header, dialect.header, numbers, cells, listing.sheet)


def _data(grid: list[list[Cell]], header: int) -> Iterator[tuple[int, list[Cell]]]:
    return ((number, row) for number, row in enumerate(grid, 1) if number > header and not is_blank(row))


def _merged_rows(merged: list[str], width: int, dialect: Dialect, listing: Listing) -> set[int]:
    """The rows that a merged range touches, each range listed. Merged titles above or beside the table may stay."""
    spoiled: set[int] = set()
    for span in merged:
        area = CellRange(span)
        if area.min_col <= width and area.max_row >= dialect.header:
            listing.add("tidy.merged", {"range": span}, row=area.min_row)
            spoiled.update(range(area.min_row, area.max_row + 1))
    if dialect.header in spoiled:
        # Without names nothing below can be placed.
        raise SourceProblems(listing.problems())
    return spoiled
