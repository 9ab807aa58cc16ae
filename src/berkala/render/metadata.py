"""What the office says of an indicator: quoted, short entries in a list, long ones each behind its label.

The numbers in it are not ours and cannot be traced, so that they stand in a role of their own, ``quoted``, which this
fragment alone may use, and the page says whose words they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from berkala.errors import Problem
from berkala.plan import Publication, Report, Unreported
from berkala.plan.documents import read_front_matter
from berkala.render.quoted import Quoted, quoted
from berkala.render.templates import fragment
from berkala.words import Language

#: The fragment's name, and the longest text that stands in sight: about three lines on a phone.
NAME, SHORT = "metadata", 160


@dataclass(frozen=True)
class Entry:
    """One entry: its label and its text."""

    label: str
    body: Markup


def metadata_fragment(
    member: Report | Unreported, publication: Publication, language: Language
) -> tuple[bytes, tuple[Problem, ...]]:
    """The part of a page that quotes the office, and a warning for each link and picture that it may not have."""
    told = [(entry.label[language.code], quoted(entry.text[language.code])) for entry in member.spec.metadata]
    short, long = (
        [Entry(label, text.body) for label, text in told if _is_short(text) is wanted] for wanted in (True, False)
    )
    body = fragment(publication.templates, NAME, language=language, short=short, long=long)
    return body, tuple(_left_out([text for _, text in told], member, publication, language.code))


def _is_short(text: Quoted) -> bool:
    return text.line and text.length <= SHORT


def _left_out(
    texts: list[Quoted], member: Report | Unreported, publication: Publication, code: str
) -> Iterator[Problem]:
    found = [
        (place, problem, address)
        for place, text in enumerate(texts)
        for problem, addresses in (("render.quoted-link", text.links), ("render.quoted-picture", text.pictures))
        for address in addresses
    ]
    # The lines are looked up again only here: a publication keeps specifications, not the files they came from.
    document = read_front_matter(publication.root / member.file, publication.root) if found else None
    for place, problem, address in found:
        line = document.line(("metadata", place, "text", code)) if document else None
        yield Problem(problem, file=member.file, line=line, value=address, severity="warning")
