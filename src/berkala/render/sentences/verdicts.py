"""How an indicator came out: its band, or whether it met its target."""

from __future__ import annotations

from dataclasses import dataclass

from berkala.measure.findings import Findings
from berkala.plan.references import Mark
from berkala.render.sentences.labels import named
from berkala.words import Language, Sentence


@dataclass(frozen=True)
class Verdict:
    """The mark that goes with it, and the words that carry it."""

    mark: Mark
    said: Sentence


def verdict(findings: Findings, name: str, language: Language) -> Verdict | None:
    """The band; without bands, whether the target was met. None where neither is known."""
    band = findings.bands.get(name)
    if band is not None:
        return Verdict(band.mark, named(band.label[language.code]))
    met = findings.figure(name, derived="met")
    if met is None or met.value is None:
        return None
    word = "met" if met.value else "missed"
    return Verdict("met" if met.value else "miss", language.sentence(f"scorecard.{word}").capital())
