"""Texts: each in every language of the publication, and no number typed into prose."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from berkala.errors import Problem
from berkala.plan.agreement.held import Held
from berkala.plan.documents import Document
from berkala.plan.forms import Text, Way
from berkala.plan.names import DIGIT, is_name, names_for, names_of_all, typed_numbers
from berkala.plan.publication import Dataset, Publication, Unreported
from berkala.plan.specifications import ReportSpec, UnreportedSpec

#: Texts of a report that are names themselves, that are quoted, that tell a way to a person, or that no reader sees.
_NO_PROSE = frozenset({"title", "place", "metadata", "constants", "contact"})


def languages_of(spec: BaseModel, languages: tuple[str, ...], document: Document) -> Iterator[Problem]:
    """Every text that is missing in one of the languages."""
    for way, text in _texts(spec, ()):
        for language in languages:
            if language not in text:
                facts = {"key": _written(way), "language": language}
                yield Problem("plan.text-missing", facts, file=document.file, line=document.line(way))


def prose_has_no_numbers(held: Held) -> Iterator[Problem]:
    """Nobody types a number twice: a digit in a report's prose is part of a declared name."""
    yield from _names_are_names(held.spec, held.document)
    if held.spec.dataset in held.publication.datasets:
        yield from _prose(held.spec, names_for(held.publication, held.report), held.document)


def unreported_has_no_numbers(publication: Publication, one: Unreported, document: Document) -> Iterator[Problem]:
    """The same of an indicator without data."""
    yield from _names_are_names(one.spec, document)
    yield from _prose(one.spec, names_for(publication, one), document)


def settings_have_no_numbers(publication: Publication, document: Document) -> Iterator[Problem]:
    """The same of what the settings say of the agency, of its channels, and of each section of the collection."""
    names, settings = names_of_all(publication), publication.settings
    if settings.agency.purpose is not None:
        yield from _typed(document, ("agency", "purpose"), settings.agency.purpose, names)
    for place, channel in enumerate(settings.official):
        yield from _typed(document, ("official", place, "purpose"), channel.purpose, names)
    for place, section in enumerate(publication.collection.sections if publication.collection else ()):
        if section.summary is not None:
            yield from _typed(document, ("collection", "sections", place, "summary"), section.summary, names)


def glossary_has_no_numbers(publication: Publication, document: Document) -> Iterator[Problem]:
    """The same of the terms that the settings explain: an explanation stands on many pages."""
    names = names_of_all(publication)
    for name, entry in publication.settings.glossary.items():
        for part in ("term", "explanation"):
            yield from _typed(document, ("glossary", name, part), getattr(entry, part), names)


def descriptor_has_no_numbers(publication: Publication, dataset: Dataset, document: Document) -> Iterator[Problem]:
    """The same of a dataset's own words for its status letters: they stand beside figures on every page."""
    names = names_of_all(publication)
    for letter, text in dataset.spec.statuses.items():
        yield from _typed(document, ("statuses", letter), text, names)


def _names_are_names(spec: ReportSpec | UnreportedSpec, document: Document) -> Iterator[Problem]:
    """Each has a letter and no per cent; in a collection a convention has given them, and it may have per cents."""
    for place, name in enumerate(spec.names):
        given = spec.section is not None and (name == spec.number or any(letter.isalpha() for letter in name))
        if DIGIT.search(name) and not (given or is_name(name)):
            yield Problem("plan.name-is-number", file=document.file, line=document.line(("names", place)), value=name)


def _prose(spec: BaseModel, names: tuple[str, ...], document: Document) -> Iterator[Problem]:
    for way, text in _texts(spec, ()):
        if way[0] not in _NO_PROSE:
            yield from _typed(document, way, text, names)


def _typed(document: Document, way: Way, text: Text, names: tuple[str, ...]) -> Iterator[Problem]:
    for language, said in text.root.items():
        typed = typed_numbers(said, names)
        if typed:
            facts = {"key": _written(way), "language": language}
            line = document.line((*way, language))
            yield Problem("plan.text-digit", facts, file=document.file, line=line, value=", ".join(typed))


def _written(way: Way) -> str:
    return ".".join(str(step) for step in way)


def _texts(value: object, way: Way) -> Iterator[tuple[Way, Text]]:
    if isinstance(value, Text):
        yield way, value
    elif isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            yield from _texts(getattr(value, name), (*way, info.alias or name))
    elif isinstance(value, tuple):
        for place, child in enumerate(value):
            yield from _texts(child, (*way, place))
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _texts(child, (*way, key))
