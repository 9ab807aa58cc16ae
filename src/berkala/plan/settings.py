"""What the settings may say: ``mkdocs.yml``, its site address and everything under ``plugins: berkala:``."""

from __future__ import annotations

from datetime import time
from typing import Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from berkala.plan.collections import Collection
from berkala.plan.descriptors import Licence
from berkala.plan.forms import Clock, Colour, HostName, Identifier, LanguageCode, SiteAddress, Specification, Text

#: The sizes of share cards: a link's preview, a square, a portrait, a story.
CardSize = Literal["1200x630", "1080x1080", "1080x1350", "1080x1920"]
CARD_SIZES: tuple[CardSize, ...] = get_args(CardSize)

NetworkName = Literal["mastodon", "bluesky", "x", "whatsapp"]


class Accent(Specification):
    """The one colour an agency sets, for light and for dark pages, as ``#rrggbb``."""

    light: Colour = "#00607f"
    dark: Colour = "#62c3e3"


class Agency(Specification):
    """Who publishes."""

    name: Text
    accent: Accent = Accent()


class Contact(Specification):
    """The person or desk responsible for the figures."""

    name: Text
    email: str
    phone: str | None = None


class Folder(Specification):
    """A site target that is a folder on this machine, switched in at once."""

    kind: Literal["folder"]
    path: str


class CalendarDefaults(Specification):
    """What a report's calendar says unless it says otherwise."""

    at: Clock = time(9, 30)
    lag_days: int = Field(default=45, ge=0, le=1000)


class Settings(Specification):
    """The publication: ``mkdocs.yml``, its site address and everything under ``plugins: berkala:``.

    `card_sizes` are the sizes in which share cards are drawn; the first of all is the one that pages are shared with.
    `trusted_hosts` are hosts inside the agency's network that data on the web may come from; to any other private
    address nothing is ever asked. `search` says whether the site has a page to search it.
    """

    site_url: SiteAddress
    agency: Agency
    languages: tuple[LanguageCode, ...] = Field(min_length=1)
    time_zone: str
    licence: Licence
    contact: Contact
    channels: dict[Identifier, Folder]
    networks: tuple[NetworkName, ...] = ("mastodon", "bluesky", "x", "whatsapp")
    card_sizes: tuple[CardSize, ...] = CARD_SIZES
    calendar: CalendarDefaults = CalendarDefaults()
    collection: Collection | None = None
    trusted_hosts: tuple[HostName, ...] = ()
    search: bool = True
    state: str = ".berkala"

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
