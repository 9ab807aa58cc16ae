"""Which standard, target or goal is in force at a period, for the whole or for one category; and milestones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from berkala.errors import Problem
from berkala.measure.findings import Figure
from berkala.measure.rows import Row, Rows
from berkala.measure.sheet import Sheet
from berkala.periods import Period
from berkala.plan import Edition
from berkala.plan.specifications import DatasetSpec, Indicator, Reference, ReportSpec


@dataclass(frozen=True)
class References:
    """The references of a report: for each dataset they stand in, its specification, cut rows and version.

    `wholes` are the categories of the report's own dataset that stand for a whole, by dimension.
    """

    report: ReportSpec
    tables: Mapping[str, tuple[DatasetSpec, Rows, str]]
    wholes: Mapping[str, str]

    def figures(
        self, sheet: Sheet, name: str, period: Period, edition: Period, category: str = "all"
    ) -> tuple[Figure, ...]:
        """The value in force at `period`: one figure, the low and the high end of a range, or nothing.

        The one in force at the edition's own period is ``<name>.reference`` (of a range ``reference-low`` and
        ``reference-high``); that of one category has ``-of`` and the category behind it (``reference-of.aceh``,
        ``reference-low-of.aceh``); an earlier one has the code of the period it began with at its end.
        """
        indicator = self.report.indicators[name]
        row, began = self._in_force(indicator, period, category)
        if row is None or began is None:
            return ()
        _, current = self._in_force(indicator, edition, category)
        later = "" if began == current else f".{began.code}"
        place = "" if category == "all" else f"-of.{category}"
        return self._made(sheet, name, row, began, [f"{name}.reference{end}{place}{later}" for end in _ends(indicator)])

    def history(self, sheet: Sheet, name: str, edition: Period) -> None:
        """Make a figure of every value that a standard has had so far, so that a page can say when it changed."""
        reference = self.report.indicators[name].reference
        if reference is None or reference.kind != "standard" or reference.dataset not in self.tables:
            return
        for began in sorted(self.tables[reference.dataset][1]):
            if began.start <= edition.end:
                self.figures(sheet, name, began, edition)

    def milestone(self, sheet: Sheet, name: str, edition: Period) -> tuple[Figure, ...]:
        """The target for another period: ``<name>.milestone``, or its low and high end; nothing before it was set."""
        indicator = self.report.indicators[name]
        when = self._milestone(indicator, edition)
        rows = self._rows(indicator, when, "all") if when is not None else ()
        if when is None or len(rows) != 1:
            return ()
        return self._made(sheet, name, rows[0], when, [f"{name}.milestone{end}" for end in _ends(indicator)])

    def problems(self, edition: Edition, file: str) -> Iterator[Problem]:
        """Indicators whose reference is not there at the edition's period, or is not one value."""
        for name, indicator in self.report.indicators.items():
            reference = indicator.reference
            if reference is None or reference.dataset not in self.tables:
                continue
            when = self._milestone(indicator, edition.period)
            period = edition.period if reference.milestone is None else when
            facts = {"indicator": name, "dataset": reference.dataset, "period": (period or edition.period).code}
            began = when if reference.milestone else self._began(indicator, edition.period, "all")
            rows = self._rows(indicator, began, "all") if began is not None else ()
            if len(rows) > 1 and not self._by_category(indicator):
                yield Problem("measure.reference-several", facts | {"number": len(rows)}, file=file)
            elif not rows and period is not None and not self._of_categories(indicator, edition.period):
                yield Problem("measure.reference-missing", facts, file=file, severity="warning")

    def _made(self, sheet: Sheet, name: str, row: Row, period: Period, ids: list[str]) -> tuple[Figure, ...]:
        indicator = self.report.indicators[name]
        if indicator.reference is None:
            return ()
        spec, _, version = self.tables[indicator.reference.dataset]
        columns = indicator.reference.columns
        return tuple(
            sheet.reference(id_, spec, row, column, (period, indicator, version))
            for id_, column in zip(ids, columns, strict=True)
        )

    # -- which row ------------------------------------------------------------------------------------------------

    def _in_force(self, indicator: Indicator, period: Period, category: str) -> tuple[Row | None, Period | None]:
        if indicator.reference is None or indicator.reference.dataset not in self.tables:
            return None, None
        began = self._began(indicator, period, category)
        rows = self._rows(indicator, began, category) if began is not None else ()
        return (rows[0], began) if len(rows) == 1 else (None, None)

    def _began(self, indicator: Indicator, period: Period, category: str) -> Period | None:
        """A standard and a goal stand from their period on; a target is for its own period and no other."""
        if indicator.reference is None:
            return None
        for began in sorted(self.tables[indicator.reference.dataset][1], reverse=True):
            if began.start <= period.end and self._rows(indicator, began, category):
                stands = indicator.reference.kind != "target" or (
                    began.start <= period.start and period.end <= began.end
                )
                return began if stands else None
        return None

    def _rows(self, indicator: Indicator, began: Period, category: str) -> tuple[Row, ...]:
        if indicator.reference is None:
            return ()
        spec, rows, _ = self.tables[indicator.reference.dataset]
        if began not in rows:
            return ()
        by = indicator.by if self._by_category(indicator) else None
        if by is None:
            return rows[began].chosen(spec, indicator.reference.where) if category == "all" else ()
        if category == "all" and spec.field(by).whole is None:
            category = self._whole_of(spec, by)
        return rows[began].chosen(spec, indicator.reference.where, by, category)

    def _whole_of(self, spec: DatasetSpec, by: str) -> str:
        """The category whose reference is the whole's: the report's own whole, else a declared total; else none."""
        totals = (total.total for total in spec.totals if total.dimension == by)
        return self.wholes.get(by) or next(totals, "")

    def _by_category(self, indicator: Indicator) -> bool:
        """Whether each category has a reference of its own: its table has the dimension of the breakdown."""
        reference = indicator.reference
        if reference is None or indicator.by is None or indicator.by in reference.where:
            return False
        return any(one.name == indicator.by for one in self.tables[reference.dataset][0].with_role("dimension"))

    def _of_categories(self, indicator: Indicator, period: Period) -> bool:
        """Whether any category has one at the period, where they have their own."""
        if indicator.reference is None or indicator.by is None or not self._by_category(indicator):
            return False
        known = self.tables[indicator.reference.dataset][0].field(indicator.by).categories
        return any(self._began(indicator, period, one.value) is not None for one in known)

    def _milestone(self, indicator: Indicator, edition: Period) -> Period | None:
        """The milestone's period, in editions whose period ends on or after the day it was set, and not in it."""
        reference = indicator.reference
        if reference is None or reference.dataset not in self.tables:
            return None
        period = milestone_period(reference, self.tables[reference.dataset][0], edition.end)
        if period is None or (period.start <= edition.start and edition.end <= period.end):
            return None
        return period


def milestone_period(reference: Reference, spec: DatasetSpec, day: date) -> Period | None:
    """The period of a reference's milestone, if it was set by `day`."""
    if reference.milestone is None or reference.milestone.set_on > day:
        return None
    return spec.period(reference.milestone.period)


def _ends(indicator: Indicator) -> tuple[str, ...]:
    ranged = indicator.reference is not None and indicator.reference.relation == "within"
    return ("-low", "-high") if ranged else ("",)
