"""The account of an import: what came in, what is in the collection, and a line for every difference.

A line is a `Problem` (code, place, facts; its words stand in ``words/<language>/problems/imports.yml``) with what
became of the thing: *left out*, *degraded* (in the collection, but less than it was) or *noted* (in it as it was
meant, by a reading that a person may want to know). A line says how much it leaves out, so that the account can be
added up: found = kept + left out, for files, indicators and rows of data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from berkala.errors import Problem

Severity = Literal["left out", "degraded", "noted"]
#: The severities, in the order in which a person wants to read them.
SEVERITIES: tuple[Severity, ...] = ("left out", "degraded", "noted")

#: A run of rows of one file, first and last.
Span = tuple[int, int]

_PROBLEM_SEVERITY: Mapping[Severity, Literal["warning", "note"]] = {
    "left out": "warning",
    "degraded": "warning",
    "noted": "note",
}


@dataclass(frozen=True)
class Loss:
    """How much a line leaves out of the collection."""

    files: int = 0
    indicators: int = 0
    rows: int = 0


@dataclass(frozen=True)
class Line:
    """One thing that is not in the collection, or not as it stood in the source."""

    severity: Severity
    problem: Problem
    indicator: str = ""
    rows: tuple[Span, ...] = ()
    loss: Loss = Loss()

    @property
    def code(self) -> str:
        """The stable code."""
        return self.problem.code

    @property
    def file(self) -> str:
        """The file it is about, relative to the folder that was read, or an empty text."""
        return self.problem.file or ""

    def why(self, language: str = "en") -> str:
        """What was found, and what became of it."""
        return self.problem.message(language)

    def remedy(self, language: str = "en") -> str:
        """What to do about it."""
        return self.problem.remedy(language)

    def as_json(self, language: str = "en") -> dict[str, object]:
        """The problem's own form, with what became of the thing."""
        told = self.problem.as_json(language)
        rows = [list(span) for span in self.rows]
        loss = {"files": self.loss.files, "indicators": self.loss.indicators, "rows": self.loss.rows}
        return {**told, "severity": self.severity, "indicator": self.indicator, "rows": rows, "left_out": loss}


@dataclass(frozen=True)
class Tally:
    """How many there were, and how many are in the collection."""

    found: int = 0
    kept: int = 0


@dataclass(frozen=True)
class FieldUse:
    """What became of one field of metadata, in all files: the five sum up to `found`.

    `used`: it has a place of its own in the collection. `text`: it is kept as a text under its name. `empty`: it
    says nothing. `replaced`: another file says the same field and is taken. `unused`: it is left out, by a line.
    """

    name: str
    found: int = 0
    used: int = 0
    text: int = 0
    empty: int = 0
    replaced: int = 0
    unused: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether every occurrence is accounted for."""
        return self.found == self.used + self.text + self.empty + self.replaced + self.unused


@dataclass(frozen=True)
class Account:
    """The whole account. `lines` stand in the order of file, row and code."""

    lines: tuple[Line, ...]
    files: Tally
    indicators: Tally
    rows: Tally
    fields: Mapping[str, FieldUse]

    def of(self, severity: Severity) -> tuple[Line, ...]:
        """The lines of one severity."""
        return tuple(line for line in self.lines if line.severity == severity)

    def about(self, indicator: str) -> tuple[Line, ...]:
        """The lines about one indicator."""
        return tuple(line for line in self.lines if line.indicator == indicator)

    @property
    def left_out(self) -> Loss:
        """What all lines together leave out."""
        losses = [line.loss for line in self.lines]
        return Loss(sum(a.files for a in losses), sum(a.indicators for a in losses), sum(a.rows for a in losses))

    @property
    def gaps(self) -> tuple[str, ...]:
        """What does not add up, by name. Empty, unless there is a fault of ours."""
        lost = self.left_out
        tallies = {
            "files": (self.files, lost.files),
            "indicators": (self.indicators, lost.indicators),
            "rows": (self.rows, lost.rows),
        }
        uneven = [name for name, (tally, gone) in tallies.items() if tally.found != tally.kept + gone]
        told = {line.problem.value for line in self.lines if line.code == "imports.field-unused"}
        unsaid = {use.name for use in self.fields.values() if use.unused} - told
        fields = [use.name for use in self.fields.values() if not use.adds_up or use.name in unsaid]
        return (*uneven, *fields)


@dataclass
class Book:
    """Where the lines are written while a collection is read, and things are counted."""

    lines: list[Line] = field(default_factory=list)
    fields: dict[str, FieldUse] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def add(
        self,
        severity: Severity,
        name: str,
        facts: Mapping[str, object] | None = None,
        *,
        file: str = "",
        row: int | None = None,
        column: str = "",
        value: str = "",
        rows: Iterable[int] = (),
        indicator: str = "",
        loss: Loss | None = None,
    ) -> None:
        """Write one line. `name` is the code without its room; `rows` are told in the words as ``{rows}``."""
        spans = spans_of(rows)
        told = {**(facts or {}), "rows": said(spans)} if spans else dict(facts or {})
        problem = Problem(
            f"imports.{name}",
            told,
            file=file or None,
            row=spans[0][0] if spans and row is None else row,
            column=column or None,
            value=value or None,
        )
        self.take(severity, problem, indicator, spans, loss)

    def take(
        self,
        severity: Severity,
        problem: Problem,
        indicator: str = "",
        spans: tuple[Span, ...] = (),
        loss: Loss | None = None,
    ) -> None:
        """Write a line about a problem that another reader has found."""
        told = replace(problem, severity=_PROBLEM_SEVERITY[severity])
        self.lines.append(Line(severity, told, indicator, spans, loss or Loss()))

    def count(self, what: str, number: int = 1) -> None:
        """Add to a count: what was found, and what was kept."""
        self.counts[what] = self.counts.get(what, 0) + number

    def field(self, name: str, fate: str, number: int = 1) -> None:
        """Count a field of metadata as found, and what became of it."""
        use = self.fields.get(name) or FieldUse(name)
        changed = {"found": use.found + number, fate: getattr(use, fate) + number}
        self.fields[name] = replace(use, **changed)

    def closed(self, indicators: int, rows: int) -> Account:
        """The account, when all is read: `indicators` and `rows` are those in the collection."""
        found = self.counts.get
        return Account(
            tuple(sorted(self.lines, key=_place)),
            Tally(found("files", 0), found("files read", 0)),
            Tally(found("indicators", 0), indicators),
            Tally(found("rows", 0), rows),
            dict(sorted(self.fields.items())),
        )


@dataclass(frozen=True)
class About:
    """The book, open at one file, and at the indicator that the file is of."""

    book: Book
    file: str
    indicator: str = ""

    def add(
        self,
        severity: Severity,
        name: str,
        facts: Mapping[str, object] | None = None,
        *,
        row: int | None = None,
        column: str = "",
        value: str = "",
        rows: Iterable[int] = (),
        loss: Loss | None = None,
    ) -> None:
        """Write one line about this file."""
        self.book.add(
            severity,
            name,
            facts,
            file=self.file,
            row=row,
            column=column,
            value=value,
            rows=rows,
            indicator=self.indicator,
            loss=loss,
        )

    def take(self, severity: Severity, problem: Problem, loss: Loss | None = None) -> None:
        """Write a line about a problem of this file that another reader has found."""
        self.book.take(severity, problem, self.indicator, loss=loss)


def spans_of(rows: Iterable[int]) -> tuple[Span, ...]:
    """Rows as runs: 3, 4, 5, 9 are (3, 5) and (9, 9)."""
    spans: list[Span] = []
    for row in sorted(set(rows)):
        if spans and row == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], row)
        else:
            spans.append((row, row))
    return tuple(spans)


def said(spans: tuple[Span, ...], most: int = 12) -> str:
    """Runs of rows as they are written, shortened where there are many: ``3–5, 9, …``."""
    parts = [str(first) if first == last else f"{first}–{last}" for first, last in spans[:most]]
    return ", ".join([*parts, *(["…"] if len(spans) > most else [])])


def _place(line: Line) -> tuple[str, int, int, str, str, str]:
    problem = line.problem
    row = problem.row if problem.row is not None else problem.line or 0
    return (line.file, row, SEVERITIES.index(line.severity), line.code, problem.column or "", problem.value or "")
