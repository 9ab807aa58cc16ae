"""A line chart made from findings: its series, its intervals, what it is held against, and its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from berkala.measure.findings import Figure
from berkala.periods import Period
from berkala.plan.specifications import DatasetSpec, Span
from berkala.render.charts.held import ahead_of, held_over_time, value_words
from berkala.render.charts.model import Chart, Point, Series
from berkala.render.charts.parts import Making, each_period, finished, from_to, series_of, table_by_period
from berkala.render.charts.sentences import describe, message
from berkala.render.charts.timeline import Ahead, LineMatter
from berkala.render.main_points import named
from berkala.render.statuses import status_words
from berkala.words import Language, Sentence


def line(making: Making) -> Chart:
    """Every period, one line for each category."""
    held, ahead = held_over_time(making), ahead_of(making)
    series = tuple(_series(making, category) for category in making.show)
    own = reasons_of(making.dataset, series, making.language)
    said = message(making.findings, making.spec, series, held, making.language)
    words = describe(making.spec.kind, series, held, making.language, dict(own))
    extra = [*_not_held(making), *_ahead_words(ahead, making.language), *interval_words(series[0], making.language)]
    return finished(
        making,
        message=said,
        description=Sentence.join([words, *extra]),
        table=table_by_period(making, series),
        series=series,
        held=held,
        more=_more(series[0], ahead, held.high if held else None),
        matter=LineMatter(ahead, reasons=own),
        subtitle_span=span_words(making, series),
    )


def _series(making: Making, category: str) -> Series:
    return rhythmic(with_intervals(making, series_of(making, category, making.findings.periods)), making)


def with_intervals(making: Making, series: Series) -> Series:
    """The same series with the limits of each value's interval, where the data have them."""
    indicator, find = making.spec.indicator, making.findings.figure
    points = tuple(
        replace(
            point,
            lower=find(indicator, series.category, point.period, "lower"),
            upper=find(indicator, series.category, point.period, "upper"),
        )
        for point in series.points
    )
    return replace(series, points=points)


def rhythmic(series: Series, making: Making) -> Series:
    """The same series, with the periods at which it was never to be observed marked so."""
    span = span_of(making, series.category)
    if span is None:
        return series
    points = tuple(_in_span(point, span, making.dataset) for point in series.points)
    return replace(series, points=points)


def _in_span(point: Point, span: Span, dataset: DatasetSpec) -> Point:
    """A value that is there after all was to be, whatever the descriptor says."""
    return point if point.value is not None else replace(point, expected=within(point.period, span, dataset))


def within(period: Period, span: Span, dataset: DatasetSpec) -> bool:
    """Whether a category is observed at a period at all."""
    if span.from_ is not None and period < dataset.period(span.from_):
        return False
    if span.until is not None and period > dataset.period(span.until):
        return False
    return not span.months or period.start.month in span.months


def span_words(making: Making, series: Sequence[Series]) -> Sentence:
    """``each month from … to …``; only from when to when, where a period is left out on purpose."""
    periods = [point.period for point in series[0].points]
    every = all(point.expected for one in series for point in one.points)
    every = every and all(before.shift(1) == after for before, after in pairwise(periods))
    return each_period(series[0], making.language) if every else from_to(series[0], making.language)


def span_of(making: Making, category: str) -> Span | None:
    """The periods that a category has of its own, if it has."""
    if making.indicator.by is None:
        return None
    categories = making.dataset.field(making.indicator.by).categories
    return next((one.span for one in categories if one.value == category), None)


def reasons_of(dataset: DatasetSpec, series: Sequence[Series], language: Language) -> tuple[tuple[str, str], ...]:
    """The dataset's own words for the statuses of values that are not shown."""
    lacking = (point for one in series for point in one.points if point.value is None and point.expected)
    letters = dict.fromkeys(point.status for point in lacking)
    return tuple((letter, status_words(dataset, letter, language)) for letter in letters if letter in dataset.statuses)


# -- words ----------------------------------------------------------------------------------------------------


def _not_held(making: Making) -> list[Sentence]:
    """Why nothing is held against a goal."""
    reference = making.indicator.reference
    if reference is None or reference.not_held is None:
        return []
    why = named(reference.not_held[making.language.code].rstrip("."))
    return [making.language.sentence("charts.line.not-held", why=why)]


def _ahead_words(ahead: Ahead | None, language: Language) -> list[Sentence]:
    """The target for a later period, and that nothing is held against it yet."""
    return [language.sentence("charts.line.describe.ahead", name=ahead.name)] if ahead else []


def interval_words(series: Series, language: Language) -> list[Sentence]:
    """The interval of the last value."""
    low, high = series.last.lower, series.last.upper
    if low is None or high is None or low.value is None or high.value is None:
        return []
    slots = {"level": named("95%"), "ends": value_words(low, high, language)}
    return [language.sentence("charts.line.describe.interval", slots)]


def _more(series: Series, ahead: Ahead | None, high: Figure | None) -> list[Figure | None]:
    limits = [end for point in series.points for end in (point.lower, point.upper)]
    return [*limits, high, *((ahead.figure, ahead.high) if ahead else ())]
