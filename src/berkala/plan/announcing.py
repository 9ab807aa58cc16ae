"""The public release calendar: twelve months of releases to come, each with its state.

A state follows from the clock and from what is public. It is part of what the site says, so it is worked out here,
once, and `compose` only shows it. What was announced as confirmed is remembered in the ledger: its date may change by a
change with a reason (`changes`) alone, never because somebody edited a rule or a list of holidays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Literal

from berkala.errors import Problem
from berkala.ledger import Event
from berkala.plan.calendar import Edition, Slot, slots, until
from berkala.plan.changes import Change
from berkala.plan.publication import Publication, Report

#: `provisional`: the date may still change; `confirmed`: it is exact; `postponed`: put off, and no new date is set;
#: `cancelled`: it will not come; `late`: its moment has passed and it is not public.
State = Literal["provisional", "confirmed", "postponed", "cancelled", "late"]

#: How far ahead the calendar goes.
AHEAD = timedelta(days=366)

#: The kind of event in the ledger by which an announcement is remembered.
ANNOUNCED = "announced"


@dataclass(frozen=True)
class Announced:
    """A release to come as the calendar announces it. Without `sure`, holidays not set yet may move its day."""

    edition: Edition
    state: State
    sure: bool = True
    changes: tuple[Change, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether a moment is announced for it."""
        return self.state not in ("postponed", "cancelled")

    def told(self) -> dict[str, object]:
        """What the ledger remembers of it."""
        return {"state": self.state, "release": self.edition.release.isoformat(), "changes": len(self.changes)}


def announced(publication: Publication, public: Collection[str], as_of: datetime) -> tuple[Announced, ...]:
    """Every release that is not public (by edition name) and is announced at `as_of`, by report and period."""
    return tuple(
        one
        for report in publication.reports.values()
        if report.spec.dataset in publication.datasets
        for one in _of(publication, report, public, as_of)
    )


def _of(publication: Publication, report: Report, public: Collection[str], as_of: datetime) -> Iterator[Announced]:
    confirmed = as_of + timedelta(days=publication.settings.calendar.confirm_days)
    in_sight = [
        Announced(slot.edition, _state(slot, as_of, confirmed), slot.sure, slot.changes)
        for slot in until(publication, report, as_of + AHEAD)
        if slot.edition.name not in public and not _over(slot, as_of)
    ]
    yield from in_sight
    if not any(one.state in ("provisional", "confirmed") for one in in_sight):
        # The next release of a series that appears more seldom than once a year.
        later = (
            slot
            for slot in slots(publication, report)
            if slot.dated and slot.regular > as_of + AHEAD and slot.edition.name not in public
        )
        yield from (Announced(slot.edition, "provisional", slot.sure) for slot in islice(later, 1))


def _state(slot: Slot, as_of: datetime, confirmed: datetime) -> State:
    last = slot.changes[-1] if slot.changes else None
    if last is not None and last.moment is None:
        return "cancelled" if last.to == "cancelled" else "postponed"
    if slot.edition.release <= as_of and slot.sure:
        return "late"
    # A date that people set is exact from the start; one that leans on holidays nobody has set is not.
    return "confirmed" if slot.sure and (last or slot.edition.release <= confirmed) else "provisional"


def _over(slot: Slot, as_of: datetime) -> bool:
    """Whether a cancelled release has been in sight for long enough."""
    return bool(slot.changes) and slot.changes[-1].to == "cancelled" and slot.edition.release + AHEAD < as_of


def news(calendar: Iterable[Announced], events: Iterable[Event], as_of: datetime) -> tuple[Event, ...]:
    """The announcements that the ledger does not have yet, or has otherwise. What is provisional is no promise."""
    known = _known(events)
    return tuple(
        Event(ANNOUNCED, one.edition.name, as_of.isoformat(), details=one.told())
        for one in calendar
        if one.state != "provisional" and known.get(one.edition.name) != one.told()
    )


def broken_promises(
    publication: Publication, calendar: Iterable[Announced], events: Iterable[Event]
) -> Iterator[Problem]:
    """A problem for each confirmed release whose date changed without a reason, or whose changes were taken back."""
    known = _known(events)
    for one in calendar:
        before = known.get(one.edition.name)
        if before is None:
            continue
        was, changes = str(before["release"]), before["changes"]
        report = publication.reports[one.edition.report]
        code = _broken(one, datetime.fromisoformat(was), changes if isinstance(changes, int) else 0)
        if code:
            facts = {
                "edition": one.edition.name,
                "period": one.edition.period.code,
                "was": f"{datetime.fromisoformat(was):%Y-%m-%dT%H:%M %z}",
                "now": f"{one.edition.release:%Y-%m-%dT%H:%M %z}",
            }
            yield Problem(code, facts, file=report.file)


def _broken(one: Announced, was: datetime, changes: int) -> str:
    """What is wrong with a release that had been announced for a moment, after so many changes; nothing if all is well.

    Moments are compared in UTC: an hour that the clock has twice is equal to nothing in any other zone.
    """
    if changes > len(one.changes):
        return "plan.change-taken-back"
    if changes == len(one.changes):
        return "plan.date-moved" if was.astimezone(UTC) != one.edition.release.astimezone(UTC) else ""
    begins = one.changes[changes].from_
    zone = one.edition.release.tzinfo
    false = begins is not None and begins.replace(tzinfo=zone).astimezone(UTC) != was.astimezone(UTC)
    return "plan.change-from-false" if false else ""


def kept_confirmed(calendar: Iterable[Announced], events: Iterable[Event]) -> tuple[Announced, ...]:
    """The calendar with what was confirmed once still confirmed, however far ahead confirming begins now."""
    promised = {name for name, before in _known(events).items() if before["state"] != "cancelled"}
    return tuple(
        replace(one, state="confirmed")
        if (one.state, one.sure) == ("provisional", True) and one.edition.name in promised
        else one
        for one in calendar
    )


def lost_promises(publication: Publication, kept: Collection[str], events: Iterable[Event]) -> Iterator[Problem]:
    """A problem for each announced release that is neither public nor announced any more: it did not just go away.

    `kept` are the editions that are public or stand in the calendar.
    """
    for name, before in _known(events).items():
        if name not in kept and before["state"] != "cancelled":
            report = publication.reports.get(name.partition("@")[0])
            facts = {"edition": name, "was": f"{datetime.fromisoformat(str(before['release'])):%Y-%m-%dT%H:%M}"}
            yield Problem("plan.release-gone", facts, file=report.file if report else None)


def unset_holidays(publication: Publication, calendar: Iterable[Announced], as_of: datetime) -> Iterator[Problem]:
    """A warning for each report whose next release should be confirmed by now, and nobody has set the holidays."""
    days, told = publication.settings.calendar.confirm_days, set[str]()
    for one in calendar:
        waits = one.state == "provisional" and not one.sure and one.edition.release <= as_of + timedelta(days=days)
        if waits and one.edition.report not in told:
            told.add(one.edition.report)
            facts = {"edition": one.edition.name, "day": one.edition.release.date().isoformat()}
            yield Problem("plan.holidays-unset", facts, severity="warning", file="mkdocs.yml")


def _known(events: Iterable[Event]) -> Mapping[str, Mapping[str, object]]:
    return {event.subject: event.details for event in events}
