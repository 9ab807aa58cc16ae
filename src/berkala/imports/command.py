"""``berkala import open-sdg SRC DEST``: a whole Open SDG data repository as a Berkala publication, in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from berkala.errors import Problem, WrongUse
from berkala.imports.open_sdg import Account, read_open_sdg
from berkala.imports.publication.accounting import accounted, as_markdown
from berkala.imports.publication.files import Fates, is_import, write_files
from berkala.imports.publication.placeholders import without_placeholders
from berkala.imports.publication.writing import Publishing
from berkala.lasting import lasting
from berkala.words import Language


@dataclass(frozen=True)
class Imported:
    """What an import did: its account, and what became of each file."""

    account: Account
    fates: Fates
    reports: int


@dataclass(frozen=True)
class Import:
    """What is imported, and how. `fiscal_start` is the first month of a fiscal year, which Open SDG does not say."""

    source: Path
    destination: Path
    at: datetime
    time_zone: str = "UTC"
    fiscal_start: int = 4


@lasting()
def import_open_sdg(wanted: Import, language: Language) -> Imported:
    """Read the repository and write the publication with its account.

    The first moment of release is the import's, to the minute. A second import brings what is new in the source and
    keeps what people have edited. Raises WrongUse for a folder that is no repository, or one with other things in it;
    TryAgain where the machine refuses to write.
    """
    folder = wanted.destination
    if folder.exists() and not folder.is_dir():
        raise WrongUse(Problem("imports.destination-file", {"folder": str(folder)}))
    if folder.is_dir() and any(folder.iterdir()) and not is_import(folder):
        raise WrongUse(Problem("imports.destination-full", {"folder": str(folder)}))
    collection = read_open_sdg(wanted.source, wanted.fiscal_start)
    if not collection.indicators:
        raise WrongUse(Problem("imports.nothing", {"folder": str(wanted.source)}))
    at = wanted.at.astimezone(ZoneInfo(wanted.time_zone)).replace(second=0, microsecond=0, tzinfo=None)
    collection = without_placeholders(collection)
    publishing = Publishing(collection, at, wanted.time_zone)
    fates = write_files(folder, publishing.files())
    account = accounted(collection, publishing.words, publishing.told, publishing.unspoken, fates)
    (folder / "IMPORT.md").write_text(as_markdown(account, language), encoding="utf-8")
    return Imported(account, fates, len(publishing.told))
