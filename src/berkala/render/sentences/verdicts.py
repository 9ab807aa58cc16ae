"""How an indicator came out: its band, or whether it met its target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from berkala.measure.findings import Findings
from berkala.plan.references import Mark
from berkala.render.sentences.labels import named
from berkala.words import Language, Sentence

#: Achievements that begin from an earlier value.
_FROM_BEFORE = ("from_baseline", "growth")


@dataclass(frozen=True)
class Verdict:
    """The mark that goes with it, and the words that carry it."""

    mark: Mark
    said: Sentence


def verdict(findings: Findings, name: str, language: Language) -> Verdict | None:
    """The band; without bands, whether the target was met. None where neither is known."""
    outcome = _outcome(findings, name)
    if (found := banded(findings, name, language)) is not None or outcome is None:
        return found
    return Verdict("met" if outcome == "met" else "miss", language.sentence(f"scorecard.{outcome}").capital())


def banded(findings: Findings, name: str, language: Language) -> Verdict | None:
    """The band that an indicator lies in; of a band of achievements also whether the target was met.

    95% of a target may be called very high, but nobody may quote that alone of a target that was missed. A label that
    says it itself is left as it is.
    """
    band = findings.bands.get(name)
    if band is None:
        return None
    label, outcome = band.label[language.code], _outcome(findings, name)
    on_achievement = findings.report.spec.indicators[name].bands_on == "achievement"
    if not on_achievement or outcome is None or language.text(f"scorecard.{outcome}").lower() in label.lower():
        return Verdict(band.mark, named(label))
    said = language.sentence(f"scorecard.{outcome}")
    return Verdict(band.mark, language.sentence("scorecard.banded", band=named(label), outcome=said))


def measured_by(findings: Findings, name: str, language: Language) -> Sentence | None:
    """How an achievement was worked out, where it is not the value divided by the target or the reverse.

    Without it 92.7% beside 82.1 of 84.0 looks like an error of arithmetic.
    """
    figure = findings.figure(name, derived="achievement-uncapped") or findings.figure(name, derived="achievement")
    formula = str(figure.formula).removeprefix("achievement_") if figure and figure.value is not None else ""
    return language.sentence(f"scorecard.measured.{formula}") if formula in _FROM_BEFORE else None


def _outcome(findings: Findings, name: str) -> Literal["met", "missed"] | None:
    """Whether the target was met, where that is known."""
    met = findings.figure(name, derived="met")
    if met is None or met.value is None:
        return None
    return "met" if met.value else "missed"
