"""What a publication writes down: the receipts and events that the ledger does not have yet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from berkala.compose.tree import Tree
from berkala.ledger import SITE, Event, Ledger, Receipt
from berkala.plan import Edition, Request
from berkala.plan.holding import WENT_ON, hold_of
from berkala.plan.standing import MANIFEST


def unwritten(tree: Tree, ledger: Ledger) -> tuple[Event, ...]:
    """What the ledger has to remember of a tree, without what an earlier run that was settled only now has written."""
    written = ledger.events(*{one.kind for one in tree.news})
    known = {_topic(event): event.details for event in written}
    return tuple(one for one in tree.news if known.get(_topic(one)) != one.details)


def _topic(event: Event) -> tuple[object, ...]:
    """What an event is about: an edition has one announcement at a time, but many corrections."""
    return event.kind, event.subject, event.details.get("correction")


def going_on(ledger: Ledger, request: Request) -> tuple[Event, ...]:
    """That a person lets a channel go on that was rolled back, where it was."""
    if hold_of(ledger, request.channel) is None:
        return ()
    # By the machine's clock, whatever --as-of says: it is let go on when it is let go on.
    at = datetime.now().astimezone().isoformat()
    return (Event(WENT_ON, SITE, at, details={"channel": request.channel}),)


def receipts_to_write(tree: Tree, latest: Mapping[str, Receipt], standing: str) -> tuple[Receipt, ...]:
    """The receipts that the ledger does not have yet: of each edition whose bundle is new here, and of the site."""
    known = {item.edition.name: item.edition for item in tree.plan.published}
    known |= {bundle.edition.name: bundle.edition for bundle in tree.new}
    receipts = [_edition_receipt(tree, known[name]) for name in sorted(tree.bundles)]
    at = tree.plan.request.as_of.isoformat()
    receipts += (gone for one in tree.plan.withdrawn if (gone := one.gone(at)) is not None)
    return tuple(
        receipt
        for receipt in (*receipts, site_receipt(tree, _about(tree, latest, standing)))
        if receipt.subject not in latest or latest[receipt.subject].content != receipt.content
    )


def _about(tree: Tree, latest: Mapping[str, Receipt], standing: str) -> dict[str, object]:
    """What the site's receipt says: which tree stood there before, and the hash of the new one's manifest."""
    digest = hashlib.sha256((tree.folder / MANIFEST).read_bytes()).hexdigest()
    before = latest[SITE].content if SITE in latest else standing
    return {"before": before if before != tree.fingerprint else "", "manifest": digest}


def _edition_receipt(tree: Tree, edition: Edition) -> Receipt:
    request = tree.plan.request
    details: dict[str, object] = {"full": edition.full, "release": edition.release.isoformat()}
    for bundle in tree.new:
        if bundle.edition.name == edition.name:
            details["sources"] = bundle.about.get("sources", {})
    return Receipt(request.channel, edition.name, tree.bundles[edition.name], request.as_of.isoformat(), details)


def site_receipt(tree: Tree, details: Mapping[str, object]) -> Receipt:
    """The receipt of the whole tree."""
    request = tree.plan.request
    return Receipt(request.channel, SITE, tree.fingerprint, request.as_of.isoformat(), details)
