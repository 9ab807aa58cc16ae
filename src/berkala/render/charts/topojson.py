"""TopoJSON as features: arcs are numbers of steps, shared by the areas on both sides of a border."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from berkala.render.charts.geography import (
    BadMap,
    Counter,
    Feature,
    Layer,
    Polygon,
    Position,
    closed,
    feature_name,
    number_at,
    on_earth,
    shortened,
    texts_of,
)

_COLLECTION, _AREAS = "GeometryCollection", ("Polygon", "MultiPolygon")


def layers(raw: Mapping[str, Any]) -> tuple[Layer, ...]:
    """One layer for each object of a Topology that has areas. Raises BadMap."""
    objects = raw.get("objects")
    if not isinstance(objects, dict):
        raise BadMap("form", found="objects")
    reader = _Reader(_arcs(raw))
    return tuple(Layer(str(name), tuple(reader.features(one, str(name)))) for name, one in objects.items())


# -- arcs -----------------------------------------------------------------------------------------------------


def _arcs(raw: Mapping[str, Any]) -> tuple[tuple[Position, ...], ...]:
    arcs = raw.get("arcs")
    if not isinstance(arcs, list):
        raise BadMap("form", found="arcs")
    transform, counter = _transform(raw.get("transform")), Counter()
    return tuple(_arc(arc, f"arcs {place}", transform, counter) for place, arc in enumerate(arcs))


#: Scale and translation of whole numbers; None where arcs are positions as they stand.
_Transform = tuple[Position, Position] | None


def _transform(raw: object) -> _Transform:
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise BadMap("coordinates", feature="transform", found=shortened(raw))
    scale, translate = (_pair(raw.get(name)) for name in ("scale", "translate"))
    return scale, translate


def _pair(raw: object) -> Position:
    if not isinstance(raw, list) or len(raw) < 2:
        raise BadMap("coordinates", feature="transform", found=shortened(raw))
    return number_at(raw[0], "transform"), number_at(raw[1], "transform")


def _arc(raw: object, name: str, transform: _Transform, counter: Counter) -> tuple[Position, ...]:
    if not isinstance(raw, list):
        raise BadMap("coordinates", feature=name, found=shortened(raw))
    counter.add(len(raw))
    spots, x, y = [], 0.0, 0.0
    for step in raw:
        if not isinstance(step, list) or len(step) < 2:
            raise BadMap("coordinates", feature=name, found=shortened(step))
        dx, dy = number_at(step[0], name), number_at(step[1], name)
        if transform is None:
            spots.append(on_earth((dx, dy), name))
            continue
        x, y = x + dx, y + dy
        (sx, sy), (tx, ty) = transform
        spots.append(on_earth((x * sx + tx, y * sy + ty), name))
    return tuple(spots)


# -- features -------------------------------------------------------------------------------------------------


class _Reader:
    """Reads features from arcs. Areas that share an arc count its points once each."""

    def __init__(self, arcs: tuple[tuple[Position, ...], ...]) -> None:
        self.arcs, self.counter = arcs, Counter()

    def features(self, raw: object, name: str) -> Iterator[Feature]:
        """The areas of one object; points and lines beside them are another layer's and are left alone."""
        if not isinstance(raw, dict):
            raise BadMap("geometry", feature=name, found=type(raw).__name__)
        members = raw.get("geometries") if raw.get("type") == _COLLECTION else [raw]
        if not isinstance(members, list):
            raise BadMap("geometry", feature=name, found=shortened(members))
        kinds = {one.get("type") for one in members if isinstance(one, dict) and isinstance(one.get("type"), str)}
        if members and kinds and kinds.isdisjoint(_AREAS):
            return
        for place, one in enumerate(members):
            if found := self._feature(one, place):
                yield found

    def _feature(self, raw: object, place: int) -> Feature | None:
        if not isinstance(raw, dict):
            raise BadMap("geometry", feature=f"{place + 1}.", found=type(raw).__name__)
        name = feature_name(raw, place)
        kind, arcs = raw.get("type"), raw.get("arcs")
        if kind is None:
            return None
        if kind not in _AREAS:
            raise BadMap("geometry", feature=name, found=shortened(kind))
        polygons = arcs if kind == "MultiPolygon" else [arcs]
        if not isinstance(polygons, list):
            raise BadMap("arc", feature=name, found=shortened(polygons))
        return Feature(name, texts_of(raw), tuple(self._polygon(one, name) for one in polygons if one))

    def _polygon(self, raw: object, name: str) -> Polygon:
        if not isinstance(raw, list):
            raise BadMap("arc", feature=name, found=shortened(raw))
        return tuple(closed(self._ring(ring, name), name) for ring in raw)

    def _ring(self, raw: object, name: str) -> list[Position]:
        if not isinstance(raw, list):
            raise BadMap("arc", feature=name, found=shortened(raw))
        spots: list[Position] = []
        for index in raw:
            arc = self._arc(index, name)
            self.counter.add(len(arc))
            spots += arc[1:] if spots and arc and spots[-1] == arc[0] else arc
        return spots

    def _arc(self, index: object, name: str) -> tuple[Position, ...]:
        """An arc by its number; below nought it is taken backwards."""
        if isinstance(index, bool) or not isinstance(index, int) or not -len(self.arcs) <= index < len(self.arcs):
            raise BadMap("arc", feature=name, found=shortened(index))
        return self.arcs[index] if index >= 0 else self.arcs[~index][::-1]
