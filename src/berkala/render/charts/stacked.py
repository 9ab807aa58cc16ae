"""A stacked chart: parts of a whole over the periods, or at one, as values or as shares of the whole.

A column stands only where its parts are the whole. Where some of them have no value, the rest of the whole is hatched;
where parts do not add up, or one is smaller than zero, nothing is stacked and the reason is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from berkala.errors import Problem
from berkala.measure.findings import Figure, Findings
from berkala.measure.parts import SHARE, parts_of
from berkala.periods import Period
from berkala.plan.specifications import Suppression
from berkala.render.charts.model import Chart, Matter, Point, Series
from berkala.render.charts.observed import present, reasons_of
from berkala.render.charts.parts import EVERY, Making, finished, over_time, series_of, span_words, unit_said
from berkala.render.charts.stacked_words import Told, describe, message, table
from berkala.render.sentences import named
from berkala.words import Sentence

#: How a period's parts make up its whole: they do; some have no value; and why nothing is stacked.
State = Literal["full", "rest", "missing", "negative", "uneven", "zero"]
_HUNDRED, _HALF = Decimal(100), Decimal("0.5")


@dataclass(frozen=True)
class Stack:
    """The parts of one period, the lowest first, each with its height, or None; and how far the whole goes.

    `state` says whether they can be stacked. `status` is a letter that one of them has, such as provisional.
    """

    period: Period
    parts: tuple[Decimal | None, ...]
    whole: Decimal
    state: State
    status: str = ""

    @property
    def stands(self) -> bool:
        """Whether there is a column."""
        return self.state in ("full", "rest")


@dataclass(frozen=True)
class StackedMatter(Matter):
    """The stacks, oldest first; the whole over the same periods, if it has figures; and what the ticks count.

    `shares`: heights are per cent of the whole. `asked` has each part's value and share: one bar says both.
    """

    stacks: tuple[Stack, ...]
    whole: Series | None
    shares: bool
    unit: str
    asked: tuple[tuple[Figure | None, Figure | None], ...]


def build(making: Making) -> Chart:
    """The chart from findings."""
    findings, language = making.findings, making.language
    names = parts_of(findings.report.spec, making.dataset, findings.report.spec.charts[making.name])
    names = names if making.spec.show[0] == EVERY else tuple(one for one in making.spec.show if one in names)
    periods = _periods(making)
    values = present(series_of(making, name, periods) for name in names)
    whole = _whole(making, periods)
    of_whole = tuple(_shares(making, one) for one in values)
    as_shares = making.spec.parts == "shares" or making.indicator.unit == "percent"
    shown = of_whole if as_shares else values
    told = Told(making, values, of_whole, whole, shown, as_shares)
    stacks = tuple(_stack(making, values, shown, whole, place, as_shares) for place in range(len(periods)))
    reasons = reasons_of(making.dataset, values, language)
    asked = tuple((one.last.figure, share.last.figure) for one, share in zip(values, of_whole, strict=True))
    chart = finished(
        making,
        message=message(told),
        description=describe(told, [(stack.period, stack.state) for stack in stacks if not stack.stands]),
        table=table(told),
        series=shown,
        measure=_measure(making, as_shares),
        subtitle_span=span_words(making, shown[:1]),
        more=[*(p.figure for p in whole.points if whole), *(f for pair in asked for f in pair)] if whole else (),
        matter=StackedMatter(stacks, whole, as_shares, _unit(making, as_shares), asked, reasons=reasons),
    )
    return replace(chart, unit="percent", decimals=1) if as_shares and chart.unit != "percent" else chart


def _periods(making: Making) -> tuple[Period, ...]:
    return over_time(making).findings.periods


def _whole(making: Making, periods: Iterable[Period]) -> Series | None:
    """The whole over the periods; None where nothing stands for it: percentages that make a hundred."""
    series = series_of(making, "all", periods)
    return series if any(point.figure is not None for point in series.points) else None


def _shares(making: Making, series: Series) -> Series:
    """The shares of one part. A part in per cent is its own share."""
    if making.indicator.unit == "percent":
        return series
    return replace(series, points=tuple(_share(making, series.category, point) for point in series.points))


def _share(making: Making, category: str, point: Point) -> Point:
    if point.figure is None or point.value is None:
        return point
    figure = making.findings.figure(making.spec.indicator, category, point.period, SHARE)
    return replace(point, figure=figure)


def _unit(making: Making, as_shares: bool) -> str:
    """What the ticks count."""
    if not as_shares or making.indicator.unit == "percent":
        return unit_said(making).text
    return making.language.text("charts.stacked.shares")


def _measure(making: Making, as_shares: bool) -> Sentence | None:
    """The subtitle's first part, where what is shown is not the indicator but shares of it."""
    if not as_shares or making.indicator.unit == "percent":
        return None
    language, code = making.language, making.language.code
    place = named(making.findings.report.spec.place[code])
    unit = language.text("charts.stacked.shares")
    return language.sentence("charts.measure", name=named(making.indicator.name[code]), place=place, unit=unit)


# -- whether parts are the whole ------------------------------------------------------------------------------


def _stack(
    making: Making,
    values: Sequence[Series],
    shown: Sequence[Series],
    whole: Series | None,
    place: int,
    as_shares: bool,
) -> Stack:
    points = [one.points[place] for one in values]
    heights = tuple(one.points[place].value for one in shown)
    total = whole.points[place].value if whole else _whole_in_per_cent(making)
    state = _state(making, points, total)
    known = [height for height in heights if height is not None]
    top = _HUNDRED if as_shares else total or Decimal(0)
    status = next((p.status for p in points if p.value is not None and p.status in ("u", "e", "p")), "")
    if state in ("full", "rest") and as_shares and making.indicator.unit == "percent":
        top = total or _HUNDRED
    full = state == "full"
    return Stack(points[0].period, heights, sum(known, Decimal(0)) if full else top, state, status)


def _whole_in_per_cent(making: Making) -> Decimal | None:
    return _HUNDRED if making.indicator.unit == "percent" else None


def _state(making: Making, points: Sequence[Point], whole: Decimal | None) -> State:
    """Whether the parts of a period are its whole, as far as rounding lets anyone tell."""
    there = [point for point in points if point.expected and point.status != "z"]
    known = [point.value for point in there if point.value is not None]
    if any(value < 0 for value in known):
        return "negative"
    if whole is None or not known:
        return "missing"
    if whole <= 0:
        return "zero"
    within = _HALF * _rounded_to(making, points) * (len(there) + 1)
    apart = whole - sum(known, Decimal(0))
    if apart < -within:
        return "uneven"
    if len(known) == len(there):
        return "full" if apart <= within else "uneven"
    return "rest"


def _rounded_to(making: Making, points: Sequence[Point]) -> Decimal:
    """The step to which the values are rounded: by their decimals, or by how the table is protected."""
    step = max(Decimal(1).scaleb(-point.figure.decimals) for point in points if point.figure)
    rule = making.dataset.protect
    return max(step, Decimal(rule.round_to)) if isinstance(rule, Suppression) else step


def uneven(findings: Findings, chart: Chart) -> Problem | None:
    """A warning where the parts of a chart do not add up to its whole: somebody has to look."""
    matter = chart.matter
    if not isinstance(matter, StackedMatter):
        return None
    periods = [stack.period.code for stack in matter.stacks if stack.state == "uneven"]
    if not periods:
        return None
    facts = {"chart": chart.name, "periods": ", ".join(periods[-3:])}
    return Problem("render.stacked-uneven", facts, file=findings.report.file, severity="warning")
