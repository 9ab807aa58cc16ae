"""Standards, targets and goals in sentences: a value, a range, a target for another period, a goal not held."""

from __future__ import annotations

from dataclasses import dataclass

from berkala.measure.findings import Figure, Findings
from berkala.plan.specifications import Reference
from berkala.render.sentences.changes import sign
from berkala.render.sentences.labels import named
from berkala.render.showing import Style, shown
from berkala.words import Language, Sentence
from berkala.words.language import Slot


@dataclass(frozen=True)
class Bound:
    """What an indicator is held against, or beside: one figure, or the low and the high end of a range."""

    spec: Reference
    low: Figure
    high: Figure | None = None

    def said(self, language: Language, style: Style = "prose") -> Sentence:
        """Its value, a range once with its unit: "6 to 7 per cent"."""
        if self.high is None:
            return shown(self.low, language, style)
        return ranged(self.low, self.high, language, style)


def ranged(low: Figure, high: Figure, language: Language, style: Style = "prose") -> Sentence:
    """Two values of one unit as a range, with the unit once."""
    wordy: dict[str, Style] = {"rupiah": style, "thousand_people": "compact"}
    first = wordy.get(low.unit, "bare")
    if style == "prose" and low.unit == "percent":
        ends = {"low": shown(low, language, "bare"), "high": shown(high, language, "bare")}
        return language.sentence("range.percent", ends)
    return language.sentence("range.other", low=shown(low, language, first), high=shown(high, language, style))


def in_force(findings: Findings, indicator: str) -> Bound | None:
    """The standard, target or goal in force at the edition's period."""
    return _bound(findings, indicator, "reference")


def milestone(findings: Findings, indicator: str) -> Bound | None:
    """The target for a period that is not the edition's."""
    return _bound(findings, indicator, "milestone")


def _bound(findings: Findings, indicator: str, name: str) -> Bound | None:
    spec = findings.report.spec.indicators[indicator].reference
    if spec is None:
        return None
    ends = ("-low", "-high") if spec.relation == "within" else ("",)
    found = [findings.figures.get(f"{indicator}.{name}{end}") for end in ends]
    known = [figure for figure in found if figure is not None and figure.value is not None]
    return Bound(spec, *known) if len(known) == len(ends) else None


def against(findings: Findings, indicator: str, base: Sentence, language: Language) -> Sentence | None:
    """A statement and where it stands: "…, 8.4 percentage points below the 95% standard".

    None where nothing is held against it: no reference in force, or a goal that is only shown beside it.
    """
    bound, gap = in_force(findings, indicator), findings.figure(indicator, derived="gap")
    if bound is None or bound.spec.not_held is not None or gap is None or gap.value is None:
        return None
    slots: dict[str, Slot] = {
        "base": base,
        "gap": shown(gap, language, "prose", magnitude=True),
        "reference": bound.said(language),
        "kind": language.text(f"kind.{bound.spec.kind}"),
    }
    side = {"up": "above", "down": "below", "same": "equal"}[sign(gap)]
    if bound.high is None:
        return language.sentence(f"headline.{side}", slots, direction=gap.id)
    # Inside a range the gap is nought; one that rounds to nought is at its edge.
    side = "inside" if not gap.value else side
    return language.sentence(f"headline.range.{side}", slots, direction=gap.id)


def beside(findings: Findings, indicator: str, language: Language) -> Sentence | None:
    """What is shown beside a value and not held against it: a target for another period, or a goal and why."""
    bound = milestone(findings, indicator)
    if bound is not None:
        slots: dict[str, Slot] = {"period": language.period(bound.low.period)}
        slots["value"] = language.sentence(f"fact.reference.{bound.spec.relation}", value=bound.said(language))
        return language.sentence(f"main.milestone.{bound.spec.kind}", slots).capital()
    bound = in_force(findings, indicator)
    if bound is None or bound.spec.not_held is None:
        return None
    why = bound.spec.not_held[language.code].strip().removesuffix(".")
    kind = language.text(f"kind.{bound.spec.kind}")
    # A reason that begins with a capital is a sentence of its own, any other ends this one.
    form = "sentence" if why[:1].isupper() else "clause"
    return language.sentence(f"main.not-held.{form}", kind=kind, value=bound.said(language), why=named(why)).capital()
