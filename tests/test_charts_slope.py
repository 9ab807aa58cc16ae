"""Slopes: both ends named, labels pushed apart, and no line where a value is missing."""

from __future__ import annotations

import re

from berkala.render.charts.build import build_chart
from berkala.words import language
from charting_lines import drawn, slope, texts
from test_charts import paths, wrong_labels

EN = language("en")


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
