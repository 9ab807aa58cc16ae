"""The agency's own colour and mark: what cannot be read or told apart is told before anybody has to look at it."""

from __future__ import annotations

from collections.abc import Iterator

from berkala.colours import Scheme
from berkala.errors import Problem, Severity
from berkala.plan.accents import Measured, Rule, measured, proposed
from berkala.plan.documents import Document
from berkala.plan.publication import Publication

#: How grave it is. Words and shapes carry a verdict before colours do, so that a green office may be green.
_GRAVE: dict[Rule, Severity] = {"paper": "error", "step-text": "error", "steps": "error", "verdict": "note"}


def identity_agrees(publication: Publication, document: Document) -> Iterator[Problem]:
    """Every problem with the accent, in light and in dark, and with the mark."""
    accent = publication.settings.agency.accent
    schemes: tuple[tuple[Scheme, str], ...] = (("light", accent.light), ("dark", accent.dark))
    for scheme, colour in schemes:
        yield from _accent(scheme, colour, document)
    yield from publication.mark.problems if publication.mark else ()


def _accent(scheme: Scheme, colour: str, document: Document) -> Iterator[Problem]:
    """One problem for each rule that is broken, where it is broken most."""
    worst: dict[Rule, Measured] = {}
    for one in measured(scheme, colour.lower()):
        if not one.passes:
            worst[one.rule] = min(worst.get(one.rule, one), one, key=lambda each: each.found)
    nearest = proposed(scheme, colour.lower()) if worst else ""
    way = ("agency", "accent", scheme)
    for rule, one in worst.items():
        facts = {"key": f"agency.accent.{scheme}", "ratio": one.found, "wanted": one.wanted, "nearest": nearest}
        facts |= {"of": one.of, "on": one.on}
        found = Problem(f"plan.accent-{rule}", facts, value=colour, severity=_GRAVE[rule])
        yield found.at(file=document.file, line=document.line(way))
