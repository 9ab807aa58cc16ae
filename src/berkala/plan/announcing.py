"""The public release calendar: twelve months of releases to come, each with its state.

A state follows from the clock and from what is public. It is part of what the site says, so it is worked out here,
once, and `compose` only shows it. What was announced is a promise: `promises`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Literal

from berkala.plan.calendar import Edition, Slot, slots, until
from berkala.plan.changes import Change
from berkala.plan.publication import Publication, Report

#: `provisional`: the date may still change; `confirmed`: it is exact; `postponed`: put off, and no new date is set;
#: `cancelled`: it will not come; `late`: its moment has passed and it is not public.
State = Literal["provisional", "confirmed", "postponed", "cancelled", "late"]

#: How far ahead the calendar goes.
AHEAD = timedelta(days=366)


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
        changes = [change.told() for change in self.changes]
        return {"state": self.state, "release": self.edition.release.isoformat(), "changes": changes}


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
