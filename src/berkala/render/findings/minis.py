"""The small chart of a finding: the report's own kinds of charts in a frame as wide as half a column or a phone.

Each shows the figures that its sentence speaks of, and what they stand beside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from berkala.measure.findings import Findings
from berkala.plan.specifications import ChartSpec, Statement
from berkala.render.charts.drawing import Drawing, Frame, resized
from berkala.render.charts.kinds import KINDS
from berkala.render.charts.metrics import bundled
from berkala.render.charts.model import Chart
from berkala.render.charts.parts import Making, declared
from berkala.render.charts.sentences import describe
from berkala.render.charts.timeline import LineMatter
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
    """A small drawing, its formal subtitle, and in words what it marks beyond the finding's own sentence."""

    subtitle: Sentence
    drawing: Drawing
    description: Sentence | None = None


def mini(findings: Findings, statement: Statement, language: Language) -> Mini | None:
    """The drawing of one finding; None where its data have none."""
    if statement.kind in _SHARES:
        shares = _SHARES[statement.kind](findings, statement, FRAME, language)
        return shares and Mini(*shares)
    spec = _CHARTS[statement.kind](findings, statement)
    if spec is None:
        return None
    making = declared(Making(findings, _NAME, language), _NAME, spec)
    chart = KINDS[spec.kind].build(making)
    if spec.kind == "line":
        return _curve(chart, language)
    return Mini(chart.beneath, KINDS[spec.kind].draw(chart, FRAME, bundled(), language))


def _curve(chart: Chart, language: Language) -> Mini | None:
    """A line by itself: it is about its own way, so nothing is held against it. One line alone is named above it."""
    if len(chart.first.known) < 2:
        return None
    alone = len(chart.series) == 1 and chart.first.category != "all"
    subtitle = language.labelled(chart.first.label, chart.beneath) if alone else chart.beneath
    plain = replace(chart, held=None, matter=LineMatter(reasons=chart.matter.reasons) if chart.matter else None)
    words = describe("line", chart.series, None, language, dict(chart.matter.reasons) if chart.matter else {})
    return Mini(subtitle, KINDS["line"].draw(plain, resized(FRAME, _HEIGHT), bundled(), language), words)


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
    return _line(findings, statement, shown, 2 * _year(findings) + 1) if shown else None


def _since(findings: Findings, statement: Statement) -> ChartSpec | None:
    """The stretch over which the record holds, and a year at least."""
    found = record_now(findings, statement.indicator)
    if found is None:
        return None
    back = sum(period >= found.since for period in findings.periods)
    return _line(findings, statement, ("all",), max(back, _year(findings) + 1))


def _row(findings: Findings, statement: Statement) -> ChartSpec | None:
    """The row of rises or falls, and what they are compared with."""
    row = findings.figure(statement.indicator, derived="streak")
    count = int(abs(row.value)) if row is not None and row.value is not None else 0
    return _line(findings, statement, ("all",), count + _year(findings) + 1)


def _year(findings: Findings) -> int:
    """How many periods a reader is to see at least: a year's; of spans, which are few, all."""
    spec = dataset_of(findings)
    return len(findings.periods) if spec.rhythm is None else enough_periods(spec)


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
