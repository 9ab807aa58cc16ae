"""publish: a staged tree and its bundles → `Receipt`s.

The only writer to the outside, through one outbox: intention, act, look up, receipt. It may be stopped at any
moment: the public sees the old site or the new one, and the next run ends what was begun. It neither decides
whether to publish nor renders again.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from berkala.publish.backup import keep_store
from berkala.publish.plugs import Network, Post, PostImage, SiteTarget
from berkala.publish.records import refuse_lost

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from berkala.compose.tree import Tree
    from berkala.ledger import Receipt
    from berkala.plan import Publication
    from berkala.plan.pre_release import Recipient
    from berkala.publish.rollback import RolledBack, Wish

__all__ = [
    "Network",
    "Post",
    "PostImage",
    "SiteTarget",
    "hand_over",
    "keep_store",
    "preview",
    "publish",
    "refuse_lost",
    "roll_back",
    "stand_by",
]


def stand_by(tree: Tree) -> None:
    """Bring a staged tree and its bundles safely onto the disk, in private, so that its moment needs only the switch.

    Raises TryAgain where the machine will not.
    """
    from berkala.publish import outbox

    outbox.stand_by(tree)


def preview(tree: Tree) -> Path:
    """Put a staged tree where the people of the office may look at it, in the private state; returns the folder.

    Raises TryAgain where the machine will not.
    """
    from berkala.publish import outbox

    try:
        return outbox.preview(tree)
    finally:
        shutil.rmtree(tree.folder, ignore_errors=True)


def hand_over(tree: Tree, people: Iterable[Recipient], by: str, at: datetime) -> list[tuple[Recipient, Path]]:
    """Give each of these people a marked copy of the one new edition of a tree; returns where each copy is.

    Raises NeedsPerson without the approvals that the settings ask for, TryAgain where the machine will not.
    """
    from berkala.publish import outbox

    try:
        return outbox.hand_over(tree, people, by, at)
    finally:
        shutil.rmtree(tree.folder, ignore_errors=True)


def publish(tree: Tree) -> tuple[Receipt, ...]:
    """Do with a staged tree what the request asks; the staged folder is gone afterwards.

    ``build`` puts it at ``request.out`` and writes no receipt; ``publish`` switches the site of the channel to
    it and returns the receipts written, those of an earlier run that was stopped included; with ``dry_run`` it
    changes nothing and returns none.

    Raises SourceProblems where the target holds what is not ours, or what this machine has no record of; NeedsPerson
    without the approvals that the settings ask for; TryAgain where the machine will not (disk, permission, another
    run); WrongUse for an unknown channel.
    """
    # Not above: what keeps bundles belongs to render, and a run with nothing to do loads nothing heavy.
    from berkala.publish import outbox

    try:
        return outbox.send(tree)
    finally:
        shutil.rmtree(tree.folder, ignore_errors=True)


def roll_back(publication: Publication, wish: Wish) -> RolledBack:
    """Put back what stood at a channel before the last switch; from then on it is held.

    A rollback that was stopped is ended. Raises WrongUse where nothing older is kept, or where the channel was rolled
    back already, and what `publish` raises.
    """
    from berkala.publish import rollback

    return rollback.roll_back(publication, wish)
