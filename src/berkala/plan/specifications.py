"""What the settings and the reports may say: typed, frozen, and nothing else allowed.

Each class is one mapping in a file. An unknown key, a missing one and a value of the wrong kind are problems
with file and line (`explaining.py`); rules that need more than one value stand here as validators. The datasets'
part is in `descriptors.py`; all specifications can be taken from here.
"""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import Field, PlainValidator, StringConstraints, field_validator, model_validator
from pydantic_core import PydanticCustomError

from berkala.periods import Frequency
from berkala.plan.descriptors import (
    Category,
    Coverage,
    DatasetSpec,
    Dialect,
    FieldSpec,
    KnownError,
    Licence,
    NoSuppression,
    Resource,
    Source,
    Suppression,
    TableSchema,
    Total,
)
from berkala.plan.forms import (
    Clock,
    Colour,
    ColumnName,
    Day,
    Identifier,
    LanguageCode,
    Moment,
    SiteAddress,
    Specification,
    Text,
    Way,
    must_be_known,
)

__all__ = [
    "RESERVED",
    "Accent",
    "Agency",
    "Band",
    "CalendarDefaults",
    "Category",
    "ChartKind",
    "ChartSpec",
    "ColumnName",
    "Constant",
    "Contact",
    "Coverage",
    "DatasetSpec",
    "Dialect",
    "FieldSpec",
    "Folder",
    "FormulaName",
    "Identifier",
    "Indicator",
    "KnownError",
    "Licence",
    "NetworkName",
    "NoSuppression",
    "Polarity",
    "Reference",
    "ReportSpec",
    "Resource",
    "Schedule",
    "Settings",
    "Source",
    "Suppression",
    "TableSchema",
    "Text",
    "Total",
]

#: Addresses that a report may not take (DESIGN: What the public gets).
RESERVED = frozenset({"id", "en", "data", "areas", "share", "embed", "timetable", "corrections", "verify", "assets"})

Polarity = Literal["higher_is_better", "lower_is_better", "neutral"]
FormulaName = Literal["total", "share", "share_without", "value", "growth_over_year", "rate", "to_date"]
#: The unit a value is shown in. ``thousand_people`` is how the source counts, ``number`` has its own `unit_name`.
IndicatorUnit = Literal["percent", "people", "count", "thousand_people", "rupiah", "index", "number"]
#: How an achievement is worked out (`words/<language>/formulas.yml`: ``formula.achievement_<name>``).
AchievementFormula = Literal["ratio", "inverse_ratio", "distance_from_baseline", "growth"]
ChartKind = Literal["line", "bars", "columns", "dots", "tiles", "slope", "bullet", "multiples", "heat"]
CardKind = Literal["number", "line", "rank", "tiles", "comparison"]
StatementKind = Literal["extremes", "movers", "record", "streak", "directions", "gap", "largest"]
NetworkName = Literal["mastodon", "bluesky", "x", "whatsapp"]


# -- settings: mkdocs.yml, plugins: berkala ------------------------------------------------------------------


class Accent(Specification):
    """The one colour an agency sets, for light and for dark pages, as ``#rrggbb``."""

    light: Colour = "#00607f"
    dark: Colour = "#62c3e3"


class Agency(Specification):
    """Who publishes."""

    name: Text
    accent: Accent = Accent()


class Contact(Specification):
    """The person or desk responsible for the figures."""

    name: Text
    email: str
    phone: str | None = None


class Folder(Specification):
    """A site target that is a folder on this machine, switched in at once."""

    kind: Literal["folder"]
    path: str


class CalendarDefaults(Specification):
    """What a report's calendar says unless it says otherwise."""

    at: Clock = time(9, 30)
    lag_days: int = Field(default=45, ge=0, le=1000)


class Settings(Specification):
    """The publication: ``mkdocs.yml``, its site address and everything under ``plugins: berkala:``."""

    site_url: SiteAddress
    agency: Agency
    languages: tuple[LanguageCode, ...] = Field(min_length=1)
    time_zone: str
    licence: Licence
    contact: Contact
    channels: dict[Identifier, Folder]
    networks: tuple[NetworkName, ...] = ("mastodon", "bluesky", "x", "whatsapp")
    calendar: CalendarDefaults = CalendarDefaults()
    state: str = ".berkala"

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            facts = {"name": value, "known": sorted(available_timezones())}
            raise PydanticCustomError("time-zone", "{name}", facts) from error
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which release moments are written."""
        return ZoneInfo(self.time_zone)


# -- reports: the front matter of reports/<report>.md ---------------------------------------------------------


class Schedule(Specification):
    """When editions appear.

    An edition is released `lag_days` after its period ends, at `at` in the publication's time zone; never
    before `first_release`. Editions whose day had passed by then appear together at `first_release`: the
    archive.
    """

    first_release: Moment
    first_period: str | None = None
    lag_days: int | None = Field(default=None, ge=0, le=1000)
    at: Clock | None = None


class Milestone(Specification):
    """The period that a target is for, where that is not the edition's, and the day on which it was set.

    It is drawn where it belongs, in every edition whose period ends after it was set; nothing is held against it.
    """

    period: str
    set_on: Day


class Reference(Specification):
    """What the indicator is held against: a `standard` that stands, a `target` set for a time, a `goal` beside it.

    Its value is looked up in a dataset: the row with the latest period not after the edition's, of the categories
    in `where`. A target by area has the column of the indicator's `by` too: each category is held against its own.
    `within` is a range: `low` and `high` in place of `column`. `not_held` says why nothing is held against it: it
    is shown, and no gap, band or achievement is worked out.
    """

    kind: Literal["standard", "target", "goal"]
    relation: Literal["at_least", "at_most", "within"]
    dataset: Identifier
    column: ColumnName | None = None
    low: ColumnName | None = None
    high: ColumnName | None = None
    where: dict[ColumnName, Identifier] = Field(default_factory=dict)
    milestone: Milestone | None = None
    not_held: Text | None = None

    @model_validator(mode="after")
    def _columns_fit_the_relation(self) -> Self:
        ranged = self.relation == "within"
        if ranged != (self.low is not None and self.high is not None) or ranged == (self.column is not None):
            raise PydanticCustomError(
                "reference-columns", "{relation}", {"relation": self.relation, "at": ("relation",)}
            )
        return self

    @property
    def columns(self) -> tuple[ColumnName, ...]:
        """The columns its values stand in: one, or the low and the high end of a range."""
        return tuple(name for name in (self.column, self.low, self.high) if name is not None)


class Baseline(Specification):
    """Where an indicator stood before: the value of its own column at `period`."""

    period: str


class Achievement(Specification):
    """How much of a target was reached, in per cent, by a named formula; never more than `cap`.

    ``ratio``: actual ÷ target (higher is better). ``inverse_ratio``: target ÷ actual (lower is better).
    ``distance_from_baseline``: the way gone ÷ the way to go. ``growth``: observed ÷ required growth from the
    baseline. The last two need `baseline`.
    """

    formula: AchievementFormula
    cap: Decimal | None = Field(default=None, gt=0)
    baseline: Baseline | None = None


class Ranking(Specification):
    """Whether places are ranked, and how far apart two must be to be told apart, in the indicator's unit.

    Where the data hold standard errors or intervals these decide, and `apart` may be nought.
    """

    apart: Decimal = Field(ge=0)
    because: Text


def _bound(value: object) -> Decimal | str:
    if value == REFERENCE:
        return REFERENCE
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    raise PydanticCustomError("not-bound", "not a bound")


#: How a bound says that it is the standard or target itself.
REFERENCE = "reference"
#: A bound of a band: a number, or the reference.
Bound = Annotated[Decimal | str, PlainValidator(_bound)]


class Band(Specification):
    """One verdict: values from `from` up to, and not including, `below`.

    A bound that is the standard or target itself is written ``reference``, so that it is typed in one place.
    """

    name: Identifier
    label: Text
    mark: Literal["met", "near", "miss"]
    from_: Bound | None = Field(default=None, alias="from")
    below: Bound | None = None


class Indicator(Specification):
    """One indicator: its formula over columns of the report's dataset, and how it is spoken of.

    `inputs` name the formula's parts by column: ``part`` and ``whole`` for `share`, `share_without` and `rate`,
    otherwise ``of``. `where` chooses rows: a dimension and its one category. `short` is the head of a column.
    `phrase` ends a sentence that begins with the value: "86.6% *of patients …*". `means` compares with the mean of
    so many periods before. `budget` names the indicator that is the share of its budget spent.
    """

    name: Text
    short: Text | None = None
    phrase: Text
    formula: FormulaName
    inputs: dict[str, ColumnName]
    where: dict[ColumnName, Identifier] = Field(default_factory=dict)
    unit: IndicatorUnit
    unit_name: Text | None = None
    decimals: int = Field(ge=0, le=9)
    polarity: Polarity
    by: ColumnName | None = None
    all_label: Text | None = None
    reference: Reference | None = None
    bands: tuple[Band, ...] = ()
    bands_on: Literal["value", "achievement"] = "value"
    achievement: Achievement | None = None
    means: tuple[Annotated[int, Field(ge=2, le=20)], ...] = ()
    rank: Ranking | None = None
    budget: Identifier | None = None

    @model_validator(mode="after")
    def _inputs_fit_the_formula(self) -> Self:
        needed = {"part", "whole"} if self.formula in ("share", "share_without", "rate") else {"of"}
        if set(self.inputs) != needed:
            facts = {"formula": self.formula, "needed": ", ".join(sorted(needed)), "at": ("inputs",)}
            raise PydanticCustomError("formula-inputs", "{formula} {needed}", facts)
        return self

    @model_validator(mode="after")
    def _bands_have_no_gap_and_no_overlap(self) -> Self:
        for one, other in zip(self.bands, self.bands[1:], strict=False):
            if one.below is None or other.from_ is None or one.below != other.from_:
                facts = {"one": one.name, "other": other.name, "at": ("bands",)}
                raise PydanticCustomError("bands-meet", "{one} {other}", facts)
        if self.bands and (self.bands[0].from_ is not None or self.bands[-1].below is not None):
            raise PydanticCustomError("bands-open", "bands", {"at": ("bands",)})
        return self


class ChartSpec(Specification):
    """One chart of a report.

    `line`: every period, one line for each of `show`; `columns`: every period, `show` has one name; `bars`:
    the edition's period, one bar for each of `show`; `dots`: the categories ranked, now and a year before; `tiles`:
    a tile-grid map, coloured by `steps`; `slope`: each of `show` a year before and now; `multiples`: a small line for
    each of `show`; `heat`: a table of categories by periods, shaded by `steps`; `bullet`: the `indicators` that have
    a target, each against its own. Names in `show` are categories of the indicator's `by`, ``all``, or the one word
    ``every``: all of them. The first is the one that matters. `map` names a layout in ``templates/maps/``.
    """

    kind: ChartKind
    indicator: Identifier
    show: tuple[Identifier, ...] = Field(default=("every",), min_length=1)
    indicators: tuple[Identifier, ...] = ()
    map: Identifier | None = None
    steps: tuple[Decimal, ...] = ()
    periods: int | None = Field(default=None, ge=2)


class CardSpec(Specification):
    """One share card: a kind, and the chart it is made from (for `number`, the chart whose message it carries)."""

    kind: CardKind
    chart: Identifier


class Statement(Specification):
    """One finding to be told in a sentence, if the figures allow it.

    ``extremes``: the highest and lowest category; ``movers``: the largest rise and fall; ``record``: the highest or
    lowest since; ``streak``: so many periods in a row up or down; ``directions``: in how many categories it rose and
    fell; ``gap``: to the reference; ``largest``: the `number` largest categories and what share of the whole they are.
    """

    kind: StatementKind
    indicator: Identifier
    number: int = Field(default=3, ge=1, le=5)


class Account(Specification):
    """What an office has to say of one indicator in one year, beside the figures: why, and what it will do."""

    causes: Text
    next_steps: Text


class Review(Specification):
    """Who reviewed a performance report before it was released."""

    name: str
    role: Text
    on: Day


class EditionSpec(Specification):
    """What belongs to one edition alone: an account of each indicator with a target, and the review."""

    accounts: dict[Identifier, Account] = Field(default_factory=dict)
    reviewed: Review | None = None


class RollUp(Specification):
    """The mean of the achievements, weighted by indicator. Each counts with its cap."""

    name: Text
    weights: dict[Identifier, Decimal] = Field(min_length=1)


class Constant(Specification):
    """A whole number that the story may say though it is neither a figure nor part of a name, and why it may."""

    value: int
    why: Text


class ReportSpec(Specification):
    """One report: the front matter of ``reports/<report>.md``. The body is its story.

    `names` are texts whose digits belong to a name, such as "ISO 8601"; the names of categories, titles, sources
    and licences are known without. `constants` are the numbers for which the story may call ``constant``.
    """

    title: Text
    summary: Text
    place: Text
    slug: Identifier | None = None
    dataset: Identifier
    frequency: Frequency
    schedule: Schedule
    compare: Literal["year_before", "previous"]
    seasonal_note: Text | None = None
    demonstration: Text | None = None
    lead: Identifier
    also: Identifier | None = None
    indicators: dict[Identifier, Indicator] = Field(min_length=1)
    charts: dict[Identifier, ChartSpec] = Field(min_length=1)
    methods: Text
    card: Identifier
    cards: tuple[CardSpec, ...] = ()
    kind: Literal["statistics", "performance"] = "statistics"
    statements: tuple[Statement, ...] = ()
    editions: dict[str, EditionSpec] = Field(default_factory=dict)
    rollup: RollUp | None = None
    area_pages: bool = False
    invented: Text | None = None
    names: tuple[Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)], ...] = ()
    constants: tuple[Constant, ...] = ()

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        pairs: list[tuple[Way, str, list[str]]] = [
            (("lead",), self.lead, list(self.indicators)),
            (("card",), self.card, list(self.charts)),
        ]
        pairs += [
            (("charts", name, "indicator"), chart.indicator, list(self.indicators))
            for name, chart in self.charts.items()
        ]
        must_be_known("name-unknown", pairs)
        return self
