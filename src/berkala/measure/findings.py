"""What `measure` hands on: figures, each with the cell or the formula it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

from berkala.errors import Problem
from berkala.measure.shown import categories, shown_categories
from berkala.periods import Period
from berkala.plan import Edition, Plan, Report
from berkala.plan.specifications import Band, ChartSpec
from berkala.protect.tables import SafeTable

#: Units of figures. `points` are percentage points; `percent_change` is a relative change; `thousand_people` is
#: how a source counts people; `number` is in the unit that the indicator names.
Unit = Literal[
    "percent", "points", "percent_change", "people", "count", "thousand_people", "rupiah", "index", "number", "unstated"
]


@dataclass(frozen=True)
class Where:
    """One cell of a published CSV: `key` gives the key columns' values of its row, as they are written there."""

    file: str
    column: str
    key: Mapping[str, str]


@dataclass(frozen=True)
class Figure:
    """One number, with its unit, period, area, status and origin.

    `value` is exact, or None where `status` says why there is none. It has either `where`, or `formula` and
    `inputs` (ids of figures, in the formula's order). `decimals` are those a reader sees. `breakdown` maps a
    dimension to a category; empty means all. `unit_name` is the name of a `number`'s unit, by language.
    """

    id: str
    value: Decimal | None
    unit: Unit
    decimals: int
    period: Period
    area: str
    dataset: str
    version: str
    status: str = ""
    breakdown: Mapping[str, str] = field(default_factory=dict)
    where: Where | None = None
    formula: str | None = None
    inputs: tuple[str, ...] = ()
    unit_name: Mapping[str, str] | None = None


@dataclass(frozen=True)
class AreaFindings:
    """What was worked out for one place: its own series and the whole's beside it, over their own periods.

    `latest` is the last period at which the place has a value; it may be before the edition's. `indicators` are those
    that are broken down by area, in the report's order. `figures` are by id, in a stable order, complete in
    themselves: every input of a formula is among them.
    """

    area: str
    indicators: tuple[str, ...]
    latest: Period | None
    periods: tuple[Period, ...]
    figures: Mapping[str, Figure]

    def figure(self, indicator: str, category: str, period: Period, derived: str = "") -> Figure | None:
        """The figure ``<indicator>.<category>.<period>[.<derived>]``; None where there is none."""
        return self.figures.get(".".join(part for part in (indicator, category, period.code, derived) if part))


#: Why progress has no verdict: the direction is not given; there is no value from the baseline on, or one alone, or no
#: year between them; the first or the last is nought, or they lie on both sides of it; the target is nought, lies on
#: the other side of it, is for a period that is not after the first, or was the first value already.
Reason = Literal[
    "",
    "direction",
    "no-value",
    "one-value",
    "from-nought",
    "to-nought",
    "signs",
    "target-nought",
    "target-signs",
    "target-past",
    "target-kept",
]


@dataclass(frozen=True)
class ProgressFindings:
    """How the whole of an indicator gets on, from `baseline` to `latest`.

    `figure` is what its bands are of, `bounds` where each begins, by its name. `reached` says that the latest value has
    reached the target; `reason` why there is no verdict, and is empty where there is one.
    """

    baseline: Figure | None = None
    latest: Figure | None = None
    growth: Figure | None = None
    target: Figure | None = None
    required: Figure | None = None
    figure: Figure | None = None
    bounds: Mapping[str, Figure] = field(default_factory=dict)
    reached: bool = False
    reason: Reason = ""


@dataclass(frozen=True)
class Findings:
    """Everything that was worked out for one edition.

    `figures` are in a stable order, by id. `data` are the tables this edition publishes, cut at its period:
    nothing later is in them. `band` is the lead figure's, if bands are declared; `bands` are those of every
    indicator's whole. `areas` are the pages of single places, by category, where the edition has them. `progress` is
    that of each indicator that declares one. `corrected` is when the edition was corrected last, if it was.
    """

    edition: Edition
    report: Report
    figures: Mapping[str, Figure]
    data: Mapping[str, SafeTable]
    versions: Mapping[str, str]
    periods: tuple[Period, ...]
    band: Band | None = None
    bands: Mapping[str, Band] = field(default_factory=dict)
    areas: Mapping[str, AreaFindings] = field(default_factory=dict)
    progress: Mapping[str, ProgressFindings] = field(default_factory=dict)
    corrected: datetime | None = None

    @property
    def previous(self) -> Period | None:
        """The period before the edition's that it is compared with: of a survey, the last month it was taken in.

        Of spans, the last that is as long and was over before it began; None where there is none.
        """
        return self.data[self.report.spec.dataset].spec.previous(self.edition.period, self.periods)

    def figure(
        self, indicator: str, category: str = "all", period: Period | None = None, derived: str = ""
    ) -> Figure | None:
        """The figure ``<indicator>.<category>.<period>[.<derived>]``; the edition's period unless given.

        `derived` is ``gap``, ``change-year``, ``change-previous``, ``growth-year``, ``growth-previous``,
        ``mean-<n>``, ``change-mean-<n>``, ``periods-met``, ``periods`` and others; ``""`` is the value itself. None
        where there is no such figure.
        """
        code = (period or self.edition.period).code
        return self.figures.get(f"{indicator}.{category}.{code}{derived and '.'}{derived}")

    def reference(self, indicator: str) -> Figure | None:
        """The standard or target in force at the edition's period, if the indicator has one."""
        return self.figures.get(f"{indicator}.reference")

    def milestone(self, indicator: str) -> tuple[Figure, ...]:
        """The target set for another period, which each figure names: one, the low and high end, or nothing."""
        ends = (self.figures.get(f"{indicator}.milestone{end}") for end in ("", "-low", "-high"))
        return tuple(figure for figure in ends if figure is not None)

    def categories(self, indicator: str) -> tuple[str, ...]:
        """The categories that an indicator is broken down by, without the one that stands for the whole."""
        spec = self.report.spec
        return categories(self.data[spec.dataset].spec, spec.indicators[indicator])

    def shown(self, chart: ChartSpec) -> tuple[str, ...]:
        """The categories that a chart shows, with the word ``every`` read."""
        return shown_categories(self.report.spec, self.data[self.report.spec.dataset].spec, chart)

    def reference_history(self, indicator: str) -> tuple[Figure, ...]:
        """Every value a standard has had up to the edition's period, the one in force first."""
        stem = f"{indicator}.reference"
        found = (figure for name, figure in self.figures.items() if name == stem or name.startswith(f"{stem}."))
        return tuple(sorted(found, key=lambda figure: figure.period, reverse=True))


@dataclass(frozen=True)
class FindingsSet:
    """The findings of every edition that is due and not late, and the safe tables that they were worked out from."""

    plan: Plan
    editions: tuple[Findings, ...]
    problems: tuple[Problem, ...] = ()
    tables: Mapping[str, SafeTable] = field(default_factory=dict)
