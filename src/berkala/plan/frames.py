"""What stands around the bundles of a tree, by one hash, and the name of the whole tree."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from berkala.plan.announcing import Announced
from berkala.plan.answers import ANSWERS_FILE
from berkala.plan.corrections import CORRECTIONS_FILE
from berkala.plan.pre_release import Access
from berkala.plan.publication import Publication
from berkala.plan.withdrawals import WITHDRAWALS_FILE

_PACKAGE = Path(__file__).parents[1]

#: The libraries whose version may change the bytes of a page.
_WRITERS = ("babel", "jinja2", "markdown", "mkdocs", "pagefind_bin", "plotly", "tzdata")


def tree_fingerprint(frame: str, bundles: Mapping[str, str], late: Iterable[str] = ()) -> str:
    """The name of a public tree: the hash of its frame and of every bundle in it, by edition name.

    `late` are the editions that its calendar calls late because they were due and could not be made.
    """
    lines = [frame, *late, *(f"{name} {bundles[name]}" for name in sorted(bundles))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def frame_of(publication: Publication, calendar: Iterable[Announced]) -> str:
    """The frame of a tree in which the calendar stands so."""
    told = [f"{one.edition.name} {one.told()} {one.sure}" for one in calendar]
    return hashlib.sha256("\n".join([frame_hash(publication), *told]).encode()).hexdigest()


def around(frame: str, access: Mapping[str, tuple[Access, ...]]) -> str:
    """What stands around the bundles of a tree that also says who had its editions beforehand.

    It is no part of the frame of an edition: to hand one over must not change what was approved.
    """
    told = [f"{name} {one}" for name, people in access.items() for one in people]
    return hashlib.sha256("\n".join([frame, *told]).encode()).hexdigest() if told else frame


def frame_hash(publication: Publication) -> str:
    """The ingredients of everything around the bundles, by content and not by date."""
    root = publication.root
    named = {f"templates/{name}": file for name, file in publication.template_files.items()}
    files = [root / "mkdocs.yml", *_files(_PACKAGE)]
    files += sorted((root / "reports").glob("[!.]*.md")) + sorted((root / "datasets").glob("*/dataset.yml"))
    files += sorted((root / "reports").glob(WITHDRAWALS_FILE))
    for name in (ANSWERS_FILE, CORRECTIONS_FILE):
        files += sorted((root / "datasets").glob(f"*/{name}"))
    files += [root / "reports" / name for name in publication.companions]
    mark = publication.settings.agency.mark
    files += [root / mark] if mark and (root / mark).is_file() else []
    for file in files:
        inside = file.relative_to(_PACKAGE if file.is_relative_to(_PACKAGE) else root)
        named.setdefault(inside.as_posix(), file)
    digest = hashlib.sha256("".join(f"{name} {_version(name)}\n" for name in _WRITERS).encode())
    for name, file in named.items():
        digest.update(f"{name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _version(name: str) -> str:
    """A library's version; nothing where it is not there, which whoever needs it says (there is no search then)."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _files(folder: Path) -> list[Path]:
    ours = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sorted(ours, key=lambda path: path.relative_to(folder).as_posix())
