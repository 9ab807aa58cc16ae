"""CSV of the plainest form, cut into cells by numpy: every line is a row, and every row has as many cells.

Whether a text is of that form is proved from its bytes, not guessed: every line from the header on has as many
delimiters as the header; a carriage return stands only before a line feed; quotation marks stand only around whole
cells, with none inside. Then each line is a record and each record a line, so that their numbers agree, and there is
no other way to read it. Whatever is not of that form is read by `csv_records`, at four or five times the cost.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from berkala.plan.specifications import Dialect
from berkala.tidy.coded import Coded
from berkala.tidy.csv_cells import PADDING, Bytes, Places, coded_cells, text_of
from berkala.tidy.csv_records import header_of
from berkala.tidy.grids import limits
from berkala.tidy.listing import Listing
from berkala.tidy.rows import Cell, Rows

_DELIMITERS = frozenset(",;\t|")
_LINE_FEED, _RETURN, _QUOTE = b'\n\r"'

#: So many bytes are searched for marks at once: what is made of them stays near the processor.
_BLOCK = 1 << 18

#: Starts and ends of the cells of each column, header first.
_Grid = list[tuple[Places, Places]]


def read_plain(utf8: bytes, dialect: Dialect, listing: Listing) -> Rows | None:
    """The header and every row that is not blank; None where the text is not of the plain form.

    Raises SourceProblems for a header that is not there.
    """
    content = _from_header(utf8, dialect)
    grid = None if content is None else _grid(content, ord(dialect.delimiter))
    if content is None or grid is None:
        return None
    names = [text_of(content, starts[0], ends[0]) for starts, ends in grid]
    header = header_of((dialect.header, names), dialect, listing)
    beyond = (coded_cells(content, starts[1:], ends[1:]) for starts, ends in grid[len(header) :])
    if any(column.where(_says_something).any() for column in beyond):
        return None
    columns = [coded_cells(content, starts[1:], ends[1:]) for starts, ends in grid[: len(header)]]
    return _without_blank_rows(header, dialect.header, columns)


def _without_blank_rows(header: tuple[str, ...], line: int, columns: list[Coded[Cell]]) -> Rows:
    numbers = np.arange(line + 1, line + 1 + len(columns[0]), dtype=np.int64)
    kept = np.zeros(len(numbers), dtype=np.bool_)
    for column in columns:
        if not kept.all():
            kept |= column.where(_says_something)
    if kept.all():
        return Rows(header, line, numbers, tuple(columns))
    return Rows(header, line, numbers[kept], tuple(column.among(kept) for column in columns))


def _says_something(cell: Cell) -> bool:
    return bool(str(cell).strip())


def _from_header(content: bytes, dialect: Dialect) -> Bytes | None:
    """The bytes from the header line to the end of the last line, with a line feed and padding behind them.

    None where records and lines may differ before that, or ends of lines are not what they are elsewhere.
    """
    if dialect.delimiter not in _DELIMITERS:
        return None
    start = 0
    if b"\r" in content and content.count(b"\r") != content.count(b"\r\n"):
        return None
    for _ in range(dialect.header - 1):
        start = content.find(b"\n", start) + 1
        if not start:
            return None
    titles = content[:start]
    if b'"' in titles or len(titles) >= limits.CELL:
        return None
    last = len(content.rstrip(b"\r\n"))
    return np.frombuffer(b"".join((memoryview(content)[start:last], b"\n", bytes(PADDING))), dtype=np.uint8)


def _grid(content: Bytes, delimiter: int) -> _Grid | None:
    """Where the cells of each column stand, without quotation marks; None where the lines are not all alike."""
    marks = _marks(content, delimiter)
    is_end = content[marks] == _LINE_FEED
    width = int(np.argmax(is_end)) + 1
    lines = len(marks) // width
    if len(marks) % width or lines < 2 or np.count_nonzero(is_end) != lines or not is_end[width - 1 :: width].all():
        return None
    columns = [np.ascontiguousarray(marks[place::width]) for place in range(width)]
    starts = [np.concatenate([np.zeros(1, columns[-1].dtype), columns[-1][:-1] + 1])]
    starts += [ends + 1 for ends in columns[:-1]]
    columns[-1] -= (columns[-1] > starts[-1]) & (content[columns[-1] - 1] == _RETURN)
    grid = list(zip(starts, columns, strict=True))
    if max(int((ends - starts).max()) for starts, ends in grid) >= limits.CELL:
        return None
    return _unquoted(content, grid)


def _marks(content: Bytes, delimiter: int) -> Places:
    """The places of all delimiters and ends of lines, in order."""
    kind = np.int32 if len(content) < np.iinfo(np.int32).max else np.int64

    def blocks() -> Iterator[npt.NDArray[np.integer]]:
        for start in range(0, len(content), _BLOCK):
            block = content[start : start + _BLOCK]
            yield (np.flatnonzero((block == delimiter) | (block == _LINE_FEED)) + start).astype(kind)

    return np.concatenate(list(blocks()))


def _unquoted(content: Bytes, grid: _Grid) -> _Grid | None:
    """The cells inside their quotation marks; None where one of these does not stand at an end of a cell."""
    quotes = np.count_nonzero(content == _QUOTE)
    if not quotes:
        return grid
    quoted = [
        (ends - starts >= 2) & (content[starts] == _QUOTE) & (content[ends - 1] == _QUOTE) for starts, ends in grid
    ]
    if quotes != 2 * sum(map(np.count_nonzero, quoted)):
        return None
    return [(starts + inside, ends - inside) for (starts, ends), inside in zip(grid, quoted, strict=True)]
