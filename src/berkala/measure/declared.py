"""Numbers that the report's specification declares: they are figures too, so that a formula can name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from berkala.measure.findings import Figure, Unit
from berkala.measure.formulas import PLACES, Formula, Values, plain
from berkala.measure.work import Work

#: How a declared number is declared: it has neither a cell nor inputs.
NAME = "declared"

_MOST_DECIMALS = 9

UnitName = Mapping[str, str] | None


def _given(values: Values) -> Decimal | None:
    """Nothing to work out: the value is given."""
    return None


FORMULAS_OF_DECLARED: tuple[Formula, ...] = (Formula(NAME, (), _given),)


def declare(work: Work, id_: str, value: Decimal, unit: Unit, unit_name: UnitName = None) -> Figure:
    """The figure of a declared number: the same one each time that it is asked for."""
    figures, kept = work.sheet.figures, plain(round(value, PLACES))
    if id_ not in figures:
        decimals = min(max(0, -int(kept.as_tuple().exponent)), _MOST_DECIMALS)
        dataset, version = work.sheet.dataset, work.sheet.version
        figure = Figure(id_, kept, unit, decimals, work.period, "", dataset, version, formula=NAME)
        figures[id_] = replace(figure, unit_name=unit_name)
    return figures[id_]
