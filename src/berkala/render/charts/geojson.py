"""GeoJSON (RFC 7946) as features."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from berkala.render.charts.geography import (
    BadMap,
    Counter,
    Feature,
    Layer,
    Polygon,
    closed,
    feature_name,
    position,
    shortened,
    texts_of,
)


def layers(raw: Mapping[str, Any]) -> tuple[Layer, ...]:
    """The one layer of a FeatureCollection. Raises BadMap."""
    features = raw.get("features")
    if not isinstance(features, list):
        raise BadMap("form", found=shortened(type(features).__name__))
    counter = Counter()
    found = [_feature(one, place, counter) for place, one in enumerate(features)]
    return (Layer("features", tuple(one for one in found if one is not None)),)


def _feature(raw: object, place: int, counter: Counter) -> Feature | None:
    """One feature; None for one that has no geometry, which GeoJSON allows."""
    if not isinstance(raw, dict):
        raise BadMap("geometry", feature=f"{place + 1}.", found=type(raw).__name__)
    name = feature_name(raw, place)
    geometry = raw.get("geometry")
    if geometry is None:
        return None
    return Feature(name, texts_of(raw), tuple(_polygons(geometry, name, counter)))


def _polygons(geometry: object, name: str, counter: Counter) -> Iterator[Polygon]:
    kind = geometry.get("type") if isinstance(geometry, dict) else type(geometry).__name__
    if not isinstance(geometry, dict) or kind not in ("Polygon", "MultiPolygon"):
        raise BadMap("geometry", feature=name, found=shortened(kind))
    raw = geometry.get("coordinates")
    for polygon in _list(raw if kind == "MultiPolygon" else [raw], name):
        rings = []
        for ring in _list(polygon, name):
            spots = _list(ring, name)
            counter.add(len(spots))
            rings.append(closed([position(spot, name) for spot in spots], name))
        if rings:
            yield tuple(rings)


def _list(raw: object, name: str) -> list[Any]:
    if not isinstance(raw, list):
        raise BadMap("coordinates", feature=name, found=shortened(raw))
    return raw
