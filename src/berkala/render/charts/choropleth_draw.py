"""How a map of shapes is drawn: areas, rings around those too small to be seen, two names, and the key below."""

from __future__ import annotations

from dataclasses import replace

from berkala.render.charts.choropleth import ChoroplethMatter, Place
from berkala.render.charts.choropleth_names import name_areas
from berkala.render.charts.drawing import Canvas, Drawing, Frame, Spot, resized
from berkala.render.charts.hatching import STEP, in_rings
from berkala.render.charts.map_key import Key
from berkala.render.charts.metrics import Metrics
from berkala.render.charts.model import Chart
from berkala.render.charts.outlines import Fitted, Outline, fitted
from berkala.render.charts.shades import NONE
from berkala.words import Language

#: On a page a map is no taller than so many of its widths: on a phone it may be taller than wide.
_TALLEST, _TALLEST_NARROW = 0.8, 1.35
#: Ways to find room for names, tried in turn: so many lines of text above and below the map, and how far from its area
#: a name may stand on land, in units: in the sea first, then with more sea, then on land.
_TRIED = ((0.0, 0.0), (2.3, 0.0), (0.0, 40.0))
#: In a card the map may be so much smaller for them.
_SMALLER = 0.72
#: The radius of a ring, in units.
_RING = 4.5


def draw(chart: Chart, frame: Frame, metrics: Metrics, language: Language) -> Drawing:
    """The drawing: on a page as wide as it is, in a card as large as its frame allows."""
    matter = chart.matter
    assert isinstance(matter, ChoroplethMatter)
    ways = [(pad * frame.text, near) for pad, near in _TRIED if _fits(matter, Canvas(frame, metrics), language, pad)]
    best = _drawn(matter, Canvas(frame, metrics), language, ways[0])
    for way in ways[1:]:
        other = _drawn(matter, Canvas(frame, metrics), language, way) if best[1] else best
        best = other if other[1] < best[1] else best
    return best[0].drawing()


def _fits(matter: ChoroplethMatter, canvas: Canvas, language: Language, pad: float) -> bool:
    """Whether room for names above and below leaves the map nearly as large: on a page always, in a card not."""
    known, padded = (_fitted(matter, canvas, language, one * canvas.frame.text) for one in (0.0, pad))
    return padded.width >= _SMALLER * known.width


def _drawn(
    matter: ChoroplethMatter, canvas: Canvas, language: Language, how: tuple[float, float]
) -> tuple[Canvas, int]:
    """The canvas with the map on it, and how many names found no room there.

    `how` is the room above and below the map, and how near to its area a name may stand on land.
    """
    pad, near = how
    frame, known = canvas.frame, _fitted(matter, canvas, language, pad)
    ring = [language.sentence("charts.choropleth.ring")] if any(one.tiny for one in known.outlines) else []
    corner = (max(0.0, (frame.width - known.width) / 2) if frame.height else 0.0, pad)
    outlines = tuple(moved(one, corner) for one in known.outlines)
    height = known.height + 2 * pad
    canvas.frame = resized(frame, max(height, 1.0))
    _areas(canvas, matter, outlines)
    left = name_areas(canvas, matter.named, outlines, near)
    more = [*ring, *(one.below for one in left)] if not frame.height else ring
    whole = frame.height or round(height + Key(matter, canvas, more).height, 1)
    canvas.frame = resized(frame, whole)
    Key(matter, canvas, more).draw(height, language)
    return canvas, len(left)


def _fitted(matter: ChoroplethMatter, canvas: Canvas, language: Language, pad: float) -> Fitted:
    """The outlines in the room that there is; in a card the key has its room first."""
    frame, groups = canvas.frame, tuple(one.shape.features for one in matter.places)
    if not groups:
        return Fitted((), frame.width, 0)
    tallest = (_TALLEST if frame.words == "full" else _TALLEST_NARROW) * frame.width
    if frame.height:
        ring = [language.sentence("charts.choropleth.ring")]
        tallest = max(1.0, frame.height - Key(matter, canvas, ring).height - 2 * pad)
    return fitted(groups, frame.width - 2, tallest)


def moved(one: Outline, by: Spot) -> Outline:
    """An outline at another place."""
    rings = tuple(tuple((x + by[0] + 1, y + by[1]) for x, y in ring) for ring in one.rings)
    return replace(one, rings=rings, centre=(one.centre[0] + by[0] + 1, one.centre[1] + by[1]))


def _areas(canvas: Canvas, matter: ChoroplethMatter, outlines: tuple[Outline, ...]) -> None:
    """Every area in its class; those without a value hatched; rings last, so that no neighbour covers one."""
    for place, one in zip(matter.places, outlines, strict=True):
        shade = _shade(matter, place)
        if one.rings:
            canvas.path(_AREA[shade], one.d)
        if shade == NONE and (lines := in_rings(one.rings, STEP * canvas.frame.unit)):
            canvas.path("ht", lines)
        for ring in one.rings:
            canvas.line([*ring, ring[0]])
    for place, one in zip(matter.places, outlines, strict=True):
        if one.tiny:
            shade = _shade(matter, place)
            canvas.dot("fw" if shade == NONE else shade, one.centre, _RING)
            canvas.dot("rn", one.centre, _RING)


#: The class of an area: a shade with a hairline around.
_AREA = {NONE: "c0", **{f"q{step}": f"c{step}" for step in range(1, 6)}}


def _shade(matter: ChoroplethMatter, place: Place) -> str:
    return matter.shades.shade(place.series.last.figure if place.series else None)
