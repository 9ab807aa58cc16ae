"""A line chart: every period, one line for each category, the first one in the accent."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from berkala.render.charts.axes import (
    Plot,
    draw_notes,
    draw_periods,
    draw_values,
    label_periods,
    margin,
    note_height,
    note_lines,
    scale_word,
    tick_labels,
)
from berkala.render.charts.beside import beside, column_width, names_above
from berkala.render.charts.drawing import Block, Canvas, Drawing, Frame, Label, block_labels, number, stack
from berkala.render.charts.line_names import mark_extremes, name_height, name_lines, names_in_head, write_head
from berkala.render.charts.line_notes import line_notes
from berkala.render.charts.line_plot import LinePlot, matter_of
from berkala.render.charts.line_reference import (
    draw_gap,
    draw_reference,
    earlier_values,
    gap_height,
    heights,
    name_ahead,
    name_reference,
)
from berkala.render.charts.line_strokes import draw_lines
from berkala.render.charts.metrics import ASCENT, Metrics
from berkala.render.charts.model import Chart
from berkala.render.charts.ticks import Axis, for_line
from berkala.words import Language, Sentence

#: The reference, the target ahead and the last values among the names that may move; no category is called so.
_REFERENCE, _AHEAD, _COLUMN = "", " ahead", " column"


def draw_line(chart: Chart, frame: Frame, metrics: Metrics, language: Language) -> Drawing:
    """The drawing of a line chart in a frame.

    A name that finds no place on the plot is drawn again beside it, so a second attempt may be needed.
    """
    moved: frozenset[str] = frozenset()
    for _ in range(5):
        made, lost = _attempt(chart, frame, metrics, language, moved)
        if lost <= moved:
            break
        moved |= lost
    return made.canvas.drawing()


def _attempt(
    chart: Chart, frame: Frame, metrics: Metrics, language: Language, moved: frozenset[str]
) -> tuple[LinePlot, frozenset[str]]:
    """One attempt, with the names in `moved` beside the plot, and the names that found no place on it."""
    canvas = Canvas(frame, metrics)
    head = 0.0
    blocks = beside(chart, language, canvas, moved)
    if names_above(chart, language, canvas, moved):
        moved |= {series.category for series in chart.series}
        blocks = beside(chart, language, canvas, frozenset())
        head = (sum(map(len, names_in_head(chart, canvas))) + 0.4) * name_height(canvas)
    made, ticks = _laid_out(chart, canvas, language, blocks, moved, head)
    if head:
        write_head(made)
    _draw_axes(made, ticks)
    draw_reference(made)
    draw_gap(made)
    draw_lines(made)
    if not _end_labels(made, blocks, moved):
        return made, frozenset({_COLUMN})  # beside the plot they leave the names more room on it
    lost = {_REFERENCE} if _REFERENCE not in moved and not name_reference(made) else set()
    lost |= {_AHEAD} if _AHEAD not in moved and not name_ahead(made) else set()
    lost |= {series.category for series in name_lines(made, moved)}
    mark_extremes(made)
    earlier_values(made)
    label_periods(canvas, made.plot, made.periods, made.x, language)
    return made, frozenset(lost)


def _laid_out(
    chart: Chart, canvas: Canvas, language: Language, blocks: list[Block], moved: frozenset[str], head: float
) -> tuple[LinePlot, list[Sentence]]:
    """The plot in the room that axis labels, notes and the column at the right leave; the notes are set."""
    frame, axis = canvas.frame, _axis(chart)
    ticks = tick_labels(axis, chart.unit, language)
    left = margin(canvas, ticks)
    column = 0.0 if _on_plot(chart, moved) else column_width(canvas, blocks)
    right = frame.width - column - 14 * frame.unit
    top = head + (2.6 if scale_word(axis, chart.unit, language) else 1.6) * frame.text
    made = LinePlot(chart, canvas, Plot(left, top, right, frame.height, axis), language, head=head)
    named = moved - {series.category for series in chart.series} if head else moved
    lines = note_lines(canvas, [*_elsewhere(chart, named, language), *line_notes(made)], left)
    below = 14 * frame.unit + 1.3 * frame.text + (len(lines) * note_height(canvas) + 3 * frame.unit if lines else 0)
    draw_notes(canvas, lines, left, frame.height - len(lines) * note_height(canvas))
    return replace(made, plot=replace(made.plot, bottom=frame.height - below)), ticks


def _axis(chart: Chart) -> Axis:
    """Over every value, every limit of an interval and every reference that is drawn."""
    limits = [end.value for point in chart.first.points for end in (point.lower, point.upper) if end is not None]
    values = [*chart.values, *(limit for limit in limits if limit is not None), *heights(chart.held)]
    ahead = matter_of(chart).ahead
    ends = (ahead.figure, ahead.high) if ahead else ()
    values += [end.value for end in ends if end is not None and end.value is not None]
    return for_line(values or [Decimal(0)], chart.unit)


def _on_plot(chart: Chart, moved: frozenset[str]) -> bool:
    """Whether the last values stand on the plot: with a target ahead the last point is not at its edge."""
    return matter_of(chart).ahead is not None and _COLUMN not in moved


def _elsewhere(chart: Chart, moved: frozenset[str], language: Language) -> list[Sentence]:
    """Names that stand in the notes: the references', and that of a line without a last value."""
    said = [chart.held.name] if chart.held and _REFERENCE in moved else []
    ahead = matter_of(chart).ahead
    said += [ahead.name] if ahead and _AHEAD in moved else []
    for series in chart.series[1:]:
        if series.category in moved and series.last.value is None:
            said.append(language.sentence("charts.note.name", label=series.label))
    return said


def _draw_axes(made: LinePlot, ticks: list[Sentence]) -> None:
    # The word first: in a very low plot the ticks' labels must keep clear of it.
    if word := scale_word(made.plot.axis, made.chart.unit, made.language):
        made.canvas.write(Label(0, made.head + made.canvas.frame.text, Sentence.plain(word).capital(), "s"))
    draw_values(made.canvas, made.plot, ticks)
    draw_periods(made.canvas, made.plot, made.periods, made.x)


# -- the last values ------------------------------------------------------------------------------------------


def _end_labels(made: LinePlot, blocks: list[Block], moved: frozenset[str]) -> bool:
    """The last values beside the plot, or, with a target ahead, beside their points; False where one has no room."""
    if _on_plot(made.chart, moved):
        return _beside_points(made, blocks)
    if made.ahead is not None:
        _leader(made)
    placed = [replace(block, centre=centre) for block, centre in zip(blocks, _centres(made, blocks), strict=True)]
    x = made.plot.right + 14 * made.unit
    for top, block in stack(placed, made.canvas.frame, made.head, made.plot.bottom + 1.2 * made.canvas.frame.text):
        for label in block_labels(top, block, x, made.canvas.frame):
            made.canvas.write(label)
    return True


def _leader(made: LinePlot) -> None:
    """From the last point over what lies ahead to its value in the column."""
    spot = made.end(made.chart.first)
    if spot is not None:
        x = spot[0] + 8 * made.unit
        made.canvas.path("g", f"M{number(x)} {number(spot[1])}H{number(made.plot.right + 10 * made.unit)}")
        made.canvas.line([(x, spot[1]), (made.plot.right, spot[1])])


def _centres(made: LinePlot, blocks: list[Block]) -> list[float]:
    """The height that each block speaks of: the last value's and the others' ends, then the gap's middle."""
    middle = (made.plot.top + made.plot.bottom) / 2
    end = made.end(made.chart.first)
    last = end[1] if end else middle
    others = [spot[1] for series in made.chart.series[1:] if (spot := made.end(series)) is not None]
    own, gap = last + 0.6 * made.canvas.frame.text, gap_height(made, last)
    # The gap's words on its own side of the value's, however small it is.
    by_rank = {1: [own], 2: others, 3: [max(gap, own + 0.1) if gap > last else gap]}
    return [by_rank[block.rank].pop(0) for block in blocks]


def _beside_points(made: LinePlot, blocks: list[Block]) -> bool:
    """Each block at the right of its point, or over or under it."""
    spots = [made.end(series) for series in made.chart.series]
    ends = iter([spots[0] or (made.x(len(made.chart.first.points) - 1), made.plot.bottom), *filter(None, spots[1:])])
    for block in blocks:
        spot = next(ends, None)
        if spot is None:  # the gap's words go with the value that missed
            return False
        if not any(made.canvas.set_block(labels) for labels in _tries(made, block, spot)):
            return False
    return True


def _tries(made: LinePlot, block: Block, spot: tuple[float, float]) -> list[list[Label]]:
    """Places for a block: at the right, level with the point or a little off; over it; under it."""
    frame, height, away = made.canvas.frame, block.height(made.canvas.frame), 10 * made.unit
    rows = [spot[1] - height * part for part in (0.5, 0.25, 0.75, 0, 1)]
    tries = [block_labels(top, block, spot[0] + away, frame) for top in rows]
    width = max(made.canvas.width(words, classes) for words, classes in block.lines)
    for top in (spot[1] - height - away, spot[1] + away):
        for share in (0.5, 0.0, 1.0):
            tries.append(block_labels(top, block, spot[0] - width * share, frame))
    # Inside the plot's height: a value must not run into the years below it.
    floor = made.plot.bottom - ASCENT * 0.3 * frame.text
    return [labels for labels in tries if labels[-1].y <= floor and labels[0].y - frame.text >= 0]
