"""Handing a release over before its moment: written down first, then put where staff find it, in private."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from berkala.ledger import Event, Ledger
from berkala.plan import Publication
from berkala.plan.pre_release import GIVEN, Recipient
from berkala.publish.handing.copies import Mark, marked_copies
from berkala.render.bundle import Bundle

#: The folder in the private state.
FOLDER = "pre-release"


def hand_over(
    publication: Publication, bundle: Bundle, people: Iterable[Recipient], by: str, at: datetime
) -> Iterator[tuple[Recipient, Path]]:
    """Make the copy of each person, write it down, and put it into a folder of its own, which is told.

    What was handed over once and has not changed is put there again, under the same token, and not written down again.
    Raises SourceProblems where a copy cannot be made, TryAgain where the ledger cannot be written, OSError else.
    """
    ledger = Ledger(publication.state / "ledger.sqlite3")
    home = publication.state / FOLDER / bundle.edition.name
    for person in people:
        before = _before(ledger, bundle, person)
        token = str(before.details["token"]) if before else secrets.token_hex(4).upper()
        files = dict(marked_copies(bundle, publication, Mark(person, token)))
        if before is None:
            ledger.record([_event(bundle, person, by, at, token, files)])
        yield person, _put(home, _file_name(person.name), files)


def _before(ledger: Ledger, bundle: Bundle, person: Recipient) -> Event | None:
    """The event of the same bytes to the same person, if there is one."""
    events = [one for one in ledger.events(GIVEN) if (one.subject, one.content) == (bundle.edition.name, bundle.hash)]
    return next((one for one in events if one.details["person"] == person.name), None)


def _event(bundle: Bundle, person: Recipient, by: str, at: datetime, token: str, files: Mapping[str, bytes]) -> Event:
    details = {
        "person": person.name,
        "office": dict(person.office.root),
        "why": dict(person.why.root) if person.why else {},
        "token": token,
        "copies": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    return Event(GIVEN, bundle.edition.name, at.isoformat(), by, bundle.hash, details)


def _put(home: Path, name: str, files: Mapping[str, bytes]) -> Path:
    """Put the files into a folder at once, which nobody else on this machine may read."""
    unfinished = home / f".unfinished-{os.getpid()}"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)
    for file, content in files.items():
        (unfinished / file).write_bytes(content)
    shutil.rmtree(home / name, ignore_errors=True)
    os.rename(unfinished, home / name)
    return home / name


def _file_name(name: str) -> str:
    """A person's name as that of a folder, on every system: letters of all scripts, hyphens, and a few digits."""
    told = re.sub(r"\W+", "-", name.casefold()).strip("-")[:60]
    return f"{told}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"
