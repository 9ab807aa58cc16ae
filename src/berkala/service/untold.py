"""What is public and nobody has been told of yet: also when the machine stopped between the one and the other.

That somebody was told is an event of the ledger, written once the server has taken the notice. A process that is
stopped in between leaves it unwritten, and the next one tells it again: at least once, and under the same Message-ID.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from berkala.ledger import Event, Ledger

#: The kind of event by which a notice is remembered. `who` is the way: ``email`` or ``webhook``.
TOLD = "told"

#: What is public for longer is no news.
_NEWS = timedelta(days=2)


def untold(ledger: Ledger, channel: str, way: str, now: datetime) -> tuple[Event, ...]:
    """The publication of each edition, as it stands now, that was not told in this way."""
    told = {(event.subject, event.content) for event in ledger.events(TOLD) if event.who == way}
    return tuple(
        event
        for event in _newest(ledger, channel).values()
        if (event.subject, event.content) not in told and now - datetime.fromisoformat(event.at) <= _NEWS
    )


def write_told(ledger: Ledger, channel: str, way: str, editions: tuple[str, ...], now: datetime) -> None:
    """Write down that the publication of these editions was told. Raises TryAgain where the machine will not."""
    newest = _newest(ledger, channel)
    known = [newest[name] for name in editions if name in newest]
    ledger.record([Event(TOLD, one.subject, now.isoformat(), way, one.content, {"channel": channel}) for one in known])


def _newest(ledger: Ledger, channel: str) -> dict[str, Event]:
    events = ledger.events("published")
    return {one.subject: one for one in events if "@" in one.subject and one.details.get("channel") == channel}
