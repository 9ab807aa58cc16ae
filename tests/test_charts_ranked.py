"""Ranked tables, tile maps and shaded tables: order, classes, joins, words that hold, labels that never touch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from berkala.measure.findings import Findings
from berkala.plan import read_publication
from berkala.plan.specifications import Accent
from berkala.render.charts import Chart, build_chart, draw, page_svg, standalone_svg
from berkala.render.charts.dots import DotsMatter
from berkala.render.charts.drawing import NARROW, WIDE, Box, Drawing, Frame, resized
from berkala.render.charts.metrics import bundled
from berkala.render.charts.paint import palette
from berkala.render.charts.ranked_drawing import _chosen
from berkala.render.charts.shades import DARK, steps_problems
from berkala.render.charts.tilemaps import TileMap, joined, map_problems, read_map
from berkala.words import language
from charting import figure
from charting_ranked import d, many, tile_map

ROOT = Path(__file__).parents[1]
EN, ID = language("en"), language("id")
PAGE = (resized(WIDE, 0), resized(NARROW, 0))
CARDS = (
    Frame(636, 300, 23, 43, 2.15, tabular=False, words="short"),
    Frame(936, 470, 28.8, 57, 2.6, tabular=False),
    Frame(912, 900, 34.6, 68, 3.1, tabular=False),
)
KINDS = ("dots", "tiles", "heat")
STEPS = tuple(map(Decimal, (6, 9, 12, 15)))


def numbers(*values: float | str | None) -> list[Decimal | None]:
    return [None if value is None else d(value) for value in values]


def names(count: int) -> dict[str, str]:
    return {f"c{place}": f"Isle {chr(65 + place)}" for place in range(count)}


def ranked(*now: float | str | None, kind: str = "dots", whole: float | None = None, **given_: Any) -> Findings:
    """Categories with a value a year before (always 10) and now."""
    labels = names(len(now))
    series = {"all": numbers(10, whole)} if whole is not None else {}
    series |= {name: numbers(10, value) for name, value in zip(labels, now, strict=True)}
    return many(series, labels, kind=kind, **given_)


def chart(made: Findings, maps: Path | None = None, tongue: Any = EN) -> Chart:
    return build_chart(made, "main", tongue, maps)


@pytest.mark.parametrize("tongue", [EN, ID], ids=["en", "id"])
def test_a_rank_is_counted_from_the_highest_and_judges_nothing(tongue: Any) -> None:
    for key in ("rank", "rank-of"):
        said = tongue.messages[f"charts.ranked.key.{key}"]
        assert {"en": "counted from the highest value", "id": "dihitung dari nilai tertinggi"}[tongue.code] in said
        assert not re.search("best|worst|terbaik|terburuk", said)


# -- words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ((5, 9, 7), "Isle B had the highest rate, 9.0%, and Isle A the lowest, 5.0%"),
        ((5, 9, 9), "Isle A had the lowest rate, 5.0%"),
        ((5, 5, 9), "Isle C had the highest rate, 9.0%"),
        ((5, 5.04, 9), "Isle C had the highest rate, 9.0%"),
        ((5, 5, 9, 9), "All values lie between 5.0% and 9.0%"),
        ((5, None, 9), "Of those shown, Isle C had the highest rate, 9.0%, and Isle A the lowest, 5.0%"),
        ((None, 5), "Isle B stood at 5.0% in 2002"),
        ((None, None), "No value is shown for 2002"),
    ],
)
def test_a_title_names_the_ends_only_where_no_other_shows_the_same_digits(now: tuple[Any, ...], said: str) -> None:
    message = chart(ranked(*now, chart={"indicator": "closed"})).message.text
    assert re.sub("(?<=est )(number|share|value)", "rate", message) == said


def test_an_area_that_does_not_exist_yet_leaves_the_ranking_whole() -> None:
    made = ranked(5, None, 9, missing={"c1": "z"}, words={"z": {"en": "not yet formed", "id": "belum terbentuk"}})
    built = chart(made, tongue=ID)
    assert "yang ditampilkan" not in built.message.text
    assert "Tanpa nilai (belum terbentuk): Isle B." in built.description.text
    assert "[z] belum terbentuk" in html.fromstring(page_svg(built, ID)).text_content()


def test_a_place_that_may_be_anothers_is_not_claimed() -> None:
    made = ranked(5, 9, 8.9, 7)
    ids = {f"closed.{name}.2002.rank-{end}": place for name, end, place in (("c1", "to", 2), ("c0", "from", 4))}
    period = made.edition.period
    figures = dict(made.figures) | {i: figure(i, d(value), "count", period, decimals=0) for i, value in ids.items()}
    message = chart(replace(made, figures=figures)).message.text
    assert "highest" not in message
    assert "Isle A had the lowest" in message


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


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ((16, 17, 3), (16, 4, 3), "Isle A alone stood at 15% or more, after two in 2001"),
        ((16, 3), (3, 16), "Isle B alone stood at 15% or more; in 2001 it was Isle A"),
        ((16, 3), (17, 3), "Isle A alone stood at 15% or more, as in 2001"),
        ((3, 3), (17, 3), "Isle A alone stood at 15% or more, after none in 2001"),
        ((16, 16, 3), (3, 16, 17), "Two areas stood at 15% or more, as many as in 2001"),
        ((3, 3), (16, 17), "Two areas stood at 15% or more, after none in 2001"),
        ((16, 3), (3, 4), "No areas stood at 15% or more, after one in 2001"),
        ((None, 16), (3, 16), "All values lie between 3.0% and 16.0%"),
        ((None, 16), (None, 3), "No areas stood at 15% or more, after one in 2001"),
    ],
)
def test_a_shaded_table_compares_the_counts_of_its_first_and_its_last_period(
    then: tuple[Any, ...], now: tuple[Any, ...], said: str
) -> None:
    labels = names(len(now))
    series = {name: numbers(a, b) for name, a, b in zip(labels, then, now, strict=True)}
    built = chart(many(series, labels, kind="heat", chart={"steps": STEPS}))
    assert built.message.text.replace("rate", "share") == said


def test_no_number_in_a_title_is_without_a_figure_or_a_declared_bound() -> None:
    """A title is plain text too, where nothing but figures' digits and declared bounds is traced."""
    for kind in KINDS:
        built = chart(ranked(*range(1, 20), kind=kind, chart={"steps": STEPS}))
        for span in built.message.spans:
            if re.search(r"\d", span.text):
                assert span.figure or span.time or span.role == "tick"


def test_both_languages_have_the_same_messages() -> None:
    def mine(code: str) -> set[str]:
        return {key for key in language(code).messages if key.startswith(("charts.ranked.", "charts.heat."))}

    assert mine("en") == mine("id")
    assert "charts.ranked.reached.all.several" in mine("en")


# -- order ----------------------------------------------------------------------------------------------------

values = st.one_of(st.none(), st.decimals(-(10**6), 10**6, places=1), st.decimals(0, 40, places=1))


@st.composite
def findings_of_many(draw_: st.DrawFn) -> Findings:
    kind = draw_(st.sampled_from(KINDS))
    count = draw_(st.one_of(st.integers(1, 6), st.just(38), st.just(53)))
    word = st.text("KepulaunBgkit", min_size=1, max_size=16)
    label = st.lists(word, min_size=1, max_size=5).map(" ".join)
    labels = {f"c{place}": f"{draw_(label) if place < 8 else 'Papua Barat Daya'} {place}" for place in range(count)}
    unit = draw_(st.sampled_from(["percent", "count", "people"]))
    pool = draw_(st.lists(values, min_size=1, max_size=12))
    length = draw_(st.sampled_from([1, 2, 9]))
    rows = {
        name: [pool[(5 * at + at * at + place) % len(pool)] for place in range(length)]
        for at, name in enumerate(["all", *labels])
    }
    if draw_(st.booleans()):
        del rows["all"]
    return many(
        rows,
        labels,
        kind=kind,
        unit=unit,
        chart={"map": "islands", "steps": draw_(st.sampled_from([(), STEPS[:1], STEPS])), "periods": 8},
        rank=draw_(st.sampled_from([None, "These may not be told apart."])),
        statuses=draw_(st.dictionaries(st.integers(0, 9), st.sampled_from(["p", "e", "u", "absent"]), max_size=2)),
        missing=dict.fromkeys(labels, draw_(st.sampled_from(["z", "c", "x"]))),
        concept=draw_(st.sampled_from(["area", None])),
    )


QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(findings_of_many())
def test_every_category_has_one_row_and_the_rows_descend(made: Findings) -> None:
    spec = made.report.spec.charts["main"].model_copy(update={"kind": "dots"})
    made = replace(
        made, report=replace(made.report, spec=made.report.spec.model_copy(update={"charts": {"main": spec}}))
    )
    matter = chart(made).matter
    assert isinstance(matter, DotsMatter)
    wanted = [category.value for category in made.data["cases"].spec.field("type").categories]
    assert sorted(row.series.category for row in matter.rows if not row.whole) == sorted(wanted)
    seen = [row.now.value if row.now else None for row in matter.rows]
    known = [value for value in seen if value is not None]
    assert known == sorted(known, reverse=True)
    assert seen == known + [None] * (len(seen) - len(known))


@given(st.integers(3, 40), st.integers(0, 40), st.data())
def test_both_ends_and_the_whole_stand_in_the_order_of_all(count: int, at: int, data: st.DataObject) -> None:
    made = ranked(*range(count, 0, -1), whole=0.5 + min(at, count))
    matter = chart(made).matter
    assert isinstance(matter, DotsMatter)
    parts = [row for row in matter.rows if not row.whole]
    kept = data.draw(st.integers(2, count - 1))
    chosen = _chosen(matter.rows, parts, kept)
    rows = [row for row in chosen if row]
    assert [matter.rows.index(row) for row in rows] == sorted(matter.rows.index(row) for row in rows)
    assert sum(row.whole for row in rows) == 1
    assert len(rows) == kept + 1
    assert chosen.count(None) == 1
    before = chosen[: chosen.index(None)]
    assert [row for row in before if row and not row.whole] == parts[: len([r for r in before if r and not r.whole])]


def test_a_card_says_how_many_are_left_out_and_shows_the_whole_between() -> None:
    drawn = draw(chart(ranked(*range(1, 35), whole=9.5)), CARDS[1], bundled(), EN)
    texts = [label.words.text for label in drawn.labels]
    shown = [text for text in texts if text.startswith("Isle")]
    assert f"{34 - len(shown)} other areas in between" in texts
    assert texts.index("All types") > texts.index(f"{34 - len(shown)} other areas in between")


# -- drawings -------------------------------------------------------------------------------------------------


def wrong_labels(drawing: Drawing) -> list[str]:
    """Labels that leave the drawing, and pairs that overlap."""
    boxes = [(label.words.text, label.box(drawing.frame, bundled())) for label in drawing.labels]
    room = Box(-0.5, -0.5, drawing.width + 0.5, drawing.height + 0.5)
    outside = [f"outside: {text}" for text, box in boxes if not box.inside(room)]
    return outside + [f"{one}|{other}" for (one, a), (other, b) in combinations(boxes, 2) if a.overlaps(b.grown(-0.2))]


@pytest.fixture(scope="module")
def islands() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        yield tile_map(Path(folder) / "maps", [f"Papua Barat Daya {place}" for place in range(8, 60)])


@QUICK
@given(findings_of_many(), st.sampled_from([EN, ID]), st.sampled_from([*PAGE, *CARDS]))
def test_labels_never_touch_and_never_leave_the_drawing(
    islands: Path, made: Findings, tongue: Any, frame: Frame
) -> None:
    drawn = draw(chart(made, islands, tongue), frame, bundled(), tongue)
    assert wrong_labels(drawn) == []
    assert frame.height == 0 or drawn.height <= frame.height + 1


@QUICK
@given(findings_of_many())
def test_nothing_on_a_page_is_dropped_or_untraced(islands: Path, made: Findings) -> None:
    built = chart(made, islands)
    root = html.fromstring(f"<div>{page_svg(built, EN)}</div>")
    assert list(untraced(root)) == []
    assert list(untraced(etree.fromstring(standalone_svg(built, EN).encode()))) == []
    texts = root.text_content()
    for category in made.data["cases"].spec.field("type").categories:
        name = made.figures.get(f"closed.{category.value}.{made.edition.period.code}")
        if built.kind == "tiles":
            continue
        assert category.label["en"] in texts
        assert name is None or name.id in page_svg(built, EN)
    if built.kind == "tiles":
        letters = {p.series.last.status for p in built.matter.tiles if p.series and p.series.last.value is None}  # type: ignore[union-attr]
        assert all(f"[{letter}]" in texts for letter in letters)


def untraced(root: Any) -> Iterator[str]:
    """Texts with a digit and no origin."""
    for element in root.iter():
        if not isinstance(element.tag, str) or etree.QName(element).localname in ("title", "desc"):
            continue
        parts = [element.text or "", *(child.tail or "" for child in element)]
        own = any(name.startswith("data-") for name in element.attrib) or element.tag == "time"
        yield from (part for part in parts if re.search(r"\d", part) and not own)


def test_the_same_findings_make_the_same_bytes(islands: Path) -> None:
    for kind in KINDS:
        made = ranked(*range(1, 20), kind=kind, whole=7, chart={"map": "islands", "steps": STEPS})
        turned = replace(made, figures=dict(reversed(made.figures.items())))
        assert page_svg(chart(made, islands), EN) == page_svg(chart(turned, islands), EN)


# -- classes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "shade"), [(5.94, "q1"), (5.95, "q2"), (6, "q2"), (14.96, "q5"), (99, "q5"), (-1, "q1")]
)
def test_a_class_follows_the_digits_and_a_bound_belongs_to_the_class_above(now: float, shade: str) -> None:
    built = chart(ranked(now, 1, kind="heat", chart={"steps": STEPS}))
    (cell,) = html.fromstring(page_svg(built, EN)).xpath('//tr[th="Isle A"]/td[last()]')
    assert cell.get("class") == shade


def test_every_cell_of_a_shaded_table_has_its_value_in_words() -> None:
    built = chart(ranked(5, None, 9, kind="heat", missing={"c1": "z"}, statuses={1: "p"}, chart={"steps": STEPS}))
    cells = html.fromstring(page_svg(built, EN)).xpath("//td")
    assert all(cell.text_content().strip() for cell in cells)
    assert [cell.text_content() for cell in cells if cell.get("class") == "q0"] == ["[z]"]
    assert "5.0\u00a0[p]" in [cell.text_content() for cell in cells]


def test_a_drawing_without_room_for_all_periods_says_so() -> None:
    labels = names(3)
    made = many({name: numbers(*range(1, 30)) for name in labels}, labels, kind="heat", chart={"periods": 25})
    texts = " ".join(label.words.text for label in draw(chart(made), PAGE[1], bundled(), EN).labels)
    heads = re.findall(r"\b20[0-9]{2}\b", texts)
    assert f"{25 - len(heads)} earlier periods are not drawn" in texts


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_on_each_shade_can_be_read_and_the_shades_differ_in_grey(scheme: Any) -> None:
    colours = palette(scheme, Accent())
    shades = ["q1", "q2", "q3", "q4", "q5"]
    assert all(contrast(colours[s], colours["paper" if s in DARK else "ink"]) >= 4.5 for s in shades)
    steps = [luminance(colours[s]) for s in shades]
    assert steps == sorted(steps, reverse=scheme == "light")
    assert all(contrast(colours[one], colours[other]) > 1.2 for one, other in pairwise(shades))


# -- maps -----------------------------------------------------------------------------------------------------


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


def test_a_whole_whose_source_is_wrong_keeps_its_row() -> None:
    made = ranked(5, 9, whole=7)
    figures = dict(made.figures)
    figures["closed.all.2002"] = replace(figures["closed.all.2002"], value=None, status="x")
    built = chart(replace(made, figures=figures))
    assert "All types" in [row[0].text for row in built.table.rows]
    assert "Without a value (not available): All types." in built.description.text
    assert "Upright line" not in page_svg(built, EN)


def test_periods_in_which_nothing_has_a_value_are_left_out_and_named() -> None:
    labels = names(2)
    series = {name: numbers(1, 2, None, 4, 5) for name in labels}
    built = chart(many(series, labels, kind="heat", chart={"periods": 3}))
    assert [head.text for head in built.table.header[1:]] == ["2002", "2004", "2005"]
    assert "No values for 2003 (not shown, to protect confidentiality)." in page_svg(built, EN).replace(
        '<time datetime="2003">2003</time>', "2003"
    )


def test_tracks_that_count_millions_say_so() -> None:
    made = ranked(900_000, 2_400_000, unit="count")
    for page in (page_svg(chart(made), EN), standalone_svg(chart(made), EN)):
        assert re.search(r"data-role=\"tick\">[23](.[05])?\u00a0million<", page)


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
