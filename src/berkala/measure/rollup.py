"""The roll-up of a performance report: the mean of its achievements, weighted by indicator."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from berkala.measure.achievements import DECIMALS
from berkala.measure.declared import declare
from berkala.measure.formulas import Formula, Values
from berkala.measure.work import Work


def _weighted_mean(values: Values) -> Decimal | None:
    weights = values[1::2]
    total = sum(weights, Decimal(0))
    if not total:
        return None
    return sum((value * weight for value, weight in zip(values[::2], weights, strict=True)), Decimal(0)) / total


FORMULAS_OF_ROLLUP: tuple[Formula, ...] = (Formula("weighted_mean", ("value…", "weight…"), _weighted_mean),)


def roll_up(work: Work) -> None:
    """``rollup.all.<period>``: every declared achievement with its weight.

    It has a value only where each has one. The mean of those that are there would reward leaving one out, and
    weights that were agreed for all say nothing of some.
    """
    if work.report.rollup is None:
        return
    inputs, missing = [], False
    for name, weight in work.report.rollup.weights.items():
        achievement = work.sheet.figures.get(f"{name}.all.{work.period.code}.achievement")
        missing = missing or achievement is None
        if achievement is not None:
            inputs += [achievement, declare(work, f"rollup.weight.{name}", weight, "number")]
    if not inputs:
        return
    id_ = f"rollup.all.{work.period.code}"
    figure = work.sheet.derived(id_, "weighted_mean", inputs, period=work.period, unit="percent", decimals=DECIMALS)
    if missing:
        work.sheet.figures[id_] = replace(figure, value=None, status="x")
