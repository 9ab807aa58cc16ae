"""Which period follows which: the calendar of a series that has one.

Spans have none (`berkala.periods`): the periods of their series are those in the data, and nothing is missing between
two of them. So a descriptor of spans has no `Rhythm`, and what asks for one has to say what it does without.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from berkala.periods import Period, between


@dataclass(frozen=True)
class Rhythm:
    """Every period of a frequency; of a survey, only those in the `months` of the year that it is taken in."""

    months: tuple[int, ...] = ()

    def periods(self, first: Period, last: Period) -> Iterator[Period]:
        """Every period from `first` to `last`: of a survey, only those in the months it is taken in."""
        return (period for period in between(first, last) if not self.months or period.start.month in self.months)

    def after(self, period: Period) -> Period:
        """The next period: of a survey, the next month it is taken in."""
        return next(self.periods(period.shift(1), period.shift(12)))

    def before(self, period: Period) -> Period:
        """The period before: of a survey, the last month it was taken in."""
        if not self.months:
            return period.shift(-1)
        return list(self.periods(period.shift(-12), period.shift(-1)))[-1]
