"""CSV: bytes in a declared encoding → rows of text. Nothing is coerced: ``007`` and ``NA`` stay what they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from berkala.plan.specifications import Dialect
from berkala.tidy.grids.encodings import declared_text
from berkala.tidy.grids.text_reader import quoting_problem, refuse_large, refuse_long_lines
from berkala.tidy.listing import Listing
from berkala.tidy.rows import Cell, Rows, header_names, is_blank, stop

_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def read_csv(content: bytes, dialect: Dialect, listing: Listing) -> Rows:
    """The header and every row that is not blank, numbered by the line it starts on.

    A row with too few or too many cells is listed and left out. Raises SourceProblems for bytes that are not in
    the declared encoding, NUL characters, quotation marks that do not pair, and a header that is not there.
    """
    header: tuple[str, ...] = ()
    numbers: list[int] = []
    cells: list[list[Cell]] = []
    refuse_large(content, listing.file)
    text = declared_text(content, dialect.encoding, listing.file)
    refuse_long_lines(text, listing.file)
    for line, record in _records(text, dialect, listing):
        if line < dialect.header or (header and is_blank(record)):
            continue
        if not header:
            header = _header(line, record, dialect, listing)
        elif _fits(record, len(header)):
            numbers.append(line)
            cells.append(record[: len(header)])
        else:
            listing.add("tidy.ragged", {"found": len(record), "expected": len(header)}, row=line)
    if not header:
        raise stop(listing, "tidy.no-header", row=dialect.header, number=dialect.header)
    return Rows(header, dialect.header, numbers, cells)


def _records(text: str, dialect: Dialect, listing: Listing) -> Iterator[tuple[int, list[Cell]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter, strict=True)
    line = 1
    try:
        for record in reader:
            yield line, list[Cell](record)
            line = reader.line_num + 1
    except csv.Error as error:
        raise quoting_problem(error, line, listing.file) from error


def _header(line: int, record: list[Cell], dialect: Dialect, listing: Listing) -> tuple[str, ...]:
    names = header_names(record)
    if line != dialect.header or not names:
        raise stop(listing, "tidy.no-header", row=dialect.header, number=dialect.header)
    if len(names) == 1:
        for mark, word in _NAMES.items():
            if mark != dialect.delimiter and mark in names[0]:
                raise stop(listing, f"tidy.delimiter-{word}", row=line, declared=dialect.delimiter)
    return names


def _fits(record: list[Cell], width: int) -> bool:
    # Empty cells beyond the last column are an office program's habit and say nothing.
    return len(record) >= width and is_blank(record[width:])
