"""Metadata and data put together: an indicator for every id that a file is of, or a line that says why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from berkala.imports.open_sdg.account import About, Book, Loss
from berkala.imports.open_sdg.collection import Column, Indicator
from berkala.imports.open_sdg.columns import Named, fold
from berkala.imports.open_sdg.data import Data
from berkala.imports.open_sdg.goals import natural
from berkala.imports.open_sdg.indicators import IndicatorReader
from berkala.imports.open_sdg.metadata import Metadata
from berkala.imports.open_sdg.speaking import Place, Speaker
from berkala.imports.open_sdg.texts import Texts

#: A column of SDMX whose meaning an indicator may name itself.
_COMPOSITE = "COMPOSITE_BREAKDOWN"


@dataclass
class Assembler:
    """Makes the indicators."""

    ids: Iterable[str]
    metadata: Mapping[str, Metadata]
    data: Mapping[str, Data]
    speaker: Speaker
    book: Book
    _spellings: Mapping[str, str] = field(default_factory=dict)
    _waiting: list[str] = field(default_factory=list)

    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator, in the order of their ids."""
        self._spellings = spellings(self.data, self.book)
        found = []
        for id in sorted(self.ids, key=natural):
            self.book.count("indicators")
            indicator = self._indicator(id)
            if indicator is None:
                about = About(self.book, self._file(id), id)
                about.add("left out", "indicator-empty", {"id": id}, loss=Loss(indicators=1))
            else:
                found.append(indicator)
        if self._waiting:
            self.book.add("noted", "indicators-waiting", {"count": len(self._waiting), "first": self._waiting[0]})
        return tuple(found)

    def _indicator(self, id: str) -> Indicator | None:
        metadata, data = self.metadata.get(id) or Metadata(id), self.data.get(id)
        if not metadata.fields and (data is None or not data.observations):
            return None
        composite = self._composite(metadata)
        indicator = IndicatorReader(metadata, self.speaker, self.book).read()
        if data is not None:
            indicator = self._with_data(indicator, data, composite)
        self._tell(indicator, metadata)
        return indicator

    def _composite(self, metadata: Metadata) -> Texts | None:
        written = metadata.text("composite_breakdown_label")
        place = Place(next(iter(metadata.files), ""), "composite_breakdown_label", metadata.indicator)
        return self.speaker.name(written, place) if written else None

    def _file(self, id: str) -> str:
        data, metadata = self.data.get(id), self.metadata.get(id)
        return data.file if data else next(iter(metadata.files), "") if metadata else ""

    # -- columns ----------------------------------------------------------------------------------------------

    def _with_data(self, indicator: Indicator, data: Data, composite: Texts | None) -> Indicator:
        observations = data.observations
        dimensions, notes = data.header.of("dimension"), data.header.of("qualifier", "multiplier", "remark", "status")
        names = [one.name for one in dimensions]
        columns = []
        for place, named in enumerate(dimensions):
            cells = {one.cells[place] for one in observations}
            column = self._column(named, cells, self._spelling(named.name, names))
            columns.append(replace(column, label=composite) if composite and named.name == _COMPOSITE else column)
        unit, series = (self._cell_names(data, role) for role in ("unit", "series"))
        return replace(
            indicator,
            data_file=data.file,
            dimensions=tuple(columns),
            notes=tuple(self._column(named, (), named.name) for named in notes),
            units=self._labels({one.unit for one in observations}, unit),
            series=self._labels({one.series for one in observations}, series),
            observations=observations,
        )

    def _column(self, named: Named, cells: Iterable[str], name: str) -> Column:
        label = self.speaker.label(named.name, named.name)
        if name != named.name and label.texts == {self.speaker.languages[0]: named.name}:
            label = self.speaker.label(name, name)
        return Column(name, named.written, named.role, label, self._labels(cells, named.name))

    def _cell_names(self, data: Data, role: str) -> str:
        return next((one.name for one in data.header.named if one.role == role), "")

    def _labels(self, cells: Iterable[str], column: str) -> Mapping[str, Texts]:
        return {cell: self.speaker.label(cell, column) for cell in sorted(cells) if cell}

    def _spelling(self, name: str, names: Iterable[str]) -> str:
        """The collection's spelling, unless this file has another column of that name."""
        common = self._spellings.get(name, name)
        return name if common != name and common in names else common

    # -- what does not fit ------------------------------------------------------------------------------------

    def _tell(self, indicator: Indicator, metadata: Metadata) -> None:
        """Lines on an indicator whose data and metadata say different things."""
        about = About(self.book, self._file(indicator.id), indicator.id)
        count = len(indicator.observations)
        if not metadata.files:
            about.add("degraded", "metadata-missing", {"count": count})
        elif not count and indicator.status == "complete" and indicator.statistical and not indicator.placeholder:
            about.add("noted", "data-missing")
        elif not count:
            self._waiting.append(indicator.id)
        elif indicator.status == "notstarted" or not indicator.statistical:
            said = "data_non_statistical: true" if indicator.status != "notstarted" else "reporting_status: notstarted"
            about.add("noted", "data-unexpected", {"count": count}, value=said)


def spellings(data: Mapping[str, Data], book: Book) -> Mapping[str, str]:
    """The one spelling of each header that is spelt in several ways: the commonest; a line tells the others."""
    found: dict[str, Counter[str]] = {}
    for one in data.values():
        for named in one.header.of("dimension"):
            found.setdefault(fold(named.name), Counter())[named.name] += 1
    common: dict[str, str] = {}
    for counted in found.values():
        first = min(counted, key=lambda name: (-counted[name], name))
        common.update(dict.fromkeys(counted, first))
        others = sorted(set(counted) - {first})
        if others:
            facts = {"count": sum(counted[name] for name in others), "others": ", ".join(others)}
            book.add("noted", "header-spellings", facts, value=first)
    return common
