"""What an indicator is held against: standards, targets and goals, and what is worked out from them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from berkala.plan.forms import ColumnName, Day, Identifier, PeriodCode, Specification, Text

#: How an achievement is worked out (`words/<language>/formulas.yml`: ``formula.achievement_<name>``).
AchievementFormula = Literal["ratio", "inverse_ratio", "distance_from_baseline", "growth"]

#: The mark of a verdict: a disc, three quarters of one, a half, a quarter, an open diamond.
Mark = Literal["met", "most", "near", "some", "miss"]


class Milestone(Specification):
    """The period that a target is for, where that is not the edition's, and the day on which it was set.

    It is drawn where it belongs, in every edition whose period ends after it was set; nothing is held against it.
    """

    period: PeriodCode
    set_on: Day


class Reference(Specification):
    """What the indicator is held against: a `standard` that stands, a `target` set for a time, a `goal` beside it.

    Its value is looked up in a dataset: the row with the latest period not after the edition's, of the categories
    in `where`. A target by area has the column of the indicator's `by` too: each category is held against its own.
    `within` is a range: `low` and `high` in place of `column`. `not_held` says why nothing is held against it: it
    is shown, and no gap, band or achievement is worked out.
    """

    kind: Literal["standard", "target", "goal"]
    relation: Literal["at_least", "at_most", "within"]
    dataset: Identifier
    column: ColumnName | None = None
    low: ColumnName | None = None
    high: ColumnName | None = None
    where: dict[ColumnName, Identifier] = Field(default_factory=dict)
    milestone: Milestone | None = None
    not_held: Text | None = None

    @model_validator(mode="after")
    def _columns_fit_the_relation(self) -> Self:
        ranged = self.relation == "within"
        if ranged != (self.low is not None and self.high is not None) or ranged == (self.column is not None):
            raise PydanticCustomError(
                "reference-columns", "{relation}", {"relation": self.relation, "at": ("relation",)}
            )
        return self

    @property
    def columns(self) -> tuple[ColumnName, ...]:
        """The columns its values stand in: one, or the low and the high end of a range."""
        return tuple(name for name in (self.column, self.low, self.high) if name is not None)


#: The kinds whose value holds until another is set; a target's is for its period alone.
STANDING = frozenset({"standard", "goal"})


class Baseline(Specification):
    """Where an indicator stood before: the value of its own column at `period`."""

    period: PeriodCode


class Achievement(Specification):
    """How much of a target was reached, in per cent, by a named formula; never more than `cap`.

    ``ratio``: actual ÷ target (higher is better). ``inverse_ratio``: target ÷ actual (lower is better).
    ``distance_from_baseline``: the way gone ÷ the way to go. ``growth``: observed ÷ required growth from the
    baseline. The last two need `baseline`.
    """

    formula: AchievementFormula
    cap: Decimal | None = Field(default=None, gt=0)
    baseline: Baseline | None = None

    @model_validator(mode="after")
    def _has_the_baseline_it_needs(self) -> Self:
        needed = self.formula in ("distance_from_baseline", "growth")
        if needed != (self.baseline is not None):
            code = "baseline-needed" if needed else "baseline-idle"
            at = ("formula",) if needed else ("baseline",)
            raise PydanticCustomError(code, "{formula}", {"formula": self.formula, "at": at})
        return self


class Ranking(Specification):
    """Whether places are ranked, and how far apart two must be to be told apart, in the indicator's unit.

    A change of one place that is smaller than `apart` has no direction and no verdict either. Where the data hold
    standard errors or intervals these decide, and `apart` may be nought. `among` are the categories that are like each
    other, where not all are (a region is not ranked among its cities); empty means all.
    """

    apart: Decimal = Field(ge=0)
    because: Text
    among: tuple[Identifier, ...] = ()


def _bound(value: object) -> Decimal | str:
    if value == REFERENCE:
        return REFERENCE
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    raise PydanticCustomError("not-bound", "not a bound")


#: How a bound says that it is the standard or target itself.
REFERENCE = "reference"
#: A bound of a band: a number, or the reference.
Bound = Annotated[Decimal | str, PlainValidator(_bound)]


class Band(Specification):
    """One verdict: values from `from` up to, and not including, `below`.

    A bound that is the standard or target itself is written ``reference``, so that it is typed in one place. In bands
    on progress the last may begin there: it is the verdict wherever the target has been reached.
    """

    name: Identifier
    label: Text
    mark: Mark
    from_: Bound | None = Field(default=None, alias="from")
    below: Bound | None = None
