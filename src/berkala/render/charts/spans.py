"""What a chart of spans says beside its values: none may be taken for a year, nor two that overlap for separate."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from berkala.periods import Period, overlapping
from berkala.render.charts.model import Series
from berkala.words import Language, Sentence


def are_alike(periods: Sequence[Period]) -> bool:
    """Whether all are equally long. All but spans are."""
    return len({period.length for period in periods}) <= 1


def of_one_length(series: Series) -> list[list[int]]:
    """The places of a series at which it was to be observed, apart by the length of their periods.

    Only periods of one length can be joined by a line. Those of a rhythm all are.
    """
    places = [place for place, point in enumerate(series.points) if point.expected]
    by_length = sorted(places, key=lambda place: series.points[place].period.length)
    return [list(group) for _, group in groupby(by_length, key=lambda place: series.points[place].period.length)]


def sharing_notes(periods: Sequence[Period], language: Language) -> list[Sentence]:
    """That periods overlap, so that their values are not independent of each other."""
    return [language.sentence("charts.note.overlap")] if overlapping(periods) else []


def span_notes(periods: Sequence[Period], language: Language) -> list[Sentence]:
    """That periods which stand beside each other in one width overlap, or differ in length."""
    unlike = [] if are_alike(periods) else [language.sentence("charts.note.lengths")]
    return [*sharing_notes(periods, language), *unlike]
