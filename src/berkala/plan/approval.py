"""Who has to approve a release before it may become public."""

from __future__ import annotations

from pydantic import Field

from berkala.plan.contacts import PersonName
from berkala.plan.forms import Specification


class Approval(Specification):
    """Releases wait for approvals by `different` people, each one of `people`, or whoever gives a name without any."""

    people: tuple[PersonName, ...] = ()
    different: int = Field(default=1, ge=1, le=5)
