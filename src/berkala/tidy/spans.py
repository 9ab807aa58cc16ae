"""Categories with periods of their own: a province that was formed later, a series of every second month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from berkala.periods import Period
from berkala.plan.specifications import DatasetSpec
from berkala.tidy.coded import Coded, Mask
from berkala.tidy.listing import Listing
from berkala.tidy.measures import Measured
from berkala.tidy.rows import Numbers


@dataclass(frozen=True)
class Bounds:
    """A span, read: no bound is None, no months is empty."""

    first: Period | None
    last: Period | None
    months: tuple[int, ...]

    def holds(self, period: Period) -> bool:
        """Whether a period lies inside."""
        early = self.first is not None and period < self.first
        late = self.last is not None and period > self.last
        return not early and not late and (not self.months or period.start.month in self.months)


def bounds_of(spec: DatasetSpec, dimension: str) -> Mapping[str, Bounds]:
    """The bounds of those categories of a dimension that have a span."""
    found = {}
    for category in spec.field(dimension).categories:
        if (span := category.span) is not None:
            first, last = (spec.period(text) if text else None for text in (span.from_, span.until))
            found[category.value] = Bounds(first, last, span.months)
    return found


def inside(spec: DatasetSpec, dimension: str, of_period: Sequence[Period | None], categories: Sequence[str]) -> Mask:
    """Whether each period (rows) lies in the span of each category (columns); no period lies in all, none outside."""
    bounds = bounds_of(spec, dimension)
    found = np.ones((len(of_period), len(categories)), dtype=np.bool_)
    for place, category in enumerate(categories):
        if category in bounds:
            found[:, place] = [period is None or bounds[category].holds(period) for period in of_period]
    return found


def refuse_outside(
    spec: DatasetSpec,
    of_period: Coded[Period | None],
    dimensions: Mapping[str, Coded[str]],
    measures: Mapping[str, Measured],
    numbers: Numbers,
    listing: Listing,
) -> None:
    """List each row that has a value at a period outside its category's span. One without a value says nothing."""
    valued = np.zeros(len(numbers), dtype=np.bool_)
    for one in measures.values():
        valued |= ~np.asarray(one.values.isna())
    for name, texts in dimensions.items():
        bounds = bounds_of(spec, name)
        if bounds:
            # All others are one column of the matrix: there may be as many wrong texts as rows.
            bounded = texts.renamed(text if text in bounds else "" for text in texts.distinct)
            fits = inside(spec, name, of_period.distinct, bounded.distinct)
            outside = valued & ~fits[of_period.codes, bounded.codes]
            _tell(name, texts, of_period, outside, numbers, listing)


def _tell(
    name: str, texts: Coded[str], of_period: Coded[Period | None], outside: Mask, numbers: Numbers, listing: Listing
) -> None:
    def tell(row: int) -> None:
        period, text = of_period[row], texts[row]
        facts = {"category": text, "period": period.code if period else ""}
        listing.add("tidy.outside-span", facts, row=int(numbers[row]), column=name, value=text)

    listing.add_each(np.flatnonzero(outside), tell, column=name)
