"""Whether what the detectors say of a table with a fault names that fault, as `classes.yml` asks."""

from __future__ import annotations

import pandas as pd

from berkala.check.unusual.finding import KINDS, Finding
from berkala.check.unusual.judging import judge
from berkala.check.unusual.together import gathered
from berkala.check.unusual.view import Measure, View
from berkala.plan.rhythms import Rhythm
from unusual.corpora import Corpus
from unusual.planting import CLASSES, Fault

#: What would be said of the clean edition too is no finding of a fault.
Said = frozenset[tuple[str, int | None, str, str]]


def view(corpus: Corpus, frame: pd.DataFrame) -> View:
    """A corpus as the detectors see it."""
    measures = tuple(Measure(name, 2) for name in corpus.measures)
    return View(frame, "period", corpus.dimensions, measures, corpus.area, Rhythm(corpus.months))


def judged(corpus: Corpus, now: pd.DataFrame, before: pd.DataFrame | None) -> list[Finding]:
    """What the detectors say of a table."""
    found = [*gathered(judge(view(corpus, now), None if before is None else view(corpus, before)), "period")]
    assert {one.kind for one in found} <= set(KINDS)
    return found


def said(findings: list[Finding]) -> Said:
    """Findings as they can be compared."""
    return frozenset((one.kind, one.row, one.column, one.value) for one in findings)


def is_found(fault: Fault, findings: list[Finding], clean: Said) -> bool:
    """Whether one of the findings names the fault, and is not said of the clean table."""
    new = [one for one in findings if (one.kind, one.row, one.column, one.value) not in clean]
    told = CLASSES[fault.kind]["found"]
    if told == "cell":
        return any(_rows(one) & fault.rows and one.column in fault.columns for one in new)
    if told == "column":
        return any(_names_column(one, fault) for one in new)
    if told == "period":
        named = ({one.key.get("period"), one.facts.get("expected")} for one in new)
        return any(codes & fault.periods for codes in named)
    return any(fault.places & set(one.value.split(", ")) or one.value in fault.places for one in new) or any(
        place in one.value for place in fault.places for one in new if one.kind.startswith("places")
    )


def _rows(finding: Finding) -> set[object]:
    """The rows that a finding names."""
    several = finding.facts.get("rows")
    return {finding.row, finding.facts.get("other_row"), *(several if isinstance(several, tuple) else ())}


def _names_column(one: Finding, fault: Fault) -> bool:
    is_column = one.column in fault.columns or one.facts.get("other") in fault.columns
    return is_column and (not fault.periods or one.key.get("period") in fault.periods)
