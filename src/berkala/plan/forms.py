"""The written forms of small values, and the manners that all specifications share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from functools import partial
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    RootModel,
    StringConstraints,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError


def _read_as(kind: type[date] | type[time], form: str, code: str, value: object) -> object:
    """Read one written form and no other: the validator itself would take a number for seconds since 1970."""
    if isinstance(value, kind):
        return value
    try:
        if isinstance(value, str) and re.fullmatch(form, value, re.ASCII):
            return kind.fromisoformat(value)
    except ValueError:
        pass  # the right form, but no such day or hour: told below
    raise PydanticCustomError(code, "{value}", {"value": str(value)})


def as_written(value: object) -> object:
    """A whole number stands without quotation marks, so it is read as one; nothing else is turned into text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


IDENTIFIER = r"^[a-z0-9][a-z0-9-]{0,62}$"
COLUMN = r"^[a-z][a-z0-9_]{0,62}$"
COLOUR = r"^#[0-9a-fA-F]{6}$"
ADDRESS = r"^https?://[^\s]+/$"
LANGUAGE = r"^[a-z]{2,3}$"
NOTATION = r"^\w[\w .\-]{0,15}$"
MARK = r"^[A-Za-z0-9_-]+([./][A-Za-z0-9_-]+)*\.svg$"
WEB = r"^https?://[^\s/<>\"]+\.[^\s<>\"]+$"
HOST = r"^[a-z0-9:]([a-z0-9.:\-]{0,251}[a-z0-9:])?$"
USER = r"^[A-Za-z_][A-Za-z0-9_.-]{0,62}$"
SERVER_PATH = r"^/?([A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*$"
BRANCH = r"^([A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*/)*[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*$"
BUCKET = r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$"
PREFIX = r"^([A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*$"
ENDPOINT = r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?$"
ZIP_PATH = r"^\S(.*\S)?\.zip$"
EMAIL = r"^[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+$"
PHONE = r"^\+?\(?[0-9][0-9 ().\-]{2,28}[0-9]$"

#: What each written form is called in the words of `plan`: ``plan.<name>`` says how to write it.
FORMS = {
    IDENTIFIER: "name-form",
    COLUMN: "column-form",
    COLOUR: "colour-form",
    ADDRESS: "address-form",
    LANGUAGE: "language-form",
    NOTATION: "number-form",
    HOST: "host-form",
    MARK: "mark-form",
    WEB: "web-form",
    USER: "user-form",
    SERVER_PATH: "server-path-form",
    BRANCH: "branch-form",
    BUCKET: "bucket-form",
    PREFIX: "prefix-form",
    ENDPOINT: "endpoint-form",
    ZIP_PATH: "zip-path-form",
    EMAIL: "email-form",
    PHONE: "phone-form",
}

#: A name that is part of an address (standards: identifiers).
Identifier = Annotated[str, StringConstraints(pattern=IDENTIFIER)]
#: A column name in a published file.
ColumnName = Annotated[str, StringConstraints(pattern=COLUMN)]
#: A colour as ``#rrggbb``.
Colour = Annotated[str, StringConstraints(pattern=COLOUR)]
#: A host by its name or its IP address, with neither scheme nor port.
HostName = Annotated[str, StringConstraints(pattern=HOST)]
#: A file of the publication with an SVG in it, by its path from the root.
MarkFile = Annotated[str, StringConstraints(pattern=MARK)]
#: A language by its code.
LanguageCode = Annotated[str, StringConstraints(pattern=LANGUAGE)]
#: The written forms of a date, a time of day and a moment without a time zone (ISO 8601).
Day = Annotated[date, BeforeValidator(partial(_read_as, date, r"\d{4}-\d\d-\d\d", "day-form"))]
Clock = Annotated[time, BeforeValidator(partial(_read_as, time, r"\d\d:\d\d", "clock-form"))]
Moment = Annotated[datetime, BeforeValidator(partial(_read_as, datetime, r"\d{4}-\d\d-\d\dT\d\d:\d\d", "moment-form"))]
#: A reference period by its code; a year may be written as a number.
PeriodCode = Annotated[str, BeforeValidator(as_written)]
#: Where a site stands: with its scheme, ending in a stroke.
SiteAddress = Annotated[str, StringConstraints(pattern=ADDRESS)]

#: A page somewhere on the web.
WebAddress = Annotated[str, StringConstraints(pattern=WEB)]

#: The way to one value: keys and list positions.
Way = tuple[str | int, ...]


def must_be_known(code: str, names: Iterable[tuple[Way, str, list[str]]]) -> None:
    """Raise for the first name that is not among the known ones; `at` says where it stands."""
    for way, name, known in names:
        if name not in known:
            facts = {"name": name, "known": known, "at": way}
            raise PydanticCustomError(code, "{name}", facts)


class Text(RootModel[dict[str, Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]]]):
    """One text in each language of the publication, by language code.

    In a publication of one language (the validation's context names it as `language`) a plain string is enough.
    """

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _in_the_only_language(cls, value: object, info: ValidationInfo) -> object:
        only = (info.context or {}).get("language")
        return {only: value} if only and isinstance(value, str) else value

    def __getitem__(self, language: str) -> str:
        return self.root[language]

    def __contains__(self, language: str) -> bool:
        return language in self.root


class Specification(BaseModel):
    """The manners of all of them: frozen, no unknown key, no value turned into another kind."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
