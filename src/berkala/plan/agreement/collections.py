"""The collection: its members against its sections and statuses, and the addresses that all of them take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from berkala.errors import Problem
from berkala.plan.agreement.held import unknown
from berkala.plan.agreement.texts import languages_of, settings_have_no_numbers, unreported_has_no_numbers
from berkala.plan.documents import Document
from berkala.plan.publication import SETTINGS_FILE, Publication, Report, Unreported
from berkala.plan.specifications import RESERVED

Documents = Mapping[str, Document]

#: What a member may name, and what is told where the collection has nothing of this name.
_NAMED = {"section": "plan.section-unknown", "status": "plan.status-unknown"}


def collection_agrees(publication: Publication, languages: tuple[str, ...], documents: Documents) -> Iterator[Problem]:
    """Every member names a section and a status that are there; no text lacks a language or has a typed number."""
    yield from settings_have_no_numbers(publication, documents[SETTINGS_FILE])
    for one in publication.unreported.values():
        yield from languages_of(one.spec, languages, documents[one.file])
        yield from unreported_has_no_numbers(publication, one, documents[one.file])
        if publication.collection is None:
            yield _no_collection("unreported", one.name, documents[one.file])
    for member in publication.members:
        yield from _placed(publication, member, documents[member.file])


def _placed(publication: Publication, member: Report | Unreported, document: Document) -> Iterator[Problem]:
    collection = publication.collection
    for key, code in _NAMED.items():
        name = getattr(member.spec, key)
        if name is None:
            continue
        if collection is None:
            yield _no_collection(key, name, document)
            continue
        known = [one.name for one in (collection.sections if key == "section" else collection.statuses)]
        if name not in known:
            yield unknown(code, name, known, document, (key,))


def _no_collection(key: str, value: str, document: Document) -> Problem:
    facts = {"key": key, "settings": SETTINGS_FILE}
    return Problem("plan.collection-missing", facts, file=document.file, line=document.line((key,)), value=value)


def addresses_differ(publication: Publication, documents: Documents) -> Iterator[Problem]:
    """No report, indicator without data or section takes an address that another one has, a page, or the site."""
    reserved = RESERVED | set(publication.settings.languages)
    taken = {page.removesuffix(".md"): f"reports/{page}" for page in publication.pages}
    for slug, file, line in _addresses(publication, documents):
        facts = {"slug": slug}
        if slug in reserved:
            yield Problem("plan.slug-reserved", facts, file=file, line=line)
        if slug in taken:
            yield Problem("plan.slug-twice", {**facts, "other": taken[slug]}, file=file, line=line)
        taken[slug] = file


def frames_differ(publication: Publication, documents: Documents) -> Iterator[Problem]:
    """No two charts would stand alone at one address: it is made of the names of the report and of the chart."""
    taken: dict[str, tuple[Report, str]] = {}
    for report in publication.reports.values():
        for chart in report.spec.charts:
            address = f"embed/{report.slug}-{chart}/"
            other, its = taken.setdefault(address, (report, chart))
            if other.slug != report.slug:
                facts = {"chart": chart, "address": address, "other": other.file, "its": its}
                line = documents[report.file].line(("charts", chart))
                yield Problem("plan.frame-twice", facts, file=report.file, line=line)


def _addresses(publication: Publication, documents: Documents) -> Iterator[tuple[str, str, int | None]]:
    """Every address, the file that takes it, and the line that it stands on."""
    settings = documents[SETTINGS_FILE]
    for place, section in enumerate(publication.collection.sections if publication.collection else ()):
        yield section.name, SETTINGS_FILE, settings.line(("collection", "sections", place, "name"))
    for member in publication.members:
        yield member.slug, member.file, documents[member.file].line(("slug",)) or 1
