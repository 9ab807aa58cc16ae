"""The formulas of progress: compound growth a year, its share of the growth that a target requires, limits.

They are those of Open SDG's documented method (`berkala.plan.progress` cites it), each with its inputs published. None
is defined where nought or a change of sign stands between two values: no rate of growth leads from one to the other.
"""

from __future__ import annotations

from decimal import Decimal

from berkala.measure.formulas import Formula, Values

#: How fast the bounds come down near a limit: with it the best band stays within reach of the limit for fifteen years.
_STEEPNESS = Decimal("4.44")

_HUNDRED = Decimal(100)


def _annual_growth(values: Values) -> Decimal | None:
    value, baseline, years = values
    if years <= 0 or value * baseline <= 0:
        return None
    growth = _HUNDRED * ((value / baseline) ** (1 / years) - 1)
    return growth if baseline > 0 else -growth


def _directed(values: Values) -> Decimal:
    growth, direction = values
    return growth * direction


def _to_target(values: Values) -> Decimal | None:
    growth, required, direction = values
    return _HUNDRED * growth * direction / abs(required) if required else None


def _limit_factor(values: Values) -> Decimal:
    baseline, limit = (abs(value) for value in values)
    if baseline >= 2 * limit:
        return Decimal(1)
    near = baseline if baseline <= limit else 2 * limit - baseline
    return 1 - (near / limit) ** _STEEPNESS if near else Decimal(1)


def _threshold(values: Values) -> Decimal:
    threshold, factor = values
    return threshold * factor


FORMULAS_OF_PROGRESS: tuple[Formula, ...] = (
    Formula("annual_growth", ("value", "baseline", "years"), _annual_growth),
    Formula("progress_growth", ("growth", "direction"), _directed),
    Formula("progress_to_target", ("growth", "required", "direction"), _to_target),
    Formula("limit_factor", ("baseline", "limit"), _limit_factor),
    Formula("progress_threshold", ("threshold", "factor"), _threshold),
)
