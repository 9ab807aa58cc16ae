"""Who has to approve a release before it may become public."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from berkala.plan.contacts import PersonName
from berkala.plan.forms import Specification


class Approval(Specification):
    """Releases wait for approvals by `different` people, each one of `people`, or whoever gives a name without any."""

    people: tuple[PersonName, ...] = ()
    different: int = Field(default=1, ge=1, le=5)

    @model_validator(mode="after")
    def _can_be_given(self) -> Self:
        if self.people and len(set(self.people)) < self.different:
            facts = {"have": len(set(self.people)), "need": self.different, "at": ("different",)}
            raise PydanticCustomError("approval-impossible", "{need}", facts)
        return self
