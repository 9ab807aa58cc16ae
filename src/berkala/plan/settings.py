"""What the settings may say: ``mkdocs.yml``, its site address and everything under ``plugins: berkala:``."""

from __future__ import annotations

from datetime import time
from functools import cached_property
from typing import Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from berkala.plan.approval import Approval
from berkala.plan.channels import OfficialChannel
from berkala.plan.collections import Collection
from berkala.plan.contacts import Contact
from berkala.plan.descriptors import Licence
from berkala.plan.forms import (
    Clock,
    Colour,
    HostName,
    Identifier,
    LanguageCode,
    MarkFile,
    SiteAddress,
    Specification,
    Text,
)
from berkala.plan.glossary import Term
from berkala.plan.notices import Notices
from berkala.plan.pre_release import PreRelease
from berkala.plan.release_rules import IfClosed
from berkala.plan.targets import Target
from berkala.plan.working_days import HolidaySettings, WeekdayName, WorkingDays, working_days

#: The sizes of share cards: a link's preview, a square, a portrait, a story.
CardSize = Literal["1200x630", "1080x1080", "1080x1350", "1080x1920"]
CARD_SIZES: tuple[CardSize, ...] = get_args(CardSize)

NetworkName = Literal["mastodon", "bluesky", "x", "whatsapp"]


class Accent(Specification):
    """The one colour an agency sets, for light and for dark pages, as ``#rrggbb``."""

    light: Colour = "#00607f"
    dark: Colour = "#62c3e3"


class Agency(Specification):
    """Who publishes: its name, its colour, and its mark, an SVG file of the publication (`marks`).

    `purpose` says in a sentence or two what for: it stands at the top of home.
    """

    name: Text
    purpose: Text | None = None
    accent: Accent = Accent()
    mark: MarkFile | None = None


class CalendarDefaults(Specification):
    """What a report's calendar says unless it says otherwise, and the days on which the office works.

    A release is confirmed `confirm_days` before its moment; from then on its date changes only with a reason.
    """

    at: Clock = time(9, 30)
    lag_days: int = Field(default=45, ge=0, le=1000)
    if_closed: IfClosed = "as it is"
    confirm_days: int = Field(default=28, ge=0, le=366)
    weekend: tuple[WeekdayName, ...] = Field(default=("saturday", "sunday"), max_length=6)
    holidays: HolidaySettings | None = None

    @cached_property
    def working(self) -> WorkingDays:
        """The days on which the office works."""
        return working_days(self.holidays, self.weekend)


class Settings(Specification):
    """The publication: ``mkdocs.yml``, its site address and everything under ``plugins: berkala:``.

    `official` are the agency's own addresses elsewhere, each with what it is for; without any there is no page of them.
    `topics` are what reports are about, by the name that a report gives, in the order of home.
    `card_sizes` are the sizes in which share cards are drawn; the first of all is the one that pages are shared with.
    `design_page` says whether the site shows what its pages are made of, at ``/about/design/``.
    `trusted_hosts` are hosts inside the agency's network that data on the web may come from; to any other private
    address nothing is ever asked. `glossary` holds terms that are explained where a story or a method first says them.
    `search` says whether the site has a page to search it. `notices` says who hears what the service does,
    `approval` who has to approve a release before it is public, `pre_release` who may see it shortly before. `store` is
    a folder elsewhere, a mounted share as a rule, in which a second copy of the private state is kept.
    """

    site_url: SiteAddress
    agency: Agency
    languages: tuple[LanguageCode, ...] = Field(min_length=1)
    time_zone: str
    licence: Licence
    contact: Contact
    official: tuple[OfficialChannel, ...] = ()
    topics: dict[Identifier, Text] = Field(default_factory=dict)
    channels: dict[Identifier, Target]
    networks: tuple[NetworkName, ...] = ("mastodon", "bluesky", "x", "whatsapp")
    card_sizes: tuple[CardSize, ...] = CARD_SIZES
    calendar: CalendarDefaults = CalendarDefaults()
    glossary: dict[Identifier, Term] = Field(default_factory=dict)
    collection: Collection | None = None
    design_page: bool = True
    trusted_hosts: tuple[HostName, ...] = ()
    search: bool = True
    notices: Notices | None = None
    approval: Approval | None = None
    pre_release: PreRelease | None = None
    state: str = ".berkala"
    store: str | None = None

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            facts = {"name": value, "known": sorted(available_timezones())}
            raise PydanticCustomError("time-zone", "{name}", facts) from error
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which release moments are written."""
        return ZoneInfo(self.time_zone)
