"""What there is to say, in no language yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from berkala.errors import Problem
from berkala.periods import Period
from berkala.plan.announcing import State
from berkala.plan.specifications import Text


@dataclass(frozen=True)
class Phrase:
    """A message of the catalogue ``overview``, and what fills its slots. `n` chooses among its plural forms."""

    key: str
    slots: Mapping[str, object] = field(default_factory=dict)
    n: int | None = None


#: What can be said: as it is, in each of the publication's languages, or by a message.
Said = str | Text | Phrase | Problem


@dataclass(frozen=True)
class Coming:
    """A release to come. Of a provisional one the month alone is known; one that is put off has no `moment`."""

    edition: str
    title: Text
    period: Period
    state: State
    moment: datetime | None
    days: int = 0


@dataclass(frozen=True)
class Task:
    """Something that a person has to do, and who: people by name, a desk, or whoever has a part in the work.

    `about` is the edition that waits for it, if one does. `how` says what to do next, `command` is what to type.
    `urgent` where a release that is due waits for it.
    """

    what: Said
    owners: tuple[Said, ...]
    about: str = ""
    how: Said = ""
    command: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class Change:
    """Something that happened lately; `on` is its day, where it has one."""

    what: Said
    on: date | None = None


@dataclass(frozen=True)
class Odd:
    """An unusual value that was asked about, with the answer (`reason`, `who`), or a warning of the last run."""

    what: Said
    reason: Text | None = None
    who: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Up:
    """The service is up: when it last looked, and what it waits for."""

    looked: datetime
    next: datetime | None


@dataclass(frozen=True)
class Overview:
    """All of it. `as_of` is in the publication's time zone; `languages` are its own, the first one first.

    `coming` begins with the next release. `ended` are reports without another one. `tasks` begin with what is most
    urgent, `changes` with the newest. `since` is the day from which changes are told. `unasked` are sources on the
    network that nobody asked. `seen` says since when the public is known to see the site at its address, if it has one.
    """

    as_of: datetime
    languages: tuple[str, ...]
    agency: Text
    current: bool
    editions: int
    reports: int
    up: Up | None
    coming: tuple[Coming, ...]
    ended: tuple[str, ...]
    tasks: tuple[Task, ...]
    since: date
    changes: tuple[Change, ...]
    odd: tuple[Odd, ...]
    unasked: tuple[str, ...]
    seen: Phrase | None = None
