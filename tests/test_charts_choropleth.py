"""Maps of shapes: what is said of them, nothing left out, labels that never touch, problems. Files: `test_mapfiles`."""

from __future__ import annotations

import gzip
import json
import os
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from berkala.measure.findings import Findings
from berkala.plan import read_publication
from berkala.render.charts.choropleth import ChoroplethMatter
from berkala.render.charts.drawing import Box, Drawing, Frame
from berkala.render.charts.mapfiles import decoded, joined_shapes, read_shapes, shapes_problems
from berkala.render.charts.metrics import bundled
from berkala.render.charts.model import Chart
from berkala.render.charts.outlines import fitted
from berkala.render.charts.outputs import draw, page_svg, standalone_svg
from berkala.words import available, language
from charting_ranked import CARDS, PAGE, STEPS, chart, d, many, numbers
from invented_country import DISTRICTS, MAP, country, map_of_the_country, write_map
from publications import REPOSITORY
from test_charts_ranked import untraced
from test_mapfiles import as_geojson, collection, square, with_arcs

EN, ID = language("en"), language("id")
EVERY = [language(code) for code in available()]
LABELS = {letter.lower(): name for letter, name in DISTRICTS.items()}


@pytest.fixture(scope="module")
def maps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of maps, with the invented country's."""
    folder = tmp_path_factory.mktemp("maps")
    write_map(folder / f"{MAP}.topojson")
    return folder


def districts(*now: float | str | None, labels: dict[str, str] | None = None, **more: Any) -> Findings:
    """The country's districts with these values now, and the whole."""
    labels = labels or dict(list(LABELS.items())[: len(now)])
    rows = {"all": numbers(10, 12), **{name: numbers(10, one) for name, one in zip(labels, now, strict=True)}}
    return many(rows, labels, kind="choropleth", **{"chart": {"map": MAP, "steps": STEPS}, **more})


TWELVE = (3, 7, 8, 16, 10, 13, 14, 5, 9, 11, 6, 20)


def drawn(built: Chart, frame: Frame = PAGE[0], tongue: Any = EN) -> Drawing:
    return draw(built, frame, bundled(), tongue)


def shades_of(drawing: Drawing) -> list[str]:
    return [shape.classes for shape in drawing.shapes if re.fullmatch(r"c\d", shape.classes)]


# -- what is said ---------------------------------------------------------------------------------------------


def test_every_area_has_its_class_and_one_path(maps: Path) -> None:
    drawing = drawn(chart(districts(*TWELVE), maps))
    assert sorted(shades_of(drawing)) == sorted(
        {
            3: "c1",
            7: "c2",
            8: "c2",
            16: "c5",
            10: "c3",
            13: "c4",
            14: "c4",
            5: "c1",
            9: "c3",
            11: "c3",
            6: "c2",
            20: "c5",
        }[one]
        for one in TWELVE
    )


MESSAGES = [
    (
        TWELVE,
        "Kota Pusaka and Sungai Perak stood at 15% or more",
        "Kota Pusaka dan Sungai Perak mencapai 15% atau lebih",
    ),
    (
        (1,) * 11 + (7,),
        "Kota Pusaka alone stood at 6% or more",
        "Hanya Kota Pusaka yang mencapai 6% atau lebih",
    ),
    (
        (*range(1, 6), None, None, None, None, 5.5, 5.2, 0.5),
        "Of those shown, Pulau Serai had the highest number, 5.5%, and Kota Pusaka the lowest, 0.5%",
        "Di antara yang ditampilkan, jumlah tertinggi tercatat di Pulau Serai, 5,5%, dan terendah di Kota Pusaka, 0,5%",
    ),
]


@pytest.mark.parametrize(("now", "english", "indonesian"), MESSAGES)
def test_the_title_is_that_of_a_map(now: Any, english: str, indonesian: str, maps: Path) -> None:
    made = districts(*now)
    said = [chart(made, maps, tongue).message.text for tongue in (EN, ID)]
    said = [re.sub(r"(value|share)", "number", said[0]), re.sub(r"(nilai|persentase)", "jumlah", said[1], flags=re.I)]
    assert [said[0], said[1].replace("Jumlah", "jumlah")] == [english, indonesian]


def test_an_area_without_a_value_is_hatched_and_said(maps: Path) -> None:
    built = chart(districts(*TWELVE[:9], None, *TWELVE[10:], missing={"j": "c"}), maps)
    drawing = drawn(built)
    assert shades_of(drawing).count("c0") == 1
    assert any(shape.classes == "ht" for shape in drawing.shapes)
    assert "Without a value (not shown, to protect confidentiality): Pulau Serai." in built.description.text
    assert any("[c]" in label.words.text for label in drawing.labels)


def test_an_area_that_the_data_do_not_know_is_hatched_and_named(maps: Path) -> None:
    built = chart(districts(*TWELVE[:10]), maps)
    drawing = drawn(built)
    assert shades_of(drawing).count("c0") == 2
    assert "On the map without data: KAMPUNG TENGAH; KOTA PUSAKA." in built.description.text


def test_a_category_without_a_shape_is_named_with_its_value(maps: Path) -> None:
    labels = {**dict(list(LABELS.items())[:11]), "z": "Nowhere"}
    built = chart(districts(*TWELVE, labels=labels), maps)
    assert "Not on the map: Nowhere 20.0%." in built.description.text
    texts = " ".join(label.words.text for label in drawn(built).labels)
    assert "Not on the map: Nowhere 20.0%." in texts
    assert [row[0].text for row in built.table.rows][-2:] == ["Nowhere", "All types"]


def test_highest_and_lowest_are_named_on_the_map_with_their_lines(maps: Path) -> None:
    built = chart(districts(*TWELVE), maps)
    for frame in PAGE:
        drawing = drawn(built, frame)
        texts = [label.words.text for label in drawing.labels]
        assert {"Kota Pusaka 20.0%", "Batu Raya 3.0%"} <= set(texts)
        assert sum(shape.classes == "gl" for shape in drawing.shapes) == 2


def test_a_name_without_room_stands_below_the_map(maps: Path) -> None:
    labels = {**LABELS, "l": "A district with so very long a name that no sea has room for it"}
    known = {**labels, "l": "Kota Pusaka"}
    made = districts(*TWELVE, labels=known)
    field = made.data["cases"].spec.field("type")
    last = field.categories[-1]
    last = last.model_copy(
        update={"label": type(last.label)(dict.fromkeys(available(), labels["l"])), "aliases": ("Kota Pusaka",)}
    )
    changed_field = field.model_copy(update={"categories": (*field.categories[:-1], last)})
    spec = made.data["cases"].spec
    fields = tuple(changed_field if one.name == "type" else one for one in spec.fields)
    table = spec.resource.table.model_copy(update={"fields": fields})
    spec = spec.model_copy(update={"resource": spec.resource.model_copy(update={"table": table})})
    built = chart(replace(made, data={"cases": replace(made.data["cases"], spec=spec)}), maps)
    narrow = drawn(built, PAGE[1])
    assert any(label.words.text.startswith("Highest: A district") for label in narrow.labels)
    assert wrong_labels(narrow) == []


def test_an_area_too_small_to_be_seen_has_a_ring_that_is_explained(maps: Path) -> None:
    narrow = drawn(chart(districts(*TWELVE), maps), PAGE[1])
    assert sum(shape.classes == "rn" for shape in narrow.shapes) == 1
    assert any(label.words.text.startswith("Ring: ") for label in narrow.labels)


def test_without_a_map_everything_is_said_in_words(tmp_path: Path) -> None:
    built = chart(districts(*TWELVE), tmp_path)
    assert "Not on the map: Batu Raya 3.0%" in built.description.text
    assert drawn(built).height > 0


# -- drawings -------------------------------------------------------------------------------------------------


def test_geojson_draws_the_same_map(maps: Path, tmp_path: Path) -> None:
    (tmp_path / f"{MAP}.geojson").write_text(json.dumps(as_geojson(map_of_the_country())), encoding="utf-8")
    made = districts(*TWELVE)
    assert page_svg(chart(made, maps), EN) == page_svg(chart(made, tmp_path), EN)


def wrong_labels(drawing: Drawing) -> list[str]:
    """Labels that leave the drawing, and pairs that overlap."""
    boxes = [(label.words.text, label.box(drawing.frame, bundled())) for label in drawing.labels]
    room = Box(-0.5, -0.5, drawing.width + 0.5, drawing.height + 0.5)
    outside = [f"outside: {text}" for text, box in boxes if not box.inside(room)]
    return outside + [f"{one}|{other}" for (one, a), (other, b) in combinations(boxes, 2) if a.overlaps(b.grown(-0.2))]


value = st.one_of(st.none(), st.decimals(-50, 10**6, places=1), st.decimals(0, 30, places=1))


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(value, min_size=12, max_size=12), st.sampled_from(EVERY), st.sampled_from([*PAGE, *CARDS]))
def test_labels_never_touch_and_never_leave_the_drawing(maps: Path, now: Any, tongue: Any, frame: Frame) -> None:
    drawing = drawn(chart(districts(*now), maps, tongue), frame, tongue)
    assert wrong_labels(drawing) == []
    assert frame.height == 0 or drawing.height <= frame.height + 1


def test_every_number_says_where_it_is_from_and_a_download_stands_alone(maps: Path) -> None:
    built = chart(districts(*TWELVE), maps)
    assert list(untraced(html.fromstring(f"<div>{page_svg(built, EN)}</div>"))) == []
    for scheme in ("light", "dark"):
        alone = etree.fromstring(standalone_svg(built, EN, scheme).encode())  # type: ignore[arg-type]
        assert list(untraced(alone)) == []
        assert "class" not in {name for element in alone.iter() for name in element.attrib}


def test_the_same_map_and_findings_make_the_same_bytes(maps: Path) -> None:
    made = districts(*TWELVE)
    turned = replace(made, figures=dict(reversed(made.figures.items())))
    once = page_svg(chart(made, maps), EN)
    fitted.cache_clear()
    decoded.cache_clear()
    assert once == page_svg(chart(turned, maps), EN)


# -- problems -------------------------------------------------------------------------------------------------


@pytest.fixture
def publication(tmp_path: Path) -> Any:
    """The invented country's publication."""
    return country(tmp_path / "country")


def told(root: Path) -> list[Any]:
    made, found = read_publication(root)
    assert made is not None, found
    return list(shapes_problems(made))


def test_a_good_map_has_no_problem(publication: Path) -> None:
    assert told(publication) == []


def test_a_broken_map_is_a_problem_at_its_file(publication: Path) -> None:
    (publication / f"templates/maps/{MAP}.topojson").write_bytes(with_arcs([[99999]]))
    (problem,) = told(publication)
    assert (problem.code, problem.file) == ("render.shapes-arc", f"templates/maps/{MAP}.topojson")


def test_a_map_that_fits_no_category_names_its_properties(publication: Path) -> None:
    (publication / f"templates/maps/{MAP}.topojson").write_bytes(collection(square("Atlantis", 0, 0)))
    (problem,) = told(publication)
    assert problem.code == "render.shapes-unnamed"
    assert "name" in problem.message()


def test_a_category_without_a_shape_is_a_warning(publication: Path) -> None:
    topology = map_of_the_country()
    topology["objects"]["districts"]["geometries"][3]["properties"]["NAME"] = "SILVER RIVER"
    (publication / f"templates/maps/{MAP}.topojson").write_text(json.dumps(topology), encoding="utf-8")
    (problem,) = told(publication)
    assert (problem.code, problem.severity) == ("render.shapes-without", "warning")
    assert "Sungai Perak" in problem.message()
    assert "SILVER RIVER" in problem.message()


def test_two_files_of_one_name_and_a_huge_one_are_problems(publication: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("berkala.render.charts.mapfiles.MOST_BYTES", 1000)
    assert [one.code for one in told(publication)] == ["render.shapes-size"]
    (publication / f"templates/maps/{MAP}.json").write_text("{}", encoding="utf-8")
    assert [one.code for one in told(publication)] == ["render.shapes-twice"]
    assert read_shapes(publication / "templates" / "maps", MAP) is None


def test_a_map_that_is_not_there_is_told_before_anything_is_read(publication: Path) -> None:
    report = publication / "reports/air-minum.md"
    report.write_text(report.read_text().replace("map: contoh", "map: conto"), encoding="utf-8")
    made, found = read_publication(publication)
    codes = [one.code for one in found] + ([one.code for one in shapes_problems(made)] if made else [])
    assert "plan.shapes-unknown" in codes
    assert any("contoh" in one.remedy() for one in found)


# -- the real country -----------------------------------------------------------------------------------------


@pytest.mark.shared
@pytest.mark.skipif("BERKALA_SHARED" not in os.environ, reason="BERKALA_SHARED names no folder")
def test_the_provinces_of_indonesia_are_drawn_small_and_whole(tmp_path: Path) -> None:
    shared = Path(os.environ["BERKALA_SHARED"]) / "data/indonesia-provinces-map"
    content = (shared / "indonesia-38-provinces.topo.json").read_bytes()
    (tmp_path / "provinsi.topojson").write_bytes(content)
    made, _ = read_publication(REPOSITORY)
    assert made is not None
    field = made.datasets["poverty-provinces"].spec.field("province")
    known = [one for one in field.categories if one.value != field.whole]
    both = joined_shapes(decoded(content), known)
    assert both.left == ()
    assert all(one.category for one in both.shapes)
    labels = {one.value: one.label["en"] for one in known}
    made_ = many(
        {name: [d(10), d(place / 2)] for place, name in enumerate(labels)},
        labels,
        kind="choropleth",
        chart={"map": "provinsi", "steps": STEPS},
    )
    built = chart(made_, tmp_path)
    assert isinstance(built.matter, ChoroplethMatter)
    page = page_svg(built, EN)
    assert len(gzip.compress(page.encode())) <= 25_000
    assert len(shades_of(drawn(built))) == 38
    assert any(shape.classes == "rn" for shape in drawn(built).shapes)
    for frame in (*PAGE, *CARDS):
        assert wrong_labels(drawn(built, frame)) == []
    # The same provinces as GeoJSON: what differs is the last digit of a coordinate.
    geo = decoded((shared / "indonesia-38-provinces.geojson").read_bytes())
    assert joined_shapes(geo, known).left == ()
