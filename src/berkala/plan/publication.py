"""All that is written down in one publication, read and typed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from berkala.plan.marks import Mark, read_mark
from berkala.plan.specifications import (
    Answer,
    Collection,
    Correction,
    DatasetSpec,
    Folder,
    ReportSpec,
    Settings,
    UnreportedSpec,
)
from berkala.plan.templates import one_folder, template_files
from berkala.plan.withdrawals import Withdrawal

SETTINGS_FILE = "mkdocs.yml"

#: The pages that show what the site is made of: their addresses are promises.
DESIGN_PAGES = ("about/design/", "about/design/components/", "about/design/charts/")


@dataclass(frozen=True)
class Dataset:
    """A dataset as it stands in its folder: its name, its folder from the root, its specification.

    `answers` are what a person answered about its unusual values, `corrections` what was published wrong of it, the
    first first; most have neither.
    """

    name: str
    folder: str
    spec: DatasetSpec
    answers: tuple[Answer, ...] = ()
    corrections: tuple[Correction, ...] = ()


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
class Unreported:
    """An indicator without data as it stands in its file: its name and its specification."""

    name: str
    file: str
    spec: UnreportedSpec

    @property
    def slug(self) -> str:
        """Its place in the addresses."""
        return self.spec.slug or self.name


@dataclass(frozen=True, eq=False)
class Publication:
    """All that is written down in one publication.

    `pages` are authored pages that are not reports. One is equal to itself alone, so that what is worked out from
    all of it (its names, of hundreds of datasets) can be kept beside it. `withdrawals` are editions that may stand
    nowhere any more.
    """

    root: Path
    settings: Settings
    datasets: Mapping[str, Dataset]
    reports: Mapping[str, Report]
    pages: tuple[str, ...] = ()
    unreported: Mapping[str, Unreported] = field(default_factory=dict)
    withdrawals: tuple[Withdrawal, ...] = ()

    @property
    def collection(self) -> Collection | None:
        """The collection that reports and indicators without data belong to, if there is one."""
        return self.settings.collection

    @property
    def members(self) -> tuple[Report | Unreported, ...]:
        """Every report and every indicator without data, by the order of their files."""
        return tuple(sorted((*self.reports.values(), *self.unreported.values()), key=lambda one: one.file))

    def datasets_of(self, report: Report) -> tuple[DatasetSpec, ...]:
        """The report's own dataset and those that it takes targets from, as far as they are there."""
        references = [one.reference.dataset for one in report.spec.indicators.values() if one.reference]
        names = dict.fromkeys((report.spec.dataset, *references))
        return tuple(self.datasets[name].spec for name in names if name in self.datasets)

    def is_standing(self, dataset: str) -> bool:
        """Whether a dataset is to every report that takes anything from it what holds until another is set."""
        specs = [report.spec for report in self.reports.values()]
        using = [spec for spec in specs if dataset == spec.dataset or spec.held_from(dataset)]
        return bool(using) and all(spec.stands(dataset) for spec in using)

    @property
    def state(self) -> Path:
        """The private folder (ledger, bundles, stage, cache)."""
        return self.root / self.settings.state

    @property
    def store(self) -> Path | None:
        """The private store, in which a copy of ledger and bundles is kept; None where the settings name none."""
        return Path(os.path.abspath(self.root / self.settings.store)) if self.settings.store else None

    def public_at(self, folder: Path) -> tuple[str, str] | None:
        """The channel and the path of a public folder that `folder` lies in or holds; None where there is none."""
        place = folder.resolve()
        for name, channel in self.settings.channels.items():
            if isinstance(channel, Folder):
                public = (self.root / channel.path).resolve()
                if place.is_relative_to(public) or public.is_relative_to(place):
                    return name, channel.path
        return None

    @property
    def companions(self) -> tuple[str, ...]:
        """The files beside authored pages, as ``charts/line.png`` beside ``charts.md``, by their paths in ``reports/``.

        They are published at these paths, one file for all languages.
        """
        reports = self.root / "reports"
        folders = [reports / page.removesuffix(".md") for page in self.pages]
        found = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
        # MkDocs leaves files out whose names begin with a full stop: a folder's own, of the system.
        return tuple(path.relative_to(reports).as_posix() for path in found if not path.name.startswith("."))

    @cached_property
    def mark(self) -> Mark | None:
        """The agency's mark, if it has one of its own."""
        file = self.settings.agency.mark
        return read_mark(self.root / file, self.root) if file else None

    @cached_property
    def templates(self) -> Path:
        """The folder of templates: the publication's own, with Berkala's wherever it has none."""
        return one_folder(self.root / "templates", self.state / "cache")

    @cached_property
    def template_files(self) -> Mapping[str, Path]:
        """Every template by its path in that folder, without making it."""
        return template_files(self.root / "templates")
