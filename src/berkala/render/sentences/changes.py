"""Changes, as sentences may claim them: by the digits that are shown, and only beyond the margin of error."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from berkala.measure import weigh
from berkala.measure.findings import Figure, Findings
from berkala.measure.rankings import DECLARED_MARGIN
from berkala.measure.weighing import Weight
from berkala.periods import Period
from berkala.render.sentences.labels import dataset_of, is_rate_of_growth
from berkala.render.showing import Style, shown
from berkala.words import Language, Sentence, rounded_to

#: What a change may be called. ``unsure``: it is not larger than the margin of error of that change. ``near``: it is
#: smaller than the distance from which the report tells values apart.
Way = Literal["up", "down", "same", "unsure", "near"]


@dataclass(frozen=True)
class Comparison:
    """A value beside an earlier one: the change (or growth), the earlier figure, and what may be said of it."""

    now: Figure
    change: Figure
    earlier: Figure
    way: Way

    @property
    def seen(self) -> Literal["up", "down", "same"]:
        """The way in a title, which has no room for a reason: ``unsure`` is as little as ``same``."""
        return self.way if self.way == "up" or self.way == "down" else "same"

    @property
    def digits(self) -> Decimal:
        """The change as a reader sees it."""
        return digits(self.change)


def compare(findings: Findings, indicator: str, category: str, on: str) -> Comparison | None:
    """A category's value against a year before (``year``) or the period before (``previous``).

    None where either has no value, and where there is no such period.
    """
    now = findings.figure(indicator, category)
    change = findings.figure(indicator, category, derived=f"change-{on}")
    change = change or findings.figure(indicator, category, derived=f"growth-{on}")
    before = earlier_period(findings, on)
    earlier = None if before is None else findings.figure(indicator, category, before)
    if now is None or now.value is None or change is None or change.value is None:
        return None
    if earlier is None or earlier.value is None:
        return None
    return Comparison(now, change, earlier, _way(findings, indicator, category, on, change))


def _way(findings: Findings, indicator: str, category: str, on: str, change: Figure) -> Way:
    direction = sign(change)
    if direction == "same":
        return "same"
    return why_unclear(findings, indicator, category, on, change) or direction


def weight(findings: Findings, indicator: str, on: str, found: Comparison) -> Weight:
    """``better``, ``worse`` or ``same``, as the direction that is wanted has it.

    A change from one season to the next is not judged where the report compares with a year before and says that the
    seasons differ: it may be the season's.
    """
    spec = findings.report.spec
    seasonal = on == "previous" and spec.compare == "year_before" and spec.seasonal_note is not None
    if found.way not in ("up", "down") or seasonal:
        return "same"
    return weigh(found.earlier, found.now, spec.indicators[indicator].polarity)


def why_unclear(
    findings: Findings, indicator: str, category: str, on: str, change: Figure | None
) -> Literal["", "unsure", "near"]:
    """Why a change has no direction, if it has none: not larger than its margin, or smaller than what is told apart."""
    margin = findings.figure(indicator, category, derived=f"margin-{on}")
    if margin is None or margin.value is None or change is None or change.value is None or margin.unit != change.unit:
        return ""
    size = abs(change.value)
    if margin.formula == DECLARED_MARGIN:
        return "near" if size < margin.value else ""
    return "unsure" if size <= margin.value else ""


def declared(findings: Findings) -> str:
    """The comparison that leads, as the report declares it: ``year`` or ``previous``."""
    return "year" if findings.report.spec.compare == "year_before" else "previous"


def now_and_then(findings: Findings) -> str:
    """The comparison in which categories stand beside each other: with a year before; of spans the only one."""
    return "previous" if dataset_of(findings).rhythm is None else "year"


def earlier_period(findings: Findings, on: str) -> Period | None:
    """The period that a comparison is with. Of spans there is none a year before, and there may be none at all."""
    if on == "previous":
        return findings.previous
    return None if dataset_of(findings).rhythm is None else findings.edition.period.year_before()


def digits(figure: Figure) -> Decimal:
    """A value as a reader sees it; nought where there is none."""
    return rounded_to(figure.value or 0, figure.decimals)


def sign(figure: Figure) -> Literal["up", "down", "same"]:
    """``up``, ``down`` or ``same``, by the digits that are shown."""
    seen = digits(figure)
    return "up" if seen > 0 else "down" if seen < 0 else "same"


def said(findings: Findings, indicator: str, figure: Figure, language: Language, style: Style = "prose") -> Sentence:
    """A value inside a sentence. A change over a year that is below nought is "a fall of 0.3%", never minus 0.3%."""
    if is_rate_of_growth(findings.report.spec.indicators[indicator]) and sign(figure) == "down":
        size = shown(figure, language, style, magnitude=True)
        return language.sentence("rate.fall", direction=figure.id, value=size)
    return shown(figure, language, style)
