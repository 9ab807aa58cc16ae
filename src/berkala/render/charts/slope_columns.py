"""What stands at both sides of a slope chart's lines: values and names, whole and inside the drawing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from berkala.render.charts.drawing import Canvas
from berkala.render.charts.metrics import widest, wrap, wrapped_hard
from berkala.render.charts.model import Chart, Point
from berkala.render.charts.parts import value_of
from berkala.render.showing import shown
from berkala.words import Language, Sentence

#: The least distance between the lines' ends and the words at the left and at the right, in units.
BEFORE, AWAY = 20, 26
#: The least part of the width that the lines keep; beside very long values it is half of that.
_LINES = 0.26
#: The width, in units, that names have before the lines have theirs.
_NAME = 90
#: Between a value and a name beside it, in units; behind the words at the right, to the edge.
_GAP, _EDGE = 8, 2
#: From a value with its name to the next, in units. A name under its value must not seem to be over the next one.
CLOSE, _APART = 3.0, 9.0
#: Sums of decimal fractions may be off by this much, in pixels.
_SLACK = 0.5


@dataclass(frozen=True)
class Columns:
    """What is written at both sides, in the order of the series; the lines run from `left` to `right`.

    `then` and `now` are the values, `names` the names in lines. A name begins `beside` its value's left edge, in
    pixels, and `below` the value, in lines. A value with its name keeps `apart` from the next, in units.
    """

    left: float
    right: float
    then: tuple[Sentence, ...]
    now: tuple[Sentence, ...]
    names: tuple[tuple[Sentence, ...], ...]
    beside: float
    below: int
    apart: float

    @property
    def lines(self) -> list[int]:
        """How many lines each value takes with its name."""
        return [self.below + len(name) for name in self.names]


def arranged(chart: Chart, canvas: Canvas, language: Language) -> Columns:
    """Names beside their values; where one would be cut to pieces there, values without unit, or names under values.

    Digits are given up last: where no line could be drawn between values that have all of them.
    """
    said, bare, compact = (_Layout(chart, canvas, language, write) for write in (_said, _bare, _compact))
    if said.name_beside >= _NAME * canvas.frame.unit or said.keeps_names(said.name_beside):
        return said.names_beside()
    if bare.keeps_names(bare.name_beside):
        return bare.names_beside()
    exact = [one for one in (said, bare) if one.leaves_lines]
    shortest = min((bare, compact), key=lambda one: one.left + one.width)
    fallback = exact[0] if exact else shortest
    return next((one for one in exact if one.keeps_names(one.name_under)), fallback).names_under()


# -- how a value is written -----------------------------------------------------------------------------------


def _said(point: Point, language: Language) -> Sentence:
    """As charts do. Thousands of people are named once, over the columns: beside each they take all room."""
    if point.figure is None or point.value is None or point.figure.unit != "thousand_people":
        return value_of(point, language)
    return shown(point.figure, language, "bare")


def _bare(point: Point, language: Language) -> Sentence:
    """Its digits alone: the unit stands over the columns."""
    if point.figure is None or point.value is None:
        return value_of(point, language)
    return shown(point.figure, language, "bare")


def _compact(point: Point, language: Language) -> Sentence:
    """In words, three digits: ``Rp1.25 million``."""
    if point.figure is None or point.value is None:
        return value_of(point, language)
    return shown(point.figure, language, "compact")


# -- what it leaves for names ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Layout:
    """The layout with all values written in one way. Widths and places are in pixels."""

    chart: Chart
    canvas: Canvas
    language: Language
    write: Callable[[Point, Language], Sentence]

    @cached_property
    def then(self) -> tuple[Sentence, ...]:
        """The values at the left."""
        return tuple(self.write(one.points[0], self.language) for one in self.chart.series)

    @cached_property
    def now(self) -> tuple[Sentence, ...]:
        """The values at the right."""
        return tuple(self.write(one.last, self.language) for one in self.chart.series)

    @cached_property
    def left(self) -> float:
        """Where the lines begin: a head may reach over the leads of the values below it."""
        return max(self._widest(self.then) + BEFORE * self._unit, self._head(0))

    @cached_property
    def width(self) -> float:
        """The width of the values at the right, and of their head."""
        return max(self._widest(self.now), self._head(1))

    @property
    def leaves_lines(self) -> bool:
        """Whether the lines keep some length where nothing stands beside the values."""
        return self.left + self.width + (AWAY + _EDGE) * self._unit <= self._whole * (1 - _LINES / 2)

    def keeps_names(self, width: float) -> bool:
        """Whether a column of this width has room for each name without dividing a word."""
        style, metrics = self.canvas.frame.type("b"), self.canvas.metrics
        return all(widest(wrap(one.label, width, style, metrics), style, metrics) <= width for one in self.chart.series)

    @cached_property
    def _right_beside(self) -> float:
        """Where the lines end if names stand beside the values."""
        taken = (AWAY + _GAP + _EDGE) * self._unit
        room = self._room(self.left + self.width + taken, _NAME * self._unit)
        return self._whole - min(self._longest, room) - self.width - taken

    @cached_property
    def name_beside(self) -> float:
        """How wide a name beside a value may be."""
        values = self._widest(self.now)
        return self._whole - self._right_beside - AWAY * self._unit - values - (_GAP + _EDGE) * self._unit + _SLACK

    def names_beside(self) -> Columns:
        """Each name beside its value."""
        beside = self._widest(self.now) + _GAP * self._unit
        return self._columns(self._right_beside, self.name_beside, beside=beside, below=0, apart=CLOSE)

    @cached_property
    def name_under(self) -> float:
        """How wide a name under a value may be: as wide as the values, and more where the lines allow it."""
        least = max(self.width, _NAME * self._unit)
        room = self._room(self.left + (AWAY + _EDGE) * self._unit, least)
        return max(self.width, min(self._longest, room)) + _SLACK

    def names_under(self) -> Columns:
        """Each name under its value."""
        right = self._whole - (self.name_under - _SLACK) - (AWAY + _EDGE) * self._unit
        return self._columns(right, self.name_under, beside=0, below=1, apart=_APART)

    def _room(self, taken: float, least: float) -> float:
        """What is left for names. Beside very long values the lines give way before the names do."""
        return max(self._whole * (1 - _LINES) - taken, min(least, self._whole * (1 - _LINES / 2) - taken))

    def _columns(self, right: float, name: float, *, beside: float, below: int, apart: float) -> Columns:
        style, metrics = self.canvas.frame.type("b"), self.canvas.metrics
        names = tuple(wrapped_hard(one.label, name, style, metrics) for one in self.chart.series)
        return Columns(self.left, right, self.then, self.now, names, beside, below, apart)

    @property
    def _unit(self) -> float:
        return self.canvas.frame.unit

    @property
    def _whole(self) -> float:
        return self.canvas.frame.width

    @cached_property
    def _longest(self) -> float:
        return self._widest([one.label for one in self.chart.series])

    def _head(self, place: int) -> float:
        return self.canvas.width(self.language.period(self.chart.first.points[place].period, short=True), "b")

    def _widest(self, words: Sequence[Sentence]) -> float:
        return max(self.canvas.width(one, "b") for one in words)
