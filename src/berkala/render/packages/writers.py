"""The plug point of catalogue writers: one model of a dataset version, many standards that describe it."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import entry_points
from typing import Protocol

from berkala.render.packages.model import DatasetModel

GROUP = "berkala.catalogue_writers"


class CatalogueWriter(Protocol):
    """Describes one dataset version in one standard (contract: ``tests/contracts/catalogue_writer.py``).

    `name` is the plug's name, `file` the file it makes beside the data, `media_type` the file's type.
    """

    name: str
    file: str
    media_type: str

    def write(self, model: DatasetModel) -> bytes:
        """The description. The same model gives the same bytes; nothing but the model is read."""
        ...


@lru_cache
def catalogue_writers() -> tuple[CatalogueWriter, ...]:
    """Every installed writer, by name."""
    return tuple(found.load()() for found in sorted(entry_points(group=GROUP), key=lambda point: point.name))
