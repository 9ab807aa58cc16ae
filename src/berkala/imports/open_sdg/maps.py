"""Boundaries that are in the repository."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from berkala.imports.open_sdg.account import About, Book, Loss
from berkala.imports.open_sdg.collection import Indicator, Map
from berkala.imports.open_sdg.files import SourceFile, decoded, read_bytes
from berkala.imports.open_sdg.layout import Layer, is_remote

_MOST = 8


def read_maps(layers: Iterable[Layer], files: Iterable[SourceFile], book: Book) -> tuple[Map, ...]:
    """Each map whose file is there, joined to the layer that names it, or whose properties it has."""
    named, maps = list(layers), []
    for file in files:
        about = About(book, file.name)
        features = _features(file, about)
        if features is None:
            continue
        layer = _layer(file, named, features)
        if layer is None:
            about.add("left out", "map-without-layer", {"known": _properties(features)}, loss=Loss(files=1))
            continue
        book.count("files read")
        maps.append(_joined(file, layer, features, about))
    read = {one.file for one in maps}
    for layer in named:
        if is_remote(layer.file):
            book.add("degraded", "map-elsewhere", {"name": layer.subfolder}, value=layer.file)
        elif layer.file not in read and not any(file.name == layer.file for file in files):
            book.add("degraded", "map-missing", file=layer.file)
    return tuple(maps)


def _features(file: SourceFile, about: About) -> list[Mapping[str, Any]] | None:
    content = read_bytes(file, about)
    text = None if content is None else decoded(content, about)
    if text is None:
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        about.add("left out", "map-form", loss=Loss(files=1))
        return None
    return [one["properties"] if isinstance(one.get("properties"), dict) else {} for one in features]


def _layer(file: SourceFile, layers: Iterable[Layer], features: list[Mapping[str, Any]]) -> Layer | None:
    by_file = next((layer for layer in layers if layer.file == file.name), None)
    if by_file:
        return by_file
    first = features[0] if features else {}
    return next((layer for layer in layers if layer.id_property in first and layer.name_property in first), None)


def _joined(file: SourceFile, layer: Layer, features: list[Mapping[str, Any]], about: About) -> Map:
    places, without = [], 0
    for properties in features:
        code, name = properties.get(layer.id_property), properties.get(layer.name_property)
        if code is None or code == "":
            without += 1
        else:
            places.append((str(code), "" if name is None else str(name)))
    if without:
        facts = {"count": without, "name": layer.id_property, "known": _properties(features)}
        about.add("degraded", "map-places", facts)
    return Map(file.name, layer.id_column, tuple(places), layer.id_property, layer.name_property)


def _properties(features: list[Mapping[str, Any]]) -> str:
    return ", ".join(map(str, features[0])) if features else ""


def check_areas(maps: Iterable[Map], indicators: Iterable[Indicator], book: Book) -> None:
    """A line for codes of places in the data that are on none of the maps."""
    known = {code for one in maps for code, _ in one.places}
    if not known:
        return
    for indicator in indicators:
        codes = dict.fromkeys(one.area for one in indicator.observations if one.area and one.area not in known)
        if codes:
            named = ", ".join([*list(codes)[:_MOST], *(["…"] if len(codes) > _MOST else [])])
            facts = {"count": len(codes), "codes": named}
            book.add("noted", "areas-unmapped", facts, file=indicator.data_file, indicator=indicator.id)
