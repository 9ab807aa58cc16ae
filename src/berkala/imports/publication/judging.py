"""How an indicator's progress is judged, from what Open SDG was told of it. What is not said is not assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from berkala.imports.open_sdg.collection import Indicator, ProgressOption
from berkala.imports.publication.layout import Part
from berkala.imports.publication.tables import Table
from berkala.plan.progress import standard_bands

#: Where Open SDG begins and aims where it is not told otherwise.
_BASE_YEAR, _TARGET_YEAR = 2015, 2030
_DIRECTIONS = {"positive": "increase", "negative": "decrease", None: "unknown"}
_POLARITIES = {"positive": "higher_is_better", "negative": "lower_is_better", None: "neutral"}

#: Why the progress of an indicator is not judged as Open SDG would, or at all; the end of a code of the account.
Doubt = Literal["progress-several", "progress-by-hand", "progress-not-years", "progress-limit"]


@dataclass(frozen=True)
class Judged:
    """The settings of an indicator that judge it, and what is to be said of that in the account."""

    settings: dict[str, Any]
    doubts: tuple[Doubt, ...] = ()


def judged(indicator: Indicator, part: Part, table: Table, languages: Sequence[str]) -> Judged:
    """The settings for the headline of a part. Nothing is judged that Open SDG was not told to judge."""
    told = indicator.progress
    doubts: list[Doubt] = ["progress-by-hand"] if told.status else []
    fitting = [one for one in told.options if _fits(one, part)]
    option = fitting[0] if fitting else ProgressOption()
    polarity = {"polarity": _POLARITIES[option.direction]}
    if not told.calculated or (told.options and not fitting):
        return Judged(polarity, tuple(doubts))
    if table.frequency != "year":
        return Judged(polarity, (*doubts, "progress-not-years"))
    if len(told.options) > 1:
        doubts.append("progress-several")
    if option.limit is not None and option.target is not None:
        doubts.append("progress-limit")
    progress = _progress(option, table)
    bands = standard_bands(progress["formula"], list(languages))
    return Judged({**polarity, "progress": progress, "bands_on": "progress", "bands": bands}, tuple(doubts))


def _fits(option: ProgressOption, part: Part) -> bool:
    scope = option.scope
    return scope.series in ("", part.series) and scope.unit in ("", part.unit) and not option.disaggregation


def _progress(option: ProgressOption, table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {
        "formula": "growth" if option.target is None else "growth_to_target",
        "direction": _DIRECTIONS[option.direction],
        "baseline": {"period": str(option.base_year or _BASE_YEAR)},
    }
    if option.target is not None:
        year = str(option.target_year or _TARGET_YEAR)
        found["target"] = {"value": _number(option.target), "period": year}
    elif option.limit is not None:
        found["limit"] = _number(option.limit)
    return found | ({"column": "progress"} if table.has_progress else {})


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
