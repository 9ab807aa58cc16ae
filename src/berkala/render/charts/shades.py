"""Classes of values: bounds that a report declares, each class one shade of the accent (look: Colour, Map)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from berkala.colours import DARK_SHADES
from berkala.errors import Problem
from berkala.measure.findings import Figure
from berkala.plan import Publication
from berkala.render.charts.drawing import Canvas, Label, number
from berkala.render.charts.model import UNSURE, Series
from berkala.render.charts.parts import Making
from berkala.render.charts.ranked import WORDS, complete, count_word, digits_of, few, name_inside, pairs, with_value
from berkala.render.charts.ticks import nice_ticks
from berkala.words import Language, Sentence, Span

#: Which of the five shades are used for so many classes, lightest first.
_SHADES = {
    1: ("q3",),
    2: ("q2", "q5"),
    3: ("q1", "q3", "q5"),
    4: ("q1", "q2", "q3", "q5"),
    5: ("q1", "q2", "q3", "q4", "q5"),
}
#: No more bounds than these: there are five shades.
MOST = 4
#: The shade of a value that is not shown, and those on which text is in the paper's colour.
NONE, DARK = "q0", DARK_SHADES


@dataclass(frozen=True)
class Shades:
    """The bounds between classes, ascending. A value on a bound belongs to the class above it.

    `declared`: the report says them, so that a sentence may; otherwise they are round numbers that fit the values.
    """

    bounds: tuple[Decimal, ...]
    declared: bool
    unit: str

    def place(self, figure: Figure | None) -> int:
        """The class of a figure with a value, from nought: by the digits that a reader sees."""
        return sum(digits_of(figure) >= bound for bound in self.bounds)

    def shade(self, figure: Figure | None) -> str:
        """The class name of a figure's shade."""
        if figure is None or figure.value is None:
            return NONE
        return self.names[self.place(figure)]

    @property
    def names(self) -> tuple[str, ...]:
        """The shades, one for each class."""
        return _SHADES[len(self.bounds) + 1]

    def bound(self, place: int, language: Language) -> Sentence:
        """A bound as it is said in a sentence: ``15%``."""
        value = self.bounds[place]
        return Sentence((Span(language.amount(value, self.unit, _decimals(value)), role="tick"),))

    def ticks(self, language: Language) -> list[Sentence]:
        """The bounds as they stand on a legend, all with as many decimals."""
        decimals = max((_decimals(value) for value in self.bounds), default=0)
        return [Sentence((Span(language.number(value, decimals), role="tick"),)) for value in self.bounds]


def shades_of(making: Making, values: Sequence[Decimal]) -> Shades:
    """The declared bounds, or round ones. Of more than there are shades the highest (`steps_problems` tells it)."""
    unit = making.indicator.unit
    if making.spec.steps:
        return Shades(tuple(sorted(set(making.spec.steps)))[-MOST:], True, unit)
    if len(set(values)) < 2:
        return Shades((), False, unit)
    inner = nice_ticks(min(values), max(values), MOST + 1)[1:-1]
    return Shades(inner[-MOST:], False, unit)


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))


def steps_problems(publication: Publication) -> tuple[Problem, ...]:
    """A problem for each chart that declares more bounds than there are shades to lie between them."""
    return tuple(
        Problem("render.steps-too-many", {"chart": name, "count": len(chart.steps), "most": MOST}, file=report.file)
        for report in publication.reports.values()
        for name, chart in report.spec.charts.items()
        if len(set(chart.steps)) > MOST
    )


# -- words ----------------------------------------------------------------------------------------------------


def reached(shades: Shades, series: Sequence[Series], place: int) -> list[Series]:
    """Those at a bound or above it, highest first."""
    return [one for one in with_value(series) if shades.place(one.last.figure) > place]


def top_message(making: Making, shades: Shades, series: Sequence[Series], areas: Sentence) -> Sentence | None:
    """``Five provinces were at 15% or more``: the highest declared bound that any reached, if few enough did."""
    language = making.language
    if not shades.declared:
        return None
    for place in range(len(shades.bounds) - 1, -1, -1):
        found = reached(shades, series, place)
        if not found:
            continue
        if len(found) > WORDS:
            return None
        slots = {"bound": shades.bound(place, language), "areas": areas}
        slots["count"] = Sentence.plain(count_word(len(found), language))
        slots |= {"one": name_inside(making, found[0]), "two": name_inside(making, found[-1])}
        size = {1: "alone", 2: "pair"}.get(len(found), "several")
        scope = "all" if complete(series) else "shown"
        return language.sentence(f"charts.ranked.reached.{scope}.{size}", slots).capital()
    return None


def describe_classes(making: Making, shades: Shades, series: Sequence[Series], most: int) -> list[Sentence]:
    """The members of the highest and of the lowest class, by name."""
    language, known = making.language, with_value(series)
    if not shades.declared or not known:
        return []
    top = reached(shades, series, len(shades.bounds) - 1)
    low = [one for one in reversed(known) if shades.place(one.last.figure) == 0]
    found = []
    for key, place, members in (("top", len(shades.bounds) - 1, top), ("low", 0, low)):
        if members:
            kept, others = few(members, most, language)
            names = Sentence.join([pairs(kept, language), *others])
            slots = {"bound": shades.bound(place, language), "names": names}
            slots["period"] = language.period(making.period)
            found.append(language.sentence(f"charts.ranked.class.{key}", slots).capital())
    return found


def unsure_notes(making: Making, series: Sequence[Series]) -> list[Sentence]:
    """What the letters beside values mean: provisional, estimated, of low reliability."""
    letters = dict.fromkeys(p.status for one in series for p in one.points if p.value is not None and p.status)
    language = making.language
    return [
        language.sentence("charts.ranked.letter", letter=f"[{letter}]", words=language.text(f"status.{letter}"))
        for letter in letters
        if letter in UNSURE
    ]


# -- the legend -----------------------------------------------------------------------------------------------


def draw_strip(canvas: Canvas, shades: Shades, unit: str, top: float, language: Language) -> float:
    """The classes as a strip, the bounds at its joints, the unit above it; returns where it ends."""
    frame = canvas.frame
    canvas.write(Label(0, top + frame.text, Sentence.plain(unit).capital(), "s b"))
    top += 1.5 * frame.text
    width, height = min(frame.width, 26 * frame.text), 1.0 * frame.text
    step, gap = width / len(shades.names), 1.5 * frame.unit
    for place, shade in enumerate(shades.names):
        left, right = place * step, (place + 1) * step - gap
        canvas.path(shade, f"M{number(left)} {number(top)}H{number(right)}V{number(top + height)}H{number(left)}z")
    for place, words in enumerate(shades.ticks(language), 1):
        label = Label(place * step - gap / 2, top + height + 1.2 * frame.text, words, "s", "middle")
        canvas.offer([label], room=3)
    return top + height + (1.6 if shades.bounds else 0.4) * frame.text
