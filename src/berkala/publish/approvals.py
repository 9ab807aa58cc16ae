"""Named approvals of what an edition says, to the last byte.

An approval binds the hash of a bundle: whatever changes, a figure, a word, a colour, gives another hash, and the
approval is one of something else. So no change has to be noticed, and none can slip through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from berkala.errors import NeedsPerson, Problem
from berkala.ledger import Event, Ledger
from berkala.plan import Publication
from berkala.render.bundle import Bundle

APPROVED, WITHDRAWN = "approved", "withdrawn"


@dataclass(frozen=True)
class Approver:
    """Who approves, by name; where somebody acts for another (``plh``, ``plt``), for whose office."""

    name: str
    acting: str = ""
    office: str = ""

    def event(self, kind: str, edition: str, content: str, at: str, read: Iterable[str] = ()) -> Event:
        """The event of the ledger: what they did with which bytes, and what they say they have read."""
        details: dict[str, object] = {"read": sorted(read)} if kind == APPROVED else {}
        if self.acting:
            details |= {"acting": self.acting, "office": self.office}
        return Event(kind, edition, at, self.name, content, details)


def approved_by(ledger: Ledger, content: str) -> tuple[str, ...]:
    """Who approves a bundle, by its hash: in the order in which they did, without those who have taken it back."""
    names: dict[str, None] = {}
    for event in ledger.events(APPROVED, WITHDRAWN):
        if event.content == content:
            names.pop(event.who, None)
            if event.kind == APPROVED:
                names[event.who] = None
    return tuple(names)


def approvals(ledger: Ledger, hashes: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """Who approves each edition, by its name, as its bundle is now."""
    return {name: approved_by(ledger, content) for name, content in hashes.items()}


def refuse_unapproved(publication: Publication, bundles: Iterable[Bundle]) -> None:
    """Raise NeedsPerson with every edition that has not the approvals that the settings ask for."""
    found = tuple(_unapproved(publication, bundles))
    if found:
        raise NeedsPerson(found)


def _unapproved(publication: Publication, bundles: Iterable[Bundle]) -> Iterator[Problem]:
    approval = publication.settings.approval
    if approval is None:
        return
    ledger = Ledger(publication.state / "ledger.sqlite3")
    earlier = {event.subject for event in ledger.events(APPROVED)}
    for bundle in bundles:
        names = approved_by(ledger, bundle.hash)
        if len(names) < approval.different:
            code = "publish.changed-since" if not names and bundle.edition.name in earlier else "publish.unapproved"
            facts = {
                "edition": bundle.edition.name,
                "have": len(names),
                "need": approval.different,
                "names": ", ".join(names) or "–",
            }
            yield Problem(code, facts, file=bundle.edition.address, severity="question")
