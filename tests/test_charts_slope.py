"""Slopes: both ends named, labels pushed apart, and no line where a value is missing."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from berkala.measure.findings import Findings
from berkala.render.charts.build import build_chart
from berkala.render.charts.drawing import NARROW, WIDE, Drawing, Frame
from berkala.render.charts.metrics import bundled
from berkala.render.charts.outputs import draw
from berkala.words import available, language
from charting_lines import AREAS, drawn, findings, indicator, months, slope, texts
from test_charts import paths, wrong_labels

EN = language("en")
FRAMES = pytest.mark.parametrize("frame", [WIDE, NARROW], ids=["wide", "narrow"])
LONG = {"all": (-1_250_000.0, 2_400_000.0), "a": (3_150_000.5, 2_390_000.0), "c": (-1_000_000.0, 4_122_000.2)}


def test_a_slope_names_both_ends_and_leads_to_labels_that_were_pushed_apart() -> None:
    _, drawing = drawn(slope({"all": (10, 9), "a": (10.01, 9.01), "b": (10.02, 9.02)}))
    assert texts(drawing)[0] == "Per cent"
    assert texts(drawing)[1:3] == ["Mar 2020", "Mar 2021"]
    assert len(paths(drawing, "ld")) == 6
    assert any(len(set(re.findall(r" ([\d.]+)", lead))) == 2 for lead in paths(drawing, "ld"))
    assert len(paths(drawing, "ln")) == 1
    assert len(paths(drawing, "ol")) == 2
    assert not wrong_labels(drawing)


def test_a_slope_s_title_claims_the_most_only_of_the_largest_change_alone() -> None:
    most = build_chart(slope({"all": (10, 7), "a": (10, 9), "b": (10, 11)}), "main", EN).message
    assert (
        most.text.replace("\u00a0", " ")
        == "Share of people in poverty fell the most in a year, by 3.0 percentage points to 7.0%"
    )
    assert [span.direction for span in most.spans if span.direction] == ["one.all.2021-03.change-year"]
    tie = build_chart(slope({"all": (10, 7), "a": (10, 13), "b": (10, 11)}), "main", EN).message.text
    assert "most" not in tie
    rest = build_chart(slope({"a": (10, 9.9), "b": (10, 13), "c": (1, 1), "d": (2, 2)}, ["every"]), "main", EN)
    assert rest.message.text.startswith("Nusa Tenggara Timur rose the most")
    assert rest.first.category == "b"


def test_a_slope_without_one_of_its_values_has_a_cross_and_no_line() -> None:
    chart, drawing = drawn(slope({"all": (10, 9), "a": (None, 8), "b": (9, (None, "x"))}))
    assert len(paths(drawing, "ol")) == 0
    assert {"× marks a value not shown, to protect confidentiality", "× marks a value not in this file"} <= set(
        texts(drawing)
    )
    assert "Aceh: 8.0% in March 2021; in March 2020 not shown" in chart.description.text
    assert "Nusa Tenggara Timur: 9.0% in March 2020; in March 2021 not in this file." in chart.description.text


# -- values that are wide -------------------------------------------------------------------------------------


def laid(made: Findings, frame: Frame, code: str = "en") -> Drawing:
    """The drawing of a page, as tall as it needs."""
    tongue = language(code)
    return draw(build_chart(made, "main", tongue), replace(frame, height=0), bundled(), tongue)


def millions(times: int, **of_indicator: object) -> Findings:
    values = {name: (then * times, now * times) for name, (then, now) in LONG.items()}
    return slope(values, indicators={"one": indicator(**{"unit": "rupiah", **of_indicator})})


def test_names_stand_under_values_that_leave_no_room_beside_them() -> None:
    cells = dict.fromkeys(("all", "a0"), months(*[Decimal("-1000000.0")] * 13, first="2019-05"))
    chart = {"kind": "slope", "indicator": "one", "show": ["all", "a0"]}
    unit = {"one": indicator(unit="rupiah", decimals=1)}
    drawing = laid(findings({"one": cells}, chart, areas={"a0": "DDm"}, indicators=unit), NARROW)
    assert wrong_labels(drawing) == []
    value = "\u2212Rp1,000,000.0"
    assert texts(drawing)[3:9] == [value, value, value, "Indonesia", value, "DDm"]
    place = {label.words.text: (label.x, label.y) for label in drawing.labels}
    assert place["Indonesia"][0] == place[value][0] == place["DDm"][0]
    assert place["Indonesia"][1] < place[value][1] < place["DDm"][1]
    assert place["DDm"][1] - place[value][1] < place[value][1] - place["Indonesia"][1], "a name is nearest to its value"


@FRAMES
@pytest.mark.parametrize("code", available())
@pytest.mark.parametrize("times", [1, 200, 20_000])
def test_no_name_is_cut_and_nothing_leaves_the_drawing_however_wide_the_values(
    times: int, code: str, frame: Frame
) -> None:
    drawing = laid(millions(times), frame, code)
    assert wrong_labels(drawing) == []
    said = {word for label in drawing.labels for word in label.words.text.split(" ")}
    assert {"Indonesia", *AREAS["a"].split(), *AREAS["c"].split()} <= said


def test_values_without_room_for_their_unit_keep_all_their_digits_and_the_unit_stands_over_them() -> None:
    wide, narrow = (texts(laid(millions(200), frame)) for frame in (WIDE, NARROW))
    assert {"Rp824,400,040.0", "\u2212Rp250,000,000.0"} <= set(wide)
    assert {"824,400,040.0", "\u2212250,000,000.0"} <= set(narrow)
    assert narrow[0] == "Rupiah"


def test_a_value_loses_digits_only_where_no_line_could_be_drawn_between_all_of_them() -> None:
    wide, narrow = (laid(millions(200_000, unit="index"), frame) for frame in (WIDE, NARROW))
    assert "824,400,040,000.0" in texts(wide)
    assert "824 billion" in texts(narrow)
    assert wrong_labels(narrow) == []


def test_names_stay_beside_values_that_need_only_lose_their_unit() -> None:
    short = slope({"a": (-1_000_000.0, 1_000_000.0)}, indicators={"one": indicator(unit="rupiah", decimals=0)})
    long = slope({"a": (-10_000_000.0, 10_000_000.0)}, indicators={"one": indicator(unit="rupiah", decimals=0)})
    for made, value in ((short, "Rp1,000,000"), (long, "10,000,000")):
        labels = {label.words.text: label for label in laid(made, NARROW).labels}
        assert labels["Aceh"].y == labels[value].y
        assert labels["Aceh"].x > labels[value].x
