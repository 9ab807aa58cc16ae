"""The loop: look, wait, and be there at the second."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from schedule import Scheduler

from berkala.errors import BerkalaError
from berkala.service.clock import Clock
from berkala.service.desk import Desk

#: How long before its moment a release is made ready, and how often the calendar is looked at.
AHEAD, LOOK = timedelta(minutes=30), timedelta(seconds=60)

#: How long before its moment it is looked whether what is ready is still what the files say.
CLOSE = timedelta(seconds=10)

#: The last stretch before a moment is waited in one piece; all others in pieces, so that a clock that is set is seen.
_PIECE = 30.0


@dataclass
class Service:
    """Waits and publishes until `stopped` says so. `beat` is called at every look with what comes next."""

    desk: Desk
    clock: Clock = field(default_factory=Clock)
    stopped: Callable[[], bool] = lambda: False
    beat: Callable[[datetime, datetime | None], None] = lambda now, coming: None
    ahead: timedelta = AHEAD
    every: timedelta = LOOK
    piece: float = _PIECE
    _coming: datetime | None = None
    _confirmed: bool = False

    def run(self) -> None:
        """Publish what is due at once, then each release at its moment."""
        scheduler = self._scheduler()
        self.look()
        while not self.stopped():
            if self.clock.was_set():
                # The next looks were reckoned by the clock as it was.
                scheduler = self._scheduler()
                self.look()
            elif self._coming is not None and self.clock.now() >= self._coming:
                self.look()
            elif self._coming is not None and not self._confirmed and self._coming - self.clock.now() <= CLOSE:
                self._confirmed = True
                self._guarded(self.desk.confirm)
            else:
                scheduler.run_pending()
            self.clock.wait(self._pause(scheduler))
        self.desk.discard()

    def look(self) -> None:
        """Ask what is due; publish it, or make ready what comes soon. Trouble is said, and looked at again."""
        self._confirmed, self._coming = False, None
        self._guarded(self._look)
        self.beat(self.clock.now(), self._coming)

    def _look(self, now: datetime) -> None:
        if self.desk.ready is not None and self.desk.ready.moment <= now:
            self.desk.publish(now)
        planned = self.desk.planned(now)
        if (planned.due or planned.news) and not self.desk.waits(planned, now):
            self.desk.publish(now)
            planned = self.desk.planned(now)
        dated = [one.edition.release for one in planned.calendar if one.dated and one.edition.release > now]
        self._coming = min(dated, default=None)
        if self._coming is not None and self._coming - now <= self.ahead:
            self.desk.prepare(self._coming, now)
        self.desk.keep(planned.publication, now)

    def _guarded(self, act: Callable[[datetime], None]) -> None:
        """Do something now. Where even the settings or the ledger cannot be read, nothing is known and nothing done."""
        now = self.clock.now()
        try:
            act(now)
        except BerkalaError as error:
            self.desk.trouble(error, now)

    def _scheduler(self) -> Scheduler:
        scheduler = Scheduler()
        scheduler.every(int(self.every.total_seconds())).seconds.do(self.look)
        return scheduler

    def _pause(self, scheduler: Scheduler) -> float:
        """How long nothing has to be done: until the next look, or the next moment, whichever is first."""
        idle = scheduler.idle_seconds or 0.0
        if self._coming is not None:
            ahead = timedelta() if self._confirmed else CLOSE
            idle = min(idle, (self._coming - ahead - self.clock.now()).total_seconds())
        return min(max(idle, 0.0), self.piece)
