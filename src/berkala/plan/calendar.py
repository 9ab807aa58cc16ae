"""When editions are due: scheduled within the data's coverage, minus receipts. The clock is an argument."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

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


def scheduled(publication: Publication, report: Report, as_of: datetime) -> Iterator[Edition]:
    """Every edition of a report whose moment is not after `as_of`, oldest first."""
    dataset = publication.datasets[report.spec.dataset].spec
    absent = set(dataset.coverage.except_)
    first = first_period(publication, report)
    horizon = dataset.last or _latest_possible(first, as_of.astimezone(publication.settings.zone))
    for period in dataset.periods(first, horizon):
        release = release_moment(publication, report, period)
        if period.code not in absent and release <= as_of:
            yield Edition(report.name, report.slug, period, release)


def next_release(publication: Publication, report: Report, as_of: datetime) -> Edition | None:
    """The first edition whose moment is still to come; None when the series is closed and told."""
    dataset = publication.datasets[report.spec.dataset].spec
    absent = set(dataset.coverage.except_)
    period = first_period(publication, report)
    while dataset.last is None or period <= dataset.last:
        release = release_moment(publication, report, period)
        if release > as_of and period.code not in absent:
            return Edition(report.name, report.slug, period, release)
        period = dataset.after(period)
    return None


def following(publication: Publication, edition: Edition) -> Edition | None:
    """The edition of the same report for the next period; None when the series is closed or it was out by then."""
    report = publication.reports[edition.report]
    dataset = publication.datasets[report.spec.dataset].spec
    absent = set(dataset.coverage.except_)
    period = dataset.after(edition.period)
    while period.code in absent:
        period = dataset.after(period)
    if dataset.last is not None and period > dataset.last:
        return None
    release = release_moment(publication, report, period)
    return Edition(report.name, report.slug, period, release) if release > edition.release else None


def first_period(publication: Publication, report: Report) -> Period:
    """The period of the first edition: the schedule's, or the first that the data cover."""
    dataset = publication.datasets[report.spec.dataset].spec
    declared = report.spec.schedule.first_period
    try:
        return dataset.first if declared is None else dataset.period(declared)
    except ValueError:  # told as a problem of the report, of which nothing is made
        return dataset.first


def release_moment(publication: Publication, report: Report, period: Period) -> datetime:
    """The moment of one edition, by the report's schedule and the publication's defaults."""
    schedule, defaults = report.spec.schedule, publication.settings.calendar
    lag = defaults.lag_days if schedule.lag_days is None else schedule.lag_days
    at = schedule.at or defaults.at
    regular = datetime.combine(period.end + timedelta(days=lag), at)
    return max(regular, schedule.first_release).replace(tzinfo=publication.settings.zone)


def _latest_possible(first: Period, as_of: datetime) -> Period:
    """The last period that has ended by `as_of`; no release precedes its period's end."""
    period = first
    while period.shift(1).end <= as_of.date():
        period = period.shift(1)
    return period
