"""Questions that stand in a file where their answers belong: what `berkala new` cannot know it asks, and never guesses.

An open question is a value that begins with a question mark: ``unit: "? In what unit are the figures?"``.
"""

from __future__ import annotations

from collections.abc import Iterator

from berkala.errors import Problem
from berkala.plan.documents import Document
from berkala.plan.forms import Way

#: What an open question begins with; a lone question mark is a text like any other.
MARK = "? "

#: What stands here are texts of a file as they are, of which one may begin so too.
_OF_THE_FILE = frozenset(("aliases", "always", "path", "repeated", "until"))


def unanswered(document: Document) -> Iterator[Problem]:
    """A problem for each open question of a document, in the order of its lines."""
    found = sorted((document.line(way) or 1, way, text) for way, text in _texts(document.data, ()) if is_open(text))
    for line, way, text in found:
        facts = {"question": text.removeprefix(MARK).strip(), "key": str(way[-1]), "line": line}
        yield Problem("plan.unanswered", facts, file=document.file, line=line)


def is_open(text: str) -> bool:
    """Whether a text is a question that waits for its answer."""
    return text.startswith(MARK)


def _texts(value: object, way: Way) -> Iterator[tuple[Way, str]]:
    match value:
        case str():
            yield way, value
        case dict():
            for key, inside in value.items():
                if key not in _OF_THE_FILE:
                    yield from _texts(inside, (*way, key))
        case list():
            for place, inside in enumerate(value):
                yield from _texts(inside, (*way, place))
