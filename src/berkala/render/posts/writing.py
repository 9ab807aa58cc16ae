"""The texts: a template filled with sentences, which stays a sentence, so that its figures can be traced."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound

from berkala.errors import Problem, SourceProblems
from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.render.main_points import change_phrase, headline, main_points, named
from berkala.render.page import address
from berkala.words import Language, Sentence, Span

#: From the longest to the shortest: the first that fits is taken.
VARIANTS = ("release", "release-short")

_MARK = re.compile("(\ue000\\d+\ue001)")


def texts(findings: Findings, publication: Publication, language: Language, *, hashtags: bool) -> list[Sentence]:
    """The text in each variant, longest first, from ``templates/posts/<variant>.<language>.txt``.

    Raises SourceProblems where a template is missing.
    """
    slots = _slots(findings, publication, language, hashtags)
    return [_filled(publication.templates / "posts", f"{name}.{language.code}.txt", slots) for name in VARIANTS]


def _slots(
    findings: Findings, publication: Publication, language: Language, hashtags: bool
) -> dict[str, Sentence | tuple[Sentence, ...] | None]:
    demonstration = findings.report.spec.demonstration
    return {
        "headline": headline(findings, language),
        "points": main_points(findings, language),
        "change": _change(findings, language),
        "demonstration": named(demonstration[language.code]) if demonstration else None,
        "link": Sentence((Span(address(findings, publication, language), role="name"),)),
        "hashtags": language.sentence("posts.hashtags") if hashtags else None,
    }


def _change(findings: Findings, language: Language) -> Sentence | None:
    """The declared comparison in a few words, or None where there is nothing to compare with."""
    spec = findings.report.spec
    on = "year" if spec.compare == "year_before" else "previous"
    made = (findings.figure(spec.lead, derived=f"{kind}-{on}") for kind in ("change", "growth"))
    if not any(figure is not None and figure.value is not None for figure in made):
        return None
    return change_phrase(findings, language, spec.lead, "all", on)


def _filled(folder: Path, name: str, slots: Mapping[str, Sentence | tuple[Sentence, ...] | None]) -> Sentence:
    """The template as a sentence: each slot leaves a mark in the text, and the mark becomes the slot again."""
    marks: list[Sentence] = []

    def mark(slot: Sentence) -> str:
        marks.append(slot)
        return f"\ue000{len(marks) - 1}\ue001"

    marked: dict[str, object] = {}
    for key, slot in slots.items():
        marked[key] = [mark(one) for one in slot] if isinstance(slot, tuple) else slot and mark(slot)
    try:
        text = _environment(folder).get_template(name).render(marked)
    except TemplateNotFound as error:
        raise SourceProblems(Problem("render.post-template-missing", file=f"templates/posts/{name}")) from error
    text = re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip()
    spans: list[Span] = []
    for part in _MARK.split(text):
        spans += marks[int(part[1:-1])].spans if _MARK.fullmatch(part) else [Span(part)] * bool(part)
    return Sentence(tuple(spans))


@lru_cache
def _environment(folder: Path) -> Environment:
    # Plain text, so nothing is escaped here; the share page escapes each span.
    return Environment(loader=FileSystemLoader(folder), autoescape=False, undefined=StrictUndefined, trim_blocks=True)
