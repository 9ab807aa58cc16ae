"""Dataset packages: one dataset version as files, its descriptors, its page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.render.packages.archive import figures_file, zip_file
from berkala.render.packages.model import DataFile, DatasetModel, Texts, model_of
from berkala.render.packages.page import dataset_fragment
from berkala.render.packages.parquet import parquet_file
from berkala.render.packages.tables import csv_file, json_file
from berkala.render.packages.workbook import xlsx_file
from berkala.render.packages.writers import CatalogueWriter, catalogue_writers

__all__ = ["CatalogueWriter", "DataFile", "DatasetModel", "Package", "dataset_fragment", "package"]


@dataclass(frozen=True)
class Package:
    """The files of one dataset version by their path in the bundle, and what the site needs to know of it.

    `entry` is one item of ``bundle.about["datasets"]``, JSON-able.
    """

    files: Mapping[str, bytes]
    entry: Mapping[str, object]


def package(findings: Findings, dataset: str, publication: Publication, figures: bytes | None = None) -> Package:
    """The package of one dataset of an edition, under ``public/data/<dataset>/<version>/``.

    Always the CSV and the catalogue writers' descriptors. With the edition's `figures` (its figures.json) also
    workbook, Parquet, JSON, and a ZIP of everything. Raises KeyError for a dataset the edition has not.
    """
    model = _with_files(_Version(model_of(findings, dataset, publication), figures is not None, publication))
    if figures is not None:
        model = model.having(
            zip_file(model, findings, [*_referred(findings, dataset, publication), figures_file(figures)])
        )
    folder = f"data/{model.name}/{model.version}/"
    files = {f"public/{folder}{file.name}": file.content for file in model.files}
    return Package(files, _entry(model, folder))


@dataclass(frozen=True, eq=False)
class _Version:
    """A model without files, and whether it is to have all: what its files follow from, in one run."""

    model: DatasetModel
    full: bool
    run: Publication

    def __hash__(self) -> int:
        return hash((self.model.name, self.model.version, self.full))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Version) or self.run is not other.run:
            return False
        return self.full == other.full and self.model == other.model


@lru_cache(maxsize=4)
def _with_files(version: _Version) -> DatasetModel:
    """The model with its files. Reports that share a dataset follow one another, and publish the same version."""
    model = version.model
    makers = (csv_file, xlsx_file, parquet_file, json_file) if version.full else (csv_file,)
    model = model.having(*(make(model) for make in makers))
    return model.having(*(_described(writer, model) for writer in catalogue_writers()))


def _referred(findings: Findings, dataset: str, publication: Publication) -> list[DataFile]:
    """The tables that the edition's figures refer to as well (a standard, a target), so that a ZIP is enough."""
    return [
        replace(csv_file(model_of(findings, other, publication)), format="referred")
        for other in sorted(findings.data)
        if other != dataset
    ]


def _described(writer: CatalogueWriter, model: DatasetModel) -> DataFile:
    return DataFile(writer.file, writer.name, writer.media_type, writer.write(model))


def _entry(model: DatasetModel, folder: str) -> dict[str, object]:
    licence = model.licence
    entry = {
        "name": model.name,
        "version": model.version,
        "title": _texts(model, model.title),
        "description": _texts(model, model.description),
        "rows": model.rows,
        "from": model.first.code,
        "until": model.last.code,
        "retrieved": model.retrieved.isoformat(),
        "licence": {"name": licence.name, "title": _texts(model, licence.title.root), "path": licence.path},
        "sources": [
            {"title": s.titled(model.languages[0]), "publisher": s.publisher, "path": s.path} for s in model.sources
        ],
        "files": [
            {"path": folder + f.name, "format": f.format, "bytes": len(f.content), "sha256": f.sha256}
            for f in model.files
        ],
    }
    json.dumps(entry)  # a fault of ours shows here, not in the bundle
    return entry


def _texts(model: DatasetModel, texts: Texts) -> dict[str, str]:
    return {language: texts[language] for language in model.languages}
