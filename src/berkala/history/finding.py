"""What is asked about: an edition, a figure, an address of the site, or a file on this machine."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from berkala.errors import Problem, SourceProblems, WrongUse, nearest
from berkala.history.kept import PUBLIC, Kept
from berkala.history.model import Kind
from berkala.plan import Publication
from berkala.plan.standing import files_of

_PAGE = "index.html"


@dataclass(frozen=True)
class Found:
    """What was meant. `editions` are whose it is, the oldest first; `path` is that in a bundle or on the site,
    `bundles` are those that hold a file.
    """

    kind: Kind
    editions: tuple[str, ...] = ()
    path: str = ""
    sha256: str = ""
    figure: str = ""
    bundles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Shelf:
    """Where to look: the bundles, the newest published one of each edition, and what stands on the site."""

    publication: Publication
    bundles: tuple[Kept, ...]
    public: Mapping[str, str]
    standing: Mapping[str, object]

    @property
    def editions(self) -> tuple[str, ...]:
        """Every edition that is known."""
        return tuple(sorted({*self.public, *(one.edition for one in self.bundles)}))

    def newest(self, edition: str) -> Kept | None:
        """The bundle of an edition that stands, or else one that waits for its moment."""
        own = [one for one in self.bundles if one.edition == edition]
        return next((one for one in own if one.hash == self.public.get(edition)), own[-1] if own else None)

    @property
    def standing_bundles(self) -> tuple[Kept, ...]:
        """The bundle of each edition, the oldest period first."""
        found = [one for edition in self.editions if (one := self.newest(edition)) is not None]
        return tuple(sorted(found, key=lambda one: (one.slug, one.period)))


def find(what: str, edition: str | None, shelf: Shelf) -> Found:
    """What is meant by what was typed.

    Raises WrongUse for an edition that does not exist, SourceProblems for an address or a file that is not ours.
    """
    name, _, figure = what.partition("#")
    if edition is not None:
        return Found("figure", (_known(edition, shelf),), figure=what)
    if "@" in name and "/" not in name and not Path(what).is_file():
        return Found("figure" if figure else "edition", (_known(name, shelf),), figure=figure)
    if Path(what).is_file():
        return _file(Path(what), shelf)
    return _address(what, shelf)


def _known(edition: str, shelf: Shelf) -> str:
    if edition not in shelf.editions:
        facts = {"edition": edition, "nearest": nearest(edition, shelf.editions)}
        raise WrongUse(Problem("history.edition-unknown", facts))
    return edition


# -- a file, by its content ------------------------------------------------------------------------------------------


def _file(file: Path, shelf: Shelf) -> Found:
    content = file.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    for place in (_in_bundles, _as_source, _on_site):
        if (found := place(sha256, shelf)) is not None:
            return found
    for one in shelf.bundles:
        if sha256 == one.hash:
            return Found("file", (one.edition,), "bundle.json", sha256, bundles=frozenset((one.hash,)))
        if path := one.packed(len(content), sha256):
            return Found("file", (one.edition,), path.removeprefix(PUBLIC), sha256, bundles=frozenset((one.hash,)))
    raise SourceProblems(Problem("history.not-ours", {"sha256": sha256}, file=str(file)))


def _in_bundles(sha256: str, shelf: Shelf) -> Found | None:
    oldest = sorted(shelf.bundles, key=lambda one: (one.slug, one.period))
    holding = [(one, path) for one in oldest for path in one.holding(sha256)]
    if not holding:
        return None
    editions = tuple(dict.fromkeys(one.edition for one, _ in holding))
    return Found(
        "file", editions, holding[0][1].removeprefix(PUBLIC), sha256, bundles=frozenset(one.hash for one, _ in holding)
    )


def _as_source(sha256: str, shelf: Shelf) -> Found | None:
    using = [one for one in shelf.standing_bundles if sha256 in one.sources.values()]
    if not using:
        return None
    dataset = next(name for name, own in using[0].sources.items() if own == sha256)
    return Found("source", tuple(one.edition for one in using), dataset, sha256)


def _on_site(sha256: str, shelf: Shelf) -> Found | None:
    path = next((path for path, own in files_of(shelf.standing).items() if own == sha256), None)
    return None if path is None else _of_path(path, sha256, shelf)


# -- an address ------------------------------------------------------------------------------------------------------


def _address(what: str, shelf: Shelf) -> Found:
    path = _path(what, shelf)
    found = None if path is None else _of_path(path, files_of(shelf.standing).get(path, ""), shelf)
    if found is None:
        raise SourceProblems(Problem("history.no-such-address", {"address": what}))
    return found


def _path(what: str, shelf: Shelf) -> str | None:
    """The path in the tree that an address leads to; None for an address of another host."""
    site, given = urlsplit(shelf.publication.settings.site_url), urlsplit(what)
    if given.scheme and (given.netloc != site.netloc or not given.path.startswith(site.path)):
        return None
    path = given.path.removeprefix(site.path) if given.scheme else given.path.lstrip("/")
    files = files_of(shelf.standing)
    if path in files:
        return path
    folder = path if path.endswith("/") or not path else f"{path}/"
    return path if any(f"{PUBLIC}{path}" in one.files for one in shelf.bundles) else f"{folder}{_PAGE}"


def _of_path(path: str, sha256: str, shelf: Shelf) -> Found | None:
    """Whose a path of the site is: that of an edition, of the latest one, or of the whole site; None for none."""
    if (exact := [one for one in shelf.standing_bundles if f"{PUBLIC}{path}" in one.files]) or (
        exact := _pages(_plain(path, shelf), shelf)
    ):
        own = sha256 or exact[-1].files.get(f"{PUBLIC}{path}", "")
        return Found("address", tuple(one.edition for one in exact), path, own)
    return Found("site", (), path, sha256) if path in files_of(shelf.standing) else None


def _plain(path: str, shelf: Shelf) -> str:
    """A path without the folder of its language."""
    first, _, rest = path.partition("/")
    return rest if first in shelf.publication.settings.languages[1:] else path


def _pages(path: str, shelf: Shelf) -> list[Kept]:
    """The editions that a page is made of: its own, one that it frames, or the latest of a report or a dataset."""
    bundles = shelf.standing_bundles
    if own := [one for one in bundles if path.startswith((one.address, f"embed/{one.slug}-{one.period}-"))]:
        return own
    if found := re.match(r"data/([^/]+)/([^/]+)/", path):
        version = [one for one in bundles if any(file.startswith(f"{PUBLIC}{found[0]}") for file in one.files)]
        if version:
            return version
    if found := re.match(r"data/([^/]+)/", path):
        return _last([one for one in bundles if any(file.startswith(f"{PUBLIC}{found[0]}") for file in one.files)])
    return _last([one for one in bundles if path.startswith((f"{one.slug}/", f"embed/{one.slug}-"))])


def _last(bundles: Sequence[Kept]) -> list[Kept]:
    return [max(bundles, key=lambda one: one.period)] if bundles else []
