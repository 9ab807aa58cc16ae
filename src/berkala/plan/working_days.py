"""Which days an office works: weekends, public holidays, joint leave, and what the agency adds or takes away.

The days come from the library `holidays`. What it does not know is said, not guessed: a year without a list of joint
leave, and a day that it only estimates (many follow the moon), make a date that leans on them *uncertain*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, Self, get_args

from pydantic import field_validator, model_validator
from pydantic_core import PydanticCustomError

from berkala.errors import nearest
from berkala.plan.forms import Day, Specification, Text

if TYPE_CHECKING:
    from holidays import HolidayBase

WeekdayName = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[str, ...] = get_args(WeekdayName)

_DAY = timedelta(days=1)

#: What the library calls days of leave that a government decrees each year; Indonesia's *cuti bersama*.
_LEAVE = "government"

#: A year in which every country is there, to ask what the library knows of it.
_ANY_YEAR = 2025

#: How far a search for a working day goes: no office is closed for longer.
_FAR = 60


class AddedHoliday(Specification):
    """A day on which the agency is closed though no list has it."""

    on: Day
    name: Text


class HolidaySettings(Specification):
    """Whose holidays count: a country's by its ISO 3166-1 code, with those of a `region` of it where they differ.

    `joint_leave` also counts the days of leave that the government sets each year; a year is known once they are. `add`
    and `remove` are the agency's own. `complete` are years whose list it has made whole by hand.
    """

    country: str
    region: str | None = None
    joint_leave: bool = True
    add: tuple[AddedHoliday, ...] = ()
    remove: tuple[Day, ...] = ()
    complete: tuple[int, ...] = ()

    @field_validator("country")
    @classmethod
    def _known_country(cls, value: str) -> str:
        from holidays import list_supported_countries

        known = list_supported_countries()
        if value not in known:
            facts = {"name": value, "nearest": nearest(value.upper(), sorted(known))}
            raise PydanticCustomError("holidays-country", "{name}", facts)
        return value

    @model_validator(mode="after")
    def _known_region(self) -> Self:
        from holidays import list_supported_countries

        known = list_supported_countries().get(self.country, [])
        if self.region is not None and self.region not in known:
            facts = {"name": self.region, "known": ", ".join(known) or "–", "at": ("region",)}
            raise PydanticCustomError("holidays-region", "{name}", facts)
        return self


@dataclass(frozen=True)
class WorkingDays:
    """The working days of one publication. Without a `country` and days that were `added`, only weekends are free."""

    weekend: frozenset[int]
    country: str | None = None
    region: str | None = None
    joint_leave: bool = True
    added: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()
    complete: frozenset[int] = frozenset()

    def works(self, day: date) -> bool:
        """Whether the office works on a day."""
        if day.weekday() in self.weekend or day in self.added:
            return False
        return day in self.removed or day not in self._listed(day.year)

    def sure(self, day: date) -> bool:
        """Whether it is known that the office works on a day or not."""
        if self.country is None or day.weekday() in self.weekend or day in self.added | self.removed:
            return True
        if day.year in self.complete:
            return True
        return self.known(day.year) and day not in _estimated(self.country, self.region, day.year)

    def known(self, year: int) -> bool:
        """Whether the holidays of a year have been set."""
        if self.country is None or year in self.complete:
            return True
        listed = _calendar(self.country, self.region, year, "public")
        if not listed.start_year <= year <= listed.end_year:
            return False
        return not self._has_leave() or bool(_calendar(self.country, self.region, year, _LEAVE))

    def onward(self, day: date) -> date:
        """The day itself if the office works on it, else the next on which it does."""
        return next((one for one in _days(day, _DAY) if self.works(one)), day)

    def back(self, day: date) -> date:
        """The day itself if the office works on it, else the last before on which it did."""
        return next((one for one in _days(day, -_DAY) if self.works(one)), day)

    def _listed(self, year: int) -> frozenset[date]:
        if self.country is None:
            return frozenset()
        kinds = ("public", _LEAVE) if self._has_leave() else ("public",)
        return frozenset(day for kind in kinds for day in _calendar(self.country, self.region, year, kind))

    def _has_leave(self) -> bool:
        if self.country is None or not self.joint_leave:
            return False
        return _LEAVE in _calendar(self.country, self.region, _ANY_YEAR, "public").supported_categories


def working_days(settings: HolidaySettings | None, weekend: Iterable[str]) -> WorkingDays:
    """The working days by the settings of a publication."""
    days = frozenset(WEEKDAYS.index(day) for day in weekend)
    if settings is None:
        return WorkingDays(days)
    return WorkingDays(
        days,
        settings.country,
        settings.region,
        settings.joint_leave,
        frozenset(one.on for one in settings.add),
        frozenset(settings.remove),
        frozenset(settings.complete),
    )


def _days(first: date, step: timedelta) -> Iterator[date]:
    return (first + step * n for n in range(_FAR))


@lru_cache(maxsize=256)
def _estimated(country: str, region: str | None, year: int) -> frozenset[date]:
    """The holidays whose day is worked out and not yet set, and those beside them, which may be free in their place."""
    listed = _calendar(country, region, year, "public")
    # The library writes the word for it in the country's own language.
    label = listed.tr(getattr(listed, "estimated_label", "%s (estimated)")).replace("%s", "").strip()
    return frozenset(day + _DAY * n for day, name in listed.items() if label in name for n in (-1, 0, 1))


@lru_cache(maxsize=512)
def _calendar(country: str, region: str | None, year: int, category: str) -> HolidayBase:
    # Not above: a publication without holidays loads none.
    from holidays import country_holidays

    return country_holidays(country, subdiv=region, years=year, categories=(category,), expand=False)
