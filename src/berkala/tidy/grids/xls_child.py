"""The process that reads an old workbook, apart from ours: bytes on its input, one JSON object on its output.

It is run as a file, so that it starts without the rest of Berkala. Exit codes: 0 read, 3 protected, 4 not readable,
5 more cells than allowed; anything else is a stop by the system.
"""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

PROTECTED, UNREADABLE, TOO_MANY = 3, 4, 5


def main(memory: int, seconds: int, cells: int) -> int:
    """Read one workbook within these limits."""
    _confine(memory, seconds)
    try:
        sheets = _sheets(_opened(sys.stdin.buffer.read()), cells)
    except PasswordError:
        return PROTECTED
    except OverflowError:
        return TOO_MANY
    except CalamineError:
        return UNREADABLE
    sys.stdout.write(json.dumps({"sheets": sheets}, separators=(",", ":")))
    return 0


def _confine(memory: int, seconds: int) -> None:
    """Bind this process to so much memory and work, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: our parent's clock alone holds
        return
    for limit, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(limit, (most, most))
        except (ValueError, OSError):  # a system that knows the limit and does not keep it
            continue


def _opened(content: bytes) -> CalamineWorkbook:
    """The workbook, by way of a file with its name: of bytes alone, calamine does not say that they are protected."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xls"
        path.write_bytes(content)
        return CalamineWorkbook.from_path(path)


def _sheets(book: CalamineWorkbook, cells: int) -> list[dict[str, Any]]:
    found = []
    for entry in book.sheets_metadata:
        if entry.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(entry.name)
        cells -= sheet.total_height * sheet.total_width
        if cells < 0:
            raise OverflowError
        rows = [_row(row) for row in sheet.to_python(skip_empty_area=False)]
        merged = [[first, last] for first, last in sheet.merged_cell_ranges or ()]
        hidden = entry.visible != SheetVisibleEnum.Visible
        found.append({"name": entry.name, "hidden": hidden, "rows": rows, "merged": merged})
    return found


def _row(cells: list[Any]) -> list[object]:
    while cells and cells[-1] == "":
        cells.pop()
    return [_plain(cell) for cell in cells]


def _plain(cell: object) -> object:
    """A cell as JSON has it: what is not text, a number or a truth, as its kind and its ISO text."""
    match cell:
        case datetime() | date() | time():
            return [type(cell).__name__, cell.isoformat()]
        case timedelta():
            return ["timedelta", cell.total_seconds()]
        case float() if cell != cell or cell in (float("inf"), float("-inf")):
            return "#NUM!"
    return cell


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:4])))
