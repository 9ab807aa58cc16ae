"""CSV of any form, record by record: each is numbered by the line of the file on which it starts."""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Iterator
from itertools import islice

import numpy as np

from berkala.plan.specifications import Dialect
from berkala.tidy.coded import Coding
from berkala.tidy.grids import limits
from berkala.tidy.grids.text_reader import quoting_problem
from berkala.tidy.listing import Listing
from berkala.tidy.rows import Cell, Rows, header_names, stop

_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}

#: So many records are held as such before they are put into columns: more would not stay near the processor.
_PORTION = 1_000

#: The line on which a record starts, and its cells.
_Record = tuple[int, list[str]]


def read_records(utf8: bytes, dialect: Dialect, listing: Listing) -> Rows:
    """The header and every row that is not blank; a row with too few or too many cells is listed and left out.

    Raises SourceProblems for quotation marks that do not pair and a header that is not there.
    """
    records = _records(utf8, dialect, listing)
    header = header_of(_first(records, dialect, listing), dialect, listing)
    columns = [Coding[Cell]() for _ in header]
    numbers = array("q")
    fitting = _fitting(records, len(header), listing)
    while portion := list(islice(fitting, _PORTION)):
        numbers.extend(line for line, _ in portion)
        # The rows that fit may be longer: what is beyond the columns is blank.
        for column, cells in zip(columns, zip(*(cells for _, cells in portion), strict=False), strict=False):
            column.extend(cells)
    return Rows(header, dialect.header, np.array(numbers, dtype=np.int64), tuple(one.coded() for one in columns))


def header_of(record: _Record, dialect: Dialect, listing: Listing) -> tuple[str, ...]:
    """The column names. Raises SourceProblems where there are none, or another mark seems to part them."""
    line, cells = record
    names = header_names(cells)
    if line != dialect.header or not names:
        raise stop(listing, "tidy.no-header", row=dialect.header, number=dialect.header)
    if len(names) == 1:
        for mark, word in _NAMES.items():
            if mark != dialect.delimiter and mark in names[0]:
                raise stop(listing, f"tidy.delimiter-{word}", row=line, declared=dialect.delimiter)
    return names


def _records(utf8: bytes, dialect: Dialect, listing: Listing) -> Iterator[_Record]:
    lines = io.TextIOWrapper(io.BytesIO(utf8), encoding="utf-8", newline="")
    csv.field_size_limit(limits.CELL)  # one for the whole process, which another library may have raised
    reader = csv.reader(lines, delimiter=dialect.delimiter, strict=True)
    line = 1
    try:
        for record in reader:
            yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        raise quoting_problem(error, line, listing.file) from error


def _first(records: Iterator[_Record], dialect: Dialect, listing: Listing) -> _Record:
    for line, record in records:
        if line >= dialect.header:
            return line, record
    raise stop(listing, "tidy.no-header", row=dialect.header, number=dialect.header)


def _fitting(records: Iterator[_Record], width: int, listing: Listing) -> Iterator[_Record]:
    for line, record in records:
        if not any(map(str.strip, record)):
            continue
        # Empty cells beyond the last column are an office program's habit and say nothing.
        if len(record) == width or (len(record) > width and not any(map(str.strip, record[width:]))):
            yield line, record
        else:
            listing.add("tidy.ragged", {"found": len(record), "expected": width}, row=line)
