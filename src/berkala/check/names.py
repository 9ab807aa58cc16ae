"""What a publication calls things: names whose digits are no figures, and titles whose words claim no direction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from pydantic import BaseModel

from berkala.check.access import PROGRAM
from berkala.check.directions import loose_claims
from berkala.check.vocabulary import Vocabulary
from berkala.plan.names import as_spoken, section_names
from berkala.plan.publication import Report
from berkala.plan.specifications import ReportSpec, Settings, Text, without_scheme

if TYPE_CHECKING:
    from berkala.plan import Publication, Unreported

_WITH_DIGIT = re.compile(r"\S*\d\S*")


@lru_cache(maxsize=512)
def declared_names(publication: Publication, report: str | None = None) -> Vocabulary:
    """Every text in which digits are part of a name; on the pages of one report those that concern it.

    Of a report these are its title, alone and after its number in the collection, its place and its `names`: its
    prose may use names, and is none.
    """
    specs: Iterable[BaseModel]
    if report is None:
        specs = (dataset.spec for dataset in publication.datasets.values())
    else:
        specs = publication.datasets_of(publication.reports[report])
    written = [text for spec in specs for text in _texts(spec)]
    for member in publication.members:
        written += _own(member) if report in (None, member.name) else ()
    return Vocabulary.joined((_names_of_all(publication), Vocabulary.of(as_spoken(written))))


@lru_cache(maxsize=4)
def _names_of_all(publication: Publication) -> Vocabulary:
    """The names that every page may use: a page of one indicator leads to its neighbours, by their titles."""
    written = [*_texts(publication.settings), *_addresses(publication.settings)]
    for member in publication.members:
        written += _titled(member)
    if publication.collection is not None:
        written += section_names(publication.collection)
    return Vocabulary.of(as_spoken([*written, *publication.datasets, *publication.reports, *publication.unreported]))


def _addresses(settings: Settings) -> Iterator[str]:
    """How the agency is reached: its own address, its desk's, and its channels as the page of them writes them."""
    yield from (settings.site_url, settings.contact.email, settings.contact.phone or "")
    for channel in settings.official:
        yield from (channel.address, without_scheme(channel.address), channel.handle or "")


def _titled(member: Report | Unreported) -> Iterator[str]:
    spec = member.spec
    yield from _texts(spec.title)
    yield from (f"{spec.number} {title}" for title in _texts(spec.title) if spec.number)


def _own(member: Report | Unreported) -> Iterator[str]:
    spec = member.spec
    yield from spec.names
    yield from _texts(spec.place if isinstance(spec, ReportSpec) else ())


@lru_cache(maxsize=4)
def claimless_titles(publication: Publication) -> Mapping[str, tuple[str, ...]]:
    """By language, the titles of a collection in which a word of direction or of the program stands, longest first.

    "End hunger and improved nutrition" is what a goal is called; it says of no figure that it got better. A title that
    holds a number is shown in pieces around it, and each counts.
    """
    codes = publication.settings.languages
    return {code: _claiming(_titles(publication, code), code) for code in codes}


def _titles(publication: Publication, code: str) -> Iterator[str]:
    """The titles of sections, of the indicators in them, and what their reports call what they measure."""
    for section in publication.collection.sections if publication.collection else ():
        yield section.title[code]
    for member in publication.members:
        spec = member.spec
        if spec.section is None:
            continue
        yield spec.title[code]
        if isinstance(member, Report):
            yield from _called(publication, member, code)


def _called(publication: Publication, report: Report, code: str) -> Iterator[str]:
    """What a report calls its indicators, and what they are broken down by: "Improved latrine"."""
    for one in report.spec.indicators.values():
        yield from (text[code] for text in (one.name, one.short) if text is not None)
    for field in (field for spec in publication.datasets_of(report) for field in spec.fields):
        yield from (category.label[code] for category in field.categories)


def _claiming(titles: Iterable[str], code: str) -> tuple[str, ...]:
    found: set[str] = set()
    for title in set(titles):
        if PROGRAM.search(title):
            found |= {title, *_lines(title)}
        if loose_claims(title, code):
            pieces = (piece.strip() for piece in _WITH_DIGIT.split(title))
            # One word alone is no title: it would let every claim of that word pass.
            found |= {title, *(piece for piece in pieces if " " in piece and loose_claims(piece, code))}
    return tuple(sorted(found, key=lambda title: (-len(title), title)))


def _lines(title: str) -> Iterator[str]:
    """Every line that a card may make of a title in which a word of the program stands. A word alone is no line."""
    words = title.split()
    for first, last in combinations(range(len(words) + 1), 2):
        line = " ".join(words[first:last])
        if last - first > 1 and PROGRAM.search(line):
            yield line


def _texts(value: object) -> Iterator[str]:
    """The texts of a specification: those in several languages, and plain ones such as a source's title."""
    if isinstance(value, Text):
        yield from value.root.values()
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name))
    elif isinstance(value, Mapping):
        yield from (text for part in value.values() for text in _texts(part))
    elif isinstance(value, tuple):
        yield from (text for part in value for text in _texts(part))
    elif isinstance(value, str) and " " in value:
        yield value
