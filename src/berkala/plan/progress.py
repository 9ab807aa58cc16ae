"""Progress as Open SDG's documentation describes it: growth a year since a base year, alone or against a target's.

The rule is Statistics Canada's, which Open SDG took over in its version 2.4.0. It is told in the documentation of the
repository ``open-sdg/open-sdg``: `docs/progress-methodology.md` (formulas, thresholds, limits, exceptions),
`docs/progress.md` (categories, the column ``Progress``) and `docs/indicator-configuration.md` under
``progress_calculation_options`` (defaults). Where it does not say how a case is meant, what it does was looked up in
``open-sdg/sdg-build``, `sdg/ProgressMeasure.py`. What differs here on purpose is said in `berkala.measure.progress`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from berkala.plan.forms import ColumnName, PeriodCode, Specification
from berkala.plan.references import REFERENCE, Baseline, Mark
from berkala.words import language

#: Open SDG's two methods: without and with a target that is a number.
ProgressFormula = Literal["growth", "growth_to_target"]
#: What counts as progress. Open SDG takes "decrease" where none is given; here it is unknown, and nothing is judged.
ProgressDirection = Literal["increase", "decrease", "unknown"]


class ProgressTarget(Specification):
    """The value that is to be reached, and the period it is to be reached in."""

    value: Decimal
    period: PeriodCode


class Progress(Specification):
    """How an indicator's progress is judged, of the whole alone.

    `baseline` is where it begins: the first period from there on that has a value (Open SDG's ``base_year``, 2015 where
    none is given). `target` goes with ``growth_to_target`` (``target`` and ``target_year``, 2030 where none is given).
    `limit` is the highest or lowest value there can be, near which slower growth counts as much; it goes with
    ``growth``. `column` names another measure of the dataset that is judged in place of the value (the column
    ``Progress``). Open SDG's ``direction`` is ``positive`` for an increase and ``negative`` for a decrease.
    """

    formula: ProgressFormula
    direction: ProgressDirection
    baseline: Baseline
    target: ProgressTarget | None = None
    limit: Decimal | None = None
    column: ColumnName | None = None

    @model_validator(mode="after")
    def _has_what_its_formula_needs(self) -> Self:
        aims = self.formula == "growth_to_target"
        wrong = {
            "progress-target": (aims != (self.target is not None), ("target",) if self.target else ("formula",)),
            "progress-limit": (aims and self.limit is not None, ("limit",)),
        }
        for code, (so, at) in wrong.items():
            if so:
                raise PydanticCustomError(code, "{formula}", {"formula": self.formula, "at": at})
        return self

    @property
    def sign(self) -> int:
        """The sign of a growth that counts as progress; nought where nobody has said which."""
        return {"increase": 1, "decrease": -1, "unknown": 0}[self.direction]


# -- Open SDG's categories as bands ------------------------------------------------------------------------------------

#: The category of a target that has been reached, whatever the growth was.
ACHIEVED = "target-achieved"

#: Open SDG's categories from the worst to the best, each with its mark. Its own names have underscores for hyphens.
CATEGORIES: Mapping[str, Mark] = {
    "deterioration": "miss",
    "limited-progress": "some",
    "moderate-progress": "near",
    "substantial-progress": "most",
    ACHIEVED: "met",
}

#: Where the second, third and fourth category begin, in per cent: of growth a year, of the growth that is required.
THRESHOLDS: Mapping[ProgressFormula, tuple[str, str, str]] = {
    "growth": ("0", "0.5", "1.5"),
    "growth_to_target": ("0", "60", "95"),
}


def standard_bands(
    formula: ProgressFormula,
    languages: Sequence[str],
    labels: Mapping[str, Mapping[str, str]] | None = None,
    thresholds: Sequence[Decimal | str] | None = None,
) -> list[dict[str, object]]:
    """Open SDG's categories as the `bands` of an indicator with ``bands_on: progress``, as they are written in a file.

    `labels` are the publication's own, by category and language; what they leave out is said in Berkala's words.
    `thresholds` are three others in per cent, the lowest first.
    """
    bounds: list[object] = [None, *(_number(one) for one in thresholds or THRESHOLDS[formula])]
    bounds += [REFERENCE] if formula == "growth_to_target" else []
    return [
        {"name": name, "label": _label(name, languages, labels or {}), "mark": mark, **dict(_ends(bounds, place))}
        for place, (name, mark) in enumerate(CATEGORIES.items())
        if place < len(bounds)
    ]


def _ends(bounds: Sequence[object], place: int) -> Iterator[tuple[str, object]]:
    if place:
        yield "from", bounds[place]
    if place + 1 < len(bounds):
        yield "below", bounds[place + 1]


def _number(threshold: Decimal | str) -> int | float:
    """A threshold as YAML writes it: a whole number without a point."""
    value = Decimal(threshold)
    return int(value) if value == value.to_integral_value() else float(value)


def _label(name: str, languages: Sequence[str], labels: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    own = labels.get(name, {})
    return {code: own.get(code) or language(code).text(f"progress.band.{name}") for code in languages}
