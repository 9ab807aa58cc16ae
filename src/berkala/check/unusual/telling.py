"""A finding as a problem: so many for each column one by one, and what to write where to answer a question."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from berkala.check.unusual.finding import Finding
from berkala.errors import Problem
from berkala.plan import Dataset
from berkala.plan.specifications import ANSWERS_FILE, Settings

#: So many findings of one column are told one by one, the rest are counted: a wrong unit spoils every cell alike.
LIMIT = 20


def told(
    findings: Sequence[Finding], dataset: Dataset, file: str, settings: Settings, today: date
) -> Iterator[Problem]:
    """The problems, errors and questions, of one table; after a column's first ones, one that counts the rest."""
    counts: Counter[str] = Counter()
    ordered = sorted(findings, key=lambda one: one.severity != "error")
    for finding in ordered:
        counts[finding.column] += 1
        if counts[finding.column] <= LIMIT:
            yield _told(finding, dataset, file, settings, today)
    for column, count in counts.items():
        if count > LIMIT:
            facts = {"count": count - LIMIT}
            yield Problem("check.unusual-more", facts, file=file, column=column, severity="question")


def _told(finding: Finding, dataset: Dataset, file: str, settings: Settings, today: date) -> Problem:
    facts = {
        **finding.facts,
        "key": ", ".join(finding.key.values()),
        "answers": f"{dataset.folder}/{ANSWERS_FILE}",
        "answer": _answer(finding, settings.languages, today),
    }
    return Problem(
        finding.code,
        facts,
        file=file,
        row=finding.row,
        column=finding.column,
        value=finding.value,
        severity=finding.severity,
    )


def _answer(finding: Finding, languages: Sequence[str], today: date) -> str:
    """The entry that answers a finding, in YAML on one line, with dots where the person has to write."""
    key = ", ".join(f"{name}: {_text(value)}" for name, value in finding.key.items())
    reason = ", ".join(f'{code}: "…"' for code in languages)
    parts = [
        f"finding: {finding.code}",
        f"key: {{{key}}}",
        f"column: {finding.column}",
        f"value: {_text(finding.value)}",
        f"reason: {{{reason}}}",
        'who: "…"',
        f"date: {today.isoformat()}",
    ]
    return f"- {{{', '.join(parts)}}}"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
