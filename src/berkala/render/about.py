"""What home, feeds, catalogue and calendar need to know of an edition: small, and JSON-able."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.plan.specifications import Text
from berkala.render.page import lead_number
from berkala.render.progress import progress_about
from berkala.render.sentences import Fact, banded, change_fact, headline, main_points, reference_fact
from berkala.words import Sentence
from berkala.words import language as language_of

#: What declares roles and is no page of its own.
PARTS = frozenset({"brief", "card", "chart", "metadata"})


def about(
    findings: Findings,
    publication: Publication,
    datasets: Sequence[Mapping[str, object]],
    cards: Mapping[str, Sequence[str]],
    roles: Mapping[str, Sequence[str]],
) -> dict[str, object]:
    """The edition in short. `cards` are paths of PNGs by language, `roles` the declared roles by page or part.

    Its `figures` are, for each plain text and language, the ids of the figures that the text shows or speaks of.
    """
    spec, edition = findings.report.spec, findings.edition
    codes = publication.settings.languages
    heads = {code: headline(findings, language_of(code)) for code in codes}
    points = {code: main_points(findings, language_of(code)) for code in codes}
    described = {code: Sentence.join((heads[code], *points[code][:1]), ". ") for code in codes}
    dataset = findings.data[spec.dataset].spec
    progress = progress_about(findings, {code: language_of(code) for code in codes})
    return {
        "report": edition.report,
        "slug": edition.slug,
        "period": edition.period.code,
        "period_label": {code: language_of(code).period_text(edition.period) for code in codes},
        "frequency": spec.frequency,
        "release": edition.release.isoformat(),
        "title": _texts(spec.title, codes),
        "summary": _texts(spec.summary, codes),
        "place": _texts(spec.place, codes),
        "headline": {code: heads[code].html() for code in codes},
        "headline_text": {code: heads[code].text for code in codes},
        "description": {code: described[code].text for code in codes},
        "figures": {
            "headline_text": {code: list(heads[code].figures) for code in codes},
            "description": {code: list(described[code].figures) for code in codes},
        },
        "closed": dataset.last == edition.period,
        "lead": _lead(findings, codes),
        **({"progress": progress} if progress is not None else {}),
        "demonstration": _texts(spec.demonstration, codes) if spec.demonstration else None,
        "invented": _texts(spec.invented, codes) if spec.invented else None,
        "cards": {code: list(paths) for code, paths in cards.items()},
        "datasets": list(datasets),
        "sources": {name: table.sha256 for name, table in sorted(findings.data.items())},
        "pages": sorted(set(roles) - PARTS),
        "roles": {page: list(names) for page, names in roles.items()},
    }


def _lead(findings: Findings, codes: Sequence[str]) -> dict[str, Any]:
    spec = findings.report.spec
    indicator = spec.indicators[spec.lead]
    bands = {code: banded(findings, spec.lead, language_of(code)) for code in codes}
    return {
        "label": _texts(indicator.name, codes),
        "html": {code: str(lead_number(findings, language_of(code))) for code in codes},
        "verdict": {code: band.said.text for code, band in bands.items() if band} or None,
        "mark": findings.band.mark if findings.band else None,
        "reference": _facts({code: reference_fact(findings, language_of(code)) for code in codes}),
        "change": _facts({code: change_fact(findings, language_of(code)) for code in codes}),
    }


def _facts(facts: Mapping[str, Fact | None]) -> dict[str, str] | None:
    """One fact as a line of HTML in each language; None where there is none."""
    told = {
        code: language_of(code).labelled(fact.label, fact.said).html()
        for code, fact in facts.items()
        if fact is not None
    }
    return told or None


def _texts(text: Text, codes: Sequence[str]) -> dict[str, str]:
    return {code: text[code] for code in codes}
