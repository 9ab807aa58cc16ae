"""Whether a category was to be observed at a period at all, and in which words it was not.

A province that was not yet formed, an area observed every second month and a series that ended lack nothing at such
a period. Every kind of chart asks here.
"""

from __future__ import annotations

from collections.abc import Iterable

from berkala.measure.areas import is_observed
from berkala.periods import Period
from berkala.plan.specifications import Category, DatasetSpec, Indicator
from berkala.render.charts.model import Absence, Chart, Point, Series
from berkala.render.statuses import status_words
from berkala.words import Language, Sentence

#: A category is not there at all before its series begins and after it ends.
OUTSIDE: tuple[Absence, ...] = ("before", "after")


def absence(dataset: DatasetSpec, category: Category | None, period: Period) -> Absence:
    """Why nothing was to be observed: before the first period, after the last, or in between. Empty where it was.

    `category` is the one that it was to be observed of (`category_of`).
    """
    if category is None or category.span is None or is_observed(dataset, category, period):
        return ""
    if category.span.from_ is not None and period < dataset.period(category.span.from_):
        return "before"
    if category.span.until is not None and period > dataset.period(category.span.until):
        return "after"
    return "between"


def category_of(dataset: DatasetSpec, indicator: Indicator, name: str) -> Category | None:
    """A category that an indicator is broken down by; None for the whole."""
    if indicator.by is None:
        return None
    return next((one for one in dataset.field(indicator.by).categories if one.value == name), None)


def present(series: Iterable[Series]) -> tuple[Series, ...]:
    """Those that are there at one of their periods at least; not one that came later or ended before."""
    everything = tuple(series)
    return tuple(one for one in everything if any(p.absent not in OUTSIDE for p in one.points)) or everything


def reason(point: Point) -> str:
    """Why a point has no value: a mistake of the source, never to be observed, or a status that the words know.

    ``x``, not available, where it has no other.
    """
    return "wrong" if point.wrong else point.absent or (point.status if point.status in ("c", "x", "z") else "x")


def words_for(dataset: DatasetSpec, why: str, language: Language) -> str:
    """A `reason` in words: the dataset's own, where it has some."""
    if why == "between":
        return language.text(f"charts.missing.between.{dataset.frequency}")
    if why in ("wrong", "after") or (why == "before" and "z" not in dataset.statuses):
        return language.text(f"charts.missing.{why}")
    return status_words(dataset, "z" if why == "before" else why, language)


def reason_words(dataset: DatasetSpec, point: Point, language: Language) -> str:
    """Why a point has no value, in words."""
    return words_for(dataset, reason(point), language)


def reasons_of(dataset: DatasetSpec, series: Iterable[Series], language: Language) -> tuple[tuple[str, str], ...]:
    """Every reason for which values are not shown, with its words."""
    found = dict.fromkeys(reason(point) for one in series for point in one.points if point.value is None)
    return tuple((why, words_for(dataset, why, language)) for why in found)


def words_in(chart: Chart, why: str, language: Language) -> str:
    """A `reason` in words, as the chart was made with them."""
    own = dict(chart.matter.reasons) if chart.matter else {}
    return own.get(why) or language.text(f"charts.missing.{why}")


def missing_notes(chart: Chart, points: Iterable[Point], language: Language) -> list[Sentence]:
    """What the marks of values that are not shown mean; one that is withheld has a mark of its own."""
    return [
        language.sentence(
            f"charts.note.{'withheld' if why == 'wrong' else 'missing'}", reason=words_in(chart, why, language)
        )
        for why in dict.fromkeys(reason(point) for point in points)
    ]
