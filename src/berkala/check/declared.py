"""What a figure's inputs cannot say of themselves: that a declared number is the declared one, and that nobody was
left out of a ranking, a count of rises and falls or of targets met, or the largest parts.

The report's specification says what was declared, and the edition's own figures which parts have a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from berkala.check.judging import DECLARED
from berkala.check.progress import Progressed
from berkala.check.published import Published
from berkala.check.tallied import STEMS, tallied
from berkala.errors import Problem
from berkala.periods import Period
from berkala.plan.specifications import DatasetSpec, ReportSpec

#: Decimals that a change in per cent is shown with; other changes have their indicator's.
_OF_GROWTH = 1


@dataclass(frozen=True)
class Declarations:
    """The specification of a report and of its data, beside the figures of one edition, by id."""

    report: ReportSpec
    data: DatasetSpec
    period: Period
    figures: Mapping[str, Published]

    def problems(self, file: str) -> Iterator[Problem]:
        """Declared numbers that are others than declared, and lists in which one is missing or too many."""
        for figure in self.figures.values():
            if figure.formula == DECLARED:
                right = self._declared(figure.id)
                if right is None or right != figure.value:
                    facts = {"stated": str(figure.value), "declared": "—" if right is None else str(right)}
                    yield Problem("check.declared", facts, file=file, value=figure.id)
            elif (wanted := self._inputs(figure)) is not None and wanted != set(figure.inputs):
                odd = sorted(wanted ^ set(figure.inputs))
                yield Problem(
                    "check.list-incomplete", {"number": len(odd), "first": odd[0]}, file=file, value=figure.id
                )

    # -- declared numbers --------------------------------------------------------------------------------------

    def _declared(self, id_: str) -> Decimal | None:
        """The number that the specification declares under this id; None where it declares none."""
        name, _, what = id_.partition(".")
        if name == "rollup" and self.report.rollup is not None:
            return self.report.rollup.weights.get(what.removeprefix("weight."))
        indicator = self.report.indicators.get(name)
        if indicator is None:
            return None
        if what.startswith("progress-"):
            told = Progressed(name, indicator, self.data, self.period, self.figures)
            return told.declared(what.removeprefix("progress-"))
        if what == "apart":
            return indicator.rank.apart if indicator.rank else None
        if what == "cap":
            return indicator.achievement.cap if indicator.achievement else None
        if what in ("least-change", "least-growth"):
            return Decimal("0.5").scaleb(-(_OF_GROWTH if what == "least-growth" else indicator.decimals))
        return self._years(name, what.removeprefix("years.")) if what.startswith("years.") else None

    def _years(self, name: str, code: str) -> Decimal | None:
        achievement = self.report.indicators[name].achievement
        if achievement is None or achievement.baseline is None:
            return None
        first, last = (self.data.period(one).start for one in (achievement.baseline.period, code))
        years = Decimal((last.year - first.year) * 12 + last.month - first.month) / 12
        return round(years, 10).normalize()

    # -- lists -------------------------------------------------------------------------------------------------

    def _inputs(self, figure: Published) -> set[str] | None:
        """The inputs that a list of all parts has to have; None for other figures."""
        name, _, what = figure.id.partition(".")
        if name in STEMS:
            return tallied(self.report, self.figures, self.period, figure.id)
        if name not in self.report.indicators:
            return None
        code = self.period.code
        if what == f"ranked.{code}":
            return set(self._ranked(name))
        if what == f"compared.{code}":
            return set(self._changes(name))
        if what in (f"rose.{code}", f"fell.{code}", f"same.{code}"):
            return {*self._changes(name), *figure.inputs[1::2]}
        if what.startswith("largest-") and what.endswith(f".{code}"):
            return self._largest(name, len(figure.inputs))
        if (figure.formula or "").startswith("rank_"):
            return self._compared_with(figure, name)
        return None

    def _compared_with(self, figure: Published, name: str) -> set[str]:
        own = figure.id.rpartition(".")[0]
        values = {own, f"{name}.apart", *self._ranked(name)}
        sampled = (figure.formula or "").endswith("_sampled")
        return values | ({f"{one}.standard-error" for one in values - {f"{name}.apart"}} if sampled else set())

    def _ranked(self, name: str) -> list[str]:
        ranking = self.report.indicators[name].rank
        parts = [one.id for one in self._parts(name, ranking.among if ranking else ()) if one.value is not None]
        sure = [one for one in parts if self._value(f"{one}.standard-error") is not None]
        return sure or parts

    def _changes(self, name: str) -> Iterator[str]:
        """The declared comparison of each part that has one."""
        on = "year" if self.report.compare == "year_before" else "previous"
        for part in self._parts(name, self._among(name, "directions")):
            changes = (f"{part.id}.{word}-{on}" for word in ("change", "growth"))
            yield from [change for change in changes if self._value(change) is not None][:1]

    def _largest(self, name: str, number: int) -> set[str]:
        """The largest parts, so many; none where one is not known that could be among them."""
        parts = list(self._parts(name, self._among(name, "largest")))
        known = [(one.value, one.id) for one in parts if one.value is not None]
        if any(one.value is None and one.status != "z" for one in parts):
            return set()
        return {id_ for _, id_ in sorted(known, key=lambda pair: -pair[0])[:number]}

    def _among(self, name: str, kind: str) -> tuple[str, ...]:
        told = (one for one in self.report.statements if one.indicator == name and one.kind == kind)
        first = next(told, None)
        return first.among.categories if first is not None and first.among is not None else ()

    def _parts(self, name: str, among: Iterable[str]) -> Iterator[Published]:
        """The figures of the categories that are parts, at the edition's period: of these, or of all."""
        by = self.report.indicators[name].by
        if by is None:
            return
        column = self.data.field(by)
        sums = {column.whole, *(total.total for total in self.data.totals if total.dimension == by)}
        every = [one.value for one in column.categories if one.value not in sums]
        for category in among or every:
            figure = self.figures.get(f"{name}.{category}.{self.period.code}")
            if figure is not None and category not in sums:
                yield figure

    def _value(self, id_: str) -> Decimal | None:
        return self.figures[id_].value if id_ in self.figures else None
