"""What is known of the public's view of a channel: the last look at its address from outside."""

from __future__ import annotations

from decimal import Decimal

from berkala.errors import Problem
from berkala.ledger import SITE, Event, Ledger
from berkala.plan.publication import Publication

#: The kinds of events in the ledger: the public sees what was published, or something else.
SEEN, UNSEEN = "seen", "unseen"


def newest_look(ledger: Ledger, channel: str, tree: str) -> Event | None:
    """The last look at a channel since this tree stands there; None where nobody has looked."""
    own = [one for one in ledger.events(SEEN, UNSEEN) if (one.details.get("channel"), one.content) == (channel, tree)]
    return own[-1] if own else None


def was_seen(publication: Publication, channel: str) -> bool:
    """Whether what stands at a channel was found at its public address already, or has none."""
    ledger = Ledger(publication.state / "ledger.sqlite3")
    site = ledger.latest(channel).get(SITE)
    if publication.settings.channels[channel].address is None or site is None:
        return True
    newest = newest_look(ledger, channel, site.content)
    return newest is not None and newest.kind == SEEN


def problem_of(event: Event) -> Problem | None:
    """The warning of a look that did not find what was published; None of one that did."""
    if event.kind == SEEN:
        return None
    address, path = str(event.details.get("address", "")), str(event.details.get("path", ""))
    facts = {
        "address": address,
        "place": address + path.removesuffix("index.html"),
        "status": event.details.get("status", ""),
        "host": event.details.get("host", ""),
        "seconds": Decimal(round(float(str(event.details.get("seconds", 0))))),
    }
    return Problem(str(event.details.get("found", "")), facts, severity="warning")
