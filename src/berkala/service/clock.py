"""The clock that the service waits by."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

#: By so much the clock on the wall may drift from the one that only counts before it counts as put right.
_DRIFT = timedelta(seconds=2)


@dataclass
class Clock:
    """The clock on the wall, and how to wait. Waiting is done by a clock that only counts, which nobody sets."""

    _apart: timedelta | None = field(default=None, init=False)

    def now(self) -> datetime:
        """The moment, as the wall has it."""
        return datetime.now(UTC)

    def counted(self) -> float:
        """Seconds that only go forward, from no moment in particular."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """Wait; a signal may end it early."""
        time.sleep(max(0.0, seconds))

    def was_set(self) -> bool:
        """Whether the wall's clock was set, or the machine slept, since this was asked last."""
        apart = self.now() - datetime.fromtimestamp(self.counted(), UTC)
        before, self._apart = self._apart, apart
        return before is not None and abs(apart - before) > _DRIFT
