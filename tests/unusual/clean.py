"""What can be said of a clean table: how its series move, and which cells, rows and periods may bear a fault.

Written apart from the detectors and asked of the clean data alone, as `classes.yml` says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log

import numpy as np
import pandas as pd

from berkala.periods import Period
from berkala.plan.rhythms import Rhythm
from unusual.corpora import Corpus


@dataclass(frozen=True)
class Series:
    """One series up to the newest period: its usual change, its newest change, how many values went before."""

    usual: float
    newest: float
    count: int
    positive: bool
    value: float
    whole: bool

    def is_steady(self, effect: float) -> bool:
        """Steady against an effect (a difference of logarithms), as defined in `classes.yml`."""
        effect = abs(effect)
        return self.positive and self.count >= 8 and self.newest <= effect / 2 and self.usual <= effect / 5

    def is_large(self, after: float) -> bool:
        """Whether the value is large before a fault and after it."""
        return not self.whole or (self.value >= 100 and after >= 10)


@dataclass(frozen=True)
class Edition:
    """A corpus cut at a period, and as it was published when the period before was the newest."""

    now: Corpus
    before: Corpus
    period: Period
    after: Corpus | None = None

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The rows of the newest period."""
        return self.now.frame[[one == self.period for one in self.now.frame["period"]]]

    @cached_property
    def past(self) -> list[Period]:
        """The periods before the newest."""
        return [one for one in self.now.periods if one < self.period]

    def series(self, measure: str) -> dict[int, Series]:
        """Each series that has a value in the newest period, by the row of that value."""
        if measure not in self._known:
            self._known[measure] = self._series(measure)
        return self._known[measure]

    @cached_property
    def _known(self) -> dict[str, dict[int, Series]]:
        return {}

    def _series(self, measure: str) -> dict[int, Series]:
        frame = self.now.frame
        there = frame[frame[measure].notna()]
        order = there.assign(_at=[one.start for one in there["period"]]).sort_values([*self.now.dimensions, "_at"])
        values = order[measure].to_numpy(dtype=float)
        codes = order.groupby(list(self.now.dimensions), sort=False).ngroup().to_numpy()
        found: dict[int, Series] = {}
        ends = np.flatnonzero(np.append(codes[1:] != codes[:-1], True))
        starts = np.append(0, ends[:-1] + 1)
        periods = order["period"].to_numpy()
        for start, end in zip(starts, ends, strict=True):
            if periods[end] == self.period:
                found[int(order.index[end])] = _series(values[start : end + 1])
        return found

    def follows(self) -> bool:
        """Whether the six periods before the newest, and it, stand one after the other in a rhythm."""
        rhythm = Rhythm(self.now.months)
        last = [*self.past[-6:], self.period]
        return len(last) == 7 and all(rhythm.after(a) == b for a, b in pairwise(last))

    def places(self) -> Sequence[str]:
        """The columns that a place is told by: the area, or without one the whole series."""
        return [self.now.area] if self.now.area else list(self.now.dimensions)


def _series(values: np.ndarray) -> Series:
    past, newest = values[:-1], values[-1]
    positive = bool((values > 0).all())
    if not positive or len(past) < 2:
        return Series(np.inf, np.inf, len(past), positive, float(newest), bool((values % 1 == 0).all()))
    changes = np.abs(np.diff(np.log(past)))
    usual = float(np.sort(changes)[int(np.ceil(0.9 * len(changes))) - 1])
    return Series(
        usual,
        abs(log(newest / past[-1])),
        len(past),
        positive,
        float(newest),
        bool((values % 1 == 0).all()),
    )


def edition(corpus: Corpus, period: Period) -> Edition:
    """The edition of a corpus whose newest period is `period`."""
    before = [one for one in corpus.periods if one < period]
    later = [one for one in corpus.periods if one > period]
    after = corpus.until(later[0]) if later else None
    return Edition(corpus.until(period), corpus.until(before[-1]), period, after)
