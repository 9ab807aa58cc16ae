"""The notes of a line chart: what a reader has to know to read its marks."""

from __future__ import annotations

from itertools import chain

from berkala.render.charts.axes import cut_note
from berkala.render.charts.line_plot import LinePlot, crosses, matter_of
from berkala.render.charts.line_strokes import marked
from berkala.render.charts.model import UNSURE, Point, Series
from berkala.render.charts.observed import missing_notes, reason, words_in
from berkala.render.charts.spans import are_alike, sharing_notes
from berkala.words import Sentence


def line_notes(made: LinePlot) -> list[Sentence]:
    """A cut axis, values that are not shown, hollow and square points, breaks, the shaded interval."""
    chart, language = made.chart, made.language
    said = [*matter_of(chart).notes, *cut_note(made.plot.axis, chart.unit, language)]
    points = [point for series in chart.series for point in series.points if point.expected]
    said += _without_value(made)
    said += _statuses(made, points)
    said += _of_spans(made)
    if any(point.lower is not None and point.upper is not None for point in chart.first.points):
        said.append(language.sentence("charts.line.note.interval", interval=language.constant("interval")))
    return said


def _without_value(made: LinePlot) -> list[Sentence]:
    """What the marks of values that are not shown mean, and why the line breaks: in one where that is the same."""
    chart, language = made.chart, made.language
    crossed = [point for series in chart.series for point in crosses(series)]
    breaks = dict.fromkeys(reason(point) for point in chain.from_iterable(map(_absent, chart.series)))
    both = [why for why in breaks if why in map(reason, crossed) and why != "wrong"]
    said = missing_notes(chart, (point for point in crossed if reason(point) not in both), language)
    for why in breaks:
        key = f"charts.line.note.{'both' if why in both else 'gap'}"
        said.append(language.sentence(key, reason=words_in(chart, why, language)))
    return said


def _of_spans(made: LinePlot) -> list[Sentence]:
    """Where a span stands and how far it reaches, that spans share data, and which of them are joined."""
    periods, language = [point.period for point in made.chart.first.points], made.language
    if made.timeline.frequency != "span":
        return []
    said = [language.sentence("charts.line.note.middle"), *sharing_notes(periods, language)]
    return said if are_alike(periods) else [*said, language.sentence("charts.line.note.alike")]


def _absent(series: Series) -> list[Point]:
    """Points between two values that are not in the data at all: the line breaks there without a mark."""
    places = [place for place, point in enumerate(series.points) if point.value is not None]
    inside = series.points[places[0] : places[-1]] if places else ()
    return [point for point in inside if point.figure is None and point.expected]


def _statuses(made: LinePlot, points: list[Point]) -> list[Sentence]:
    """Each status that a value has, by its mark; where there are too many for marks, by their number."""
    language, said = made.language, []
    counts: dict[str, int] = {}
    for point in points:
        if point.value is not None and point.status in (*UNSURE, "r", "b"):
            counts[point.status] = counts.get(point.status, 0) + 1
    for status, count in counts.items():
        words = language.text(f"charts.status.{status}")
        if status == "b" or marked(made, status):
            mark = {"r": "square", "b": "break"}.get(status, "hollow")
            key = "charts.note.hollow" if mark == "hollow" else f"charts.line.note.{mark}"
            said.append(language.sentence(key, status=words))
        else:
            said.append(language.sentence("charts.line.note.many", status=words, count=language.role(count)))
    return [one.capital() for one in said]
