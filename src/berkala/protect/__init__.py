"""protect: tables → tables that are safe to publish.

Disclosure control stands before everything that makes figures, files or pictures, so that nothing to the right
can show what it never saw. A table that cannot be made safe is held: named, and not handed on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from berkala.errors import Problem, nearest
from berkala.fetch import place
from berkala.periods import Period, overlapping
from berkala.plan import Dataset
from berkala.plan.specifications import DatasetSpec, NoSuppression, Suppression
from berkala.protect.margins import margins
from berkala.protect.suppression import Protected, rounding_crosses, told_by_known_errors, with_threshold
from berkala.protect.tables import SafeTable, SafeTables
from berkala.protect.vintages import vintages
from berkala.tidy import Table, Tables
from berkala.tidy.layouts.places import place_of

__all__ = ["SafeTable", "SafeTables", "protect"]

#: How many rows a message names one by one.
_NAMED = 20


def protect(tables: Tables) -> SafeTables:
    """The tables with small counts suppressed and the rest rounded, as each descriptor declares.

    Until secondary suppression exists, a table is held if a suppressed cell is part of anything that
    adds up (`margins`): the difference would give the cell back. A sum over categories that `measure` makes later is no
    such leak: it is made of what this room hands on, so it is suppressed wherever a part of it is.
    """
    safe: dict[str, SafeTable] = {}
    problems = list(tables.problems)
    for name, table in tables.by_dataset.items():
        result, found = _one(table, tables.plan.publication.datasets[name])
        problems.extend(found)
        if result is not None:
            safe[name] = result
    again, wrong = vintages(tables.plan, safe)
    return SafeTables(tables.plan, safe, (*problems, *wrong), again)


def _one(table: Table, dataset: Dataset) -> tuple[SafeTable | None, tuple[Problem, ...]]:
    rule = table.spec.protect
    descriptor, file = f"{dataset.folder}/dataset.yml", place(dataset)
    if isinstance(rule, NoSuppression):
        return SafeTable(table.spec, table.frame.copy(deep=True), table.sha256, places=table.places), ()
    if mistakes := tuple(_mistakes(table.spec, rule)):
        return None, tuple(problem.at(file=descriptor) for problem in mistakes)
    protected = with_threshold(table, rule)
    problems = _held(table, protected, rule, file)
    if problems:
        return None, problems
    return SafeTable(table.spec, protected.frame, table.sha256, protected.suppressed, table.places), ()


def _mistakes(spec: DatasetSpec, rule: Suppression) -> Iterator[Problem]:
    """What is wrong with the rule itself. Nothing may pass because a rule was misspelt."""
    known = [one.name for one in spec.with_role("measure")]
    for name in rule.measures:
        if name not in known:
            near = nearest(name, known)
            code = "protect.measure-near" if near else "protect.measure-unknown"
            yield Problem(code, {"name": name, "nearest": near, "known": ", ".join(known)})
    if rounding_crosses(rule):
        yield Problem("protect.rounding-crosses", {"threshold": rule.threshold, "base": rule.round_to})


def _held(table: Table, protected: Protected, rule: Suppression, file: str) -> tuple[Problem, ...]:
    """Why the table cannot be shown, each reason once. Rows are named and counted; a value never is."""
    reasons = [*told_by_known_errors(table, protected)]
    if protected.suppressed:
        reasons += [*_declared_totals(table.spec), *margins(table, protected.rows, rule)]
        reasons += _overlapping_spans(table, protected.rows)
    named = dict.fromkeys(str(place_of(row, table.places)["row"]) for row in protected.rows[:_NAMED])
    rows = ", ".join(named) + (", …" if len(protected.rows) > _NAMED else "")
    count = {"cells": protected.suppressed, "count": len(protected.rows), "rows": rows}
    place = {"file": file, **(place_of(protected.rows[0], table.places) if protected.rows else {})}
    return tuple(Problem(reason.code, {**count, **reason.facts}).at(**place) for reason in reasons)


def _overlapping_spans(table: Table, rows: Iterable[int]) -> list[Problem]:
    """The first pair of spans of which one has a hidden cell and the other shares days with it, if there is one.

    Of three years and the two first of them, the third is the difference.
    """
    if table.spec.rhythm is not None:
        return []
    column = table.frame[table.spec.period_field.name]
    periods: list[Period] = sorted(set(column))
    for hidden in sorted({column[row] for row in rows}):
        for other in periods:
            if other != hidden and overlapping((hidden, other)):
                return [Problem("protect.held-spans", {"one": hidden.code, "other": other.code})]
    return []


def _declared_totals(spec: DatasetSpec) -> list[Problem]:
    return [Problem("protect.held", {"dimension": total.dimension, "category": total.total}) for total in spec.totals]
