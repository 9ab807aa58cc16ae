"""The lines of a line chart: what joins which points, and how a point is marked.

Nothing bridges a missing period. A value that is not shown has a × on a dashed join, or on the axis; a break in the
series cuts the line under a vertical tick; a series of its own rhythm joins what its rhythm lets follow each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from berkala.periods import overlapping
from berkala.render.charts.drawing import Spot, moves, number
from berkala.render.charts.line_plot import CLOSE, LinePlot, crosses, hidden
from berkala.render.charts.marks import hidden_mark
from berkala.render.charts.model import UNSURE, Point, Series
from berkala.render.charts.spans import that_can_be_joined

_OLDER = ("ol", "od")
#: So many bars that overlap can be told apart.
_BARS = 12


def draw_lines(made: LinePlot) -> None:
    """The interval of the line that matters, then the lines, that one on top, and their last points.

    Under all of them, how far each span of the line that matters reaches.
    """
    _interval(made, made.chart.first)
    if made.timeline.frequency == "span":
        _bars(made, made.chart.first)
    for place in range(len(made.chart.series) - 1, -1, -1):
        _series(made, made.chart.series[place], "ln" if place == 0 else _OLDER[(place - 1) % 2])
    for place, series in reversed(list(enumerate(made.chart.series))):
        _last(made, series, matters=place == 0)


def _bars(made: LinePlot, series: Series) -> None:
    """A bar through each point, from the first day of its span to the last: its value is that of all these days.

    Where so many overlap that they would run together, only the last point has one.
    """
    known = [place for place, point in enumerate(series.points) if point.value is not None]
    crowded = len(known) > _BARS and overlapping(series.points[place].period for place in known)
    for place in known[-1:] if crowded else known:
        spot = made.spot(series, place)
        if spot is None:
            continue
        left, right = (made.at(end) for end in made.timeline.reach(series.points[place].period))
        made.canvas.path("sp", f"M{number(left)} {number(spot[1])}H{number(right)}")
        made.canvas.line([(left, spot[1]), (right, spot[1])])


def marked(made: LinePlot, status: str) -> bool:
    """Whether points of this status are marked one by one: not where the marks would run together."""
    return made.spacing > CLOSE * made.unit or _count(made, status) <= 1


def _count(made: LinePlot, status: str) -> int:
    points = [point for series in made.chart.series for point in series.points[:-1]]
    return sum(point.status == status and point.value is not None for point in points)


def _stretches(series: Series) -> Iterator[list[int]]:
    """The places that are joined: those of the series' own rhythm, up to a missing value or a break."""
    for places in that_can_be_joined(series):
        stretch: list[int] = []
        for place in places:
            point = series.points[place]
            if point.value is None or (point.status == "b" and stretch):
                yield stretch
                stretch = []
            if point.value is not None:
                stretch.append(place)
        yield stretch


def _series(made: LinePlot, series: Series, classes: str) -> None:
    """The line in its stretches; a value between two that are missing is a dot."""
    parts, spots = [], made.spots(series)
    for places in _stretches(series):
        stretch = [spot for place in places if (spot := spots[place]) is not None]
        if len(stretch) > 1:
            parts.append(moves(stretch))
            made.canvas.line(stretch)
        elif stretch:
            made.canvas.dot("fa" if classes == "ln" else "fm", stretch[0], 3 * made.dots)
    _joins(made, series)
    if parts:
        made.canvas.path(classes, "".join(parts))
    for place, point in enumerate(series.points):
        if point.status:
            _marks(made, series, place, point, classes)


def _marks(made: LinePlot, series: Series, place: int, point: Point, classes: str) -> None:
    """A hollow point may still change, a square one was revised, a vertical tick is a break."""
    spot = made.spot(series, place)
    if spot is None:
        return
    last, ring = place == len(series.points) - 1, "ho" if classes == "ln" else "hm"
    if point.status == "b":
        _break(made, series, place, spot)
    elif not last and point.status in UNSURE and marked(made, point.status):
        made.canvas.dot(ring, spot, 3)
    elif not last and point.status == "r" and marked(made, point.status):
        square(made, spot, ring, 3)


def square(made: LinePlot, spot: Spot, classes: str, half: float) -> None:
    """A square around a point."""
    size = half * made.unit
    side = number(2 * size)
    made.canvas.path(classes, f"M{number(spot[0] - size)} {number(spot[1] - size)}h{side}v{side}h-{side}z")
    made.canvas.keep_off(spot, size)


def _break(made: LinePlot, series: Series, place: int, spot: Spot) -> None:
    """A tick half-way from the point before, where the line is cut."""
    before = next((s for at in range(place - 1, -1, -1) if (s := made.spot(series, at)) is not None), None)
    x = (before[0] + spot[0]) / 2 if before else spot[0] - 3 * made.unit
    y = (before[1] + spot[1]) / 2 if before else spot[1]
    arm = max(11 * made.unit, abs(y - spot[1]) + 7 * made.unit)
    top, bottom = max(made.plot.top, y - arm), min(made.plot.bottom, y + arm)
    made.canvas.path("ax", f"M{number(x)} {number(top)}V{number(bottom)}")
    made.canvas.line([(x, top), (x, bottom)])


def _joins(made: LinePlot, series: Series) -> None:
    """A × at each value that is not shown, and a dashed join over it where both neighbours have one."""
    for places in that_can_be_joined(series):
        _joins_among(made, series, places)


def _joins_among(made: LinePlot, series: Series, places: list[int]) -> None:
    every = made.spots(series)
    spots = [every[place] for place in places]
    crossed = crosses(series)
    at = 0
    while at < len(places):
        if not hidden(series.points[places[at]]):
            at += 1
            continue
        end = at
        while end < len(places) and hidden(series.points[places[end]]):
            end += 1
        before = spots[at - 1] if at else None
        after = spots[end] if end < len(places) else None
        lacking = [(made.x(place), series.points[place]) for place in places[at:end]]
        _join(made, [one for one in lacking if one[1] in crossed], before, after)
        at = end


def _join(made: LinePlot, lacking: list[tuple[float, Point]], before: Spot | None, after: Spot | None) -> None:
    """A dashed join between two values, the marks on it; a mark that has not both beside it has no height to stand at.

    It rests on the axis.
    """
    if before and after:
        made.canvas.path("od", moves([before, after]))
        made.canvas.line([before, after])
    for x, point in lacking:
        y = _between(before, after, x) if before and after else _foot(made) - _arm(made)
        _mark(made, point, (x, y))


def _between(before: Spot, after: Spot, x: float) -> float:
    return before[1] + (after[1] - before[1]) * (x - before[0]) / (after[0] - before[0])


def _foot(made: LinePlot) -> float:
    """The height of the axis: of nought, where it is in the plot, else of the end that is nearer to it."""
    return made.plot.y(max(made.plot.axis.low, min(Decimal(0), made.plot.axis.high)))


def _arm(made: LinePlot) -> float:
    """Half of the size of a mark."""
    return 4 * made.unit * made.dots


def _mark(made: LinePlot, point: Point, spot: Spot) -> None:
    """The mark of a value that is not shown."""
    size = _arm(made)
    hidden_mark(made.canvas, point, spot, size)
    made.canvas.line([(spot[0] - size, spot[1] - size), (spot[0] + size, spot[1] + size)])


def _interval(made: LinePlot, series: Series) -> None:
    """The interval around the line, over each stretch that has one; around a single point, a bar."""
    for places in _stretches(series):
        run: list[tuple[Spot, Spot]] = []
        for place in [*places, None]:
            ends = None if place is None else _limits(made, series.points[place], place)
            if ends is not None:
                run.append(ends)
                continue
            if run:
                _shade(made, run)
            run = []


def _limits(made: LinePlot, point: Point, place: int) -> tuple[Spot, Spot] | None:
    low, high = point.lower, point.upper
    if low is None or high is None or low.value is None or high.value is None:
        return None
    x = made.x(place)
    return (x, made.plot.y(high.value)), (x, made.plot.y(low.value))


def _shade(made: LinePlot, run: list[tuple[Spot, Spot]]) -> None:
    if len(run) == 1:
        (x, top), (_, bottom) = run[0]
        half = 2 * made.unit
        run = [((x - half, top), (x - half, bottom)), ((x + half, top), (x + half, bottom))]
    made.canvas.path("ub", moves([*(high for high, _ in run), *(low for _, low in reversed(run))]) + "z")


def _last(made: LinePlot, series: Series, *, matters: bool) -> None:
    """The last point; hollow where it may still change, square where it was revised."""
    spot, status = made.end(series), series.last.status
    if spot is None:
        return
    unsure = status in UNSURE or status == "r"
    classes = ("ho" if unsure else "fa") if matters else ("hm" if unsure else "fm")
    if status == "r":
        square(made, spot, classes, (5 if matters else 3.6) * made.dots)
    else:
        made.canvas.dot(classes, spot, (5.5 if matters else 4) * made.dots)
