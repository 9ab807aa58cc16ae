"""Moments of release: what appeared together, and what is announced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from berkala.compose.shelf import Row, Shelf
from berkala.periods import Period
from berkala.plan import Announced, Change, Edition, Report
from berkala.words import Language, Sentence

#: The state of what is public; those of what is not are the plan's.
PUBLISHED = "published"

#: The states in which a release has no date, but the one that it had.
WITHOUT_DATE = ("postponed", "cancelled")


@dataclass(frozen=True)
class Moment:
    """The editions of one report that appeared, or are to appear, at one moment, oldest first: an archive as one.

    Without `sure` its day hangs on holidays that nobody has set yet. `changes` are what people changed about it.
    """

    report: Report
    release: datetime
    editions: tuple[Edition, ...]
    state: str = PUBLISHED
    sure: bool = True
    changes: tuple[Change, ...] = ()

    @property
    def newest(self) -> Edition:
        """The last of them; its name stands for all of them in a calendar."""
        return self.editions[-1]

    @property
    def anchor(self) -> str:
        """Its place on the calendar's page, and its name there for good."""
        return f"{self.newest.report}-{self.newest.period.code}"

    @property
    def exact(self) -> bool:
        """Whether its moment is said: what is provisional has a month alone, and what was put off or cancelled none."""
        return self.state in (PUBLISHED, "confirmed", "late")

    def when(self, language: Language) -> Sentence:
        """When it is, as far as that is announced."""
        return when(language, self.release, self.state)

    @property
    def kinds(self) -> tuple[tuple[str, Change], ...]:
        """What each change did, in a word: ``later``, ``earlier``, ``unscheduled``, ``postponed``, ``cancelled``."""
        return tuple((kind_of(change), change) for change in self.changes)

    @property
    def before(self) -> tuple[datetime, ...]:
        """The moments that it had before, the first first."""
        zone = self.release.tzinfo
        return tuple(change.from_.replace(tzinfo=zone) for change in self.changes if change.from_ is not None)


def kind_of(change: Change) -> str:
    """What a change did, in a word."""
    if change.unscheduled:
        return "unscheduled"
    if change.moment is None:
        return "cancelled" if change.to == "cancelled" else "postponed"
    return "later" if change.from_ is None or change.moment > change.from_ else "earlier"


def moments(shelf: Shelf) -> list[Moment]:
    """Every moment of release, the latest first."""
    found = [moment for row in shelf.rows for moment in _moments_of(row)]
    return sorted(found, key=lambda moment: (moment.release, moment.report.slug), reverse=True)


def _moments_of(row: Row) -> Iterator[Moment]:
    editions = sorted((b.edition for b in row.bundles), key=lambda edition: (edition.release, edition.period))
    for release, together in groupby(editions, key=lambda edition: edition.release):
        told = tuple(together)
        changes = row.report.spec.schedule.changes.get(told[-1].period.code, ()) if len(told) == 1 else ()
        yield Moment(row.report, release, told, changes=changes)


def announced(shelf: Shelf) -> list[Moment]:
    """Every release that is not public and stands in the calendar, the next one first."""
    found = [_announced(row.report, one) for row in shelf.rows for one in row.announced]
    return sorted(found, key=lambda moment: (moment.release, moment.report.slug, moment.newest.period.start))


def coming(shelf: Shelf) -> list[Moment]:
    """Those of them that have a moment to come."""
    return [moment for moment in announced(shelf) if moment.state in ("confirmed", "provisional")]


def _announced(report: Report, one: Announced) -> Moment:
    return Moment(report, one.edition.release, (one.edition,), one.state, one.sure, one.changes)


def when(language: Language, release: datetime, state: str) -> Sentence:
    """When a release is, as far as that is announced: its moment, or its month."""
    return language.period(month_of(release)) if state == "provisional" else language.moment(release)


def month_of(release: datetime) -> Period:
    """The month in which a release is."""
    return Period(release.date().replace(day=1), "month")
