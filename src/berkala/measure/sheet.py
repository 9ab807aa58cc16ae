"""The sheet on which one edition's figures are worked out: cells, and figures derived from figures by a formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from berkala.measure.findings import Figure, Unit, Where
from berkala.measure.formulas import Formula
from berkala.measure.rows import Row
from berkala.periods import Period
from berkala.plan.specifications import DatasetSpec, Indicator
from berkala.words import rounded_to

#: Statuses of a value that a figure derived from it carries too, the weakest first: of low reliability,
#: estimated, provisional (which will become final by itself). Others say something of one cell alone.
_WEAKEST_FIRST = ("u", "e", "p")


@dataclass
class Sheet:
    """Figures by id. A figure that is there already is not made again. `formulas` are all there are, by name.

    `area_dimension` is the dimension whose categories are places, if there is one.
    """

    dataset: str
    version: str
    formulas: Mapping[str, Formula]
    area_dimension: str = ""
    figures: dict[str, Figure] = field(default_factory=dict)

    def cell(
        self,
        spec: DatasetSpec,
        row: Row,
        column: str,
        *,
        period: Period,
        unit: Unit,
        unit_name: Mapping[str, str] | None = None,
    ) -> Figure:
        """The figure of one cell of this edition's own dataset."""
        id_ = f"cell.{column}.{row.label}.{period.code}"
        if id_ in self.figures:
            return self.figures[id_]
        counted = unit, unit_name
        return self._kept(_from_cell(id_, spec, row, column, period, self.version, counted))

    def reference(
        self, id_: str, spec: DatasetSpec, row: Row, column: str, place: tuple[Period, Indicator, str]
    ) -> Figure:
        """The figure of a standard's or a target's cell; `place` is its period, whose it is, and dataset version."""
        if id_ in self.figures:
            return self.figures[id_]
        period, indicator, version = place
        name = None if indicator.unit_name is None else indicator.unit_name.root
        counted = indicator.unit, name
        return self._kept(_from_cell(id_, spec, row, column, period, version, counted))

    def derived(
        self,
        id_: str,
        formula: str,
        inputs: Sequence[Figure],
        *,
        period: Period,
        unit: Unit,
        decimals: int,
        breakdown: Mapping[str, str] | None = None,
        unit_name: Mapping[str, str] | None = None,
    ) -> Figure:
        """The figure that a formula makes of others. Without a value if one of them has none.

        The formula `value` says one cell again, and all that the cell's status says.
        """
        empty = next((figure for figure in inputs if figure.value is None), None)
        value = None
        if empty is None:
            value = self._result(self.formulas[formula], inputs)
        if value is None:
            status = (empty.status or "x") if empty else "z"
        elif formula == "value":
            status = inputs[0].status
        else:
            carried = {figure.status for figure in inputs}
            status = next((letter for letter in _WEAKEST_FIRST if letter in carried), "")
        breakdown = breakdown or {}
        return self._kept(
            Figure(
                id_,
                value,
                unit,
                decimals,
                period,
                breakdown.get(self.area_dimension, ""),
                self.dataset,
                self.version,
                status,
                breakdown,
                formula=formula,
                inputs=tuple(figure.id for figure in inputs),
                unit_name=unit_name,
            )
        )

    @staticmethod
    def _result(formula: Formula, inputs: Sequence[Figure]) -> Decimal | None:
        known = [(figure.value, figure.decimals) for figure in inputs if figure.value is not None]
        return formula([rounded_to(value, decimals) if formula.shown else value for value, decimals in known])

    def _kept(self, figure: Figure) -> Figure:
        return self.figures.setdefault(figure.id, figure)


def _from_cell(
    id_: str,
    spec: DatasetSpec,
    row: Row,
    column: str,
    period: Period,
    version: str,
    counted: tuple[Unit, Mapping[str, str] | None],
) -> Figure:
    """The figure of a cell, `counted` in a unit and in its name."""
    cell = row.cells[column]
    area = next((row.categories[one.name] for one in spec.with_role("dimension") if one.concept == "area"), "")
    where = Where(f"{spec.name}.csv", column, row.key)
    decimals, (unit, unit_name) = spec.field(column).decimals, counted
    return Figure(
        id_,
        cell.value,
        unit,
        decimals,
        period,
        area,
        spec.name,
        version,
        cell.status,
        row.categories,
        where,
        unit_name=unit_name,
    )
