"""All that is written down in one publication, read and typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from berkala.plan.specifications import DatasetSpec, ReportSpec, Settings

SETTINGS_FILE = "mkdocs.yml"


@dataclass(frozen=True)
class Dataset:
    """A dataset as it stands in its folder: its name, its folder from the root, its specification."""

    name: str
    folder: str
    spec: DatasetSpec


@dataclass(frozen=True)
class Story:
    """A report's prose in one language, with the file and line at which it starts."""

    file: str
    line: int
    text: str


@dataclass(frozen=True)
class Report:
    """A report as it stands in its file: its name, its specification, its story in each language."""

    name: str
    file: str
    spec: ReportSpec
    stories: Mapping[str, Story]

    @property
    def slug(self) -> str:
        """Its place in the addresses."""
        return self.spec.slug or self.name


@dataclass(frozen=True)
class Publication:
    """All that is written down in one publication. `pages` are authored pages that are not reports."""

    root: Path
    settings: Settings
    datasets: Mapping[str, Dataset]
    reports: Mapping[str, Report]
    pages: tuple[str, ...] = ()

    @property
    def state(self) -> Path:
        """The private folder (ledger, bundles, stage, cache)."""
        return self.root / self.settings.state

    @property
    def templates(self) -> Path:
        """The folder of templates."""
        return self.root / "templates"
