"""How many of an edition's targets were met, of how many, and how many have no result yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from berkala.measure.findings import Figure
from berkala.measure.holding import is_held
from berkala.measure.work import Work

#: With fewer targets there is nothing to count.
_LEAST = 2


def count_outcomes(work: Work) -> None:
    """``scorecard.held.<period>``, ``scorecard.met.<period>`` and ``scorecard.missing.<period>``, where there are any.

    The first counts the targets in force for a whole, the last those of them without a result; a range counts once.
    """
    pairs = list(_pairs(work))
    if len(pairs) < _LEAST:
        return
    _count(work, "held", "count", [target for target, _ in pairs])
    _count(work, "met", "total", [one for _, one in pairs if one is not None and one.value is not None])
    _count(work, "missing", "count", [target for target, one in pairs if one is None or one.value is None])


def _pairs(work: Work) -> Iterator[tuple[Figure, Figure | None]]:
    """Each target in force, of a range its low end, and the figure that says whether it was met."""
    for name, indicator in work.report.indicators.items():
        targets = work.references.figures(work.sheet, name, work.period, work.period) if is_held(indicator) else ()
        if targets and all(target.value is not None for target in targets):
            yield targets[0], work.sheet.figures.get(f"{name}.all.{work.period.code}.met")


def _count(work: Work, word: str, formula: str, inputs: Sequence[Figure]) -> None:
    if inputs:
        id_ = f"scorecard.{word}.{work.period.code}"
        work.sheet.derived(id_, formula, inputs, period=work.period, unit="count", decimals=0)
