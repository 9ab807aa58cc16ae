"""Whether an indicator improved on what it is compared with: on an earlier period, and on the mean of some.

It is told in the digits that a reader sees of both values, as a target is met or not: a page that shows 95.0% now and
95.0% a year before, and says that it improved, contradicts itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from berkala.measure.findings import Figure
from berkala.measure.formulas import Formula, Values
from berkala.measure.work import Work
from berkala.plan.specifications import Indicator, Polarity


def _where_higher(values: Values) -> Decimal:
    value, earlier = values
    return Decimal((value > earlier) - (value < earlier))


def _where_lower(values: Values) -> Decimal:
    return -_where_higher(values)


def _how_many(values: Values, wanted: int) -> Decimal:
    return Decimal(sum(value == wanted for value in values))


FORMULAS_OF_IMPROVEMENTS: tuple[Formula, ...] = (
    Formula("improved_where_higher", ("value", "earlier"), _where_higher, shown=True),
    Formula("improved_where_lower", ("value", "earlier"), _where_lower, shown=True),
    Formula("count_better", ("improvement…",), lambda values: _how_many(values, 1)),
    Formula("count_worse", ("improvement…",), lambda values: _how_many(values, -1)),
    Formula("count_unchanged", ("improvement…",), lambda values: _how_many(values, 0)),
)

#: Which formula says so, by polarity: of an indicator without one nobody can.
_FORMULA: dict[Polarity, str] = {"higher_is_better": "improved_where_higher", "lower_is_better": "improved_where_lower"}


def improvements(work: Work, name: str, indicator: Indicator) -> None:
    """``….improved-<on>``: 1 where the whole improved, -1 where it worsened, 0 where it stands where it stood.

    It is told of an indicator that belongs to an objective or is compared with means. Nothing is told of a value from
    a sample: whether that has changed is a matter of its margin of error.
    """
    now = work.sheet.figures.get(f"{name}.all.{work.period.code}")
    if now is None or indicator.polarity not in _FORMULA or not (indicator.objective or indicator.means):
        return
    if f"{now.id}.standard-error" in work.sheet.figures:
        return
    for word, earlier in _compared_with(work, name, indicator):
        id_, formula = f"{now.id}.improved-{word}", _FORMULA[indicator.polarity]
        work.sheet.derived(id_, formula, [now, earlier], period=work.period, unit="count", decimals=0)


def _compared_with(work: Work, name: str, indicator: Indicator) -> Iterator[tuple[str, Figure]]:
    """The earlier period that the report compares with, and each mean, by the word that ends the change's id."""
    word = declared(work)
    period = work.earlier(work.period).get(word)
    found = {word: f"{name}.all.{period.code}"} if period is not None else {}
    found |= {f"mean-{number}": f"{name}.all.{work.period.code}.mean-{number}" for number in indicator.means}
    for on, id_ in found.items():
        figure = work.sheet.figures.get(id_)
        if figure is not None:
            yield on, figure


def declared(work: Work) -> str:
    """The comparison that leads, as the report declares it: ``year`` or ``previous``."""
    return "year" if work.report.compare == "year_before" else "previous"
