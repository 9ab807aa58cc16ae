"""Where periods stand on a time axis: by their distance in time, not by their place in a list.

A survey that is taken in March and September has the same distance from March to September as back, and a
target for a later year lies as far to the right as that year is away. A span stands at its middle and reaches from
its first day to its last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from berkala.measure.findings import Figure
from berkala.periods import Frequency, Period
from berkala.render.charts.model import Matter
from berkala.words import Sentence

#: Periods that are counted in days; all others in months.
_DAYS = ("day", "week", "span")


@dataclass(frozen=True)
class Ahead:
    """A target for a later period: one value, or a range up to `high`. `periods` are those of the axis after the last.

    It stands over its own period, which may be of another frequency: a year on an axis of months.
    """

    figure: Figure
    high: Figure | None
    name: Sentence
    periods: tuple[Period, ...]


@dataclass(frozen=True)
class LineMatter(Matter):
    """What a line chart shows beyond its series: a target ahead, and what else its notes have to say."""

    ahead: Ahead | None = None
    notes: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """The moments of the periods, those ahead behind those of the data; `step` is the shortest way between two.

    The axis goes from `first` to `last`.
    """

    moments: tuple[float, ...]
    first: float
    last: float
    step: float
    frequency: Frequency

    @staticmethod
    def of(periods: Sequence[Period], ahead: Ahead | None = None) -> Timeline:
        """The axis of these periods, on to the end of what lies ahead."""
        frequency = periods[0].frequency
        every = (*periods, *(ahead.periods if ahead else ()))
        moments = tuple(moment(stands_at(period, frequency), frequency) for period in every)
        step = min((after - before for before, after in pairwise(sorted(set(moments)))), default=1.0)
        made = Timeline(moments, min(moments), max(moments), step, frequency)
        ends = [made.reach(period) for period in (periods if frequency == "span" else ())]
        ends += [(made.first, made.reach(ahead.figure.period)[1])] if ahead else []
        first, last = min([made.first, *(end[0] for end in ends)]), max([made.last, *(end[1] for end in ends)])
        return replace(made, first=first, last=last)

    def share(self, at: float) -> float:
        """How far along the axis a moment lies, from 0 to 1; a single period lies at the end, a single span on all."""
        return 1.0 if self.last == self.first else (at - self.first) / (self.last - self.first)

    def reach(self, period: Period) -> tuple[float, float]:
        """From when to when a period lasts on this axis; one of its own rhythm, half a step around its moment."""
        start = moment(period.start, self.frequency)
        if self.frequency == "span":
            return start, moment(period.end, self.frequency) + 1
        if period.frequency == self.frequency:
            return start - self.step / 2, start + self.step / 2
        return start, moment(period.end, self.frequency)


def stands_at(period: Period, frequency: Frequency) -> date:
    """The day that a period stands at on an axis of a frequency: its first; on one of spans the middle."""
    return period.middle if frequency == "span" else period.start


def moment(day: date, frequency: Frequency) -> float:
    """A day as a distance: in days for days and weeks, otherwise in months."""
    return float(day.toordinal() if frequency in _DAYS else day.year * 12 + day.month - 1)
