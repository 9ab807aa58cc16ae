"""What a page is to the checks: its address, its language, and what it may speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lxml import etree

from berkala.check.directions import Kind, loose_claims
from berkala.check.numerals import squeezed
from berkala.check.published import Shelf
from berkala.check.vocabulary import Vocabulary
from berkala.errors import Problem
from berkala.words import Language

if TYPE_CHECKING:
    from berkala.render.bundle import Bundle

#: The roles of a number that is not a figure (DESIGN, rule 1).
ROLES = frozenset({"tick", "count", "name", "constant", "quoted"})

#: The role of words that are not ours, whose numbers nobody can trace, and the one fragment that may use it: whatever
#: another template declares.
QUOTED, QUOTING = "quoted", "metadata"

#: A fragment that is a part of other pages and not a page: it has no heading of its own, and its owner's roles
#: where it declares none.
PARTS = {"chart": "edition", QUOTING: ""}
#: What a place's page says in brief has the roles of their one template: ``brief-north`` those of ``brief``.
_BRIEF = "brief"

_AROUND = 36


@dataclass(frozen=True)
class Scope:
    """What may be spoken of: figures, polarities by indicator, names that hold digits, periods and moments.

    `phrases` are, by language, every written form of a period or a release in which digits may stand; `years` the
    years among them. `pictures` are what the title, description and alt text of a picture may name beside, by its
    report, folder and name: ``waits/charts/map``; `shown` those of the picture that is read. `site` is an address that
    may be written out. `titles` are, by language, titles of a collection in which a word of direction stands that
    claims nothing, or a word that would be taken for one of the program.
    """

    shelf: Shelf
    polarity: Mapping[str, str] = field(default_factory=dict)
    names: Vocabulary = field(default_factory=Vocabulary)
    phrases: Mapping[str, Vocabulary] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    pictures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    site: str = ""
    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def without_titles(self, text: str, code: str) -> str:
        """A text with the titles blanked, every place kept, whose words of direction claim nothing."""
        for title in self.titles.get(code, ()):
            if title in text:
                text = text.replace(title, " " * len(title))
        return text

    def polarity_of(self, figure: str) -> str:
        """The polarity of the indicator that a figure belongs to: the first part of its id."""
        return self.polarity.get(figure.partition(".")[0], "")

    def of_picture(self, address: str) -> Scope:
        """The scope of a picture's own texts. A card's file is called by the card, its size and its scheme."""
        *_, report, _, folder, file = ("", "", "", *address.split("/"))
        name = file.partition(".")[0]
        while name and f"{report}/{folder}/{name}" not in self.pictures:
            name = name.rpartition("-")[0]
        names = self.pictures.get(f"{report}/{folder}/{name}")
        return replace(self, shown=names) if names else self

    def spoken_in(self, text: str, code: str) -> Iterator[str]:
        """The names and phrases that may stand in a text, names first."""
        yield from self.shown
        yield from self.names.spoken_in(text)
        if code in self.phrases:
            yield from self.phrases[code].spoken_in(text)

    @cached_property
    def constants(self) -> tuple[str, ...]:
        """The entries of the catalogue of words, by key, in which a number is fixed: that of intervals, if any is."""
        intervals = any(figure.id.endswith((".lower", ".upper")) for figure in self.shelf)
        return ("constant.interval",) if intervals else ()

    @cached_property
    def host(self) -> str:
        """The site's address without its scheme, as a post may write it."""
        return self.site.partition("://")[2]


@dataclass(frozen=True)
class Page:
    """One page or drawing in one language. `address` is as a reader knows it; `roles` are those declared."""

    address: str
    language: Language
    scope: Scope
    roles: frozenset[str] = frozenset()

    def problem(self, code: str, value: str, **facts: object) -> Problem:
        """A problem on this page."""
        return Problem(f"check.{code}", facts, file=self.label, value=value)

    def claims(self, text: str) -> list[tuple[Kind, int, int]]:
        """The words in a text that can only claim a direction, with their places, but for those in a title."""
        code = self.language.code
        found = loose_claims(text, code)
        return loose_claims(self.scope.without_titles(text, code), code) if found else found

    @property
    def label(self) -> str:
        """The page as a problem names it."""
        return f"{self.address or '/'} ({self.language.code})"


@dataclass(frozen=True)
class Part:
    """A part that was made before its page: its HTML, and the roles that its own template declares.

    `edition` names the edition whose bundle it is from, which was checked with all its parts before this page was
    made; empty for a part of no edition.
    """

    html: str
    roles: frozenset[str]
    edition: str = ""


@dataclass(frozen=True)
class Made:
    """What a page of the site is made of: the roles that its frame's templates declare, and the parts set in it.

    `scope` is what it may speak of where its address does not say so: figures of no edition.
    """

    roles: frozenset[str]
    parts: tuple[Part, ...] = ()
    scope: Scope | None = None

    def frame(self, page: str) -> str:
        """What of a page's HTML is none of its parts. A part that does not stand there as it was made is left."""
        for part in self.parts:
            page = page.replace(part.html, "", 1)
        return page


def roles_of(bundle: Bundle, name: str) -> frozenset[str]:
    """The roles that the template of a page, a part or a card of an edition declares; none if nothing is said."""
    declared: Any = bundle.about.get("roles") or {}
    owner = _BRIEF if name.startswith(f"{_BRIEF}-") else PARTS.get(name, "")
    return allowed(name, declared.get(name, declared.get(owner, ())))


def allowed(name: str, roles: Iterable[str]) -> frozenset[str]:
    """Of the roles that a template declares those that it may: to quote is for one fragment alone."""
    return frozenset(role for role in roles if role != QUOTED or name == QUOTING)


def around(text: str, start: int, end: int) -> str:
    """A stretch of a text with a few words on either side, on one line."""
    before, after = text[:start], text[end:]
    if len(before) > _AROUND:
        before = "… " + before[-_AROUND:].partition(" ")[2]
    if len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + " …"
    return squeezed(before + text[start:end] + after)


def _text(element: etree._Element) -> str:
    """What stands in an element; nothing in a comment."""
    return "".join(element.itertext()) if isinstance(element.tag, str) else ""


def with_neighbours(element: etree._Element) -> str:
    """An element's text with a few words on either side, from the block it stands in."""
    own = _text(element)
    parent = element.getparent()
    if parent is None:
        return squeezed(own)
    preceding = reversed(list(element.itersiblings(preceding=True)))
    before = (parent.text or "") + "".join(_text(other) + (other.tail or "") for other in preceding)
    after = (element.tail or "") + "".join(_text(other) + (other.tail or "") for other in element.itersiblings())
    return around(before + own + after, len(before), len(before) + len(own))
