"""What a chart of spans says beside its values: none may be taken for a year, nor two that overlap for separate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby

from berkala.periods import Period, overlapping
from berkala.render.charts.model import Series
from berkala.words import Language, Sentence


def are_alike(periods: Sequence[Period]) -> bool:
    """Whether all are equally long. All but spans are."""
    return len({period.length for period in periods}) <= 1


def that_can_be_joined(series: Series) -> Iterator[list[int]]:
    """The places of a series at which it was to be observed, in stretches that a line may join.

    Those of a rhythm all may. Of spans only those of one length: each with the next of that length, if it begins
    before the other is over or the day after, or if no span of another length lies between them.
    """
    places = [place for place, point in enumerate(series.points) if point.expected]
    if places and series.last.period.frequency != "span":
        yield places
        return
    order = {place: at for at, place in enumerate(places)}
    by_length = sorted(places, key=lambda place: series.points[place].period.length)
    for _, alike in groupby(by_length, key=lambda place: series.points[place].period.length):
        stretch: list[int] = []
        for place in alike:
            if stretch and order[place] - order[stretch[-1]] > 1 and not _meet(series, stretch[-1], place):
                yield stretch
                stretch = []
            stretch.append(place)
        yield stretch


def _meet(series: Series, one: int, other: int) -> bool:
    first, second = (series.points[place].period for place in (one, other))
    return second.start <= first.end + timedelta(days=1)


def sharing_notes(periods: Sequence[Period], language: Language) -> list[Sentence]:
    """That periods overlap, so that their values are not independent of each other."""
    return [language.sentence("charts.note.overlap")] if overlapping(periods) else []


def span_notes(periods: Sequence[Period], language: Language) -> list[Sentence]:
    """That periods which stand beside each other in one width overlap, or differ in length."""
    unlike = [] if are_alike(periods) else [language.sentence("charts.note.lengths")]
    return [*sharing_notes(periods, language), *unlike]
