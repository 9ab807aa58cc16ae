"""The outbox: intention, act, look up, receipt.

An intention is written before the public site is touched and holds all that its receipts need, so a run that
is stopped at any moment can be ended by the next one, which looks at what the public sees and writes down what
was done, or that it was not.
"""

from __future__ import annotations

import errno
import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from berkala.errors import Problem, TryAgain, WrongUse
from berkala.ledger import SITE, Event, Intention, Ledger, Receipt
from berkala.plan import Edition, Publication, plan
from berkala.plan.specifications import Folder
from berkala.plan.standing import MANIFEST, manifest_of
from berkala.publish.approvals import refuse_unapproved
from berkala.publish.checked import checks
from berkala.publish.folder import BuildFolder
from berkala.publish.leftovers import remove_leftovers
from berkala.publish.lock import hold
from berkala.publish.plugs import SiteTarget, site_target
from berkala.render.store import UNFINISHED, flush, keep

if TYPE_CHECKING:
    from berkala.compose.tree import Tree

_FAILURES = {
    errno.ENOSPC: "publish.disk-full",
    errno.EDQUOT: "publish.disk-full",
    errno.EACCES: "publish.no-permission",
    errno.EPERM: "publish.no-permission",
    errno.EROFS: "publish.read-only",
}


def send(tree: Tree) -> tuple[Receipt, ...]:
    """See `berkala.publish.publish`."""
    request, publication = tree.plan.request, tree.plan.publication
    with _failures_told(publication.root):
        if request.action == "check":
            return ()  # the tree was put together to be read, and `publish` removes it
        if request.action == "build":
            _build(tree)
            return ()
        target = site_target(publication, request.channel)
        if request.dry_run:
            refuse_unapproved(publication, tree.new)
            target.look()  # which names what would stop the switch
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
    with _failures_told(publication.root), hold(publication.state / "lock", tree.plan.request.as_of.isoformat()):
        refuse_unapproved(publication, tree.new)
        for bundle in tree.new:
            keep(bundle, publication.state / "bundles")
        flush(tree.folder)


def preview(tree: Tree) -> Path:
    """See `berkala.publish.preview`."""
    publication = tree.plan.publication
    out = publication.state / "preview"
    with _failures_told(publication.root):
        _refuse_half(tree)
        BuildFolder(publication.root, Folder(kind="folder", path=str(out))).switch(tree.folder)
    return out


def _build(tree: Tree) -> None:
    publication = tree.plan.publication
    out = tree.plan.request.out or publication.state / "build"
    _refuse_public_place(publication, out)
    _refuse_half(tree)
    BuildFolder(publication.root, Folder(kind="folder", path=str(out))).switch(tree.folder)


def _refuse_public_place(publication: Publication, out: Path) -> None:
    """Raise WrongUse where a local build would lie where the public looks: what it holds may not be out yet."""
    place = out.resolve()
    for name, settings in publication.settings.channels.items():
        if isinstance(settings, Folder):
            public = (publication.root / settings.path).resolve()
            if place.is_relative_to(public) or public.is_relative_to(place):
                raise WrongUse(Problem("publish.build-in-public", {"channel": name, "path": settings.path}))


def _publish(tree: Tree, target: SiteTarget) -> tuple[Receipt, ...]:
    request, publication = tree.plan.request, tree.plan.publication
    ledger = Ledger(publication.state / "ledger.sqlite3")
    standing = target.look()
    settled = _settle(ledger, request.channel, standing)
    latest = ledger.latest(request.channel)
    _refuse_overtaken(tree, latest)
    _refuse_early(tree, latest)
    news = _news(tree, latest)
    if not news and standing == tree.fingerprint and not tree.plan.news:
        return settled
    refuse_unapproved(publication, tree.new)
    _refuse_half(tree)
    for bundle in tree.new:
        keep(bundle, publication.state / "bundles")
    events = (*checks(tree, news), *tree.plan.news)
    said = {"receipts": [_told(receipt) for receipt in news], "events": [vars(event) for event in events]}
    intention = ledger.intend(_site_receipt(tree, said))
    if standing != tree.fingerprint:
        target.switch(tree.folder)
        _look_up(tree, target)
    ledger.finish(intention, news, events)
    return (*settled, *news)


def _settle(ledger: Ledger, channel: str, standing: str) -> tuple[Receipt, ...]:
    """End what earlier runs began: write the receipts of what stands at the target, give up the rest."""
    written: list[Receipt] = []
    for intention in ledger.open_intentions():
        if intention.channel != channel:
            continue
        if intention.content != standing:
            ledger.abandon(intention.id)
            continue
        receipts = _receipts_of(intention)
        ledger.finish(intention.id, receipts, _events_of(intention))
        written.extend(receipts)
    return tuple(written)


def _receipts_of(intention: Intention) -> tuple[Receipt, ...]:
    told: Any = intention.details["receipts"]
    return tuple(
        Receipt(intention.channel, one["subject"], one["content"], intention.at, one["details"]) for one in told
    )


def _events_of(intention: Intention) -> tuple[Event, ...]:
    told: Any = intention.details.get("events", ())
    return tuple(Event(**one) for one in told)


def _told(receipt: Receipt) -> dict[str, object]:
    return {"subject": receipt.subject, "content": receipt.content, "details": dict(receipt.details)}


def _news(tree: Tree, latest: Mapping[str, Receipt]) -> tuple[Receipt, ...]:
    """The receipts that the ledger does not have yet: of each edition whose bundle is new here, and of the site."""
    known = {item.edition.name: item.edition for item in tree.plan.published}
    known |= {bundle.edition.name: bundle.edition for bundle in tree.new}
    receipts = [_edition_receipt(tree, known[name]) for name in sorted(tree.bundles)]
    return tuple(
        receipt
        for receipt in (*receipts, _site_receipt(tree, {}))
        if receipt.subject not in latest or latest[receipt.subject].content != receipt.content
    )


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
    if seen == {name: receipt.content for name, receipt in latest.items() if name != SITE}:
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
    for name, receipt in latest.items():
        release = str(receipt.details.get("release", ""))
        if name != SITE and name not in tree.bundles and release and datetime.fromisoformat(release) > now:
            raise TryAgain(
                Problem("publish.clock-behind", {"edition": name, "release": release, "as_of": now.isoformat()})
            )


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
    standing = target.look()
    if standing != tree.fingerprint:
        facts = {"channel": tree.plan.request.channel, "expected": tree.fingerprint[:12], "found": standing[:12]}
        raise TryAgain(Problem("publish.not-standing", facts))


def _clean(tree: Tree, target: SiteTarget) -> None:
    """Remove what runs that were stopped left: their stages, their unfinished bundles, their copies."""
    state = tree.plan.publication.state
    remove_leftovers(state / "stage", re.compile(".*"), spare=tree.folder)
    remove_leftovers(state / "bundles", re.compile(rf"{re.escape(UNFINISHED)}.*"), spare=tree.folder)
    target.clean()


@contextmanager
def _failures_told(root: Path) -> Iterator[None]:
    """Raise what the machine refuses as TryAgain, with the file it is about, seen from the root."""
    try:
        yield
    except OSError as error:
        path = Path(str(error.filename or root))  # a disk that is full does not say for which file
        file = path.relative_to(root).as_posix() if path != root and path.is_relative_to(root) else str(path)
        facts = {"reason": error.strerror or str(error), "file": file}
        raise TryAgain(Problem(_FAILURES.get(error.errno or 0, "publish.cannot-write"), facts, file=file)) from error
