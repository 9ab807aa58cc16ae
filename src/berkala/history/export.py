"""The ledger for an auditor: every event with its hashes, and every receipt, as JSON Lines.

Whoever has the file can work out each hash again: it is the SHA-256 of a JSON list of the hash before, kind, subject,
at, who, content, and the details as JSON text with sorted keys (both without escapes for letters beyond ASCII).
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from berkala.errors import Problem, SourceProblems, WrongUse
from berkala.ledger import Ledger
from berkala.plan import Publication
from berkala.plan.specifications import Folder, ZipFile
from berkala.plan.standing import BAD_ARCHIVE, MANIFEST, manifest_in, manifest_of

SCHEMA = "berkala/ledger/1"


@dataclass(frozen=True)
class Exported:
    """How much was written, the hash of the last event, and what is wrong with the chain or its anchor."""

    events: int
    receipts: int
    last: str
    problems: tuple[Problem, ...] = ()


def export(ledger: Ledger, file: Path, publication: Publication) -> Exported:
    """Write the whole ledger to a file, in one step. Raises WrongUse where the public could read it there."""
    _refuse_public_place(file, publication)
    chain, receipts = ledger.chain(), ledger.receipts()
    told: list[Mapping[str, Any]] = [
        {"schema": SCHEMA, "events": len(chain), "receipts": len(receipts), "last": chain[-1].hash if chain else ""},
        *({"event": vars(one.event), "previous": one.previous, "hash": one.hash} for one in chain),
        *({"receipt": vars(one)} for one in receipts),
    ]
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in told)
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8", newline="\n")
    os.replace(beside, file)
    return Exported(len(chain), len(receipts), chain[-1].hash if chain else "", tuple(_broken(ledger)))


def _broken(ledger: Ledger) -> Iterator[Problem]:
    event = ledger.broken()
    if event is not None:
        facts = {"kind": event.kind, "subject": event.subject, "at": event.at}
        yield Problem("history.chain-broken", facts, file=f"{ledger.path.parent.name}/{ledger.path.name}")


def _refuse_public_place(file: Path, publication: Publication) -> None:
    place = file.resolve()
    for settings in publication.settings.channels.values():
        if isinstance(settings, Folder) and place.is_relative_to((publication.root / settings.path).resolve()):
            raise WrongUse(Problem("history.export-in-public", {"path": settings.path}, file=str(file)))


def anchored(ledger: Ledger, anchor: str) -> int | None:
    """Which event an anchor is, from 1; None where the chain has none with that hash."""
    hashes = [one.hash for one in ledger.chain()]
    return hashes.index(anchor) + 1 if anchor in hashes else None


def standing_manifest(publication: Publication, channel: str) -> dict[str, object] | None:
    """The manifest of the site at a channel, empty where none stands there; None where it is not on this machine."""
    target = publication.settings.channels[channel]
    if isinstance(target, Folder):
        return manifest_of(publication.root / target.path)
    if not isinstance(target, ZipFile):
        return None
    try:
        with zipfile.ZipFile(publication.root / target.path) as archive:
            return manifest_in(archive.read(MANIFEST))
    except (OSError, KeyError, *BAD_ARCHIVE):
        return {}


def manifest_file(file: Path) -> dict[str, object]:
    """A manifest that somebody kept. Raises SourceProblems where the file is none, or cannot be read."""
    try:
        found = manifest_in(file.read_bytes())
    except OSError as error:
        facts = {"reason": error.strerror or str(error)}
        raise SourceProblems(Problem("history.manifest-unread", facts, file=str(file))) from error
    if not found:
        raise SourceProblems(Problem("history.no-manifest", file=str(file)))
    return found
