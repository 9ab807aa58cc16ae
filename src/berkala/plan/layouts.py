"""How a table is laid out that is more than one row of names over rows of cells.

A layout says what each column gives, by the text above it. A text may have a gap that stands for many columns, and for
what their names state:

======================================  ============================================================================
``Provinsi: province``                  the column gives the field `province`
``"{period}": share``                   each column whose name is a period gives `share`, of that period
``"Garis Kemiskinan - {month}": line``  the month stands in the name, the year in another place
``"{sex} {age}": people``               the name gives the categories of two dimensions
``Tahun: "{year}"``                     the column's cells state the year, a part of the period
``No.: ~``                              the column is known, and left out
======================================  ============================================================================

Two names that are alike are told apart by ``#2`` after the second; a column without a name is called by its letter,
``(C)``. The file's own name may have gaps too (`Resource.path`): ``poverty {year}.csv`` is every file of that form; and
so may the name of a sheet: ``sheet: "{month} {year}"`` is every sheet of that form, and ``{yy}`` there a year of this
century in two digits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from berkala.plan.forms import ColumnName, Specification, as_written
from berkala.stated import MONTHS

__all__ = ["EMPTY", "PARTS", "ColumnLayout", "Gaps", "Layout", "as_part", "gaps_of", "part_of"]

#: The parts of a period, which may stand in several places; ``period`` is all of it in one.
PARTS = ("period", "year", "half", "quarter", "month", "day")


def _nought(value: object) -> object:
    """Nought may stand in quotation marks."""
    return 0 if value == "0" else value


#: What a mark means: a status by its letter of the UK Analysis Function, or the figure nought.
MarkMeaning = Annotated[Literal["c", "x", "z", "p", "e", "r", "b", "u", "low", 0], BeforeValidator(_nought)]

#: Stands among the marks for a cell in which nothing stands, beside others that have figures.
EMPTY = "(empty)"

_GAP = re.compile(r"\{([a-z][a-z0-9_]*)\}")
#: What may stand in the gap of a part of the period. Anything may stand in that of a dimension, while a period has a
#: number or the name of a month: the column "Remarks" is none, and is told as new.
_NUMBERED = {"year": r"\d{4}", "yy": r"\d\d", "half": r"[12]|II?", "quarter": r"[1-4]|IV|I{1,3}", "day": r"\d{1,2}"}
_MONTHS = "|".join(sorted(MONTHS))
_FITS = {**_NUMBERED, "period": rf".*?(?:\d|\b(?:[IVX]+|(?i:{_MONTHS}))\b).*?"}


#: A value as a text; a year may stand without quotation marks.
Written = Annotated[str, BeforeValidator(as_written)]


@dataclass(frozen=True)
class Gaps:
    """A text with gaps, such as ``Garis Kemiskinan - {month} (Rp)``."""

    text: str

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the gaps are called, in order; none for a text that stands for itself."""
        return tuple(_GAP.findall(self.text))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = _GAP.split(self.text)
        written = [re.escape(part) if place % 2 == 0 else _gap(part) for place, part in enumerate(parts)]
        return re.compile("".join(written), re.ASCII if set(self.names) <= set(_NUMBERED) else 0)

    def match(self, text: str) -> Mapping[str, str] | None:
        """What stands in the gaps of a text of this form; None where it is of another form."""
        found = self._pattern.fullmatch(text)
        if found is None or not all(_states(name, part) for name, part in found.groupdict().items()):
            return None
        return {as_part(name): part for name, part in found.groupdict().items()}


def _states(name: str, text: str) -> bool:
    """Whether a text can stand in a gap: a month by its name or number in that of a month."""
    return name != "month" or text.casefold().rstrip(".") in MONTHS or (text.isdecimal() and 1 <= int(text) <= 12)


def _gap(name: str) -> str:
    return rf"(?P<{name}>{_FITS.get(name, '.+?')})"


@lru_cache(maxsize=4096)
def gaps_of(text: str) -> Gaps:
    """A text with its gaps found. Raises re.error where one name stands in two gaps."""
    return Gaps(text)


def part_of(text: str | None) -> str | None:
    """The part of a period that a text wholly stands for, as ``{year}`` does; None for any other text."""
    found = _GAP.fullmatch(text or "")
    return found[1] if found and found[1] in PARTS else None


def as_part(name: str) -> str:
    """A gap as values are kept by it: a part of the period in braces, because a field may be called so too."""
    return f"{{{name}}}" if name in PARTS else name


class ColumnLayout(Specification):
    """One column, or all that its name with gaps stands for, with more to say than what it gives.

    `gives` is a field of the schema, or a part of the period in braces. `always` is the one text that each of its cells
    has; another one is a problem. `fixed` are the values of other fields for what stands in the column: ``{sex: men}``.
    `down` says that an empty cell means what stands above it. `unit` is what may stand beside its figures and is their
    unit: ``Rp``. A figure with another one is a problem. Money may end in ``,-`` in place of decimals.
    """

    gives: str | None = None
    always: str | None = None
    fixed: dict[ColumnName, Written] = Field(default_factory=dict)
    down: Literal[True] | None = None
    unit: Annotated[str, StringConstraints(min_length=1)] | None = None


class Layout(Specification):
    """One table of a file: the sheet and the rows it stands in, its columns, and what its marks mean.

    `header` is the row of the names, from 1, or several rows, of which a cell of an upper one stands also over the
    columns to its right up to the next. The table is looked for by its names: in another row it is read and told. It
    ends at the last row with a figure, or before the row that begins with `until`.
    `headings` says that a row with a name and no figure is a heading of those below: their names become
    ``heading / name``. `repeated` are the names that come again and again under others ("men", "women"), and belong to
    the nearest row above that is none of them: ``Batken oblast / men``.
    `marks` are the texts that stand in place of a figure, or after one, each with its status; ``0`` for one that means
    nought, ``~`` for one that says nothing of the value, and ``(empty)`` for a cell with nothing in it.
    `may_lack` are columns that not every file has. `fixed` are values of fields for all rows, or a part of the period
    (``year: 2025``) that stands nowhere in the table. `other_sheets` are known and not read, where `sheet` has gaps.
    `dates` says how days are written: ``month first`` is the American order of ``3/1/2020``. `named_by` says by which
    of its days each period is named. `two_years` says that ``2011-12`` are two years, and not December 2011.
    """

    sheet: str | None = None
    other_sheets: tuple[str, ...] = ()
    header: int | tuple[int, ...] = 1
    until: str | None = None
    columns: dict[str, str | ColumnLayout | None] = Field(min_length=1)
    may_lack: tuple[str, ...] = ()
    fixed: dict[ColumnName, Written] = Field(default_factory=dict)
    headings: Literal[True] | None = None
    repeated: tuple[str, ...] = ()
    marks: dict[Annotated[str, StringConstraints(min_length=1)], MarkMeaning | None] = Field(default_factory=dict)
    dates: Literal["day first", "month first"] | None = None
    named_by: Literal["first day", "last day", "any day"] | None = None
    two_years: Literal[True] | None = None

    @model_validator(mode="after")
    def _rows_follow(self) -> Self:
        rows = self.header_rows
        if not rows or rows[0] < 1 or list(rows) != list(range(rows[0], rows[0] + len(rows))):
            raise PydanticCustomError("layout-header", "header", {"at": ("header",)})
        for name in self.may_lack:
            if name not in self.columns:
                raise PydanticCustomError("layout-unknown", "{name}", {"name": name, "at": ("may_lack",)})
        return self

    @property
    def header_rows(self) -> tuple[int, ...]:
        """The rows of the names."""
        return (self.header,) if isinstance(self.header, int) else self.header

    def given(self, name: str) -> tuple[str, ...]:
        """What a column gives, and what the gaps of its name do; nothing for one that is left out."""
        gives = self.column(name).gives
        return () if gives is None else (gives, *map(as_part, gaps_of(name).names))

    def column(self, name: str) -> ColumnLayout:
        """What a column of the layout is, in full."""
        said = self.columns[name]
        return said if isinstance(said, ColumnLayout) else ColumnLayout(gives=said)
