"""From findings to a chart: which figures, in which words."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from berkala.measure.findings import Figure, Findings
from berkala.periods import Period
from berkala.plan.specifications import ChartSpec, Indicator
from berkala.render.charts.model import Chart, Held, Point, Series, Step, Table
from berkala.render.charts.sentences import describe, message, period_noun
from berkala.render.main_points import label_of, named
from berkala.render.showing import shown
from berkala.words import Language, Sentence


def build_chart(findings: Findings, name: str, language: Language) -> Chart:
    """The chart `name` of a report, for one edition in one language. Raises KeyError for an unknown name."""
    spec = findings.report.spec.charts[name]
    indicator = findings.report.spec.indicators[spec.indicator]
    series = tuple(_series(findings, spec, category, language) for category in spec.show)
    held = _held(findings, spec, indicator, language)
    if held is not None and spec.kind == "line":
        held = replace(held, steps=_steps(findings, spec, held.figure))
    said = message(findings, spec, series, held, language)
    measure, span = _measure(findings, indicator, language), _span(series[0], spec, language)
    description = describe(spec.kind, series, held, language)
    table = _table(spec, indicator, series, language)
    shown_ids = [point.figure.id for one in series for point in one.points if point.figure]
    shown_ids += [figure.id for figure in (held and held.figure, held and held.gap) if figure]
    return Chart(
        name=name,
        kind=spec.kind,
        message=said,
        subtitle=language.sentence("charts.subtitle", measure=measure, span=span),
        measure=measure,
        span=_range(series[0], spec, language),
        description=description,
        table=table,
        figures=tuple(dict.fromkeys((*said.figures, *description.figures, *shown_ids))),
        series=series,
        held=held,
        unit=indicator.unit,
        decimals=indicator.decimals,
        polarity=indicator.polarity,
        source=_source(findings, language),
        demonstration=findings.report.spec.demonstration[language.code] if findings.report.spec.demonstration else None,
    )


def _series(findings: Findings, spec: ChartSpec, category: str, language: Language) -> Series:
    periods: tuple[Period, ...] = (findings.edition.period,) if spec.kind == "bars" else findings.periods
    points = tuple(Point(period, findings.figure(spec.indicator, category, period)) for period in periods)
    return Series(category, label_of(findings, spec.indicator, category, language), points)


def _held(findings: Findings, spec: ChartSpec, indicator: Indicator, language: Language) -> Held | None:
    figure, reference = findings.reference(spec.indicator), indicator.reference
    if figure is None or figure.value is None or reference is None:
        return None
    kind, relation = reference.kind, reference.relation
    value = shown(figure, language)
    # Where only parts are shown, the reference, which is set for the whole, has to say so.
    if indicator.by is not None and indicator.all_label is not None and "all" not in spec.show:
        label = indicator.all_label[language.code]
        key = f"charts.reference.whole.{kind}.{relation}"
        name = language.sentence(key, value=value, whole=named(label[0].lower() + label[1:]))
    else:
        name = language.sentence(f"charts.reference.{kind}.{relation}", value=value)
    gap = None if spec.kind == "bars" else findings.figure(spec.indicator, spec.show[0], derived="gap")
    return Held(figure, name, language.text(f"charts.noun.{kind}"), relation, gap)


def _steps(findings: Findings, spec: ChartSpec, now: Figure) -> tuple[Step, ...]:
    """Which value of the reference each period is held against: the one from which its gap was worked out.

    A period without a value has no gap; it lies with its neighbours.
    """
    named_by: list[str | None] = []
    for period in findings.periods:
        gap = findings.figure(spec.indicator, "all", period, "gap")
        alone = findings.figure(spec.indicator, "all", period) is None
        named_by.append(gap.inputs[1] if gap else None if alone else "")
    named_by[-1] = now.id
    for place in range(len(named_by) - 2, -1, -1):
        named_by[place] = named_by[place + 1] if named_by[place] is None else named_by[place]
    steps = []
    for name, group in groupby(range(len(named_by)), key=lambda place: named_by[place]):
        places = list(group)
        if name:
            steps.append(Step(findings.figures[name], places[0], places[-1]))
    return tuple(steps)


def _measure(findings: Findings, indicator: Indicator, language: Language) -> Sentence:
    place = named(findings.report.spec.place[language.code])
    unit = language.text(f"charts.unit.{indicator.unit}")
    return language.sentence("charts.measure", name=named(indicator.name[language.code]), place=place, unit=unit)


def _span(series: Series, spec: ChartSpec, language: Language) -> Sentence:
    """``each month from April 2016 to March 2019``, or the one period."""
    first, last = series.points[0].period, series.last.period
    if first == last:
        return language.period(last)
    key = f"charts.span.{last.frequency}"
    return language.sentence(key, first=language.period(first), last=language.period(last))


def _range(series: Series, spec: ChartSpec, language: Language) -> Sentence:
    """``April 2016 to March 2019``, or the one period."""
    first, last = series.points[0].period, series.last.period
    if first == last:
        return language.period(last)
    return language.sentence("charts.range", first=language.period(first), last=language.period(last))


def _source(findings: Findings, language: Language) -> Sentence:
    sources = findings.data[findings.report.spec.dataset].spec.sources
    publishers = list(dict.fromkeys(source.publisher for source in sources))
    return language.sentence("charts.source", source=named(language.list(publishers)))


def _table(spec: ChartSpec, indicator: Indicator, series: tuple[Series, ...], language: Language) -> Table:
    unit = language.text(f"charts.unit.{indicator.unit}")
    if spec.kind == "bars":
        head = (Sentence.plain(language.text("charts.category")), Sentence.plain(unit).capital())
        return Table(head, tuple((one.label, _cell(one.last.figure, language)) for one in series))
    alone = named(indicator.name[language.code])
    names = [one.label if len(series) > 1 else alone for one in series]
    columns = [language.sentence("charts.column", name=name, unit=unit) for name in names]
    names_above = (Sentence.plain(period_noun(series[0].last.period, language)).capital(), *columns)
    rows = []
    for place in range(len(series[0].points) - 1, -1, -1):
        cells = [_cell(one.points[place].figure, language) for one in series]
        rows.append((language.period(series[0].points[place].period, short=True), *cells))
    return Table(names_above, tuple(rows))


def _cell(figure: Figure | None, language: Language) -> Sentence:
    return Sentence.plain("[x]") if figure is None else shown(figure, language, "bare")
