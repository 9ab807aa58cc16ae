"""A chart: what it shows, in which words. Nothing here knows a size or a colour."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from berkala.measure.findings import Figure
from berkala.periods import Period
from berkala.plan.specifications import ChartKind, Polarity
from berkala.words import Sentence

#: Statuses of values that may still change or that are weaker than the others: drawn hollow.
UNSURE = ("p", "e", "u")

#: Why a category was never to be observed at a period: before its series, after it, or between two of its periods.
Absence = Literal["", "before", "after", "between"]


@dataclass(frozen=True)
class Point:
    """One period of a series. Without a figure the period is not in the data; without a value it is not shown.

    `lower` and `upper` are the limits of its interval, where the data have one. `absent` says why the series was never
    to be observed at that period: then nothing is missing. It is `wrong` where its value is kept back because the
    source's is declared to be a mistake.
    """

    period: Period
    figure: Figure | None
    lower: Figure | None = None
    upper: Figure | None = None
    absent: Absence = ""
    wrong: bool = False

    @property
    def expected(self) -> bool:
        """Whether there was to be a value."""
        return not self.absent

    @cached_property
    def value(self) -> Decimal | None:
        """The exact value, if there is one."""
        return self.figure.value if self.figure else None

    @property
    def status(self) -> str:
        """The figure's status letter; ``x``, not available, where there is no figure."""
        return self.figure.status if self.figure else "x"

    @property
    def withheld(self) -> bool:
        """Whether there is a figure that is not shown."""
        return self.figure is not None and self.figure.value is None


@dataclass(frozen=True)
class Series:
    """One category over the periods of the chart, oldest first."""

    category: str
    label: Sentence
    points: tuple[Point, ...]

    @property
    def last(self) -> Point:
        """The edition's period."""
        return self.points[-1]

    @cached_property
    def known(self) -> tuple[Point, ...]:
        """The points that have a value."""
        return tuple(point for point in self.points if point.value is not None)

    @property
    def is_whole(self) -> bool:
        """Whether every value that was to be is there, since the series began: else a missing one may be the highest.

        It is stricter than a record (`sentences.records.points_of`), which may reach over a period that never came.
        """
        began = next((place for place, point in enumerate(self.points) if point.figure is not None), 0)
        return all(point.value is not None for point in self.points[began:] if point.expected)

    def extremes(self) -> tuple[Point, Point] | None:
        """The lowest and the highest point, each the earliest of its kind; None where all values are equal."""
        known = self.known
        if not known:
            return None
        low = min(known, key=lambda point: point.value or Decimal(0))
        high = max(known, key=lambda point: point.value or Decimal(0))
        return None if low.value == high.value else (low, high)


@dataclass(frozen=True)
class Step:
    """A stretch of periods, by their places, held against one value of the reference, or one range (to `high`)."""

    figure: Figure
    first: int
    last: int
    high: Figure | None = None


@dataclass(frozen=True)
class Held:
    """What the values are held against: the reference, its name on the chart, and the gap of the last value.

    `steps` are the reference over the periods of a line, oldest first: a target is for its own time alone. `figure`
    is the last one's. Of a range, `figure` is the low end and `high` the other. `beside`: it is shown and nothing is
    held against it. `brief` is the name without its relation, where a chart has no room for it.
    """

    figure: Figure
    name: Sentence
    noun: str
    relation: str
    gap: Figure | None
    steps: tuple[Step, ...] = ()
    high: Figure | None = None
    beside: bool = False
    brief: Sentence | None = None

    @property
    def missed(self) -> bool:
        """Whether the last value is on the wrong side."""
        if self.gap is None or self.gap.value is None:
            return False
        if self.relation == "within":
            return self.gap.value != 0
        return self.gap.value < 0 if self.relation == "at_least" else self.gap.value > 0


@dataclass(frozen=True)
class Table:
    """The same numbers as a table: newest first for a time series."""

    header: tuple[Sentence, ...]
    rows: tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True)
class Matter:
    """What a chart shows beyond its series: each kind that needs more has its own frozen dataclass.

    `reasons` are the words for why a value is not shown, by reason (`observed`).
    """

    reasons: tuple[tuple[str, str], ...] = field(default=(), kw_only=True)


@dataclass(frozen=True)
class Chart:
    """One chart in one language.

    `message` is its title and states what it shows; `subtitle` is formal: measure, place, periods, unit. `beneath` is
    the same under the title of the report, which it does not say again.
    `measure` and `span` are that subtitle's two parts, for a card. `description` says it in words. `figures` are
    the ids of every figure that the chart shows, in order, each once. `compared` is the earlier period that the message
    compares the last one with.
    """

    name: str
    kind: ChartKind
    message: Sentence
    subtitle: Sentence
    beneath: Sentence
    measure: Sentence
    span: Sentence
    description: Sentence
    table: Table
    figures: tuple[str, ...]
    series: tuple[Series, ...]
    held: Held | None
    unit: str
    decimals: int
    polarity: Polarity
    source: Sentence
    demonstration: str | None
    matter: Matter | None = None
    compared: Period | None = None

    @property
    def first(self) -> Series:
        """The series that matters."""
        return self.series[0]

    @cached_property
    def spoken(self) -> frozenset[str]:
        """The ids of the figures that the message says."""
        return frozenset(span.figure for span in self.message.spans if span.figure)

    @property
    def values(self) -> tuple[Decimal, ...]:
        """Every value of every series."""
        return tuple(p.value for series in self.series for p in series.known if p.value is not None)
