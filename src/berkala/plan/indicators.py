"""One indicator: its formula over columns, its unit, and how it is spoken of."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from berkala.plan.forms import ColumnName, Identifier, Specification, Text
from berkala.plan.progress import Progress
from berkala.plan.references import REFERENCE, Achievement, Band, Ranking, Reference

Polarity = Literal["higher_is_better", "lower_is_better", "neutral"]
FormulaName = Literal["total", "share", "share_without", "value", "growth_over_year", "rate", "to_date"]
#: The unit a value is shown in. ``thousand_people`` is how the source counts, ``number`` has its own `unit_name`;
#: ``unstated`` is for a source that does not say, and is said in the line under a chart and beside no number.
IndicatorUnit = Literal["percent", "people", "count", "thousand_people", "rupiah", "index", "number", "unstated"]


class Indicator(Specification):
    """One indicator: its formula over columns of the report's dataset, and how it is spoken of.

    `inputs` name the formula's parts by column: ``part`` and ``whole`` for `share`, `share_without` and `rate`,
    otherwise ``of``. `where` chooses rows: a dimension and its one category. `short` is the head of a column.
    `objective` is the one of the report's objectives that it measures.
    `phrase` ends a sentence that begins with the value: "86.6% *of patients …*" (in Kazakh it names the value, which
    follows); of `growth_over_year` it is what is higher or lower, in English in the plural: "*Consumer prices in the
    country* were 3.4% higher …". Without it the headline is value and period, under the report's title. `called` is the
    indicator inside sentences and titles where its name is too long for them: "*Indicator 1.2.1* rose by …". `means`
    compares with the mean of so many periods before. `budget` names the indicator that is the share of its budget
    spent.
    `bands` are of what `bands_on` says; those on progress have their bounds in per cent, of growth a year or of what
    the target requires.
    """

    name: Text
    short: Text | None = None
    objective: Identifier | None = None
    called: Text | None = None
    phrase: Text | None = None
    formula: FormulaName
    inputs: dict[str, ColumnName]
    where: dict[ColumnName, Identifier] = Field(default_factory=dict)
    unit: IndicatorUnit
    unit_name: Text | None = None
    decimals: int = Field(ge=0, le=9)
    polarity: Polarity
    by: ColumnName | None = None
    all_label: Text | None = None
    reference: Reference | None = None
    bands: tuple[Band, ...] = ()
    bands_on: Literal["value", "achievement", "progress"] = "value"
    achievement: Achievement | None = None
    progress: Progress | None = None
    means: tuple[Annotated[int, Field(ge=2, le=20)], ...] = ()
    rank: Ranking | None = None
    budget: Identifier | None = None

    @model_validator(mode="after")
    def _inputs_fit_the_formula(self) -> Self:
        needed = {"part", "whole"} if self.formula in ("share", "share_without", "rate") else {"of"}
        if set(self.inputs) != needed:
            facts = {"formula": self.formula, "needed": ", ".join(sorted(needed)), "at": ("inputs",)}
            raise PydanticCustomError("formula-inputs", "{formula} {needed}", facts)
        return self

    @model_validator(mode="after")
    def _bands_have_no_gap_and_no_overlap(self) -> Self:
        for one, other in zip(self.bands, self.bands[1:], strict=False):
            if one.below is None or other.from_ is None or one.below != other.from_:
                facts = {"one": one.name, "other": other.name, "at": ("bands",)}
                raise PydanticCustomError("bands-meet", "{one} {other}", facts)
        if self.bands and (self.bands[0].from_ is not None or self.bands[-1].below is not None):
            raise PydanticCustomError("bands-open", "bands", {"at": ("bands",)})
        return self

    @model_validator(mode="after")
    def _has_what_its_settings_need(self) -> Self:
        bounds = {bound for band in self.bands for bound in (band.from_, band.below)}
        wrong = {
            "unit-name-needed": (self.unit == "number" and self.unit_name is None, ("unit",)),
            "bands-progress": (self.bands_on == "progress" and self.progress is None, ("bands_on",)),
            "bands-reference": (REFERENCE in bounds and not self._has_one_bound, ("bands",)),
            "bands-target-last": (self.bands_on == "progress" and self._is_passed, ("bands",)),
            "bands-achievement": (self.bands_on == "achievement" and self.achievement is None, ("bands_on",)),
            "progress-column": (self._other_column and self.formula != "value", ("progress", "column")),
            "progress-polarity": (self._at_odds, ("progress", "direction")),
            "achievement-held": (self.achievement is not None and not self.is_held, ("achievement",)),
            "achievement-range": (self._ranged_from_a_baseline, ("achievement", "formula")),
            "rank-by": (self.rank is not None and self.by is None, ("rank",)),
            "where-by": (self.by in self.where, ("where", self.by or "")),
            "phrase-needed": (self.phrase is None and self.formula == "growth_over_year", ("formula",)),
        }
        for code, (so, at) in wrong.items():
            if so:
                raise PydanticCustomError(code, "settings", {"by": self.by or "", "at": at})
        return self

    @property
    def said(self) -> Text:
        """What it is called inside a sentence."""
        return self.called or self.name

    @property
    def is_held(self) -> bool:
        """Whether there is anything that its value is held against."""
        return self.reference is not None and self.reference.not_held is None

    @property
    def _has_one_bound(self) -> bool:
        """Whether there is one value that a band can begin at: the reference, or progress's target."""
        if self.bands_on == "progress":
            return self.progress is not None and self.progress.target is not None
        return self.reference is not None and self.reference.column is not None and self.bands_on == "value"

    @property
    def _is_passed(self) -> bool:
        """Whether another band begins beyond the one of a target that was reached: nothing could lie in it."""
        return any(band.from_ == REFERENCE for band in self.bands[:-1])

    @property
    def _other_column(self) -> bool:
        return self.progress is not None and self.progress.column is not None

    @property
    def _at_odds(self) -> bool:
        """Whether progress is said to go the other way than what is better."""
        better = {"higher_is_better": 1, "lower_is_better": -1}.get(self.polarity, 0)
        return self.progress is not None and not self._other_column and better * self.progress.sign < 0

    @property
    def _ranged_from_a_baseline(self) -> bool:
        """Whether an achievement goes from a baseline to a range: nothing says to which end of it."""
        ranged = self.reference is not None and self.reference.relation == "within"
        return ranged and self.achievement is not None and self.achievement.baseline is not None
