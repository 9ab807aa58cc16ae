"""What a report on spans cannot ask for: spans have no rhythm, so that none is the next one or that of last year."""

from __future__ import annotations

from collections.abc import Iterator

from berkala.errors import Problem
from berkala.plan.agreement.held import Held
from berkala.plan.forms import Way

#: Formulas over the periods of a year, statements that count periods in a row, and a chart of a year's two ends.
_FORMULAS = frozenset({"to_date", "growth_over_year"})
_STATEMENTS = frozenset({"record", "streak"})
_CHARTS = frozenset({"slope"})


def spans_agree(held: Held) -> Iterator[Problem]:
    """Everything in a report on spans that needs periods which follow each other."""
    if held.dataset.rhythm is not None:
        return
    if held.spec.compare == "year_before":
        yield held.told("plan.span-compare", {}, ("compare",), held.spec.compare)
    for name, way in _in_need_of_rhythm(held):
        yield held.told("plan.span-rhythm", {"name": name}, way, name)


def _in_need_of_rhythm(held: Held) -> Iterator[tuple[str, Way]]:
    spec = held.spec
    for name, indicator in spec.indicators.items():
        if indicator.formula in _FORMULAS:
            yield indicator.formula, ("indicators", name, "formula")
        if indicator.means:
            yield "means", ("indicators", name, "means")
    for name, chart in spec.charts.items():
        if chart.kind in _CHARTS:
            yield chart.kind, ("charts", name, "kind")
    for place, statement in enumerate(spec.statements):
        if statement.kind in _STATEMENTS:
            yield statement.kind, ("statements", place, "kind")
