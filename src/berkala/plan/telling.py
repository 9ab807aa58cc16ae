"""How figures are told beside the story: charts, share cards, and statements in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from berkala.plan.forms import Identifier, Specification, Text

ChartKind = Literal[
    "line", "bars", "columns", "stacked", "dots", "tiles", "choropleth", "slope", "bullet", "multiples", "heat"
]
CardKind = Literal["number", "line", "rank", "tiles", "comparison"]
StatementKind = Literal["extremes", "movers", "record", "streak", "directions", "gap", "largest"]


class ChartSpec(Specification):
    """One chart of a report.

    `line`: every period, one line for each of `show`; `columns`: every period, `show` has one name; `bars`:
    the edition's period, one bar for each of `show`; `dots`: the categories ranked, now and a year before; `tiles`:
    a tile-grid map, coloured by `steps`; `slope`: each of `show` a year before and now; `multiples`: a small line for
    each of `show`; `heat`: a table of categories by periods, shaded by `steps`; `bullet`: the `indicators` that have
    a target, each against its own; `stacked`: each of `show` as a part of the whole at every period, or with
    ``periods: 1`` at the edition's, in `parts` as their ``values`` or as ``shares`` of the whole; `choropleth`: the
    shapes of areas, coloured by `steps`. Names in `show` are categories of the indicator's `by`, ``all``, or the one
    word ``every``: all of them. The first is the one that matters. `map` names a layout of tiles in
    ``templates/maps/``, or of a `choropleth` a TopoJSON or GeoJSON file there.
    """

    kind: ChartKind
    indicator: Identifier
    show: tuple[Identifier, ...] = Field(default=("every",), min_length=1)
    indicators: tuple[Identifier, ...] = ()
    map: Identifier | None = None
    steps: tuple[Decimal, ...] = ()
    periods: int | None = Field(default=None, ge=1)
    parts: Literal["values", "shares"] = "values"

    @model_validator(mode="after")
    def _one_period_is_for_parts_alone(self) -> Self:
        if self.periods == 1 and self.kind != "stacked":
            raise PydanticCustomError("chart-one-period", "{kind}", {"kind": self.kind, "at": ("periods",)})
        return self


class CardSpec(Specification):
    """One share card: a kind, and the chart it is made from (for `number`, the chart whose message it carries)."""

    kind: CardKind
    chart: Identifier


class Among(Specification):
    """The categories that a statement compares, and what several of them are called: "major groups"."""

    categories: tuple[Identifier, ...] = Field(min_length=2)
    noun: Text


class Statement(Specification):
    """One finding to be told in a sentence, if the figures allow it.

    ``extremes``: the highest and lowest category; ``movers``: the largest rise and fall; ``record``: the highest or
    lowest since; ``streak``: so many periods in a row up or down; ``directions``: in how many categories it rose and
    fell; ``gap``: to the reference; ``largest``: the `number` largest categories and what share of the whole they are.
    Those that compare categories compare all that an indicator is broken down by, or those of `among`: categories that
    nest in each other, or are a choice of many, are no whole to be the largest of.
    """

    kind: StatementKind
    indicator: Identifier
    number: int = Field(default=3, ge=1, le=5)
    among: Among | None = None
