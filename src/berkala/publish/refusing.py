"""Why a staged tree may not be switched to, as far as that shows only now: the world went on since it was planned."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from berkala.compose.tree import Tree
from berkala.errors import NeedsPerson, Problem, TryAgain
from berkala.ledger import SITE, Ledger, Receipt
from berkala.plan import Request, plan
from berkala.plan.holding import hold_of
from berkala.plan.standing import MANIFEST, manifest_of


def refuse_held(ledger: Ledger, request: Request) -> None:
    """Raise NeedsPerson for a channel that was rolled back, unless a person lets it go on."""
    held = hold_of(ledger, request.channel)
    if held is not None and not request.again:
        raise NeedsPerson(held.problem)


def refuse_overtaken(tree: Tree, latest: Mapping[str, Receipt]) -> None:
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


def refuse_early(tree: Tree, latest: Mapping[str, Receipt]) -> None:
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


def refuse_half(tree: Tree) -> None:
    """Raise TryAgain where the staged tree is not, byte for byte, what its manifest says."""
    manifest: Mapping[str, Any] = manifest_of(tree.folder)
    if manifest.get("tree") != tree.fingerprint:
        raise TryAgain(Problem("publish.stage-changed", {"path": MANIFEST}))
    for path, expected in manifest["files"].items():
        file = tree.folder / path
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != expected:
            raise TryAgain(Problem("publish.stage-changed", {"path": path}))
