"""The axes: values at the left, periods below, and the notes that say what a reader has to know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from berkala.periods import Period
from berkala.render.charts.drawing import Canvas, Label, number
from berkala.render.charts.metrics import balanced
from berkala.render.charts.model import UNSURE, Chart
from berkala.render.charts.observed import missing_notes
from berkala.render.charts.ticks import Axis
from berkala.words import Language, Sentence, Span

#: The power of ten that values of a unit are counted in, where that is not ones.
_COUNTED_IN = {"thousand_people": 3}
_SCALES = ((12, "trillion"), (9, "billion"), (6, "million"))
#: Labels of an axis keep this distance, in units.
_APART = 6
#: Ticks nearer to each other than this say nothing.
_MONTHS = 7
_THINNER = (1, 2, 4, 5, 10, 20, 25, 50, 100)


@dataclass(frozen=True)
class Plot:
    """The rectangle of the data, and where a value and a period stand in it."""

    left: float
    top: float
    right: float
    bottom: float
    axis: Axis

    def y(self, value: Decimal) -> float:
        """The height of a value."""
        share = float((value - self.axis.low) / (self.axis.high - self.axis.low))
        return self.bottom - share * (self.bottom - self.top)


# -- values ---------------------------------------------------------------------------------------------------


def tick_labels(axis: Axis, unit: str, language: Language) -> list[Sentence]:
    """The digits of the ticks, lowest first; a per cent sign stands at the highest alone."""
    power, scale = _scale(axis, unit)
    decimals = _decimals(axis, power)
    words = [language.number(tick.scaleb(-power), decimals) for tick in axis.ticks]
    if unit == "percent" and not scale:
        words[-1] = language.amount(axis.ticks[-1], "percent", decimals)
    return [Sentence((Span(word, role="tick"),)) for word in words]


def _decimals(axis: Axis, power: int = 0) -> int:
    """As many decimals as the step between two ticks has, in units of a power of ten."""
    return max(0, -int(axis.step.scaleb(-power).normalize().as_tuple().exponent))


def margin(canvas: Canvas, labels: Sequence[Sentence]) -> float:
    """The room for tick labels at the left."""
    return max(canvas.width(label, "s") for label in labels) + 8 * canvas.frame.unit


def scale_word(axis: Axis, unit: str, language: Language) -> str:
    """``million`` where the ticks count millions, or ``million people``; empty where they count ones."""
    scale = _scale(axis, unit)[1]
    if unit in _COUNTED_IN:
        return language.text("people", number=language.scale_words(scale or "thousand")[-1])
    return language.scale_words(scale)[-1] if scale else ""


def _scale(axis: Axis, unit: str) -> tuple[int, str]:
    """The power of ten that the ticks are divided by, and its word; thousands of people become millions."""
    own = _COUNTED_IN.get(unit, 0)
    largest = max(abs(tick) for tick in axis.ticks).scaleb(own)
    return next(((power - own, name) for power, name in _SCALES if largest >= 10**power), (0, ""))


def draw_values(canvas: Canvas, plot: Plot, labels: Sequence[Sentence]) -> None:
    """Grid lines and their labels, and the baseline: solid at zero, dashed where the axis is cut."""
    unit = canvas.frame.unit
    for tick, words in zip(plot.axis.ticks, labels, strict=True):
        y = plot.y(tick)
        if tick not in (plot.axis.low, 0):
            canvas.path("g", f"M{number(plot.left)} {number(y)}H{number(plot.right)}")
        # In a very low plot some ticks stay without a label; the lowest comes first and always has one.
        canvas.offer(
            [Label(plot.left - 8 * unit, y + 0.36 * canvas.frame.text, words, "s", "end")], on_lines=True, room=0
        )
    base = plot.y(max(plot.axis.low, min(Decimal(0), plot.axis.high)))
    dash = " ".join(number(part * unit) for part in (6, 4)) if plot.axis.cut else ""
    canvas.path("ax", f"M{number(plot.left)} {number(base)}H{number(plot.right)}", dash)
    if plot.axis.low < 0:
        canvas.path("g", f"M{number(plot.left)} {number(plot.bottom)}H{number(plot.right)}")


# -- periods --------------------------------------------------------------------------------------------------


def draw_periods(canvas: Canvas, plot: Plot, periods: Sequence[Period], x: Callable[[int], float]) -> None:
    """A tick for each period, taller where a year begins, as far as there is room for them."""
    unit, size = canvas.frame.unit, 5 * canvas.frame.unit
    starts = set(_year_starts(periods)) if periods[0].frequency != "span" else set()
    spacing = abs(x(1) - x(0)) if len(periods) > 1 else size
    marks = []
    for place in range(len(periods)):
        if place in starts:
            marks.append(f"M{number(x(place))} {number(plot.bottom)}v{number(2 * size)}")
        elif spacing >= _MONTHS * unit:
            marks.append(f"M{number(x(place))} {number(plot.bottom)}v{number(size)}")
    if marks:
        canvas.path("tk", "".join(marks))


def label_periods(
    canvas: Canvas, plot: Plot, periods: Sequence[Period], x: Callable[[int], float], language: Language
) -> None:
    """Years below their first period, thinned out evenly, and the first period where there is room.

    Spans have their own names below them: a year would be taken for the period.
    """
    y = plot.bottom + 12 * canvas.frame.unit + canvas.frame.text
    if periods[0].frequency == "span":
        _label_spans(canvas, y, [(x(place), language.period(one, short=True)) for place, one in enumerate(periods)])
        return
    annual = periods[-1].frequency in ("year", "fiscal")
    starts = list(range(len(periods))) if annual else list(_year_starts(periods))
    words = {place: _year(periods[place], language) for place in starts}
    for place in _thinned(canvas, starts, words, x):
        canvas.offer(_beside(x(place), y, words[place]), room=_APART)
    if not annual and len(periods) > 1:
        canvas.offer(_beside(x(0), y, language.period(periods[0], short=True)), room=_APART)


def _label_spans(canvas: Canvas, y: float, names: Sequence[tuple[float, Sentence]]) -> None:
    """The name of each span under its middle, from the last one back; none that would touch the one before."""
    reached = canvas.frame.width + canvas.frame.text
    for x, words in sorted(names, key=lambda name: -name[0]):
        half = canvas.width(words, "s") / 2
        if x + half + canvas.frame.text <= reached and canvas.offer([Label(x, y, words, "s", "middle")], room=_APART):
            reached = x - half


def _thinned(canvas: Canvas, starts: list[int], words: dict[int, Sentence], x: Callable[[int], float]) -> list[int]:
    """Every first, second, fourth … year, counted from the last, so that none touches the next."""
    room = max((canvas.width(words[place], "s") for place in starts), default=0.0) + canvas.frame.text
    for step in _THINNER:
        kept = starts[::-1][::step]
        if all(abs(x(one) - x(other)) >= room for one, other in pairwise(kept)):
            return kept
    return starts[-1:]


def _beside(x: float, y: float, words: Sentence) -> Iterator[Label]:
    yield Label(x, y, words, "s", "middle")
    yield Label(x, y, words, "s", "start")
    yield Label(x, y, words, "s", "end")


def _year_starts(periods: Sequence[Period]) -> Iterator[int]:
    """The places where a calendar year begins within the series: of a survey, its first month of the year.

    The first period is one if the one before it was in another year, or if later years begin with its month.
    """
    later = [place for place in range(1, len(periods)) if periods[place].start.year != periods[place - 1].start.year]
    months = {periods[place].start.month for place in later}
    first = periods[0]
    surveyed = first.frequency in ("month", "quarter", "half") and first.start.month in months
    if surveyed or first.start.year != first.shift(-1).start.year:
        yield 0
    yield from later


def _year(period: Period, language: Language) -> Sentence:
    if period.frequency in ("year", "fiscal"):
        return language.period(period, short=True)
    year = f"{period.start.year:04d}"
    return Sentence((Span(year, time=year),))


# -- notes ----------------------------------------------------------------------------------------------------


def notes(chart: Chart, axis: Axis, language: Language) -> list[Sentence]:
    """What stands below a drawing: a cut axis, marks of values that are not shown, hollow points."""
    said = cut_note(axis, chart.unit, language)
    points = [point for series in chart.series for point in series.points]
    said += missing_notes(chart, (point for point in points if point.withheld), language)
    for status in dict.fromkeys(point.status for point in points if point.value is not None):
        if status in UNSURE:
            said.append(language.sentence("charts.note.hollow", status=language.text(f"charts.status.{status}")))
    return said


def cut_note(axis: Axis, unit: str, language: Language) -> list[Sentence]:
    """Where an axis begins, if that is not at zero."""
    if not axis.cut:
        return []
    power = _scale(axis, unit)[0]
    low, decimals = axis.low.scaleb(-power), _decimals(axis, power)
    words = language.amount(low, unit, decimals) if unit == "percent" else language.number(low, decimals)
    return [language.sentence("charts.note.cut", tick=Sentence((Span(words, role="tick"),)))]


def note_lines(canvas: Canvas, said: Sequence[Sentence], left: float) -> list[Sentence]:
    """The notes in lines that fit beside `left`."""
    style, width = canvas.frame.type("s"), canvas.frame.width - left
    return [line for note in said for line in balanced(note, width, style, canvas.metrics)]


def draw_notes(canvas: Canvas, lines: Sequence[Sentence], left: float, top: float) -> None:
    """Set the notes below one another from `top`."""
    for place, line in enumerate(lines):
        canvas.write(Label(left, top + (place + 1) * note_height(canvas) - 0.4 * canvas.frame.text, line, "s"))


def note_height(canvas: Canvas) -> float:
    """The height of one line of notes."""
    return 1.45 * canvas.frame.text
