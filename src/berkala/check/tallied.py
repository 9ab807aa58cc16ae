"""Which figures a count of outcomes or improvements has to be of: no target and no indicator is left out of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from berkala.check.published import Published
from berkala.periods import Period
from berkala.plan.specifications import ReportSpec

#: The counts of all targets (`scorecard`) and of one objective's.
STEMS = frozenset({"scorecard", "objective"})


def tallied(report: ReportSpec, figures: Mapping[str, Published], period: Period, id_: str) -> set[str] | None:
    """The inputs that the count of this id has to have; None where it is none of these counts."""
    stem, _, rest = id_.partition(".")
    word, _, code = rest.rpartition(".")
    objective, _, word = word.rpartition(".")
    if code != period.code or (stem == "objective") != bool(objective):
        return None
    listed = [name for name, one in report.indicators.items() if one.objective is not None]
    if objective:
        listed = [name for name in listed if report.indicators[name].objective == objective]
    every = listed if objective else list(report.indicators)
    targets = {name: target for name in every if (target := _target(report, figures, name))}
    known = {name for name in every if _has_value(figures, f"{name}.all.{code}.met")}
    match word:
        case "held":
            return {target for name, target in targets.items() if name in known}
        case "met":
            return {f"{name}.all.{code}.met" for name in targets if name in known}
        case "missing":
            return {target for name, target in targets.items() if name not in known}
        case "without":
            return _with_value(figures, (f"{name}.all.{code}" for name in listed if name not in targets))
        case "compared" | "better" | "worse" | "unchanged":
            on = "year" if report.compare == "year_before" else "previous"
            return _with_value(figures, (f"{name}.all.{code}.improved-{on}" for name in listed))
    return None


def _target(report: ReportSpec, figures: Mapping[str, Published], name: str) -> str:
    """The id of the target in force, of a range its low end; empty where nothing is held against one."""
    if not report.indicators[name].is_held:
        return ""
    whole, ends = f"{name}.reference", (f"{name}.reference-low", f"{name}.reference-high")
    if all(_has_value(figures, end) for end in ends):
        return ends[0]
    return whole if _has_value(figures, whole) else ""


def _with_value(figures: Mapping[str, Published], ids: Iterable[str]) -> set[str]:
    return {id_ for id_ in ids if _has_value(figures, id_)}


def _has_value(figures: Mapping[str, Published], id_: str) -> bool:
    return id_ in figures and figures[id_].value is not None
