"""What the parts of a collection are called, and the way to each: down from home, and on to the next one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from berkala.compose.frame import Frame
from berkala.compose.index import Group, Index, Member, Standing
from berkala.words import Language, Sentence, Span

#: The way down to a page: each step's name and address, without the language.
Way = list[tuple[Sentence, str]]


def called(text: str) -> Sentence:
    """A name of the collection's own: its digits are no figures, and its words claim nothing ("improved nutrition")."""
    return Sentence((Span(text, role="name"),))


def numbered(member: Member, language: Language) -> str:
    """An indicator by its number and title, as plain text."""
    title = member.told.spec.title[language.code]
    number = number_beside(member, language)
    return language.text("collection.numbered", number=number, title=title) if number else title


def number_beside(member: Member, language: Language) -> str | None:
    """An indicator's number where its title does not end with it: "Indicator 12.8.1" has it already."""
    number, title = member.told.spec.number, member.told.spec.title[language.code]
    return None if number and re.search(rf"(?<![\w.]){re.escape(number)}$", title) else number


def titled(index: Index, group: Group, language: Language) -> str:
    """A section by its number and title, as plain text: "Goal 3: Good health"."""
    section = group.section
    name, title = index.name(section, language.code), section.title[language.code]
    return title if title == name else language.text("collection.titled", section=name, title=title)


def crumbs(frame: Frame, index: Index, language: Language, group: Group | None = None) -> Way:
    """The way down to a page: the collection, and the section that it belongs to."""
    way = [(called(index.collection.sections_title[language.code]), "")]
    if group is not None:
        way.append((called(titled(index, group, language)), group.address))
    return way


def crumbs_data(frame: Frame, way: Sequence[tuple[Sentence, str]], title: str, language: Language) -> dict[str, Any]:
    """The same as schema.org's BreadcrumbList, with the page itself at its end."""
    items = [{"name": said.text, "item": frame.url(address, language)} for said, address in way] + [{"name": title}]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [{"@type": "ListItem", "position": at, **item} for at, item in enumerate(items, 1)],
    }


def neighbours(standing: Standing, language: Language) -> tuple[tuple[str, Sentence] | None, ...]:
    """The indicators before and after this one in its section, each by its page and its name."""
    around = (standing.previous, standing.following)
    return tuple((member.address, called(numbered(member, language))) if member else None for member in around)


def status_of(index: Index, member: Member, language: Language) -> Sentence | None:
    """The label of an indicator's reporting status, where it has one."""
    status = index.status(member)
    return called(status.label[language.code]) if status else None
