"""Which standard or target is in force at a period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from berkala.errors import Problem
from berkala.measure.findings import Figure
from berkala.measure.rows import Row, Rows, whole
from berkala.measure.sheet import Sheet
from berkala.periods import Period
from berkala.plan import Edition
from berkala.plan.specifications import DatasetSpec, Reference, ReportSpec


@dataclass(frozen=True)
class References:
    """The references of a report: for each dataset they stand in, its specification, cut rows and version."""

    report: ReportSpec
    tables: Mapping[str, tuple[DatasetSpec, Rows, str]]

    def figure(self, sheet: Sheet, indicator: str, period: Period, edition: Period) -> Figure | None:
        """The figure of the value in force at `period`; None where there was none.

        The one in force at the edition's own period is ``<indicator>.reference``; an earlier one has the code
        of the period it began with behind it.
        """
        reference = self.report.indicators[indicator].reference
        row, began = self._in_force(reference, period)
        if reference is None or row is None or began is None:
            return None
        spec, _, version = self.tables[reference.dataset]
        _, current = self._in_force(reference, edition)
        id_ = f"{indicator}.reference" if began == current else f"{indicator}.reference.{began.code}"
        unit = self.report.indicators[indicator].unit
        return sheet.reference(id_, spec, row, reference.columns[0], (began, unit, version))

    def history(self, sheet: Sheet, indicator: str, edition: Period) -> None:
        """Make a figure of every value that a standard has had so far, so that a page can say when it changed."""
        reference = self.report.indicators[indicator].reference
        if reference is None or reference.kind != "standard" or reference.dataset not in self.tables:
            return
        for began in sorted(self.tables[reference.dataset][1]):
            if began.start <= edition.end:
                self.figure(sheet, indicator, began, edition)

    def problems(self, edition: Edition, file: str) -> Iterator[Problem]:
        """Indicators whose reference is not there at the edition's period, or is not one value."""
        for name, indicator in self.report.indicators.items():
            reference = indicator.reference
            if reference is None or reference.dataset not in self.tables:
                continue
            facts = {"indicator": name, "dataset": reference.dataset, "period": edition.period.code}
            rows = self._rows(reference, self._began(reference, edition.period))
            if not rows:
                yield Problem("measure.reference-missing", facts, file=file, severity="warning")
            elif len(rows) > 1:
                yield Problem("measure.reference-several", facts | {"number": len(rows)}, file=file)

    def _in_force(self, reference: Reference | None, period: Period) -> tuple[Row | None, Period | None]:
        if reference is None or reference.dataset not in self.tables:
            return None, None
        began = self._began(reference, period)
        rows = self._rows(reference, began)
        return (rows[0], began) if len(rows) == 1 else (None, None)

    def _rows(self, reference: Reference, began: Period | None) -> tuple[Row, ...]:
        spec, rows, _ = self.tables[reference.dataset]
        return whole(rows[began], spec) if began is not None else ()

    def _began(self, reference: Reference, period: Period) -> Period | None:
        """A standard stands from its period on; a target is for its own period and no other."""
        found = [began for began in self.tables[reference.dataset][1] if began.start <= period.end]
        latest = max(found, default=None)
        if latest is None or reference.kind == "standard":
            return latest
        return latest if latest.start <= period.start and period.end <= latest.end else None
