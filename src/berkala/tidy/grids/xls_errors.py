"""The error cells of an old workbook (``#N/A``, ``#DIV/0!``): calamine gives them as empty ones, which they are not."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from berkala.tidy.grids.compound import stream

_TEXTS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_COLUMNS = 256
_SHEET, _BEGIN, _END, _FORMULA, _TRUTH_OR_ERROR = 0x0085, 0x0809, 0x000A, (0x0006, 0x0206, 0x0406), 0x0205


def error_cells(content: bytes) -> list[dict[tuple[int, int], str]]:
    """The error cells of each sheet, in the order of the list of sheets. Raises ValueError for a damaged file."""
    book = stream(content, ("Workbook", "Book", "WORKBOOK", "BOOK"))
    try:
        return [dict(_errors(book, place)) for place in _places(book)]
    except struct.error as error:
        raise ValueError("cut short") from error


def _places(book: bytes) -> list[int]:
    """Where each worksheet begins. Charts and macro sheets are of other kinds."""
    listed = (body for kind, body in _records(book, 0) if kind == _SHEET)
    return [struct.unpack_from("<I", body)[0] for body in listed if body[5] == 0]


def _errors(book: bytes, place: int) -> Iterator[tuple[tuple[int, int], str]]:
    for kind, body in _records(book, place):
        if kind == _TRUTH_OR_ERROR and body[7:8] == b"\1":
            yield _place(body), _TEXTS.get(body[6], "#N/A")
        elif kind in _FORMULA and body[6:7] == b"\2" and body[12:14] == b"\xff\xff":
            yield _place(body), _TEXTS.get(body[8], "#N/A")


def _place(body: bytes) -> tuple[int, int]:
    row, column = struct.unpack_from("<HH", body)
    if column >= _COLUMNS:
        raise ValueError(column)
    return row + 1, column + 1


def _records(book: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records from one place to the end of what begins there; what is set into it (a chart) is passed over."""
    depth = 0
    while place + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, place)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth == 1:
            yield kind, book[place + 4 : place + 4 + size]
        elif depth < 1:
            return
        place += 4 + size
