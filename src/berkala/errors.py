"""Failures, and the only place where one becomes words.

A room that meets something wrong makes a `Problem`: a stable code, the place, and the facts. It writes no
sentence. The sentences stand in ``words/<language>/problems/<room>.yml``, one ``message`` and one ``remedy``
for each code, so that every failure reads alike, in every language, on the screen and in ``--json``. Where the
fact ``nearest`` is empty, ``message_without_nearest`` and ``remedy_without_nearest`` are said, if they are there.

There is one exception class for each remedy, because that is what a caller has to know: correct the source,
change the command, ask a person, try again later, or report a fault of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal

from berkala.words import Language, available, mapping_in
from berkala.words import language as words

#: An `error` stops until something is corrected, a `question` until a person has answered it.
Severity = Literal["error", "question", "warning", "note"]

#: Process exit codes (DESIGN: Commands).
DONE, PROBLEMS, WRONG_USE, NEEDS_PERSON, OUR_FAULT = 0, 1, 2, 3, 70

_PROBLEM_FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and where.

    `code` is ``<room>.<name>`` and never changes meaning. `facts` fill the gaps of the sentence; their keys are
    the names used in the catalogue. A fact that is a Decimal is written as the language writes numbers, with its
    own decimals; a value of the data, which a person looks for in a file, is a text and stays as it is. `row`
    counts lines of a text file or rows of a sheet, from 1; `line` is the line of a settings or specification file.
    """

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    file: str | None = None
    line: int | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    severity: Severity = "error"

    def at(self, **place: Any) -> Problem:
        """The same problem, with its place filled in by a caller who knows it better."""
        return replace(self, **place)

    def where(self, language: str = "en") -> str:
        """The place as a person would say it: ``file, sheet, row, column``, as far as it is known."""
        row = ("line", self.line) if self.row is None else ("row", self.row)
        parts = (("sheet", self.sheet), row, ("column", self.column))
        said = [_place(language, kind, name) for kind, name in parts if name not in (None, "")]
        return ", ".join([*filter(None, [self.file]), *said])

    def message(self, language: str = "en") -> str:
        """What is wrong and why, in one sentence."""
        return self._words(language, "message")

    def remedy(self, language: str = "en") -> str:
        """What to do next, in one sentence."""
        return self._words(language, "remedy")

    def _words(self, language: str, part: str) -> str:
        entry = catalogue(language).get(self.code) or catalogue("en").get(self.code)
        if entry is None:
            return f"{self.code} {dict(self.facts)}"
        if not self.facts.get("nearest"):  # no right name is near: what else to say
            part = f"{part}_without_nearest" if f"{part}_without_nearest" in entry else part
        facts = {"value": self.value, "file": self.file, "column": self.column, **self.facts}
        return _fill(entry[part], {name: _written(fact, language) for name, fact in facts.items()})

    def as_json(self, language: str = "en") -> dict[str, object]:
        """The form that ``--json`` promises (DESIGN: Commands)."""
        return {
            "code": self.code,
            "severity": self.severity,
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row if self.row is not None else self.line,
            "column": self.column,
            "value": self.value,
            "message": self.message(language),
            "remedy": self.remedy(language),
        }


class BerkalaError(Exception):
    """Anything we expect may happen. Its exit code says what kind of answer it needs."""

    exit_code = PROBLEMS

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("; ".join(problem.message() for problem in self.problems))

    def __reduce__(self) -> tuple[type[BerkalaError], tuple[tuple[Problem, ...]]]:
        # An exception is made again from its text, by default; one from another process must keep its problems.
        return type(self), (self.problems,)


class SourceProblems(BerkalaError):
    """Correct the data, a descriptor, a report or the settings; then run again."""


class TryAgain(BerkalaError):
    """The machine, not the material: disk full, no permission, another run under way."""


class WrongUse(BerkalaError):
    """Change the command."""

    exit_code = WRONG_USE


class NeedsPerson(BerkalaError):
    """A person must decide or approve."""

    exit_code = NEEDS_PERSON


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that `name` was probably meant to be, or an empty string."""
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.6)), "")


@lru_cache
def catalogue(language: str) -> Mapping[str, Mapping[str, str]]:
    """Every problem's `message` and `remedy` in one language, by code. Empty for a language without one."""
    found: dict[str, Mapping[str, str]] = {}
    for file in sorted((_PROBLEM_FOLDER / language / "problems").glob("*.yml")):
        found.update(mapping_in(file))
    return found


def _place(language: str, kind: str, name: object) -> str:
    key, spoken = f"place.{kind}", _spoken(language)
    return (spoken if spoken.has(key) else words("en")).text(key, name=name)


def _written(fact: object, language: str) -> object:
    if not isinstance(fact, Decimal) or not fact.is_finite():
        return fact
    return _spoken(language).number(fact, max(0, -int(fact.as_tuple().exponent)))


def _spoken(language: str) -> Language:
    return words(language if language in available() else "en")


def _fill(text: str, facts: Mapping[str, object]) -> str:
    # A missing fact must not hide the failure that is being told.
    names = {name for _, name, _, _ in Formatter().parse(text) if name}
    found = {name: facts.get(name) for name in names}
    return text.format_map({name: "" if fact is None else fact for name, fact in found.items()}).strip()
