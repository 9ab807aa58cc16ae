"""One table of a sheet, by its layout → its observations: the values of the fields of each, still text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from berkala.plan.layouts import PARTS, Layout, as_part
from berkala.plan.specifications import DatasetSpec
from berkala.tidy.grids.model import Grid, Range, Stated
from berkala.tidy.keys import about_periods, period_of
from berkala.tidy.layouts.cells import cell, text_of
from berkala.tidy.layouts.header import Column, Header
from berkala.tidy.layouts.labels import Labels
from berkala.tidy.layouts.marks import Marks, TwoMarks
from berkala.tidy.layouts.periods import PeriodReader
from berkala.tidy.layouts.units import is_plain, without_unit
from berkala.tidy.listing import Listing

#: A cell with nothing in it, or nought.
_NOTHING = re.compile(r"(?:0+(?:[.,]0+)?)?")


@dataclass(frozen=True)
class Observation:
    """Fields with their texts, measures with the status of each, and where both stand."""

    row: int
    texts: Mapping[str, str]
    statuses: Mapping[str, str]
    columns: Mapping[str, str]


@dataclass
class Sheet:
    """One table of a grid, with what is known of its columns. `fixed` are values that hold for all its rows."""

    spec: DatasetSpec
    layout: Layout
    grid: Grid
    header: Header
    fixed: Mapping[str, str]
    listing: Listing
    _said: set[str] = field(default_factory=set)

    def observations(self) -> Iterator[Observation]:
        """Every observation, in the order of the rows; what is none is listed."""
        labels, pending = Labels(self.layout), []
        for number, row in self._rows():
            if self._is_named_only(number, row):
                pending.append((number, row))
                continue
            self._headings(pending, labels)
            pending = []
            yield from self._of_row(number, row, labels)
        if pending:
            facts = {"count": len(pending), "first": pending[0][0], "text": self._label(pending[0][1])}
            self.listing.add("tidy.layout-notes", facts, row=pending[0][0], severity="note")

    @property
    def waits(self) -> bool:
        """Whether nothing but noughts stands in its columns for figures, of which it has some: a total of nothing."""
        cells = (text_of(cell(row, one.place)) for _, row in self._rows() for one in self._figures)
        return bool(self._figures) and not self.grid.formulas and all(map(_NOTHING.fullmatch, cells))

    # -- rows -------------------------------------------------------------------------------------------------

    def _rows(self) -> Iterator[tuple[int, list[Stated]]]:
        """The rows below the names that hold anything, up to where the table ends; names that come again are no row."""
        names = self._texts(self.header.rows[0], len(self.header.rows))
        again = 0  # so many rows from here on are names that come again
        above: dict[int, Stated] = {}
        for number in range(self.header.rows[-1] + 1, self._last_row + 1):
            row = self.grid.rows[number - 1] if number <= len(self.grid.rows) else []
            texts = list(map(text_of, row))
            if self.layout.until and next(filter(None, texts), "").startswith(self.layout.until):
                return
            again = len(names) if texts == names[0] and self._texts(number, len(names)) == names else max(0, again - 1)
            if (any(texts) or number in self._calculated) and not again and texts != names[-1]:
                yield self._number(number), self._filled(number, row, above)

    def _texts(self, first: int, count: int) -> list[list[str]]:
        return [list(map(text_of, row)) for row in self.grid.rows[first - 1 : first - 1 + count]]

    @cached_property
    def _calculated(self) -> Mapping[int, set[int]]:
        """The places of formulas without a saved value, by row; a reader of values sees nothing there."""
        found: dict[int, set[int]] = {}
        for row, column in self.grid.formulas:
            found.setdefault(row, set()).add(column - 1)
        return found

    @property
    def _last_row(self) -> int:
        return max(len(self.grid.rows), *self._calculated, 0)

    def _number(self, row: int) -> int:
        return self.grid.lines[row - 1] if self.grid.lines else row

    def _filled(self, number: int, row: list[Stated], above: dict[int, Stated]) -> list[Stated]:
        """A row with what stands above it, by place, where a cell is merged over both, or the layout says so."""
        filled = list(row)
        for column in self.header.columns:
            place = column.place
            down = column.said.down or self._covered(number, place)
            if cell(row, place) == "" and (aside := self._aside(number, place)) is not None and column in self._names:
                filled += [""] * (place + 1 - len(filled))
                filled[place] = cell(row, aside)
            elif cell(row, place) == "" and down:
                filled += [""] * (place + 1 - len(filled))
                filled[place] = above.get(place, "")
            above[place] = cell(filled, place)
        return filled

    def _covered(self, number: int, place: int) -> bool:
        return any(
            area.first_row < number <= area.last_row and area.first_column == place + 1 for area in self._merged_down
        )

    def _aside(self, number: int, place: int) -> int | None:
        """The place of the cell that is merged over this one from its left in the same row, if one is."""
        for area in self.grid.merged:
            if area.first_row == area.last_row == number and area.first_column <= place < area.last_column:
                return area.first_column - 1
        return None

    @cached_property
    def _merged_down(self) -> tuple[Range, ...]:
        return tuple(area for area in self.grid.merged if area.last_row > area.first_row)

    def _is_named_only(self, number: int, row: list[Stated]) -> bool:
        """Whether a row has no cell with a figure or formula, nor all the names that an observation needs."""
        formulas: Set[int] = self._calculated.get(number, set())
        if any(text_of(cell(row, column.place)) or column.place in formulas for column in self._figures):
            return False
        named = [bool(text_of(cell(row, column.place))) for column in self._names]
        return len(named) < 2 or not all(named)

    def _headings(self, rows: Sequence[tuple[int, list[Stated]]], labels: Labels) -> None:
        for number, row in rows:
            if self.layout.headings:
                labels.under(self._label(row))
            else:
                self.listing.add("tidy.layout-no-figures", {"text": self._label(row)}, row=number)

    def _label(self, row: list[Stated]) -> str:
        named = [text_of(cell(row, column.place)) for column in self._names]
        return next(filter(None, [*named, *map(text_of, row)]), "")

    # -- columns ----------------------------------------------------------------------------------------------

    @cached_property
    def _roles(self) -> Mapping[str, str]:
        return {one.name: one.role for one in self.spec.fields}

    @cached_property
    def _figures(self) -> tuple[Column, ...]:
        figures = ("measure", "status")
        return tuple(one for one in self.header.columns if self._roles.get(one.said.gives or "") in figures)

    @cached_property
    def _names(self) -> tuple[Column, ...]:
        """The columns that say what a row is about."""
        named = (one for one in self.header.columns if one.said.gives and one not in self._figures)
        return tuple(one for one in named if self._roles.get(one.said.gives or "") != "note")

    @cached_property
    def _marks(self) -> Marks:
        return Marks(self.layout.marks)

    @cached_property
    def _periods(self) -> PeriodReader:
        return PeriodReader(self.spec, self.layout)

    # -- one row ----------------------------------------------------------------------------------------------

    def _of_row(self, number: int, row: list[Stated], labels: Labels) -> Iterator[Observation]:
        base = dict(self.fixed) | self._named(number, row, labels)
        groups: dict[tuple[tuple[str, str], ...], list[Column]] = {}
        for column in self._figures:
            values = {**base, **column.gaps, **column.said.fixed}
            groups.setdefault(tuple(sorted(values.items())), []).append(column)
        for stated, columns in groups.items():
            yield self._observation(number, row, dict(stated), columns)

    def _named(self, number: int, row: list[Stated], labels: Labels) -> dict[str, str]:
        """What the columns that are no figures state of the row."""
        stated: dict[str, str] = {}
        for column in self.header.columns:
            text = text_of(cell(row, column.place))
            if column.said.always is not None and text != column.said.always:
                facts = {"always": column.said.always}
                code = "tidy.layout-not-always" if text else "tidy.layout-always-empty"
                self.listing.add(code, facts, row=number, column=column.letters, value=text)
            gives = column.said.gives
            if gives is None or column in self._figures:
                continue
            if self._roles.get(gives) == "dimension" and len(self._dimensions) == 1:
                text = labels.full(text)
            stated[gives] = text
        return stated

    @cached_property
    def _dimensions(self) -> tuple[Column, ...]:
        return tuple(one for one in self._names if self._roles.get(one.said.gives or "") == "dimension")

    def _observation(
        self, number: int, row: list[Stated], stated: dict[str, str], columns: Sequence[Column]
    ) -> Observation:
        period = self.spec.period_field.name
        parts = {name: stated.pop(as_part(name)) for name in PARTS if as_part(name) in stated}
        if period in stated:
            parts["period"] = stated[period]
        texts = {**stated, period: self._period(parts, columns)}
        statuses: dict[str, str] = {}
        letters: dict[str, str] = {one.said.gives or "": one.letters for one in self._names}
        for column in columns:
            field_name = column.said.gives or ""
            if field_name in texts:
                facts = {"name": field_name, "first": letters[field_name], "second": column.letters}
                self.listing.add("tidy.layout-twice", facts, row=number)
                continue
            texts[field_name], status = self._figure(number, row, column)
            statuses[field_name] = status or column.status
            letters[field_name] = column.letters
        return Observation(number, texts, statuses, letters)

    def _period(self, parts: Mapping[str, str], columns: Sequence[Column]) -> str:
        """The code that parts state. One that no row states is told once if it is none, where the names stand."""
        code = self._periods.code(parts)
        if not self._is_in_rows and code not in self._said:
            self._said.add(code)
            if isinstance(wrong := period_of(self.spec, code), str):
                named = columns[0] if columns[0].gaps else None
                row, letters = (self.header.rows[-1], named.letters) if named else (None, None)
                self.listing.add(wrong, about_periods(self.spec), row=row, column=letters, value=code)
        return code

    @cached_property
    def _is_in_rows(self) -> bool:
        """Whether a column of the rows states the period, or a part of it."""
        parts = {self.spec.period_field.name, *map(as_part, PARTS)}
        return any(one.said.gives in parts for one in self._names)

    def _figure(self, number: int, row: list[Stated], column: Column) -> tuple[str, str]:
        formula = self.grid.formulas.get((number, column.place + 1))
        text = formula or text_of(cell(row, column.place), self.spec.resource.dialect.decimal)
        bare = without_unit(text, column.said.unit) if column.said.unit else text
        try:
            figure, status = self._marks.split(bare)
            return (text if bare != text and not is_plain(figure) else figure), status  # told as it stands in the cell
        except TwoMarks:
            self.listing.add("tidy.layout-two-marks", row=number, column=column.letters, value=text)
            return text, ""
