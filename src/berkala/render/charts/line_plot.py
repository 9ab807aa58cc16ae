"""What the parts of a line chart share while it is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from berkala.periods import Period
from berkala.render.charts.axes import Plot
from berkala.render.charts.drawing import Canvas, Spot
from berkala.render.charts.model import Chart, Point, Series
from berkala.render.charts.timeline import Ahead, LineMatter, Timeline
from berkala.words import Language

#: Marks on points nearer to each other than this, in units, run together.
CLOSE = 7


@dataclass(frozen=True)
class LinePlot:
    """A line chart, its canvas, and where values and periods stand on it. `dots` are drawn so many times as large.

    Over the plot and its labels `head` pixels are taken by the lines' names.
    """

    chart: Chart
    canvas: Canvas
    plot: Plot
    language: Language
    dots: float = 1.0
    head: float = 0.0
    _spots: dict[str, tuple[Spot | None, ...]] = field(default_factory=dict, init=False, repr=False)

    @property
    def unit(self) -> float:
        """The frame's unit."""
        return self.canvas.frame.unit

    @property
    def ahead(self) -> Ahead | None:
        """A target for a later period."""
        return matter_of(self.chart).ahead

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """Every period of the axis, those ahead behind those of the data."""
        later = self.ahead.periods if self.ahead else ()
        return (*(point.period for point in self.chart.first.points), *later)

    @cached_property
    def timeline(self) -> Timeline:
        """Where the periods stand in time."""
        return Timeline.of([point.period for point in self.chart.first.points], self.ahead)

    def at(self, moment: float) -> float:
        """Where a moment stands."""
        return self.plot.left + self.timeline.share(moment) * (self.plot.right - self.plot.left)

    def x(self, place: int) -> float:
        """Where a period stands."""
        return self._across[place]

    @cached_property
    def _across(self) -> tuple[float, ...]:
        return tuple(map(self.at, self.timeline.moments))

    @property
    def spacing(self) -> float:
        """The shortest way from one period to the next; nought where there is only one."""
        return self.at(self.timeline.moments[0] + self.timeline.step) - self.x(0) if len(self.periods) > 1 else 0

    def spots(self, series: Series) -> tuple[Spot | None, ...]:
        """Where each of its points stands, if it has a value; worked out once, everything asks for them."""
        if series.category not in self._spots:
            values = enumerate(point.value for point in series.points)
            self._spots[series.category] = tuple(
                None if value is None else (self.x(place), self.plot.y(value)) for place, value in values
            )
        return self._spots[series.category]

    def spot(self, series: Series, place: int) -> Spot | None:
        """Where a point stands, if it has a value."""
        return self.spots(series)[place]

    def end(self, series: Series) -> Spot | None:
        """Where the last point stands, if it has a value."""
        return self.spot(series, len(series.points) - 1)


def matter_of(chart: Chart) -> LineMatter:
    """What a line chart shows beyond its series; nothing more where it was made without."""
    return chart.matter if isinstance(chart.matter, LineMatter) else LineMatter()


def crosses(series: Series) -> list[Point]:
    """The points that are marked as not shown.

    One that is only not available has a mark between two values, and at the end; before the first there was nothing.
    """
    began = next((place for place, point in enumerate(series.points) if point.value is not None), -1)
    return [
        point
        for place, point in enumerate(series.points)
        if point.expected and hidden(point) and (place > began or point.status != "x" or point.wrong)
    ]


def hidden(point: Point) -> bool:
    """Whether a point is marked as not shown: one that never was to be is not."""
    return point.withheld and point.status != "z"
