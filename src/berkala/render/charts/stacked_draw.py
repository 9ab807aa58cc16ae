"""How a stacked chart is drawn: columns with their parts named where they end, or one bar with a list below it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from berkala.render.charts import stacked_list
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
from berkala.render.charts.drawing import (
    Block,
    Box,
    Canvas,
    Drawing,
    Frame,
    Label,
    block_labels,
    number,
    resized,
    stack,
)
from berkala.render.charts.hatching import STEP, in_box
from berkala.render.charts.metrics import Metrics, balanced
from berkala.render.charts.model import Chart
from berkala.render.charts.parts import value_of
from berkala.render.charts.sentences import period_noun, said
from berkala.render.charts.spans import span_notes
from berkala.render.charts.stacked import StackedMatter
from berkala.render.charts.ticks import Axis, for_columns
from berkala.words import Language, Sentence

#: The classes of the parts beside the one that matters, from the dark grey to the light one, by how many there are.
_GREYS = {1: ("k2",), 2: ("k1", "k4"), 3: ("k1", "k3", "k5"), 4: ("k1", "k2", "k4", "k5")}
_GREYS |= {5: ("k1", "k2", "k3", "k4", "k5")}
#: The part of the width that names beside the last column may take, on a wide page and below.
_BESIDE, _BESIDE_NARROW = 0.28, 0.38
#: A column is no wider than this, in units; the height of plot and heads where a page sets none, in lines of text;
#: and the least height of a plot.
_WIDEST, _LINES, _LOWEST = 84, 21, 7
_HUNDRED = Decimal(100)
#: From one column to the next at most, in the widths of the widest.
_APART = 1.5
#: What is painted first is behind.
_BACK_TO_FRONT = ("fa", "k1", "k2", "k3", "k4", "k5", "ht", "q0")
#: From the last column to the words beside it, in units.
_AWAY = 16


def greys(count: int) -> tuple[str, ...]:
    """The class of each of so many parts: the first in the accent, the others in greys."""
    others = max(0, count - 1)
    return ("fa", *_GREYS.get(others, ("k1", "k2", "k3", "k4", "k5") * (others // 5 + 1))[:others])


@dataclass
class _Stacks:
    """What the parts of the drawing share. Rectangles are gathered by class: one path for each."""

    chart: Chart
    matter: StackedMatter
    canvas: Canvas
    plot: Plot
    language: Language
    parts: dict[str, list[str]] = field(default_factory=dict)
    joints: list[str] = field(default_factory=list)
    tops: list[str] = field(default_factory=list)

    @property
    def pitch(self) -> float:
        """From one column to the next."""
        count = len(self.matter.stacks)
        room = self.plot.right - self.plot.left - 4 * self.canvas.frame.unit
        return room if count < 2 else (room - self.width) / (count - 1)

    @property
    def width(self) -> float:
        """A column's own width."""
        room = self.plot.right - self.plot.left - 4 * self.canvas.frame.unit
        return min(0.8 * room / max(1, len(self.matter.stacks)), _WIDEST * self.canvas.frame.unit)

    def right(self, place: int) -> float:
        """A column's right edge; the last one ends with the plot."""
        return self.plot.right - (len(self.matter.stacks) - 1 - place) * self.pitch

    def middle(self, place: int) -> float:
        """A column's middle."""
        return self.right(place) - self.width / 2

    def box(self, place: int, low: Decimal, high: Decimal) -> Box:
        """The rectangle of one part."""
        return Box(self.right(place) - self.width, self.plot.y(high), self.right(place), self.plot.y(low))


def draw(chart: Chart, frame: Frame, metrics: Metrics, language: Language) -> Drawing:
    """The drawing in a frame; without a height, it is as tall as it needs.

    The parts are named beside the last column; where their names collide there, in a list below.
    """
    matter = chart.matter
    assert isinstance(matter, StackedMatter)
    if len(matter.stacks) == 1:
        return stacked_list.draw(chart, frame, metrics, language, greys(len(chart.series)))
    return _direct(chart, frame, metrics, language) or _listed(chart, frame, metrics, language)


def _direct(chart: Chart, frame: Frame, metrics: Metrics, language: Language) -> Drawing | None:
    """With the names beside the last column, if there is one and all of them have room."""
    canvas = Canvas(frame, metrics)
    blocks = _blocks(canvas, chart, language)
    if not blocks:
        return None
    gutter = max(canvas.width(words, classes) for block in blocks for words, classes in block.lines)
    made, foot = _laid(chart, canvas, language, (gutter + _AWAY * frame.unit, 0))
    top, bottom = made.plot.top - 0.6 * frame.text, made.plot.bottom + 0.5 * frame.text
    placed = stack([replace(one, centre=_centre(made, one.rank)) for one in blocks], frame, top, bottom)
    if len(placed) < len(blocks) or sum(len(one.lines) for _, one in placed) < sum(len(one.lines) for one in blocks):
        return None
    _draw(made, foot)
    for start, block in placed:
        x = made.plot.right + _AWAY * frame.unit
        for label in block_labels(start, block, x, frame):
            canvas.write(label)
        _lead(made, block.centre, start + block.height(frame) / 2)
    return canvas.drawing()


def _listed(chart: Chart, frame: Frame, metrics: Metrics, language: Language) -> Drawing:
    """With the names in a list below, in the order of the stack."""
    canvas = Canvas(frame, metrics)
    rows = stacked_list.rows(canvas, chart, language)
    made, foot = _laid(chart, canvas, language, (0, stacked_list.height(canvas, rows)))
    _draw(made, foot)
    stacked_list.write(canvas, rows, foot.list, greys(len(chart.series)))
    return canvas.drawing()


# -- the frame ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Foot:
    """What stands below the plot: where a list begins, the notes and where they begin."""

    list: float
    notes: tuple[Sentence, ...]
    top: float


def _laid(chart: Chart, canvas: Canvas, language: Language, room: tuple[float, float]) -> tuple[_Stacks, _Foot]:
    """The plot, with `room` at its right and below it; a frame without a height gets one."""
    matter, frame = chart.matter, canvas.frame
    assert isinstance(matter, StackedMatter)
    axis = _axis(matter, chart.unit)
    ticks = tick_labels(axis, "percent" if matter.shares else chart.unit, language)
    left = margin(canvas, ticks)
    notes = tuple(note_lines(canvas, _notes(chart, matter, language), 0))
    periods = 13 * frame.unit + 1.5 * frame.text
    below = periods + room[1] + len(notes) * note_height(canvas) + (3 * frame.unit if notes else 0)
    top = (0.8 if matter.shares else 2.6) * frame.text
    # A frame that is too low is passed: then a card shows something else.
    height = max(frame.height or _LINES * frame.text + below, top + _LOWEST * frame.text + below)
    canvas.frame = resized(frame, round(height, 1))
    # A few columns stand near to each other, and their names beside them.
    right = min(frame.width - room[0], left + _APART * _WIDEST * frame.unit * len(matter.stacks))
    plot = Plot(left, top, right, height - below, axis)
    made = _Stacks(chart, matter, canvas, plot, language)
    word = "" if matter.shares else scale_word(axis, chart.unit, language)
    if word:
        canvas.write(Label(0, frame.text, Sentence.plain(word).capital(), "s"))
    draw_values(canvas, plot, ticks)
    return made, _Foot(plot.bottom + periods, notes, height - len(notes) * note_height(canvas))


def _axis(matter: StackedMatter, unit: str) -> Axis:
    """From zero to the highest whole; shares to a hundred."""
    highest = [one.whole for one in matter.stacks if one.stands]
    if matter.shares and max(highest, default=_HUNDRED) <= _HUNDRED:
        return Axis(tuple(_HUNDRED * share / 4 for share in range(5)), False)
    return for_columns(highest, unit)


def _notes(chart: Chart, matter: StackedMatter, language: Language) -> list[Sentence]:
    """What × and hatching mean, a dashed outline, and what is to be known of spans."""
    noun = period_noun(matter.stacks[-1].period, language)
    refused = dict.fromkeys(one.state for one in matter.stacks if not one.stands)
    reasons = language.semicolon.join(language.text(f"charts.stacked.why.{state}") for state in refused)
    found = [language.sentence("charts.stacked.note.refused", period=noun, reason=reasons)] if refused else []
    if any(one.state == "rest" for one in matter.stacks):
        found.append(language.sentence("charts.stacked.note.rest"))
    for letter in dict.fromkeys(one.status for one in matter.stacks if one.status):
        found.append(language.sentence("charts.stacked.note.unsure", status=language.text(f"charts.status.{letter}")))
    return [*found, *span_notes([one.period for one in matter.stacks], language)]


# -- columns --------------------------------------------------------------------------------------------------


def _draw(made: _Stacks, foot: _Foot) -> None:
    """The columns, the periods below them, the last whole above, and the notes."""
    for place in range(len(made.matter.stacks)):
        _column(made, place)
    _merge(made)
    unit = made.canvas.frame.unit
    zero = number(made.plot.y(Decimal(0)))
    made.canvas.path("ax", f"M{number(made.plot.left)} {zero}H{number(made.plot.right)}")
    _label_whole(made)
    _label_periods(made, 6 * unit)
    draw_notes(made.canvas, foot.notes, 0, foot.top)


def _column(made: _Stacks, place: int) -> None:
    one = made.matter.stacks[place]
    if not one.stands:
        _cross(made, place)
        return
    low, classes = Decimal(0), greys(len(one.parts))
    for part, kind in zip(one.parts, classes, strict=True):
        if part:
            made.parts.setdefault(kind, []).append(_rectangle(made.box(place, low, low + part)))
            if low:
                made.joints.append(_top_edge(made.box(place, Decimal(0), low)))
            low += part
    if one.state == "rest" and one.whole > low:
        box = made.box(place, low, one.whole)
        made.parts.setdefault("ht", []).append(in_box(box, STEP * made.canvas.frame.unit))
        made.parts.setdefault("q0", []).append(_rectangle(box))
    if one.status:
        made.parts.setdefault("q0", []).append(_rectangle(made.box(place, Decimal(0), one.whole)))
    made.tops.append(_top_edge(made.box(place, Decimal(0), one.whole)))


def _merge(made: _Stacks) -> None:
    """One path for each part, then the hairlines between parts, then the whole's edge."""
    for kind in sorted(made.parts, key=_BACK_TO_FRONT.index):
        made.canvas.path(kind, "".join(made.parts[kind]))
    if made.joints:
        made.canvas.path("jn", "".join(made.joints))
    if made.tops:
        made.canvas.path("ax", "".join(made.tops))


def _rectangle(box: Box) -> str:
    left, top, right, bottom = (number(side) for side in box)
    return f"M{left} {bottom}V{top}H{right}V{bottom}z"


def _top_edge(box: Box) -> str:
    return f"M{number(box.left)} {number(box.top)}H{number(box.right)}"


def _cross(made: _Stacks, place: int) -> None:
    size = max(2.0, min(4 * made.canvas.frame.unit, made.width / 2))
    x, y, arm = made.middle(place), made.plot.y(Decimal(0)) - 2 * size, number(2 * size)
    made.canvas.path("ax", f"M{number(x - size)} {number(y - size)}l{arm} {arm}m-{arm} 0l{arm} -{arm}")
    made.canvas.keep_off((x, y), size)


# -- words ----------------------------------------------------------------------------------------------------


def _blocks(canvas: Canvas, chart: Chart, language: Language) -> list[Block]:
    """The value and the name of each part of the last column, in lines that fit; nothing where one does not."""
    matter, frame = chart.matter, canvas.frame
    assert isinstance(matter, StackedMatter)
    if not matter.stacks[-1].stands:
        return []
    room = (_BESIDE if frame.words == "full" else _BESIDE_NARROW) * frame.width
    blocks = []
    for rank, series in enumerate(chart.series):
        if not series.last.expected or series.last.status == "z":
            continue
        colour = "b a" if rank == 0 else ""
        names = balanced(series.label, room, frame.type(colour or "b"), canvas.metrics)
        if any(canvas.width(line, colour) > room for line in names):
            return []
        lines = ((value_of(series.last, language), "b a x" if rank == 0 else "b"), *((line, colour) for line in names))
        blocks.append(Block(0, lines, rank))
    return blocks


def _centre(made: _Stacks, rank: int) -> float:
    """The height of the middle of a part of the last column; of one without a value, of the hatched rest."""
    one = made.matter.stacks[-1]
    low = sum((part or Decimal(0) for part in one.parts[:rank]), Decimal(0))
    part = one.parts[rank]
    if part is None:
        low = sum((height or Decimal(0) for height in one.parts), Decimal(0))
        part = max(one.whole - low, Decimal(0))
    return made.plot.y(low + part / 2)


def _lead(made: _Stacks, centre: float, label: float) -> None:
    """From a part of the last column to its words."""
    unit = made.canvas.frame.unit
    start, stop = made.plot.right + 2 * unit, made.plot.right + (_AWAY - 4) * unit
    made.canvas.path("ld", f"M{number(start)} {number(centre)}L{number(stop)} {number(label)}")


def _label_whole(made: _Stacks) -> None:
    """The last whole above its column, with its name where there is room."""
    matter, last = made.matter, made.matter.stacks[-1]
    point = matter.whole.last if matter.whole else None
    if matter.shares or point is None or point.figure is None or point.value is None or not last.stands:
        return
    assert matter.whole is not None
    value = said(point.figure, made.language)
    named = made.language.sentence("charts.stacked.whole", whole=matter.whole.label, value=value)
    y = made.plot.y(last.whole) - 6 * made.canvas.frame.unit
    tallest = min(made.plot.y(one.whole) for one in matter.stacks if one.stands)
    over = min(y, tallest - 6 * made.canvas.frame.unit)
    right = made.plot.right
    made.canvas.offer([Label(right, over, named, "b halo", "end"), Label(right, y, value, "b halo", "end")])


def _label_periods(made: _Stacks, below: float) -> None:
    """The last period in bold, and the years or the first as far as there is room."""
    stacks, plot, canvas = made.matter.stacks, made.plot, made.canvas
    y = plot.bottom + 2 * below + canvas.frame.text
    words = made.language.period(stacks[-1].period, short=True)
    half = canvas.width(words, "b") / 2
    middle = made.middle(len(stacks) - 1)
    if middle + half <= canvas.frame.width:
        canvas.write(Label(middle, y, words, "b", "middle"))
    else:
        canvas.write(Label(canvas.frame.width, y, words, "b", "end"))
    periods = [one.period for one in stacks]
    draw_periods(canvas, plot, periods, made.middle)
    label_periods(canvas, plot, periods, made.middle, made.language)
