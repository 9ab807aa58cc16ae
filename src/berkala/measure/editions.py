"""The room: safe tables → the findings of every edition that is due and not late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from berkala.errors import Problem
from berkala.lasting import lasting
from berkala.measure.areas import areas
from berkala.measure.bands import bands
from berkala.measure.findings import Findings, FindingsSet
from berkala.measure.indicators import work_out
from berkala.measure.named import FORMULAS
from berkala.measure.progress import progress
from berkala.measure.references import References, milestone_period
from berkala.measure.rows import Choice, Indexed, Rows
from berkala.measure.sheet import Sheet
from berkala.measure.versions import begun, version
from berkala.measure.work import Work
from berkala.periods import Period
from berkala.plan import Edition, Plan, Report
from berkala.plan.specifications import DatasetSpec, Reference, ReportSpec
from berkala.protect.tables import SafeTable, SafeTables


@lasting()
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
        for edition in due:
            if edition.name in tables.vintages and tables.vintages[edition.name].tables:
                findings, more = _again(tables, report, edition)
                found.append(findings)
                problems += (problem for problem in more if not _told(problem, problems))
        due = [edition for edition in due if edition.name not in tables.plan.reissues]
        if not due:
            continue
        if report.spec.dataset not in indexed:
            problems += _no_data(report, tables)
            continue
        data = indexed[report.spec.dataset]
        problems += _missing(report, data, due)
        there = [edition for edition in due if edition.period in data.rows]
        for edition in _one_full(tables, due, there):
            findings, more = _findings(tables.plan, report, edition, data, indexed)
            found.append(findings)
            problems += (problem for problem in more if not _told(problem, problems))
    return FindingsSet(tables.plan, tuple(found), (*tables.problems, *problems), tables.by_dataset)


def _told(problem: Problem, problems: list[Problem]) -> bool:
    """Whether an earlier edition of the report met the same: rows that cannot be one value are so in every one."""
    return problem.code == "measure.several-rows" and any(
        (one.code, one.file, one.facts.get("indicator")) == (problem.code, problem.file, problem.facts["indicator"])
        for one in problems
    )


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
    plan: Plan, report: Report, edition: Edition, data: Indexed, indexed: Mapping[str, Indexed]
) -> tuple[Findings, list[Problem]]:
    """One edition. What is later than its period is not in it, neither as a row nor as a version.

    But a target for a later period, once it is set, is known: its row is there from that day on.
    """
    cuts = _cuts(plan, report, edition, data, indexed)
    versions = {name: version(plan, edition, table, rows) for name, (table, rows) in cuts.items() if rows}
    return _worked_out(report, edition, cuts, versions)


def _again(tables: SafeTables, report: Report, edition: Edition) -> tuple[Findings, list[Problem]]:
    """One edition that is corrected, from its own vintage; its data keep their addresses."""
    vintage = tables.vintages[edition.name]
    indexed = {name: Indexed(table) for name, table in vintage.tables.items()}
    cuts = _cuts(tables.plan, report, edition, indexed[report.spec.dataset], indexed)
    findings, problems = _worked_out(report, edition, cuts, vintage.versions)
    decided = tables.plan.reissues[edition.name].decided(vintage.changed)
    return replace(findings, corrected=decided.replace(tzinfo=edition.release.tzinfo)), problems


def _worked_out(
    report: Report, edition: Edition, cuts: Mapping[str, tuple[SafeTable, Rows]], versions: Mapping[str, str]
) -> tuple[Findings, list[Problem]]:
    tables = {name: (table.spec, rows, versions.get(name, "")) for name, (table, rows) in cuts.items()}
    spec, own_rows, own_version = tables[report.spec.dataset]
    dimensions = spec.with_role("dimension")
    references = References(report.spec, tables, {one.name: one.whole for one in dimensions if one.whole is not None})
    places = next((one.name for one in dimensions if one.concept == "area"), "")
    work = Work(
        report.spec, spec, own_rows, edition.period, references, Sheet(spec.name, own_version, FORMULAS, places)
    )
    work_out(work)
    figures = {id_: work.sheet.figures[id_] for id_ in sorted(work.sheet.figures)}
    periods = _periods(work)
    told = {name: found for name in report.spec.indicators if (found := progress(work, name)) is not None}
    verdicts = bands(report.spec, figures, edition.period, told)
    findings = Findings(
        edition=edition,
        report=report,
        figures=figures,
        # A target set later is not there yet.
        data={name: table for name, (table, _) in cuts.items() if name in versions},
        versions=versions,
        periods=periods,
        band=verdicts.get(report.spec.lead),
        bands=verdicts,
        areas=areas(work, periods) if report.spec.area_pages and edition.full else {},
        progress=told,
    )
    return findings, [*references.problems(edition, report.file), *work.problems]


def _cuts(
    plan: Plan, report: Report, edition: Edition, data: Indexed, indexed: Mapping[str, Indexed]
) -> dict[str, tuple[SafeTable, Rows]]:
    """The tables of an edition, the report's own first, each cut at what was known at its period."""
    cuts = {report.spec.dataset: data.cut(partial(_is_told, edition.period))}
    for name in sorted({one.dataset for one in _references(report.spec)} - set(cuts)):
        if name in indexed:
            set_already = _set_already(plan, indexed[name].table.spec, edition.period.end)
            cuts[name] = indexed[name].cut(partial(begun, edition.period.end), set_already)
    return cuts


def _is_told(edition: Period, period: Period) -> bool:
    """Whether an edition has a period's data: not of a later one, nor of a longer span that was not over with it."""
    return period <= edition and (period.last is None or period.last <= edition.end)


def _references(report: ReportSpec) -> Iterator[Reference]:
    return (indicator.reference for indicator in report.indicators.values() if indicator.reference is not None)


def _set_already(plan: Plan, spec: DatasetSpec, day: date) -> list[Choice]:
    """The rows of a table of references that are targets for later periods, set by a day.

    In whichever report: a version of the table has one content, so that several may refer to it.
    """
    choices: list[Choice] = []
    for report in plan.publication.reports.values():
        for one in _references(report.spec):
            period = milestone_period(one, spec, day) if one.dataset == spec.name else None
            if period is not None and (period, one.where) not in choices:
                choices.append((period, one.where))
    return choices


def _periods(work: Work) -> tuple[Period, ...]:
    """The periods of an edition, oldest first: those of the data.

    Where the lead tells the growth over a year, from a year later on: before that there is nothing to tell.
    """
    spec = work.spec
    periods = spec.series(min(spec.first, *work.rows), work.period, work.rows)
    if work.report.indicators[work.report.lead].formula != "growth_over_year":
        return periods
    return tuple(period for period in periods if period.year_before() >= periods[0]) or periods[-1:]
