"""The outbox: intention, act, look up, receipt.

An intention is written before the public site is touched and holds all that its receipts need, so a run that
is stopped at any moment can be ended by the next one, which looks at what the public sees and writes down what
was done, or that it was not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from berkala.errors import NeedsPerson, Problem, TryAgain, WrongUse
from berkala.ledger import SITE, Event, Ledger, Receipt
from berkala.plan import Edition, Publication, Request, plan
from berkala.plan.holding import WENT_ON, begun_rollbacks, hold_of
from berkala.plan.pre_release import Recipient
from berkala.plan.specifications import Folder
from berkala.plan.standing import MANIFEST, manifest_of
from berkala.publish.approvals import refuse_unapproved
from berkala.publish.backup import keep_store, refuse_behind_store
from berkala.publish.checked import checks
from berkala.publish.failures import failures_told
from berkala.publish.folder import BuildFolder
from berkala.publish.leftovers import remove_leftovers
from berkala.publish.lock import hold
from berkala.publish.plugs import SiteTarget, site_target
from berkala.publish.records import refuse_unknown
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
            _refuse_held(Ledger(publication.state / "ledger.sqlite3"), request)
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
        _refuse_half(tree)
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
    _refuse_half(tree)
    BuildFolder(publication.root, Folder(kind="folder", path=str(out))).switch(tree.folder)


def _refuse_public_place(publication: Publication, out: Path) -> None:
    """Raise WrongUse where a local build would lie where the public looks: what it holds may not be out yet."""
    if public := publication.public_at(out):
        raise WrongUse(Problem("publish.build-in-public", {"channel": public[0], "path": public[1]}))


def _publish(tree: Tree, target: SiteTarget) -> tuple[Receipt, ...]:
    request, publication = tree.plan.request, tree.plan.publication
    ledger = Ledger(publication.state / "ledger.sqlite3")
    _refuse_held(ledger, request)
    refuse_behind_store(publication)
    seen = target.look()
    standing = seen.tree
    settled = settle(ledger, request.channel, standing)
    refuse_unknown(publication, request.channel, ledger, seen)
    latest, trees = ledger.latest(request.channel), Trees(publication.state, request.channel)
    trees.keep(_kept(latest))
    _refuse_overtaken(tree, latest)
    _refuse_early(tree, latest)
    news, events = _news(tree, latest, standing), (*_unwritten(tree, ledger), *_going_on(ledger, request))
    if not news and standing == tree.fingerprint and not events:
        return settled
    refuse_unapproved(publication, tree.new)
    _refuse_half(tree)
    for bundle in tree.new:
        keep(bundle, publication.state / "bundles")
    events = (*checks(tree, news), *events)
    said = {"receipts": [told(receipt) for receipt in news], "events": [vars(event) for event in events]}
    intention = ledger.intend(_site_receipt(tree, said))
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


def _refuse_held(ledger: Ledger, request: Request) -> None:
    """Raise NeedsPerson for a channel that was rolled back, unless a person lets it go on."""
    held = hold_of(ledger, request.channel)
    if held is not None and not request.again:
        raise NeedsPerson(held.problem)


def _going_on(ledger: Ledger, request: Request) -> tuple[Event, ...]:
    if hold_of(ledger, request.channel) is None:
        return ()
    # By the machine's clock, whatever --as-of says: it is let go on when it is let go on.
    at = datetime.now().astimezone().isoformat()
    return (Event(WENT_ON, SITE, at, details={"channel": request.channel}),)


def _unwritten(tree: Tree, ledger: Ledger) -> tuple[Event, ...]:
    """What the ledger has to remember of a tree, without what an earlier run that was settled only now has written."""
    written = ledger.events(*{one.kind for one in tree.news})
    known = {_about(event): event.details for event in written}
    return tuple(one for one in tree.news if known.get(_about(one)) != one.details)


def _about(event: Event) -> tuple[object, ...]:
    """What an event is about: an edition has one announcement at a time, but many corrections."""
    return event.kind, event.subject, event.details.get("correction")


def _news(tree: Tree, latest: Mapping[str, Receipt], standing: str) -> tuple[Receipt, ...]:
    """The receipts that the ledger does not have yet: of each edition whose bundle is new here, and of the site."""
    known = {item.edition.name: item.edition for item in tree.plan.published}
    known |= {bundle.edition.name: bundle.edition for bundle in tree.new}
    receipts = [_edition_receipt(tree, known[name]) for name in sorted(tree.bundles)]
    return tuple(
        receipt
        for receipt in (*receipts, _site_receipt(tree, _about(tree, latest, standing)))
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


def _site_receipt(tree: Tree, details: Mapping[str, object]) -> Receipt:
    request = tree.plan.request
    return Receipt(request.channel, SITE, tree.fingerprint, request.as_of.isoformat(), details)


def _refuse_overtaken(tree: Tree, latest: Mapping[str, Receipt]) -> None:
    """Raise TryAgain where this tree lacks what became public, or was found to be, after the plan was made.

    To switch to it would take back an edition of another run, or change what an edition says.
    """
    seen = {item.edition.name: item.bundle for item in tree.plan.published}
    if seen == {name: receipt.content for name, receipt in _public(latest).items()}:
        return
    for item in plan(tree.plan.request).published:
        name = item.edition.name
        if item.bundle not in (tree.bundles.get(name), seen.get(name)):
            raise TryAgain(Problem("publish.overtaken", {"edition": name}))


def _refuse_early(tree: Tree, latest: Mapping[str, Receipt]) -> None:
    """Raise TryAgain where an edition is public whose moment, by this run's clock, is still to come.

    The tree lacks it, so to switch would take it back; more likely the clock is wrong.
    """
    now = tree.plan.request.as_of
    for name, receipt in _public(latest).items():
        release = str(receipt.details.get("release", ""))
        if name not in tree.bundles and release and datetime.fromisoformat(release) > now:
            raise TryAgain(
                Problem("publish.clock-behind", {"edition": name, "release": release, "as_of": now.isoformat()})
            )


def _public(latest: Mapping[str, Receipt]) -> dict[str, Receipt]:
    """The receipts of the editions that are public: not of one that was taken back."""
    return {name: receipt for name, receipt in latest.items() if name != SITE and receipt.content}


def _refuse_half(tree: Tree) -> None:
    """Raise TryAgain where the staged tree is not, byte for byte, what its manifest says."""
    manifest: Mapping[str, Any] = manifest_of(tree.folder)
    if manifest.get("tree") != tree.fingerprint:
        raise TryAgain(Problem("publish.stage-changed", {"path": MANIFEST}))
    for path, expected in manifest["files"].items():
        file = tree.folder / path
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != expected:
            raise TryAgain(Problem("publish.stage-changed", {"path": path}))


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
