"""XLS, the binary workbook of Excel to 2003 → grids.

Its reader makes room for whatever size a sheet claims to have, and stops the whole process where there is none. So it
works in a process of its own, within limits, and its end is told as a problem like any other.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from berkala.tidy.grids import limits, xls_child
from berkala.tidy.grids.model import Grid, Range, Stated, Workbook, cut, number
from berkala.tidy.grids.moments import stated_moment
from berkala.tidy.grids.refusals import refuse
from berkala.tidy.grids.xls_errors import error_cells

_CODES = {xls_child.PROTECTED: "is-encrypted", xls_child.UNREADABLE: "workbook"}


def read_xls_grids(content: bytes, file: str) -> Workbook:
    """Every sheet of the workbook. Raises SourceProblems where it is protected, damaged, or asks for too much."""
    sheets = _ask(content, file)
    try:
        pairs = zip(sheets, error_cells(content), strict=True)
        return Workbook("xls", tuple(_grid(sheet, errors) for sheet, errors in pairs))
    except ValueError as error:
        raise refuse("workbook", file) from error


def _ask(content: bytes, file: str) -> list[dict[str, Any]]:
    bounds = (limits.CHILD_MEMORY, limits.CHILD_WORK, limits.CELLS)
    command = [sys.executable, "-P", xls_child.__file__, *map(str, bounds)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=limits.CHILD_WAIT, check=False)
    except subprocess.TimeoutExpired as error:
        raise refuse("reader-stopped", file) from error
    if done.returncode == xls_child.TOO_MANY:
        raise refuse("cells-many", file, limit=limits.CELLS // 1_000_000)
    if done.returncode:
        raise refuse(_CODES.get(done.returncode, "reader-stopped"), file)
    sheets: list[dict[str, Any]] = json.loads(done.stdout)["sheets"]
    return sheets


def _grid(sheet: dict[str, Any], errors: Mapping[tuple[int, int], str]) -> Grid:
    rows = [[_cell(cell) for cell in row] for row in sheet["rows"]]
    for (row, column), text in errors.items():
        rows.extend([] for _ in range(row - len(rows)))
        rows[row - 1].extend([""] * (column - len(rows[row - 1])))
        rows[row - 1][column - 1] = text
    merged = (Range(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in sheet["merged"])
    return Grid(cut(rows), sheet["name"], tuple(merged), hidden=sheet["hidden"])


def _cell(cell: Any) -> Stated:
    match cell:
        case None:
            return ""
        case float():
            return number(cell)
        case ["datetime", str(text)]:
            return stated_moment(datetime.fromisoformat(text))
        case ["date", str(text)]:
            return date.fromisoformat(text)
        case ["time", str(text)]:
            return stated_moment(time.fromisoformat(text))
        case ["timedelta", float(seconds)]:
            return stated_moment(timedelta(seconds=seconds))
        case str() | int() if "\0" not in str(cell):
            return cell
    raise ValueError(cell)
