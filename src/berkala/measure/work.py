"""What one edition's figures are worked out from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from berkala.errors import Problem
from berkala.measure.findings import Unit
from berkala.measure.references import References
from berkala.measure.rows import Row, Rows
from berkala.measure.sheet import Sheet
from berkala.periods import Period
from berkala.plan.specifications import DatasetSpec, Indicator, ReportSpec

#: Formulas whose value is counted in what its one column is counted in.
_AS_ITS_COLUMN = frozenset({"total", "value", "to_date"})


@dataclass(frozen=True)
class Work:
    """One edition's report, data and sheet. `rows` are cut at its `period`; `problems` are those met on the way."""

    report: ReportSpec
    spec: DatasetSpec
    rows: Rows
    period: Period
    references: References
    sheet: Sheet
    problems: list[Problem] = field(default_factory=list)
    _below: dict[tuple[object, ...], bool] = field(default_factory=dict, compare=False, repr=False)

    def observations(self, indicator: Indicator, category: str, period: Period) -> tuple[Row, ...]:
        """The rows that make up one category of an indicator, or the whole (``all``), at a period."""
        there = self.rows.get(period)
        return () if there is None else there.chosen(self.spec, indicator.where, indicator.by, category)

    def earlier(self, period: Period) -> Mapping[str, Period]:
        """The periods that one is compared with, by the word that a change has in its id: ``year``, ``previous``.

        Spans have no year before: one that is longer than a year would be compared with a part of itself.
        """
        previous = self.spec.previous(period, self.rows)
        found = {} if self.spec.rhythm is None else {"year": period.year_before()}
        return found if previous is None else found | {"previous": previous}

    def falls_below_nought(self, indicator: Indicator) -> bool:
        """Whether a column that an indicator shows as it stands has a value below nought, in any row that it is of."""
        if indicator.formula != "value":
            return False
        column, where = indicator.inputs["of"], indicator.where
        key = (column, *where.items())
        if key not in self._below:
            near = (row for there in self.rows.values() for row in there.narrowed(where))
            rows = (row for row in near if where.items() <= row.categories.items())
            values = (row.cells[column].value for row in rows)
            self._below[key] = any(one is not None and one < 0 for one in values)
        return self._below[key]

    def scale(self, column: str, row: Row | None = None) -> tuple[Unit, Mapping[str, str] | None]:
        """What a column counts, in a row of it where units stand by row, and its name where it has one of its own.

        What the indicator that shows the column says; of the uncertainty of a column, what that column counts;
        else things without a name.
        """
        for indicator in self.report.indicators.values():
            shows = indicator.formula in _AS_ITS_COLUMN and indicator.inputs["of"] == column
            if shows and self._is_of_the_unit(indicator, row):
                return indicator.unit, unit_name(indicator)
        spec = self.spec.field(column)
        if spec.uncertainty == "relative_error":
            return "percent", None
        if spec.uncertainty is not None and spec.of is not None:
            return self.scale(spec.of)
        return ("index" if column in self._indices() else "count"), None

    def _is_of_the_unit(self, indicator: Indicator, row: Row | None) -> bool:
        """Whether an indicator speaks of the unit that a row is in; of a table in one unit each does."""
        unit = self._unit_dimension
        if unit is None or row is None:
            return True
        return indicator.where.get(unit, row.categories[unit]) == row.categories[unit]

    @cached_property
    def _unit_dimension(self) -> str | None:
        field = self.spec.unit_field
        return None if field is None else field.name

    def _indices(self) -> Iterator[str]:
        indicators = self.report.indicators.values()
        return (one.inputs["of"] for one in indicators if one.formula == "growth_over_year")


def unit_name(indicator: Indicator) -> Mapping[str, str] | None:
    """The name of the unit that an indicator is counted in, by language, where it is one of its own."""
    return None if indicator.unit_name is None else indicator.unit_name.root


def difference_unit(indicator: Indicator) -> tuple[Unit, Mapping[str, str] | None]:
    """The unit of a difference of two values of an indicator: of percentages, points."""
    return ("points", None) if indicator.unit == "percent" else (indicator.unit, unit_name(indicator))
