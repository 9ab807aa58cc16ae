"""How one indicator's observations are laid out: what tells them apart, and which of them are the headline."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from berkala.imports.open_sdg.collection import Indicator, Observation, Start
from berkala.imports.open_sdg.texts import NONE, Texts
from berkala.plan.naming import category_naming, column_naming

#: The category of what has no entry in a column: the whole.
WHOLE = "total"
#: How offices say the whole in a cell, in the languages that we know; ``_T`` and ``T`` are SDMX's codes for it.
_WHOLES = frozenset(
    {"_t", "t", "total", "all", "overall", "both sexes", "all ages", "national", "ensemble", "tous", "les deux sexes"}
    | {"всего", "все", "барлығы", "jumlah", "semua", "todos"}
)
#: What a cell of each column is, in the order of `Layout.dimensions`.
Cells = tuple[str, ...]


@dataclass(frozen=True)
class Dimension:
    """A column that tells observations apart. `names` are its categories by the cell; an empty cell is the whole."""

    name: str
    label: Texts
    kind: str
    cells: Mapping[str, Texts]
    names: Mapping[str, str]

    @property
    def whole(self) -> str | None:
        """The category of the empty cell, where there is one."""
        return self.names.get("")

    def label_of(self, cell: str) -> Texts:
        """What a cell says, in every language."""
        return self.cells.get(cell) or Texts(cell)


@dataclass(frozen=True)
class Breakdown:
    """What a part is broken down by: the cells of the other dimensions, and the observations of each of its own."""

    others: Mapping[str, str]
    rows: Mapping[str, Sequence[Observation]]


@dataclass(frozen=True)
class Part:
    """The observations of one unit and one series: values that may stand on one axis.

    `base` are the cells of the headline: the whole, or where there is none, those that were chosen. `headline` are the
    observations of the base, `breakdowns` those that differ from it, or from another way to say the whole, in one
    dimension alone.
    """

    unit: str
    series: str
    base: Mapping[str, str]
    is_whole: bool
    headline: Sequence[Observation]
    breakdowns: Mapping[str, Breakdown] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """An indicator's observations, laid out. `cells` are those of each observation, in the order of the file."""

    indicator: Indicator
    dimensions: tuple[Dimension, ...]
    cells: tuple[Cells, ...]
    parts: tuple[Part, ...]

    def dimension(self, name: str) -> Dimension:
        """A dimension by its name."""
        return next(one for one in self.dimensions if one.name == name)


def lay_out(indicator: Indicator) -> Layout:
    """Lay out an indicator that has observations."""
    columns = _columns(indicator)
    rows = tuple(zip(*(column.cells for column in columns), strict=True)) or ((),) * len(indicator.observations)
    naming, found = column_naming("period", "value", "value_status", "source_row", "progress"), []
    for column in columns:
        found.append(column.named(naming.name((column.label.get("en"), column.written))))
    parts = tuple(_parts(indicator, found, rows))
    return Layout(indicator, tuple(found), rows, parts)


@dataclass(frozen=True)
class _Column:
    written: str
    label: Texts
    kind: str
    texts: Mapping[str, Texts]
    cells: Sequence[str]

    def named(self, name: str) -> Dimension:
        """The dimension of this column, with a name for each category in the order that they come in."""
        naming, names = category_naming(WHOLE), dict[str, str]()
        for cell in dict.fromkeys(self.cells):
            names[cell] = naming.name((_shortest(self.texts.get(cell)), cell)) if cell else WHOLE
        ordered = {cell: names[cell] for cell in sorted(names, key=bool)}  # the whole stands first
        return Dimension(name, self.label, self.kind, self.texts, ordered)


def _shortest(texts: Texts | None) -> str:
    return texts.get("en") if texts else ""


def _columns(indicator: Indicator) -> list[_Column]:
    """The columns that tell observations apart: those of the file, then unit and series where there are several."""
    observations = indicator.observations
    found = []
    for place, column in enumerate(indicator.dimensions):
        cells = [one.cells[place] for one in observations]
        if len(set(cells)) > 1 or any(cells):
            label = column.label or Texts(column.written, {"": column.written})
            found.append(_Column(column.written, label, column.role, column.cells, cells))
    for kind, texts, cells in (
        ("unit", indicator.units, [one.unit for one in observations]),
        ("series", indicator.series, [one.series for one in observations]),
    ):
        if len(set(cells)) > 1:
            found.append(_Column(kind, NONE, kind, texts, cells))
    # Where these do not tell two observations apart, the area's code does, or the mark of the period: 1974a and 1974b.
    for kind, cells in (
        ("area", [one.area for one in observations]),
        ("stated", [", ".join(one.period.notes) for one in observations]),
    ):
        if _repeated(found, observations) and len(set(cells)) > 1:
            found.append(_Column(kind, NONE, kind, {}, cells))
    return found


def _repeated(columns: Sequence[_Column], observations: Sequence[Observation]) -> bool:
    keys = zip(*(column.cells for column in columns), strict=True) if columns else iter(((),) * len(observations))
    told = Counter((*key, one.period.first, one.period.last) for key, one in zip(keys, observations, strict=True))
    return any(count > 1 for count in told.values())


# -- parts and headline ---------------------------------------------------------------------------------------


def _parts(indicator: Indicator, dimensions: Sequence[Dimension], rows: Sequence[Cells]) -> Iterable[Part]:
    """One part for each unit and series, in the order of the file."""
    own = [place for place, one in enumerate(dimensions) if one.kind not in ("unit", "series")]
    grouped: dict[tuple[str, str], list[tuple[Cells, Observation]]] = defaultdict(list)
    for row, one in zip(rows, indicator.observations, strict=True):
        grouped[(one.unit, one.series)].append((tuple(row[place] for place in own), one))
    names = [dimensions[place].name for place in own]
    for (unit, series), members in grouped.items():
        slices: dict[Cells, list[Observation]] = defaultdict(list)
        for key, one in members:
            slices[key].append(one)
        ours = [dimensions[place] for place in own]
        wholes = [_ways_to_say_the_whole(one, indicator) for one in ours]
        base = _base(slices, ours, wholes, indicator.start)
        breakdowns = {name: _breakdown(slices, names, at, base, wholes) for at, name in enumerate(names)}
        found = {name: one for name, one in breakdowns.items() if one is not None}
        yield Part(unit, series, dict(zip(names, base, strict=True)), not any(base), slices[base], found)


def _ways_to_say_the_whole(dimension: Dimension, indicator: Indicator) -> frozenset[str]:
    """The cells of a dimension that stand for all of it: an empty one, "Total", the country's own name."""
    country = {text.casefold() for text in indicator.coverage.texts.values()}
    found = {""}
    for cell in dimension.names:
        said = {text.casefold() for text in (cell, *dimension.label_of(cell).texts.values())}
        if said & (_WHOLES | country):
            found.add(cell)
    return frozenset(found)


def _breakdown(
    slices: Mapping[Cells, Sequence[Observation]],
    names: Sequence[str],
    at: int,
    base: Cells,
    wholes: Sequence[frozenset[str]],
) -> Breakdown | None:
    """What one dimension tells while the others stand still: at the base, or at another way to say the whole."""
    kept: dict[Cells, dict[str, Sequence[Observation]]] = defaultdict(dict)
    for cells, rows in slices.items():
        kept[(*cells[:at], *cells[at + 1 :])][cells[at]] = rows
    own = (*base[:at], *base[at + 1 :])
    others = (*wholes[:at], *wholes[at + 1 :])
    fitting = [
        key
        for key, rows in kept.items()
        if len(rows) > 1 and (key == own or all(cell in whole for cell, whole in zip(key, others, strict=True)))
    ]
    if not fitting:
        return None
    best = max(fitting, key=lambda key: (len(kept[key]), key == own))
    return Breakdown(dict(zip((*names[:at], *names[at + 1 :]), best, strict=True)), kept[best])


def _base(
    slices: Mapping[Cells, Sequence[Observation]],
    dimensions: Sequence[Dimension],
    wholes: Sequence[frozenset[str]],
    start: Sequence[Start],
) -> Cells:
    """The cells of the headline: the whole; else what the office shows first; else what is nearest to the whole.

    Between equals that which reaches the last period, then the longest, then the first in the file.
    """
    whole = ("",) * len(dimensions)
    if whole in slices:
        return whole
    wanted = {(one.field, one.value) for one in start}
    last = max(one.period.last for rows in slices.values() for one in rows)

    def rank(cells: Cells) -> tuple[int, int, bool, int]:
        told = sum((dimension.label.written, cell) in wanted for dimension, cell in zip(dimensions, cells, strict=True))
        near = sum(cell in ways for cell, ways in zip(cells, wholes, strict=True))
        rows = slices[cells]
        return told, near, any(one.period.last == last for one in rows), len(rows)

    return max(slices, key=rank)
