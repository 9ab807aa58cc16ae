"""Terms explained where they stand: the first time that a page says one, a button opens what it means.

The explanations stand at the end of the page. They work without a script (``popover``); a browser that does not know
such boxes, print and a text browser show them there as a list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from lxml import etree
from markupsafe import Markup

from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.plan.glossary import in_force
from berkala.plan.specifications import Term
from berkala.render.sentences.labels import as_name
from berkala.words import Language, Sentence, Span

#: Inside these a term is a link, a heading or code, and stays as it is.
_LEFT_ALONE = frozenset({"a", "h1", "h2", "h3", "h4", "h5", "h6", "th", "code", "pre"})


@dataclass(frozen=True)
class Entry:
    """One explained term: the anchor of its explanation, the term as it is declared, and what it means."""

    anchor: str
    term: Sentence
    explanation: Sentence


@dataclass(frozen=True)
class Glossary:
    """The terms of a page in one language. `used` fills with those that the page has said."""

    terms: Mapping[str, Term]
    language: Language
    used: dict[str, Entry] = field(default_factory=dict)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The terms that the page has said, in that order."""
        return tuple(self.used.values())

    def in_element(self, element: etree._Element, mark: Callable[[Markup], str]) -> None:
        """Put a mark in place of each term that an element says for the first time on the page."""
        if not self.terms or element.tag in _LEFT_ALONE:
            return
        element.text = self._marked(element.text, mark)
        for child in element:
            self.in_element(child, mark)
            child.tail = self._marked(child.tail, mark)

    def in_sentence(self, sentence: Sentence) -> Markup:
        """A sentence as HTML, with each term that it says for the first time on the page as a button."""
        return Markup("").join(self._span(span) for span in sentence.spans)

    def _span(self, span: Span) -> Markup:
        if not self.terms or span.html() != escape(span.text):
            return Markup(span.html())  # it comes from somewhere, and is no prose
        return Markup("").join(Markup.escape(part) for part in self._parts(span.text))

    def _marked(self, text: str | None, mark: Callable[[Markup], str]) -> str | None:
        if not text:
            return text
        return "".join(mark(part) if isinstance(part, Markup) else part for part in self._parts(text))

    def _parts(self, text: str) -> Iterator[str | Markup]:
        """A text in pieces: what stands between the terms, and the buttons."""
        place = 0
        for found in self._pattern.finditer(text):
            name = self._names[found.group().casefold()]
            if name in self.used:
                continue
            self.used[name] = self._entry(name)
            yield text[place : found.start()]
            yield Markup('<button type="button" class="term" popovertarget="{}">{}</button>').format(
                self.used[name].anchor, found.group()
            )
            place = found.end()
        yield text[place:]

    def _entry(self, name: str) -> Entry:
        entry, code = self.terms[name], self.language.code
        said = as_name(entry.term[code], self.language).capital()
        return Entry(f"term-{name}", said, as_name(entry.explanation[code], self.language))

    @cached_property
    def _names(self) -> dict[str, str]:
        return {entry.term[self.language.code].casefold(): name for name, entry in self.terms.items()}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Every term as a whole word, the longest first; blanks may be a line's end."""
        terms = sorted(self._names, key=len, reverse=True)
        either = "|".join(re.escape(term) for term in terms)
        return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def glossary(findings: Findings, publication: Publication, language: Language) -> Glossary:
    """The glossary of an edition's page: the report's own terms and the publication's."""
    return Glossary(in_force(findings.report.spec.glossary, publication.settings.glossary), language)
