"""The ruler at the top: a tick for each edition, tall where a year begins, this one in the accent, the next dashed."""

from __future__ import annotations

from itertools import pairwise

from berkala.measure.findings import Findings
from berkala.render.cards.sizes import Size
from berkala.render.charts.drawing import number

#: It shows so many places at most; the edition is the last but one, the next one the last. Of a short series the
#: places are further apart, as if there were at least so many.
_PLACES, _LEAST = 37, 13


def ruler(findings: Findings, size: Size) -> list[dict[str, str]]:
    """The ticks from left to right: where each stands, how tall it is, and whether it is past, now or next."""
    last, now = findings.data[findings.report.spec.dataset].spec.last, findings.edition.period
    ahead = last is None or now < last
    places = min(_PLACES, max(_LEAST, len(findings.periods) + ahead))
    step, base = (size.inner - 4) / (places - 1), size.top + 40
    right = size.width - size.margin - 4 - (step if ahead else 0)
    shown = places - 1 if ahead else places
    begins = _year_starts(findings)[-shown:]
    ticks = []
    for back, year in enumerate(reversed(begins)):
        height, kind = (40, "now") if back == 0 else (24 if year else 12, "past")
        ticks.append(_tick(right - back * step, base, height, kind))
    if ahead:
        ticks.append(_tick(right + step, base, 20, "next"))
    return ticks[::-1]


def _tick(x: float, base: float, height: int, kind: str) -> dict[str, str]:
    return {"x": number(x), "y": number(base - height), "height": str(height), "kind": kind}


def _year_starts(findings: Findings) -> list[bool]:
    """For each period of the series, whether it is the first of its year; of yearly data and spans none stands out."""
    periods = findings.periods
    if periods[-1].frequency in ("year", "fiscal", "span"):
        return [False] * len(periods)
    later = [now.start.year != old.start.year for old, now in pairwise(periods)]
    # Of a survey the year begins with the first month that it is taken in, so the first period may be one too.
    months = {period.start.month for period, begins in zip(periods[1:], later, strict=True) if begins}
    return [periods[0].start.month in months or periods[0].start.month == 1, *later]
