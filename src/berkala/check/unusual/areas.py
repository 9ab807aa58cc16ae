"""Places that were always there and are not, and places that never were there and are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from berkala.check.unusual.finding import Finding
from berkala.check.unusual.view import Placed, Places
from berkala.periods import Period

#: Who was there in each of so many periods before is missed.
ALWAYS = 6
#: So many are named in a message; the value, to which an answer binds, names all.
_NAMED = 10


def missing(placed: Placed, first: int) -> Iterator[Finding]:
    """One finding for each new period in which places (or, without places, series) have no row."""
    code, names = _places(placed)
    present = np.unique(placed.time)
    for time in present[present >= first]:
        before = present[present < time][-ALWAYS:]
        if len(before) < ALWAYS:
            continue
        here = set(np.unique(code[placed.time == time]).tolist())
        always = set.intersection(*(set(np.unique(code[placed.time == one]).tolist()) for one in before))
        period = placed.periods[int(time)]
        if gone := sorted(names[one] for one in always - here if not _has_ended(placed, names[one], period)):
            yield _finding(placed, "missing", int(time), gone, int(np.flatnonzero(placed.time == time)[0]))


def new(placed: Placed, first: int) -> Iterator[Finding]:
    """One finding for each new period in which places (or, without places, series) stand that never did before."""
    code, names = _places(placed)
    earliest = np.full(len(names), len(placed.periods), dtype=np.int64)
    np.minimum.at(earliest, code, placed.time)
    for time in np.unique(placed.time[placed.time >= first]):
        here = [one for one in np.flatnonzero(earliest == time) if not _begins(placed, names[one], int(time))]
        if here and len(here) < len(names):
            row = int(np.flatnonzero((placed.time == time) & np.isin(code, here))[0])
            yield _finding(placed, "new", int(time), sorted(names[one] for one in here), row)


def _has_ended(placed: Placed, name: str, period: Period) -> bool:
    """Whether a place is declared to have no such period any more."""
    _, last = placed.view.spans.get(name, (None, None))
    return last is not None and last < period


def _begins(placed: Placed, name: str, time: int) -> bool:
    """Whether a place is declared to begin with a period."""
    first, _ = placed.view.spans.get(name, (None, None))
    return first == placed.periods[time]


def _places(placed: Placed) -> tuple[Places, npt.NDArray[np.object_]]:
    area = placed.view.area
    if area is not None:
        code, names = pd.factorize(placed.view.frame[area].to_numpy(dtype=object))
        return code.astype(np.int64), np.asarray(names, dtype=object)
    first = np.zeros(placed.many, dtype=np.int64)
    code, _ = pd.factorize(placed.series)
    _, first = np.unique(code, return_index=True)
    frame = placed.view.frame
    texts = [", ".join(str(frame[name].iloc[row]) for name in placed.view.dimensions) for row in first]
    return code.astype(np.int64), np.asarray(texts, dtype=object)


def _finding(placed: Placed, kind: str, time: int, names: list[str], row: int) -> Finding:
    listed = ", ".join(names[:_NAMED]) + (f" (+{len(names) - _NAMED})" if len(names) > _NAMED else "")
    column = placed.view.area or (placed.view.dimensions[0] if placed.view.dimensions else placed.view.period)
    key = {placed.view.period: placed.code(time)}
    return Finding(
        f"places-{kind}", key, column, ", ".join(names), placed.row(row), {"count": len(names), "names": listed}
    )
