"""Small multiples: one scale, the whole in each, and no extreme that is not there."""

from __future__ import annotations

from collections.abc import Mapping

from berkala.measure.findings import Findings
from berkala.render.charts.build import build_chart
from berkala.render.charts.drawing import NARROW, Path
from berkala.words import language
from charting_lines import AREAS, Given, drawn, findings, months, spots, texts
from test_charts import paths

EN = language("en")


def multiples(values: Mapping[str, Mapping[str, Given]], show: list[str] | None = None) -> Findings:
    return findings({"one": values}, {"kind": "multiples", "indicator": "one", "show": show or ["every"]}, areas=AREAS)


def test_small_multiples_share_one_scale_and_the_whole() -> None:
    values = {name: months(*(base + step for step in range(5))) for base, name in enumerate([*AREAS, "all"])}
    chart, drawing = drawn(multiples(values))
    assert [series.category for series in chart.series] == list(AREAS)
    assert "All on the same scale" in texts(drawing)
    assert "Grey line: Indonesia" in texts(drawing)
    assert len(paths(drawing, "ln")) == 4
    assert len(set(paths(drawing, "ln"))) == 4
    grey = [tuple(round(y, 1) for _, y in spots(d)[0]) for d in paths(drawing, "ol")]
    assert len(grey) == 4
    assert len(set(grey)) == 1  # the same heights in every cell: one scale
    assert chart.message.text == "DI Yogyakarta had the highest value, 7.0%, and Aceh the lowest, 4.0%"
    bold = [label for label in drawing.labels if label.classes == "b a"]
    assert [label.words.figures[0] for label in bold] == [f"one.{name}.2020-05" for name in AREAS]
    assert {label.x for label in bold if label.y == bold[0].y} == {label.x for label in bold}
    narrow = [label for label in drawn(multiples(values), NARROW)[1].labels if label.classes == "b a"]
    assert len({label.x for label in narrow}) == 2


def test_small_multiples_cut_the_scale_only_where_a_line_may_be_cut_and_say_so() -> None:
    values = {name: months(80 + base, 82 + base) for base, name in enumerate(AREAS)}
    _, drawing = drawn(multiples(values))
    baselines = [shape for shape in drawing.shapes if isinstance(shape, Path) and shape.dash]
    assert len(baselines) == len(AREAS)
    assert any("not at zero" in text for text in texts(drawing))


def test_small_multiples_claim_no_extreme_of_all_where_one_is_missing_or_level() -> None:
    level = {name: months(1, value) for name, value in zip(AREAS, (5, 5, 3, 1), strict=True)}
    assert "highest" not in build_chart(multiples(level), "main", EN).message.text
    level["a"] = months(1, None)
    assert build_chart(multiples(level), "main", EN).message.text.startswith("Of the values shown, ")


def test_small_multiples_tell_of_the_time_they_show_and_not_what_a_table_of_the_last_month_does() -> None:
    values = {name: months(9 if name == "a" else 3, place) for place, name in enumerate(AREAS, 1)}
    own = build_chart(multiples(values), "main", EN).message.text
    assert own == "Of the values shown, Aceh had the highest value, 9.0%, in January 2020"
    values["all"] = months(10, 1)
    assert "Of the values" not in build_chart(multiples(values), "main", EN).message.text
