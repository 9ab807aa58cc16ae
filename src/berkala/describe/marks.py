"""The marks of a table: those that say what they mean, and those that have to be asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from berkala.describe.asking import Ask
from berkala.describe.columns import Columns
from berkala.describe.kinds import Seen
from berkala.describe.tables import Table
from berkala.plan.layouts import EMPTY
from berkala.tidy.layouts.cells import text_of
from berkala.words.language import Language

_BRACKETED = re.compile(r"\[[^\[\]]{1,12}\]")
_RUN = re.compile(r"(?:\s*\[[^\[\]]{1,12}\])+$")
_NOTE = re.compile(r"\[(?:note|catatan)\s*\d+\]", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_LETTERS = frozenset(("c", "x", "z", "p", "e", "r", "b", "u", "low"))
#: Marks that mean the same wherever statistics are published; a dash or a star does not.
_PLAIN = {"...": "x", "..": "x", "…": "x", "n/a": "x", "n.a.": "x", "na": "x", "null": "x"}


def header_marks(table: Table) -> dict[str, Any]:
    """The marks in brackets at the end of names, with what they mean."""
    texts = [text_of(value) for row in table.header for value in table.grid.rows[row - 1]]
    found = [mark for text in texts if (run := _RUN.search(text)) for mark in _BRACKETED.findall(run[0])]
    return {mark: _meaning(mark) for mark in dict.fromkeys(found) if _meaning(mark) != "?"}


def meanings(table: Table, columns: Columns, say: Language) -> dict[str, Any]:
    """What each mark in the columns of figures means, a question for each that has no one meaning."""
    alone, after, empty = Counter[str](), Counter[str](), 0
    for one in columns.of("figure"):
        for cell in one.cells:
            if cell.kind == "mark" or (cell.kind == "text" and not _DIGIT.search(cell.text)):  # a slip is no mark
                alone[cell.text] += 1
            elif cell.after:
                after.update([cell.after])
    for row in table.body:
        if _is_observation(row, columns):
            empty += sum(place >= len(row) or row[place].kind == "empty" for place in _places(columns))
    found: dict[str, Any] = {}
    for mark, count in alone.items():
        _add(found, mark, count, "mark", say)
    for mark, count in after.items():
        _add(found, mark, count, "mark-after", say)
    if empty:
        found[EMPTY] = Ask(say.text("describe.ask.empty", n=empty, count=empty), "x")
    return found


def _is_observation(row: Sequence[Seen], columns: Columns) -> bool:
    """Whether a row has a figure, or all the names that one has."""
    places = [one.place for one in columns.of("name", "unit", "period")]
    named = len(places) > 1 and all(place < len(row) and row[place].kind != "empty" for place in places)
    return named or any(place < len(row) and row[place].kind != "empty" for place in _places(columns))


def _places(columns: Columns) -> list[int]:
    return [one.place for one in columns.of("figure")]


def _add(found: dict[str, Any], mark: str, count: int, question: str, say: Language) -> None:
    parts = _BRACKETED.findall(mark) or [mark]
    letters = [part for part in parts if _meaning(part) in _LETTERS]
    for part in parts:
        meaning = _meaning(part)
        if meaning == "?":
            found.setdefault(
                part,
                Ask(
                    say.text(f"describe.ask.{question}", mark=part, n=count, count=count),
                    "x" if question == "mark" else None,
                ),
            )
        else:
            found.setdefault(part, meaning)
    if len(letters) > 1:
        found.setdefault(" ".join(mark.split()), _of_two(mark, letters, count, say))


def _of_two(mark: str, letters: list[str], count: int, say: Language) -> Ask:
    """Two statuses in one cell: which one is to be shown is for a person to say; one without a value comes first."""
    short = [letter.strip("[]") for letter in letters]
    first = next((one for one in short if one in ("c", "x", "z", "low")), short[0])
    return Ask(
        say.text("describe.ask.two-marks", mark=mark, one=short[0], other=short[-1], n=count, count=count), first
    )


def _meaning(mark: str) -> Any:
    """A status, None for a mark that says nothing of the value, ``?`` for one that is not known."""
    letter = mark.strip("[]").casefold()
    if mark.startswith("[") and letter in _LETTERS:
        return letter
    if _NOTE.fullmatch(mark) or mark == "%":
        return None
    return _PLAIN.get(mark.casefold(), "?")
