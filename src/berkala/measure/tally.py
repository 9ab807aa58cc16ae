"""How many of an edition's targets were met, of how many, and how many have no result yet; and the same of each
objective, with how many of its indicators improved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from berkala.measure.findings import Figure
from berkala.measure.holding import is_held
from berkala.measure.improvements import declared
from berkala.measure.work import Work

#: With fewer targets there is nothing to count.
_LEAST = 2


def count_outcomes(work: Work) -> None:
    """``scorecard.held.<period>``, ``scorecard.met.<period>`` and ``scorecard.missing.<period>``, where there are any.

    The first counts the targets in force for a whole that a result was held against, the last those without a result:
    a page that says how many were met has one number to say it of. A range counts once.
    """
    if len(list(_pairs(work, work.report.indicators))) >= _LEAST:
        _outcomes(work, "scorecard", work.report.indicators)


def count_objectives(work: Work) -> None:
    """Of a report with objectives, what all indicators under them come to, and those of each.

    ``objective.<name>.held|met|missing.<period>`` are outcomes. ``without`` counts the results of indicators that have
    no target, ``compared`` those of which it is known whether they improved, ``better``, ``worse`` and ``unchanged``
    these by what was found; of all together they begin with ``scorecard``.
    """
    listed = {name: one.objective for name, one in work.report.indicators.items() if one.objective is not None}
    for objective in work.report.objectives:
        names = [name for name, of in listed.items() if of == objective]
        _outcomes(work, f"objective.{objective}", names)
        _improvements(work, f"objective.{objective}", names)
    _improvements(work, "scorecard", listed)


def _outcomes(work: Work, stem: str, names: Iterable[str]) -> None:
    pairs = list(_pairs(work, names))
    known = [(target, one) for target, one in pairs if one is not None and one.value is not None]
    _count(work, f"{stem}.held", "count", [target for target, _ in known])
    _count(work, f"{stem}.met", "total", [one for _, one in known])
    _count(work, f"{stem}.missing", "count", [target for target, one in pairs if one is None or one.value is None])


def _pairs(work: Work, names: Iterable[str]) -> Iterator[tuple[Figure, Figure | None]]:
    """Each target in force, of a range its low end, and the figure that says whether it was met."""
    for name in names:
        target = _target(work, name)
        if target is not None:
            yield target, work.sheet.figures.get(f"{name}.all.{work.period.code}.met")


def _target(work: Work, name: str) -> Figure | None:
    """The target in force for an indicator's whole, where its value is held against it."""
    if not is_held(work.report.indicators[name]):
        return None
    targets = work.references.figures(work.sheet, name, work.period, work.period)
    return targets[0] if targets and all(target.value is not None for target in targets) else None


def _improvements(work: Work, stem: str, names: Iterable[str]) -> None:
    stems = {name: f"{name}.all.{work.period.code}" for name in names}
    without = [work.sheet.figures.get(id_) for name, id_ in stems.items() if _target(work, name) is None]
    _count(work, f"{stem}.without", "count", _known(without))
    flags = _known(work.sheet.figures.get(f"{id_}.improved-{declared(work)}") for id_ in stems.values())
    _count(work, f"{stem}.compared", "count", flags)
    for word in ("better", "worse", "unchanged"):
        _count(work, f"{stem}.{word}", f"count_{word}", flags)


def _known(figures: Iterable[Figure | None]) -> list[Figure]:
    return [figure for figure in figures if figure is not None and figure.value is not None]


def _count(work: Work, stem: str, formula: str, inputs: Sequence[Figure]) -> None:
    if inputs:
        id_ = f"{stem}.{work.period.code}"
        work.sheet.derived(id_, formula, inputs, period=work.period, unit="count", decimals=0)
