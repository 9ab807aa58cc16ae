"""One CSV file of data: its header and every row after it, with the line that each begins on."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from berkala.imports.open_sdg.account import About, Loss
from berkala.imports.open_sdg.files import SourceFile, decoded, read_bytes

_DELIMITERS = {";": "table-semicolon", "\t": "table-tab", "|": "table-bar"}


@dataclass(frozen=True)
class Table:
    """The rows as they are written; a blank line is a row without cells."""

    file: str
    header: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[int, list[str]], ...]


def read_table(file: SourceFile, about: About) -> Table | None:
    """Read a file, counting its rows as found. None, and a line for the file and its rows, where it cannot be read."""
    content = read_bytes(file, about)
    if content is None:
        return None
    lines = _lines_in(content)
    text = decoded(content, about, lines)
    reason, row, records = _records(text) if text is not None else ("", None, [])
    header = next(((line, cells) for line, cells in records if any(map(str.strip, cells))), None)
    if reason is not None or header is None:
        about.book.count("rows", lines)
        if text is not None:
            about.add("left out", reason or "table-empty", row=row, loss=Loss(files=1, rows=lines))
        return None
    rows = tuple(record for record in records if record[0] > header[0])
    about.book.count("rows", len(rows))
    if header[0] > 1:
        about.add("noted", "header-late", row=header[0])
    about.book.count("files read")
    return Table(file.name, tuple(cell.strip() for cell in header[1]), header[0], rows)


def rows_in(content: bytes) -> int:
    """The rows of data in a file that is not read: as a table has them, or lines where it is none."""
    try:
        _, _, records = _records(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        records = []
    first = next((place for place, (_, cells) in enumerate(records) if any(map(str.strip, cells))), None)
    return _lines_in(content) if first is None else len(records) - first - 1


def _lines_in(content: bytes) -> int:
    """The lines after the first that is not blank: what a file has, as far as one can tell without reading it."""
    lines = content.splitlines()
    first = next((place for place, line in enumerate(lines) if line.strip(b"\xef\xbb\xbf\t ,;")), None)
    return 0 if first is None else len(lines) - first - 1


def _records(text: str) -> tuple[str | None, int | None, list[tuple[int, list[str]]]]:
    """Every record with its line; or why there are none, and where."""
    if "\0" in text:
        return "table-nul", text[: text.index("\0")].count("\n") + 1, []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for record in reader:
            records.append((line, record))
            line = reader.line_num + 1
    except csv.Error:
        return "table-quotes", line, []
    first = next((cells for _, cells in records if any(cells)), [])
    if len(first) == 1:
        code = next((code for mark, code in _DELIMITERS.items() if mark in first[0]), None)
        if code:
            return code, 1, []
    return None, None, records
