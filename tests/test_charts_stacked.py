"""Stacked charts: parts that are the whole or are not stacked, words that hold, labels that never touch."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from berkala.measure.findings import Findings
from berkala.plan.specifications import Accent
from berkala.render.charts.build import build_chart
from berkala.render.charts.drawing import Box, Drawing, Frame, Path
from berkala.render.charts.metrics import bundled
from berkala.render.charts.model import Chart
from berkala.render.charts.outputs import draw, page_svg, standalone_svg
from berkala.render.charts.paint import palette
from berkala.render.charts.stacked import StackedMatter, uneven
from berkala.words import available, language
from charting import figure
from charting_ranked import CARDS, PAGE, many
from test_charts_ranked import untraced

EN, ID = language("en"), language("id")
EVERY = [language(code) for code in available()]
NAMES = {"a": "Homes", "b": "Offices", "c": "Shops", "d": "Schools", "e": "Farms", "f": "Others"}


def stacked(
    parts: Mapping[str, Sequence[Any]],
    whole: Sequence[Any] | None = None,
    kind: str = "values",
    labels: Mapping[str, str] | None = None,
    periods: int | None = None,
    **more: Any,
) -> Findings:
    """Findings of parts, oldest first, with their shares; the whole is their sum unless it is given."""
    numbers = {name: [None if one is None else Decimal(str(one)) for one in row] for name, row in parts.items()}
    sums = [None if None in column else sum(column) for column in zip(*numbers.values(), strict=True)]  # type: ignore[arg-type]
    total = sums if whole is None else [None if one is None else Decimal(str(one)) for one in whole]
    chart = {"show": tuple(parts), "parts": kind, "periods": periods}
    said = labels or {name: NAMES[name] for name in parts}
    made = many({"all": total, **numbers}, said, kind="stacked", chart=chart, **{"unit": "count", **more})
    figures = dict(made.figures)
    for name in parts:
        for place, period in enumerate(made.periods):
            part, of = numbers[name][place], total[place]
            base = f"closed.{name}.{period.code}"
            if base in figures and made.report.spec.indicators["closed"].unit != "percent":
                value = None if part is None or not of else 100 * part / of
                figures[f"{base}.share-of-whole"] = figure(f"{base}.share-of-whole", value, "percent", period)
        ends = [figures.get(f"closed.{name}.{p.code}.share-of-whole") for p in made.periods[-2:]]
        if len(ends) == 2 and all(one and one.value is not None for one in ends):
            id_ = f"{ends[1].id}.change-year"  # type: ignore[union-attr]
            change = ends[1].value - ends[0].value  # type: ignore[union-attr,operator]
            figures[id_] = figure(id_, change, "points", made.periods[-1])
    return replace(made, figures=dict(sorted(figures.items())))


def built(made: Findings, tongue: Any = EN) -> Chart:
    return build_chart(made, "main", tongue)


def states(chart: Chart) -> list[str]:
    assert isinstance(chart.matter, StackedMatter)
    return [one.state for one in chart.matter.stacks]


def drawn(chart: Chart, frame: Frame = PAGE[0], tongue: Any = EN) -> Drawing:
    return draw(chart, frame, bundled(), tongue)


def rectangles(drawing: Drawing, classes: str) -> list[tuple[float, float, float, float]]:
    """The rectangles of a class: left, bottom, top, right."""
    found = re.compile(r"M([\d.-]+) ([\d.-]+)V([\d.-]+)H([\d.-]+)V[\d.-]+z")
    paths = [shape.d for shape in drawing.shapes if isinstance(shape, Path) and shape.classes == classes]
    return [tuple(map(float, one)) for d in paths for one in found.findall(d)]  # type: ignore[misc]


# -- parts and their whole ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "whole", "state"),
    [
        ((60, 30, 10), 100, "full"),
        ((60, 30, 11), 100, "full"),  # within the rounding of four whole numbers
        ((60, 30, 13), 100, "uneven"),
        ((60, 30, 5), 100, "uneven"),
        ((60, 30, None), 100, "rest"),
        ((60, 50, None), 100, "uneven"),
        ((60, -5, 45), 100, "negative"),
        ((60, 30, None), None, "missing"),
        ((None, None, None), 100, "missing"),
        ((0, 0, 0), 0, "zero"),
    ],
)
def test_a_column_stands_only_where_its_parts_are_the_whole(parts: tuple[Any, ...], whole: Any, state: str) -> None:
    rows = dict(zip("abc", ((20, one) for one in parts), strict=True))
    chart = built(stacked(rows, whole=(60, whole)))
    assert states(chart) == ["full", state]
    refused = state not in ("full", "rest")
    said = "".join(label.words.text for label in drawn(chart).labels)
    assert ("cannot be stacked" in said) == refused
    assert ("Not stacked: 2002" in chart.description.text) == refused
    assert ("Hatched" in said) == (state == "rest")


def test_counts_rounded_for_protection_may_differ_by_that_rounding() -> None:
    made = stacked({"a": (10, 60), "b": (10, 30)}, whole=(20, 95))
    assert states(built(made)) == ["full", "uneven"]
    spec = made.data["cases"].spec
    rule = {"measures": ["cases"], "threshold": 5, "round_to": 5}
    protected = type(spec).model_validate(
        {**spec.model_dump(by_alias=True, mode="json"), "protect": rule}, strict=False
    )
    made = replace(made, data={"cases": replace(made.data["cases"], spec=protected)})
    assert states(built(made)) == ["full", "full"]


def test_parts_that_do_not_add_up_are_a_warning_that_names_the_chart_and_the_period() -> None:
    made = stacked({"a": (10, 60), "b": (10, 30)}, whole=(20, 200))
    problem = uneven(made, built(made))
    assert problem is not None
    assert problem.severity == "warning"
    for code in ("en", "id"):
        assert "main" in problem.message(code)
        assert "2002" in problem.message(code)
    assert uneven(made, built(stacked({"a": (10, 60), "b": (10, 30)}))) is None


def test_percentages_that_make_a_hundred_need_no_whole() -> None:
    rows = {"a": (60, 61.5), "b": (40, 38.6)}
    made = stacked(rows, whole=(None, None), unit="percent")
    figures = {name: one for name, one in made.figures.items() if not name.startswith("closed.all")}
    chart = built(replace(made, figures=figures))
    assert states(chart) == ["full", "full"]
    assert chart.message.text.startswith("Homes made up the largest share, 61.5%")


@st.composite
def some(draw_: st.DrawFn) -> Findings:
    count = draw_(st.integers(2, 6))
    length = draw_(st.sampled_from([1, 2, 7, 40]))
    value = st.one_of(st.integers(0, 5_000_000), st.sampled_from([None, 0, -3, 1]))
    pool = draw_(st.lists(value, min_size=1, max_size=15))
    names = "abcdef"[:count]
    rows = {
        name: [pool[(5 * at + at * at + place) % len(pool)] for place in range(length)] for at, name in enumerate(names)
    }
    word = st.text("DepartmnRumahSakit", min_size=1, max_size=15)
    label = st.lists(word, min_size=1, max_size=6).map(" ".join)
    whole = None
    if draw_(st.booleans()):  # known although parts are not
        whole = [
            sum(one or 0 for one in column) + draw_(st.sampled_from([0, 0, 50]))
            for column in zip(*rows.values(), strict=True)
        ]
    return stacked(
        rows,
        whole=whole,
        kind=draw_(st.sampled_from(["values", "shares"])),
        labels={name: f"{draw_(label)} {name}" for name in names},
        frequency=draw_(st.sampled_from(["month", "year", "quarter", "week"])),
        statuses=draw_(st.dictionaries(st.integers(0, 40), st.sampled_from(["p", "e"]), max_size=2)),
    )


QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(some())
def test_the_rectangles_of_a_column_are_its_parts_and_end_at_the_whole(made: Findings) -> None:
    chart = built(made)
    assert isinstance(chart.matter, StackedMatter)
    if len(chart.matter.stacks) == 1:
        return
    drawing = drawn(chart)
    found = sorted(one for kind in ("fa", "k1", "k2", "k3", "k4", "k5") for one in rectangles(drawing, kind))
    columns = [one for one in chart.matter.stacks if one.stands]
    wholes = [sum(part or 0 for part in one.parts) for one in columns]
    by_left: dict[float, float] = {}
    for left, bottom, top, right in found:
        if right - left > 1 and bottom - top >= 0 and right <= drawing.width:
            by_left[left] = by_left.get(left, 0) + bottom - top
    swatches = {one[0] for one in found if one[0] == 0}  # those of a list
    heights = [height for left, height in sorted(by_left.items()) if left not in swatches]
    drawn_wholes = [float(one) for one in wholes if one]
    if len(heights) == len(drawn_wholes) > 1 and max(heights) > 20:
        scale = max(heights) / max(drawn_wholes)
        assert all(abs(height - one * scale) < 1.5 for height, one in zip(heights, drawn_wholes, strict=True))


@QUICK
@given(some())
def test_a_stack_that_stands_is_never_more_than_its_whole(made: Findings) -> None:
    chart = built(made)
    assert isinstance(chart.matter, StackedMatter)
    for one in chart.matter.stacks:
        known = [part for part in one.parts if part is not None]
        if one.state == "full":
            assert sum(known) == one.whole
        elif one.state == "rest":
            assert sum(known) <= one.whole + Decimal("4")
        else:
            assert not one.stands


def plain(chart: Chart) -> str:
    """The title with blanks that may break."""
    return chart.message.text.replace("\u00a0", " ")


def test_a_declared_total_is_no_part() -> None:
    from berkala.measure.parts import parts_of
    from berkala.plan.specifications import Total

    made = stacked({"a": (1, 1), "b": (2, 2), "c": (3, 3)})
    total = Total.model_validate({"dimension": "type", "total": "c", "of": ["a", "b"]}, strict=False)
    spec = made.data["cases"].spec.model_copy(update={"totals": (total,)})
    every = made.report.spec.charts["main"].model_copy(update={"show": ("every",)})
    assert parts_of(made.report.spec, spec, every) == ("a", "b")


# -- words ----------------------------------------------------------------------------------------------------

MESSAGES = [
    (
        {"a": (60, 70), "b": (40, 30)},
        "Homes made up the largest share, 70.0%, up 10.0 percentage points in a year",
        "Homes merupakan bagian terbesar, yaitu 70,0%, naik 10,0 persen poin dalam setahun",
    ),
    (
        {"a": (30, 25), "b": (70, 75)},
        "Homes made up 25.0% of the whole, down 5.0 percentage points in a year",
        "Homes merupakan 25,0% dari keseluruhan, turun 5,0 persen poin dalam setahun",
    ),
    (
        {"a": (60, 120), "b": (40, 80)},
        "Homes made up the largest share, 60.0%, little changed in a year",
        "Homes merupakan bagian terbesar, yaitu 60,0%, hampir tidak berubah dalam setahun",
    ),
    ({"a": (50,), "b": (50,)}, "Homes made up 50.0% of the whole", "Homes merupakan 50,0% dari keseluruhan"),
    ({"a": (5, None), "b": (5, 5)}, "No value is shown for 2002", "Nilai 2002 tidak ditampilkan"),
]


@pytest.mark.parametrize(("rows", "english", "indonesian"), MESSAGES)
def test_the_title_says_which_part_is_largest_and_how_its_share_moved(
    rows: dict[str, tuple[Any, ...]], english: str, indonesian: str
) -> None:
    made = stacked(rows)
    assert plain(built(made)) == english
    assert plain(built(made, ID)) == indonesian


def test_no_part_is_called_the_largest_while_another_is_not_known() -> None:
    chart = built(stacked({"a": (60, 60), "b": (40, None), "c": (10, 10)}, whole=(110, 100)))
    assert plain(chart) == "Homes made up 60.0% of the whole, up 5.5 percentage points in a year"


def test_without_a_part_that_is_named_the_title_is_of_the_largest() -> None:
    made = stacked({"a": (10, 10), "b": (40, 60)})
    spec = made.report.spec.charts["main"].model_copy(update={"show": ("every",)})
    report = replace(made.report, spec=made.report.spec.model_copy(update={"charts": {"main": spec}}))
    assert built(replace(made, report=report)).message.text.startswith("Offices made up the largest share, 85.7%")


def test_the_description_has_every_part_and_the_whole() -> None:
    chart = built(stacked({"a": (60, 70), "b": (40, 30)}))
    assert chart.description.text == (
        "In 2002: Homes 70 (70.0%); Offices 30 (30.0%). All types: 100. "
        "Homes: from 60 in 2001 to 70 in 2002; highest in 2002, at 70, and lowest in 2001, at 60."
    )


def test_the_description_claims_no_extremes_over_what_is_not_shown() -> None:
    rows = {"a": (60, None, 70), "b": (40, 35, 30)}
    words = built(stacked(rows, whole=(100, 95, 100))).description.text
    assert "Homes: from 60 in 2001 to 70 in 2003; of the values shown, highest in 2003, at 70" in words
    assert words.endswith("Homes, without a value: 2002 (not shown, to protect confidentiality).")


def test_the_table_has_every_part_and_the_whole() -> None:
    chart = built(stacked({"a": (60, 70), "b": (40, 30)}, kind="shares"))
    assert [head.text for head in chart.table.header] == ["Year", "Homes, share", "Offices, share", "All types, number"]
    assert [[cell.text for cell in row] for row in chart.table.rows] == [
        ["2002", "70.0", "30.0", "100"],
        ["2001", "60.0", "40.0", "100"],
    ]
    single = built(stacked({"a": (70,), "b": (30,)}))
    assert [[cell.text for cell in row] for row in single.table.rows] == [
        ["Homes", "70", "70.0"],
        ["Offices", "30", "30.0"],
        ["All types", "100", ""],
    ]


def test_every_language_has_the_same_messages() -> None:
    def mine(code: str) -> set[str]:
        return {key for key in language(code).messages if key.startswith(("charts.stacked.", "charts.choropleth."))}

    assert "charts.stacked.message.largest.year.up" in mine("en")
    assert all(mine(code) == mine("en") for code in available())


# -- drawings -------------------------------------------------------------------------------------------------


def wrong_labels(drawing: Drawing) -> list[str]:
    """Labels that leave the drawing, and pairs that overlap."""
    boxes = [(label.words.text, label.box(drawing.frame, bundled())) for label in drawing.labels]
    room = Box(-0.5, -0.5, drawing.width + 0.5, drawing.height + 0.5)
    outside = [f"outside: {text}" for text, box in boxes if not box.inside(room)]
    return outside + [f"{one}|{other}" for (one, a), (other, b) in combinations(boxes, 2) if a.overlaps(b.grown(-0.2))]


@pytest.mark.slow
@QUICK
@given(some(), st.sampled_from(EVERY), st.sampled_from([*PAGE, *CARDS]))
def test_labels_never_touch_and_never_leave_the_drawing(made: Findings, tongue: Any, frame: Frame) -> None:
    drawing = drawn(built(made, tongue), frame, tongue)
    assert wrong_labels(drawing) == []


@QUICK
@given(some())
def test_every_part_is_named_and_every_number_says_where_it_is_from(made: Findings) -> None:
    chart = built(made)
    root = html.fromstring(f"<div>{page_svg(chart, EN)}</div>")
    assert list(untraced(root)) == []
    assert list(untraced(etree.fromstring(standalone_svg(chart, EN).encode()))) == []
    # Names stand in lines, and may break inside a long word.
    texts = "".join(root.text_content().split())
    for series in chart.series:
        assert "".join(series.label.text.split()) in texts
        assert texts.count("".join(series.label.text.split())) >= 2  # wide and narrow


def test_names_that_collide_beside_the_last_column_stand_in_a_list() -> None:
    few = {name: f"{one} of a country with a very long name" for name, one in NAMES.items()}
    direct = drawn(built(stacked({"a": (60, 70), "b": (40, 30)})))
    listed = drawn(built(stacked(dict.fromkeys(NAMES, (10, 10)), labels=few)), PAGE[1])
    assert rectangles(direct, "fa")[0][0] != 0
    assert [one for one in rectangles(listed, "fa") if one[0] == 0]


def test_a_provisional_column_has_a_dashed_outline_and_says_so() -> None:
    chart = built(stacked({"a": (60, 70), "b": (40, 30)}, statuses={1: "p"}))
    drawing = drawn(chart)
    assert any(shape.classes == "q0" for shape in drawing.shapes)
    assert any("provisional" in label.words.text for label in drawing.labels)


def test_no_grid_line_shines_through_and_parts_differ_in_grey() -> None:
    """Neighbours of every stack differ, and what is darkest is next to the accent, with a hairline between."""
    for scheme in ("light", "dark"):
        colours = palette(scheme, Accent())  # type: ignore[arg-type]
        greys = [int(colours[name][1:3], 16) for name in ("k1", "k2", "k3", "k4", "k5")]
        steps = [abs(one - other) for one, other in pairwise(greys)]
        assert min(steps) >= 18
    assert any(shape.classes == "jn" for shape in drawn(built(stacked({"a": (6, 7), "b": (4, 3)}))).shapes)


def test_the_same_findings_make_the_same_bytes() -> None:
    made = stacked({name: range(5, 30) for name in NAMES}, frequency="month")
    turned = replace(made, figures=dict(reversed(made.figures.items())))
    assert page_svg(built(made), EN) == page_svg(built(turned), EN)
