"""A shaded table: categories by periods, each value in its cell, the shade of its class behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from berkala.periods import Period
from berkala.render.charts.model import UNSURE, Chart, Matter, Point, Series, Table
from berkala.render.charts.observed import present, reason_words
from berkala.render.charts.parts import Making, cell_of, finished, series_of, span_words, unit_words, value_of
from berkala.render.charts.ranked import (
    WORDS,
    count_word,
    digits_of,
    letter_notes,
    name_inside,
    noun,
    peak,
    whole_of,
    with_value,
)
from berkala.render.charts.sentences import among_those, said
from berkala.render.charts.shades import Shades, shades_of
from berkala.render.charts.spans import span_notes
from berkala.render.charts.tiles import areas_of
from berkala.render.sentences import named
from berkala.render.statuses import status_words
from berkala.words import Language, Sentence

#: So many periods, where the report does not say.
_PERIODS = 8


@dataclass(frozen=True)
class HeatMatter(Matter):
    """The classes, the unit in words, the head of the names' column, and the notes below."""

    shades: Shades
    unit: str
    head: Sentence
    notes: tuple[Sentence, ...]


def build(making: Making) -> Chart:
    """The chart from findings: the last `periods` periods of each category, and of the whole if it has a name."""
    first = ("all",) if whole_of(making, ()) else ()
    names = dict.fromkeys((*first, *making.show))
    everything = [series_of(making, name, making.findings.periods) for name in names]
    periods, empty = _periods(everything, making.spec.periods or _PERIODS)
    series = present(_during(one, periods) for one in everything)
    parts = tuple(one for one in series if one.category != "all") or series
    values = [p.value for one in parts for p in one.points if p.value is not None]
    shades = shades_of(making, values)
    table = _table(making, series, periods)
    matter = HeatMatter(
        shades,
        unit_words(making.indicator, making.language),
        table.header[0],
        tuple(_notes(making, shades, series, empty)),
    )
    return finished(
        making,
        message=_message(making, shades, parts),
        description=_describe(making, parts),
        table=table,
        series=series,
        subtitle_span=span_words(making, series[:1]),
        matter=matter,
    )


def _periods(series: Sequence[Series], count: int) -> tuple[tuple[Period, ...], tuple[Point, ...]]:
    """The last so many periods in which any has a value, and the edition's own; and the empty ones between them."""
    rows = list(zip(*(one.points for one in series), strict=True))
    full = [place for place, row in enumerate(rows) if place == len(rows) - 1 or any(p.value is not None for p in row)]
    kept = full[-count:]
    empty = tuple(rows[place][0] for place in range(kept[0], len(rows)) if place not in kept)
    return tuple(rows[place][0].period for place in kept), empty


def _during(series: Series, periods: Sequence[Period]) -> Series:
    return replace(series, points=tuple(point for point in series.points if point.period in periods))


def _table(making: Making, series: Sequence[Series], periods: Sequence[Period]) -> Table:
    language, by = making.language, making.indicator.by
    first = named(making.dataset.field(by).title[language.code]) if by else named("")
    head = (first, *(language.period(period, short=True).capital() for period in periods))
    rows = [(one.label, *(cell_of(point, language) for point in one.points)) for one in series]
    return Table(head, tuple(rows))


# -- words ----------------------------------------------------------------------------------------------------


def _message(making: Making, shades: Shades, series: Sequence[Series]) -> Sentence:
    """How many reached the highest declared bound, now and in the first period; else the highest value of all."""
    comparable = all((one.points[0].value is None) == (one.last.value is None) for one in series)
    if shades.declared and comparable and len(series[0].points) > 1:
        for place in range(len(shades.bounds) - 1, -1, -1):
            now, then = (_reached(shades, series, at, place) for at in (-1, 0))
            if max(len(now), len(then)) > WORDS:
                break
            if now or then:
                return _counted(making, shades.bound(place, making.language), (now, then), series[0].points[0])
    return _peak(making, series)


def _reached(shades: Shades, series: Sequence[Series], at: int, place: int) -> list[Series]:
    """Those with a value at a bound or above it in one period."""
    return [one for one in series if one.points[at].value is not None and shades.place(one.points[at].figure) > place]


def _counted(making: Making, bound: Sentence, found: tuple[list[Series], list[Series]], first: Point) -> Sentence:
    language, (now, then) = making.language, found
    slots = {"bound": bound, "areas": areas_of(making), "first": language.period(first.period)}
    slots["now"] = Sentence.plain(count_word(len(now), language))
    slots["one"] = name_inside(making, now[0]) if now else Sentence(())
    slots["then"] = Sentence.plain(count_word(len(then), language))
    slots["other"] = name_inside(making, then[0]) if then else Sentence(())
    words = language.sentence(f"charts.heat.count.{_change_of(now, then)}", slots)
    return among_those(making.findings, making.spec, words, language).capital()


def _change_of(now: list[Series], then: list[Series]) -> str:
    """Which sentence is true of those at a bound now and then."""
    match len(now), len(then):
        case 0, _:
            return "none"
        case 1, 0:
            return "first"
        case 1, 1:
            return "still" if now[0].category == then[0].category else "instead"
        case 1, _:
            return "alone"
        case count, before:
            return "same" if count == before else "several"


def _peak(making: Making, series: Sequence[Series]) -> Sentence:
    """The highest value of all, if only one cell has it; otherwise the ends of all values."""
    language = making.language
    figures = [p.figure for one in series for p in one.points if p.figure is not None and p.value is not None]
    if not figures:
        return language.sentence("charts.message.missing", period=language.period(making.period))
    found = peak(making, series, "" if all(one.is_whole for one in series) else "-shown")
    if found is not None:
        return found
    low, high = (end(figures, key=digits_of) for end in (min, max))
    slots = {"noun": noun(making), "low": said(low, language), "value": said(high, language)}
    return language.sentence("charts.heat.range", slots).capital()


def _describe(making: Making, series: Sequence[Series]) -> Sentence:
    """From where to where the last period's highest and lowest came; the ends of all cells; whether some are empty."""
    language, known = making.language, with_value(series)
    chosen = dict.fromkeys(one.category for one in (*known[:1], *known[-1:]))
    parts = [_from_to(one, language) for one in known if one.category in chosen and len(one.known) > 1]
    parts += _cell_ends(series, language)
    if any(point.value is None for one in series for point in one.points):
        parts.append(language.sentence("charts.heat.gaps"))
    return Sentence.join(parts)


def _from_to(one: Series, language: Language) -> Sentence:
    first, last = one.known[0], one.known[-1]
    slots = {"label": one.label, "first": value_of(first, language), "last": value_of(last, language)}
    slots |= {"first_period": language.period_within(first.period), "last_period": language.period_within(last.period)}
    same = digits_of(first.figure) == digits_of(last.figure)
    return language.sentence(f"charts.heat.{'both' if same else 'from-to'}", slots).capital()


def _cell_ends(series: Sequence[Series], language: Language) -> list[Sentence]:
    """The highest and the lowest cell, each only if no other shows the same digits."""
    cells = [(digits_of(p.figure), one.label, p) for one in series for p in one.points if p.value is not None]
    seen = sorted(digits for digits, _, _ in cells)
    found = []
    for key, end in (("highest", seen[-1:]), ("lowest", seen[:1])):
        owners = [(label, point) for digits, label, point in cells if [digits] == end]
        if len(owners) == 1 and len(cells) > 1:
            label, point = owners[0]
            slots = {"label": label, "value": value_of(point, language), "period": language.period(point.period)}
            found.append(language.sentence(f"charts.heat.{key}", slots).capital())
    return found


def _notes(making: Making, shades: Shades, series: Sequence[Series], empty: Sequence[Point]) -> list[Sentence]:
    """The bounds of the shades, what each letter in a cell means, and which periods are left out."""
    language, found = making.language, []
    if shades.bounds:
        ticks = Sentence.join(shades.ticks(language), language.semicolon)
        found.append(language.sentence("charts.ranked.key.scale", bounds=ticks))
    points = [point for one in series for point in one.points]
    for letter in dict.fromkeys(p.status for p in points if p.value is not None and p.status in UNSURE):
        words = status_words(making.dataset, letter, language)
        found.append(language.sentence("charts.ranked.letter", letter=f"[{letter}]", words=words) + Sentence.plain("."))
    found += [note + Sentence.plain(".") for note in letter_notes(making, points)]
    found += [note + Sentence.plain(".") for note in span_notes([p.period for p in series[0].points], language)]
    if empty:
        words = reason_words(making.dataset, empty[0], language)
        names = Sentence.join([language.period(point.period) for point in empty], ", ")
        found.append(language.sentence("charts.heat.empty", periods=names, reason=words))
    return found
