"""What the settings, the datasets and the reports may say: typed, frozen, and nothing else allowed.

Each class is one mapping in a file. An unknown key, a missing one and a value of the wrong kind are problems
with file and line (`reading.py`); rules that need more than one value stand here as validators.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from berkala.periods import Frequency, Period, parse

#: A name that is part of an address (standards: identifiers).
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
#: A column name in a published file.
ColumnName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]

#: Addresses that a report may not take (DESIGN: What the public gets).
RESERVED = frozenset({"id", "en", "data", "areas", "share", "embed", "timetable", "corrections", "verify", "assets"})

Polarity = Literal["higher_is_better", "lower_is_better", "neutral"]
FormulaName = Literal["total", "share", "share_without"]
ChartKind = Literal["line", "bars", "columns"]
NetworkName = Literal["mastodon", "bluesky", "x", "whatsapp"]


class Text(RootModel[dict[str, Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]]]):
    """One text in each language of the publication, by language code."""

    model_config = ConfigDict(frozen=True)

    def __getitem__(self, language: str) -> str:
        return self.root[language]

    def __contains__(self, language: str) -> bool:
        return language in self.root


class Specification(BaseModel):
    """The manners of all of them: frozen, no unknown key, no value turned into another kind."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


# -- settings: mkdocs.yml, plugins: berkala ------------------------------------------------------------------


class Accent(Specification):
    """The one colour an agency sets, for light and for dark pages, as ``#rrggbb``."""

    light: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] = "#00607f"
    dark: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] = "#62c3e3"


class Agency(Specification):
    """Who publishes."""

    name: Text
    accent: Accent = Accent()


class Contact(Specification):
    """The person or desk responsible for the figures."""

    name: Text
    email: str
    phone: str | None = None


class Licence(Specification):
    """Under which terms the publication may be used again."""

    name: str
    title: Text
    path: str


class Folder(Specification):
    """A site target that is a folder on this machine, switched in at once."""

    kind: Literal["folder"]
    path: str


class CalendarDefaults(Specification):
    """What a report's calendar says unless it says otherwise."""

    at: time = time(9, 30)
    lag_days: int = Field(default=45, ge=0, le=1000)


class Settings(Specification):
    """The publication: ``mkdocs.yml``, its site address and everything under ``plugins: berkala:``."""

    site_url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+/$")]
    agency: Agency
    languages: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")], ...] = Field(min_length=1)
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
            raise PydanticCustomError("time-zone", "{zone}", {"zone": value}) from error
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which release moments are written."""
        return ZoneInfo(self.time_zone)


# -- datasets: dataset.yml, a Data Package v2 descriptor plus a few properties of ours -----------------------


class Category(Specification):
    """One allowed value of a dimension, and its name on screen."""

    value: Identifier
    label: Text


class FieldSpec(Specification):
    """One column. `role` is ours; the rest is Table Schema's."""

    name: ColumnName
    type: Literal["string", "integer", "number"]
    role: Literal["period", "dimension", "measure", "status", "note"]
    title: Text
    description: Text | None = None
    unit: Text | None = None
    decimals: int = Field(default=0, ge=0, le=9)
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    categories: tuple[Category, ...] = ()
    of: ColumnName | None = None
    missing: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _role_has_what_it_needs(self) -> Self:
        needs = {"measure": "unit", "dimension": "categories", "status": "of"}.get(self.role)
        if needs and not getattr(self, needs):
            raise PydanticCustomError("role-needs", "{role} {needs}", {"role": self.role, "needs": needs})
        return self


class TableSchema(Specification):
    """The columns, and those that together name one observation."""

    primary_key: tuple[ColumnName, ...] = Field(alias="primaryKey", min_length=1)
    fields: tuple[FieldSpec, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        names = [spec.name for spec in self.fields]
        for name in names:
            if names.count(name) > 1:
                raise PydanticCustomError("column-twice", "{column}", {"column": name})
        for name in self.primary_key:
            if name not in names:
                raise PydanticCustomError("column-unknown", "{column}", {"column": name, "known": names})
        measures = [spec.name for spec in self.fields if spec.role == "measure"]
        for spec in self.fields:
            if spec.of is not None and spec.of not in measures:
                raise PydanticCustomError("column-unknown", "{column}", {"column": spec.of, "known": measures})
        if sum(spec.role == "period" for spec in self.fields) != 1:
            raise PydanticCustomError("one-period-column", "one period column")
        return self


class Dialect(Specification):
    """How the file is laid out. `header` is the row of the column names, from 1; `sheet` is for workbooks."""

    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1)] = ","
    encoding: Literal["utf-8", "cp1252", "utf-16"] = "utf-8"
    sheet: str | None = None
    header: int = Field(default=1, ge=1)
    decimal: Literal[".", ","] = "."
    thousands: Literal["", ".", ",", " "] = ""


class Resource(Specification):
    """The one table of a dataset and where its bytes are."""

    path: str
    format: str
    dialect: Dialect = Dialect()
    table: TableSchema = Field(alias="schema")


class Coverage(Specification):
    """The periods the data hold. A period inside that is not there is late; `except` are those that never came.

    `until` is for a closed series. Without it the series goes on.
    """

    from_: str = Field(alias="from")
    until: str | None = None
    except_: tuple[str, ...] = Field(default=(), alias="except")

    @field_validator("from_", "until", mode="before")
    @classmethod
    def _year_may_be_a_number(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value


class Source(Specification):
    """Where the facts come from, as it is cited."""

    title: str
    path: str | None = None
    publisher: str


class Suppression(Specification):
    """Threshold suppression and rounding, declared.

    A count below `threshold` (and above zero) in `measures` is not shown, nor are the other measures of its
    row. Counts that stay are rounded to the nearest `round_to`. See disclosure.md: both are choices of the
    agency, and no default is a standard.
    """

    measures: tuple[ColumnName, ...] = Field(min_length=1)
    threshold: int = Field(ge=0)
    round_to: int = Field(default=1, ge=1)


class NoSuppression(Specification):
    """A statement, with its reason, that nothing in the table needs protection."""

    none_because: Text


class Total(Specification):
    """A declared margin: in `dimension`, the row `total` is the sum of the rows `of`."""

    dimension: ColumnName
    total: Identifier
    of: tuple[Identifier, ...] = Field(min_length=2)


class KnownError(Specification):
    """A mistake in the source that is shown, not repaired: the cell, what stands there, why, who says so."""

    key: dict[str, str]
    column: ColumnName
    value: str
    reason: Text
    who: str
    effect: Literal["shown", "withheld"]


class DatasetSpec(Specification):
    """One dataset: ``datasets/<name>/dataset.yml``."""

    name: Identifier
    title: Text
    description: Text
    frequency: Frequency
    fiscal_start: int = Field(default=4, ge=1, le=12)
    coverage: Coverage
    sources: tuple[Source, ...] = Field(min_length=1)
    licence: Licence
    retrieved: date
    protect: Suppression | NoSuppression
    totals: tuple[Total, ...] = ()
    known_errors: tuple[KnownError, ...] = ()
    resource: Resource

    @model_validator(mode="after")
    def _periods_are_periods(self) -> Self:
        for text in (self.coverage.from_, self.coverage.until, *self.coverage.except_):
            if text is None:
                continue
            try:
                self.period(text)
            except ValueError as error:
                facts = {"text": text, "frequency": self.frequency}
                raise PydanticCustomError("period", "{text} {frequency}", facts) from error
        if self.coverage.until is not None and self.last < self.first:  # type: ignore[operator]
            raise PydanticCustomError("coverage-backwards", "coverage")
        return self

    def period(self, code: str) -> Period:
        """A period code of this dataset's frequency, read. Raises ValueError."""
        return parse(code, self.frequency, self.fiscal_start)

    @property
    def first(self) -> Period:
        """The first period of the coverage."""
        return self.period(self.coverage.from_)

    @property
    def last(self) -> Period | None:
        """The last period of a closed series, else None."""
        return None if self.coverage.until is None else self.period(self.coverage.until)

    @property
    def fields(self) -> tuple[FieldSpec, ...]:
        """The columns, in the order they are published."""
        return self.resource.table.fields

    def field(self, name: str) -> FieldSpec:
        """One column by name. Raises KeyError."""
        for spec in self.fields:
            if spec.name == name:
                return spec
        raise KeyError(name)

    def with_role(self, role: str) -> tuple[FieldSpec, ...]:
        """The columns of one role, in order."""
        return tuple(spec for spec in self.fields if spec.role == role)

    @property
    def period_field(self) -> FieldSpec:
        """The column that holds the reference period."""
        return self.with_role("period")[0]


# -- reports: the front matter of reports/<report>.md ---------------------------------------------------------


class Schedule(Specification):
    """When editions appear.

    An edition is released `lag_days` after its period ends, at `at` in the publication's time zone; never
    before `first_release`. Editions whose day had passed by then appear together at `first_release`: the
    archive.
    """

    first_release: datetime
    lag_days: int | None = Field(default=None, ge=0, le=1000)
    at: time | None = None

    @field_validator("first_release")
    @classmethod
    def _local(cls, value: datetime) -> datetime:
        if value.tzinfo is not None:
            raise PydanticCustomError("local-time", "local time")
        return value


class Reference(Specification):
    """What the indicator is held against: a `standard` that stands, or a `target` set for a time.

    Its value is looked up in a dataset: the row with the latest period not after the edition's.
    """

    kind: Literal["standard", "target"]
    relation: Literal["at_least", "at_most"]
    dataset: Identifier
    column: ColumnName


class Band(Specification):
    """One verdict: values from `from` up to, and not including, `below`."""

    name: Identifier
    label: Text
    mark: Literal["met", "near", "miss"]
    from_: Decimal | None = Field(default=None, alias="from")
    below: Decimal | None = None


class Indicator(Specification):
    """One indicator: its formula over columns of the report's dataset, and how it is spoken of.

    `inputs` name the formula's parts by column: ``of`` for `total`; ``part`` and ``whole`` for `share` and
    `share_without`. `phrase` ends a sentence that begins with the value: "86.6% *of patients …*".
    """

    name: Text
    phrase: Text
    formula: FormulaName
    inputs: dict[str, ColumnName]
    unit: Literal["percent", "people", "count"]
    decimals: int = Field(ge=0, le=9)
    polarity: Polarity
    by: ColumnName | None = None
    all_label: Text | None = None
    reference: Reference | None = None
    bands: tuple[Band, ...] = ()

    @model_validator(mode="after")
    def _inputs_fit_the_formula(self) -> Self:
        needed = {"total": {"of"}, "share": {"part", "whole"}, "share_without": {"part", "whole"}}[self.formula]
        if set(self.inputs) != needed:
            facts = {"formula": self.formula, "needed": ", ".join(sorted(needed))}
            raise PydanticCustomError("formula-inputs", "{formula} {needed}", facts)
        return self

    @model_validator(mode="after")
    def _bands_have_no_gap_and_no_overlap(self) -> Self:
        for one, other in zip(self.bands, self.bands[1:], strict=False):
            if one.below is None or other.from_ is None or one.below != other.from_:
                raise PydanticCustomError("bands-meet", "{one} {other}", {"one": one.name, "other": other.name})
        if self.bands and (self.bands[0].from_ is not None or self.bands[-1].below is not None):
            raise PydanticCustomError("bands-open", "bands")
        return self


class ChartSpec(Specification):
    """One chart of a report.

    `line`: every period, one line for each of `show`; `columns`: every period, `show` has one name; `bars`:
    the edition's period, one bar for each of `show`. Names in `show` are categories of the indicator's `by`,
    or ``all``. The first is the one that matters.
    """

    kind: ChartKind
    indicator: Identifier
    show: tuple[Identifier, ...] = Field(min_length=1)


class ReportSpec(Specification):
    """One report: the front matter of ``reports/<report>.md``. The body is its story."""

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

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        pairs = [(self.lead, self.indicators), (self.card, self.charts)]
        pairs += [(chart.indicator, self.indicators) for chart in self.charts.values()]
        for name, known in pairs:
            if name not in known:
                raise PydanticCustomError("name-unknown", "{name}", {"name": name, "known": list(known)})
        return self
