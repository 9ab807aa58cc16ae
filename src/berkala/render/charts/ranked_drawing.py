"""A ranked table drawn, for a download and a card.

A download is as high as its rows: each has the ring of a year before and the dot of now. A card has a height: it
shows bars, both ends, the whole between them, and says how many are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from berkala.render.charts.axes import draw_notes, note_height, note_lines
from berkala.render.charts.dots import DotsMatter, Row
from berkala.render.charts.drawing import Canvas, Drawing, Frame, Label, number, resized
from berkala.render.charts.metrics import Metrics, wrap
from berkala.render.charts.model import UNSURE, Chart
from berkala.render.charts.parts import cell_of
from berkala.render.charts.ranked import track_labels
from berkala.render.charts.ticks import Axis
from berkala.render.showing import shown
from berkala.words import Language, Sentence

#: A name may take so much of the width before it is set in two lines.
_NAMES = 0.46
#: A row is so many times as high as its type; in a card with room to spare, up to so many times that.
_PITCH, _AIRY = 1.62, 1.45


@dataclass(frozen=True)
class _Line:
    """One line of the drawing: a row, or how many are left out there."""

    row: Row | None
    words: tuple[Sentence, ...]


@dataclass
class _Ranked:
    """What the parts share while it is drawn."""

    chart: Chart
    matter: DotsMatter
    canvas: Canvas
    language: Language
    bars: bool
    rows: Sequence[Row]

    def take(self, rows: Sequence[Row]) -> None:
        """Draw these rows: the columns' widths are theirs."""
        self.rows = rows
        for width in ("names", "values", "track"):
            self.__dict__.pop(width, None)

    @property
    def text(self) -> float:
        """The size of the type."""
        return self.canvas.frame.text

    @cached_property
    def names(self) -> float:
        """The width of the names' column."""
        room = self.canvas.frame.width * _NAMES
        names = [self.name(row) for row in self.rows]
        widths = [self.canvas.width(name, "b") for name in names]
        words = [self.canvas.width(Sentence.plain(word), "b") for name in names for word in name.text.split()]
        # A word is never divided, so the column is as wide as the longest one.
        return max(min(max(widths, default=0.0), room), max(words, default=0.0))

    @cached_property
    def values(self) -> float:
        """The right edge of the values' column."""
        widths = [self.canvas.width(self.value(row), "b") for row in self.rows]
        return self.names + 0.9 * self.text + max(widths, default=0.0)

    @cached_property
    def track(self) -> tuple[float, float]:
        """The left and the right edge of the tracks."""
        return self.values + 0.9 * self.text, self.canvas.frame.width - 6 * self.canvas.frame.unit

    def x(self, value: Decimal) -> float:
        """Where a value stands."""
        left, right = self.track
        axis = self.axis
        return left + float((value - axis.low) / (axis.high - axis.low)) * (right - left)

    @cached_property
    def axis(self) -> Axis:
        """The axis of the page's tracks; bars need no round numbers and fill their room."""
        if not self.bars:
            return self.matter.axis
        values = [row.now.value for row in self.matter.rows if not row.whole and row.now and row.now.value is not None]
        low, high = min((*values, Decimal(0))), max((*values, Decimal(0)))
        return Axis((low, high), False) if low < high else self.matter.axis

    def name(self, row: Row) -> Sentence:
        """The name: in a card the short one."""
        return row.short if self.bars else row.series.label

    def value(self, row: Row) -> Sentence:
        """The value beside the name, with the letter of a value that may still change."""
        if row.now is None or row.now.value is None:
            return cell_of(row.series.last, self.language)
        words = shown(row.now, self.language, "bare")
        return words + Sentence.plain(f" [{row.now.status}]") if row.now.status in UNSURE else words

    def line(self, row: Row) -> _Line:
        """A row with its name in lines."""
        style = self.canvas.frame.type("b" if row.whole else "")
        return _Line(row, wrap(self.name(row), self.names, style, self.canvas.metrics))


def draw(chart: Chart, frame: Frame, metrics: Metrics, language: Language) -> Drawing:
    """The drawing; in a frame without a height it has every row."""
    assert isinstance(chart.matter, DotsMatter)
    made = _Ranked(chart, chart.matter, Canvas(frame, metrics), language, frame.height > 0, chart.matter.rows)
    notes = _notes(made)
    head = 0.0 if made.bars else 1.6 * made.text
    foot = len(notes) * note_height(made.canvas) + (0.4 * made.text if notes else 0)
    lines = _lines(made, frame.height - head - foot) if made.bars else [made.line(row) for row in made.matter.rows]
    least = _height(made, lines, 1.0)
    air = min(_AIRY, max(1.0, (frame.height - head - foot) / least)) if made.bars and least else 1.0
    made.canvas.frame = resized(frame, round(head + _height(made, lines, air) + foot, 1))
    if not made.bars:
        _head(made)
    y = head
    for line in lines:
        _draw_line(made, line, y, air)
        y += _height(made, [line], air)
    draw_notes(made.canvas, notes, 0, made.canvas.frame.height - len(notes) * note_height(made.canvas))
    return made.canvas.drawing()


def _notes(made: _Ranked) -> list[Sentence]:
    """A download has the page's notes without those on changes; a card says only who is missing and what is hollow."""
    if not made.bars:
        said = [note for note in made.matter.notes if note not in made.matter.of_changes]
        return note_lines(made.canvas, [Sentence.join(said)], 0)
    language, found = made.language, []
    rows = [row for row in made.matter.rows if row.now is None or row.now.value is None]
    if rows:
        found.append(language.sentence("charts.ranked.without", n=len(rows), count=language.role(len(rows))))
    letters = dict.fromkeys(row.now.status for row in made.matter.rows if row.now and row.now.value is not None)
    found += [
        language.sentence("charts.ranked.letter", letter=f"[{letter}]", words=language.text(f"charts.status.{letter}"))
        for letter in letters
        if letter in UNSURE
    ]
    return note_lines(made.canvas, found, 0)


# -- which rows ------------------------------------------------------------------------------------------------


def _lines(made: _Ranked, room: float) -> list[_Line]:
    """As many rows as have room: from both ends, the whole between, and how many are left out there."""
    ranked = [row for row in made.matter.rows if row.now is not None and row.now.value is not None]
    everything = [made.line(row) for row in ranked]
    if _height(made, everything, 1.0) <= room:
        return everything
    parts = [row for row in ranked if not row.whole]
    found = everything
    for kept in range(len(parts) - 1, 1, -1):
        made.take([row for row in _chosen(ranked, parts, kept) if row])
        found = [made.line(row) if row else _gap(made, len(parts) - kept) for row in _chosen(ranked, parts, kept)]
        if _height(made, found, 1.0) <= room:
            break
    return found


def _chosen(ranked: Sequence[Row], parts: Sequence[Row], kept: int) -> list[Row | None]:
    """So many from both ends with the whole at its place among them; None stands for those left out."""
    low = kept // 2
    first, last = parts[: kept - low], parts[len(parts) - low :]
    chosen: list[Row | None] = [*first, None, *last]
    whole = next((row for row in ranked if row.whole), None)
    if whole is not None:
        above = ranked.index(whole)
        below = len(parts) - above
        # Among the first or the last it stands at its own place, otherwise behind those left out.
        at = above if above <= len(first) else len(chosen) - below if below <= len(last) else len(first) + 1
        chosen.insert(at, whole)
    return chosen


def _gap(made: _Ranked, count: int) -> _Line:
    language = made.language
    slots = {"count": language.role(count), "areas": made.matter.areas}
    return _Line(None, (language.sentence("charts.ranked.between", slots, n=count),))


# -- drawing ---------------------------------------------------------------------------------------------------


def _height(made: _Ranked, lines: Sequence[_Line], air: float) -> float:
    extra = sum(max(0, len(line.words) - 1) for line in lines)
    return (len(lines) * _PITCH * air + extra * 1.2) * made.text


def _head(made: _Ranked) -> None:
    """The labels of the axis over the tracks."""
    axis, chart = made.matter.axis, made.chart
    for tick, words in zip(axis.ticks, track_labels(axis, chart.unit, made.language), strict=True):
        made.canvas.offer(
            [
                Label(made.x(tick), made.text, words, "s", "middle"),
                Label(made.canvas.frame.width, made.text, words, "s", "end"),
            ]
        )


def _draw_line(made: _Ranked, line: _Line, top: float, air: float) -> None:
    height = _height(made, [line], air)
    middle = top + height / 2
    if line.row is None:
        made.canvas.write(Label(0, middle + 0.36 * made.text, line.words[0], "s"))
        return
    first = middle - (len(line.words) - 1) * 0.6 * made.text + 0.36 * made.text
    weight = "b" if line.row.whole else ""
    for place, words in enumerate(line.words):
        made.canvas.write(Label(0, first + place * 1.2 * made.text, words, weight))
    made.canvas.write(Label(made.values, middle + 0.36 * made.text, made.value(line.row), "b", "end"))
    if line.row.now is not None and line.row.now.value is not None:
        if made.bars:
            _bar(made, line.row, middle)
        else:
            _dots(made, line.row, (top, middle, top + height))


def _bar(made: _Ranked, row: Row, middle: float) -> None:
    """A bar from zero. One that does not fit on the axis (a sum beside its parts) is left out: its value stands."""
    value = row.now.value if row.now else None
    if value is None or not _inside(made.axis, value):
        return
    left, right = sorted((made.x(Decimal(0)), made.x(value)))
    half = 0.46 * made.text
    classes = "fi" if row.whole else _fill(made, row)
    across = f"H{number(max(right, left + 1))}V{number(middle + half)}H{number(left)}z"
    d = f"M{number(left)} {number(middle - half)}{across}"
    made.canvas.path(classes, d)


def _fill(made: _Ranked, row: Row) -> str:
    """A bar that the message speaks of in the accent, as all are where it speaks of none; one not yet final is open."""
    named = {one.now.id for one in made.matter.rows if one.now} & made.chart.spoken
    matters = not named or (row.now is not None and row.now.id in named)
    if row.now is not None and row.now.status in UNSURE:
        return "ho" if matters else "hm"
    return "fa" if matters else "fm"


def _dots(made: _Ranked, row: Row, place: tuple[float, float, float]) -> None:
    top, middle, bottom = place
    axis = made.matter.axis
    for tick in axis.ticks:
        made.canvas.path("ax" if tick == 0 else "g", f"M{number(made.x(tick))} {number(top)}V{number(bottom)}")
    whole = made.matter.whole
    if whole and whole.now and whole.now.value is not None and _inside(axis, whole.now.value):
        made.canvas.path("tg", f"M{number(made.x(whole.now.value))} {number(top)}V{number(bottom)}")
    now = row.now.value if row.now else None
    if row.whole or now is None:
        return
    if row.interval:
        low, high = (made.x(figure.value or Decimal(0)) for figure in row.interval)
        made.canvas.path("tg", f"M{number(low)} {number(middle)}H{number(high)}")
    if row.before and row.before.value is not None and _inside(axis, row.before.value):
        made.canvas.dot("hm", (made.x(row.before.value), middle), 4)
    made.canvas.dot("ho" if row.now and row.now.status in UNSURE else "fa", (made.x(now), middle), 5)


def _inside(axis: Axis, value: Decimal) -> bool:
    return axis.low <= value <= axis.high
