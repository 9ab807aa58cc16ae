"""What earlier runs began and did not end: looked up at the target, and written down or given up."""

from __future__ import annotations

from typing import Any

from berkala.ledger import Event, Intention, Ledger, Receipt
from berkala.plan.holding import begun_rollbacks


def settle(ledger: Ledger, channel: str, standing: str) -> tuple[Receipt, ...]:
    """End what earlier runs began: write the receipts of what stands at the target, give up the rest.

    A rollback that does not stand yet is not given up: somebody wanted it, and until then the channel is held.
    """
    written: list[Receipt] = []
    rollbacks = {intention.id for intention in begun_rollbacks(ledger, channel)}
    for intention in ledger.open_intentions():
        if intention.channel != channel:
            continue
        if intention.content != standing:
            if intention.id not in rollbacks:
                ledger.abandon(intention.id)
            continue
        receipts = receipts_of(intention)
        ledger.finish(intention.id, receipts, events_of(intention))
        written.extend(receipts)
    return tuple(written)


def receipts_of(intention: Intention) -> tuple[Receipt, ...]:
    """The receipts that an intention holds, to be written when it has ended well."""
    told: Any = intention.details["receipts"]
    return tuple(
        Receipt(intention.channel, one["subject"], one["content"], intention.at, one["details"]) for one in told
    )


def events_of(intention: Intention) -> tuple[Event, ...]:
    """What else happened with it."""
    told: Any = intention.details.get("events", ())
    return tuple(Event(**one) for one in told)


def told(receipt: Receipt) -> dict[str, object]:
    """A receipt as an intention holds it."""
    return {"subject": receipt.subject, "content": receipt.content, "details": dict(receipt.details)}
