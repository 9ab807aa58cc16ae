"""Copies of this repository's own publication, for tests that change something in one."""

from __future__ import annotations

import shutil
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]


def copy_publication(to: Path) -> Path:
    """Copy settings, reports, datasets and templates into the folder `to`, and return it."""
    copy_facts(to)
    shutil.copytree(REPOSITORY / "templates", to / "templates", dirs_exist_ok=True)
    (to / "site").mkdir(exist_ok=True)
    return to


def copy_facts(to: Path) -> Path:
    """The same without site and templates but the maps: enough to plan, fetch, tidy, protect and measure."""
    to.mkdir(parents=True, exist_ok=True)
    shutil.copy2(REPOSITORY / "mkdocs.yml", to)
    for folder in ("reports", "datasets", "templates/maps"):
        shutil.copytree(REPOSITORY / folder, to / folder, dirs_exist_ok=True)
    return to
