"""Progress read back: from which period to which, over how many years, and the category that follows.

The report's specification says what was declared, and the edition's own figures which periods have a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from berkala.check.published import Published
from berkala.errors import Problem
from berkala.periods import Period
from berkala.plan.specifications import REFERENCE, DatasetSpec, Indicator, Progress


@dataclass(frozen=True)
class Progressed:
    """The progress of one indicator, beside its data's specification and the figures of one edition, by id."""

    name: str
    indicator: Indicator
    data: DatasetSpec
    period: Period
    figures: Mapping[str, Published]

    def declared(self, what: str) -> Decimal | None:
        """The number that is declared as ``<name>.progress-<what>``; None where there is none."""
        spec = self.indicator.progress
        if spec is None:
            return None
        if what.startswith("bound."):
            bands = {band.name: band.from_ for band in self.indicator.bands}
            bound = bands.get(what.removeprefix("bound."))
            return None if bound in (None, REFERENCE) else Decimal(str(bound))
        ends = self._ends(spec)
        return {
            "direction": Decimal(spec.sign),
            "limit": spec.limit,
            "target": spec.target.value if spec.target else None,
            "years": _years(*ends) if ends else None,
            "years-to-target": _years(ends[0], self.data.period(spec.target.period)) if ends and spec.target else None,
        }.get(what)

    def problems(self, told: Mapping[str, Any] | None, file: str) -> Iterator[Problem]:
        """Growth between other periods than the first and the last with a value; another category than follows.

        `told` is what the edition says in short, of the lead alone.
        """
        growth = self._figure("growth")
        ends = self._ends(self.indicator.progress) if self.indicator.progress else None
        right = [] if ends is None else [ends[1].code, ends[0].code]
        if growth is not None and [self.figures[one].period for one in growth.inputs[:2]] != right:
            facts = {"first": right[-1] if right else "—", "last": right[0] if right else "—"}
            yield Problem("check.progress-periods", facts, file=file, value=growth.id)
        if told is not None and self.indicator.bands_on == "progress" and told["category"] != self.category():
            facts = {"stated": told["category"] or "—", "again": self.category() or "—"}
            yield Problem("check.progress-category", facts, file=file, value=f"{self.name}.all.{self.period.code}")

    def category(self) -> str | None:
        """The name of the band that follows from the exact figures; None where there is none."""
        bands = self.indicator.bands
        met, figure = self._figure("met"), self._figure("")
        if met is not None and met.value == 1 and bands and bands[-1].from_ == REFERENCE:
            return bands[-1].name
        if figure is None or figure.value is None:
            return None
        factor = self._figure("factor")
        found = None
        for band in bands:
            if band.from_ is None:
                found = band.name
            elif band.from_ != REFERENCE:
                bound = Decimal(band.from_)
                if factor is not None and factor.value is not None and bound > 0:
                    bound *= factor.value
                found = band.name if figure.value >= bound else found
        return found

    def _figure(self, word: str) -> Published | None:
        return self.figures.get(f"{self.name}.all.{self.period.code}.progress{'-' if word else ''}{word}")

    def _ends(self, spec: Progress) -> tuple[Period, Period] | None:
        """The first period with a value, from the baseline's on, and the last."""
        began = self.data.period(spec.baseline.period).start
        periods = {self.data.period(one.period) for one in self._judged(spec) if one.value is not None}
        known = sorted(period for period in periods if began <= period.start <= self.period.start)
        return (known[0], known[-1]) if known else None

    def _judged(self, spec: Progress) -> Iterator[Published]:
        """The figures of what is judged: of the whole, or of the column in its place."""
        for figure in self.figures.values():
            if spec.column is None:
                if figure.id == f"{self.name}.all.{figure.period}":
                    yield figure
            elif figure.id.startswith(f"cell.{spec.column}.") and self._is_whole(figure):
                yield figure

    def _is_whole(self, cell: Published) -> bool:
        """Whether a cell is of the row that stands for the whole of the indicator."""
        wholes = {one.name: one.whole for one in self.data.with_role("dimension") if one.whole is not None}
        key: Mapping[str, Any] = (cell.where or {}).get("key") or {}
        return all(key.get(dimension) == category for dimension, category in (wholes | self.indicator.where).items())


def _years(first: Period, last: Period) -> Decimal:
    months = (last.start.year - first.start.year) * 12 + last.start.month - first.start.month
    return round(Decimal(months) / 12, 10).normalize()
