"""The findings on a page: each a title that says it, a sentence or two, and a small chart where its data have one."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from berkala.measure.findings import Findings
from berkala.render.charts.paint import classed
from berkala.render.findings.minis import mini
from berkala.render.sentences import Told, statements
from berkala.words import Language, Sentence


@dataclass(frozen=True)
class Finding:
    """One finding: what is told, and its drawing with what that shows; both empty where there is none.

    `description` says in words what the drawing marks beyond the sentence, for those who do not see it.
    """

    told: Told
    subtitle: Sentence | None = None
    svg: str = ""
    description: Sentence | None = None


def findings_told(findings: Findings, language: Language) -> tuple[Finding, ...]:
    """Every finding of an edition, in the report's order."""
    return tuple(_finding(findings, told, language) for told in statements(findings, language))


def _finding(findings: Findings, told: Told, language: Language) -> Finding:
    drawn = mini(findings, told.statement, language)
    if drawn is None:
        return Finding(told)
    return Finding(told, drawn.subtitle, Markup(classed(drawn.drawing, "mini")), drawn.description)


__all__ = ["Finding", "findings_told"]
