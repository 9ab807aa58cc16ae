"""The areas of a map as they come from a file: features with their properties and outlines, in degrees.

Files come from outside and may say anything: every number is looked at, and what is wrong names the feature.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from berkala.errors import Problem

#: Longitude and latitude.
Position = tuple[float, float]
#: A closed outline without its last point, which is the first one again.
Ring = tuple[Position, ...]
#: An outline, and the holes in it.
Polygon = tuple[Ring, ...]

#: More points than these are not read: no drawing shows them, and a page would wait for them.
MOST_POINTS = 400_000
#: Longitudes may be counted past the date line, latitudes not past a pole.
_LONGITUDE, _LATITUDE = 360.0, 90.0
#: An outline has at least so many different points.
_CORNERS = 3
#: So much of a name is said in a problem.
_SAID = 60


class BadMap(Exception):
    """A map that cannot be drawn. Its problem has no file yet."""

    def __init__(self, code: str, **facts: object) -> None:
        self.problem = Problem(f"render.shapes-{code}", facts)
        super().__init__(code)


@dataclass(frozen=True, eq=False)
class Feature:
    """One feature: its properties that are texts or whole numbers, its id among them, and its polygons."""

    name: str
    texts: Mapping[str, str]
    polygons: tuple[Polygon, ...]


@dataclass(frozen=True, eq=False)
class Layer:
    """The features of one object of a file, in its order."""

    name: str
    features: tuple[Feature, ...]


def feature_name(raw: Mapping[str, Any], place: int) -> str:
    """What a feature is called in a problem: its first property that reads like a name, its id, or its place."""
    texts = texts_of(raw)
    named = [text for key, text in texts.items() if "name" in key.casefold() or "nam" in key.casefold()]
    longest = max(texts.values(), key=len, default="")
    return shortened(named[0] if named else longest or f"{place + 1}.")


def texts_of(raw: Mapping[str, Any]) -> dict[str, str]:
    """The properties of a feature that a category may be joined by, its own id as ``id``."""
    properties = raw.get("properties")
    found = dict(properties) if isinstance(properties, dict) else {}
    if raw.get("id") is not None:
        found["id"] = raw["id"]
    return {str(key): str(value) for key, value in found.items() if _is_text(value)}


def _is_text(value: object) -> bool:
    return (isinstance(value, str) and bool(value.strip())) or (isinstance(value, int) and not isinstance(value, bool))


def shortened(value: object) -> str:
    """What stands in a file, as far as it is said in a problem."""
    text = " ".join(str(value).split())
    return text if len(text) <= _SAID else f"{text[:_SAID]}…"


def number_at(value: object, feature: str) -> float:
    """A coordinate. Raises BadMap where it is no finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadMap("coordinates", feature=feature, found=shortened(value))
    try:
        found = float(value)
    except OverflowError as error:
        raise BadMap("coordinates", feature=feature, found=shortened(value)) from error
    if not math.isfinite(found):
        raise BadMap("coordinates", feature=feature, found=shortened(value))
    return found


def position(raw: object, feature: str) -> Position:
    """A position in degrees; a height beside it is left out. Raises BadMap."""
    if not isinstance(raw, list | tuple) or len(raw) < 2:
        raise BadMap("coordinates", feature=feature, found=shortened(raw))
    return on_earth((number_at(raw[0], feature), number_at(raw[1], feature)), feature)


def on_earth(spot: Position, feature: str) -> Position:
    """The same position, if it is one in degrees. Raises BadMap for a map that is projected already."""
    # Decoded numbers may pass a pole by the last of their digits.
    if abs(spot[0]) > _LONGITUDE + 1e-6 or abs(spot[1]) > _LATITUDE + 1e-6:
        raise BadMap("degrees", feature=feature, found=f"{spot[0]:g}, {spot[1]:g}")
    return spot


def closed(spots: Sequence[Position], feature: str) -> Ring:
    """An outline without repeated points and without its last one. Raises BadMap for one that encloses nothing."""
    kept = [spot for place, spot in enumerate(spots) if place == 0 or spot != spots[place - 1]]
    while len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    if len(set(kept)) < _CORNERS:
        raise BadMap("ring", feature=feature)
    return tuple(kept)


@dataclass
class Counter:
    """Counts points while a file is read, and stops before there are too many."""

    points: int = 0

    def add(self, count: int) -> None:
        """So many more."""
        self.points += count
        if self.points > MOST_POINTS:
            raise BadMap("points", most=MOST_POINTS)
