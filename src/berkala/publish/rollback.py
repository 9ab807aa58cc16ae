"""A rollback: the tree that stood at a channel before the last switch is put back, byte for byte.

It goes through the same outbox as every switch, and says in the ledger who wanted it and why. Afterwards the receipts
say what is public: each edition as the restored tree has it, and of one that is not in it that it was taken back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from berkala.errors import Problem, TryAgain, WrongUse
from berkala.ledger import SITE, Event, Ledger, Receipt
from berkala.plan import Publication
from berkala.plan.holding import ROLLED_BACK, begun_rollbacks, hold_of
from berkala.plan.standing import MANIFEST, manifest_of
from berkala.publish.failures import failures_told
from berkala.publish.lock import hold
from berkala.publish.plugs import SiteTarget, site_target
from berkala.publish.settling import receipts_of, settle, told
from berkala.publish.trees import Trees


@dataclass(frozen=True)
class Wish:
    """Who wants a channel rolled back, why, and when they said so (ISO 8601, by the machine's clock)."""

    channel: str
    because: str
    at: str
    who: str = ""


@dataclass(frozen=True)
class RolledBack:
    """What a rollback has done: the tree that stands again, and the editions that went and that say what they said."""

    tree: str
    gone: tuple[str, ...]
    again: tuple[str, ...]


def roll_back(publication: Publication, wish: Wish) -> RolledBack:
    """See `berkala.publish.roll_back`."""
    ledger = Ledger(publication.state / "ledger.sqlite3")
    target = site_target(publication, wish.channel)
    _refuse_twice(ledger, wish.channel)
    with failures_told(publication.root), hold(publication.state / "lock", wish.at):
        _refuse_twice(ledger, wish.channel)
        target.clean()
        try:
            return _roll_back(ledger, Trees(publication.state, wish.channel), target, wish)
        finally:
            target.clean()


def _roll_back(ledger: Ledger, trees: Trees, target: SiteTarget, wish: Wish) -> RolledBack:
    standing = target.look().tree
    begun = begun_rollbacks(ledger, wish.channel)
    settle(ledger, wish.channel, standing)
    done = next((one for one in begun if one.content == standing), None)
    if done is not None:  # a run that was stopped had switched already
        trees.keep({standing})
        return _said(standing, receipts_of(done))
    latest = ledger.latest(wish.channel)
    before, folder = _before(latest, trees, wish.channel)
    receipts = tuple(_receipts(ledger, latest, folder, before, wish))
    intention = ledger.intend(_intended(before, receipts, latest, wish))
    for one in begun:
        ledger.abandon(one.id)
    event = _event(before, latest, wish)
    if standing != before:
        target.switch(folder)
        _look_up(target, before, wish.channel)
    ledger.finish(intention, receipts, [event])
    trees.keep({before})
    return _said(before, receipts)


def _refuse_twice(ledger: Ledger, channel: str) -> None:
    held = hold_of(ledger, channel)
    if held is not None and held.ended:
        raise WrongUse(Problem("publish.rollback-twice", held.problem.facts))


def _before(latest: Mapping[str, Receipt], trees: Trees, channel: str) -> tuple[str, Path]:
    """The tree that stood before the last switch, and where it is. Raises WrongUse where it is not kept."""
    before = str(latest[SITE].details.get("before", "")) if SITE in latest else ""
    if not before:
        raise WrongUse(Problem("publish.rollback-nothing", {"channel": channel}))
    folder = trees.find(before)
    if folder is None:
        raise WrongUse(Problem("publish.rollback-not-kept", {"channel": channel, "folder": trees.folder.name}))
    return before, folder


def _receipts(
    ledger: Ledger, latest: Mapping[str, Receipt], folder: Path, before: str, wish: Wish
) -> Iterator[Receipt]:
    """What has to be written down so that the receipts say what is public in the tree of before, its site last."""
    listed: Any = manifest_of(folder).get("editions", [])
    public = {str(one["edition"]): str(one["bundle"]) for one in listed}
    known = {(receipt.subject, receipt.content): receipt.details for receipt in ledger.receipts(wish.channel)}
    for name in sorted({*public, *latest} - {SITE}):
        content = public.get(name, "")
        if name not in latest or latest[name].content != content:
            yield Receipt(wish.channel, name, content, wish.at, known.get((name, content), {}))
    digest = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    yield Receipt(wish.channel, SITE, before, wish.at, {"before": "", "manifest": digest})


def _event(before: str, latest: Mapping[str, Receipt], wish: Wish) -> Event:
    details = {"channel": wish.channel, "because": wish.because, "from": latest[SITE].content}
    return Event(ROLLED_BACK, SITE, wish.at, wish.who, before, details)


def _intended(before: str, receipts: tuple[Receipt, ...], latest: Mapping[str, Receipt], wish: Wish) -> Receipt:
    details = {
        "rollback": True,
        "receipts": [told(receipt) for receipt in receipts],
        "events": [vars(_event(before, latest, wish))],
    }
    return Receipt(wish.channel, SITE, before, wish.at, details)


def _look_up(target: SiteTarget, expected: str, channel: str) -> None:
    found = target.look().tree
    if found != expected:
        facts = {"channel": channel, "expected": expected[:12], "found": found[:12]}
        raise TryAgain(Problem("publish.not-standing", facts))


def _said(tree: str, receipts: tuple[Receipt, ...]) -> RolledBack:
    editions = [receipt for receipt in receipts if receipt.subject != SITE]
    return RolledBack(
        tree,
        tuple(one.subject for one in editions if not one.content),
        tuple(one.subject for one in editions if one.content),
    )
