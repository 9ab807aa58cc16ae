"""Sentences that remember what they are made of.

A sentence is a row of spans. A span that shows a figure knows the figure's id and exact value, a span that
claims a direction knows whose sign it claims. So the same sentence becomes HTML whose numbers can be traced,
SVG text, and plain text for a post or an alt text, and `check` can hold each against `figures.json`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

from berkala.periods import Period

#: Roles of a number that is not a figure (DESIGN, rule 1). A template declares those that it uses.
Role = Literal["tick", "count", "name", "constant"]


@dataclass(frozen=True)
class Span:
    """A stretch of text with one origin.

    `figure` and `value`: it shows that figure, whose exact value is `value` (``""`` when it has none).
    `magnitude`: it shows the size of the figure without its sign. `direction`: it is a word that claims the
    sign of that figure's displayed value. `time`: it is a period or a moment, in machine form. `role`: it is
    a number that is not a figure. `period`: it says that period, and a word before it may ask for another form.
    """

    text: str
    figure: str | None = None
    value: str = ""
    magnitude: bool = False
    direction: str | None = None
    time: str | None = None
    role: Role | None = None
    period: Period | None = None

    def html(self) -> str:
        """The span as HTML, escaped, with its origin in attributes."""
        text = escape(self.text)
        if self.figure is not None:
            origin = f'value="{escape(self.value)}" data-figure="{escape(self.figure)}"'
            return f'<data class="figure" {origin}{" data-magnitude" if self.magnitude else ""}>{text}</data>'
        if self.time is not None:
            return f'<time datetime="{escape(self.time)}">{text}</time>'
        if self.direction is not None:
            return f'<span data-direction="{escape(self.direction)}">{text}</span>'
        if self.role is not None:
            return f'<span data-role="{self.role}">{text}</span>'
        return text


@dataclass(frozen=True)
class Sentence:
    """A row of spans. Adding joins; `text` and `html` are its two forms."""

    spans: tuple[Span, ...]

    @staticmethod
    def plain(text: str) -> Sentence:
        """A sentence without figures."""
        return Sentence((Span(text),))

    @staticmethod
    def join(parts: Iterable[Sentence], between: str = " ") -> Sentence:
        """Several sentences as one, with plain text between them."""
        spans: list[Span] = []
        for place, part in enumerate(parts):
            spans += [Span(between)] * bool(place and between) + list(part.spans)
        return Sentence(tuple(spans))

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(span.text for span in self.spans)

    def html(self) -> str:
        """The words as HTML, each span with its origin."""
        return "".join(span.html() for span in self.spans)

    def __html__(self) -> str:
        """What a template that escapes prints: `html`."""
        return self.html()

    @property
    def figures(self) -> tuple[str, ...]:
        """The ids of the figures it shows or speaks of, in order, each once."""
        return tuple(dict.fromkeys(f for span in self.spans for f in (span.figure, span.direction) if f))

    def __add__(self, other: Sentence) -> Sentence:
        return Sentence(self.spans + other.spans)

    def each(self, change: Callable[[Span], Span]) -> Sentence:
        """The same sentence with every span changed."""
        return Sentence(tuple(change(span) for span in self.spans))

    def small(self) -> Sentence:
        """The same sentence with its first letter in lower case, unless it begins with an abbreviation such as A&E."""
        if not self.spans or any(letter.isupper() for letter in self.spans[0].text.split(" ")[0][1:]):
            return self
        first = self.spans[0]
        return Sentence((replace(first, text=first.text[:1].lower() + first.text[1:]), *self.spans[1:]))

    def capital(self) -> Sentence:
        """The same sentence with its first letter in upper case."""
        if not self.spans or not self.spans[0].text:
            return self
        first = self.spans[0]
        return Sentence((replace(first, text=first.text[0].upper() + first.text[1:]), *self.spans[1:]))
