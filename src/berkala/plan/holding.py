"""A channel that was rolled back is held: nothing goes there by itself until a person says so.

It is held from the moment at which a rollback is meant, so that one that is stopped on the way is not overrun.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from berkala.errors import Problem
from berkala.ledger import Event, Intention, Ledger

#: The kinds of events in the ledger: the site of before was put back; a person let the channel go on.
ROLLED_BACK, WENT_ON = "rolled-back", "went-on"


@dataclass(frozen=True)
class Hold:
    """Who rolled a channel back, when (ISO 8601) and why; `ended` says whether the site of before stands again."""

    channel: str
    who: str
    at: str
    because: str
    ended: bool = True

    @property
    def problem(self) -> Problem:
        """What whoever would publish there is told."""
        when = datetime.fromisoformat(self.at)
        facts = {
            "channel": self.channel,
            "who": self.who or "–",
            "at": f"{when:%Y-%m-%d %H:%M}",
            "because": self.because,
        }
        code = "publish.rolled-back" if self.ended else "publish.rollback-begun"
        return Problem(code, facts, severity="question")


def hold_of(ledger: Ledger, channel: str) -> Hold | None:
    """Why a channel is held; None for one that is not."""
    for intention in begun_rollbacks(ledger, channel):
        told: Any = intention.details["events"]
        return _hold(Event(**told[0]), channel, ended=False)
    own = [one for one in ledger.events(ROLLED_BACK, WENT_ON) if one.details.get("channel") == channel]
    return _hold(own[-1], channel, ended=True) if own and own[-1].kind == ROLLED_BACK else None


def begun_rollbacks(ledger: Ledger, channel: str) -> tuple[Intention, ...]:
    """The rollbacks of a channel that were meant and of which it is not known whether they were done."""
    return tuple(
        intention
        for intention in ledger.open_intentions()
        if intention.channel == channel and intention.details.get("rollback")
    )


def _hold(event: Event, channel: str, *, ended: bool) -> Hold:
    return Hold(channel, event.who, event.at, str(event.details.get("because", "")), ended)
