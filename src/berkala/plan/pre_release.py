"""Pre-release access: who may see a release shortly before its moment, and what of it is published afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from berkala.ledger import Event
from berkala.plan.contacts import PersonName
from berkala.plan.forms import Specification, Text

#: The kind of event in the ledger by which a handing over is remembered. `who` handed over; the details say to whom.
GIVEN = "given"


class Recipient(Specification):
    """Somebody who may see releases beforehand: a name, the office, and what for. All three are published."""

    name: PersonName
    office: Text
    why: Text | None = None


class PreRelease(Specification):
    """Who may have a marked copy of a release, and how many `hours` before its moment at the earliest.

    Of each release from `since` on, or of all, it is published who had access, also that nobody had.
    """

    people: tuple[Recipient, ...] = ()
    hours: int = Field(default=24, ge=1, le=168)
    since: date | None = None

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        names = [person.name for person in self.people]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise PydanticCustomError("pre-release-twice", "{name}", {"name": twice, "at": ("people",)})
        return self

    def named(self, name: str) -> Recipient | None:
        """The person of this name."""
        return next((person for person in self.people if person.name == name), None)

    def covers(self, release: datetime) -> bool:
        """Whether the list was kept at the moment of a release."""
        return self.since is None or release.date() >= self.since


@dataclass(frozen=True)
class Access:
    """That a person had a release beforehand: name, office and reason in each language, and from when."""

    name: str
    office: Mapping[str, str]
    why: Mapping[str, str]
    since: datetime

    @classmethod
    def of(cls, event: Event) -> Access:
        """What an event of the ledger says of it."""
        details: Mapping[str, Any] = event.details
        return cls(details["person"], details["office"], details["why"], datetime.fromisoformat(event.at))


def accesses(events: Iterable[Event], public: Collection[str]) -> dict[str, tuple[Access, ...]]:
    """Who had access to each edition that is public, in the order of the first time. Of others nothing is told."""
    found: dict[str, dict[str, Access]] = {}
    for event in events:
        if event.kind == GIVEN and event.subject in public:
            access = Access.of(event)
            found.setdefault(event.subject, {}).setdefault(access.name, access)
    return {name: tuple(found[name].values()) for name in sorted(found)}
