"""The private store: a second copy of the ledger and of every kept bundle, from which a new machine goes on.

It is a folder elsewhere, a mounted share as a rule. What is new is written there beside its place and renamed into it,
the bundles first and then the ledger that names them: a kill at any moment leaves a store that is whole, the older one
or the newer one. It never goes back: a store that knows what the ledger here does not is left alone.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from berkala.errors import BerkalaError, Problem, SourceProblems, WrongUse
from berkala.ledger import FILE, KeptLedger, Ledger
from berkala.plan import Publication
from berkala.plan.lost import some
from berkala.publish.leftovers import remove_leftovers

if TYPE_CHECKING:
    from berkala.render.bundle import Bundle

BUNDLES = "bundles"

#: The name of a bundle.
HASH = re.compile(r"[0-9a-f]{64}")

#: In the private folder: which store was begun, so that one whose drive is gone is not begun anew where it was.
_BEGUN = "stored.json"

#: How the name of a copy of the ledger begins, while it is on its way.
_COPY = ".ledger-"


def keep_store(publication: Publication) -> tuple[Problem, ...]:
    """Bring the store of the settings up to date, if they name one; returns warnings that say why it is behind.

    Raises nothing: what was published stands, and the next run tries again. Where nothing is new, only names are read.
    """
    folder = publication.store
    if folder is None or not _ledger(publication).path.exists():
        return ()
    try:
        if _was_begun(publication, folder) and not (folder / FILE).exists():
            raise SourceProblems(Problem("store.gone", {"folder": str(folder)}))
        folder.mkdir(exist_ok=True)  # but not what it lies in: that may be a drive that is not connected
        _bring_up_to_date(publication, folder)
    except BerkalaError as error:
        behind = Problem("store.behind", {"folder": str(folder)})
        return tuple(problem.at(severity="warning") for problem in (behind, *error.problems))
    except OSError as error:
        facts = {"folder": str(folder), "reason": error.strerror or str(error)}
        return (Problem("store.unwritable", facts, severity="warning"),)
    return ()


def back_up(publication: Publication, folder: Path) -> int:
    """Bring a store up to date that a person names, and begin it if need be; returns how many bundles were put there.

    Every byte in it is held against its hash, and what is damaged there is put right from here. Raises WrongUse for a
    public folder, SourceProblems where the store knows more or a bundle here is damaged, TryAgain or OSError where the
    machine will not.
    """
    if public := publication.public_at(folder):
        raise WrongUse(Problem("store.public", {"folder": str(folder), "channel": public[0], "path": public[1]}))
    if folder.resolve().is_relative_to(publication.state.resolve()):
        raise WrongUse(Problem("store.in-state", {"folder": str(folder), "state": publication.settings.state}))
    if not _ledger(publication).path.exists():
        raise SourceProblems(Problem("store.nothing-yet", {"folder": publication.settings.state}))
    folder.mkdir(parents=True, exist_ok=True)
    new = _bring_up_to_date(publication, folder)
    return new + _mend(publication.state / BUNDLES, folder / BUNDLES)


def whole(folder: Path, name: str) -> bool:
    """Whether a bundle is kept in a folder as it was. Raises OSError where it cannot be read."""
    from berkala.render.store import load

    try:
        load(folder, name)
    except SourceProblems:
        return False
    return True


def put(bundle: Bundle, folder: Path) -> None:
    """Keep a bundle in a folder, in place of a damaged one if there is one. Raises OSError."""
    from berkala.render.store import UNFINISHED, keep

    damaged, aside = folder / bundle.hash, folder / f"{UNFINISHED}{bundle.hash[:16]}-damaged-{os.getpid()}"
    if damaged.exists():
        os.rename(damaged, aside)
    keep(bundle, folder)
    shutil.rmtree(aside, ignore_errors=True)


def refuse_behind_store(publication: Publication) -> None:
    """Raise SourceProblems where the store knows what the ledger here does not: then this machine is the older one.

    A store that cannot be read stops nothing; that it is behind is told by `keep_store`.
    """
    folder = publication.store
    if folder is None:
        return
    try:
        known = KeptLedger(folder / FILE).mark() if (folder / FILE).exists() else None
    except (BerkalaError, OSError):
        return
    if known is not None and not _ledger(publication).has(known):
        raise SourceProblems(Problem("state.behind-store", {"folder": str(folder)}))


def begun(publication: Publication, folder: Path) -> None:
    """Remember that `folder` is a store of this publication."""
    file, told = publication.state / _BEGUN, json.dumps({"schema": "berkala/stored/1", "store": str(folder)})
    if not file.is_file() or file.read_text(encoding="utf-8") != told:
        file.write_text(told, encoding="utf-8")


def _bring_up_to_date(publication: Publication, folder: Path) -> int:
    mine, kept = _ledger(publication), KeptLedger(folder / FILE)
    known = kept.mark()
    if not mine.has(known):
        raise SourceProblems(Problem("store.ahead", {"folder": str(folder)}))
    new = _new_bundles(publication, folder)
    if new or known != mine.mark():
        _remove_leftovers(publication, folder)
        _copy_bundles(publication, folder, new)
        _copy_ledger(publication, folder)
    begun(publication, folder)
    return len(new)


def _new_bundles(publication: Publication, folder: Path) -> list[str]:
    here, there = publication.state / BUNDLES, folder / BUNDLES
    kept = set(os.listdir(there)) if there.is_dir() else set()
    names = os.listdir(here) if here.is_dir() else ()
    return sorted(name for name in names if HASH.fullmatch(name) and name not in kept)


def _copy_bundles(publication: Publication, folder: Path, new: list[str]) -> None:
    """Raises SourceProblems where one that is needed is neither here nor there: a ledger that names it goes no further.

    Every byte that is copied is held against its hash.
    """
    # Not above: what keeps bundles belongs to render, and a run with nothing to do loads nothing heavy.
    from berkala.render.store import keep, load

    (folder / BUNDLES).mkdir(exist_ok=True)
    for name in new:
        keep(load(publication.state / BUNDLES, name), folder / BUNDLES)
    needed = _ledger(publication).needed()
    lost = sorted(needed[name] for name in needed.keys() - set(os.listdir(folder / BUNDLES)))
    if lost:
        home = f"{publication.settings.state}/{BUNDLES}"
        facts = {"folder": home, "count": len(needed), "missing": len(lost), "names": some(lost)}
        raise SourceProblems(Problem("state.bundles-missing", facts, file=home))


def _copy_ledger(publication: Publication, folder: Path) -> None:
    """By way of a copy beside the ledger itself: not every shared folder has the locks that SQLite needs to write."""
    from berkala.render.store import flush_names

    here, beside = (place / f"{_COPY}{os.getpid()}" for place in (publication.state, folder))
    try:
        _ledger(publication).copy_to(here / FILE)
        with open(here / FILE, "rb") as source, open(beside, "wb") as out:
            shutil.copyfileobj(source, out)
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, folder / FILE)
        flush_names(folder)
    finally:
        shutil.rmtree(here, ignore_errors=True)
        beside.unlink(missing_ok=True)


def _mend(here: Path, there: Path) -> int:
    """Put right what is damaged in a store; returns how many bundles. Raises SourceProblems where one here is too."""
    from berkala.render.store import load

    damaged = [name for name in sorted(os.listdir(there)) if HASH.fullmatch(name) and not whole(there, name)]
    for name in damaged:
        put(load(here, name), there)
    return len(damaged)


def _remove_leftovers(publication: Publication, folder: Path) -> None:
    from berkala.render.store import UNFINISHED

    for place in (publication.state, folder):
        remove_leftovers(place, re.compile(rf"{re.escape(_COPY)}\d+"), spare=place)
    remove_leftovers(folder / BUNDLES, re.compile(rf"{re.escape(UNFINISHED)}.*"), spare=folder)


def _was_begun(publication: Publication, folder: Path) -> bool:
    try:
        told = json.loads((publication.state / _BEGUN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and told.get("store") == str(folder)


def _ledger(publication: Publication) -> Ledger:
    return Ledger(publication.state / FILE)
