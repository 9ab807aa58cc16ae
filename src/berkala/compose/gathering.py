"""Releases of many indicators at one moment, told as one: a calendar of three hundred equal lines tells nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from berkala.compose.index import Index
from berkala.compose.moments import Moment, when
from berkala.compose.shelf import Row
from berkala.plan import Change
from berkala.render.bundle import Bundle
from berkala.words import Language, Sentence

#: So many indicators of a collection may be released at one moment and still be told one by one.
FEW = 5


@dataclass(frozen=True)
class Gathering:
    """Many indicators of the collection at one moment and in one state, in its order."""

    release: datetime
    moments: tuple[Moment, ...]

    @property
    def state(self) -> str:
        """The state of all of them."""
        return self.moments[0].state

    @property
    def sure(self) -> bool:
        """Whether the day of all of them is known."""
        return all(moment.sure for moment in self.moments)

    @property
    def before(self) -> tuple[datetime, ...]:
        """The moments that it had before: none, for what was changed stands for itself."""
        return ()

    @property
    def kinds(self) -> tuple[tuple[str, Change], ...]:
        """What each change did: as with `before`."""
        return ()

    def when(self, language: Language) -> Sentence:
        """When they are, as far as that is announced."""
        return when(language, self.release, self.state)

    @property
    def anchor(self) -> str:
        """The place on the calendar's page, and a name for the moment that lasts."""
        return anchor(self.release)


@dataclass(frozen=True)
class Entry:
    """What a feed tells at once: one edition, or the indicators that were released at one moment."""

    release: datetime
    bundles: tuple[Bundle, ...]

    @property
    def single(self) -> bool:
        """Whether it is one edition."""
        return len(self.bundles) == 1


@dataclass(frozen=True)
class Ended:
    """Many indicators whose series are told to their end, and whether all are demonstrations, which end here."""

    number: int
    demonstration: bool


def anchor(release: datetime) -> str:
    """A moment as a name: ``released-20261120T023000Z``."""
    return f"released-{release.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def gathered(moments: Sequence[Moment], index: Index | None) -> list[Moment | Gathering]:
    """The same, with the indicators of a collection that share a moment told as one where they are many.

    A release about which somebody changed something stands for itself, with its reason.
    """
    places = index.places if index is not None else {}
    together: dict[tuple[datetime, str], list[Moment]] = {}
    for moment in moments:
        if moment.report.name in places and not moment.changes:
            together.setdefault((moment.release, moment.state), []).append(moment)
    found: list[Moment | Gathering] = []
    for moment in moments:
        alike = moment.report.name in places and not moment.changes
        same = together[moment.release, moment.state] if alike else []
        if len(same) <= FEW:
            found.append(moment)
        elif same[0] is moment:
            found.append(Gathering(moment.release, tuple(sorted(same, key=lambda m: places[m.report.name]))))
    return found


def told_at_once(bundles: Iterable[Bundle], index: Index | None, length: int) -> list[Entry]:
    """The newest entries of a feed, from editions that come newest first."""
    entries: dict[object, list[Bundle]] = {}
    for bundle in bundles:
        is_member = index is not None and bundle.edition.report in index.places
        entries.setdefault(bundle.edition.release if is_member else bundle.edition.name, []).append(bundle)
    found: list[Entry] = []
    for same in entries.values():
        several = {bundle.edition.report for bundle in same}
        parts = [tuple(same)] if len(several) > FEW else [(bundle,) for bundle in same]
        found += [Entry(part[0].edition.release, part) for part in parts]
    return found[:length]


def closed(rows: Iterable[Row], index: Index | None) -> tuple[list[Row], Ended | None]:
    """The reports whose series is told to its end: each, and those of a collection as one where they are many."""
    ended = [row for row in rows if row.closed]
    members = [row for row in ended if index is not None and row.report.name in index.places]
    if len(members) <= FEW:
        return ended, None
    names = {row.report.name for row in members}
    one = Ended(len(members), all(row.report.spec.notice for row in members))
    return [row for row in ended if row.report.name not in names], one
