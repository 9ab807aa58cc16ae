"""How an indicator gets on from its base year, as Open SDG's documentation has it (`berkala.plan.progress` cites it).

Growth a year is compound: from the first period with a value, from the declared baseline on, to the last. Without a
target it is judged itself, its sign turned where a fall is wanted; with one, as a share of the growth that would reach
the target in its year. Near a limit the bounds of the bands are lower by a factor. A target that the last value has
reached is reached, whatever the growth was. Periods count from their first day, and a year lies between them at least.

On purpose otherwise than Open SDG: nought is never replaced by 0.001 (a growth rate from or to nought, also a latest
value of nought, is undefined); a direction that is not given is not taken to be a decrease; whether a target is reached
is read off the digits that are shown, as everywhere here. Each case without a verdict has a reason with its own words.

Growth is shown with two decimals, since the bounds of its bands stand half a point apart and one decimal would move
each by a tenth of that; a share of the required growth with one, as achievements are. More are shown where the fewer
would put a figure into another band, or on the other side of nought, than its exact value: so what a reader sees and
the documented rule agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from berkala.errors import Problem
from berkala.measure.declared import declare
from berkala.measure.findings import Figure, ProgressFindings, Reason, Unit
from berkala.measure.values import cell
from berkala.measure.work import Work, unit_name
from berkala.periods import Period
from berkala.plan.specifications import REFERENCE, Band, Progress
from berkala.words import rounded_to

#: The least decimals that are shown of a growth a year, of a share of the required growth, and of a factor.
OF_GROWTH, OF_SHARE, OF_FACTOR = 2, 1, 4

_MOST_DECIMALS = 9


def progress(work: Work, name: str) -> ProgressFindings | None:
    """Put the progress of an indicator's whole on the sheet, and say what came of it; None where none is declared.

    ``<name>.all.<period>.progress`` is what the bands are of, ``….progress-growth`` the growth a year,
    ``….progress-required`` the one that the target asks for, ``….progress-met`` whether it is reached.
    """
    spec = work.report.indicators[name].progress
    if spec is None:
        return None
    series = _series(work, name, spec)
    if not series:
        return ProgressFindings(reason="no-value" if spec.sign else "direction")
    return _Between(work, name, spec, series[0], series[-1]).findings()


def _series(work: Work, name: str, spec: Progress) -> list[Figure]:
    """What is judged, from the baseline's period on, oldest first: the figures that have a value."""
    began = work.spec.period(spec.baseline.period).start
    found = (_judged(work, name, spec, period) for period in work.rows if period.start >= began)
    return [figure for figure in found if figure is not None and figure.value is not None]


def _judged(work: Work, name: str, spec: Progress, period: Period) -> Figure | None:
    """The value at a period, or the cell of the column that is judged in its place: of one row and no more."""
    if spec.column is None:
        return work.sheet.figures.get(f"{name}.all.{period.code}")
    rows = work.observations(work.report.indicators[name], "all", period)
    return cell(work, rows[0], spec.column, period) if len(rows) == 1 else None


def _years(first: Period, last: Period) -> Decimal:
    """How many years lie between the first days of two periods, counted in months."""
    months = (last.start.year - first.start.year) * 12 + last.start.month - first.start.month
    return Decimal(months) / 12


@dataclass(frozen=True)
class _Between:
    """One indicator between the first and the last of what is judged, which may be the same."""

    work: Work
    name: str
    spec: Progress
    baseline: Figure
    latest: Figure

    def findings(self) -> ProgressFindings:
        """Every figure of it, and why there is no verdict where there is none."""
        target = self._target()
        met = self._met(target)
        growth = self._growth()
        required = None if target is None or growth is None else self._required(target)
        bounds = self._bounds()
        figure = self._progress(growth, required, bounds)
        reached = met is not None and met.value == 1
        return ProgressFindings(
            baseline=self.baseline,
            latest=self.latest,
            growth=growth,
            target=target,
            required=required,
            figure=figure,
            bounds=bounds,
            reached=reached,
            reason="" if reached else self._reason(target, figure),
        )

    # -- figures -------------------------------------------------------------------------------------------------

    def _growth(self) -> Figure | None:
        between = _years(self.baseline.period, self.latest.period)
        if between < 1:
            return None
        years = declare(self.work, f"{self.name}.progress-years", between, "number")
        return self._rate("progress-growth", [self.latest, self.baseline, years])

    def _target(self) -> Figure | None:
        """The declared target, of its own period."""
        if self.spec.target is None:
            return None
        figure = declare(self.work, f"{self.name}.progress-target", self.spec.target.value, *self._scale())
        return self._kept(replace(figure, period=self.work.spec.period(self.spec.target.period)))

    def _met(self, target: Figure | None) -> Figure | None:
        """Whether the last value has reached the target; None without a direction, which says on which side it is."""
        if target is None or not self.spec.sign:
            return None
        formula = "met_at_least" if self.spec.sign > 0 else "met_at_most"
        return self._derived("progress-met", formula, [self.latest, target], "count", 0)

    def _required(self, target: Figure) -> Figure | None:
        """The growth a year that the target asks for; None where its period is not after the first."""
        ahead = _years(self.baseline.period, target.period)
        if ahead <= 0:
            return None
        years = declare(self.work, f"{self.name}.progress-years-to-target", ahead, "number")
        return self._rate("progress-required", [target, self.baseline, years])

    def _progress(self, growth: Figure | None, required: Figure | None, bounds: Mapping[str, Figure]) -> Figure | None:
        if growth is None or not self.spec.sign or (self.spec.target is not None and required is None):
            return None
        way = declare(self.work, f"{self.name}.progress-direction", Decimal(self.spec.sign), "number")
        if required is None:
            made = self._derived("progress", "progress_growth", [growth, way], "percent_change", OF_GROWTH)
        else:
            made = self._derived("progress", "progress_to_target", [growth, required, way], "percent", OF_SHARE)
        return self._told_apart(made, (bound.value for bound in bounds.values() if bound.value is not None))

    def _rate(self, word: str, inputs: list[Figure]) -> Figure:
        return self._told_apart(self._derived(word, "annual_growth", inputs, "percent_change", OF_GROWTH), ())

    def _derived(self, word: str, formula: str, inputs: list[Figure], unit: Unit, decimals: int) -> Figure:
        period = self.work.period
        id_ = f"{self.name}.all.{period.code}.{word}"
        where = self.work.report.indicators[self.name].where
        return self.work.sheet.derived(
            id_, formula, inputs, period=period, unit=unit, decimals=decimals, breakdown=where
        )

    def _told_apart(self, figure: Figure, bounds: Iterable[Decimal]) -> Figure:
        """The figure with so many decimals that it lies among the bounds, and to nought, as its exact value does."""
        return self._kept(replace(figure, decimals=_decimals(figure, tuple(bounds))))

    def _kept(self, figure: Figure) -> Figure:
        self.work.sheet.figures[figure.id] = figure
        return figure

    def _scale(self) -> tuple[Unit, Mapping[str, str] | None]:
        """The unit of what is judged."""
        if self.spec.column is not None:
            return self.latest.unit, self.latest.unit_name
        indicator = self.work.report.indicators[self.name]
        return indicator.unit, unit_name(indicator)

    # -- where bands begin ---------------------------------------------------------------------------------------

    def _bounds(self) -> dict[str, Figure]:
        """Where each band begins, by its name: as declared, or nearer to nought where a limit is near."""
        indicator = self.work.report.indicators[self.name]
        bands = indicator.bands if indicator.bands_on == "progress" else ()
        factor = self._factor() if bands and self.spec.limit is not None else None
        return {
            band.name: self._bound(band, Decimal(band.from_), factor)
            for band in bands
            if band.from_ is not None and band.from_ != REFERENCE
        }

    def _factor(self) -> Figure:
        limit = declare(self.work, f"{self.name}.progress-limit", self.spec.limit or Decimal(0), *self._scale())
        known = self.baseline.value or Decimal(0), limit.value or Decimal(0)
        if (known[0] - known[1]) * self.spec.sign > 0:
            self._beyond(limit)
        return self._derived("progress-factor", "limit_factor", [self.baseline, limit], "number", OF_FACTOR)

    def _beyond(self, limit: Figure) -> None:
        facts = {"indicator": self.name, "period": self.baseline.period.code, "dataset": self.work.spec.name}
        facts |= {"value": f"{self.baseline.value:f}", "limit": f"{limit.value:f}"}
        problem = Problem("measure.beyond-limit", facts, file=f"datasets/{self.work.spec.name}", severity="warning")
        if problem not in self.work.problems:
            self.work.problems.append(problem)

    def _bound(self, band: Band, value: Decimal, factor: Figure | None) -> Figure:
        unit: Unit = "percent_change" if self.spec.formula == "growth" else "percent"
        bound = declare(self.work, f"{self.name}.progress-bound.{band.name}", value, unit)
        if factor is None or value <= 0:
            return bound
        word = f"progress-from.{band.name}"
        made = self._derived(word, "progress_threshold", [bound, factor], unit, OF_GROWTH)
        # Two digits that are not nought, so that bounds next to each other are told apart.
        least = 1 - made.value.adjusted() if made.value else OF_GROWTH
        return self._kept(replace(made, decimals=min(max(OF_GROWTH, least), _MOST_DECIMALS)))

    # -- reasons -------------------------------------------------------------------------------------------------

    def _reason(self, target: Figure | None, figure: Figure | None) -> Reason:
        """Why there is no verdict; empty where there is one."""
        if not self.spec.sign:
            return "direction"
        if figure is not None and figure.value is not None:
            return ""
        if _years(self.baseline.period, self.latest.period) < 1:
            return "one-value"
        first, last = self.baseline.value or Decimal(0), self.latest.value or Decimal(0)
        if not first or not last:
            return "to-nought" if first else "from-nought"
        if first * last < 0:
            return "signs"
        return self._of_target(target, first)

    def _of_target(self, target: Figure | None, first: Decimal) -> Reason:
        """What the target lacks, where the values themselves are right."""
        aim = target.value if target is not None and target.value is not None else first
        if target is not None and _years(self.baseline.period, target.period) <= 0:
            return "target-past"
        if not aim:
            return "target-nought"
        return "target-signs" if aim * first < 0 else "target-kept"


def _decimals(figure: Figure, bounds: tuple[Decimal, ...]) -> int:
    if figure.value is None:
        return figure.decimals
    exact = _place(figure.value, bounds)
    enough = range(figure.decimals, _MOST_DECIMALS)
    found = (number for number in enough if _place(rounded_to(figure.value, number), bounds) == exact)
    return next(found, _MOST_DECIMALS)


def _place(value: Decimal, bounds: tuple[Decimal, ...]) -> tuple[int, int]:
    return (value > 0) - (value < 0), sum(bound <= value for bound in bounds)
