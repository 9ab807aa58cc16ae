"""What was announced holds: a date that was confirmed changes in the open, or not at all.

The ledger remembers every announcement. A date may change by a change with a reason (`changes`) alone, never because
somebody edited a rule, a list of holidays or the hour; and what was announced does not just go away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from berkala.errors import Problem
from berkala.ledger import Event
from berkala.plan.announcing import Announced
from berkala.plan.calendar import Edition
from berkala.plan.changes import rewritten
from berkala.plan.publication import SETTINGS_FILE, Publication

#: The kind of event in the ledger by which an announcement is remembered.
ANNOUNCED = "announced"


def news(calendar: Iterable[Announced], events: Iterable[Event], as_of: datetime) -> tuple[Event, ...]:
    """The announcements that the ledger does not have yet, or has otherwise. What is provisional is no promise."""
    known = _known(events)
    return tuple(
        Event(ANNOUNCED, one.edition.name, as_of.isoformat(), details=one.told())
        for one in calendar
        if one.state != "provisional" and known.get(one.edition.name) != one.told()
    )


def broken_promises(
    publication: Publication, calendar: Iterable[Announced], due: Iterable[Edition], events: Iterable[Event]
) -> Iterator[Problem]:
    """A problem for each announced release whose date changed without a reason, or whose changes were taken back.

    What is due is looked at too: its date may not have moved on the way either.
    """
    known = _known(events)
    for one in (*calendar, *_at_last(publication, due)):
        before = known.get(one.edition.name)
        if before is None:
            continue
        was = str(before["release"])
        report = publication.reports[one.edition.report]
        code = _broken(one, datetime.fromisoformat(was), before["changes"])
        if code:
            facts = {
                "edition": one.edition.name,
                "period": one.edition.period.code,
                "was": f"{datetime.fromisoformat(was):%Y-%m-%dT%H:%M %z}",
                "now": f"{one.edition.release:%Y-%m-%dT%H:%M %z}",
            }
            yield Problem(code, facts, file=report.file)


def _broken(one: Announced, was: datetime, told: object) -> str:
    """What is wrong with a release that had been announced for a moment, after these changes; nothing if all is well.

    A ledger of the first programs remembers only how many there were. Moments are compared in UTC: an hour that the
    clock has twice is equal to nothing in any other zone.
    """
    changes = len(told) if isinstance(told, list) else told if isinstance(told, int) else 0
    if changes > len(one.changes):
        return "plan.change-taken-back"
    if isinstance(told, list) and rewritten(one.changes, told):
        return "plan.change-rewritten"
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
            yield Problem("plan.holidays-unset", facts, severity="warning", file=SETTINGS_FILE)


def _known(events: Iterable[Event]) -> Mapping[str, Mapping[str, object]]:
    # None is the same in every ledger; where one says how many there were, they are told once more, whole.
    return {event.subject: {**event.details, "changes": event.details["changes"] or []} for event in events}


def _at_last(publication: Publication, due: Iterable[Edition]) -> Iterator[Announced]:
    """What is due as it would be announced: its date may not have moved on the way either."""
    for edition in due:
        changes = publication.reports[edition.report].spec.schedule.changes.get(edition.period.code, ())
        yield Announced(edition, "confirmed", changes=changes)
