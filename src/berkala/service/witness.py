"""Whether the public sees what the service published: asked beside it, so that no host holds the next release up."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import monotonic

from berkala.errors import BerkalaError, Problem
from berkala.plan import Publication
from berkala.plan.seeing import SEEN
from berkala.publish.outside import Patience, look_from_outside, problems_of
from berkala.publish.plugs import site_target
from berkala.service.said import Kind, Said

#: A host that has not shown it by then is asked for another hour, now and then.
_LATER = Patience(seconds=3600.0, pauses=(10.0,))


@dataclass
class Witness:
    """Looks at the public address after each switch, one look after the other, and lets `hear` hear of it.

    Where the public does not see it within `patience`, that is said; and that it does, if it does within `later`.
    """

    hear: Callable[[Said], None]
    patience: Patience = field(default_factory=Patience)
    later: Patience = _LATER
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    def look(self, publication: Publication, channel: str, editions: tuple[str, ...]) -> None:
        """Begin to look, where the channel has an address and shows by itself what is put there."""
        has_address = publication.settings.channels[channel].address is not None
        if has_address and site_target(publication, channel).switches != "by hand":
            self._thread.submit(self._look, publication, channel, editions, monotonic())

    def close(self) -> None:
        """Wait for the look that is under way, whose patience has been ended before."""
        self._thread.shutdown(cancel_futures=True)

    def _look(self, publication: Publication, channel: str, editions: tuple[str, ...], switched: float) -> None:
        try:
            event = look_from_outside(publication, channel, self.patience, switched)
            if event is None:
                return
            self._say("seen" if event.kind == SEEN else "unseen", editions, problems_of(event))
            if event.kind == SEEN or self.patience.ended.is_set():
                return
            later = replace(self.later, ended=self.patience.ended)
            event = look_from_outside(publication, channel, later, switched)
            if event is not None and event.kind == SEEN:
                self._say("seen", editions, ())
        except BerkalaError as error:  # the ledger could not be read or written
            self._say("unseen", editions, error.problems)

    def _say(self, kind: Kind, editions: tuple[str, ...], problems: tuple[Problem, ...]) -> None:
        self.hear(Said(kind, datetime.now(UTC), editions, problems))
