"""Periods, dates and moments as they are shown, held against the machine form beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from berkala.words import language

_FORM = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?)?"
    r"|-W(?P<week>\d{2})|-Q(?P<quarter>[1-4])|-S(?P<half>[12])|-(?P<last>\d{4}))?",
    re.ASCII,
)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Time:
    """A machine time, taken apart. What it does not say is None."""

    year: int
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    zone: int | None = None
    week: int | None = None
    part: int | None = None


@lru_cache(maxsize=16_384)
def what_is_wrong_with_time(shown: str, stated: str, code: str) -> str:
    """The code of what is wrong with a text that shows a machine time; empty if it is right.

    A page says the same few periods hundreds of times.
    """
    times = machine_times(stated)
    if not times:
        return "time-unreadable"
    return "" if time_is_shown(shown, times, code) else "time-wrong"


def machine_times(text: str) -> tuple[Time, ...]:
    """The times in a ``datetime`` attribute: one, or the two ends of an interval. Empty if it is none."""
    times = tuple(_machine_time(part) for part in text.split("/"))
    return tuple(time for time in times if time) if all(times) and len(times) <= 2 else ()


def _machine_time(text: str) -> Time | None:
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    number = {name: int(value) for name, value in found.groupdict().items() if value and name != "zone"}
    time = Time(
        number["year"],
        month=number.get("month"),
        day=number.get("day"),
        hour=number.get("hour"),
        minute=number.get("minute"),
        zone=int(found["zone"][1:3]) if found["zone"] and found["zone"] != "Z" else None,
        week=number.get("week"),
        part=number.get("quarter", number.get("half", number.get("last"))),
    )
    return time if _exists(time) else None


def _exists(time: Time) -> bool:
    try:
        date(time.year, time.month or 1, time.day or 1)
        if time.week is not None:
            date.fromisocalendar(time.year, time.week, 1)
    except ValueError:
        return False
    return (time.hour or 0) < 24 and (time.minute or 0) < 60


def time_is_shown(shown: str, times: tuple[Time, ...], code: str) -> bool:
    """Whether the digits and the month names of a shown text are those of its machine time."""
    written = re.findall(r"\d+", shown)
    if any(len(digits) > 2 and digits.startswith("0") for digits in written):  # 0017 is not the year 17 for 2017
        return False
    numbers = tuple(int(digits) for digits in written)
    if named_months(shown, code) - {time.month for time in times}:
        return False
    if not _WORD.search(shown) and len(times) == 1:  # 2019-03, 05/03/2019: a month as a number needs no words
        return numbers in frozenset((*_forms(times[0]), *_in_digits(times[0])))
    if len(times) == 2:
        first, last = (frozenset(_forms(time)) for time in times)
        return any(numbers == (*a, *b) for a in first for b in last)
    return numbers in frozenset(_forms(times[0]))


def named_months(text: str, code: str) -> set[int]:
    """The months that a text names, in this language, in full or short."""
    known = _months(code)
    return {known[word] for word in _WORD.findall(text.lower()) if word in known}


@lru_cache
def _months(code: str) -> dict[str, int]:
    """The names of months by CLDR, and the forms that the language's own lists have ("марте", "d’avril")."""
    words = language(code)
    known = {
        name.lower().strip("."): number
        for form in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in words.locale.months[form][width].items()
    }
    lists = (names for key, names in words.messages.items() if key.startswith("months."))
    own = ((name, number) for names in lists for number, name in enumerate(names, 1))
    return known | {_WORD.findall(name.lower())[-1]: number for name, number in own}


def _forms(time: Time) -> Iterator[tuple[int, ...]]:
    """Every row of numbers that may be said of this time."""
    days = list(_day_forms(time))
    yield from days
    if time.hour is None or time.minute is None:
        return
    hours = (time.hour, time.hour % 12 or 12)
    clocks: set[tuple[int, ...]] = {(hour, time.minute) for hour in hours}
    clocks |= {(hour,) for hour in hours if time.minute == 0}
    zones = {(), *([(time.zone,)] if time.zone is not None else [])}
    for clock in sorted(clocks):
        yield from ((*day, *clock, *zone) for day in days for zone in zones)
        yield from ((*clock, *day) for day in days)


def _day_forms(time: Time) -> Iterator[tuple[int, ...]]:
    yield ()
    for year in (time.year, time.year % 100):
        yield (year,)
        yield from _parts_with(year, time)
    if time.day is not None:
        yield from ((time.day,), (time.day, time.year), (time.year, time.day))
    if time.week is not None or time.part is not None:
        yield ((time.week or time.part or 0),)


def _in_digits(time: Time) -> Iterator[tuple[int, ...]]:
    if time.month is not None and time.day is not None:
        yield from ((time.day, time.month, time.year), (time.year, time.month, time.day))
    elif time.month is not None:
        yield from ((time.month, time.year), (time.year, time.month))


def _parts_with(year: int, time: Time) -> Iterator[tuple[int, ...]]:
    """A year with the part of it that begins here: a week, a quarter, a half, a year that ends in the next."""
    parts = {time.week, time.part} - {None}
    if time.day == 1 and time.month is not None:
        parts |= {(time.month + 2) // 3} if time.month % 3 == 1 else set()
        parts |= {(time.month + 5) // 6} if time.month % 6 == 1 else set()
    if time.day is not None and time.month is not None:
        iso = date(time.year, time.month, time.day).isocalendar()
        if iso.weekday == 1:  # a week stands by its Monday
            yield from ((iso.week, iso.year), (iso.year, iso.week))
        if time.day == 1:
            yield from ((year, (year + 1) % 100), (year, year + 1))
    if time.part is not None and time.part > time.year:
        yield (year, time.part % 100)
    for part in sorted(part for part in parts if part is not None):
        yield from ((part, year), (year, part))
