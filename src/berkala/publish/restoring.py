"""A new machine goes on from a store: its bundles and its ledger are put into the private folder.

Every byte is held against its hash first, and the ledger comes last, in one transaction: a run that is stopped leaves
what was there before, with more bundles beside it, and is simply repeated. What the ledger here has, and the store has
not, is never overwritten.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from berkala.errors import BerkalaError, Problem, SourceProblems, TryAgain
from berkala.ledger import FILE, SITE, KeptLedger, Ledger
from berkala.plan import Publication
from berkala.plan.lost import lost_state, some
from berkala.plan.standing import Standing
from berkala.publish.backup import BUNDLES, HASH, begun, put, whole
from berkala.publish.failures import failures_told
from berkala.publish.lock import hold
from berkala.publish.plugs import site_target
from berkala.render.store import load

#: How a ledger stands to what the public sees at a channel. `ahead`: the public sees less than was published, and the
#: next run puts that right; `behind`: it sees what the ledger does not know; `free`: nothing was published there, and
#: nothing stands there; `unseen`: nobody could look.
Agreement = Literal["agrees", "ahead", "behind", "free", "unseen"]


@dataclass(frozen=True)
class Restored:
    """What came of it: how many bundles were put here, whether the ledger was, and how it stands to each channel."""

    bundles: int = 0
    ledger: bool = False
    channels: Mapping[str, Agreement] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def restore(publication: Publication, folder: Path, as_of: str) -> Restored:
    """Put the ledger and the bundles of the store in `folder` into the private folder, and look at every channel.

    Raises SourceProblems where the store is not there, was tampered with or is not whole, or where each has what
    the other has not; TryAgain where the machine will not.
    """
    kept, mine = KeptLedger(folder / FILE), Ledger(publication.state / FILE)
    if not folder.is_dir():
        raise SourceProblems(Problem("store.absent", {"folder": str(folder)}))
    if not kept.path.exists():
        return Restored(problems=(Problem("store.empty", {"folder": str(folder)}, severity="warning"),))
    if broken := kept.broken():
        facts = {"folder": str(folder), "kind": broken.kind, "subject": broken.subject, "at": broken.at}
        raise SourceProblems(Problem("store.tampered", facts))
    with failures_told(publication.root), hold(publication.state / "lock", as_of):
        missed, found = not mine.has(kept.mark()), list[Problem]()
        if not kept.has(mine.mark()):
            facts = {"folder": str(folder), "state": publication.settings.state}
            if missed:
                raise SourceProblems(Problem("store.apart", facts))
            found.append(Problem("store.older", facts, severity="warning"))
        brought, problems = _bring_bundles(publication, folder, kept)
        if missed:
            kept.copy_to(mine.path)
        begun(publication, folder)
    channels = dict[str, Agreement]()
    for name in publication.settings.channels:
        channels[name], told = compared(publication, name, mine)
        found += told
    return Restored(brought, missed, channels, (*problems, *found))


def compared(publication: Publication, channel: str, ledger: Ledger) -> tuple[Agreement, tuple[Problem, ...]]:
    """How a ledger stands to what the public sees at a channel, with warnings that say what is wrong."""
    try:
        with failures_told(publication.root):
            seen = site_target(publication, channel).look()
    except BerkalaError as error:
        return "unseen", tuple(problem.at(severity="warning") for problem in error.problems)
    if lost := tuple(lost_state(publication, channel, ledger, seen)):
        return "behind", tuple(problem.at(severity="warning") for problem in lost)
    told = _told(ledger, channel, seen)
    if seen.nothing and not told:
        return "free", ()
    return ("agrees" if seen.tree and told == seen.editions else "ahead"), ()


def _told(ledger: Ledger, channel: str, seen: Standing) -> dict[str, str]:
    """The bundle of each edition that is public by the ledger, and by what it meant to do if that is what stands."""
    found = {name: one.content for name, one in ledger.latest(channel).items() if name != SITE and one.content}
    for intention in ledger.open_intentions():
        if (intention.channel, intention.content) == (channel, seen.tree):
            found |= intention.editions
    return found


def _bring_bundles(publication: Publication, folder: Path, kept: KeptLedger) -> tuple[int, tuple[Problem, ...]]:
    """Put every bundle here that is not whole here; returns how many, and warnings of those that nothing needs."""
    here, there, needed = publication.state / BUNDLES, folder / BUNDLES, kept.needed()
    names = {name for name in (os.listdir(there) if there.is_dir() else ()) if HASH.fullmatch(name)}
    brought, wrong, lost = 0, list[Problem](), list[str]()
    for name in sorted(names | needed.keys()):
        if whole(here, name):
            continue
        try:
            bundle = load(there, name)
        except SourceProblems as error:
            wrong += error.problems
            lost += [needed[name]] if name in needed else []
            continue
        except OSError as error:
            facts = {"folder": str(folder), "reason": error.strerror or str(error)}
            raise TryAgain(Problem("store.unreadable", facts)) from error
        put(bundle, here)
        brought += 1
    if lost:
        told = {"folder": str(folder), "count": len(needed), "missing": len(lost), "names": some(sorted(lost))}
        raise SourceProblems((Problem("store.not-whole", told), *wrong))
    return brought, tuple(problem.at(severity="warning") for problem in wrong)
