"""What an Open SDG repository says, as one frozen, typed collection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from berkala.imports.open_sdg.account import Account
from berkala.imports.open_sdg.texts import NONE, Texts
from berkala.plan.specifications import StatusLetter
from berkala.stated import Stated

#: What a column of a data file is. `qualifier`: it tells observations apart and is no disaggregation (FREQ).
#: `remark`: it says something of an observation (COMMENT_OBS), and does not tell two apart.
Role = Literal["dimension", "unit", "series", "area", "qualifier", "status", "multiplier", "remark", "progress"]
Direction = Literal["positive", "negative"]


@dataclass(frozen=True)
class Column:
    """A column of one data file, but for the period and the value.

    `written` is its header there, `name` the spelling that the whole collection uses for it. `cells` has what each
    distinct cell is in every language, for columns whose cells are categories.
    """

    name: str
    written: str
    role: Role
    label: Texts = NONE
    cells: Mapping[str, Texts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Observation:
    """One row. Cells are as written, without blanks around; an empty one means all, or that it is not said.

    `cells` are those of `Indicator.dimensions`, `notes` those of `Indicator.notes`, in the same order. `value` is
    exact, and None where `statuses` says why there is none. `progress` is the figure that progress is judged by where
    the file has one of its own. `headline` is set for the whole: no disaggregation, for its unit and series.
    """

    row: int
    period: Stated
    unit: str
    series: str
    area: str
    cells: tuple[str, ...]
    value: Decimal | None
    text: str
    statuses: tuple[StatusLetter, ...]
    notes: tuple[str, ...]
    progress: Decimal | None
    headline: bool


@dataclass(frozen=True)
class Scope:
    """What a setting is for: a series, a unit, both, or (where both are empty) all of them."""

    series: str = ""
    unit: str = ""


@dataclass(frozen=True)
class ProgressOption:
    """How progress is judged for one series, unit and disaggregation. What is not said is None, never assumed.

    `group` is the same for options that Open SDG takes together: the number of the group, and of a group in it.
    """

    scope: Scope = Scope()
    disaggregation: tuple[tuple[str, str], ...] = ()
    direction: Direction | None = None
    base_year: int | None = None
    target: Decimal | None = None
    target_year: int | None = None
    limit: Decimal | None = None
    group: tuple[int, ...] = ()


@dataclass(frozen=True)
class Progress:
    """How an indicator's progress is judged.

    `calculated`: whether Open SDG is told to work it out, None where that is not said. `status`: set by hand.
    """

    calculated: bool | None = None
    options: tuple[ProgressOption, ...] = ()
    status: str = ""


@dataclass(frozen=True)
class TargetLine:
    """A target as it is drawn."""

    scope: Scope
    value: Decimal
    label: Texts = NONE


@dataclass(frozen=True)
class Limits:
    """The ends of the axis."""

    scope: Scope
    minimum: Decimal | None = None
    maximum: Decimal | None = None


@dataclass(frozen=True)
class Break:
    """A break in a series: between which of the periods in a chart, counted from 0 (8.5 is midway)."""

    scope: Scope
    position: Decimal
    label: Texts = NONE


@dataclass(frozen=True)
class Graph:
    """How an indicator is drawn. Lists hold one entry for each scope that has its own."""

    kind: str = ""
    kinds: tuple[tuple[Scope, str], ...] = ()
    title: Texts = NONE
    titles: tuple[tuple[Scope, Texts], ...] = ()
    limits: tuple[Limits, ...] = ()
    target_lines: tuple[TargetLine, ...] = ()
    breaks: tuple[Break, ...] = ()
    decimals: tuple[tuple[Scope, int], ...] = ()
    map: bool = False


@dataclass(frozen=True)
class Start:
    """A category that is shown first, of the column `field` where that is said."""

    field: str
    value: str
    series: str = ""


@dataclass(frozen=True)
class Source:
    """A source of the data: what is said of it, by the field's name without ``source_`` and its number."""

    number: int
    active: bool
    fields: Mapping[str, Texts]


@dataclass(frozen=True)
class Indicator:
    """One indicator: what is said of it, and its observations in the order of the file."""

    id: str
    number: str
    goal: str
    target: str
    name: Texts
    name_from: str
    available: Texts = NONE
    status: str = ""
    statistical: bool = True
    standalone: bool = False
    placeholder: Texts = NONE
    proxy: str = ""
    proxy_series: tuple[str, ...] = ()
    tags: tuple[Texts, ...] = ()
    coverage: Texts = NONE
    unit: Texts = NONE
    footnote: Texts = NONE
    notice: tuple[Texts, Texts] = (NONE, NONE)
    content: Texts = NONE
    copyright: Texts = NONE
    expected: tuple[str, ...] = ()
    graph: Graph = Graph()
    start: tuple[Start, ...] = ()
    progress: Progress = Progress()
    sources: tuple[Source, ...] = ()
    texts: Mapping[str, Texts] = field(default_factory=dict)
    data_file: str = ""
    files: tuple[str, ...] = ()
    dimensions: tuple[Column, ...] = ()
    notes: tuple[Column, ...] = ()
    units: Mapping[str, Texts] = field(default_factory=dict)
    series: Mapping[str, Texts] = field(default_factory=dict)
    observations: tuple[Observation, ...] = ()


@dataclass(frozen=True)
class Target:
    """A target of a goal, and the ids of its indicators."""

    number: str
    title: Texts
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Goal:
    """A goal and its targets; a title that is nowhere in the repository is empty."""

    number: str
    title: Texts
    short: Texts
    targets: tuple[Target, ...]


@dataclass(frozen=True)
class MetadataField:
    """A field of metadata as the repository's schema describes it."""

    name: str
    label: Texts
    scope: str = ""


@dataclass(frozen=True)
class Map:
    """Boundaries that are in the repository: code and name of each place, joined to the column `column`."""

    file: str
    column: str
    places: tuple[tuple[str, str], ...]
    id_property: str
    name_property: str


@dataclass(frozen=True)
class Codes:
    """Tables that turn this collection's words into SDMX codes: of columns, and of cells by (column, cell)."""

    columns: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Collection:
    """A whole Open SDG data repository. `languages` are in its order, the first is that of texts without a key."""

    languages: tuple[str, ...]
    title: Texts
    goals: tuple[Goal, ...]
    indicators: tuple[Indicator, ...]
    fields: Mapping[str, MetadataField]
    maps: tuple[Map, ...]
    codes: Codes
    account: Account

    def indicator(self, id: str) -> Indicator:
        """The indicator with this id. Raises KeyError."""
        for indicator in self.indicators:
            if indicator.id == id:
                return indicator
        raise KeyError(id)
