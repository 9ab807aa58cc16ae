"""Moments of release: what appeared together, and what is announced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from berkala.compose.shelf import Row, Shelf
from berkala.plan import Edition, Report


@dataclass(frozen=True)
class Moment:
    """The editions of one report that appeared at one moment, oldest first. An archive appears as one."""

    report: Report
    release: datetime
    editions: tuple[Edition, ...]

    @property
    def newest(self) -> Edition:
        """The last of them; its name stands for all of them in a calendar."""
        return self.editions[-1]


def moments(shelf: Shelf) -> list[Moment]:
    """Every moment of release, the latest first."""
    found = [moment for row in shelf.rows for moment in _moments_of(row)]
    return sorted(found, key=lambda moment: (moment.release, moment.report.slug), reverse=True)


def _moments_of(row: Row) -> Iterator[Moment]:
    editions = sorted((b.edition for b in row.bundles), key=lambda edition: (edition.release, edition.period))
    for release, together in groupby(editions, key=lambda edition: edition.release):
        yield Moment(row.report, release, tuple(together))


def coming(shelf: Shelf) -> list[Moment]:
    """Every release that is announced, the next one first."""
    found = [Moment(row.report, edition.release, (edition,)) for row in shelf.rows for edition in row.upcoming]
    return sorted(found, key=lambda moment: (moment.release, moment.report.slug, moment.newest.period.start))
