"""The table of a chart's numbers on its page: one step away, and never a second time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from berkala.render.charts.dots import DotsMatter
from berkala.render.charts.held import value_words
from berkala.render.charts.kinds import KINDS
from berkala.render.charts.model import Chart, Point, Table
from berkala.render.charts.timeline import LineMatter
from berkala.words import Language, Sentence


@dataclass(frozen=True)
class ShownTable:
    """A table as it stands under a chart. `notes` are what the chart shows beside it: the target, an older one."""

    header: tuple[Sentence, ...]
    rows: tuple[tuple[Sentence, ...], ...]
    notes: tuple[Sentence, ...] = ()


def table_of(chart: Chart, language: Language) -> ShownTable | None:
    """The chart's numbers; None where the chart is a table already."""
    if is_table(chart):
        return None
    table = _with_intervals(chart, language)
    return ShownTable(table.header, table.rows, tuple(_notes(chart, language)))


def _with_intervals(chart: Chart, language: Language) -> Table:
    """The chart's own table; where its first series has intervals, with a column of them."""
    points, table = chart.first.points[::-1], chart.table
    if len(points) != len(table.rows) or not any(point.lower for point in points):
        return table
    head = (*table.header, language.constant("interval"))
    rows = ((*row, _ends(point, language)) for row, point in zip(table.rows, points, strict=True))
    return Table(head, tuple(rows))


def _ends(point: Point, language: Language) -> Sentence:
    low, high = point.lower, point.upper
    if low is None or high is None or low.value is None or high.value is None:
        return Sentence.plain("")
    return value_words(low, high, language)


def _notes(chart: Chart, language: Language) -> list[Sentence]:
    """What the values are held against, now, before, and later."""
    held, matter = chart.held, chart.matter
    notes = [held.name] if held is not None else []
    own = {held.figure.id} if held is not None else set()
    for step in reversed(held.steps if held is not None else ()):
        if step.figure.id not in own:
            own.add(step.figure.id)
            since = language.period(step.figure.period, short=True)
            notes.append(language.labelled(since, value_words(step.figure, step.high, language)))
    if isinstance(matter, LineMatter) and matter.ahead is not None:
        notes.append(matter.ahead.name)
    return notes


# -- what it shows -------------------------------------------------------------------------------------------------


def is_table(chart: Chart) -> bool:
    """Whether the chart is a table on its page: then it needs no second one."""
    return KINDS[chart.kind].page is not None


def cells_in(chart: Chart) -> int:
    """How many cells its table has."""
    return sum(len(row) - 1 for row in chart.table.rows)


def values_of(chart: Chart) -> frozenset[str]:
    """The figures of its series. Of a table of changes those of the edition alone: the earlier ones are not written."""
    dots = isinstance(chart.matter, DotsMatter)
    points = (point for one in chart.series for point in (one.points[-1:] if dots else one.points))
    return frozenset(point.figure.id for point in points if point.figure is not None)


def figures_in(rows: Iterable[Iterable[Sentence]]) -> frozenset[str]:
    """The figures that stand in the cells of a table."""
    return frozenset(name for row in rows for cell in row for name in cell.figures)
