"""The numbers of a chart, one row each: what its CSV holds and what its table is held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from berkala.measure.findings import Figure, Findings
from berkala.periods import Period
from berkala.plan.specifications import ReportSpec
from berkala.render.charts.model import Chart, Point, Series
from berkala.render.charts.observed import reason_words
from berkala.render.charts.parts import letter_of
from berkala.render.charts.timeline import LineMatter
from berkala.render.sentences import label_of
from berkala.render.sentences.labels import dataset_of
from berkala.render.statuses import status_words
from berkala.words import Language, rounded_to

#: What a number is, where it is no derived one: a value of a series.
VALUE = "value"
#: What a value is held against, in the place of a category.
_REFERENCES = frozenset({"reference", "reference-low", "reference-high"})


@dataclass(frozen=True)
class Row:
    """One number that a chart shows, or one place where it says that there is none.

    `kind` says what the number is: `VALUE`, or what was worked out from values or set for them (``gap``,
    ``change-year``, ``reference``, ``lower``). `value` is exact, `shown` what a reader sees. `figure` is its id in
    figures.json; empty where the data have no such figure, and then `status` says why.
    """

    period: Period
    category: str
    category_label: str
    measure: str
    measure_label: str
    kind: str
    value: Decimal | None
    shown: Decimal | None
    unit: str
    status: str
    note: str
    figure: str


def rows_of(chart: Chart, findings: Findings, language: Language, drawn: Iterable[str] = ()) -> tuple[Row, ...]:
    """Every number of a chart of a report, each once: its series first, oldest first, then what they are held against,
    then whatever else it shows or says.

    `drawn` are the ids of figures that stand in its drawings, as far as the chart does not name them itself.
    """
    return tuple(_Rows(chart, findings, language, (*chart.figures, *drawn)).every())


@dataclass(frozen=True)
class _Rows:
    """The chart whose numbers are listed, and what they were worked out from."""

    chart: Chart
    findings: Findings
    language: Language
    named: tuple[str, ...]

    @property
    def report(self) -> ReportSpec:
        return self.findings.report.spec

    def every(self) -> Iterator[Row]:
        told = set[str]()
        for series in self.chart.series:
            for point in series.points:
                if point.figure is None or point.figure.id not in told:
                    told |= {point.figure.id} if point.figure else set()
                    yield self._of_point(series, point)
        for figure, note in self._others():
            if figure.id not in told:
                told.add(figure.id)
                yield self._of_figure(figure, note)

    def _others(self) -> Iterator[tuple[Figure, str]]:
        """What stands beside the series, with the words that the chart has for it."""
        held, matter = self.chart.held, self.chart.matter
        if held is not None:
            yield from ((end, held.name.text) for end in (held.figure, held.high) if end is not None)
            yield from ((end, "") for step in held.steps for end in (step.figure, step.high) if end is not None)
        if isinstance(matter, LineMatter) and matter.ahead is not None:
            ahead = matter.ahead
            yield from ((end, ahead.name.text) for end in (ahead.figure, ahead.high) if end is not None)
        known = self.findings.figures
        yield from ((known[name], "") for name in self.named if name in known)

    def _of_point(self, series: Series, point: Point) -> Row:
        if point.figure is not None:
            return self._of_figure(point.figure, self._why_none(point), letter_of(point)[1:-1])
        own = series.category in self.report.indicators
        measure = series.category if own else self.report.charts[self.chart.name].indicator
        category = "all" if own else series.category
        label = self._category(measure, category)
        note, status = self._why_none(point), letter_of(point)[1:-1]
        name = self._measure(measure)
        unit = self._unit_of(measure)
        return Row(point.period, category, label, measure, name, VALUE, None, None, unit, status, note, "")

    def _why_none(self, point: Point) -> str:
        """In words, where a point has no value: why there is none."""
        return "" if point.value is not None else reason_words(dataset_of(self.findings), point, self.language)

    def _of_figure(self, figure: Figure, note: str, letter: str = "") -> Row:
        measure, category, kind = self._parts(figure)
        status = figure.status or (letter if figure.value is None else "")
        meaning = status_words(dataset_of(self.findings), status, self.language) if status else ""
        return Row(
            figure.period,
            category,
            self._category(measure, category) if category else "",
            measure,
            self._measure(measure) if measure else "",
            kind,
            figure.value,
            None if figure.value is None else rounded_to(figure.value, figure.decimals),
            figure.unit_name[self.language.code] if figure.unit_name else figure.unit,
            status,
            note or meaning,
            figure.id,
        )

    def _parts(self, figure: Figure) -> tuple[str, str, str]:
        """Indicator, category and kind. What is of no category of the data, as a count of categories, is of its own
        kind; what is of no indicator has a kind alone.
        """
        measure, category, kind = _parts(figure)
        if measure not in self.report.indicators:
            return "", "", VALUE
        by = self.report.indicators[measure].by
        known = {one.value for one in dataset_of(self.findings).field(by).categories} if by else set[str]()
        if category in ("", "all", *known):
            return measure, category, kind
        return measure, "", category if kind == VALUE else f"{category}.{kind}"

    def _category(self, measure: str, category: str) -> str:
        return label_of(self.findings, measure, category, self.language).text

    def _measure(self, measure: str) -> str:
        return self.report.indicators[measure].name[self.language.code]

    def _unit_of(self, measure: str) -> str:
        indicator = self.report.indicators[measure]
        return indicator.unit_name[self.language.code] if indicator.unit_name else indicator.unit


def _parts(figure: Figure) -> tuple[str, str, str]:
    """Indicator, category and kind, of which an id is made: ``<indicator>.<category>.<period>[.<kind>]``.

    A reference is of no category, ``<indicator>.reference[.<period>]``, or it says which:
    ``<indicator>.reference-of.<category>[.<period>]``. What is declared has no period.
    """
    indicator, second, *rest = figure.id.split(".")
    if second.endswith("-of") and second.removesuffix("-of") in _REFERENCES:
        return indicator, rest[0], second.removesuffix("-of")
    if second in _REFERENCES or not rest:
        return indicator, "", second
    return indicator, second, ".".join(rest[1:]) or VALUE
