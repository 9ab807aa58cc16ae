"""The files of maps: decoding, hostile ones named, borders that still meet, shapes that find their categories."""

from __future__ import annotations

import json
import math
import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from berkala.errors import Problem
from berkala.plan.specifications import Category
from berkala.render.charts.borders import cut, joined, simplified
from berkala.render.charts.geography import BadMap
from berkala.render.charts.hatching import in_rings
from berkala.render.charts.mapfiles import MapFile, decoded, joined_shapes
from berkala.render.charts.outlines import area, fitted, holds
from berkala.render.charts.projection import projection_for
from berkala.words import available, language
from invented_country import DISTRICTS, map_of_the_country

EN, ID = language("en"), language("id")
EVERY = [language(code) for code in available()]
LABELS = {letter.lower(): name for letter, name in DISTRICTS.items()}


# -- decoding -------------------------------------------------------------------------------------------------


def test_topojson_is_decoded_with_its_transform_and_shared_arcs() -> None:
    known = decoded(json.dumps(map_of_the_country()).encode())
    by_name = {one.name: one for one in known.layers[0].features}
    assert len(by_name) == 12
    assert len(by_name["PULAU SERAI"].polygons) == 2
    assert [len(rings) for rings in by_name["LADANG"].polygons] == [2]  # a hole for the district inside it
    hole, enclave = by_name["LADANG"].polygons[0][1], by_name["KAMPUNG TENGAH"].polygons[0][0]
    assert set(hole) == set(enclave)
    assert all(159 < x < 171 and 2 < y < 10 for x, y in enclave)


def as_geojson(topology: dict[str, Any]) -> dict[str, Any]:
    """The same map as GeoJSON."""
    (layer,) = decoded(json.dumps(topology).encode()).layers
    features = [
        {
            "type": "Feature",
            "properties": {"NAME": one.texts["NAME"]},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[[list(p) for p in (*ring, ring[0])] for ring in rings] for rings in one.polygons],
            },
        }
        for one in layer.features
    ]
    return {"type": "FeatureCollection", "features": features}


def test_an_object_of_points_beside_the_areas_is_left_alone() -> None:
    topology = map_of_the_country()
    cities = {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 1]}]}
    topology["objects"] = {"cities": cities, **topology["objects"]}
    (layer,) = decoded(json.dumps(topology).encode()).layers
    assert layer.name == "districts"


def square(name: str, x: float, y: float, side: float = 1.0) -> dict[str, Any]:
    """A feature of GeoJSON."""
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def collection(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def changed(**more: Any) -> bytes:
    return json.dumps({**map_of_the_country(), **more}).encode()


def with_geometry(geometry: Any) -> bytes:
    return collection(
        square("Whole", 0, 0), {"type": "Feature", "properties": {"name": "Broken"}, "geometry": geometry}
    )


def with_arcs(arcs: Any) -> bytes:
    topology = map_of_the_country()
    topology["objects"]["districts"]["geometries"][2]["arcs"] = arcs
    return json.dumps(topology).encode()


BAD: list[tuple[bytes, str, str]] = [
    (b"\xff\xfe", "json", ""),
    (b'{"type": ', "json", ""),
    (b"[" * 100_000, "json", ""),
    (collection(square("A", 0, 0)).replace(b"1.0", b"NaN"), "json", "NaN"),
    (b"[]", "form", "list"),
    (b'{"type": "Feature"}', "form", "Feature"),
    (b'{"type": {"a": 1}}', "form", "a"),
    (b'{"type": "FeatureCollection"}', "form", "NoneType"),
    (b'{"type": "FeatureCollection", "features": [4]}', "geometry", "int"),
    (collection(), "empty", ""),
    (with_geometry({"type": "Point", "coordinates": [0, 0]}), "geometry", "Broken"),
    (with_geometry({"type": "Polygon", "coordinates": 7}), "coordinates", "Broken"),
    (with_geometry({"type": "Polygon", "coordinates": [[[0, "1"], [1, 1], [1, 0]]]}), "coordinates", "Broken"),
    (with_geometry({"type": "Polygon", "coordinates": [[[0], [1, 1], [1, 0]]]}), "coordinates", "Broken"),
    (with_geometry({"type": "Polygon", "coordinates": [[[0, 10**400], [1, 1], [1, 0]]]}), "coordinates", "Broken"),
    (with_geometry({"type": "Polygon", "coordinates": [[[0, True], [1, 1], [1, 0]]]}), "coordinates", "Broken"),
    (with_geometry({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}), "ring", "Broken"),
    (with_geometry({"type": "Polygon", "coordinates": [[[450123, 9123456], [1, 1], [1, 0]]]}), "degrees", "450123"),
    (collection(square("A", 0, 0)).replace(b"1.0", b"1e999"), "coordinates", "A"),
    (changed(arcs=4), "form", "arcs"),
    (changed(arcs=[[["a", 0]]]), "coordinates", "arcs 0"),
    (changed(objects=[]), "form", "objects"),
    (changed(objects={}), "empty", ""),
    (changed(transform={"scale": [1]}), "coordinates", "transform"),
    (with_arcs([[99999]]), "arc", "UJUNG TIMUR"),
    (with_arcs([["0"]]), "arc", "UJUNG TIMUR"),
    (with_arcs([[True]]), "arc", "UJUNG TIMUR"),
    (with_arcs(5), "arc", "UJUNG TIMUR"),
    (with_arcs([[]]), "ring", "UJUNG TIMUR"),
]


@pytest.mark.parametrize(("content", "code", "named"), BAD)
def test_a_broken_map_is_a_problem_that_names_the_feature(content: bytes, code: str, named: str) -> None:
    with pytest.raises(BadMap) as error:
        decoded(content)
    problem = error.value.problem
    assert problem.code == f"render.shapes-{code}"
    for tongue in ("en", "id"):
        assert named in problem.message(tongue)
        assert not re.search(r"{\w+}", problem.message(tongue) + problem.remedy(tongue))


def test_a_map_of_too_many_points_is_refused() -> None:
    ring = [[x / 1_000_000, 0] for x in range(400_001)]
    with pytest.raises(BadMap) as error:
        decoded(with_geometry({"type": "Polygon", "coordinates": [ring]}))
    assert error.value.problem.code == "render.shapes-points"


def test_arcs_used_over_and_over_do_not_make_a_huge_map_of_a_small_file() -> None:
    topology = map_of_the_country()
    topology["objects"]["districts"]["geometries"][2]["arcs"] = [list(range(100)) * 2_000]
    with pytest.raises(BadMap) as error:
        decoded(json.dumps(topology).encode())
    assert error.value.problem.code == "render.shapes-points"


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=4), inner, max_size=4)),
    max_leaves=8,
)


def read_or_told(raw: Any) -> tuple[MapFile | None, Problem | None]:
    try:
        return decoded(json.dumps(raw).encode()), None
    except BadMap as error:
        return None, error.problem


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_stands_in_a_place_is_read_or_told(data: st.DataObject) -> None:
    """One value of a good map is replaced by any other: it is drawn or it is a problem, and never a fault of ours."""
    raw = (
        map_of_the_country()
        if data.draw(st.booleans())
        else json.loads(collection(square("A", 0, 0), square("B", 1, 0)))
    )
    at: Any = raw
    while True:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        inner = at[key]
        if isinstance(inner, dict | list) and inner and data.draw(st.integers(0, 5)):
            at = inner
            continue
        at[key] = data.draw(json_values)
        break
    known, problem = read_or_told(raw)
    if known is None:
        assert problem is not None
        assert problem.message()
        return
    groups = tuple((one,) for layer in known.layers for one in layer.features if one.polygons)
    assert fitted(groups, 300, 300).width <= 300.001


# -- geometry -------------------------------------------------------------------------------------------------


def test_borders_are_cut_where_the_areas_along_them_change() -> None:
    left = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    right = [(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0)]
    arcs, rings = cut([left, right])
    assert len(arcs) == 3
    shared = {abs(number if number >= 0 else ~number) for number in rings[0]} & {
        abs(number if number >= 0 else ~number) for number in rings[1]
    }
    assert len(shared) == 1
    for ring, numbers_ in zip((left, right), rings, strict=True):
        back = joined(arcs, numbers_)
        assert set(back) == set(ring)
        assert abs(area(back)) == 1


coordinates = st.integers(-30, 30)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=60), st.floats(0.1, 5))
def test_a_simplified_line_is_never_off_by_more_than_the_tolerance(spots: list[Any], tolerance: float) -> None:
    kept = simplified(spots, tolerance)
    assert (kept[0], kept[-1]) == (spots[0], spots[-1])
    for x, y in spots:
        assert min(_away((x, y), one, other) for one, other in pairwise(kept)) <= tolerance + 1e-9


def _away(spot: Any, one: Any, other: Any) -> float:
    dx, dy = other[0] - one[0], other[1] - one[1]
    length = dx * dx + dy * dy
    share = 0.0 if not length else min(1.0, max(0.0, ((spot[0] - one[0]) * dx + (spot[1] - one[1]) * dy) / length))
    return float(((spot[0] - one[0] - share * dx) ** 2 + (spot[1] - one[1] - share * dy) ** 2) ** 0.5)


def test_neighbours_still_meet_after_they_are_simplified() -> None:
    known = decoded(json.dumps(map_of_the_country()).encode())
    made = fitted(tuple((one,) for one in known.layers[0].features), 200, 200)
    sides: dict[frozenset[Any], int] = {}
    for one in made.outlines:
        for ring in one.rings:
            for pair in zip(ring, (*ring[1:], ring[0]), strict=True):
                sides[frozenset(pair)] = sides.get(frozenset(pair), 0) + 1
    assert set(sides.values()) <= {1, 2}
    assert sum(count == 2 for count in sides.values()) > 100
    whole = sum(sum(area(ring) for ring in one.rings) for one in made.outlines)
    assert 0 < whole < 200 * 200


def test_a_place_for_a_label_is_inside_its_area_and_not_in_its_hole() -> None:
    known = decoded(json.dumps(map_of_the_country()).encode())
    made = fitted(tuple((one,) for one in known.layers[0].features), 600, 600)
    for one in made.outlines:
        assert holds(one, one.centre)
        assert sum(holds(other, one.centre) for other in made.outlines) == 1


def test_a_country_across_the_date_line_is_drawn_in_one_piece() -> None:
    east, west = square("Viti", 178.5, -18), square("Lau", -179.5, -18)
    known = decoded(collection(east, west))
    made = fitted(tuple((one,) for one in known.layers[0].features), 300, 300)
    assert made.width == pytest.approx(300)
    assert made.height == pytest.approx(105, rel=0.02)  # three degrees wide, which are shorter there, one high
    crossing = square("Both", 179.5, -18)
    crossing["geometry"]["coordinates"][0] = [[179.5, -18], [-179.5, -18], [-179.5, -17], [179.5, -17], [179.5, -18]]
    (one,) = fitted(tuple((f,) for f in decoded(collection(crossing)).layers[0].features), 100, 100).outlines
    assert sum(area(ring) for ring in one.rings) > 9000


@pytest.mark.parametrize("middle", [0, 5, 45, 60, -41])
def test_areas_keep_their_proportion(middle: float) -> None:
    """Two squares of degrees at two latitudes are on the plane as large to each other as on the earth."""
    spots = [(x, y) for x in (0, 20) for y in (middle - 6, middle + 6)]
    plane = projection_for(spots)

    def size(low: float) -> float:
        ring = [(x / 10, y) for y in (low, low + 1) for x in (range(0, 11) if y == low else range(10, -1, -1))]
        return abs(area([plane(spot) for spot in ring]))

    def true(low: float) -> float:
        return math.sin(math.radians(low + 1)) - math.sin(math.radians(low))

    one, other = middle - 6, middle + 5
    assert size(one) / size(other) == pytest.approx(true(one) / true(other), rel=0.01)
    assert plane((10, middle + 1))[1] < plane((10, middle))[1]  # north is up


def test_hatching_stays_inside_and_out_of_holes() -> None:
    outer, hole = (
        [(0.0, 0.0), (40.0, 0.0), (40.0, 40.0), (0.0, 40.0)],
        [(10.0, 10.0), (30.0, 10.0), (30.0, 30.0), (10.0, 30.0)],
    )
    lines = re.findall(r"M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)", in_rings([outer, hole], 6))
    assert len(lines) > 10
    for x1, y1, x2, y2 in ([float(one) for one in line] for line in lines):
        x, y = (x1 + x2) / 2, (y1 + y2) / 2
        assert 0 <= x <= 40
        assert 0 <= y <= 40
        assert not (10.2 < x < 29.8 and 10.2 < y < 29.8)


def test_a_ring_that_crosses_itself_is_drawn() -> None:
    bow = square("Bow", 0, 0)
    bow["geometry"]["coordinates"][0] = [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]
    known = decoded(collection(bow, square("Next", 1, 0)))
    assert len(fitted(tuple((one,) for one in known.layers[0].features), 100, 100).outlines[0].d) > 10


# -- joining --------------------------------------------------------------------------------------------------


def categories(*said: tuple[str, str, str | None]) -> list[Category]:
    made = [{"value": value, "label": {"en": label, "id": label}, "code": code} for value, label, code in said]
    return [Category.model_validate({k: v for k, v in one.items() if v}, strict=False) for one in made]


def test_areas_are_joined_by_the_property_that_fits_most_names_or_codes() -> None:
    known = decoded(json.dumps(map_of_the_country()).encode())
    by_name = joined_shapes(known, categories(("a", "batu  RAYA", None), ("x", "Nowhere", None)))
    assert by_name.left == ("x",)
    assert [one.name for one in by_name.shapes if one.category == "a"] == ["BATU RAYA"]
    by_code = joined_shapes(known, categories(("p", "Somewhere", "X-03"), ("q", "Elsewhere", "x-04")))
    assert by_code.left == ()
    assert {one.category for one in by_code.shapes} == {"p", "q", None}


def test_features_of_one_name_are_one_area() -> None:
    known = decoded(collection(square("Isle", 0, 0), square("Isle", 3, 0), square("Main", 6, 0)))
    both = joined_shapes(known, categories(("isle", "Isle", None), ("main", "Main", None)))
    assert [(one.category, len(one.features)) for one in both.shapes] == [("isle", 2), ("main", 1)]


def test_a_name_that_two_categories_have_is_nobodys() -> None:
    known = decoded(collection(square("North", 0, 0), square("South", 1, 0)))
    both = joined_shapes(known, categories(("one", "North", None), ("other", "North", None), ("south", "South", None)))
    assert both.left == ("one", "other")
