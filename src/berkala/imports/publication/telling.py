"""What an indicator's report tells: its figures, its charts, and the order of its story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from berkala.imports.open_sdg.collection import Observation
from berkala.imports.open_sdg.texts import Texts
from berkala.imports.publication.carding import Uncarded
from berkala.imports.publication.judging import Doubt, judged
from berkala.imports.publication.layout import Dimension, Layout, Part
from berkala.imports.publication.tables import Table, titled
from berkala.imports.publication.units import is_count, is_index, is_percent, power_of, shown_decimals, spoken
from berkala.imports.publication.words import Said, Words

#: A page shows so many charts; what is beyond them is in the data and on the Explore page.
MOST_CHARTS = 8
#: So many lines can be told apart in one chart, so many categories in a chart of dots, and so many rows in a table.
_LINES, _DOTS, _HEAT = 5, 40, 16
_CARDED = Uncarded()
#: A line wants so many periods.
_LONG = 3
#: Over a column of a table, a longer name leaves no room for the others.
_LONG_NAME = 60


@dataclass(frozen=True)
class Section:
    """A part of the story: a heading, and the chart below it."""

    heading: Said
    chart: str


@dataclass(frozen=True)
class Told:
    """The figures and the charts of a report.

    `undrawn` are the breakdowns for which the page has no chart, `chosen` the cells of a headline that is not of the
    whole, `doubts` what is to be said of how progress is judged. `headline` is the part that the lead is of.
    """

    indicators: dict[str, Any]
    charts: dict[str, Any]
    sections: tuple[Section, ...]
    lead: str
    card: str
    undrawn: tuple[str, ...]
    chosen: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    headline: Part
    uncarded: Uncarded = _CARDED


@dataclass
class Telling:
    """Works out what is told of one indicator. `name` is its title, `called` what it is called in sentences."""

    layout: Layout
    table: Table
    words: Words
    name: Said
    called: Said

    def told(self) -> Told:
        """The figures and charts: the headline of each part, then what the parts are broken down by."""
        indicators: dict[str, Any] = {}
        charts: dict[str, Any] = {}
        sections: list[Section] = []
        undrawn: list[str] = []
        parts = sorted(self.layout.parts, key=self._reaches, reverse=True)
        own = judged(self.layout.indicator, parts[0], self.table, tuple(self.words.languages))
        for place, part in enumerate(parts):
            key = "value" if not place else f"value-{place + 1}"
            indicators[key] = self._indicator(part)
            if not place:  # the headline's titles stand under the whole name, also on the card
                indicators[key] |= {**own.settings, "called": self.called}
            charts[key] = {"kind": "line", "indicator": key, "show": ["all"]}
            if place:
                sections.append(Section(self._heading(part), key))
        for place, part in enumerate(parts):
            for name in part.breakdowns:
                dimension = self.layout.dimension(name)
                key = f"by-{name.replace('_', '-')}" + (f"-{place + 1}" if place else "")
                kind = self._kind(part, dimension)
                if kind is None or len(charts) >= MOST_CHARTS:
                    undrawn.append(name)
                    continue
                indicators[key] = self._indicator(part, dimension)
                charts[key] = {"kind": kind[0], "indicator": key, **kind[1]}
                sections.append(Section(self._heading(part, dimension), key))
        kept = dict(list(charts.items())[:MOST_CHARTS])
        undrawn += [name for name in charts if name not in kept]
        used = {chart["indicator"] for chart in kept.values()}
        return Told(
            {name: one for name, one in indicators.items() if name in used},
            kept,
            tuple(section for section in sections if section.chart in kept),
            "value",
            "value",
            tuple(undrawn),
            () if parts[0].is_whole else tuple(cell for cell in parts[0].base.values() if cell),
            own.doubts,
            parts[0],
        )

    def _reaches(self, part: Part) -> tuple[bool, bool]:
        """A part whose headline has a value at the last period comes first; the file's order decides between equals."""
        last = self.table.last.end
        return any(one.value is not None and one.period.last == last for one in part.headline), part.is_whole

    # -- figures ----------------------------------------------------------------------------------------------

    def _indicator(self, part: Part, dimension: Dimension | None = None) -> dict[str, Any]:
        values = [one.value for one in part.headline if one.value is not None]
        cells = part.base if dimension is None else part.breakdowns[dimension.name].others
        chosen = {name: self.layout.dimension(name).names[cell] for name, cell in cells.items()}
        where = {**chosen, **self._of_part(part)}
        found: dict[str, Any] = {
            "name": self._named(part),
            "called": self._called(part),
            "formula": "value",
            "inputs": {"of": "value"},
            **self._unit(part),
            "decimals": shown_decimals(values),
            "polarity": "neutral",
        }
        if dimension is None:
            found["short"] = self._short(part)
        else:
            found |= {"by": dimension.name, "all_label": self.words.own("imports.total")}
            told = part.breakdowns[dimension.name].rows.values()
            values = [one.value for rows in told for one in rows if one.value is not None]
            found["decimals"] = shown_decimals(values)
        return {**found, **({"where": where} if where else {})}

    def _of_part(self, part: Part) -> dict[str, str]:
        cells = {"unit": part.unit, "series": part.series}
        return {one.name: one.names[cells[one.kind]] for one in self.layout.dimensions if one.kind in cells}

    def _unit(self, part: Part) -> dict[str, Any]:
        unit = self.layout.indicator.units.get(part.unit) or self.layout.indicator.unit
        if is_percent(part.unit, unit):
            return {"unit": "percent"}
        if not unit or is_index(unit):
            return {"unit": "index" if unit else "unstated"}
        if is_count(unit):
            return {"unit": "count"}
        said = self.words.of(unit)
        if power := self._power(part):
            said = self.words.own(f"imports.scaled.{power}", unit={code: spoken(text) for code, text in said.items()})
        if not any(letter.isalpha() for text in said.values() for letter in text):
            said = self.words.own("imports.unit-numbered", unit=said)  # a number alone is no name
        return {"unit": "number", "unit_name": {code: spoken(text) for code, text in said.items()}}

    def _power(self, part: Part) -> str:
        """The one power of ten that the file says a part's values are to be multiplied by, beside the unit."""
        places = [at for at, one in enumerate(self.layout.indicator.notes) if one.role == "multiplier"]
        stated = {one.notes[at] for at in places for one in part.headline}
        unit = self.layout.indicator.units.get(part.unit) or self.layout.indicator.unit
        return power_of(stated.pop(), unit) if len(stated) == 1 else ""

    def _parts_said(self, part: Part) -> list[Said]:
        """What tells a part from the others: its series, its unit, and a base that is not the whole."""
        indicator, several = self.layout.indicator, len(self.layout.parts) > 1
        said = []
        if several and part.series:
            said.append(self.words.of(indicator.series.get(part.series) or Texts(part.series)))
        if several and part.unit and (not part.series or len({one.unit for one in self.layout.parts}) > 1):
            said.append(self.words.of(indicator.units.get(part.unit) or Texts(part.unit)))
        for name, cell in part.base.items():
            if cell and not part.is_whole:
                said.append(self.words.of(self.layout.dimension(name).label_of(cell)))
        return said

    def _named(self, part: Part) -> Said:
        return self._with(self.name, part)

    def _short(self, part: Part) -> Said:
        """What stands over a column: what tells the part from the others, else its name if that is no long one."""
        if said := self._parts_said(part):
            return {code: ", ".join(one[code] for one in said) for code in self.name}
        return self.called if any(len(text) > _LONG_NAME for text in self.name.values()) else self.name

    def _called(self, part: Part) -> Said:
        return self._with(self.called, part)

    def _with(self, text: Said, part: Part) -> Said:
        said = self._parts_said(part)
        return {code: ", ".join([text[code], *(one[code] for one in said)]) for code in text}

    # -- charts -----------------------------------------------------------------------------------------------

    def _kind(self, part: Part, dimension: Dimension) -> tuple[str, dict[str, Any]] | None:
        """The chart of a breakdown: lines for a few, dots for many, shades where the last period has too little."""
        rows = part.breakdowns[dimension.name].rows
        names = [dimension.names[cell] for cell in rows if cell]
        if not names or len(names) > _DOTS:
            return None
        periods = {one.period.last for found in rows.values() for one in found}
        known = [found for found in rows.values() if self._at_last(found)]
        if len(names) <= _LINES and len(periods) >= _LONG:
            whole = ["all"] if "" in rows and len(names) < _LINES else []
            return "line", {"show": [*names, *whole]}
        if len(known) >= 2:
            return "dots", {"show": names}
        return None

    def _at_last(self, rows: Sequence[Observation]) -> bool:
        return any(one.value is not None and one.period.last == self.table.last.end for one in rows)

    def _heading(self, part: Part, dimension: Dimension | None = None) -> Said:
        said = self._parts_said(part)
        if dimension is not None:
            title = titled(dimension, self.words)
            said = [self.words.own("imports.by", dimension=title), *said]
        codes = self.words.languages
        return {code: ", ".join(one[code] for one in said) or self.called[code] for code in codes}
