"""Findings and answers: which are settled, and which answers are about nothing any more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from berkala.check.unusual.finding import Finding
from berkala.check.unusual.together import gathered
from berkala.errors import Problem
from berkala.plan.specifications import Answer
from berkala.protect.tables import SafeTable
from berkala.render.answered_values import stands


@dataclass(frozen=True)
class Asked:
    """A table as it was judged, the one published before it, what was answered about it, and what is unusual in it."""

    table: SafeTable
    before: pd.DataFrame | None
    answers: Sequence[Answer]
    findings: Sequence[Finding]

    def holds(self, finding: Finding, answer: Answer) -> bool:
        """Whether an answer is about a finding and the value that stands there now. No answer settles an error."""
        return finding.severity == "question" and (
            finding.code == answer.finding
            and dict(finding.key) == answer.key
            and (finding.column, finding.value) == (answer.column, answer.value)
        )

    def is_answered(self, finding: Finding) -> bool:
        """Whether one of the answers is about a finding."""
        return any(self.holds(finding, answer) for answer in self.answers)


def unanswered(asked: Asked) -> list[Finding]:
    """The findings that nobody has answered, without those in a cell that is declared as a known error."""
    return [finding for finding in _gathered(asked) if not asked.is_answered(finding)]


def _gathered(asked: Asked) -> Iterator[Finding]:
    """What is left to ask once single values are answered or declared; of the rest, what belongs together as one."""
    declared = [(error.column, error.key) for error in asked.table.spec.known_errors]
    rest = (
        finding
        for finding in asked.findings
        if not asked.is_answered(finding) and (finding.column, dict(finding.key)) not in declared
    )
    return gathered(rest, asked.table.spec.period_field.name)


def idle(asked: Asked) -> Iterator[Problem]:
    """A note on each answer about a value that does not stand there any more, or about which nobody asks."""
    findings = [*asked.findings, *_gathered(asked)]
    for answer in asked.answers:
        if not any(asked.holds(finding, answer) for finding in findings) and not _is_kept(asked, answer):
            key = ", ".join(f"{name} {value}" for name, value in answer.key.items())
            facts = {"key": key, "finding": answer.finding}
            yield Problem("check.unusual-answer-idle", facts, column=answer.column, value=answer.value, severity="note")


def _is_kept(asked: Asked, answer: Answer) -> bool:
    """Whether an answer is about a value that was published with it, and still stands."""
    period = asked.table.spec.period_field.name
    codes = {one.code for one in set(asked.before[period])} if asked.before is not None else set[str]()
    newest = max(asked.table.frame[period]).code if asked.before is None and len(asked.table.frame) else ""
    is_past = answer.key.get(period) in codes if asked.before is not None else answer.key.get(period) != newest
    return is_past and stands(asked.table, answer)
