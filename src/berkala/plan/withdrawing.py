"""Editions that are withdrawn: what of them was public, and what the ledger has to remember."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from berkala.errors import Problem
from berkala.ledger import Event, Receipt
from berkala.plan.calendar import Edition
from berkala.plan.publication import Publication
from berkala.plan.receipted import edition_of
from berkala.plan.withdrawals import WITHDRAWALS_FILE, Withdrawal

#: The kind of event in the ledger by which a withdrawal is remembered.
EDITION_WITHDRAWN = "edition-withdrawn"

_FILE = f"reports/{WITHDRAWALS_FILE}"


@dataclass(frozen=True)
class Withdrawn:
    """An edition that was public at a channel and is withdrawn; its receipt says what still stands there, if any."""

    edition: Edition
    said: Withdrawal
    receipt: Receipt

    @property
    def decided(self) -> datetime:
        """The minute in which it was withdrawn, in the publication's time zone."""
        return self.said.decided.replace(tzinfo=self.edition.release.tzinfo)

    def gone(self, at: str) -> Receipt | None:
        """The receipt that says that it is not public any more; None where there is one."""
        if not self.receipt.content:
            return None
        return Receipt(self.receipt.channel, self.edition.name, "", at, self.receipt.details)

    def event(self, at: str) -> Event | None:
        """What the ledger remembers; None where it does."""
        if not self.receipt.content:
            return None
        details = {"channel": self.receipt.channel}
        return Event(EDITION_WITHDRAWN, self.edition.name, at, self.said.who, self.receipt.content, details)


def decided(publication: Publication, as_of: datetime) -> Mapping[str, Withdrawal]:
    """The withdrawals that hold at a moment, by the edition's name."""
    zone = publication.settings.zone
    return {one.edition: one for one in publication.withdrawals if one.decided.replace(tzinfo=zone) <= as_of}


def withdrawn(
    publication: Publication, receipts: Mapping[str, Receipt], known: Iterable[Edition], as_of: datetime
) -> tuple[Withdrawn, ...]:
    """The editions that are withdrawn at a moment and were ever public, by their receipts."""
    by_rule = {edition.name: edition.release for edition in known}
    found = []
    for name, said in decided(publication, as_of).items():
        receipt = receipts.get(name)
        edition = edition_of(publication, receipt, by_rule) if receipt is not None else None
        if receipt is not None and edition is not None:
            found.append(Withdrawn(edition, said, receipt))
    return tuple(found)


def lost_withdrawals(publication: Publication, events: Iterable[Event], channel: str) -> Iterator[Problem]:
    """A problem for each withdrawal that is public and stands in the file no more, or was never of anything public."""
    declared = {one.edition for one in publication.withdrawals}
    for event in events:
        if event.details.get("channel") == channel and event.subject not in declared:
            yield Problem("plan.withdrawal-gone", {"name": event.subject}, file=_FILE)


def unpublished(publication: Publication, receipts: Mapping[str, Receipt], as_of: datetime) -> Iterator[Problem]:
    """A problem for each withdrawal of what was never public: such a release is cancelled in the calendar instead."""
    for name in decided(publication, as_of):
        if receipts and name not in receipts:
            yield Problem("plan.withdrawal-unpublished", {"name": name}, file=_FILE)
