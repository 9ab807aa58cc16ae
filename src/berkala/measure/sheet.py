"""The sheet on which one edition's figures are worked out: cells, and figures derived from figures by a formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from berkala.measure.findings import Figure, Unit, Where
from berkala.measure.formulas import FORMULAS, plain
from berkala.measure.rows import Row
from berkala.periods import Period
from berkala.plan.specifications import DatasetSpec

#: Statuses of a value that a figure derived from it carries too, the weakest first: of low reliability,
#: estimated, provisional (which will become final by itself). Others say something of one cell alone.
_WEAKEST_FIRST = ("u", "e", "p")


@dataclass
class Sheet:
    """Figures by id. A figure that is there already is not made again. `area` is the figures' area."""

    dataset: str
    version: str
    area: str = ""
    figures: dict[str, Figure] = field(default_factory=dict)

    def cell(self, spec: DatasetSpec, row: Row, column: str, *, period: Period, unit: Unit) -> Figure:
        """The figure of one cell of this edition's own dataset."""
        id_ = f"cell.{column}.{row.label}.{period.code}"
        return self._kept(self._from_cell(id_, spec, row, column, period, unit, self.version))

    def reference(self, id_: str, spec: DatasetSpec, row: Row, column: str, place: tuple[Period, Unit, str]) -> Figure:
        """The figure of a standard's or a target's cell; `place` is its period, unit and dataset version."""
        period, unit, version = place
        return self._kept(self._from_cell(id_, spec, row, column, period, unit, version))

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
    ) -> Figure:
        """The figure that a formula makes of others. Without a value if one of them has none."""
        empty = next((figure for figure in inputs if figure.value is None), None)
        value = None
        if empty is None:
            value = FORMULAS[formula]([figure.value for figure in inputs if figure.value is not None])
        if value is None:
            status = (empty.status or "x") if empty else "z"
        else:
            carried = {figure.status for figure in inputs}
            status = next((letter for letter in _WEAKEST_FIRST if letter in carried), "")
        return self._kept(
            Figure(
                id_,
                value,
                unit,
                decimals,
                period,
                self.area,
                self.dataset,
                self.version,
                status,
                breakdown or {},
                formula=formula,
                inputs=tuple(figure.id for figure in inputs),
            )
        )

    def _from_cell(
        self, id_: str, spec: DatasetSpec, row: Row, column: str, period: Period, unit: Unit, version: str
    ) -> Figure:
        cell = row.cells[column]
        value = None if cell.value is None else plain(cell.value)
        where = Where(f"{spec.name}.csv", column, row.key)
        decimals = spec.field(column).decimals
        return Figure(
            id_, value, unit, decimals, period, self.area, spec.name, version, cell.status, row.categories, where
        )

    def _kept(self, figure: Figure) -> Figure:
        return self.figures.setdefault(figure.id, figure)
