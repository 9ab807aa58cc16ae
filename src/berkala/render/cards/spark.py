"""The past of a number at a small scale: a line without axes, its first and last period named."""

from __future__ import annotations

from itertools import pairwise

from berkala.render.cards.colours import names
from berkala.render.cards.layout import Text
from berkala.render.cards.sizes import Size
from berkala.render.charts.drawing import Box, Spot, moves, number
from berkala.render.charts.metrics import Type
from berkala.render.charts.model import Series
from berkala.render.charts.spans import are_alike
from berkala.render.charts.timeline import stands_at
from berkala.words import Language

#: It is drawn from so much height on, and never higher than that, in parts of the card's type.
LEAST, MOST = 5.2, 9.0
#: Fewer values than these make no line.
ENOUGH = 4


def has_past(series: Series) -> bool:
    """Whether there is anything to draw: not a line through spans of unlike length."""
    alike = are_alike([point.period for point in series.known])
    return len(series.known) >= ENOUGH and series.extremes() is not None and alike


def draw_series(series: Series, box: Box, size: Size, language: Language) -> tuple[list[Text], str]:
    """The line in a box, and below it the first and the last period. Dots stand where a value is not shown."""
    style = Type(size.small, 500, tabular=False)
    plot = Box(box.left + 4, box.top + 8, box.right - 10, box.bottom - 1.9 * size.small)
    unit, colours = size.text / 13, names()
    runs = _runs(series, plot)
    line = f'fill="none" stroke="{colours["mute"]}" stroke-linecap="round" stroke-linejoin="round"'
    drawn = "".join(
        f'<path d="{moves((one[-1], other[0]))}" {line} stroke-width="{number(unit)}" stroke-dasharray="4 8"/>'
        for one, other in pairwise(runs)
    )
    drawn += "".join(f'<path d="{moves(run)}h.01" {line} stroke-width="{number(2 * unit)}"/>' for run in runs)
    if series.last.value is not None:
        x, y = runs[-1][-1]
        drawn += f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(5 * unit)}" fill="{colours["accent"]}"/>'
    first, last = series.points[0].period, series.points[-1].period
    ends = [
        Text(box.left, box.bottom, language.period(first, short=True), style, "soft"),
        Text(box.right, box.bottom, language.period(last, short=True), style.bold(), "ink", "end"),
    ]
    return ends, drawn


def _runs(series: Series, plot: Box) -> list[list[Spot]]:
    """The stretches without a gap. Where nothing was to be observed nothing is missing, and the line goes on."""
    values = [point.value for point in series.known if point.value is not None]
    low, high = min(values), max(values)
    start, end = (stands_at(point.period, point.period.frequency) for point in (series.points[0], series.last))
    whole = max(1, (end - start).days)
    runs: list[list[Spot]] = [[]]
    for point in series.points:
        if point.value is None:
            runs += [[]] * bool(runs[-1] and point.expected)
            continue
        at = stands_at(point.period, point.period.frequency)
        x = plot.left + (at - start).days / whole * (plot.right - plot.left)
        share = float((point.value - low) / (high - low))
        runs[-1].append((x, plot.bottom - share * (plot.bottom - plot.top)))
    return [run for run in runs if run]
