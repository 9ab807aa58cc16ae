"""The past of a number at a small scale: a line without axes, its first and last period named."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from berkala.render.cards.colours import names
from berkala.render.cards.layout import Text
from berkala.render.cards.sizes import Size
from berkala.render.charts.drawing import Box, Spot, moves, number
from berkala.render.charts.line_plot import hidden
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
    """The line in a box, and below it the first and the last period.

    As on a page, dots join the neighbours of a value that is withheld, and nothing is drawn over one that is missing.
    """
    style = Type(size.small, 500, tabular=False)
    plot = Box(box.left + 4, box.top + 8, box.right - 10, box.bottom - 1.9 * size.small)
    drawn = _drawn(series, _spots(series, plot), size.text / 13)
    first, last = series.points[0].period, series.points[-1].period
    ends = [
        Text(box.left, box.bottom, language.period(first, short=True), style, "soft"),
        Text(box.right, box.bottom, language.period(last, short=True), style.bold(), "ink", "end"),
    ]
    return ends, drawn


def _drawn(series: Series, spots: Sequence[Spot | None], unit: float) -> str:
    colours = names()
    line = f'fill="none" stroke="{colours["mute"]}" stroke-linecap="round" stroke-linejoin="round"'
    drawn = ""
    stretches = _stretches(series)
    for before, after in pairwise(stretches):
        if all(hidden(point) for point in series.points[before[-1] + 1 : after[0]] if point.expected):
            join = moves([spot for place in (before[-1], after[0]) if (spot := spots[place])])
            drawn += f'<path d="{join}" {line} stroke-width="{number(unit)}" stroke-dasharray="4 8"/>'
    for places in stretches:
        stretch = [spot for place in places if (spot := spots[place])]
        # A value between two that are missing is a dot, which has to be seen beside a line.
        width = 2 if len(stretch) > 1 else 4
        drawn += f'<path d="{moves(stretch)}h.01" {line} stroke-width="{number(width * unit)}"/>'
    if end := spots[-1]:
        x, y = end
        drawn += f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(5 * unit)}" fill="{colours["accent"]}"/>'
    return drawn


def _stretches(series: Series) -> list[list[int]]:
    """The places without a gap. Where nothing was to be observed nothing is missing, and the line goes on."""
    stretches: list[list[int]] = [[]]
    for place, point in enumerate(series.points):
        if point.value is not None:
            stretches[-1].append(place)
        elif point.expected:
            stretches.append([])
    return [stretch for stretch in stretches if stretch]


def _spots(series: Series, plot: Box) -> list[Spot | None]:
    """Where each value stands."""
    values = [point.value for point in series.known if point.value is not None]
    low, high = min(values), max(values)
    days = [stands_at(point.period, point.period.frequency) for point in series.points]
    whole = max(1, (days[-1] - days[0]).days)
    return [
        None
        if point.value is None
        else (
            plot.left + (at - days[0]).days / whole * (plot.right - plot.left),
            plot.bottom - float((point.value - low) / (high - low)) * (plot.bottom - plot.top),
        )
        for point, at in zip(series.points, days, strict=True)
    ]
