"""The places that a category may have among its like, the highest first, and how far it must move to have moved.

A place is a range, best to worst, because values closer to each other than the declared distance, or than their
sampling error, cannot be told apart; exactly so far apart they can. Only values of the edition's own period are ranked.
Two values of one category a year apart are told apart by the same distance: what cannot rank cannot have risen.
"""

from __future__ import annotations

from decimal import Decimal

from berkala.measure.declared import declare
from berkala.measure.findings import Figure
from berkala.measure.formulas import Formula, Values
from berkala.measure.shown import categories
from berkala.measure.uncertainty import Z
from berkala.measure.work import Work, difference_unit
from berkala.plan.specifications import Among, Indicator, Ranking


def _from(values: Values) -> Decimal:
    value, apart, *others = values
    return Decimal(1 + sum(other > value and other >= value + apart for other in others))


def _to(values: Values) -> Decimal:
    value, apart, *others = values
    return Decimal(1 + sum(other >= value or other > value - apart for other in others))


def _distances(values: Values) -> list[tuple[Decimal, Decimal]]:
    """How much higher each other place is, and how much it must be to be told apart."""
    value, error, apart, *others = values
    pairs = zip(others[::2], others[1::2], strict=True)
    return [(other - value, max(apart, Z * (error**2 + its**2).sqrt())) for other, its in pairs]


def _from_sampled(values: Values) -> Decimal:
    return Decimal(1 + sum(higher > 0 and higher >= least for higher, least in _distances(values)))


def _to_sampled(values: Values) -> Decimal:
    return Decimal(1 + sum(higher >= 0 or higher > -least for higher, least in _distances(values)))


def _as_declared(values: Values) -> Decimal:
    return values[0]


#: The margin of a change where the data tell no error and the report declares a distance.
DECLARED_MARGIN = "margin_declared"

_SAMPLED = ("value", "standard error", "apart", "other…", "standard error of other…")

FORMULAS_OF_RANKINGS: tuple[Formula, ...] = (
    Formula("rank_from", ("value", "apart", "other…"), _from),
    Formula("rank_to", ("value", "apart", "other…"), _to),
    Formula("rank_from_sampled", _SAMPLED, _from_sampled),
    Formula("rank_to_sampled", _SAMPLED, _to_sampled),
    Formula(DECLARED_MARGIN, ("apart",), _as_declared),
)


def rank(work: Work, name: str, indicator: Indicator) -> None:
    """Rank the categories that have a value at the edition's period; where errors are known, only those with one."""
    if indicator.rank is None:
        return
    among = indicator.rank.among or categories(work.spec, indicator)
    values = [value for value in parts(work, name, indicator) if value.value is not None]
    values = [value for value in values if value.breakdown.get(str(indicator.by)) in among]
    errors = {value.id: _error(work, value) for value in values}
    if any(errors.values()):
        values = [value for value in values if errors[value.id] is not None]
    if len(values) < 2:
        return
    code = work.period.code
    apart = _apart(work, name, indicator, indicator.rank)
    work.sheet.derived(f"{name}.ranked.{code}", "count", values, period=work.period, unit="count", decimals=0)
    for value in values:
        others = [other for other in values if other is not value]
        _place(work, value, [(other, errors[other.id]) for other in others], apart)
        if errors[value.id] is None and indicator.rank.apart > 0:
            _margins(work, value, apart)


def parts(work: Work, name: str, indicator: Indicator, among: Among | None = None) -> list[Figure]:
    """The values at the edition's period of all categories that are parts: neither the whole nor a total of others.

    Of those `among` alone, where they are given.
    """
    if indicator.by is None:
        return []
    totals = {total.total for total in work.spec.totals if total.dimension == indicator.by}
    every = (category for category in categories(work.spec, indicator) if category not in totals)
    names = among.categories if among is not None else every
    found = (work.sheet.figures.get(f"{name}.{category}.{work.period.code}") for category in names)
    return [value for value in found if value is not None]


def _error(work: Work, value: Figure) -> Figure | None:
    error = work.sheet.figures.get(f"{value.id}.standard-error")
    return error if error is not None and error.value is not None else None


def _apart(work: Work, name: str, indicator: Indicator, ranking: Ranking) -> Figure:
    return declare(work, f"{name}.apart", ranking.apart, *difference_unit(indicator))


def _place(work: Work, value: Figure, others: list[tuple[Figure, Figure | None]], apart: Figure) -> None:
    error = _error(work, value)
    for end in ("from", "to"):
        if error is None:
            formula, inputs = f"rank_{end}", [value, apart, *(other for other, _ in others)]
        else:
            with_errors = [figure for pair in others for figure in pair if figure is not None]
            formula, inputs = f"rank_{end}_sampled", [value, error, apart, *with_errors]
        work.sheet.derived(
            f"{value.id}.rank-{end}",
            formula,
            inputs,
            period=work.period,
            unit="count",
            decimals=0,
            breakdown=value.breakdown,
        )


def _margins(work: Work, value: Figure, apart: Figure) -> None:
    """The declared distance as the margin of the changes that are in its unit."""
    for on in ("year", "previous"):
        change = work.sheet.figures.get(f"{value.id}.change-{on}")
        if change is not None and (change.unit, change.unit_name) == (apart.unit, apart.unit_name):
            work.sheet.derived(
                f"{value.id}.margin-{on}",
                DECLARED_MARGIN,
                [apart],
                period=work.period,
                unit=apart.unit,
                decimals=apart.decimals,
                breakdown=value.breakdown,
                unit_name=apart.unit_name,
            )
