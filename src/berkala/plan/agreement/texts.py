"""Texts: each in every language of the publication, and no number typed into prose."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from berkala.errors import Problem
from berkala.plan.agreement.held import Held
from berkala.plan.documents import Document
from berkala.plan.forms import Text, Way
from berkala.plan.names import DIGIT, is_name, names_for, names_of_all, typed_numbers
from berkala.plan.publication import Dataset, Publication

#: Texts of a report that are names themselves, or that no reader sees.
_NO_PROSE = frozenset({"title", "place", "constants"})


def languages_of(spec: BaseModel, languages: tuple[str, ...], document: Document) -> Iterator[Problem]:
    """Every text that is missing in one of the languages."""
    for way, text in _texts(spec, ()):
        for language in languages:
            if language not in text:
                facts = {"key": _written(way), "language": language}
                yield Problem("plan.text-missing", facts, file=document.file, line=document.line(way))


def prose_has_no_numbers(held: Held) -> Iterator[Problem]:
    """Nobody types a number twice: a digit in a report's prose is part of a declared name."""
    for place, name in enumerate(held.spec.names):
        if DIGIT.search(name) and not is_name(name):
            yield held.told("plan.name-is-number", {}, ("names", place), name)
    if held.spec.dataset in held.publication.datasets:
        names = names_for(held.publication, held.report)
        for way, text in _texts(held.spec, ()):
            if way[0] not in _NO_PROSE:
                yield from _typed(held.document, way, text, names)


def descriptor_has_no_numbers(publication: Publication, dataset: Dataset, document: Document) -> Iterator[Problem]:
    """The same of a dataset's own words for its status letters: they stand beside figures on every page."""
    names = names_of_all(publication)
    for letter, text in dataset.spec.statuses.items():
        yield from _typed(document, ("statuses", letter), text, names)


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
