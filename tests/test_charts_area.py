"""Charts of one area: beside the whole, up to its own last period, and its own change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from berkala.render.charts.area import build_area_chart
from berkala.render.charts.drawing import NARROW, WIDE
from berkala.render.charts.metrics import bundled
from berkala.render.charts.outputs import draw, page_svg, standalone_svg
from berkala.words import language
from charting_lines import area_findings, place, texts
from test_charts import untraced, wrong_labels

EN, ID = language("en"), language("id")


def test_an_area_s_title_takes_a_change_within_its_margin_for_little() -> None:
    made = area_findings()
    its = place(made, "a", ["one"], "2018-12")
    margin = replace(its.figures["one.a.2018-12.change-year"], id="one.a.2018-12.margin-year")
    chart = build_area_chart(made, replace(its, figures={**its.figures, margin.id: margin}), "one", EN)
    assert "changed little in a year" in chart.message.text


def test_an_area_ends_where_its_series_ended_and_says_so() -> None:
    made = area_findings()
    chart = build_area_chart(made, place(made, "a", ["one"], "2018-12"), "one", EN)
    assert chart.first.last.period.code == "2018-12"
    assert [series.category for series in chart.series] == ["a", "all"]
    assert "The series ended in December 2018." in chart.description.text
    assert "The series ended in December 2018." in texts(draw(chart, WIDE, bundled(), EN))
    assert "Anchorage and Indonesia" in chart.subtitle.text
    later = build_area_chart(made, place(made, "b", ["one"], "2020-03"), "one", EN)
    assert "The latest value is for March 2020." in later.description.text


def test_an_area_s_title_is_its_own_change_and_one_without_values_says_why() -> None:
    made = area_findings()
    chart = build_area_chart(made, place(made, "a", ["one"], "2018-12"), "one", EN)
    assert chart.message.text.startswith("Share of people in poverty in Anchorage rose by 3.0")
    assert [span.direction for span in chart.message.spans if span.direction] == ["one.a.2018-12.change-year"]
    nothing = build_area_chart(made, replace(place(made, "c", ["one"], None), area="b"), "one", EN)
    assert nothing.message.text


@pytest.mark.parametrize("tongue", [EN, ID], ids=["en", "id"])
def test_an_area_chart_is_drawn_and_traced_like_any_other(tongue: Any) -> None:
    made = area_findings()
    chart = build_area_chart(made, place(made, "a", ["one"], "2018-12"), "one", tongue)
    assert not wrong_labels(draw(chart, NARROW, bundled(), tongue))
    assert not list(untraced(etree.fromstring(f"<div>{page_svg(chart, tongue)}</div>")))
    assert standalone_svg(chart, tongue).startswith("<svg")


def test_an_area_whose_label_is_no_name_begins_small_inside_a_title() -> None:
    made = area_findings(True)
    chart = build_area_chart(made, place(made, "a", ["one"], "2018-12"), "one", EN)
    assert chart.message.text.startswith("Share of people in poverty in anchorage rose")
    assert "anchorage and Indonesia" in chart.subtitle.text
    assert chart.description.text.startswith("Anchorage:")
