"""The rows of a data file: each becomes an observation, or is named in the account with its cause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from berkala.imports.open_sdg.account import About, Loss, Severity
from berkala.imports.open_sdg.collection import Codes, Observation
from berkala.imports.open_sdg.columns import Header
from berkala.imports.open_sdg.tables import Table
from berkala.imports.open_sdg.values import ABSENT, is_nothing, kept, letters, number
from berkala.plan.specifications import StatusLetter
from berkala.stated import Hyphen, NotAPeriod, Reader, Reason, Stated, hyphen_of

#: A cell in the column of periods that is a sentence: words, and more than one of them.
_SENTENCE_WORDS = 3
#: SDMX's code for the total of a dimension.
_TOTAL = "_T"


#: Rows that hold no data, and so are no loss to a reader; and fates that a row survives.
_NO_DATA = frozenset({"row-blank", "placeholder"})
_SEVERITIES: Mapping[str, Severity] = {
    "row-blank": "noted",
    "placeholder": "noted",
    "cell-blanks": "noted",
    "status-unknown": "degraded",
    "status-contradicts": "degraded",
    "progress-not-a-number": "degraded",
    "value-nearest": "degraded",
}
_PERIODS: Mapping[Reason, str] = {
    "unknown": "period-unknown",
    "ambiguous": "period-ambiguous",
    "backwards": "period-backwards",
    "no-day": "period-no-day",
}
_HYPHENS: Mapping[Hyphen, str] = {"month": "hyphen-month", "years": "hyphen-years"}
#: More different values than this are told in one line.
_MOST_VALUES = 10


@dataclass
class Fates:
    """What became of rows that are no observations, or not quite: by code, column and value."""

    about: About
    found: dict[tuple[str, str], dict[str, list[int]]] = field(default_factory=dict)

    def add(self, code: str, row: int, column: str = "", value: str = "") -> None:
        """One row more with this fate."""
        self.found.setdefault((code, column), {}).setdefault(value, []).append(row)

    def tell(self) -> None:
        """A line for each fate and value, or for all values of a fate where they are many."""
        for (code, column), values in self.found.items():
            if len(values) > _MOST_VALUES:
                values = {next(iter(values)): [row for rows in values.values() for row in rows]}
            for value, rows in values.items():
                severity = _SEVERITIES.get(code, "left out")
                loss = Loss(rows=len(rows)) if severity == "left out" or code in _NO_DATA else None
                self.about.add(severity, code, {"count": len(rows)}, rows=rows, column=column, value=value, loss=loss)


@dataclass
class RowReader:
    """Reads the rows of one file."""

    table: Table
    header: Header
    renaming: Codes
    periods: Reader
    fates: Fates
    _periods: dict[str, Stated | Reason] = field(default_factory=dict)
    _statuses: dict[str, tuple[tuple[StatusLetter, ...], tuple[str, ...]]] = field(default_factory=dict)

    def read(self) -> tuple[Observation, ...]:
        """The observations, in the order of the file; every other row has got its line."""
        self._unit = self.header.place("unit")
        self._series = self.header.place("series")
        self._area = self.header.place("area")
        self._status = self.header.place("status")
        self._progress = self.header.place("progress")
        self._dimensions = [one.place for one in self.header.of("dimension")]
        self._notes = [one.place for one in self.header.of("qualifier", "multiplier", "remark", "status")]
        self._apart = [place for place, one in enumerate(self._notes) if self._role(one) == "qualifier"]
        self._decide_hyphens()
        read = [one for line, cells in self.table.rows if (one := self._row(line, cells)) is not None]
        found = _headlines(self._unique(read))
        totals = [one.row for one in found if one.headline and _TOTAL in one.cells]
        if totals:
            self.fates.about.add("noted", "headline-total", {"count": len(totals)}, rows=totals, value=_TOTAL)
        self.fates.tell()
        return tuple(found)

    def _role(self, place: int) -> str:
        return next(one.role for one in self.header.named if one.place == place)

    def _decide_hyphens(self) -> None:
        """What ``2011-12`` is in this file; said where the other cells decide it."""
        place = self.header.period
        texts = {row[place] for _, row in self.table.rows if place < len(row)}
        self.periods.hyphen, unsure = hyphen_of(texts)
        if unsure and self.periods.hyphen:
            column = self.table.header[place]
            self.fates.about.add("noted", _HYPHENS[self.periods.hyphen], column=column, value=unsure)

    # -- one row ----------------------------------------------------------------------------------------------

    def _row(self, line: int, written: list[str]) -> Observation | None:
        bare = [cell.strip() for cell in written]
        if not any(bare):
            self.fates.add("row-blank", line)
            return None
        cells = self._fitted(line, bare)
        if cells is None:
            return None
        if bare != written:
            self.fates.add("cell-blanks", line)
        if self.renaming.cells:
            self._rename(cells)
        text = cells[self.header.value]
        period = self._period(cells[self.header.period])
        if isinstance(period, str):
            self._refuse_period(line, period, cells[self.header.period], text)
            return None
        return self._observation(line, cells, period, text)

    def _fitted(self, line: int, cells: list[str]) -> list[str] | None:
        """The row with a cell for each column; one that is too short is only sure where nothing can have moved."""
        width = len(self.table.header)
        if len(cells) > width:
            if any(cells[width:]):
                self.fates.add("row-long", line)
                return None
            return cells[:width]
        if len(cells) < width:
            if len(cells) <= max(self.header.value, self.header.period):
                self.fates.add("row-short-refused", line)
                return None
            cells = cells + [""] * (width - len(cells))
        return cells

    def _rename(self, cells: list[str]) -> None:
        for one in self.header.named:
            cells[one.place] = self.renaming.cells.get((one.name, cells[one.place]), cells[one.place])

    def _period(self, text: str) -> Stated | Reason:
        known = self._periods.get(text)
        if known is None:
            try:
                known = self.periods.read(text)
            except NotAPeriod as refused:
                known = refused.reason
            self._periods[text] = known
        return known

    def _refuse_period(self, line: int, reason: Reason, stated: str, value: str) -> None:
        column = self.table.header[self.header.period]
        if is_nothing(value) and len(stated.split()) >= _SENTENCE_WORDS and reason == "unknown":
            self.fates.add("placeholder", line, column, stated)
        else:
            self.fates.add(_PERIODS[reason] if stated else "period-empty", line, column, stated)

    def _observation(self, line: int, cells: list[str], period: Stated, text: str) -> Observation | None:
        statuses = self._letters(line, cells)
        value = self._number(line, self.header.value, text)
        if value is None:
            if not self._absent(line, text, statuses):
                return None
        elif ABSENT.intersection(statuses):
            if "c" in statuses:
                self.fates.add("value-suppressed", line, self.table.header[self.header.value])
                return None
            self.fates.add("status-contradicts", line, value=cells[self._status or 0])
            statuses = tuple(letter for letter in statuses if letter not in ABSENT)
        return Observation(
            row=line,
            period=period,
            unit=cells[self._unit] if self._unit is not None else "",
            series=cells[self._series] if self._series is not None else "",
            area=cells[self._area] if self._area is not None else "",
            cells=tuple([cells[place] for place in self._dimensions]),
            value=value,
            text=text,
            statuses=statuses,
            notes=tuple([cells[place] for place in self._notes]),
            progress=self._judged(line, cells),
            headline=False,
        )

    def _letters(self, line: int, cells: list[str]) -> tuple[StatusLetter, ...]:
        if self._status is None:
            return ()
        status = cells[self._status]
        known = self._statuses.get(status)
        if known is None:
            known = self._statuses[status] = letters(status)
        if known[1]:
            self.fates.add("status-unknown", line, self.table.header[self._status], status)
        return known[0]

    def _number(self, line: int, place: int, text: str) -> Decimal | None:
        found = number(text)
        if found is None or found == kept(found):
            return found
        self.fates.add("value-nearest", line, self.table.header[place], text)
        return kept(found)

    def _absent(self, line: int, text: str, statuses: tuple[StatusLetter, ...]) -> bool:
        """Whether a row without a number says why; if not, it is refused or has no data."""
        column = self.table.header[self.header.value]
        if not is_nothing(text):
            self.fates.add("value-not-a-number", line, column, text)
            return False
        if not ABSENT.intersection(statuses):
            self.fates.add("value-missing", line, column, text)
            return False
        return True

    def _judged(self, line: int, cells: list[str]) -> Decimal | None:
        if self._progress is None or is_nothing(cells[self._progress]):
            return None
        found = self._number(line, self._progress, cells[self._progress])
        if found is None:
            self.fates.add("progress-not-a-number", line, self.table.header[self._progress], cells[self._progress])
        return found

    # -- all rows ---------------------------------------------------------------------------------------------

    def _unique(self, read: list[Observation]) -> list[Observation]:
        """Without rows that say a thing again; and without both where two rows say different things of one."""
        by_key: dict[tuple[object, ...], list[Observation]] = {}
        for one in read:
            apart = tuple([one.notes[place] for place in self._apart]) if self._apart else ()
            by_key.setdefault((one.period, one.unit, one.series, one.area, one.cells, apart), []).append(one)
        if len(by_key) == len(read):
            return read
        found = []
        for alike in by_key.values():
            if len(alike) == 1 or self._agree(alike):
                found.append(alike[0])
        return found

    def _agree(self, alike: list[Observation]) -> bool:
        first, rows = alike[0], [one.row for one in alike]
        if len({(one.value, one.statuses, one.progress) for one in alike}) == 1:
            code = "row-twice" if len({one.notes for one in alike}) == 1 else "row-twice-notes"
            for one in alike[1:]:
                self.fates.add(code, one.row)
            return True
        values = "; ".join(f"{one.text or '–'} ({one.row})" for one in alike[:6]) + ("; …" if len(alike) > 6 else "")
        facts = {"count": len(alike), "values": values, "what": self._said(first)}
        self.fates.about.add("left out", "rows-conflict", facts, rows=rows, loss=Loss(rows=len(rows)))
        return False

    def _said(self, one: Observation) -> str:
        """What an observation is of, as its row says it."""
        stated = next(row[self.header.period] for line, row in self.table.rows if line == one.row)
        return ", ".join(filter(None, (stated.strip(), one.series, one.unit, one.area, *one.cells)))


def _headlines(read: list[Observation]) -> list[Observation]:
    """Set `headline` for the whole: no disaggregation, and no code of a place unless there is only one.

    Where no row is so, but SDMX's code for the total stands for what is left blank elsewhere, it is that row.
    """
    wholes = {one.cells for one in read if not any(one.cells)}
    wholes = wholes or {one.cells for one in read if all(cell in ("", _TOTAL) for cell in one.cells)}
    if len(wholes) != 1:
        return read
    areas = {one.area for one in read if one.cells in wholes}
    area = "" if "" in areas or len(areas) != 1 else next(iter(areas))
    return [replace(one, headline=True) if one.cells in wholes and one.area == area else one for one in read]
