"""Names that hold digits: the only digits that somebody may type where readers see them (DESIGN, rule 1).

A category called "Type 1" and a standard called "ISO 8601" are names. They are declared once, as a label, a title
or an entry under `names`, and every other text may use them. All other digits come from figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from berkala.plan.forms import Text
from berkala.plan.publication import Publication, Report
from berkala.plan.specifications import DatasetSpec, Licence
from berkala.words import available, language

#: Anything that a reader takes for a digit: of any script, raised, lowered, circled, or in a fraction.
DIGIT = re.compile(r"[\d\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2079\u2080-\u2089\u2150-\u218b\u2460-\u249b]")

_WORD = re.compile(rf"\S*{DIGIT.pattern}\S*")


@lru_cache
def _per_cent() -> re.Pattern[str]:
    """A per cent, by its sign or in words of any language."""
    words = {word for code in available() for word in language(code).messages["per-cent"]}
    either = "|".join(re.escape(word) for word in sorted(words))
    return re.compile(rf"{DIGIT.pattern}\s*(?:[%\u2030\u066a]|(?:{either})\b)", re.IGNORECASE)


def is_name(text: str) -> bool:
    """Whether the digits of a text can belong to a name: it has a letter, and no part of it is a per cent."""
    return any(letter.isalpha() for letter in text) and not _per_cent().search(text)


def names_for(publication: Publication, report: Report) -> tuple[str, ...]:
    """Every name with a digit that the prose of a report may use, longest first.

    These are the report's `names`, its title and place; the titles, column titles, category labels, sources and
    licence of every dataset; the agency, its contact and its licence.
    """
    written = [*report.spec.names, *_each(report.spec.title, report.spec.place), *_of_publication(publication)]
    return as_spoken(text for text in written if is_name(text))


def names_of_all(publication: Publication) -> tuple[str, ...]:
    """The same without those that belong to one report."""
    return as_spoken(text for text in _of_publication(publication) if is_name(text))


def as_spoken(texts: Iterable[str]) -> tuple[str, ...]:
    """Those texts that hold a digit, as they stand at the beginning of a sentence and inside one, longest first."""
    written = {text for text in texts if DIGIT.search(text)}
    found = {first + text[1:] for text in written for first in (text[0].upper(), text[0].lower())}
    return tuple(sorted(found, key=lambda text: (-len(text), text)))


def typed_numbers(text: str, names: Iterable[str]) -> list[str]:
    """The words of a text in which a digit belongs to none of the names (which come longest first)."""
    for name in names:
        if name in text:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " " * len(name), text)
    return [found.group().strip(".,;:()[]“”\"'") for found in _WORD.finditer(text)]


def _each(*texts: Text | None) -> Iterator[str]:
    for text in texts:
        yield from text.root.values() if text else ()


def _licence(licence: Licence) -> Iterator[str]:
    yield licence.name
    yield from _each(licence.title)


def _of_publication(publication: Publication) -> Iterator[str]:
    settings = publication.settings
    yield from _each(settings.agency.name, settings.contact.name)
    yield from _licence(settings.licence)
    yield from (settings.contact.email, settings.contact.phone or "")
    for dataset in publication.datasets.values():
        yield from _of_dataset(dataset.spec)


def _of_dataset(spec: DatasetSpec) -> Iterator[str]:
    yield from _each(spec.title, *(column.title for column in spec.fields))
    yield from _licence(spec.licence)
    for source in spec.sources:
        yield from (source.title, source.publisher)
    for column in spec.fields:
        for category in column.categories:
            yield from _each(category.label, category.short)
