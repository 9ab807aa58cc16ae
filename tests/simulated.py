"""A year that passes in a minute: the service by a clock that is only waited on, over a publication made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import time_machine

from berkala.compose.tree import Tree
from berkala.ledger import Receipt
from berkala.plan import Request, plan
from berkala.publish import publish
from berkala.service.clock import Clock
from berkala.service.desk import Desk
from berkala.service.said import Said
from berkala.service.service import Service
from handmade import frozen_frame, staged


class SimulatedClock(Clock):
    """The machine's clock, moved on by what is waited and by nothing else: what a step takes is measured elsewhere."""

    def __init__(self, traveller: time_machine.Traveller) -> None:
        super().__init__()
        self.traveller, self.waited = traveller, 0.0

    def counted(self) -> float:
        return self.waited

    def wait(self, seconds: float) -> None:
        self.waited += seconds
        self.traveller.shift(timedelta(seconds=seconds))

    def set(self, by: timedelta) -> None:
        """Somebody sets the clock on the wall."""
        self.traveller.shift(by)


@dataclass
class Office:
    """A publication that the service looks after, and what the public saw: each edition with its moment."""

    root: Path
    clock: SimulatedClock
    ahead: timedelta = timedelta(minutes=30)
    every: timedelta = timedelta(hours=24)
    piece: float = 24 * 3600.0
    public: list[tuple[str, datetime]] = field(default_factory=list)
    heard: list[Said] = field(default_factory=list)
    beats: int = 0

    def make(self, request: Request) -> Tree:
        return staged(plan(request))

    def release(self, tree: Tree) -> tuple[Receipt, ...]:
        receipts = publish(tree)
        self.public += [(one.subject, self.clock.now()) for one in receipts if "@" in one.subject]
        return receipts

    def serve(self, until: datetime) -> None:
        """The service, from its start until a moment."""
        desk = Desk(self.root, hear=self.heard.append, make=self.make, release=self.release)
        Service(
            desk,
            self.clock,
            stopped=lambda: self.clock.now() >= until,
            ahead=self.ahead,
            every=self.every,
            piece=self.piece,
        ).run()

    def sleep(self, until: datetime) -> None:
        """Nobody is there: the machine is off."""
        self.clock.traveller.move_to(until, tick=False)


@contextmanager
def office(root: Path, start: datetime) -> Iterator[Office]:
    """An office whose clock stands at `start`."""
    with frozen_frame(), time_machine.travel(start, tick=False) as traveller:
        yield Office(root, SimulatedClock(traveller))
