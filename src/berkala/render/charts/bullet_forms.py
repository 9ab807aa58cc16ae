"""What a bullet chart becomes on a card that has no room for a bar for each indicator.

A line for each, with the mark of its verdict and its value; of very many, the mark alone. The words of each mark stand
below: neither its shape nor its colour is all that carries it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from berkala.plan.references import Mark
from berkala.render.charts import bullet_draw
from berkala.render.charts.bullet import Form, Row, actual
from berkala.render.charts.bullet_draw import draw_mark, matter_of
from berkala.render.charts.drawing import Canvas, Drawing, Frame, Label, resized
from berkala.render.charts.metrics import Metrics, wrap
from berkala.render.charts.model import Chart
from berkala.render.sentences import named
from berkala.words import Language, Sentence

#: From one line to the next, and the air below an indicator, in parts of the type; the mark's half, of a line and of
#: its cell; and the largest cell.
_LEADING, _AIR, _HALF, _OF_CELL, _LARGEST = 1.3, 0.35, 0.42, 0.34, 6.0
#: More lines than these nobody reads on a card.
_MOST = 14
#: Marks in the order that they are set in; a row without one comes last.
_ORDER: tuple[Mark | None, ...] = ("met", "near", "miss", None)


def forms(chart: Chart) -> tuple[Chart, ...]:
    """The chart in each of its forms, the fullest first."""
    every: tuple[Form, ...] = ("bars", "lines", "marks")
    return tuple(replace(chart, matter=replace(matter_of(chart), form=form)) for form in every)


def draw(chart: Chart, frame: Frame, metrics: Metrics, language: Language) -> Drawing:
    """The drawing in the form that the chart has; its height follows from the rows."""
    return _DRAWN[matter_of(chart).form](chart, frame, metrics, language)


def _lines(chart: Chart, frame: Frame, metrics: Metrics, language: Language) -> Drawing:
    """A line for each indicator: its mark, its name and its value."""
    canvas, text, rows = Canvas(frame, metrics), frame.text, matter_of(chart).rows
    left, y = 1.5 * text, 0.0
    for row in rows:
        value = actual(row, language) if not row.missing else Sentence.plain(row.missing)
        room = frame.width - left - canvas.width(value, "b") - text
        name = named((row.indicator.short or row.indicator.name)[language.code])
        for place, line in enumerate(wrap(name, room, frame.type("b"), metrics)):
            y += _LEADING * text
            canvas.write(Label(left, y - 0.3 * text, line, "b"))
            if place == 0:
                canvas.write(Label(frame.width, y - 0.3 * text, value, "b a", "end"))
                draw_mark(canvas, row.mark, _HALF * text, y - 0.66 * text, _HALF * text)
        y += _AIR * text
    read = len(canvas.labels) - len(rows) <= _MOST
    y = _key(canvas, rows, y + _AIR * text, language)
    canvas.frame = resized(frame, round(y, 1) if read else float("inf"))  # has no room anywhere
    return canvas.drawing()


def _marks(chart: Chart, frame: Frame, metrics: Metrics, language: Language) -> Drawing:
    """A mark for each indicator, those that met their target first, in the largest cells that fill the frame."""
    canvas, rows = Canvas(frame, metrics), matter_of(chart).rows
    marks = sorted((row.mark for row in rows), key=_ORDER.index)
    key = _LEADING * frame.text * len(set(marks)) + frame.text
    cell = _cell(len(marks), frame, frame.height - key)
    across = int(frame.width / cell)
    for place, mark in enumerate(marks):
        down, right = divmod(place, across)
        draw_mark(canvas, mark, (right + 0.5) * cell - 0.15 * cell, (down + 0.5) * cell, _OF_CELL * cell)
    y = _key(canvas, rows, -(-len(marks) // across) * cell + 0.6 * frame.text, language)
    canvas.frame = resized(frame, round(max(y, frame.height), 1))
    return canvas.drawing()


def _cell(count: int, frame: Frame, height: float) -> float:
    """The side of the largest square cell of which so many fit; never smaller than a line of text."""
    cell = _LARGEST * frame.text
    while cell > frame.text and int(frame.width / cell) * int(height / cell) < count:
        cell *= 0.97
    return cell


def _key(canvas: Canvas, rows: Sequence[Row], y: float, language: Language) -> float:
    """Below: each mark, its words, and how many have it; returns where it ends."""
    text, counts = canvas.frame.text, Counter(row.mark for row in rows)
    for mark in (one for one in _ORDER if counts[one]):
        words = dict.fromkeys(row.verdict for row in rows if row.mark == mark and row.verdict)
        said = named(", ".join(words) or language.text("charts.bullet.unknown"))
        y += _LEADING * text
        draw_mark(canvas, mark, _HALF * text, y - 0.66 * text, _HALF * text)
        line = language.sentence("charts.bullet.key", words=said, count=language.role(counts[mark]))
        canvas.write(Label(1.5 * text, y - 0.3 * text, line, "s"))
    return y


_DRAWN: Mapping[Form, Callable[[Chart, Frame, Metrics, Language], Drawing]] = {
    "bars": bullet_draw.draw,
    "lines": _lines,
    "marks": _marks,
}
