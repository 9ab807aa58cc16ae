"""The small chart of a finding: the report's own kinds of charts in a frame as wide as half a column or a phone.

Each shows the figures that its sentence speaks of, and what they stand beside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from berkala.measure.findings import Findings
from berkala.plan.specifications import ChartSpec, Statement
from berkala.render.charts.drawing import Drawing, Frame, resized
from berkala.render.charts.kinds import KINDS
from berkala.render.charts.metrics import bundled
from berkala.render.charts.parts import Making, declared
from berkala.render.findings.shares import directions, largest
from berkala.render.sentences import enough_periods
from berkala.render.sentences.labels import dataset_of
from berkala.render.sentences.places import ends, most_moved
from berkala.render.sentences.records import record_now
from berkala.words import Language, Sentence

#: One drawing for phones and for half a column (look: Charts).
FRAME = Frame(336, 0, 14, 18, words="short")
_HEIGHT = 206
#: What the chart of a finding is called among the report's own; no chart of a report can be called so.
_NAME = "Finding"
#: Units of which the whole is no sum of its parts, so that it may stand beside them.
_COMPARABLE = ("percent", "index")


@dataclass(frozen=True)
class Mini:
    """A small drawing, and its formal subtitle."""

    subtitle: Sentence
    drawing: Drawing


def mini(findings: Findings, statement: Statement, language: Language) -> Mini | None:
    """The drawing of one finding; None where its data have none."""
    if statement.kind in _SHARES:
        shares = _SHARES[statement.kind](findings, statement, FRAME, language)
        return shares and Mini(*shares)
    spec = _CHARTS[statement.kind](findings, statement)
    if spec is None:
        return None
    making = declared(Making(findings, _NAME, language), _NAME, spec)
    kind = KINDS[spec.kind]
    chart = kind.build(making)
    if spec.kind == "line" and len(chart.first.known) < 2:
        return None
    frame = resized(FRAME, _HEIGHT if spec.kind == "line" else 0)
    return Mini(chart.beneath, kind.draw(chart, frame, bundled(), language))


def _ends(findings: Findings, statement: Statement) -> ChartSpec | None:
    """The highest, the whole where it can stand beside them, the lowest."""
    found = {one.side: one.categories for one in ends(findings, statement)}
    indicator = findings.report.spec.indicators[statement.indicator]
    whole = ("all",) if indicator.unit in _COMPARABLE and findings.figure(statement.indicator) is not None else ()
    shown = (*found.get("high", ()), *whole, *found.get("low", ()))
    return ChartSpec(kind="bars", indicator=statement.indicator, show=shown) if len(shown) > 1 else None


def _moved(findings: Findings, statement: Statement) -> ChartSpec | None:
    """The way of the one that rose most, and of the one that fell most."""
    shown = tuple(category for category, _ in most_moved(findings, statement))
    return _line(findings, statement, shown, 2 * enough_periods(dataset_of(findings)) + 1) if shown else None


def _since(findings: Findings, statement: Statement) -> ChartSpec | None:
    """The stretch over which the record holds, and a year at least."""
    found = record_now(findings, statement.indicator)
    if found is None:
        return None
    back = sum(period >= found.since for period in findings.periods)
    return _line(findings, statement, ("all",), max(back, enough_periods(dataset_of(findings)) + 1))


def _row(findings: Findings, statement: Statement) -> ChartSpec | None:
    """The row of rises or falls, and what they are compared with."""
    row = findings.figure(statement.indicator, derived="streak")
    count = int(abs(row.value)) if row is not None and row.value is not None else 0
    return _line(findings, statement, ("all",), count + enough_periods(dataset_of(findings)) + 1)


def _held(findings: Findings, statement: Statement) -> ChartSpec | None:
    """The value against what it is held against."""
    return ChartSpec(kind="bars", indicator=statement.indicator, show=("all",))


def _line(findings: Findings, statement: Statement, shown: tuple[str, ...], periods: int) -> ChartSpec | None:
    count = min(periods, len(findings.periods))
    if count < 2:
        return None
    return ChartSpec(kind="line", indicator=statement.indicator, show=shown, periods=count)


_CHARTS: Mapping[str, Callable[[Findings, Statement], ChartSpec | None]] = {
    "extremes": _ends,
    "movers": _moved,
    "record": _since,
    "streak": _row,
    "gap": _held,
}
_SHARES: Mapping[str, Callable[[Findings, Statement, Frame, Language], tuple[Sentence, Drawing] | None]] = {
    "directions": directions,
    "largest": largest,
}
