"""An indicator's dataset: the descriptor, and the observations as one tidy table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from berkala.imports.open_sdg.collection import Column, Observation
from berkala.imports.open_sdg.texts import Texts
from berkala.imports.publication.layout import Dimension, Layout
from berkala.imports.publication.units import decimals_in
from berkala.imports.publication.words import Said, Words
from berkala.periods import Frequency, Period, between
from berkala.plan.naming import column_naming
from berkala.stated import Stated

#: The status that stands first where an observation has several: why there is no value comes before what it is like.
_STATUSES = ("c", "x", "z", "b", "u", "e", "p", "r", "low")

#: What stands where a row has no figure of its own for progress.
_NONE = "[x]"


@dataclass(frozen=True)
class Table:
    """A dataset: its descriptor, its file, and the last period that it has."""

    descriptor: dict[str, Any]
    csv: str
    last: Period
    frequency: Frequency
    has_progress: bool


@dataclass(frozen=True)
class Tabling:
    """Makes the dataset of one indicator. `sources` and `licence` are as a descriptor has them."""

    layout: Layout
    words: Words
    title: Said
    sources: list[dict[str, Any]]
    licence: dict[str, Any]
    retrieved: date

    def table(self) -> Table:
        """The dataset."""
        observations = self.layout.indicator.observations
        frequency = self._frequency()
        periods = {one.period: _period(one.period, frequency) for one in observations}
        known = sorted(set(periods.values()))
        notes = self._notes()
        progress = any(one.progress is not None for one in observations)
        fields = list(self._fields(notes, progress))
        descriptor = {
            "name": self.layout.indicator.id,
            "title": self.title,
            "description": self.words.own("imports.dataset", number=self.layout.indicator.number),
            "frequency": frequency,
            **({"fiscal_start": known[0].start.month} if frequency == "fiscal" else {}),
            "coverage": _coverage(known, frequency),
            "sources": self.sources,
            "licence": self.licence,
            "retrieved": self.retrieved.isoformat(),
            "protect": {"none_because": self.words.own("imports.protected")},
            "sparse": self.words.own("imports.sparse"),
            "resource": {
                "path": f"{self.layout.indicator.id}.csv",
                "format": "csv",
                "schema": {
                    "primaryKey": ["period", *(one.name for one in self.layout.dimensions)],
                    "fields": fields,
                },
            },
        }
        return Table(descriptor, self._csv(fields, notes, periods), known[-1], frequency, progress)

    def _frequency(self) -> Frequency:
        """The one frequency of all periods; where they differ, or are no period of any, they are spans."""
        found = {one.period.frequency for one in self.layout.indicator.observations}
        starts = {one.period.first.month for one in self.layout.indicator.observations}
        only = next(iter(found)) if len(found) == 1 else None
        return "span" if only is None or (only == "fiscal" and len(starts) > 1) else only

    # -- columns ----------------------------------------------------------------------------------------------

    def _notes(self) -> list[tuple[str, Column | None]]:
        """The columns that say something of an observation: name, and the column of the source."""
        taken = ("period", "value", "value_status", "progress", "source_row", "stated")
        naming = column_naming(*taken, *(one.name for one in self.layout.dimensions))
        indicator = self.layout.indicator
        kept = [
            (column, place)
            for place, column in enumerate(indicator.notes)
            if any(one.notes[place] for one in indicator.observations)
        ]
        return [(naming.name((column.label.get("en"), column.written)), column) for column, _ in kept]

    def _fields(self, notes: Sequence[tuple[str, Column | None]], progress: bool) -> Iterator[dict[str, Any]]:
        words = self.words
        period = {"name": "period", "type": "string", "role": "period", "title": words.own("imports.period")}
        yield period
        for dimension in self.layout.dimensions:
            yield self._dimension(dimension)
        values = [one.value for one in self.layout.indicator.observations if one.value is not None]
        yield self._measure("value", values)
        yield {
            "name": "value_status",
            "type": "string",
            "role": "status",
            "of": "value",
            "title": words.own("imports.status-column"),
        }
        if progress:
            figures = [one.progress for one in self.layout.indicator.observations if one.progress is not None]
            yield self._measure("progress", figures)
        marked = any(one.period.notes for one in self.layout.indicator.observations)
        if marked and not any(one.kind == "stated" for one in self.layout.dimensions):
            yield {"name": "stated", "type": "string", "role": "note", "title": words.own("imports.stated")}
        for name, column in notes:
            title = words.of(column.label) if column else {}
            yield {"name": name, "type": "string", "role": "note", "title": title}
        if self._has_area:
            yield {"name": "area_code", "type": "string", "role": "note", "title": words.own("imports.area-code")}
        yield {"name": "source_row", "type": "string", "role": "note", "title": words.own("imports.source-row")}

    def _measure(self, name: str, values: Sequence[Decimal]) -> dict[str, Any]:
        units = self.layout.indicator.units
        only = next(iter(units.values())) if len(units) == 1 else Texts()
        several = self.words.own("imports.unit-by-row" if len(units) > 1 else "imports.unit-missing")
        return {
            "name": name,
            "type": "number",
            "role": "measure",
            "title": self.words.own(f"imports.{name}"),
            "unit": self.words.of(only, several),
            "decimals": decimals_in(values),
            **({"missing": [_NONE]} if name == "progress" else {}),
        }

    def _dimension(self, dimension: Dimension) -> dict[str, Any]:
        words = self.words
        categories = []
        for cell, name in dimension.names.items():
            label = words.of(dimension.label_of(cell)) if cell else words.own("imports.total")
            categories.append({"value": name, "label": label, **({"code": cell} if cell and cell != name else {})})
        return {
            "name": dimension.name,
            "type": "string",
            "role": "dimension",
            "title": titled(dimension, words),
            **({"whole": dimension.whole} if dimension.whole else {}),
            **({"concept": "unit"} if dimension.kind == "unit" else {}),
            "categories": categories,
        }

    @property
    def _has_area(self) -> bool:
        told_apart = any(one.kind == "area" for one in self.layout.dimensions)
        return not told_apart and any(one.area for one in self.layout.indicator.observations)

    # -- rows -------------------------------------------------------------------------------------------------

    def _csv(
        self,
        fields: Sequence[Mapping[str, Any]],
        notes: Sequence[tuple[str, Column | None]],
        periods: Mapping[Stated, Period],
    ) -> str:
        observations = self.layout.indicator.observations
        places = {column.written: place for place, column in enumerate(self.layout.indicator.notes)}
        columns: dict[str, Iterable[str]] = {
            "period": (periods[one.period].code for one in observations),
            "value": ("" if one.value is None else format(one.value, "f") for one in observations),
            "value_status": map(_status, observations),
            "progress": (_NONE if one.progress is None else format(one.progress, "f") for one in observations),
            "stated": (", ".join(one.period.notes) for one in observations),
            "area_code": (one.area for one in observations),
            "source_row": (str(one.row) for one in observations),
        }
        for name, column in notes:
            if column:
                columns[name] = [one.notes[places[column.written]] for one in observations]
        for place, dimension in enumerate(self.layout.dimensions):
            columns[dimension.name] = [dimension.names[cells[place]] for cells in self.layout.cells]
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        names = [str(field["name"]) for field in fields]
        writer.writerow(names)
        writer.writerows(zip(*(columns[name] for name in names), strict=True))
        return out.getvalue()


def titled(dimension: Dimension, words: Words) -> Said:
    """What a dimension is called: as the office calls its column, or by what it is."""
    return words.of(dimension.label) if dimension.label else words.own(f"imports.{dimension.kind}-column")


def _status(observation: Observation) -> str:
    """Its one letter. A value that is there has none of those that say why there is none."""
    absent = observation.value is None
    if not observation.statuses:
        return "x" if absent else ""
    fitting = [one for one in observation.statuses if (one in ("c", "x", "z")) == absent]
    return next((letter for letter in _STATUSES if letter in fitting), "x" if absent else "")


def _period(stated: Stated, frequency: Frequency) -> Period:
    """The period of a dataset of this frequency that is stated."""
    if frequency == "span":
        return Period(stated.first, "span", stated.last)
    return Period(stated.first, frequency)


def _coverage(periods: Sequence[Period], frequency: Frequency) -> dict[str, Any]:
    found: dict[str, Any] = {"from": periods[0].code, "until": periods[-1].code, "goes_on": True}
    if frequency == "span":
        return found
    missing = [one.code for earlier, later in pairwise(periods) for one in between(earlier.shift(1), later.shift(-1))]
    return {**found, **({"except": missing} if missing else {})}
