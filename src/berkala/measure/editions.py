"""The room: safe tables → the findings of every edition that is due and not late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from berkala.errors import Problem
from berkala.measure.findings import Figure, Findings, FindingsSet
from berkala.measure.indicators import Work, work_out
from berkala.measure.references import References
from berkala.measure.rows import Rows, cut, rows_of
from berkala.measure.sheet import Sheet
from berkala.periods import Period
from berkala.plan import Edition, Report
from berkala.plan.specifications import REFERENCE, Band, ReportSpec
from berkala.protect.tables import SafeTable, SafeTables
from berkala.words import rounded_to


def measure(tables: SafeTables) -> FindingsSet:
    """Work out the figures of each due edition, from its data cut at its period.

    An edition whose period has no row is late: a warning, and not in the result. A report without any data is
    an error, unless an earlier room has told why.
    """
    indexed = {name: Indexed(table) for name, table in tables.by_dataset.items()}
    problems: list[Problem] = []
    found: list[Findings] = []
    for name in dict.fromkeys(edition.report for edition in tables.plan.due):
        report = tables.plan.publication.reports[name]
        if not tables.plan.can_tell(report):
            continue  # what is wrong with it stands among the plan's problems
        due = [edition for edition in tables.plan.due if edition.report == name]
        if report.spec.dataset not in indexed:
            problems += _no_data(report, tables)
            continue
        data = indexed[report.spec.dataset]
        problems += _missing(report, data, due)
        there = [edition for edition in due if edition.period in data.rows]
        for edition in _one_full(tables, due, there):
            findings, more = _findings(report, edition, data, indexed)
            found.append(findings)
            problems += more
    return FindingsSet(tables.plan, tuple(found), (*tables.problems, *problems))


@dataclass(frozen=True)
class Indexed:
    """A safe table with its rows by period."""

    table: SafeTable

    @cached_property
    def rows(self) -> Rows:
        """The rows by period, oldest first."""
        return rows_of(self.table)


def _no_data(report: Report, tables: SafeTables) -> Iterator[Problem]:
    if not any(problem.severity == "error" for problem in tables.problems):
        facts = {"report": report.name, "dataset": report.spec.dataset}
        yield Problem("measure.no-data", facts, file=report.file)


def _missing(report: Report, data: Indexed, due: list[Edition]) -> Iterator[Problem]:
    """Editions that are late: inside the coverage, scheduled, and without a row."""
    file = f"datasets/{data.table.spec.name}"
    facts = {"report": report.name, "dataset": report.spec.dataset}
    if not data.rows:
        yield Problem("measure.no-data", facts, file=file)
        return
    for edition in due:
        if edition.period not in data.rows:
            yield Problem("measure.late", facts | {"period": edition.period.code}, file=file, severity="warning")


def _one_full(tables: SafeTables, due: list[Edition], there: list[Edition]) -> list[Edition]:
    """The editions that are there. Where the newest, which was to have the full pack, is late, the next has it."""
    late_and_full = any(edition.full and edition not in there for edition in due)
    told = [item.edition.period for item in tables.plan.published if item.edition.report == due[0].report]
    if late_and_full and there and all(period < there[-1].period for period in told):
        return [*there[:-1], replace(there[-1], full=True)]
    return there


def _findings(
    report: Report, edition: Edition, data: Indexed, indexed: Mapping[str, Indexed]
) -> tuple[Findings, list[Problem]]:
    """One edition. What is later than its period is not in it, neither as a row nor as a version."""
    own = {report.spec.dataset: cut(data.table, lambda period: period <= edition.period)}
    names = {indicator.reference.dataset for indicator in report.spec.indicators.values() if indicator.reference}
    others = {
        name: cut(indexed[name].table, lambda period: period.start <= edition.period.end)
        for name in sorted(names - set(own))
        if name in indexed
    }
    cuts = own | others
    rows = {name: _inside(indexed[name].rows, table) for name, table in cuts.items()}
    versions = {name: max(rows[name]).code for name in cuts if rows[name]}
    tables = {name: (cuts[name].spec, rows[name], versions.get(name, "")) for name in cuts}
    references = References(report.spec, tables)
    spec, own_rows, version = tables[report.spec.dataset]
    periods = tuple(spec.periods(min(spec.first, *own_rows), edition.period))
    sheet = Sheet(report.spec.dataset, version)
    work_out(Work(report.spec, spec, own_rows, edition.period, references, sheet))
    figures = {id_: sheet.figures[id_] for id_ in sorted(sheet.figures)}
    published = {name: table for name, table in cuts.items() if name in versions}  # a target set later is not there yet
    lead = figures.get(f"{report.spec.lead}.all.{edition.period.code}")
    band = _band(report.spec, lead, figures.get(f"{report.spec.lead}.reference"))
    findings = Findings(edition, report, figures, published, versions, periods, band)
    return findings, list(references.problems(edition, report.file))


def _inside(rows: Rows, table: SafeTable) -> Rows:
    periods: set[Period] = set(table.frame[table.spec.period_field.name])
    return {period: rows[period] for period in rows if period in periods}


def _band(report: ReportSpec, lead: Figure | None, reference: Figure | None) -> Band | None:
    """The lead's band, by the value as a reader sees it; None where it, or a bound that it needs, is not there.

    By the rounded one, because a page that shows 95.0% and says "below the standard of 95%" contradicts
    itself: readers, and the standard, speak in the digits that are shown.
    """
    if lead is None or lead.value is None:
        return None
    value = rounded_to(lead.value, lead.decimals)
    for band in report.indicators[report.lead].bands:
        lowest, end = (_bound(bound, reference) for bound in (band.from_, band.below))
        if (band.from_ is None or (lowest is not None and lowest <= value)) and (
            band.below is None or (end is not None and value < end)
        ):
            return band
    return None


def _bound(bound: Decimal | str | None, reference: Figure | None) -> Decimal | None:
    if bound == REFERENCE:
        return reference.value if reference is not None else None
    return Decimal(bound) if bound is not None else None
