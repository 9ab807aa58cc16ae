"""What a collection may say: many indicators under one numbering, in sections, each with a reporting status.

The words are the collection's own: its sections may be goals, outcomes or chapters, and none of these is known here.
An indicator with data is a report that names its section; one without has a file of its own, `UnreportedSpec`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from berkala.plan.forms import NOTATION, Identifier, Specification, Text, as_written

#: A number in a collection, ``1.2.1`` or ``3.b``: its digits are a name. A whole one may stand without quotation marks.
Notation = Annotated[str, BeforeValidator(as_written), StringConstraints(pattern=NOTATION)]
#: A text whose digits belong to a name.
Name = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class ReportingStatus(Specification):
    """How far the reporting of an indicator has come. `reported` says that there are data."""

    name: Identifier
    label: Text
    reported: bool = False


class Section(Specification):
    """One part of a collection, with a page at ``/<name>/``."""

    name: Identifier
    number: Notation
    title: Text
    summary: Text | None = None


class Collection(Specification):
    """A collection: what one of its sections is called and all of them, its reporting statuses, its sections.

    Statuses and sections are shown in the order in which they stand.
    """

    section: Text
    sections_title: Text
    statuses: tuple[ReportingStatus, ...] = ()
    sections: tuple[Section, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_stand_once(self) -> Self:
        for code, key in (("status-twice", "statuses"), ("section-twice", "sections")):
            names = [one.name for one in getattr(self, key)]
            place, name = _second(names)
            if name:
                raise PydanticCustomError(code, "{name}", {"name": name, "at": (key, place, "name")})
        return self

    def numbered(self, section: Section, code: str) -> str:
        """A section by its number, in a language: "Goal 3"."""
        return f"{self.section[code]} {section.number}"

    def status(self, name: str | None) -> ReportingStatus | None:
        """The status with this name, if there is one."""
        return next((one for one in self.statuses if one.name == name), None)


class MetadataEntry(Specification):
    """What the office says of an indicator, quoted: a label, and Markdown with paragraphs, lists, links, emphasis."""

    label: Text
    text: Text


class MemberSpec(Specification):
    """What places an indicator in the collection, and what the office says of it."""

    number: Notation | None = None
    section: Identifier | None = None
    status: Identifier | None = None
    metadata: tuple[MetadataEntry, ...] = ()


class UnreportedSpec(MemberSpec):
    """An indicator without data: the front matter of a file in ``reports/`` that has the key `unreported`.

    `unreported` says why there are no figures. `names` are texts whose digits belong to a name, as in a report.
    """

    unreported: Text
    title: Text
    summary: Text | None = None
    slug: Identifier | None = None
    names: tuple[Name, ...] = ()


def natural(number: str) -> tuple[tuple[int, int, str], ...]:
    """What puts numbers in the order people count them: 1.2, 1.2.1, 1.10.1, 1.a.1."""
    parts = re.findall(r"\d+|[^\W\d_]+", number)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in parts)


def _second(names: Iterable[str]) -> tuple[int, str]:
    """The first name that stands a second time, and its place."""
    seen: set[str] = set()
    for place, name in enumerate(names):
        if name in seen:
            return place, name
        seen.add(name)
    return 0, ""
