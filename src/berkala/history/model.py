"""What there is to tell of one thing, in no language yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["edition", "figure", "address", "file", "source", "site"]


#: Whether a file is what stands now: empty where that is nothing to ask.
State = Literal["", "current", "superseded", "gone", "unpublished"]


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `kind` is that of the ledger's event, or ``source``, ``answer``, ``mistake``.

    `at` is a moment or a day in ISO 8601, `who` a name, `content` a hash; each empty where it is not known. `facts`
    are texts that fill the sentence.
    """

    kind: str
    subject: str
    at: str = ""
    who: str = ""
    content: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """One cell of a published table, and where it came from: the line of the source, and who changed that last."""

    figure: str
    text: Mapping[str, str]
    file: str
    column: str
    key: Mapping[str, str]
    source: str = ""
    line: int | None = None
    who: str = ""
    at: str = ""


@dataclass(frozen=True)
class Number:
    """A figure: what it says, and how it was worked out, down to cells. `cells` of `many` are told."""

    id: str
    value: str
    text: Mapping[str, str]
    unit: str
    period: str
    status: str
    formula: str
    inputs: tuple[str, ...]
    cells: tuple[Cell, ...]
    many: int


@dataclass(frozen=True)
class Story:
    """All that is known of one thing. `path` is that of a file in a bundle or on the site; it is of the `editions`."""

    what: str
    kind: Kind
    editions: tuple[str, ...]
    entries: tuple[Entry, ...]
    path: str = ""
    sha256: str = ""
    state: State = ""
    number: Number | None = None
