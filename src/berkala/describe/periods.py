"""How the periods of a file are written: their frequency, and what has to be said so that they can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from berkala.describe.kinds import period_of
from berkala.periods import Frequency, Period
from berkala.stated import hyphen_of

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_CLOCK = re.compile(r"\d{4}-\d\d-\d\d[T ](\d\d:\d\d).*", re.ASCII)


@dataclass(frozen=True)
class Written:
    """What the periods of a table are, and how a layout has to say that they are written.

    `frequency` is None where the texts are periods of more than one; `asks` are the codes of what cannot be told.
    """

    frequency: Frequency | None
    settings: dict[str, object] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    frequencies: tuple[str, ...] = ()


def written(texts: Iterable[str]) -> Written:
    """How these texts write periods."""
    known = [text for text in dict.fromkeys(texts) if text]
    if len({clock[1] for text in known if (clock := _CLOCK.fullmatch(text))}) > 1:
        return Written(None, asks=("hours",))
    if days := [day for text in known if (day := _DAY.fullmatch(text))]:
        return _in_order(days, len(known))
    settings: dict[str, object] = {}
    hyphen, unsure = hyphen_of(known)
    if hyphen == "years":
        settings["two_years"] = True
    elif unsure and hyphen is None:
        return Written(None, asks=("hyphen",))
    found = [period_of(text) for text in known]
    frequencies = {_frequency(text, one, hyphen) for text, one in zip(known, found, strict=True)}
    if frequencies == {"day"} and len(known) > 1:
        starts = [one.first for one in found if one]
        if all(day.day == 1 for day in starts):
            return Written("month", {**settings, "named_by": "first day"})
        if all((day + timedelta(days=1)).day == 1 for day in starts):
            return Written("month", {**settings, "named_by": "last day"})
    if len(frequencies) != 1:
        return Written(None, settings, ("frequencies",), tuple(sorted(map(str, frequencies))))
    return Written(frequencies.pop(), settings)


def _frequency(text: str, stated: object, hyphen: str | None) -> Frequency | None:
    if hyphen == "month" and re.fullmatch(r"\d{4}-\d\d", text):
        return "month"
    return getattr(stated, "frequency", None) or ("span" if stated else None)


def _in_order(days: Sequence[re.Match[str]], count: int) -> Written:
    """Days with their year last: the order is plain where one of the two numbers is no month."""
    if len(days) < count:
        return Written(None, asks=("frequencies",))
    first, second = max(int(day[1]) for day in days), max(int(day[2]) for day in days)
    if (first > 12) == (second > 12):
        return Written("day", asks=("day-order",))
    return Written("day", {"dates": "day first" if first > 12 else "month first"})


#: The first period that a draft has, before it is read.
ANY: dict[Frequency, str] = {
    "day": "2000-01-01",
    "week": "2000-W01",
    "month": "2000-01",
    "quarter": "2000-Q1",
    "half": "2000-S1",
    "year": "2000",
    "fiscal": "2000-2001",
    "span": "2000--2001",
}


def months_of(periods: Sequence[Period]) -> tuple[int, ...]:
    """The months of a survey that is not taken in every month; none where it is."""
    months = sorted({one.start.month for one in periods})
    years = {one.start.year for one in periods}
    return tuple(months) if len(months) < 7 and len(years) > 2 else ()
