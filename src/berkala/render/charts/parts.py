"""What every kind of chart is made from: its categories, series, subtitle, source and table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from berkala.measure.findings import Figure, Findings
from berkala.periods import Period, overlapping
from berkala.plan.specifications import Category, ChartSpec, DatasetSpec, Indicator
from berkala.render.charts.model import Chart, Held, Matter, Point, Series, Table
from berkala.render.charts.observed import absence, category_of
from berkala.render.charts.sentences import rhythm_noun, said
from berkala.render.sentences import label_of, named, under_title
from berkala.render.sentences.changes import compare
from berkala.render.showing import shown
from berkala.render.statuses import WITHHELD, withheld, withheld_mark
from berkala.words import Language, Sentence

#: The word in `show` that stands for all categories.
EVERY = "every"
#: From so many periods on there is a stretch of time.
_SEVERAL = 2


#: The sources of a chart are all named up to so many letters.
_CITED = 90


@dataclass(frozen=True)
class Making:
    """A chart in the making: whose findings, under which name, in which language, and where the tile maps are."""

    findings: Findings
    name: str
    language: Language
    maps: Path | None = None

    @cached_property
    def spec(self) -> ChartSpec:
        """The chart as the report declares it, `show` with every category by its name."""
        spec = self.findings.report.spec.charts[self.name]
        return spec.model_copy(update={"show": self.findings.shown(spec)})

    @cached_property
    def indicator(self) -> Indicator:
        """The indicator that it shows."""
        report = self.findings.report.spec
        return report.indicators[report.charts[self.name].indicator]

    @cached_property
    def dataset(self) -> DatasetSpec:
        """The dataset of the report."""
        return self.findings.data[self.findings.report.spec.dataset].spec

    @property
    def period(self) -> Period:
        """The edition's period."""
        return self.findings.edition.period

    @property
    def show(self) -> tuple[str, ...]:
        """The categories that it shows; ``every`` is each category of the indicator's `by` but the whole."""
        return self.spec.show


def declared(making: Making, name: str, spec: ChartSpec) -> Making:
    """The same, with a chart that the report does not declare itself: of one place, or of one of several indicators."""
    report = making.findings.report
    charts = report.spec.model_copy(update={"charts": {**report.spec.charts, name: spec}})
    return replace(making, name=name, findings=replace(making.findings, report=replace(report, spec=charts)))


def over_time(making: Making) -> Making:
    """The same with the periods that a chart over time shows: the last `periods` of the report's, or all."""
    count = making.spec.periods
    if count is None:
        return making
    return replace(making, findings=replace(making.findings, periods=making.findings.periods[-count:]))


# -- series ---------------------------------------------------------------------------------------------------


def series_of(making: Making, category: str, periods: Iterable[Period]) -> Series:
    """One category over these periods."""
    known = category_of(making.dataset, making.indicator, category)
    points = tuple(_point(making, category, known, period) for period in periods)
    return Series(category, label_of(making.findings, making.spec.indicator, category, making.language), points)


def _point(making: Making, category: str, known: Category | None, period: Period) -> Point:
    """A value that is there after all was to be, whatever the descriptor says of the category's periods."""
    figure = making.findings.figure(making.spec.indicator, category, period)
    if figure is not None and figure.value is not None:
        return Point(period, figure)
    why = absence(making.dataset, known, period)
    return Point(period, figure, absent=why, wrong=withheld(making.findings, figure))


# -- the whole ------------------------------------------------------------------------------------------------


def finished(
    making: Making,
    *,
    message: Sentence,
    description: Sentence,
    table: Table,
    series: tuple[Series, ...],
    held: Held | None = None,
    measure: Sentence | None = None,
    subtitle_span: Sentence | None = None,
    span: Sentence | None = None,
    more: Iterable[Figure | None] = (),
    matter: Matter | None = None,
) -> Chart:
    """The chart. `more` are figures that it shows beyond its sentences, its series and its reference.

    `measure` and the spans are worked out from the indicator and the series unless they are given.
    """
    language, indicator = making.language, making.indicator
    span_said = subtitle_span or span_words(making, series[:1])
    short = measure or measure_of(making, under_title(making.findings.report.spec, indicator, language))
    measure = measure or measure_of(making, named(indicator.name[language.code]))
    points = [point.figure for one in series for point in one.points]
    shown_figures = [*points, *((held.figure, held.gap) if held else ()), *more]
    ids = (*message.figures, *description.figures, *(figure.id for figure in shown_figures if figure))
    notice = making.findings.report.spec.notice
    return Chart(
        name=making.name,
        kind=making.spec.kind,
        message=message.capital(),
        subtitle=language.sentence("charts.subtitle", measure=measure, span=span_said),
        beneath=language.sentence("charts.subtitle", measure=short, span=span_said),
        measure=measure,
        span=span or from_to(series[0], language),
        description=description,
        table=table,
        figures=tuple(dict.fromkeys(ids)),
        series=series,
        held=held,
        unit=indicator.unit,
        decimals=indicator.decimals,
        polarity=indicator.polarity,
        source=source_of(making),
        demonstration=notice[language.code] if notice else None,
        matter=matter,
        compared=_compared(making, message, series),
    )


def _compared(making: Making, message: Sentence, series: tuple[Series, ...]) -> Period | None:
    """The earlier period whose value the message's change is counted from."""
    for on in ("year", "previous") if series else ():
        found = compare(making.findings, making.spec.indicator, series[0].category, on)
        if found is not None and found.change.id in message.figures:
            return found.earlier.period
    return None


def measure_of(making: Making, name: Sentence) -> Sentence:
    """``Attendances within 4 hours, England, per cent``: what is measured, where, in which unit."""
    language, code = making.language, making.language.code
    return language.sentence(
        "charts.measure",
        name=name,
        place=named(making.findings.report.spec.place[code]),
        unit=unit_said(making),
    )


def unit_words(indicator: Indicator, language: Language) -> str:
    """The unit in words; an indicator of unit `number` names its own."""
    if indicator.unit_name is not None:
        return indicator.unit_name[language.code]
    return language.text(f"charts.unit.{indicator.unit}")


def unit_said(making: Making) -> Sentence:
    """The same for a sentence: its digits, as in "per 100,000 people", belong to a name."""
    return named(unit_words(making.indicator, making.language))


def span_words(making: Making, series: Sequence[Series]) -> Sentence:
    """``each month from … to …``, of a survey ``each survey, … to …``; the one period; only from when to when.

    The last where a period is left out on purpose, or a series is never observed at one. Spans are not each of a
    calendar's: they are "periods from … to …", and it is said where they overlap.
    """
    language, dataset, rhythm = making.language, making.dataset, making.dataset.rhythm
    periods = [point.period for point in series[0].points]
    if len(periods) < _SEVERAL:
        return from_to(series[0], language)
    if rhythm is None:
        key = "overlapping" if overlapping(periods) else "span"
    elif all(rhythm.after(before) == after for before, after in pairwise(periods)) and all(
        point.expected for one in series for point in one.points
    ):
        key = "survey" if dataset.coverage.months else periods[-1].frequency
    else:
        return from_to(series[0], language)
    first, last = (language.period_within(period) for period in (periods[0], periods[-1]))
    return language.sentence(f"charts.span.{key}", first=first, last=last)


def from_to(series: Series, language: Language) -> Sentence:
    """``April 2016 to March 2019``, or the one period."""
    first, last = series.points[0].period, series.last.period
    if first == last:
        return language.period(last)
    return language.sentence("charts.range", first=language.period_within(first), last=language.period_within(last))


def source_of(making: Making) -> Sentence:
    """Who published the facts: all of them, or the first where they would not fit under a chart."""
    publishers = list(dict.fromkeys(source.publisher for source in making.dataset.sources))
    if len(publishers) > 1 and sum(map(len, publishers)) > _CITED:
        return making.language.sentence("charts.source-others", source=named(publishers[0]))
    return making.language.sentence("charts.source", source=named(making.language.list(publishers)))


# -- tables ---------------------------------------------------------------------------------------------------


def table_by_period(making: Making, series: Sequence[Series]) -> Table:
    """One row for each period, newest first, one column for each series."""
    language = making.language
    unit, alone = unit_said(making), named(making.indicator.name[language.code])
    names = [one.label if len(series) > 1 else alone for one in series]
    columns = [language.sentence("charts.column", name=name, unit=unit) for name in names]
    head = (Sentence.plain(rhythm_noun(making.dataset, series[0].last.period, language)).capital(), *columns)
    rows = []
    for place in range(len(series[0].points) - 1, -1, -1):
        cells = [cell_of(one.points[place], language) for one in series]
        rows.append((language.period(series[0].points[place].period, short=True), *cells))
    return Table(head, tuple(rows))


def table_by_category(making: Making, series: Sequence[Series]) -> Table:
    """One row for each category, the edition's value beside it."""
    language = making.language
    unit = unit_said(making).capital()
    head = (Sentence.plain(language.text("charts.category")), unit)
    return Table(head, tuple((one.label, cell_of(one.last, language)) for one in series))


def cell_of(point: Point, language: Language) -> Sentence:
    """A value in a table, without its unit, or what stands in its place."""
    if point.wrong:
        return withheld_mark(language)
    return cell(point.figure, language) if point.figure else Sentence.plain(letter_of(point))


def value_of(point: Point, language: Language) -> Sentence:
    """A value as a chart says it, with its unit, or what stands in its place."""
    return cell_of(point, language) if point.figure is None or point.value is None else said(point.figure, language)


def letter_of(point: Point) -> str:
    """What stands in place of a value: ``[z]`` where none was ever to be, ``[–]`` where it is withheld."""
    if point.wrong:
        return WITHHELD
    return f"[{'z' if point.absent else point.status or 'x'}]"


def cell(figure: Figure | None, language: Language) -> Sentence:
    """A figure in a table, without its unit."""
    return Sentence.plain("[x]") if figure is None else shown(figure, language, "bare")
