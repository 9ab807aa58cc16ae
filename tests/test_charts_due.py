"""What was never to be observed, what a survey's rhythm is called, and what is withheld: the same in every chart."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from berkala.measure.findings import Findings, Where
from berkala.render.charts.build import build_chart
from berkala.render.charts.drawing import WIDE, moves, resized
from berkala.render.charts.heat_table import page as heat_page
from berkala.render.charts.kinds import KINDS
from berkala.render.charts.metrics import bundled
from berkala.render.charts.model import Chart
from berkala.render.charts.outputs import draw, page_svg
from berkala.render.charts.ticks import tight
from berkala.words import language
from charting_lines import SURVEY, Given, figure, findings, indicator, months, spots, two
from test_charts import paths

EN, ID = language("en"), language("id")
KINDS_OF_MANY = ("dots", "tiles", "heat", "bars", "slope", "multiples", "line")
AREAS = {
    "a": "Aceh",
    "b": "Bali",
    "new": ("Papua Tengah", {"from": "2021-03"}),
    "old": ("Timor Timur", {"until": "2018-03"}),
    "odd": ("Denver", {"months": [1]}),
}
FORMED = {
    "coverage": {"months": [3]},
    "statuses": {"x": two("not in this file"), "z": two("not yet formed", "belum terbentuk")},
}


def yearly(kind: str, data: dict[str, Any] | None = None, **more: Any) -> Findings:
    """March 2020 and a year before: two areas with a value, three that were not to have one."""
    cells: dict[str, dict[str, Given]] = {name: {"2019-03": 8, "2020-03": 9} for name in ("a", "b")}
    cells["b"]["2020-03"] = 7
    made = {"kind": kind, "indicator": "one", "show": ["every"], **more}
    return findings({"one": cells}, made, areas=AREAS, data=data or {})


def built(made: Findings, tongue: Any = EN) -> Chart:
    return build_chart(made, "main", tongue)


# -- not to be observed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS_OF_MANY)
def test_no_kind_says_that_what_was_never_to_be_is_not_available(kind: str) -> None:
    chart = built(yearly(kind, FORMED))
    page = html.fromstring(f"<div>{page_svg(chart, EN)}</div>").text_content()
    said = " ".join([page, chart.description.text, *(cell.text for row in chart.table.rows for cell in row)])
    assert "not in this file" not in said
    assert "[x]" not in said


@pytest.mark.parametrize("kind", ["dots", "heat"])
def test_areas_that_are_not_there_have_no_row_and_one_of_another_month_has(kind: str) -> None:
    rows = [row[0].text for row in built(yearly(kind)).table.rows]
    assert {"Aceh", "Bali", "Denver"} <= set(rows)
    assert not {"Papua Tengah", "Timor Timur"} & set(rows)


def test_each_reason_has_its_own_words_in_both_languages() -> None:
    made = yearly("dots", {"statuses": FORMED["statuses"]})
    english, indonesian = built(made).description.text, built(made, ID).description.text
    assert "Without a value (not yet formed): Papua Tengah." in english
    assert "Without a value (discontinued): Timor Timur." in english
    assert "Without a value (not observed this month): Denver." in english
    assert "(belum terbentuk): Papua Tengah." in indonesian
    assert "(tidak diamati pada bulan ini): Denver." in indonesian


def test_a_map_says_not_yet_formed() -> None:
    chart = built(yearly("tiles", FORMED))
    drawing = draw(chart, resized(WIDE, 0), bundled(), EN)
    assert any("not yet formed" in label.words.text for label in drawing.labels)
    assert "Of those shown" in chart.message.text  # of Denver nothing is known this month


def test_a_title_speaks_of_all_where_only_those_are_missing_that_are_not_there() -> None:
    made = findings(
        {"one": {"a": {"2020-03": 9}, "b": {"2020-03": 7}}},
        {"kind": "dots", "indicator": "one", "show": ["a", "b", "new", "old"]},
        areas=AREAS,
    )
    assert "Of those shown" not in built(made).message.text


# -- a survey -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["line", "columns", "multiples", "heat"])
def test_a_survey_is_each_survey(kind: str) -> None:
    made = findings(
        {"one": {"a": {"2018-03": 9, "2018-09": 8, "2019-03": 7}}},
        {"kind": kind, "indicator": "one", "show": ["a"]},
        areas={"a": "Aceh"},
        data=SURVEY,
    )
    assert built(made).subtitle.text.endswith("each survey, March 2018 to March 2019")
    assert built(made, ID).subtitle.text.endswith("setiap survei, Maret 2018 sampai Maret 2019")


def test_a_change_on_the_survey_before_names_it() -> None:
    made = findings(
        {"one": {"all": {"2018-03": 9, "2018-09": 8, "2019-03": 8.5}}},
        {"kind": "line", "indicator": "one", "show": ["all"]},
        data=SURVEY,
        compare="previous",
        extra={"one.all.2019-03.change-previous": (0.5, "points", "2019-03")},
    )
    message = built(made).message.text.replace("\u00a0", " ")
    assert message == "Share of people in poverty rose by 0.5 percentage points from September 2018, to 8.5%"


def test_months_that_met_a_target_are_surveys() -> None:
    reference = {"kind": "target", "relation": "at_most", "dataset": "targets", "column": "value"}
    period = "2019-03"
    made = findings(
        {"one": {"all": {"2018-03": 9, "2018-09": 8, period: 7}}},
        {"kind": "line", "indicator": "one", "show": ["all"]},
        indicators={"one": indicator(reference=reference)},
        data=SURVEY,
        extra={
            "one.reference": (6, "percent", period),
            f"one.all.{period}.gap": (1, "points", period),
            f"one.all.{period}.periods": (3, "count", period),
            f"one.all.{period}.periods-met": (0, "count", period),
        },
    )
    assert "surveys" in built(made).message.text
    assert "months" not in built(made).message.text


# -- so many periods ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["line", "columns", "multiples"])
def test_a_chart_over_time_shows_the_periods_it_declares(kind: str) -> None:
    made = findings(
        {"one": {"a": months(*range(1, 25))}},
        {"kind": kind, "indicator": "one", "show": ["a"], "periods": 6},
        areas={"a": "Aceh"},
    )
    chart = built(made)
    assert [len(series.points) for series in chart.series] == [6]
    assert len(chart.table.rows) == 6
    assert "July 2021" in chart.subtitle.text
    assert not any("2020" in name for name in chart.figures)


def test_missing_periods_are_told_in_stretches_and_without_a_count() -> None:
    cells = months(*range(1, 41))
    for place in (*range(3, 20), 22, 24, 26, 28, 30, 32):
        del cells[list(months(*range(1, 41)))[place]]
    made = findings({"one": {"a": cells}}, {"kind": "line", "indicator": "one", "show": ["a"]}, areas={"a": "Aceh"})
    for tongue, stretch, others in ((EN, "April 2020 to August 2021", "and others"), (ID, "April 2020", "dan lainnya")):
        text = built(made, tongue).description.text
        assert stretch in text
        assert others in text
        assert "May 2020" not in text


# -- withheld -------------------------------------------------------------------------------------------------


def wrong(kind: str) -> Findings:
    """Three months; the second one's source is declared to be wrong."""
    error = {
        "key": {"period": "2020-02", "area": "a"},
        "column": "cases",
        "value": "25674.58",
        "reason": two("A slip."),
        "who": "us",
        "effect": "withheld",
    }
    cells: dict[str, dict[str, Given]] = {name: months(9, 8, 7) for name in ("a", "b")}
    cells["a"]["2020-02"] = (None, "x")
    made = findings(
        {"one": cells},
        {"kind": kind, "indicator": "one", "show": ["a", "b"]},
        areas={"a": "Aceh", "b": "Bali"},
        data={"known_errors": [error]},
    )
    name = "one.a.2020-02"
    cell = Where("cases.csv", "cases", {"period": "2020-02", "area": "a"})
    return replace(made, figures={**made.figures, name: replace(made.figures[name], where=cell)})


@pytest.mark.parametrize("kind", ["heat", "line", "multiples"])
def test_a_withheld_value_has_its_own_sign_in_the_table(kind: str) -> None:
    cells = [cell for row in built(wrong(kind)).table.rows for cell in row]
    (sign,) = [cell for cell in cells if cell.text == "[\u2013]"]
    assert 'aria-label="withheld"' in sign.html()
    assert "[x]" not in [cell.text for cell in cells]


def test_a_withheld_value_on_a_line_is_a_dash_in_a_square_and_no_cross() -> None:
    chart = built(wrong("line"))
    kind = KINDS["line"]
    drawing = draw(chart, resized(WIDE, kind.wide), bundled(), EN)
    words = [label.words.text for label in drawing.labels]
    assert any(word.startswith("A dash in a square marks a value withheld") for word in words)
    assert not any(word.startswith("×") for word in words)
    assert any("z" in path and path.count("h") == 3 for path in paths(drawing, "ax"))


def test_a_legend_names_a_sign_once() -> None:
    page = html.fromstring(f"<div>{heat_page(built(wrong('heat')), EN)}</div>")
    notes = page.find_class("src")[0].text_content()
    assert "[\u2013] withheld" in notes
    assert "[x]" not in notes


# -- heat, ranks, scales --------------------------------------------------------------------------------------


def test_a_narrow_screen_is_told_how_many_periods_it_shows() -> None:
    values = {name: months(*(place / 10 for place in range(1, 14))) for name in ("a", "b")}
    chart = {"kind": "heat", "indicator": "one", "show": ["a", "b"], "periods": 13}
    made = built(findings({"one": values}, chart, areas={"a": "Aceh", "b": "Bali"}))
    page = html.fromstring(f"<div>{heat_page(made, EN)}</div>")
    assert len(page.findall(".//thead//th")) == 14
    assert "last5" in page.find(".//table").get("class").split()  # type: ignore[union-attr]
    assert page.find_class("narrow")[0].text_content() == "A narrow screen shows the last five."


def test_a_ranking_shows_between_which_places_each_may_be() -> None:
    cells: dict[str, dict[str, Given]] = {"a": {"2020-03": 9}, "b": {"2020-03": 8.8}, "new": {"2020-03": 4}}
    extra: dict[str, tuple[Given, str, str]] = {}
    for name, best, worst in (("a", 1, 2), ("b", 1, 2), ("new", 3, 3)):
        extra |= {f"one.{name}.2020-03.rank-from": (best, "count", "2020-03")}
        extra |= {f"one.{name}.2020-03.rank-to": (worst, "count", "2020-03")}
    rank = {"apart": 1, "because": two("Less than one point apart is not told apart.")}
    made = findings(
        {"one": cells},
        {"kind": "dots", "indicator": "one", "show": ["a", "b", "new"]},
        areas={"a": "Aceh", "b": "Bali", "new": "Papua"},
        indicators={"one": indicator(rank=rank)},
    )
    period = made.edition.period
    made = replace(made, figures={**made.figures, **{i: figure(i, v[0], v[1], period, 0) for i, v in extra.items()}})
    chart = built(made)
    assert [row[2].text for row in chart.table.rows] == ["1\u20132", "1\u20132", "3"]
    page = html.fromstring(f"<div>{page_svg(chart, EN)}</div>")
    assert [cell.text_content() for cell in page.findall(".//tbody/tr/td[2]")] == ["1\u20132", "1\u20132", "3"]
    assert set(extra) <= set(chart.figures)
    assert page.text_content().count("not told apart") == 2  # what a rank is, and the report's own reason


@given(st.lists(st.decimals(-40, 40, places=1), min_size=2, max_size=20))
def test_a_tight_axis_holds_every_value_and_zero_where_it_is_among_them(values: list[Decimal]) -> None:
    axis = tight(values, "percent")
    assert axis.low <= min(values)
    assert max(values) <= axis.high
    assert len(axis.ticks) >= 2
    if min(values) < 0 < max(values):
        length = max(values) - min(values)
        assert axis.low < 0 < axis.high
        assert axis.high - axis.low <= length * Decimal("1.6")


@given(st.lists(st.tuples(st.floats(0, 900), st.floats(-50, 900)), min_size=1, max_size=60))
def test_the_steps_of_a_line_end_where_the_line_ends(line: list[tuple[float, float]]) -> None:
    (drawn,) = spots(moves(line))
    assert len(drawn) == len(line)
    for (x, y), (to_x, to_y) in zip(drawn, line, strict=True):
        assert abs(x - to_x) <= 0.051
        assert abs(y - to_y) <= 0.051
