"""The findings on a page: each a title that says it, a sentence or two, and a small chart where its data have one."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from berkala.measure.findings import Findings
from berkala.render.charts.paint import classed
from berkala.render.findings.adding import added, is_new
from berkala.render.findings.minis import mini
from berkala.render.sentences import Told, statements
from berkala.words import Language, Sentence


@dataclass(frozen=True)
class Finding:
    """One finding: what is told, its text under the title, and its drawing; empty where there is none.

    `description` says in words what the drawing marks beyond the sentence, for those who do not see it.
    """

    told: Told
    text: Sentence | None = None
    subtitle: Sentence | None = None
    svg: str = ""
    description: Sentence | None = None


def findings_told(findings: Findings, language: Language) -> tuple[Finding, ...]:
    """Every finding of an edition that its headline does not say, in the report's order."""
    found = (told for told in statements(findings, language) if is_new(findings, told, language))
    return tuple(_finding(findings, told, language) for told in found)


def _finding(findings: Findings, told: Told, language: Language) -> Finding:
    drawn, text = mini(findings, told.statement, language), added(findings, told, language)
    if drawn is None:
        return Finding(told, text)
    return Finding(told, text, drawn.subtitle, Markup(classed(drawn.drawing, "mini")), drawn.description)


__all__ = ["Finding", "findings_told"]
