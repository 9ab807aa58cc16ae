"""When editions are due: by the rule of their report, the changes made by hand, and the data's coverage.

The clock is an argument. What is announced of them, and in which state, is `announcing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from berkala.periods import Period
from berkala.plan.changes import Change
from berkala.plan.publication import Publication, Report
from berkala.plan.release_rules import DaysAfter, day_by


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


@dataclass(frozen=True)
class Slot:
    """An edition's place in the calendar: what the rule gives, and what people changed about it.

    `regular` is the moment by the rule. `edition.release` is the one that counts; of an edition without one (put off
    without a date, or cancelled) the last that it had. `sure` is false where holidays that are not set may move it.
    """

    edition: Edition
    regular: datetime
    sure: bool
    changes: tuple[Change, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether it has a moment: it was neither cancelled nor put off without a date."""
        return not self.changes or self.changes[-1].moment is not None


def scheduled(publication: Publication, report: Report, as_of: datetime) -> Iterator[Edition]:
    """Every edition of a report whose moment is not after `as_of`, in the order of their periods.

    One whose day hangs on holidays that nobody has set is not among them: its moment would be a guess.
    """
    for slot in until(publication, report, as_of):
        if slot.dated and slot.sure and slot.edition.release <= as_of:
            yield slot.edition


def next_release(publication: Publication, report: Report, as_of: datetime) -> Edition | None:
    """The edition whose moment comes first of those still to come; None when the series is closed and told."""
    by_rule = next((slot.regular for slot in slots(publication, report) if slot.dated and slot.regular > as_of), as_of)
    coming = [
        slot.edition for slot in until(publication, report, by_rule) if slot.dated and slot.edition.release > as_of
    ]
    return min(coming, key=lambda edition: edition.release, default=None)


def following(publication: Publication, edition: Edition) -> Edition | None:
    """The edition of the same report for the next period; None when the series is closed or it was out by then."""
    coming = next(expected(publication, publication.reports[edition.report], edition.period), None)
    return coming if coming is not None and coming.release > edition.release else None


def expected(publication: Publication, report: Report, after: Period | None = None) -> Iterator[Edition]:
    """Every edition of a report that has a moment, or those of later periods than one; by period, oldest first.

    Without end in an open series. By the rule none is released before an older one; a change may have it otherwise.
    """
    return (slot.edition for slot in slots(publication, report, after) if slot.dated)


def slots(publication: Publication, report: Report, after: Period | None = None) -> Iterator[Slot]:
    """Every place in the calendar of a report, or those of later periods than one; by period, oldest first."""
    dataset = publication.datasets[report.spec.dataset].spec
    absent = set(dataset.coverage.except_)
    for period in _periods(publication, report, after):
        if period.code not in absent:
            yield _slot(publication, report, period)


def until(publication: Publication, report: Report, moment: datetime) -> Iterator[Slot]:
    """The places whose moment by the rule is not after `moment`, and all up to the last that people changed."""
    changed = _last_changed(publication, report)
    for slot in slots(publication, report):
        if slot.regular > moment and (changed is None or slot.edition.period > changed):
            return
        yield slot


def _last_changed(publication: Publication, report: Report) -> Period | None:
    dataset, found = publication.datasets[report.spec.dataset].spec, []
    for code in report.spec.schedule.changes:
        with suppress(ValueError):  # told as a problem of the report, of which nothing is made
            found.append(dataset.period(code))
    return max(found, default=None)


def _slot(publication: Publication, report: Report, period: Period) -> Slot:
    zone = publication.settings.zone
    regular, sure = release_moment(publication, report, period)
    changes = report.spec.schedule.changes.get(period.code, ())
    known = [moment for change in changes for moment in (change.from_, change.moment) if moment is not None]
    # By way of UTC: an hour that the clock leaves out, or has twice, becomes one moment and stays it.
    release = known[-1].replace(tzinfo=zone).astimezone(UTC).astimezone(zone) if known else regular
    return Slot(Edition(report.name, report.slug, period, release), regular, sure or bool(changes), changes)


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


def release_moment(publication: Publication, report: Report, period: Period) -> tuple[datetime, bool]:
    """The moment of one edition by the report's schedule and the publication's defaults, and whether it is sure."""
    schedule, defaults = report.spec.schedule, publication.settings.calendar
    lag = defaults.lag_days if schedule.lag_days is None else schedule.lag_days
    rule, closed = schedule.on or DaysAfter(lag), schedule.if_closed or defaults.if_closed
    found = day_by(rule, period.end, schedule.month, closed, defaults.working)
    zone, regular = publication.settings.zone, datetime.combine(found.day, schedule.at or defaults.at)
    moment = max(regular, schedule.first_release).replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return moment, found.sure or regular <= schedule.first_release
