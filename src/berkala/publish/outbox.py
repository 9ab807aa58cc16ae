"""The outbox: intention, act, look up, receipt.

An intention is written before the public site is touched and holds all that its receipts need, so a run that
is stopped at any moment can be ended by the next one, which looks at what the public sees and writes down what
was done, or that it was not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from berkala.errors import Problem, TryAgain, WrongUse
from berkala.ledger import SITE, Ledger, Receipt
from berkala.plan import Publication
from berkala.plan.holding import begun_rollbacks
from berkala.plan.pre_release import Recipient
from berkala.plan.specifications import Folder
from berkala.publish.approvals import refuse_unapproved
from berkala.publish.backup import keep_store, refuse_behind_store
from berkala.publish.checked import checks
from berkala.publish.failures import failures_told
from berkala.publish.folder import BuildFolder
from berkala.publish.leftovers import remove_leftovers
from berkala.publish.lock import hold
from berkala.publish.noting import going_on, receipts_to_write, site_receipt, unwritten
from berkala.publish.plugs import SiteTarget, site_target
from berkala.publish.records import refuse_unknown
from berkala.publish.refusing import refuse_early, refuse_half, refuse_held, refuse_overtaken
from berkala.publish.settling import settle, told
from berkala.publish.trees import Trees
from berkala.render.store import UNFINISHED, flush, keep

if TYPE_CHECKING:
    from berkala.compose.tree import Tree


def send(tree: Tree) -> tuple[Receipt, ...]:
    """See `berkala.publish.publish`."""
    request, publication = tree.plan.request, tree.plan.publication
    with failures_told(publication.root):
        if request.action == "check":
            return ()  # the tree was put together to be read, and `publish` removes it
        if request.action == "build":
            _build(tree)
            return ()
        target = site_target(publication, request.channel)
        if request.dry_run:
            refuse_held(Ledger(publication.state / "ledger.sqlite3"), request)
            refuse_unapproved(publication, tree.new)
            ledger = Ledger(publication.state / "ledger.sqlite3")
            refuse_unknown(publication, request.channel, ledger, target.look())  # all that would stop the switch
            return ()
        with hold(publication.state / "lock", request.as_of.isoformat()):
            _clean(tree, target)
            try:
                return _publish(tree, target)
            finally:
                target.clean()


def stand_by(tree: Tree) -> None:
    """See `berkala.publish.stand_by`."""
    publication = tree.plan.publication
    with failures_told(publication.root), hold(publication.state / "lock", tree.plan.request.as_of.isoformat()):
        refuse_unapproved(publication, tree.new)
        for bundle in tree.new:
            keep(bundle, publication.state / "bundles")
        flush(tree.folder)
        keep_store(publication)  # beforehand, so that at the moment little is left to be kept


def preview(tree: Tree) -> Path:
    """See `berkala.publish.preview`."""
    publication = tree.plan.publication
    out = publication.state / "preview"
    with failures_told(publication.root):
        refuse_half(tree)
        BuildFolder(publication.root, Folder(kind="folder", path=str(out))).switch(tree.folder)
    return out


def hand_over(tree: Tree, people: Iterable[Recipient], by: str, at: datetime) -> list[tuple[Recipient, Path]]:
    """See `berkala.publish.hand_over`."""
    from berkala.publish.handing import over  # which sets PDFs, as nothing else here does

    publication = tree.plan.publication
    with failures_told(publication.root), hold(publication.state / "lock", at.isoformat()):
        refuse_unapproved(publication, tree.new)
        return [one for bundle in tree.new for one in over.hand_over(publication, bundle, people, by, at)]


def _build(tree: Tree) -> None:
    publication = tree.plan.publication
    out = tree.plan.request.out or publication.state / "build"
    _refuse_public_place(publication, out)
    refuse_half(tree)
    BuildFolder(publication.root, Folder(kind="folder", path=str(out))).switch(tree.folder)


def _refuse_public_place(publication: Publication, out: Path) -> None:
    """Raise WrongUse where a local build would lie where the public looks: what it holds may not be out yet."""
    if public := publication.public_at(out):
        raise WrongUse(Problem("publish.build-in-public", {"channel": public[0], "path": public[1]}))


def _publish(tree: Tree, target: SiteTarget) -> tuple[Receipt, ...]:
    request, publication = tree.plan.request, tree.plan.publication
    ledger = Ledger(publication.state / "ledger.sqlite3")
    refuse_held(ledger, request)
    refuse_behind_store(publication)
    seen = target.look()
    standing = seen.tree
    settled = settle(ledger, request.channel, standing)
    refuse_unknown(publication, request.channel, ledger, seen)
    latest, trees = ledger.latest(request.channel), Trees(publication.state, request.channel)
    trees.keep(_kept(latest))
    refuse_overtaken(tree, latest)
    refuse_early(tree, latest)
    news, events = receipts_to_write(tree, latest, standing), (*unwritten(tree, ledger), *going_on(ledger, request))
    if not news and standing == tree.fingerprint and not events:
        return settled
    refuse_unapproved(publication, tree.new)
    refuse_half(tree)
    for bundle in tree.new:
        keep(bundle, publication.state / "bundles")
    events = (*checks(tree, news), *events)
    said = {"receipts": [told(receipt) for receipt in news], "events": [vars(event) for event in events]}
    intention = ledger.intend(site_receipt(tree, said))
    # What is meant is kept before it is done: whoever goes on from the store knows what stands there. That the store
    # cannot be written stops nothing; whoever called says so, when all is done.
    keep_store(publication)
    if standing != tree.fingerprint:
        _switch(tree, target, trees, latest)
        _look_up(tree, target)
    for rollback in begun_rollbacks(ledger, request.channel):
        ledger.abandon(rollback.id)
    ledger.finish(intention, news, events)
    trees.keep(_kept(ledger.latest(request.channel)))
    return (*settled, *news)


def _switch(tree: Tree, target: SiteTarget, trees: Trees, latest: Mapping[str, Receipt]) -> None:
    folder = trees.take_in(tree.folder)
    try:
        target.switch(folder)
    except OSError:  # a disk that is full needs the place; of any other failure the next run makes the best
        trees.keep(_kept(latest))
        raise


def _kept(latest: Mapping[str, Receipt]) -> set[str]:
    """The trees that a rollback may need: the one that stands, for when it is the older one, and the one before."""
    site = latest.get(SITE)
    return {site.content, str(site.details.get("before", ""))} - {""} if site else set()


def _look_up(tree: Tree, target: SiteTarget) -> None:
    standing = target.look().tree
    if standing != tree.fingerprint:
        facts = {"channel": tree.plan.request.channel, "expected": tree.fingerprint[:12], "found": standing[:12]}
        raise TryAgain(Problem("publish.not-standing", facts))


def _clean(tree: Tree, target: SiteTarget) -> None:
    """Remove what runs that were stopped left: their stages, their unfinished bundles, their copies."""
    state = tree.plan.publication.state
    remove_leftovers(state / "stage", re.compile(".*"), spare=tree.folder)
    remove_leftovers(state / "bundles", re.compile(rf"{re.escape(UNFINISHED)}.*"), spare=tree.folder)
    target.clean()
