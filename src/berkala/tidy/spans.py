"""Categories with periods of their own: a province that was formed later, a series of every second month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from berkala.periods import Period
from berkala.plan.specifications import DatasetSpec
from berkala.tidy.listing import Listing
from berkala.tidy.measures import Measured


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


def refuse_outside(
    spec: DatasetSpec,
    of_period: Sequence[Period | None],
    dimensions: Mapping[str, list[str]],
    measures: Mapping[str, Measured],
    numbers: Sequence[int],
    listing: Listing,
) -> None:
    """List each row that has a value at a period outside its category's span. One without a value says nothing."""
    for name, texts in dimensions.items():
        bounds = bounds_of(spec, name)
        for place, (period, text) in enumerate(zip(of_period, texts, strict=True)) if bounds else ():
            inside = period is None or text not in bounds or bounds[text].holds(period)
            if not inside and not all(one.values.isna()[place] for one in measures.values()):
                facts = {"category": text, "period": period.code if period else ""}
                listing.add("tidy.outside-span", facts, row=numbers[place], column=name, value=text)
