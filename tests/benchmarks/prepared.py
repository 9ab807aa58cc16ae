"""What the jobs work on, made from this repository in a folder of its own. Nothing is written into the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks import cards, collection, pages, reading, rows
from publications import copy_publication

#: The months of the generated rows; with 50 areas and 20 items each is a thousand rows.
MONTHS = 140
#: The thousands of rows that are read and checked, a few and many: what starting costs does not count.
READINGS = (10, 1000)
_SIZE = re.compile(r'<svg [^>]*width="1200" height="630"')


class NotPrepared(Exception):
    """The publication could not be published, so there is nothing to measure with."""


@dataclass(frozen=True)
class Prepared:
    """The inputs in one folder, each made when a job first asks for it."""

    folder: Path

    @cached_property
    def publication(self) -> Path:
        """A copy of this repository's publication whose report is published, with nothing left to do."""
        root = copy_publication(self.folder / "publication")
        said = _run(berkala(root))
        if not (root / "site" / pages.REPORT / "index.html").is_file():
            raise NotPrepared(f"Nothing of {pages.REPORT} is due by this machine's clock.\n{said}")
        return root

    @cached_property
    def card(self) -> Path:
        """A folder with a light card of 1200 × 630 pixels as ``card.svg``."""
        found = light_cards(self.publication / "site" / pages.REPORT)
        fitting = [text for file in found if _SIZE.search(text := file.read_text(encoding="utf-8"))]
        if not fitting:
            raise NotPrepared(f"No card of {cards.WIDTH} × {cards.HEIGHT} pixels was published.")
        folder = self.folder / "card"
        folder.mkdir()
        (folder / "card.svg").write_text(fitting[0], encoding="utf-8")
        return folder

    @cached_property
    def pages(self) -> tuple[Path, int]:
        """A folder with the published pages in parts, and how many there are."""
        folder = self.folder / "pages"
        return folder, pages.prepare(self.publication / "site", folder)

    @cached_property
    def collection(self) -> Path:
        """A folder with a real collection in Open SDG's layout, and the answers to what its values ask."""
        shared = os.environ.get("BERKALA_SHARED")
        if shared is None:
            raise NotPrepared("BERKALA_SHARED names no folder with the shared data.")
        folder = self.folder / "collection"
        collection.prepare((Path(shared) / "data" / "opensdg-uk").absolute(), folder)
        return folder

    @cached_property
    def reading(self) -> Path:
        """A folder with the files that are read and checked, by how many thousand rows they have."""
        folder = self.folder / "reading"
        for thousands in READINGS:
            reading.prepare(folder / str(thousands), thousands)
        return folder

    @cached_property
    def rows(self) -> Path:
        """A folder with the publication of generated rows, by how many thousand there are."""
        folder = self.folder / "rows"
        rows.prepare(folder / str(MONTHS), MONTHS)
        return folder


def light_cards(site: Path) -> list[Path]:
    """The SVG of every card that is not dark: the dark one is made from the light one, not the other way round."""
    return sorted(file for file in site.rglob("share/*.svg") if "-dark." not in file.name)


def berkala(publication: Path) -> list[str]:
    """The command that publishes what is due of the one report."""
    code = "import sys; from berkala.cli import main; sys.exit(main())"
    return [sys.executable, "-c", code, "publish", pages.REPORT, "-C", str(publication), "--language", "en"]


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotPrepared(done.stderr)
    return done.stdout
