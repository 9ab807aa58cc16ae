"""Tile maps: places joined to tiles by name, counts at the bounds, and problems of a map named."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from berkala.plan import read_publication
from berkala.render.charts.drawing import Frame
from berkala.render.charts.metrics import bundled
from berkala.render.charts.outputs import draw
from berkala.render.charts.shades import steps_problems
from berkala.render.charts.tilemaps import TileMap, joined, map_problems, read_map
from berkala.words import language
from charting_ranked import CARDS, PAGE, STEPS, chart, d, many, names, numbers, ranked, tile_map

EN = language("en")
ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ((15, 16, 20), "Three islands stood at 15% or more"),
        ((14.96, 1, 2), "Isle A alone stood at 15% or more"),
        ((14.94, 13, 2), "Isle A and Isle B stood at 12% or more"),
        ((16, None, 2), "Of those shown, Isle A alone stood at 15% or more"),
        ((1, 2, 3), "Isle C had the highest number, 3.0%, and Isle A the lowest, 1.0%"),
    ],
)
def test_a_map_counts_those_at_the_highest_bound_that_any_reached(
    now: tuple[Any, ...], said: str, tmp_path: Path
) -> None:
    maps = tile_map(tmp_path / "maps", list(names(len(now)).values()))
    built = chart(ranked(*now, kind="tiles", chart={"map": "islands", "steps": STEPS}), maps)
    assert built.message.text.replace("value", "number").replace("share", "number") == said


def test_a_map_joins_by_name_whatever_the_case_and_the_blanks() -> None:
    tiles = [
        {"name": "Jawa Timur", "code": "JTM", "wide": [0, 0], "narrow": [0, 0]},
        {"name": "DKI Jakarta", "aliases": ["Jakarta"], "code": "DKI", "wide": [1, 0], "narrow": [1, 0]},
        {"name": "Bali", "code": "BAL", "wide": [2, 0], "narrow": [2, 0]},
    ]
    known = TileMap.model_validate({"name": {"en": "M", "id": "M"}, "source": "s", "tiles": tiles}, strict=False)
    labels = {"a": "JAWA  TIMUR", "b": "jakarta", "c": "Madura"}
    categories = many({"a": numbers(1)}, labels).data["cases"].spec.field("type").categories
    both = joined(known, categories)
    assert [name for _, name in both.tiles] == ["a", "b", None]
    assert both.left == ("c",)


@pytest.mark.parametrize("digits", ["9.9", "26.56", "-1234.5", "1234567.8"])
@pytest.mark.parametrize("frame", [*PAGE, *CARDS])
def test_what_stands_on_a_tile_fits_it(digits: str, frame: Frame, tmp_path: Path) -> None:
    maps = tile_map(tmp_path / "maps", list(names(8).values()))
    made = ranked(*[digits] * 8, kind="tiles", chart={"map": "islands", "steps": STEPS})
    drawn = draw(chart(made, maps), frame, bundled(), EN)
    tiles = [shape.d for shape in drawn.shapes if shape.classes.startswith("q") and "h-" in getattr(shape, "d", "")]
    size = float(re.findall(r"h([0-9.]+)", tiles[0])[0])  # type: ignore[index]
    on_tiles = [label for label in drawn.labels if label.anchor == "middle" and "s" not in label.classes.split()]
    assert all(bundled().width(label.words.text, frame.type(label.classes)) <= size for label in on_tiles)
    codes = [label for label in on_tiles if not any(span.figure for span in label.words.spans)]
    assert frame.height or len(codes) == 8


def test_a_category_without_a_tile_is_drawn_below_the_map(tmp_path: Path) -> None:
    maps = tile_map(tmp_path / "maps", ["Isle A", "Isle B"])
    built = chart(ranked(16, 2, 3, kind="tiles", chart={"map": "islands", "steps": STEPS}), maps)
    drawn = draw(built, PAGE[0], bundled(), EN)
    figures = {span.figure for label in drawn.labels for span in label.words.spans if span.figure}
    assert figures == {f"closed.c{place}.2002" for place in range(3)}


def publication(folder: Path, written: str) -> Any:
    """The repository's publication with one chart as a map, over a folder of its own."""
    made, _ = read_publication(ROOT)
    assert made is not None
    (folder / "templates" / "maps").mkdir(parents=True)
    (folder / "templates" / "maps" / "types.yml").write_text(written, encoding="utf-8")
    report = made.reports["emergency-care"]
    drawn = next(chart for chart in report.spec.charts.values() if report.spec.indicators[chart.indicator].by)
    charts = {"main": drawn.model_copy(update={"kind": "tiles", "map": "types"})}
    report = replace(report, spec=report.spec.model_copy(update={"charts": charts}))
    return replace(made, root=folder, reports={"emergency-care": report})


HEAD = "name: {en: Types, id: Jenis}\nsource: test\ntiles:\n"


def test_a_category_that_no_tile_fits_is_a_problem_that_names_both(tmp_path: Path) -> None:
    made = publication(tmp_path, HEAD + "  - {name: Tipe 1, code: T1, wide: [0, 0], narrow: [0, 0]}\n")
    problems = map_problems(made)
    assert {problem.code for problem in problems} == {"render.map-without"}
    for code in ("en", "id"):
        assert "Tipe 1" in problems[0].message(code)
        assert str(problems[0].facts["category"]) in problems[0].message(code)


def test_two_tiles_of_one_place_are_a_problem_with_its_line(tmp_path: Path) -> None:
    written = HEAD + "".join(f"  - {{name: N{at}, code: C{at}, wide: [0, 0], narrow: [{at}, 0]}}\n" for at in (1, 2))
    found = [
        problem for problem in map_problems(publication(tmp_path, written)) if problem.code == "render.map-collision"
    ]
    assert [problem.line for problem in found] == [5]
    assert all(name in found[0].message() for name in ("N1", "N2"))


def test_a_map_that_is_not_there_is_a_problem_that_names_the_nearest(tmp_path: Path) -> None:
    made = publication(tmp_path, HEAD)
    report = made.reports["emergency-care"]
    charts = {"main": report.spec.charts["main"].model_copy(update={"map": "type"})}
    made = replace(made, reports={"x": replace(report, spec=report.spec.model_copy(update={"charts": charts}))})
    (problem,) = map_problems(made)
    assert problem.code == "render.map-unknown"
    assert "types" in problem.message()


def test_a_map_that_changes_under_a_running_process_is_seen(tmp_path: Path) -> None:
    maps = tmp_path / "publication" / "templates" / "maps"
    maps.mkdir(parents=True)
    for names_ in (["Isle A"], ["Isle B"]):
        known = read_map(tile_map(maps, names_), "islands")
        assert known is not None
        assert [tile.name for tile in known.tiles] == names_


def test_more_bounds_than_shades_are_a_problem(tmp_path: Path) -> None:
    made = publication(tmp_path, HEAD)
    report = made.reports["emergency-care"]
    charts = {"main": report.spec.charts["main"].model_copy(update={"steps": (*STEPS, d(20))})}
    assert steps_problems(made) == ()
    made = replace(made, reports={"x": replace(report, spec=report.spec.model_copy(update={"charts": charts}))})
    (problem,) = steps_problems(made)
    assert problem.code == "render.steps-too-many"
    assert "5" in problem.message()


def test_the_shipped_map_has_each_province_once_and_no_two_in_one_place() -> None:
    known = read_map(ROOT / "templates" / "maps", "indonesia-provinces")
    assert known is not None
    assert len(known.tiles) == 38
    for part in ("name", "code", "wide", "narrow"):
        assert len({getattr(tile, part) for tile in known.tiles}) == 38
    made, _ = read_publication(ROOT)
    assert made is not None
    field = made.datasets["poverty-provinces"].spec.field("province")
    both = joined(known, [category for category in field.categories if category.value != field.whole])
    assert both.left == ()
