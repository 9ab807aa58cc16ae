"""The ruler of editions: one tick for each, tall where a year begins, in the accent for this one.

Its size does not grow with the archive: the ticks are a pattern, and a long archive is shown through a window.
All places are per cent of the width, so the text keeps its size at every width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from berkala.periods import Period
from berkala.words import Language

_LEFT, _RIGHT = 1.5, 98.5
#: More stretches of editions than these have no even rhythm.
_RUNS = 3


@dataclass(frozen=True)
class Format:
    """How much of an archive one drawing shows, and how far labels keep from each other, in per cent."""

    name: str
    window: int
    apart: float
    edge: float


WIDE, NARROW = Format("wide", 60, 7.0, 4.5), Format("narrow", 13, 22.0, 14.0)


@dataclass(frozen=True)
class Mark:
    """A tick, and its label if there is room for one. `anchor` is SVG's ``text-anchor``."""

    at: str
    label: str = ""
    time: str = ""
    anchor: str = "middle"


@dataclass(frozen=True)
class Ruler:
    """One drawing: runs of small ticks (from, length), tall ticks, this edition, and what is to come.

    Where editions have no even rhythm there are no runs, and each small tick is drawn by itself.
    """

    name: str
    step: str
    runs: tuple[tuple[str, str], ...]
    years: tuple[Mark, ...]
    now: Mark
    to_come: Mark | None
    ticks: tuple[str, ...] = ()


def ruler(periods: Sequence[Period], now: Period, to_come: Period | None, language: Language, form: Format) -> Ruler:
    """Draw the editions' `periods` (ascending, `now` among them) in one format.

    A period without an edition leaves its place empty. `to_come` is the next release, drawn when the window
    reaches the newest edition.
    """
    shown, last = _window(periods, now, form.window)
    reaches = to_come is not None and last
    counted = _counted([*shown, to_come] if reaches and to_come is not None else shown)
    step = (_RIGHT - _LEFT) / max(*counted.values(), 1)
    at = {period: _LEFT + step * counted[period] for period in shown}
    mark = Mark(_per_cent(at[now]), language.period_text(now, short=True), now.machine, _anchor(at[now], form))
    runs, years = _runs(shown, counted, step), _years(shown, at, at[now], form)
    uneven = len(runs) > _RUNS
    taken = {mark.at, *(year.at for year in years)}
    return Ruler(
        form.name,
        _per_cent(step),
        () if uneven else tuple(runs),
        tuple(years),
        mark,
        Mark(_per_cent(_RIGHT)) if reaches else None,
        tuple(place for place in map(_per_cent, at.values()) if place not in taken) if uneven else (),
    )


def _window(periods: Sequence[Period], now: Period, size: int) -> tuple[Sequence[Period], bool]:
    """The part of the archive to show, and whether it reaches the newest edition."""
    place = periods.index(now)
    first = max(0, min(place - size // 2, len(periods) - size))
    return periods[first : first + size], first + size >= len(periods)


def _counted(periods: Sequence[Period]) -> dict[Period, int]:
    """The place of each period, counted from the first in steps of their rhythm; spans have the next place each."""
    if periods[0].frequency == "span":
        return {period: place for place, period in enumerate(periods)}
    return {period: _steps(periods[0], period) for period in periods}


def _steps(first: Period, last: Period) -> int:
    """How many periods lie between two of one frequency."""
    if first.frequency in ("day", "week"):
        return (last.start - first.start).days // (7 if first.frequency == "week" else 1)
    months = (last.start.year - first.start.year) * 12 + last.start.month - first.start.month
    return months // {"month": 1, "quarter": 3, "half": 6}.get(first.frequency, 12)


def _runs(shown: Sequence[Period], counted: dict[Period, int], step: float) -> list[tuple[str, str]]:
    """Stretches of editions without a gap, as the start and the width of a strip of ticks."""
    strips: list[list[Period]] = []
    for period in shown:
        if strips and counted[period] - counted[strips[-1][-1]] == 1:
            strips[-1].append(period)
        else:
            strips.append([period])
    placed = [(_LEFT + step * counted[strip[0]], len(strip)) for strip in strips]
    return [(_per_cent(start - 0.1), _per_cent(step * (size - 1) + min(step, 1.0))) for start, size in placed]


def _years(shown: Sequence[Period], at: dict[Period, float], now: float, form: Format) -> list[Mark]:
    """A tall tick where a year begins, on a phone also for the first shown; a label where it meets no other."""
    marks: list[Mark] = []
    labelled = -form.apart
    starts = [period for before, period in pairwise(shown) if period.start.year != before.start.year]
    # On a phone the first tick would be the only one that nothing tells the year of.
    for period in (*(shown[:1] if form is NARROW and starts else ()), *starts):
        place, year = at[period], f"{period.start.year:04d}"
        free = place - labelled >= form.apart and abs(place - now) >= form.apart
        labelled = place if free else labelled
        marks.append(Mark(_per_cent(place), year if free else "", year, _anchor(place, form)))
    return marks


def _anchor(at: float, form: Format) -> str:
    return "start" if at < form.edge else "end" if at > 100 - form.edge else "middle"


def _per_cent(value: float) -> str:
    return f"{value:.2f}%"
