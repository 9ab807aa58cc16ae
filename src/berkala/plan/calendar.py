"""When editions are due: scheduled within the data's coverage, minus receipts. The clock is an argument."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from berkala.periods import Period
from berkala.plan.publication import Publication, Report


@dataclass(frozen=True)
class Edition:
    """One report for one reference period: the unit of work.

    `release` is its moment, with a time zone. `full` says that its whole pack is made (cards, posts, every
    file format), not its pages and figures alone.
    """

    report: str
    slug: str
    period: Period
    release: datetime
    full: bool = True

    @property
    def name(self) -> str:
        """``report@period``, as on the command line."""
        return f"{self.report}@{self.period.code}"

    @property
    def address(self) -> str:
        """Its folder on the site, for good: ``<report>/<period>/``."""
        return f"{self.slug}/{self.period.code}/"

    def embed(self, chart: str) -> str:
        """Where one of its charts stands alone, to be framed by others: for good."""
        return f"embed/{self.slug}-{self.period.code}-{chart}/"

    def embed_latest(self, chart: str) -> str:
        """Where the same chart of the latest edition does."""
        return f"embed/{self.slug}-{chart}/"


def scheduled(publication: Publication, report: Report, as_of: datetime) -> Iterator[Edition]:
    """Every edition of a report whose moment is not after `as_of`, oldest first."""
    return takewhile(lambda edition: edition.release <= as_of, expected(publication, report))


def next_release(publication: Publication, report: Report, as_of: datetime) -> Edition | None:
    """The first edition whose moment is still to come; None when the series is closed and told."""
    return next((one for one in expected(publication, report) if one.release > as_of), None)


def following(publication: Publication, edition: Edition) -> Edition | None:
    """The edition of the same report for the next period; None when the series is closed or it was out by then."""
    coming = next(expected(publication, publication.reports[edition.report], edition.period), None)
    return coming if coming is not None and coming.release > edition.release else None


def expected(publication: Publication, report: Report, after: Period | None = None) -> Iterator[Edition]:
    """Every edition of a report, or those of later periods than one; oldest first, without end in an open series.

    No edition is released before an older one.
    """
    dataset = publication.datasets[report.spec.dataset].spec
    absent = set(dataset.coverage.except_)
    for period in _periods(publication, report, after):
        if period.code not in absent:
            yield Edition(report.name, report.slug, period, release_moment(publication, report, period))


def _periods(publication: Publication, report: Report, after: Period | None) -> Iterator[Period]:
    """The periods of editions. Of spans, which have no rhythm, those that the schedule and the coverage name."""
    dataset = publication.datasets[report.spec.dataset].spec
    first, rhythm = first_period(publication, report), dataset.rhythm
    if rhythm is None:
        named = sorted({first, dataset.last or first})
        yield from (period for period in named if after is None or period > after)
        return
    period = first if after is None else rhythm.after(after)
    while dataset.last is None or period <= dataset.last:
        yield period
        period = rhythm.after(period)


def first_period(publication: Publication, report: Report) -> Period:
    """The period of the first edition: the schedule's, or the first that the data cover; of spans, their last."""
    dataset = publication.datasets[report.spec.dataset].spec
    declared = report.spec.schedule.first_period
    first = dataset.first if dataset.rhythm is not None else dataset.last or dataset.first
    try:
        return first if declared is None else dataset.period(declared)
    except ValueError:  # told as a problem of the report, of which nothing is made
        return first


def release_moment(publication: Publication, report: Report, period: Period) -> datetime:
    """The moment of one edition, by the report's schedule and the publication's defaults."""
    schedule, defaults = report.spec.schedule, publication.settings.calendar
    lag = defaults.lag_days if schedule.lag_days is None else schedule.lag_days
    at = schedule.at or defaults.at
    regular = datetime.combine(period.end + timedelta(days=lag), at)
    return max(regular, schedule.first_release).replace(tzinfo=publication.settings.zone)
