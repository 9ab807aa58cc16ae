"""How a bullet chart is set: a table with tracks on a page, a drawing for a card and a download."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from html import escape

from berkala.plan.references import Mark
from berkala.render.charts.axes import draw_notes, note_height, note_lines
from berkala.render.charts.bullet import BulletMatter, Row, actual, reached, target_words
from berkala.render.charts.drawing import Canvas, Drawing, Frame, Label, number, resized
from berkala.render.charts.metrics import Metrics, wrap
from berkala.render.charts.model import UNSURE, Chart
from berkala.render.sentences import named
from berkala.words import Language, Sentence

_NOUGHT = Decimal(0)

#: The marks in a box of 16: a disc, parts of one, an open diamond (look: Words carry the verdict).
_RING = '<circle class="mk" cx="8" cy="8" r="6"/>'
_SHAPES = {
    "met": '<circle class="mf" cx="8" cy="8" r="7"/>',
    "most": f'{_RING}<path class="mf" d="M8 8V2A6 6 0 1 0 14 8z"/>',
    "near": f'{_RING}<path class="mf" d="M8 2A6 6 0 0 0 8 14z"/>',
    "some": f'{_RING}<path class="mf" d="M8 8V14A6 6 0 0 1 2 8z"/>',
    "miss": '<path class="mk" d="M8 1.5L14.5 8 8 14.5 1.5 8z"/>',
}

#: What is filled of a ring around a point: three quarters, the left half, a quarter.
_FILLED = {
    "most": "M{x} {y}v-{r}a{r} {r} 0 1 0 {r} {r}z",
    "near": "M{x} {top}a{r} {r} 0 1 0 0 {d}z",
    "some": "M{x} {y}v{r}a{r} {r} 0 0 1 -{r} -{r}z",
}


def matter_of(chart: Chart) -> BulletMatter:
    """The rows of a bullet chart."""
    assert isinstance(chart.matter, BulletMatter)
    return chart.matter


def notes_of(chart: Chart, language: Language) -> list[Sentence]:
    """What a reader has to know: every row has its own scale, what the upright line is, hollow bars."""
    rows = matter_of(chart).rows
    said = [language.sentence("charts.bullet.note.scale")] if len(rows) > 1 else []
    if any(row.held for row in rows):
        said.append(language.sentence("charts.bullet.note.line"))
    for status in dict.fromkeys(row.figure.status for row in rows if row.figure and row.value is not None):
        if status in UNSURE:
            said.append(language.sentence("charts.bullet.note.hollow", status=language.text(f"charts.status.{status}")))
    return said


# -- a table --------------------------------------------------------------------------------------------------


def page(chart: Chart, language: Language) -> str:
    """The chart as a table: it reflows, is read aloud, and needs no second drawing.

    Its roles are said, for on a phone its rows are laid out as grids and would be none to who hears them.
    """
    matter = matter_of(chart)
    heads = ["indicator", "actual", *(["achievement"] if matter.achieved or matter.judged else [])]
    names = [escape(language.text(f"charts.bullet.head.{name}")) for name in heads]
    head = "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in names)
    body = "".join(_table_row(row, matter, language) for row in matter.rows)
    notes = ". ".join(note.html() for note in notes_of(chart, language))
    return (
        f'<table class="bul" role="table"><thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
        f'<p class="src">{notes}{"." if notes else ""}</p>'
    )


def _table_row(row: Row, matter: BulletMatter, language: Language) -> str:
    target = f"<i>{target_words(row, language).html()}</i>"
    first = f'<th scope="row" role="rowheader">{row.name.html()}{_track(row)}{target}</th>'
    value = actual(row, language).html()
    why = f"<i>{escape(row.missing)}</i>" if row.missing else ""
    cells = f'<td role="cell"><b>{value}</b>{why}</td>'
    if not (matter.achieved or matter.judged):
        return f'<tr role="row">{first}{cells}</tr>'
    how = f"<i>{escape(row.measured)}</i>" if row.measured else ""
    share = reached(row, language).html() + how
    mark = ""
    if row.mark:
        kind = f" {row.mark}" if row.mark != "near" else ""
        shape = f'<svg viewBox="0 0 16 16" aria-hidden="true" display="none">{_SHAPES[row.mark]}</svg>'
        mark = f'<span class="band{kind}">{shape}{escape(row.verdict)}</span>'
    return f'<tr role="row">{first}{cells}<td role="cell">{share}{mark}</td></tr>'


def _track(row: Row) -> str:
    """The bar and the target's line in per cent of the cell, at any width. Without a target no length says anything."""
    if row.held is None:
        return ""
    parts = ['<rect class="fw" width="100%" height="12" y="2"/>']
    if row.value is not None:
        left, right = sorted((row.share(row.value), row.share(_NOUGHT)))
        classes = "ho" if row.figure is not None and row.figure.status in UNSURE else "fa"
        parts.append(
            f'<rect class="{classes}" x="{_percent(left)}" width="{_percent(right - left)}" height="12" y="2"/>'
        )
    if len(row.targets) > 1:
        low, high = (row.share(target) for target in row.targets)
        parts.append(f'<rect class="rg" x="{_percent(low)}" width="{_percent(high - low)}" height="16"/>')
    for target in row.targets:
        x = _percent(row.share(target))
        parts.append(f'<line class="bt" x1="{x}" x2="{x}" y1="-2" y2="18"/>')
    return f'<svg aria-hidden="true" display="none">{"".join(parts)}</svg>'


def _percent(share: Decimal) -> str:
    return f"{number(float(share) * 100)}%"


# -- a drawing ------------------------------------------------------------------------------------------------


@dataclass
class _Bullets:
    """What the rows share while they are drawn."""

    canvas: Canvas
    language: Language

    @property
    def unit(self) -> float:
        """The frame's unit."""
        return self.canvas.frame.unit

    @property
    def leading(self) -> float:
        """From one line of text to the next."""
        return 1.35 * self.canvas.frame.text


def draw(chart: Chart, frame: Frame, metrics: Metrics, language: Language) -> Drawing:
    """The drawing in a frame of this width; its height follows from the rows."""
    canvas = Canvas(frame, metrics)
    made, y = _Bullets(canvas, language), 0.0
    for row in matter_of(chart).rows:
        y = _row(made, row, y)
    notes = note_lines(canvas, notes_of(chart, language), 0)
    height = y + len(notes) * note_height(canvas)
    canvas.frame = resized(frame, round(height, 1))
    draw_notes(canvas, notes, 0, y)
    return canvas.drawing()


def _row(made: _Bullets, row: Row, top: float) -> float:
    """Name and value over the bar, target and verdict under it; returns where the row ends."""
    frame, unit = made.canvas.frame, made.unit
    value = actual(row, made.language)
    if row.missing:
        value = Sentence.join([value, Sentence.plain(row.missing)])
    kept = made.canvas.width(value, "b") + 14 * unit
    below = kept > 0.6 * frame.width  # a long reason stands on its own line
    lines = wrap(row.name, frame.width - (0 if below else kept), frame.type("b"), made.canvas.metrics)
    values = wrap(value, frame.width, frame.type("b"), made.canvas.metrics) if below else (value,)
    y = top
    for line in lines:
        y += made.leading
        made.canvas.write(Label(0, y - 0.3 * frame.text, line, "b"))
    for line in values:
        y += made.leading if below else 0
        made.canvas.write(Label(frame.width, y - 0.3 * frame.text, line, "b a", "end"))
    y += 7 * unit
    if row.held is not None:
        _bar(made, row, y)
        y += 18 * unit
    return _under(made, row, y) + 18 * unit


def _bar(made: _Bullets, row: Row, top: float) -> None:
    unit, width = made.unit, made.canvas.frame.width
    made.canvas.path("fw", _box(0, width, top, top + 12 * unit))
    if row.value is not None:
        ends = sorted((row.share(row.value), row.share(_NOUGHT)))
        classes = "ho" if row.figure is not None and row.figure.status in UNSURE else "fa"
        left, right = (float(end) * width for end in ends)
        made.canvas.path(classes, _box(left, right, top, top + 12 * unit))
    spots = [float(row.share(target)) * width for target in row.targets]
    if len(spots) > 1:
        made.canvas.path("rg", _box(spots[0], spots[-1], top - 2 * unit, top + 14 * unit))
    for x in spots:
        made.canvas.path("bt", f"M{number(x)} {number(top - 4 * unit)}V{number(top + 16 * unit)}")


def _box(left: float, right: float, top: float, bottom: float) -> str:
    return f"M{number(left)} {number(top)}H{number(right)}V{number(bottom)}H{number(left)}z"


def _under(made: _Bullets, row: Row, top: float) -> float:
    """The target's name at the left; mark, verdict and achievement at the right, or under it where both are long."""
    frame, language = made.canvas.frame, made.language
    target = target_words(row, language)
    parts = [reached(row, language)] if row.achievement is not None else []
    parts += [named(row.verdict)] if row.verdict else []
    verdict = Sentence.join(parts, "  ")
    mark = 1.5 * frame.text if row.mark else 0.0
    needed = made.canvas.width(verdict, "b") + mark
    lines = wrap(target, frame.width, frame.type("s"), made.canvas.metrics)
    together = made.canvas.width(target, "s") + needed + 14 * made.unit <= frame.width
    y = top
    for line in lines:
        y += made.leading
        made.canvas.write(Label(0, y - 0.3 * frame.text, line, "s"))
    if not parts:
        return y
    left = frame.width - needed
    if together:
        made.canvas.write(Label(frame.width, y - 0.3 * frame.text, verdict, "b", "end"))
    else:
        y, left = y + made.leading, 0.0
        made.canvas.write(Label(mark, y - 0.3 * frame.text, verdict, "b"))
    if row.mark:
        draw_mark(made.canvas, row.mark, left + 0.5 * frame.text, y - 0.66 * frame.text, 0.42 * frame.text)
    return y


def draw_mark(canvas: Canvas, mark: Mark | None, x: float, y: float, half: float) -> None:
    """A disc, a part of one or an open diamond around a point, so far to each side; a dash for no verdict."""
    size = round(half, 1)  # as it is written, so that a disc is round
    r, d = number(size), number(2 * size)
    circle = f"M{number(x - size)} {number(y)}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0z"
    if mark is None:
        canvas.path("vn", f"M{number(x - size)} {number(y)}h{d}")
    elif mark == "met":
        canvas.path("vm", circle)
    elif mark in _FILLED:
        canvas.path("vn", circle)
        canvas.path("fi", _FILLED[mark].format(x=number(x), y=number(y), top=number(y - size), r=r, d=d))
    else:
        s = number(size)
        canvas.path("vx", f"M{number(x)} {number(y - size)}l{s} {s}l-{s} {s}l-{s} -{s}z")
