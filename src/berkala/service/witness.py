"""Whether the public sees what the service published: asked beside it, so that no host holds the next release up."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

from berkala.errors import BerkalaError, Problem
from berkala.plan import Publication
from berkala.plan.seeing import SEEN
from berkala.publish.outside import Patience, look_from_outside, problems_of
from berkala.publish.plugs import site_target
from berkala.service.said import Kind, Said


@dataclass
class Witness:
    """Looks at the public address after each switch, one look after the other, and lets `hear` hear of it."""

    hear: Callable[[Said], None]
    patience: Patience = field(default_factory=Patience)
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    def look(self, publication: Publication, channel: str, editions: tuple[str, ...]) -> None:
        """Begin to look, where the channel has an address and shows by itself what is put there."""
        has_address = publication.settings.channels[channel].address is not None
        if has_address and site_target(publication, channel).switches != "by hand":
            self._thread.submit(self._look, publication, channel, editions)

    def close(self) -> None:
        """Wait for the look that is under way; its patience may be ended before."""
        self._thread.shutdown(cancel_futures=True)

    def _look(self, publication: Publication, channel: str, editions: tuple[str, ...]) -> None:
        try:
            event = look_from_outside(publication, channel, self.patience)
        except BerkalaError as error:  # the ledger could not be written
            self._say("unseen", editions, error.problems)
            return
        if event is not None:
            self._say("seen" if event.kind == SEEN else "unseen", editions, problems_of(event))

    def _say(self, kind: Kind, editions: tuple[str, ...], problems: tuple[Problem, ...]) -> None:
        self.hear(Said(kind, datetime.now(UTC), editions, problems))
