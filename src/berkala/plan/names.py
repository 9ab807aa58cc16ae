"""Names that hold digits: the only digits that somebody may type where readers see them (DESIGN, rule 1).

A category called "Type 1" and a standard called "ISO 8601" are names. They are declared once, as a label, a title
or an entry under `names`, and every other text may use them. All other digits come from figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from berkala.plan.forms import Text
from berkala.plan.publication import Publication, Report, Unreported
from berkala.plan.specifications import Collection, Contact, DatasetSpec, Licence
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


def names_for(publication: Publication, member: Report | Unreported) -> tuple[str, ...]:
    """Every name with a digit that the prose of a report, or of an indicator without data, may use, longest first.

    These are its `names`, its title and place; the titles, column titles, category labels, sources and licence of the
    datasets that it speaks of; the agency, its contact and its licence; the sections of the collection. What an
    indicator of a collection and its categories are called, a law or a convention has said, and it may hold a per cent:
    "living on less than 50% of …".
    """
    report = member if isinstance(member, Report) else None
    datasets = publication.datasets_of(report) if report else ()
    written = [*member.spec.names, *_each(member.spec.title, report.spec.place if report else None)]
    written += [*_of_settings(publication), *(text for spec in datasets for text in _of_dataset(spec))]
    given = as_spoken(written) if member.spec.section is not None else ()
    return longest_first({*_spoken(written), *given})


@lru_cache(maxsize=4)
def names_of_all(publication: Publication) -> tuple[str, ...]:
    """The same without those that belong to one report."""
    return longest_first(_spoken(_of_publication(publication)))


def as_spoken(texts: Iterable[str]) -> tuple[str, ...]:
    """Those texts that hold a digit, as they stand at the beginning of a sentence and inside one, longest first."""
    written = {text for text in texts if DIGIT.search(text)}
    return longest_first({form for text in written for form in _forms(text)})


def _spoken(texts: Iterable[str]) -> Iterator[str]:
    """The forms of those texts that hold a digit and are names."""
    for text in texts:
        if DIGIT.search(text) and is_name(text):
            yield from _forms(text)


def _forms(text: str) -> tuple[str, str]:
    return text[0].upper() + text[1:], text[0].lower() + text[1:]


def longest_first(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, the longest first: what holds another is looked for before it."""
    return tuple(sorted(set(texts), key=lambda text: (-len(text), text)))


def typed_numbers(text: str, names: Iterable[str]) -> list[str]:
    """The words of a text in which a digit belongs to none of the names (which come longest first)."""
    for name in names:
        if name in text:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " " * len(name), text)
    return [found.group().strip(".,;:()[]“”\"'") for found in _WORD.finditer(text)]


def section_names(collection: Collection) -> Iterator[str]:
    """The sections of a collection by their titles, and by their numbers: "Goal 3"."""
    for section in collection.sections:
        yield from _each(section.title)
        yield from (collection.numbered(section, code) for code in collection.section.root)


def _each(*texts: Text | None) -> Iterator[str]:
    for text in texts:
        yield from text.root.values() if text else ()


def _licence(licence: Licence) -> Iterator[str]:
    yield licence.name
    yield from _each(licence.title)


def _of_publication(publication: Publication) -> Iterator[str]:
    yield from _of_settings(publication)
    for dataset in publication.datasets.values():
        yield from _of_dataset(dataset.spec)


def _of_settings(publication: Publication) -> Iterator[str]:
    settings = publication.settings
    yield from _each(settings.agency.name)
    yield from _of_contact(settings.contact)
    yield from _licence(settings.licence)
    if settings.collection is not None:
        yield from section_names(settings.collection)


def _of_contact(contact: Contact) -> Iterator[str]:
    """A desk is named, a room and an hour are no figures."""
    yield from _each(contact.name, contact.hours, contact.post)
    yield from (contact.email, contact.phone or "")
    if contact.information is not None:
        yield from _each(contact.information.name)


def _of_dataset(spec: DatasetSpec) -> Iterator[str]:
    yield from _each(spec.title, *(column.title for column in spec.fields))
    yield from _licence(spec.licence)
    for source in spec.sources:
        yield source.publisher
        yield from (source.title,) if isinstance(source.title, str) else _each(source.title)
    for column in spec.fields:
        for category in column.categories:
            yield from _each(category.label, category.short)
