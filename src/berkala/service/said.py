"""What the service says of what it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from berkala.errors import Problem

#: `ready`: made beforehand, and waiting; `published`: public now; `held`: something is wrong with it, and a person has
#: to see to it; `unsure`: the machine or the network did not let it through, and it is tried again; `seen`, `unseen`:
#: whether the public sees, at the site's address, what was published; `unkept`: all is well with releases, but the
#: private store is behind.
Kind = Literal["ready", "published", "held", "unsure", "seen", "unseen", "unkept"]

#: What is told with its problems, to whoever hears of it.
TROUBLE: frozenset[Kind] = frozenset({"held", "unsure", "unseen", "unkept"})


@dataclass(frozen=True)
class Said:
    """Something that the people of the office should hear of."""

    kind: Kind
    at: datetime
    editions: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
