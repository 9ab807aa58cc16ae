"""What stands beside a line chart: the last value, the other lines' values, and the gap to the reference."""

from __future__ import annotations

from dataclasses import replace

from berkala.render.charts.drawing import Block, Canvas
from berkala.render.charts.metrics import wrap
from berkala.render.charts.model import UNSURE, Chart
from berkala.render.charts.parts import value_of
from berkala.render.charts.sentences import beside_title
from berkala.render.showing import shown
from berkala.words import Language, Sentence, rounded_to

#: In a narrow drawing the column beside the plot takes no more of the width with names in it, and a name so many lines.
_COLUMN, _NAME_LINES = 0.35, 2


def beside(chart: Chart, language: Language, canvas: Canvas, moved: frozenset[str]) -> list[Block]:
    """The blocks at the right, their centres still unknown: the last value, the other lines' values, the gap."""
    blocks = [_last(chart, language, canvas)]
    for series in chart.series[1:]:
        if series.last.figure is not None and series.last.value is not None:
            blocks.append(Block(0, ((beside_title(series.last.figure, language), "b"),), 2))
    if gap := _gap(chart, language):
        blocks.append(gap)
    room = max(column_width(canvas, blocks), canvas.frame.width / 5)
    with_value = [chart.first, *(series for series in chart.series[1:] if series.last.value is not None)]
    for place, series in enumerate(with_value):
        if series.category in moved:
            colour = "s" if place else "a"
            lines = wrap(series.label, room, canvas.frame.type(""), canvas.metrics)
            blocks[place] = replace(blocks[place], lines=(*blocks[place].lines, *((line, colour) for line in lines)))
    return blocks


def names_above(chart: Chart, language: Language, canvas: Canvas, moved: frozenset[str]) -> bool:
    """Whether the lines' names stand over the plot: in a narrow drawing where they would take its width beside it."""
    names = [series for series in chart.series if series.category in moved]
    if canvas.frame.words != "short" or not names:
        return False
    blocks, plain = beside(chart, language, canvas, moved), beside(chart, language, canvas, frozenset())
    longest = max(len(block.lines) - len(bare.lines) for block, bare in zip(blocks, plain, strict=True))
    return longest > _NAME_LINES or column_width(canvas, blocks) > _COLUMN * canvas.frame.width


def _last(chart: Chart, language: Language, canvas: Canvas) -> Block:
    """The value that matters, its period (of a long span each end in its own line), and that it may still change."""
    last, room = chart.first.last, canvas.frame.width / 4
    period = wrap(language.period(last.period, short=True), room, canvas.frame.type(""), canvas.metrics)
    value = (
        value_of(last, language) if last.figure is None or last.value is None else beside_title(last.figure, language)
    )
    lines = [(value, "x a"), *((line, "") for line in period)]
    if last.value is not None and last.status in (*UNSURE, "r"):
        lines.append((Sentence.plain(language.text(f"charts.status.{last.status}")), "s"))
    return Block(0, tuple(lines), 1)


def _gap(chart: Chart, language: Language) -> Block | None:
    """How far the value is from the reference, unless that rounds to nought."""
    gap = chart.held.gap if chart.held else None
    if chart.held is None or gap is None or gap.value is None or not rounded_to(gap.value, gap.decimals):
        return None
    side = "miss" if chart.held.missed else "met"
    key = f"charts.gap.{chart.held.relation}.{side}"
    if chart.held.relation == "within":
        key = f"charts.line.outside.{'over' if gap.value > 0 else 'under'}"
    way = language.sentence(key, direction=gap.id)
    return Block(0, ((shown(gap, language, magnitude=True), "b"), (way, "")), 3)


def column_width(canvas: Canvas, blocks: list[Block]) -> float:
    """The width of the widest line."""
    return max((canvas.width(words, classes) for block in blocks for words, classes in block.lines), default=0.0)
