"""What stands on an edition's page around its figures: its contents, what changed, who is responsible, how to reuse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.render.changed import Changed, changed
from berkala.render.citations import citation
from berkala.render.responsible import responsible
from berkala.render.reuse import reuse
from berkala.words import Language

#: A page with fewer sections than these needs no list of them.
_SEVERAL = 4
#: A longer list of places is folded; one that is longer still has a page of its own alone.
PLACES, MANY_PLACES = 12, 40


@dataclass(frozen=True)
class Link:
    """One line of the contents: an anchor of the page, and the section's heading."""

    anchor: str
    heading: Markup | str


def foot(findings: Findings, publication: Publication, language: Language, address: str) -> dict[str, object]:
    """What the template needs for the parts that are not figures. `address` is the edition's own, for good."""
    return {
        "changed": told_change(changed(findings, language)),
        "cite": citation(findings, publication, language, address),
        "reuse": reuse(publication.settings.licence, language),
        "responsible": responsible(findings, publication, language),
        "places_open": PLACES,
        "places_folded": MANY_PLACES,
    }


def told_change(found: Changed) -> Changed | None:
    """The changes, or None where there is nothing to tell."""
    return found if found.values or found.notes or found.method else None


def contents(parts: Mapping[str, Any], language: Language) -> tuple[Link, ...]:
    """The sections of a page in its order, as the template shows them. `parts` is what the template is given."""
    links = tuple(_links(parts, language))
    return links if len(links) >= _SEVERAL else ()


def _links(parts: Mapping[str, Any], language: Language) -> Iterator[Link]:
    def known(anchor: str, key: str, *wanted: str) -> Iterator[Link]:
        if all(parts.get(name) for name in wanted):
            yield Link(anchor, language.text(key))

    sections: Sequence[Any] = parts["sections"]
    yield from known("findings", "findings.heading", "statements")
    if parts["scorecard"]:
        targeted = parts["scorecard"].targeted
        yield Link("scorecard", language.text("scorecard.heading" if targeted else "scorecard.results"))
    yield from (Link(one.anchor, one.heading) for one in sections if one.heading)
    yield from known("areas", "areas.every", "areas")
    yield from known("changed", "page.changed.heading", "changed")
    yield from known("numbers", "edition.numbers")
    yield from known("data", "edition.data")
    yield from known("method", "edition.measured")
    yield from known("mistakes", "mistakes.heading", "mistakes")
    yield from known("answers", "answers.heading", "answers")
    yield from known("responsible", "edition.responsible")
    yield from known("cite", "page.reuse.heading")
