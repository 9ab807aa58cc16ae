"""What charts of many categories have in common: which have a value, which is first and last, in which words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from berkala.measure.findings import Figure
from berkala.periods import Period
from berkala.render.charts.axes import scale_word, tick_labels
from berkala.render.charts.model import Point, Series
from berkala.render.charts.observed import OUTSIDE, reason_words
from berkala.render.charts.parts import Making, letter_of, series_of
from berkala.render.charts.parts import value_of as point_value
from berkala.render.charts.sentences import among_those
from berkala.render.charts.ticks import Axis
from berkala.render.sentences import named
from berkala.render.sentences.labels import inside
from berkala.words import Language, Sentence, rounded_to

_Named = TypeVar("_Named")

#: A description names so many of the first and the last; a class of a map has so many of its members named.
NAMED, MEMBERS = 3, 8
#: So few beyond those are named too.
FEW = 2
#: Counts up to this are written as words: a sentence that also stands as plain text may hold figures' digits alone.
WORDS = 12


@dataclass(frozen=True)
class Ends:
    """The first and the last of those with a value, highest first; `sure`: that no other could be it."""

    first: Series
    last: Series
    first_sure: bool
    last_sure: bool


def with_value(series: Sequence[Series]) -> list[Series]:
    """Those that have a value in the last period, highest first; equals stay in their order."""
    known = [one for one in series if one.last.value is not None]
    return sorted(known, key=lambda one: -(one.last.value or Decimal(0)))


def without_value(series: Sequence[Series]) -> list[Series]:
    """Those that have none, in their order."""
    return [one for one in series if one.last.value is None]


def complete(series: Sequence[Series]) -> bool:
    """Whether every category that there is has a value; one that is not there yet, or no more, need not."""
    return all(one.last.status == "z" or one.last.absent in OUTSIDE for one in without_value(series))


def digits_of(figure: Figure | None) -> Decimal:
    """The value as a reader sees it."""
    return rounded_to(figure.value or 0, figure.decimals) if figure else Decimal(0)


def ends(making: Making, series: Sequence[Series]) -> Ends | None:
    """Both ends, if at least two have a value. Equal digits, or places that may be another's, are not sure."""
    known = with_value(series)
    if len(known) < 2:
        return None
    seen = [digits_of(one.last.figure) for one in known]
    places = [_places(making, one) for one in (known[0], known[-1])]
    first = seen[0] != seen[1] and places[0][1] in (None, 1)
    last = seen[-1] != seen[-2] and places[1][0] in (None, len(known))
    return Ends(known[0], known[-1], first, last)


def _places(making: Making, series: Series) -> tuple[int | None, int | None]:
    """The best and the worst place that a category may have, where the survey's uncertainty is known."""
    found = [
        making.findings.figure(making.spec.indicator, series.category, derived=f"rank-{end}") for end in ("from", "to")
    ]
    best, worst = (int(figure.value) if figure and figure.value is not None else None for figure in found)
    return best, worst


def is_sampled(making: Making, series: Sequence[Series]) -> bool:
    """Whether it is known which places each may have: close values of a survey are not told apart."""
    return any(place is not None for one in series for place in _places(making, one))


# -- words ----------------------------------------------------------------------------------------------------


def ends_message(making: Making, series: Sequence[Series]) -> Sentence:
    """``Papua had the highest share, 26.56%, and Bali the lowest, 4.57%``, as far as it is sure."""
    language, known = making.language, with_value(series)
    if not known:
        return language.sentence("charts.message.missing", period=language.period(making.period))
    found = ends(making, series)
    if found is None:
        return _level(making, known[0])
    place = f"charts.ranked.at.{concept(making)}"
    slots = {"noun": noun(making), "high": language.sentence(place, label=name_inside(making, found.first))}
    slots |= {"low": language.sentence(place, label=name_inside(making, found.last))}
    slots |= {"high_value": value_of(found.first, language), "low_value": value_of(found.last, language)}
    scope = "all" if complete(series) else "shown"
    match found.first_sure, found.last_sure:
        case True, True:
            key = "both"
        case True, False:
            key = "highest"
        case False, True:
            key = "lowest"
        case _:
            key = "range"
    words = language.sentence(f"charts.ranked.ends.{scope}.{key}", slots)
    return (among_those(making.findings, making.spec, words, language) if scope == "all" else words).capital()


def peak(making: Making, series: Sequence[Series], scope: str = "-shown") -> Sentence | None:
    """``Of the values shown, transportation had the highest inflation, 12.1%, in May 2023``, if one value alone is."""
    cells = [(digits_of(p.figure), one, p) for one in series for p in one.points if p.value is not None]
    if len(cells) < 2:
        return None
    highest, one, point = max(cells, key=lambda found: found[0])
    if [digits for digits, _, _ in cells].count(highest) > 1:
        return None
    language = making.language
    slots = {"noun": noun(making), "category": name_inside(making, one), "value": point_value(point, language)}
    return language.sentence(f"charts.heat.peak{scope}", slots, period=language.period(point.period)).capital()


def name_inside(making: Making, one: Series) -> Sentence:
    """A category's name inside a sentence."""
    return inside(making.findings, making.spec.indicator, one.category, making.language)


def concept(making: Making) -> str:
    """``areas`` where the categories are places, else ``groups``."""
    by = making.indicator.by
    return "areas" if by and making.dataset.field(by).concept == "area" else "groups"


def _level(making: Making, one: Series) -> Sentence:
    language = making.language
    slots = {"name": one.label, "value": value_of(one, language), "period": language.period(making.period)}
    return language.sentence("charts.message.level", slots)


def noun(making: Making) -> Sentence:
    """What the values are: a share, a number; of a rate, what the indicator is called for short."""
    indicator, code = making.indicator, making.language.code
    if indicator.unit == "percent" and indicator.formula not in ("share", "share_without"):
        name = indicator.short[code] if indicator.short else making.language.text("charts.ranked.noun.number")
        # An abbreviation keeps its capitals.
        return named(name if name[1:2].isupper() else name[:1].lower() + name[1:])
    return Sentence.plain(making.language.text(f"charts.ranked.noun.{indicator.unit}"))


def value_of(series: Series, language: Language) -> Sentence:
    """The last value as a chart says it."""
    return point_value(series.last, language)


def pairs(series: Sequence[Series], language: Language) -> Sentence:
    """``Papua 26.56%; Papua Barat 21.33%``."""
    found = [
        language.sentence("charts.describe.pair", label=one.label, value=value_of(one, language)) for one in series
    ]
    return Sentence.join(found, language.semicolon)


def count_word(count: int, language: Language) -> str:
    """A count up to `WORDS` as a word."""
    return language.text(f"charts.ranked.number.n{count}")


def few(things: Sequence[_Named], most: int, language: Language) -> tuple[Sequence[_Named], list[Sentence]]:
    """The first so many, and how many others there are; all where one or two would be left."""
    left = len(things) - most
    if left <= FEW:
        return things, []
    if left > WORDS:
        return things[:most], [Sentence.plain(language.text("charts.ranked.others"))]
    words = language.text("charts.ranked.so-many-others", count=count_word(left, language))
    return things[:most], [Sentence.plain(words)]


def missing(making: Making, series: Sequence[Series], whole: Series | None) -> list[Sentence]:
    """Who has no value and why, one sentence for each reason."""
    language = making.language
    groups: dict[str, list[Sentence]] = {}
    for one in without_value([*([whole] if whole else []), *series]):
        groups.setdefault(reason_words(making.dataset, one.last, language), []).append(one.label)
    found = []
    for why, labels in groups.items():
        kept, others = few(labels, MEMBERS, language)
        names = Sentence.join([Sentence.join(kept, ", "), *others])
        found.append(language.sentence("charts.ranked.missing", names=names, reason=why))
    return found


def letter_notes(making: Making, points: Iterable[Point]) -> list[Sentence]:
    """What each letter in place of a value means, here; one letter may have several reasons."""
    language = making.language
    reasons: dict[str, dict[str, None]] = {}
    for point in points:
        if point.value is None:
            why = reason_words(making.dataset, point, language)
            reasons.setdefault(letter_of(point), {})[why] = None
    return [
        language.sentence("charts.ranked.letter", letter=letter, words=language.semicolon.join(found))
        for letter, found in reasons.items()
    ]


def whole_of(making: Making, periods: Iterable[Period]) -> Series | None:
    """The whole over these periods, if it has a name of its own and a figure, with a value or without, for the last."""
    if making.indicator.all_label is None or making.findings.figure(making.spec.indicator) is None:
        return None
    return series_of(making, "all", periods)


def describe_ends(making: Making, series: Sequence[Series], whole: Series | None) -> Sentence:
    """Highest, lowest, the whole, and who has no value."""
    language, known = making.language, with_value(series)
    parts = []
    if len(known) > 2 * NAMED:
        slots = {"high": pairs(known[:NAMED], language), "low": pairs(known[: -NAMED - 1 : -1], language)}
        parts.append(language.sentence("charts.ranked.describe", slots, period=language.period(making.period)))
    elif known:
        period = language.period(making.period)
        parts.append(language.sentence("charts.describe.bars", period=period, pairs=pairs(known, language)))
    parts += describe_whole(whole, language)
    return Sentence.join([*(part.capital() for part in parts), *missing(making, series, whole)])


def describe_whole(whole: Series | None, language: Language) -> list[Sentence]:
    """``Indonesia: 9.54%.``, if it has a value."""
    if whole is None or whole.last.value is None:
        return []
    return [language.sentence("charts.ranked.whole", whole=whole.label, value=value_of(whole, language)).capital()]


def track_labels(axis: Axis, unit: str, language: Language) -> list[Sentence]:
    """The labels of an axis over tracks; the last one says what the ticks count: millions."""
    labels, word = tick_labels(axis, unit, language), scale_word(axis, unit, language)
    if word:
        labels[-1] = labels[-1].each(lambda span: replace(span, text=f"{span.text}\u00a0{word}"))
    return labels
