"""A line chart made from findings: its series, its intervals, what it is held against, and its words."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from berkala.measure.findings import Figure
from berkala.render.charts.held import ahead_of, held_over_time, value_words
from berkala.render.charts.model import Chart, Series
from berkala.render.charts.observed import present, reasons_of
from berkala.render.charts.parts import Making, finished, over_time, series_of, span_words, table_by_period
from berkala.render.charts.sentences import describe, message
from berkala.render.charts.timeline import Ahead, LineMatter
from berkala.render.sentences import named
from berkala.words import Language, Sentence


def line(making: Making) -> Chart:
    """Every period, or the last `periods`, one line for each category."""
    shown = over_time(making)
    held, ahead = held_over_time(shown), ahead_of(making)
    series = present(_series(shown, category) for category in making.show)
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
    return with_intervals(making, series_of(making, category, making.findings.periods))


def with_intervals(making: Making, series: Series) -> Series:
    """The same series with the limits of each value's interval, where the data have them."""
    indicator, find = making.spec.indicator, making.findings.figure
    ends = [
        [find(indicator, series.category, point.period, end) for end in ("lower", "upper")] for point in series.points
    ]
    if not any(chain.from_iterable(ends)):
        return series
    points = zip(series.points, ends, strict=True)
    return replace(series, points=tuple(replace(point, lower=low, upper=high) for point, (low, high) in points))


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
    slots = {"interval": language.constant("interval"), "ends": value_words(low, high, language)}
    return [language.sentence("charts.line.describe.interval", slots)]


def _more(series: Series, ahead: Ahead | None, high: Figure | None) -> list[Figure | None]:
    limits = [end for point in series.points for end in (point.lower, point.upper)]
    return [*limits, high, *((ahead.figure, ahead.high) if ahead else ())]
