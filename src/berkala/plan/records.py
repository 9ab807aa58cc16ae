"""What the ledger knows of one channel, as far as a plan hangs on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from berkala.ledger import SITE, Event, Ledger, Receipt
from berkala.plan.calendar import Edition
from berkala.plan.pre_release import GIVEN
from berkala.plan.promises import ANNOUNCED
from berkala.plan.publication import Publication
from berkala.plan.receipted import Receipted, public_editions
from berkala.plan.reissues import CORRECTED, Reissue, reissues
from berkala.plan.withdrawing import Withdrawn, withdrawn


@dataclass(frozen=True)
class Records:
    """What the ledger knows of a channel: what is public there, what was announced, given and corrected.

    `again` are the public editions that corrections concern, `withdrawn` those that were public and may be no more.
    """

    ledger: Ledger
    receipts: Mapping[str, Receipt]
    published: tuple[Receipted, ...]
    announced: tuple[Event, ...]
    given: tuple[Event, ...]
    corrected: tuple[Event, ...]
    again: Mapping[str, Reissue]
    withdrawn: tuple[Withdrawn, ...]

    @staticmethod
    def of(publication: Publication, channel: str, known: Sequence[Edition], as_of: datetime) -> Records:
        """What is known at a moment; `known` are the editions whose moment has come."""
        ledger = Ledger(publication.state / "ledger.sqlite3")
        receipts = ledger.latest(channel)
        gone = withdrawn(publication, receipts, known, as_of)
        names = {one.edition.name for one in gone}
        public = public_editions(publication, receipts, known, as_of)
        published = tuple(item for item in public if item.edition.name not in names)
        corrected = ledger.events(CORRECTED)
        again = reissues(publication, published, corrected, channel, as_of)
        announced, given = ledger.events(ANNOUNCED), ledger.events(GIVEN)
        return Records(ledger, receipts, published, announced, given, corrected, again, gone)

    @property
    def site(self) -> str:
        """The tree that stands at the channel, by its receipt."""
        return self.receipts[SITE].content if SITE in self.receipts else ""
