"""The room's question: what is unusual in the tables of a run, without what has been answered.

A table is judged as the newest edition that is due or public has it: a row of a later period is nobody's business yet.
Where the file is the one that the last edition was made from, there is nothing new to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from berkala.check.unusual.answering import Asked, idle, unanswered
from berkala.check.unusual.judging import judge
from berkala.check.unusual.telling import told
from berkala.check.unusual.view import View, distinct
from berkala.errors import Problem
from berkala.periods import Period
from berkala.plan import Plan
from berkala.plan.receipted import Receipted
from berkala.plan.specifications import Answer, Correction, DatasetSpec
from berkala.protect.published import published_frame
from berkala.render.answered_values import answered_places, rows_of
from berkala.tidy.layouts.places import Places, place_of

if TYPE_CHECKING:
    from berkala.protect.tables import SafeTable


def questions(plan: Plan, tables: Mapping[str, SafeTable]) -> tuple[Problem, ...]:
    """Every error and every question that nobody has answered, and a note on each answer that fits nothing any more.

    What is made again for a correction alone takes nothing else from the data of today: nobody is asked about them.
    """
    used = {*tables} if not plan.reissues else _used(plan)
    return tuple(problem for name in sorted(used & {*tables}) for problem in _of_table(plan, tables[name]))


def _used(plan: Plan) -> set[str]:
    """The datasets of the editions that are due as new ones."""
    reports = {edition.report for edition in plan.due if edition.name not in plan.reissues}
    return {spec.name for name in reports for spec in plan.publication.datasets_of(plan.publication.reports[name])}


def _of_table(plan: Plan, table: SafeTable) -> Iterator[Problem]:
    name, spec = table.spec.name, table.spec
    dataset = plan.publication.datasets[name]
    last = last_published(plan, name)
    frame = _until(table, _newest(plan, name))
    before = None if last is None else published_frame(plan, last, spec)
    before = None if before is None else _without_wrong(before, spec, dataset.corrections)
    same = last is not None and last.sources[name] == table.sha256 and _is_public(frame, spec.period_field.name, before)
    found = [] if same else judge(_view(replace(table, frame=frame), before, dataset.answers), _published(spec, before))
    # A late edition's period comes after later ones: it was expected.
    reports = _reports(plan, name)
    late = {edition.period.code for edition in plan.due if edition.report in reports}
    findings = [finding for finding in found if finding.kind != "period-added" or finding.value not in late]
    asked = Asked(replace(table, frame=frame), before, dataset.answers, findings)
    file = f"{dataset.folder}/{spec.resource.path}"
    today: date = plan.request.as_of.date()
    for problem in told(unanswered(asked), dataset, file, plan.publication.settings, today):
        yield _placed(problem, table.places)
    yield from (problem.at(file=f"{dataset.folder}/answers.yml") for problem in idle(asked))


def last_published(plan: Plan, dataset: str) -> Receipted | None:
    """The published edition of the newest period that was made from a dataset, if there is one."""
    made = [item for item in plan.before if dataset in item.sources]
    return max(made, key=lambda item: (item.edition.period.start, item.edition.release), default=None)


def _without_wrong(before: pd.DataFrame, spec: DatasetSpec, corrections: Iterable[Correction]) -> pd.DataFrame:
    """The published table without the values that were wrong: what is corrected was not restated."""
    names, period = spec.resource.table.primary_key, spec.period_field.name
    columns = [[one.code for one in before[name]] if name == period else [*before[name]] for name in names]
    rows = dict(zip(zip(*columns, strict=True), before.index, strict=True)) if corrections else {}
    for cell in (cell for one in corrections for cell in one.cells):
        row = rows.get(tuple(cell.key.get(name, "") for name in names))
        if row is not None and cell.column in before.columns:
            before.loc[row, cell.column] = pd.NA
    return before


def _published(spec: DatasetSpec, before: pd.DataFrame | None) -> View | None:
    return None if before is None else View.of(spec, before)


def _view(table: SafeTable, before: pd.DataFrame | None, answers: Sequence[Answer]) -> View:
    """The table as it is judged, its published values that were answered for, or declared as errors, apart."""
    period = table.spec.period_field.name
    codes = set() if before is None else {one.code for one in distinct(before[period].to_numpy(dtype=object))[0]}
    apart = answered_places(table, [one for one in answers if one.key.get(period) in codes])
    for error in table.spec.known_errors:
        if error.key.get(period) in codes:
            apart[error.column] = apart.get(error.column, frozenset()).union(rows_of(table, error.key))
    return View.of(table.spec, table.frame, apart)


def _placed(problem: Problem, places: Places) -> Problem:
    """A problem of rows of a table, told at their rows in the source."""
    if problem.row is None:
        return problem
    facts = dict(problem.facts)
    if "other_row" in facts:
        facts["other_row"] = place_of(int(str(facts["other_row"])), places)["row"]
    if isinstance(rows := facts.get("rows"), tuple):
        facts["rows"] = _rows(rows, places)
    return replace(problem.at(**place_of(problem.row, places)), facts=facts)


def _rows(numbers: Sequence[int], places: Places) -> str:
    """Several rows by their numbers in the source, with their files and sheets if these are several."""
    found = [place_of(number, places) for number in numbers]
    files = [", ".join(one[part] for part in ("file", "sheet") if one.get(part)) for one in found]
    several = len(set(files)) > 1
    said = (f"{one['row']} ({file})" if several else f"{one['row']}" for one, file in zip(found, files, strict=True))
    return ", ".join(said)


def _newest(plan: Plan, dataset: str) -> Period | None:
    """The newest period of an edition, due or public, that the dataset is the report's own of; None for one of none."""
    reports = _reports(plan, dataset)
    editions = [*plan.due, *(item.edition for item in plan.before)]
    return max((edition.period for edition in editions if edition.report in reports), default=None)


def _reports(plan: Plan, dataset: str) -> frozenset[str]:
    """The reports that a dataset is the own one of."""
    reports = plan.publication.reports.items()
    return frozenset(name for name, report in reports if report.spec.dataset == dataset)


def _until(table: SafeTable, newest: Period | None) -> pd.DataFrame:
    if newest is None:
        return table.frame
    periods, numbers = distinct(table.frame[table.spec.period_field.name].to_numpy(dtype=object))
    told_of = np.array([period <= newest and period.end <= newest.end for period in periods], dtype=bool)
    return table.frame if told_of.all() else table.frame[told_of[numbers]]


def _is_public(frame: pd.DataFrame, period: str, before: pd.DataFrame | None) -> bool:
    """Whether every period of a table is published."""
    if before is None:
        return False
    now, then = (set(distinct(one[period].to_numpy(dtype=object))[0]) for one in (frame, before))
    return now <= then
