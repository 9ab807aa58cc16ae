"""Records: since when a value is the highest or the lowest. One rule for sentences, charts and cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile
from operator import gt, lt
from typing import Literal, get_args

from berkala.measure.findings import Figure, Findings
from berkala.periods import Period
from berkala.plan.specifications import DatasetSpec
from berkala.render.sentences.changes import compare, declared
from berkala.render.sentences.labels import dataset_of
from berkala.words import rounded_to

#: So many periods make a year: a "highest since" that reaches back less far is not worth telling. Of years, five.
_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "half": 2, "year": 5, "fiscal": 5}

Side = Literal["highest", "lowest"]
_SIDES: tuple[Side, ...] = get_args(Side)


@dataclass(frozen=True)
class Record:
    """The highest or lowest since a period, in which it was as high or higher; since the series began where `ever`."""

    side: Side
    since: Period
    ever: bool


def enough_periods(spec: DatasetSpec) -> int:
    """How many periods a record must reach back: a year's, of a survey so often as it is taken."""
    taken = len(spec.coverage.months)
    return taken if taken > 1 else _YEAR["year" if taken else spec.frequency]


def points_of(findings: Findings, indicator: str, category: str = "all") -> tuple[tuple[Period, Figure | None], ...]:
    """The series of an indicator, or of one of its categories, oldest first, from its first figure on.

    None stands for a period without a figure. Periods that never came (the coverage's ``except``, and a growth over
    them) are left out. Not so of a survey with months of its own: one that these files lack was taken all the same,
    and nothing can be said across it.
    """
    spec, formula = dataset_of(findings), findings.report.spec.indicators[indicator].formula
    never = frozenset() if spec.coverage.months else frozenset(spec.coverage.except_)
    grown = formula == "growth_over_year"
    points = [(period, findings.figure(indicator, category, period)) for period in findings.periods]
    began = next((place for place, (_, figure) in enumerate(points) if figure is not None), len(points))
    return tuple(
        (period, figure)
        for period, figure in points[began:]
        if figure is not None or not ({period.code} | ({period.year_before().code} if grown else set())) & never
    )


def record_now(findings: Findings, indicator: str, category: str = "all") -> Record | None:
    """The record that the edition's value makes; none where its change is within the margin of error.

    Nor among spans: of those that overlap or differ in length none is the highest for so many in a row.
    """
    if dataset_of(findings).rhythm is None:
        return None
    change = compare(findings, indicator, category, declared(findings))
    if change is not None and change.way in ("unsure", "near"):
        return None
    return record_of(points_of(findings, indicator, category), enough_periods(dataset_of(findings)))


def record_of(points: Sequence[tuple[Period, Figure | None]], enough: int) -> Record | None:
    """Whether the last of `points` (oldest first, every period of the series) is the highest or lowest for long.

    By the digits that are shown; a value that is equal ends the record. Nothing is claimed over a period without a
    value, nor of fewer than `enough` earlier periods.
    """
    if not points:
        return None
    (_, value), *before = ((period, _digits(figure)) for period, figure in reversed(points))
    if value is None:
        return None
    for side in _SIDES:
        beaten = _beaten(value, side, [old for _, old in before])
        ever = beaten == len(before)
        if beaten >= enough and (ever or before[beaten][1] is not None):
            return Record(side, points[0][0] if ever else before[beaten][0], ever)
    return None


def _beaten(value: Decimal, side: Side, before: Sequence[Decimal | None]) -> int:
    """How many values, the newest first, are known and lower (for the highest) or higher than this one."""
    beats = lt if side == "highest" else gt
    return len(list(takewhile(lambda old: old is not None and beats(old, value), before)))


def _digits(figure: Figure | None) -> Decimal | None:
    return None if figure is None or figure.value is None else rounded_to(figure.value, figure.decimals)
