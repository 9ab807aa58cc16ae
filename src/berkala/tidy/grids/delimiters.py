"""What separates the cells of a text, and whether its quotation marks are quoting: found out from the text itself.

Each candidate is tried. The one that gives the same number of cells line after line is meant; a comma inside the
numbers of a semicolon file gives it in the data, but not in the header.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

#: In the order in which they win where they are equally steady: a comma is also a decimal mark and part of prose.
CANDIDATES = ("\t", ";", "|", ",")

#: Lines that are enough to see, and characters.
_SAMPLE_LINES, _SAMPLE = 2_000, 2_000_000

_COMMA_BETWEEN_CELLS = re.compile(r"(?<![0-9]),|,(?![0-9])")

#: The least share of lines that have as many cells as most have.
_STEADY = 0.5


@dataclass(frozen=True)
class _Try:
    """How a text looks when it is cut at one mark: the share of its lines that have the usual number of cells."""

    delimiter: str
    usual: int
    share: float


def find_delimiter(text: str) -> str | None:
    """The mark between cells; None where the text has one column, or where no mark is steady."""
    sample = _sample(text)
    tries = [one for mark in CANDIDATES if mark in sample and (one := _try(sample, mark)).usual > 1]
    steady = [one for one in tries if one.share >= _STEADY]
    return max(steady, key=lambda one: _rank(one, sample)).delimiter if steady else _only(tries)


def _rank(one: _Try, sample: str) -> tuple[float, bool, bool, int]:
    """Where two marks are equally steady, one beside quotation marks wins, and a comma between digits alone loses."""
    mark = one.delimiter
    beside = f'"{mark}' in sample or f'{mark}"' in sample
    return round(one.share, 2), beside, mark != "," or bool(_COMMA_BETWEEN_CELLS.search(sample)), one.usual


def is_quoting(text: str, delimiter: str) -> bool:
    """Whether quotation marks surround cells. In text between tabs they may be part of it.

    They are, where every line has equally many cells if they are, and if they are not, cells run over lines or do
    not end. Elsewhere marks that do not pair are a mistake, and are told as one.
    """
    if delimiter != "\t" or '"' not in text:
        return True
    lines = [line for line in io.StringIO(text, newline="") if line.strip()]
    if len({line.count(delimiter) for line in lines}) > 1:
        return True
    try:
        return sum(1 for record in _records(text, delimiter) if record) == len(lines)
    except csv.Error:
        return False


def _sample(text: str) -> str:
    """Whole lines from the beginning."""
    if len(text) <= _SAMPLE:
        return text
    end = max(text.rfind("\n", 0, _SAMPLE), text.rfind("\r", 0, _SAMPLE))
    return text[: end + 1] if end >= 0 else text[:_SAMPLE]


def _try(sample: str, delimiter: str) -> _Try:
    widths = Counter(_widths(sample, delimiter))
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return _Try(delimiter, 1, 0.0)
    usual = max(wide, key=lambda width: (wide[width], width))
    return _Try(delimiter, usual, wide[usual] / widths.total())


def _widths(sample: str, delimiter: str) -> Iterator[int]:
    """How many cells each line has that is not blank, with quoting as far as it can be followed."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    for _ in range(_SAMPLE_LINES):
        try:
            record = next(reader)
        except (StopIteration, csv.Error):
            return
        if any(cell.strip() for cell in record):
            yield len(record)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _only(tries: list[_Try]) -> str | None:
    """The one mark that occurs at all, in more than one line: a ragged table still has one separator."""
    return tries[0].delimiter if len(tries) == 1 and tries[0].share > 0.2 else None
