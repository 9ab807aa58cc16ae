"""What changed since the same day a month before, by the ledger, the calendar, the answers and the sources."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime

from berkala.errors import Problem
from berkala.ledger import SITE, Event, Ledger
from berkala.overview.model import Change, Phrase
from berkala.plan import Change as DateChange
from berkala.plan import Plan
from berkala.plan.promises import ANNOUNCED
from berkala.plan.seeing import SEEN, UNSEEN
from berkala.publish.approvals import APPROVED
from berkala.publish.checked import CHECKED
from berkala.service.untold import TOLD

#: The event of a receipt.
PUBLISHED = "published"

#: Events that are told where they belong, and not as news of their own.
_ELSEWHERE = frozenset((ANNOUNCED, APPROVED, CHECKED, PUBLISHED, SEEN, UNSEEN, TOLD))

#: Those that have a sentence of their own; others are told by their kind.
_SAID = frozenset(
    ("withdrawn", "corrected", "drafted", "given", "rolled-back", "went-on", "taken-back", "edition-withdrawn")
)


def month_before(day: date) -> date:
    """The same day a month before; the last day of that month where it has no such day."""
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def changes(planned: Plan, ledger: Ledger, restated: Iterable[Problem]) -> tuple[Change, ...]:
    """Everything that changed, the newest first; what has no day is first of all, for it stands so now."""
    today = planned.request.as_of.astimezone(planned.publication.settings.zone).date()
    events = [link.event for link in ledger.chain()]
    found = [
        *_published(planned, events),
        *_other_events(planned, events),
        *_dates(planned),
        *_answers(planned),
    ]
    lately = [one for one in found if one.on is not None and month_before(today) <= one.on <= today]
    now = [Change(problem) for problem in restated]
    return (*now, *sorted(lately, key=lambda one: one.on or today, reverse=True))


def day_of(planned: Plan, at: str) -> date | None:
    """The day of a moment of the ledger, in the publication's time zone; None where it is no moment."""
    with suppress(ValueError):
        moment = datetime.fromisoformat(at)
        zone = planned.publication.settings.zone
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(zone).date()
    return None


def _published(planned: Plan, events: Iterable[Event]) -> Iterator[Change]:
    """The editions that became public, those of one report and day together; apart those that had been before."""
    groups: dict[tuple[date | None, str, bool], list[str]] = {}
    seen: set[str] = set()
    for event in events:
        is_ours = event.details.get("channel") == planned.request.channel and event.subject != SITE
        if event.kind == PUBLISHED and is_ours:
            group = (day_of(planned, event.at), event.subject.partition("@")[0], event.subject in seen)
            groups.setdefault(group, []).append(event.subject)
            seen.add(event.subject)
    for (day, report, again), names in groups.items():
        key = f"{'reissued' if again else 'published'}{'' if len(names) == 1 else '-many'}"
        slots = {"name": names[0], "title": _title(planned, report), "count": str(len(names)), "last": names[-1]}
        yield Change(Phrase(key, slots), day)


def _other_events(planned: Plan, events: Iterable[Event]) -> Iterator[Change]:
    """What else the ledger knows of: withdrawn approvals, and whatever later programs write down."""
    for event in events:
        if event.kind not in _ELSEWHERE:
            slots = {"kind": event.kind, "subject": event.subject, "who": event.who or "–"}
            slots |= {"correction": str(event.details.get("correction", ""))}
            key = event.kind if event.kind in _SAID else "event"
            if event.details.get("changed", True):  # what a correction did not concern has not changed
                yield Change(Phrase(key, slots), day_of(planned, event.at))


def _dates(planned: Plan) -> Iterator[Change]:
    """Releases whose date was changed by hand."""
    for report in planned.publication.reports.values():
        for period, made in report.spec.schedule.changes.items():
            for change in made:
                slots = {"edition": f"{report.name}@{period}", "reason": change.reason, **_moments(planned, change)}
                yield Change(Phrase(f"date-{_kind(change)}", slots), change.decided.date())


def _kind(change: DateChange) -> str:
    if change.moment is None:
        return "cancelled" if change.to == "cancelled" else "postponed"
    return "unscheduled" if change.unscheduled else "moved"


def _moments(planned: Plan, change: DateChange) -> dict[str, object]:
    zone = planned.publication.settings.zone
    given = {"before": change.from_, "after": change.moment}
    return {name: moment.replace(tzinfo=zone) if moment else "–" for name, moment in given.items()}


def _answers(planned: Plan) -> Iterator[Change]:
    for dataset in planned.publication.datasets.values():
        for answer in dataset.answers:
            key = ", ".join(answer.key.values())
            slots = {"dataset": dataset.name, "column": answer.column, "key": key, "who": answer.who}
            yield Change(Phrase("answered", slots), answer.date)


def _title(planned: Plan, report: str) -> object:
    known = planned.publication.reports.get(report)
    return known.spec.title if known else report
