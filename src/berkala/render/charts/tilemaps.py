"""Tile-grid maps: ``templates/maps/<name>.yml``, read, and joined to categories by name (the file says its form)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from berkala.errors import Problem, nearest
from berkala.plan import Publication, Report
from berkala.plan.documents import Document, read_yaml
from berkala.plan.explaining import explained
from berkala.plan.specifications import Category, ChartSpec, Specification, Text

#: Column and row, from nought at the top left.
Cell = tuple[Annotated[int, Field(ge=0, le=99)], Annotated[int, Field(ge=0, le=99)]]


class Tile(Specification):
    """One area: the names it goes by, the code on its tile, and its place in the two layouts."""

    name: str
    aliases: tuple[str, ...] = ()
    code: str = Field(min_length=1, max_length=4)
    wide: Cell
    narrow: Cell


class TileMap(Specification):
    """A map. `areas` is what its areas are called in a sentence, in each language: ``provinces``."""

    name: Text
    areas: Text | None = None
    source: str
    tiles: tuple[Tile, ...] = ()


@dataclass(frozen=True)
class Joined:
    """The tiles of a map beside the categories they stand for.

    `tiles` has each tile with its category, or None where the data have none; `left` are the categories for which
    the map has no tile.
    """

    tiles: tuple[tuple[Tile, str | None], ...]
    left: tuple[str, ...]


def joined(known: TileMap | None, categories: Iterable[Category]) -> Joined:
    """The map and the categories, joined by name: case and blanks do not matter; a value counts as a name too."""
    tiles = known.tiles if known else ()
    by_name = {_plain(name): place for place, tile in enumerate(tiles) for name in (tile.name, *tile.aliases)}
    found: dict[int, str] = {}
    left = []
    for category in categories:
        place = next((by_name[name] for name in _names(category) if name in by_name), None)
        if place is None or place in found:
            left.append(category.value)
        else:
            found[place] = category.value
    return Joined(tuple((tile, found.get(place)) for place, tile in enumerate(tiles)), tuple(left))


def _names(category: Category) -> Iterator[str]:
    yield from (_plain(text) for text in category.label.root.values())
    yield from (_plain(text) for text in category.aliases)
    yield _plain(category.value.replace("-", " "))


def _plain(name: str) -> str:
    return "".join(name.casefold().split())


# -- reading --------------------------------------------------------------------------------------------------


def read_map(folder: Path | None, name: str | None) -> TileMap | None:
    """The map of this name, or None where there is none that can be read (`map_problems` says why)."""
    return _read(folder, name)[0] if folder and name else None


def _read(folder: Path, name: str) -> tuple[TileMap | None, tuple[Problem, ...]]:
    file = folder / f"{name}.yml"
    return _known(file, folder.parent.parent, file.read_bytes() if file.is_file() else None)


@lru_cache
def _known(file: Path, root: Path, _content: bytes | None) -> tuple[TileMap | None, tuple[Problem, ...]]:
    """By its content as well: somebody may change a map while `berkala serve` runs."""
    document = read_yaml(file, root)
    if document.problems:
        return None, document.problems
    try:
        known = TileMap.model_validate_json(json.dumps(document.data), strict=True, by_alias=True, by_name=False)
    except ValidationError as error:
        return None, tuple(explained(document, error.errors(), TileMap))
    return known, tuple(_collisions(document, known))


def _collisions(document: Document, known: TileMap) -> Iterator[Problem]:
    """Two tiles of one name, one code or one place: which is meant could not be told."""
    for what in ("name", "code", "wide", "narrow"):
        seen: dict[object, Tile] = {}
        for place, tile in enumerate(known.tiles):
            names = (tile.name, *tile.aliases) if what == "name" else (getattr(tile, what),)
            for one in names:
                other = seen.setdefault(_plain(one) if isinstance(one, str) else one, tile)
                if other is not tile:
                    written = one if isinstance(one, str) else ", ".join(map(str, one))
                    facts = {"one": other.name, "other": tile.name, "what": written}
                    line = document.line(("tiles", place)) or 1
                    yield Problem("render.map-collision", facts, file=document.file, line=line)


# -- problems -------------------------------------------------------------------------------------------------


def map_problems(publication: Publication) -> tuple[Problem, ...]:
    """What is wrong with the tile maps that the reports name, each once: unreadable, or an area without a tile."""
    found: list[Problem] = []
    for report in publication.reports.values():
        for name, chart in report.spec.charts.items():
            if chart.kind == "tiles":
                found += _of_chart(publication, report, name, chart)
    return tuple(problem for place, problem in enumerate(found) if problem not in found[:place])


def _of_chart(publication: Publication, report: Report, name: str, chart: ChartSpec) -> Iterator[Problem]:
    folder = publication.templates / "maps"
    if chart.map is None or not (folder / f"{chart.map}.yml").is_file():
        names = sorted(path.stem for path in folder.glob("*.yml"))
        facts = {"chart": name, "map": chart.map or "", "nearest": nearest(chart.map or "", names)}
        yield Problem("render.map-unknown", {**facts, "known": ", ".join(names)}, file=report.file)
        return
    known, problems = _read(folder, chart.map)
    yield from problems
    by, dataset = report.spec.indicators[chart.indicator].by, publication.datasets.get(report.spec.dataset)
    if known is None or by is None or dataset is None:
        return
    field = dataset.spec.field(by)
    categories = [category for category in field.categories if category.value != field.whole]
    both = joined(known, categories)
    free = [tile.name for tile, category in both.tiles if category is None]
    for category in categories:
        if category.value in both.left:
            label = next(iter(category.label.root.values()))
            facts = {"category": label, "map": chart.map, "free": ", ".join(free), "nearest": nearest(label, free)}
            yield Problem("render.map-without", facts, file=f"templates/maps/{chart.map}.yml")
