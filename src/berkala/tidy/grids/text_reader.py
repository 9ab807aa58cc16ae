"""Text in lines → one grid of text cells. Nothing is coerced, and blanks stay where they stand."""

from __future__ import annotations

import csv
import io
import re
from typing import cast

from berkala.errors import SourceProblems
from berkala.tidy.grids import limits
from berkala.tidy.grids.delimiters import CANDIDATES, find_delimiter, is_quoting
from berkala.tidy.grids.encodings import declared_text, found_text
from berkala.tidy.grids.model import Grid, Stated, Workbook, cut
from berkala.tidy.grids.refusals import refuse

#: What ends a cell for a reader that knows of no delimiter; NUL is in no text that comes this far.
_NOWHERE = "\0"

_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def read_text(content: bytes, file: str, encoding: str | None, delimiter: str | None) -> Workbook:
    """The one sheet of a text, with the encoding, the delimiter and the quoting that it was read in."""
    refuse_large(content, file)
    if encoding is None:
        text, encoding = found_text(content, file)
    else:
        text = declared_text(content, encoding, file)
    if not text.strip():
        raise refuse("is-empty", file)
    refuse_long_lines(text, file)
    mark = find_delimiter(text) if delimiter is None else _fitting(text, delimiter, file)
    quoting = is_quoting(text, mark or "\t")
    if quoting and mark is not None:
        _refuse_quotes_after_blanks(text, mark, file)
    return Workbook("text", (_grid(text, mark, quoting, file),), encoding, mark, quoting)


def refuse_large(content: bytes, file: str) -> None:
    """Raise for more bytes than a text may have."""
    if len(content) > limits.TEXT:
        raise refuse("too-large", file, size=len(content) // 1_000_000, limit=limits.TEXT // 1_000_000)


def refuse_long_lines(text: str, file: str) -> None:
    """Raise for a line that no table has; csv would cut it into cells before anyone sees it."""
    if len(text) <= limits.LINE:
        return
    for line, one in enumerate(io.StringIO(text, newline=""), 1):
        if len(one) > limits.LINE:
            raise refuse("line-long", file, row=line, limit=limits.LINE)


def _refuse_quotes_after_blanks(text: str, delimiter: str, file: str) -> None:
    """``, "6,000"``: whoever wrote the blank meant the marks to quote, and CSV says that they do not."""
    if delimiter + ' "' not in text:
        return
    mark = re.escape(delimiter)
    for found in re.finditer(rf'(?:^|{mark}) +"([^"\n\r]*)" *(?:{mark}|$)', text, re.MULTILINE):
        if delimiter in found[1]:
            raise refuse("quote-after-blank", file, row=text.count("\n", 0, found.start()) + 1)


def _fitting(text: str, delimiter: str, file: str) -> str:
    """The declared delimiter, if it occurs; or if no other one could be meant."""
    if delimiter not in text:
        found = find_delimiter(text)
        if found in CANDIDATES:
            raise refuse(f"delimiter-{_NAMES[found]}", file, declared=delimiter)
    return delimiter


def _grid(text: str, delimiter: str | None, quoting: bool, file: str) -> Grid:
    records, lines = _records(text, delimiter or _NOWHERE, quoting, file)
    rows = cut(cast("list[list[Stated]]", records))
    del lines[len(rows) :]
    plain = not lines or lines[-1] == len(lines)
    return Grid(rows, lines=() if plain else tuple(lines))


def _records(text: str, delimiter: str, quoting: bool, file: str) -> tuple[list[list[str]], list[int]]:
    """The records, and the line that each begins on."""
    source = io.StringIO(text, newline="")
    csv.field_size_limit(limits.CELL)  # one for the whole process, which another library may have raised
    if quoting:
        reader = csv.reader(source, delimiter=delimiter, strict=True)
    else:
        reader = csv.reader(source, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    records: list[list[str]] = []
    lines: list[int] = []
    line, left = 1, limits.CELLS
    try:
        for record in reader:
            left -= len(record)
            if len(record) > limits.COLUMNS or left < 0:
                raise _too_many(record, line, file)
            records.append(record)
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise quoting_problem(error, line, file) from error
    return records, lines


def quoting_problem(error: csv.Error, line: int, file: str) -> SourceProblems:
    """What csv's error means for the record that begins on this line."""
    if "field larger" in str(error):
        return refuse("cell-long", file, row=line, limit=limits.CELL)
    return refuse("quotes", file, row=line)


def _too_many(record: list[str], line: int, file: str) -> SourceProblems:
    if len(record) > limits.COLUMNS:
        return refuse("columns-many", file, row=line, found=len(record), limit=limits.COLUMNS)
    return refuse("cells-many", file, row=line, limit=limits.CELLS // 1_000_000)
