"""The agency's own maps, ``templates/maps/<name>.topojson`` (``.geojson``, ``.json``): read, joined to categories."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import NoReturn

from berkala.errors import Problem, nearest
from berkala.plan import Publication, Report
from berkala.plan.specifications import Category, ChartSpec
from berkala.render.charts import geojson, topojson
from berkala.render.charts.geography import BadMap, Feature, Layer, shortened

ENDINGS = (".topojson", ".geojson", ".json")
#: A larger file is not read, in bytes.
MOST_BYTES = 16_000_000
#: So many names are said in a problem.
_NAMED = 12


@dataclass(frozen=True, eq=False)
class MapFile:
    """What a file holds."""

    layers: tuple[Layer, ...]


@dataclass(frozen=True, eq=False)
class Shape:
    """One area: its names in the file, its features' outlines, and the category it is, if there is one."""

    name: str
    features: tuple[Feature, ...]
    category: str | None


@dataclass(frozen=True, eq=False)
class JoinedShapes:
    """The areas of a map beside the categories; `left` are the categories without an area."""

    shapes: tuple[Shape, ...]
    left: tuple[str, ...]


# -- reading --------------------------------------------------------------------------------------------------


def read_shapes(folder: Path | None, name: str | None) -> MapFile | None:
    """The map of this name, or None where there is none that can be read (`shapes_problems` says why)."""
    found = files_of(folder, name) if folder and name else []
    return _read(found[0])[0] if len(found) == 1 else None


def files_of(folder: Path, name: str) -> list[Path]:
    """The files of a name."""
    return [path for ending in ENDINGS if (path := folder / f"{name}{ending}").is_file()]


def _read(file: Path) -> tuple[MapFile | None, tuple[Problem, ...]]:
    """What a file holds, or what is wrong with it."""
    where = f"templates/maps/{file.name}"
    size = file.stat().st_size
    if size > MOST_BYTES:
        return None, (Problem("render.shapes-size", {"size": size, "most": MOST_BYTES}, file=where),)
    try:
        return decoded(file.read_bytes()), ()
    except BadMap as error:
        return None, (replace(error.problem, file=where, line=error.problem.line),)


@lru_cache(maxsize=8)
def decoded(content: bytes) -> MapFile:
    """A map from its bytes. Raises BadMap. Remembered: every language and every edition draws it again."""
    raw = _json(content)
    kind = raw.get("type") if isinstance(raw, dict) else type(raw).__name__
    if not isinstance(raw, dict) or kind not in ("Topology", "FeatureCollection"):
        raise BadMap("form", found=shortened(kind))
    layers = topojson.layers(raw) if kind == "Topology" else geojson.layers(raw)
    kept = tuple(layer for layer in layers if any(one.polygons for one in layer.features))
    if not kept:
        raise BadMap("empty")
    return MapFile(kept)


def _json(content: bytes) -> object:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadMap("json", reason=shortened(error)) from error


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


# -- joining --------------------------------------------------------------------------------------------------


def joined_shapes(known: MapFile, categories: Sequence[Category]) -> JoinedShapes:
    """The areas and the categories, joined by the one property that fits most of them, whatever it is called.

    Case and blanks do not matter; a category goes by its labels, its aliases, its value and its code. Features that
    share a name are one area.
    """
    by_name = _names_of(categories)
    layer, key = _best(known, by_name)
    groups: dict[str, list[Feature]] = {}
    for place, one in enumerate(layer.features):
        if one.polygons:
            text = one.texts.get(key, f"{place}")
            groups.setdefault(by_name.get(_plain(text), f" {text}"), []).append(one)
    shapes = tuple(
        Shape(ones[0].texts.get(key, ones[0].name), tuple(ones), None if name.startswith(" ") else name)
        for name, ones in groups.items()
    )
    found = {shape.category for shape in shapes}
    return JoinedShapes(shapes, tuple(one.value for one in categories if one.value not in found))


def _best(known: MapFile, by_name: dict[str, str]) -> tuple[Layer, str]:
    """The layer and the property that name most categories; of equals the first."""
    best, most = (known.layers[0], ""), -1
    for layer in known.layers:
        for key in dict.fromkeys(key for one in layer.features for key in one.texts):
            texts = (one.texts.get(key, "") for one in layer.features)
            count = len({by_name[plain] for text in texts if (plain := _plain(text)) in by_name})
            if count > most:
                best, most = (layer, key), count
    return best


def _names_of(categories: Iterable[Category]) -> dict[str, str]:
    """Every name of every category. A code gives way to a name, and a name that two would have is nobody's."""
    found: dict[str, str | None] = {}
    for names in (_said, _coded):
        mine: dict[str, str | None] = {}
        for category in categories:
            for name in names(category):
                plain = _plain(name)
                mine[plain] = category.value if mine.get(plain, category.value) == category.value else None
        found = {**mine, **found}
    return {name: value for name, value in found.items() if value is not None and name}


def _said(category: Category) -> Iterator[str]:
    yield from category.label.root.values()
    yield from category.aliases
    yield category.value.replace("-", " ")
    yield category.value


def _coded(category: Category) -> Iterator[str]:
    if category.code is not None:
        yield category.code


def _plain(name: str) -> str:
    return "".join(name.casefold().split())


# -- problems -------------------------------------------------------------------------------------------------


def shapes_problems(publication: Publication) -> tuple[Problem, ...]:
    """What is wrong with the maps of shapes that the reports name, each once."""
    found: list[Problem] = []
    for report in publication.reports.values():
        for name, chart in report.spec.charts.items():
            if chart.kind == "choropleth":
                found += _of_chart(publication, report, name, chart)
    return tuple(problem for place, problem in enumerate(found) if problem not in found[:place])


def _of_chart(publication: Publication, report: Report, name: str, chart: ChartSpec) -> Iterator[Problem]:
    folder = publication.templates / "maps"
    files = files_of(folder, chart.map or "")
    if len(files) > 1:
        facts = {"map": chart.map, "files": ", ".join(file.name for file in files)}
        yield Problem("render.shapes-twice", facts, file=report.file)
        return
    if not files:
        names = sorted({path.stem for path in folder.glob("*") if path.suffix in ENDINGS})
        facts = {"chart": name, "map": chart.map or "", "nearest": nearest(chart.map or "", names)}
        yield Problem("render.shapes-unknown", {**facts, "known": ", ".join(names)}, file=report.file)
        return
    known, problems = _read(files[0])
    yield from problems
    by, dataset = report.spec.indicators[chart.indicator].by, publication.datasets.get(report.spec.dataset)
    if known is None or by is None or dataset is None:
        return
    field = dataset.spec.field(by)
    categories = [one for one in field.categories if one.value != field.whole]
    yield from _unjoined(known, categories, (name, chart.map or "", f"templates/maps/{files[0].name}"))


def _unjoined(known: MapFile, categories: list[Category], of: tuple[str, str, str]) -> Iterator[Problem]:
    """No category found at all stops; one that is not there is named on the page, and here."""
    chart, name, file = of
    both = joined_shapes(known, categories)
    if len(both.left) == len(categories):
        keys = dict.fromkeys(key for layer in known.layers for one in layer.features for key in one.texts)
        facts = {"chart": chart, "map": name, "keys": ", ".join(list(keys)[:_NAMED]) or "–"}
        yield Problem("render.shapes-unnamed", facts, file=file)
        return
    free = [shape.name for shape in both.shapes if shape.category is None]
    for category in categories:
        if category.value in both.left:
            label = next(iter(category.label.root.values()))
            facts = {"category": label, "map": name, "free": ", ".join(free[:_NAMED]) or "–"}
            yield Problem("render.shapes-without", facts, file=file, severity="warning")
