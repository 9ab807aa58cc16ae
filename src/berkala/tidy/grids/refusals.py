"""How a file is refused: one problem that names the place."""

from __future__ import annotations

from berkala.errors import Problem, SourceProblems


def refuse(
    code: str,
    file: str,
    *,
    sheet: str | None = None,
    row: int | None = None,
    column: str | None = None,
    value: str | None = None,
    **facts: object,
) -> SourceProblems:
    """The error to raise; `row` is the row of a sheet or the line of a text."""
    return SourceProblems(Problem(f"tidy.{code}", facts, file=file, sheet=sheet, row=row, column=column, value=value))
