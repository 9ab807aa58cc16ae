"""Single values of one column and period that are all too large, or all too small: one question, for one answer.

A library closes, a form changes, a block of cells is pasted a row too low: what makes several values of a period
unusual at once has one cause, and whoever knows it says so once. Each value is still told, with what was expected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from berkala.check.unusual.finding import Finding
from berkala.render.answered_values import cell_by_names, joined

#: So many values are one question.
FEWEST = 3
#: What a person is asked about one value alone, by the beginning of its kind.
_SINGLE = ("slip", "outlier", "spike")

#: A column, a period, and whether the values are ``larger`` or ``smaller``.
_Together = tuple[str, str, str]


def gathered(findings: Iterable[Finding], period: str) -> Iterator[Finding]:
    """The findings with those about single values that belong together as one, where the first of them stood.

    `period` is the name of the column of periods.
    """
    every = list(findings)
    groups: dict[_Together, list[Finding]] = {}
    for finding in every:
        if _is_single(finding):
            groups.setdefault(_belongs(finding, period), []).append(finding)
    for finding in every:
        group = groups.get(_belongs(finding, period), []) if _is_single(finding) else []
        if len(group) < FEWEST:
            yield finding
        elif finding is group[0]:
            yield _one(group, period)


def _is_single(finding: Finding) -> bool:
    return finding.severity == "question" and finding.kind.partition("-")[0] in _SINGLE


def _belongs(finding: Finding, period: str) -> _Together:
    return finding.column, finding.key.get(period, ""), finding.kind.rpartition("-")[2]


def _one(group: Sequence[Finding], period: str) -> Finding:
    column, code, way = _belongs(group[0], period)
    farthest = sorted(group, key=lambda one: -Decimal(str(one.facts["times"])))
    facts = {
        "count": len(group),
        "cells": "; ".join(f"{_cell(one, period)} ({one.facts['low']} – {one.facts['high']})" for one in farthest),
        "rows": tuple(one.row for one in group if one.row is not None),
    }
    return Finding(
        f"together-{way}", {period: code}, column, joined(_cell(one, period) for one in group), group[0].row, facts
    )


def _cell(finding: Finding, period: str) -> str:
    return cell_by_names((value for name, value in finding.key.items() if name != period), finding.value)
