"""What people change in the calendar by hand: a release put off, brought forward, cancelled, or not scheduled at all.

A change is public, with its reason and the minute in which it was decided, and the date before it stays in sight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from berkala.plan.forms import Moment, Specification, Text

#: What a change may set in place of a moment.
WITHOUT_MOMENT = ("no date yet", "cancelled")

_MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)


def _read_to(value: object) -> object:
    """A moment, or one of the words that stand for none."""
    if value in WITHOUT_MOMENT:
        return value
    try:
        return _MOMENT.validate_python(value)
    except ValidationError as error:
        raise PydanticCustomError("change-to-form", "{value}", {"value": str(value)}) from error


class Change(Specification):
    """One change of one release: from when, to when, decided when, and why.

    `to` is a moment in the publication's time zone, ``no date yet`` or ``cancelled``. An `unscheduled` release
    (*serta-merta*) had no date before; every other change names the one that it takes the place of.
    """

    from_: Moment | None = Field(default=None, alias="from")
    to: Annotated[datetime | Literal["no date yet", "cancelled"], BeforeValidator(_read_to)]
    decided: Moment
    reason: Text
    unscheduled: bool = False

    @property
    def moment(self) -> datetime | None:
        """The new moment, without its time zone; None where there is none."""
        return self.to if isinstance(self.to, datetime) else None

    def told(self) -> dict[str, object]:
        """What the ledger remembers of it: all that readers saw."""
        return {
            "from": self.from_.isoformat() if self.from_ else "",
            "to": self.moment.isoformat() if self.moment else str(self.to),
            "decided": self.decided.isoformat(),
            "unscheduled": self.unscheduled,
            "reason": dict(self.reason.root),
        }

    @model_validator(mode="after")
    def _is_decided_before(self) -> Self:
        if self.moment is not None and self.moment < self.decided:
            facts = {"to": f"{self.moment:%Y-%m-%dT%H:%M}", "decided": f"{self.decided:%Y-%m-%dT%H:%M}", "at": ("to",)}
            raise PydanticCustomError("change-into-past", "{to}", facts)
        return self

    @model_validator(mode="after")
    def _has_its_date_before(self) -> Self:
        if self.unscheduled:
            if self.from_ is not None or self.moment is None:
                raise PydanticCustomError("change-unscheduled", "{to}", {"to": str(self.to), "at": ("unscheduled",)})
        elif self.from_ is None:
            raise PydanticCustomError("change-from-missing", "{to}", {"to": str(self.to), "at": ("to",)})
        elif self.from_ == self.to:
            raise PydanticCustomError(
                "change-of-nothing", "{to}", {"to": f"{self.from_:%Y-%m-%dT%H:%M}", "at": ("to",)}
            )
        return self


def rewritten(changes: Sequence[Change], before: Sequence[Mapping[str, object]]) -> bool:
    """Whether any of the changes that were told `before` says something else now. A language may have been added."""
    return any(_otherwise(change.told(), old) for change, old in zip(changes, before, strict=False))


def _otherwise(now: Mapping[str, object], old: Mapping[str, object]) -> bool:
    said, reason = old.get("reason"), now["reason"]
    assert isinstance(reason, Mapping)
    kept = isinstance(said, Mapping) and all(reason.get(code) == text for code, text in said.items())
    return not kept or any(now[key] != old.get(key) for key in now.keys() - {"reason"})


def follow_one_another(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes of one release, which begin each where the one before ended. Raises PydanticCustomError else."""
    for place, (before, change) in enumerate(pairwise(changes), 1):
        if change.decided < before.decided or (before.moment is not None and change.from_ != before.moment):
            facts = {"to": f"{before.to}", "at": (place, "from")}
            raise PydanticCustomError("changes-apart", "{to}", facts)
    return changes
