"""What is worked out for the pages of single places: each place's own series, and the whole's beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from berkala.measure.comparisons import compare
from berkala.measure.findings import AreaFindings, Figure
from berkala.measure.holding import gap
from berkala.measure.uncertainty import uncertainty
from berkala.measure.values import value
from berkala.measure.work import Work
from berkala.periods import Period
from berkala.plan.specifications import Category, DatasetSpec

#: What is said of the whole beside a place at its latest period, as far as it is said of the place.
_CHANGES = (".change-year", ".change-previous", ".growth-year", ".growth-previous")

#: What is said of a place's own value at every period, where the data tell how sure it is.
_LIMITS = ("lower", "upper")


def areas(work: Work, periods: tuple[Period, ...]) -> dict[str, AreaFindings]:
    """The findings of every place, by category; `work` is the edition's, all worked out, `periods` are its own.

    What is made for the places stands beside the edition's figures and is not added to them. One id is one figure
    in both.
    """
    beside = replace(work, sheet=replace(work.sheet, figures=dict(work.sheet.figures)))
    places = [_Place(beside, category, periods) for category in _places(work)]
    for place in places:
        place.work_out()
    for name, indicator in work.report.indicators.items():
        uncertainty(beside, name, indicator)
    derived = _by_stem(beside.sheet.figures)
    return {place.name: place.findings(derived) for place in places if place.exists}


@dataclass(frozen=True)
class _Place:
    """One place; `work` has the sheet that all places share, `edition_periods` go up to the edition's."""

    work: Work
    category: Category
    edition_periods: tuple[Period, ...]

    @property
    def name(self) -> str:
        return self.category.value

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """Those that are broken down by the dimension of this place."""
        spec, named = self.work.spec, self.work.report.indicators.items()
        dimension = next(one.name for one in spec.with_role("dimension") if self.category in one.categories)
        return tuple(name for name, indicator in named if indicator.by == dimension)

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """Those at which it is observed, from its first figure on; one in between without a figure is a gap."""
        observed = [period for period in self.edition_periods if is_observed(self.work.spec, self.category, period)]
        there = (place for place, period in enumerate(observed) if any(self._figures(period)))
        return tuple(observed[next(there, len(observed)) :])

    @cached_property
    def latest(self) -> Period | None:
        """The last period at which it has a value."""
        known = (
            period for period in reversed(self.periods) if any(one.value is not None for one in self._figures(period))
        )
        return next(known, None)

    @property
    def exists(self) -> bool:
        """Not where it came to be after the edition's period: nothing before its time."""
        span = self.category.span
        return bool(self.periods) or span is None or span.from_ is None or self._began(span.from_)

    def _began(self, code: str) -> bool:
        return self.work.spec.period(code) <= self.work.period

    def _figures(self, period: Period) -> Iterator[Figure]:
        made = (value(self.work, name, self.name, period) for name in self.indicators)
        return (figure for figure in made if figure is not None)

    def work_out(self) -> None:
        """Put its values on the sheet, and its comparisons at the latest period."""
        for period in self.periods:
            for _ in self._figures(period):
                pass
        if (latest := self.latest) is None:
            return
        for name in self.indicators:
            for earlier in self.work.earlier(latest).values():
                value(self.work, name, self.name, earlier)  # which may lie before the first period of the edition's
            for category in (self.name, "all"):
                compare(self.work, name, category, latest)
            gap(self.work, name, self.name, latest)

    def findings(self, derived: Mapping[str, list[str]]) -> AreaFindings:
        """What its page needs, complete in itself. `derived` are the ids of all figures by the value they are of."""
        wanted: list[str] = []
        for name in self.indicators:
            wanted += [f"{name}.{one}.{period.code}" for period in self.periods for one in (self.name, "all")]
            wanted += [f"{name}.{self.name}.{period.code}.{end}" for period in self.periods for end in _LIMITS]
            wanted += [f"{name}.{kind}{end}" for kind in ("reference", "milestone") for end in ("", "-low", "-high")]
            wanted += [f"{name}.reference{end}-of.{self.name}" for end in ("", "-low", "-high")]
            if self.latest is not None:
                own = f"{name}.{self.name}.{self.latest.code}"
                said = derived.get(own, [])
                wanted += [f"{name}.ranked.{self.latest.code}"] if f"{own}.rank-from" in said else []
                wanted += [*said, *(f"{name}.all.{self.latest.code}{one}" for one in _CHANGES if f"{own}{one}" in said)]
        figures = _with_inputs(self.work.sheet.figures, wanted)
        return AreaFindings(self.name, self.indicators, self.latest, self.periods, figures)


def is_observed(spec: DatasetSpec, category: Category, period: Period) -> bool:
    """Whether a category has an observation at a period at all, by its own span."""
    span = category.span
    if span is None:
        return True
    return (
        (span.from_ is None or period >= spec.period(span.from_))
        and (span.until is None or period <= spec.period(span.until))
        and (not span.months or period.start.month in span.months)
    )


def _places(work: Work) -> Iterator[Category]:
    """The categories of every dimension of places that an indicator is broken down by, without the whole."""
    used = {indicator.by for indicator in work.report.indicators.values()}
    for column in work.spec.with_role("dimension"):
        if column.concept == "area" and column.name in used:
            yield from (category for category in column.categories if category.value != column.whole)


def _by_stem(figures: Mapping[str, Figure]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for id_ in figures:
        found.setdefault(".".join(id_.split(".")[:3]), []).append(id_)
    return found


def _with_inputs(figures: Mapping[str, Figure], wanted: Iterable[str]) -> dict[str, Figure]:
    """Those of the wanted figures that are there, and every one they are worked out from, by id."""
    found: dict[str, Figure] = {}
    left = [id_ for id_ in wanted if id_ in figures]
    while left:
        id_ = left.pop()
        if id_ not in found:
            found[id_] = figures[id_]
            left += figures[id_].inputs
    return {id_: found[id_] for id_ in sorted(found)}
