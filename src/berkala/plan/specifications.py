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
FormulaName = Literal["total", "share", "share_without"]
ChartKind = Literal["line", "bars", "columns"]
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
    lag_days: int | None = Field(default=None, ge=0, le=1000)
    at: Clock | None = None


class Reference(Specification):
    """What the indicator is held against: a `standard` that stands, or a `target` set for a time.

    Its value is looked up in a dataset: the row with the latest period not after the edition's.
    """

    kind: Literal["standard", "target"]
    relation: Literal["at_least", "at_most"]
    dataset: Identifier
    column: ColumnName


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

    `inputs` name the formula's parts by column: ``of`` for `total`; ``part`` and ``whole`` for `share` and
    `share_without`. `short` is the head of a column. `phrase` ends a sentence that begins with the value:
    "86.6% *of patients …*".
    """

    name: Text
    short: Text | None = None
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
    the edition's period, one bar for each of `show`. Names in `show` are categories of the indicator's `by`,
    or ``all``. The first is the one that matters.
    """

    kind: ChartKind
    indicator: Identifier
    show: tuple[Identifier, ...] = Field(min_length=1)


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
