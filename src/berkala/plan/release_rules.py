"""On which day an edition appears: "third working day", "last thursday", "day 15", "45 days after".

A rule names a day of a month, the month being counted from the end of the reference period; or so many days after that
end. It is written in these words, in English as every setting, so that who keeps the calendar can read it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol

from pydantic_core import PydanticCustomError

from berkala.plan.working_days import WEEKDAYS, WorkingDays

#: What happens where the day is one on which the office is closed.
IfClosed = Literal["as it is", "next working day", "working day before"]

_ORDINALS = {
    name: place
    for names in (
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
        ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "10th"),
    )
    for place, name in enumerate(names, 1)
} | {"last": -1, "second last": -2, "third last": -3}

_PLACE = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_WORKING = re.compile(rf"({_PLACE}) working day", re.ASCII)
_WEEKDAY = re.compile(rf"({_PLACE}) ({'|'.join(WEEKDAYS)})", re.ASCII)
_DAY = re.compile(r"day ([12]?[1-9]|[1-3]0|31)|last day", re.ASCII)
_AFTER = re.compile(r"(\d{1,3}) days? after", re.ASCII)

#: A month has a fourth of each day of the week; not every month a fifth.
_WEEKS = 4

_ONE = timedelta(days=1)


@dataclass(frozen=True)
class Dated:
    """A day that a rule gave, and whether all that it leans on is known: `sure` is false where holidays may move it."""

    day: date
    sure: bool = True


class Rule(Protocol):
    """A rule: from the last day of a period, and the first of the month that counts, to the day of release."""

    def day(self, end: date, month: date, working: WorkingDays) -> Dated:
        """The day of release."""
        ...


@dataclass(frozen=True)
class WorkingDay:
    """The so many-th working day of the month; counted from its end where `place` is below nought."""

    place: int

    def day(self, end: date, month: date, working: WorkingDays) -> Dated:
        """See `Rule`. In a month with fewer working days, the nearest to what was asked for; never another month."""
        last = _last(month)
        days = [month + n * _ONE for n in range(last.day) if working.works(month + n * _ONE)]
        if not days:
            return Dated(last, sure=False)
        if self.place < 0:
            found = days[max(-len(days), self.place)]
            return Dated(found, _sure(found, last, working))
        found = days[min(len(days), self.place) - 1]
        return Dated(found, _sure(month, found, working))


@dataclass(frozen=True)
class Weekday:
    """The so many-th of one day of the week, counted from the month's end where `place` is below nought."""

    place: int
    weekday: int

    def day(self, end: date, month: date, working: WorkingDays) -> Dated:
        """See `Rule`."""
        if self.place > 0:
            first = month + (self.weekday - month.weekday()) % 7 * _ONE
            return Dated(first + (self.place - 1) * 7 * _ONE)
        last = _last(month)
        return Dated(last - (last.weekday() - self.weekday) % 7 * _ONE + (self.place + 1) * 7 * _ONE)


@dataclass(frozen=True)
class DayOfMonth:
    """A day by its number; in a month that is too short, its last."""

    number: int

    def day(self, end: date, month: date, working: WorkingDays) -> Dated:
        """See `Rule`."""
        return Dated(min(_last(month), month + (self.number - 1) * _ONE))


@dataclass(frozen=True)
class DaysAfter:
    """So many days after the period's end; before it where `days` is below nought."""

    days: int

    def day(self, end: date, month: date, working: WorkingDays) -> Dated:
        """See `Rule`."""
        return Dated(end + self.days * _ONE)


def read_rule(text: object) -> Rule:
    """Read a rule as it is written. Raises PydanticCustomError for what is none."""
    words = " ".join(str(text).lower().split())
    if found := _WORKING.fullmatch(words):
        return WorkingDay(_ORDINALS[found[1]])
    if (found := _WEEKDAY.fullmatch(words)) and abs(_ORDINALS[found[1]]) <= _WEEKS:
        return Weekday(_ORDINALS[found[1]], WEEKDAYS.index(found[2]))
    if found := _DAY.fullmatch(words):
        return DayOfMonth(int(found[1] or 31))
    if found := _AFTER.fullmatch(words):
        return DaysAfter(int(found[1]))
    raise PydanticCustomError("rule-form", "{value}", {"value": str(text)})


def day_by(rule: Rule, end: date, months: int, closed: IfClosed, working: WorkingDays) -> Dated:
    """The day for a period that ends on `end`: in the month that is `months` after, moved if the office is closed."""
    found = rule.day(end, _month(end, months), working)
    match closed:
        case "as it is":
            return found
        case "next working day":
            moved = working.onward(found.day)
        case "working day before":
            moved = working.back(found.day)
    first, last = sorted((found.day, moved))
    return Dated(moved, found.sure and _sure(first, last, working))


def _month(end: date, months: int) -> date:
    """The first day of the month that is so many months after the one in which a period ends."""
    count = end.year * 12 + end.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _last(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def _sure(first: date, last: date, working: WorkingDays) -> bool:
    return all(working.sure(first + n * _ONE) for n in range((last - first).days + 1))
