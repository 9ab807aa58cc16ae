"""Lines with ranges, targets ahead, goals, rhythms and breaks; what may not be claimed of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

from berkala.measure.findings import Findings
from berkala.periods import parse
from berkala.render.charts.build import build_chart
from berkala.render.charts.drawing import WIDE
from berkala.render.charts.timeline import Timeline
from berkala.words import language
from charting_lines import AREAS, SURVEY, Given, drawn, findings, indicator, months, spots, target, texts, two
from test_charts import paths

EN, ID = language("en"), language("id")


def line(cells: Mapping[str, Given], extra: Mapping[str, Any] | None = None, **more: Any) -> Findings:
    """One line of the whole, with a reference if one is given."""
    reference = more.pop("reference", None)
    ind = {"one": indicator(**({"reference": reference} if reference else {}))}
    chart = {"kind": "line", "indicator": "one", "show": more.pop("show", ["all"])}
    return findings({"one": {"all": cells}}, chart, indicators=ind, extra=extra, areas=AREAS, **more)


# -- time -----------------------------------------------------------------------------------------------------


def test_a_survey_has_true_distances_and_labels_its_years() -> None:
    made = line({"2018-03": 10, "2018-09": 9, "2019-03": 8, "2020-03": 7}, data=SURVEY)
    moments = Timeline.of([point.period for point in build_chart(made, "main", EN).first.points]).moments
    assert [after - before for before, after in pairwise(moments)] == [6, 6, 6, 6]
    assert {"2018", "2019", "2020"} <= set(texts(drawn(made)[1]))


def test_an_axis_of_days_counts_days() -> None:
    days = [parse(code, "day") for code in ("2020-02-27", "2020-02-29", "2020-03-01")]
    assert Timeline.of(days).moments[1] - Timeline.of(days).moments[0] == 2


def test_a_survey_is_not_said_to_be_monthly() -> None:
    survey = build_chart(line({"2018-03": 10, "2018-09": 9}, data=SURVEY), "main", EN)
    assert "each month" not in survey.subtitle.text
    assert "each month" in build_chart(line(months(1, 2, 3)), "main", EN).subtitle.text


# -- what it is held against ----------------------------------------------------------------------------------


def ranged(last: float, gap: float) -> Findings:
    extra = {
        "one.reference-low": (8.5, "percent", "2020-04"),
        "one.reference-high": (9.0, "percent", "2020-04"),
        "one.all.2020-04.gap": (gap, "points", "2020-04"),
    }
    return line(months(11, 10, 9.6, last), extra, reference=target("within"))


def test_a_range_is_a_band_with_both_edges_named_and_the_gap_goes_to_the_nearer() -> None:
    chart, drawing = drawn(ranged(9.5, 0.5))
    assert "Target: 8.5\u20139.0%" in texts(drawing)
    (band,) = paths(drawing, "rg")
    edges = paths(drawing, "tg")
    assert len(edges) == 2
    heights = {re.search(r"M\S+ (\S+)H", edge).group(1) for edge in edges}  # type: ignore[union-attr]
    assert all(height in band for height in heights)
    (gap,) = paths(drawing, "gp")
    upper = min(float(height) for height in heights)
    assert float(re.search(r"M\S+ (\S+)V", gap).group(1)) == upper  # type: ignore[union-attr]
    assert {"one.reference-low", "one.reference-high", "one.all.2020-04.gap"} <= set(chart.figures)
    assert {"0.5 points", "above"} <= set(texts(drawing))


def test_a_value_inside_its_range_has_no_gap() -> None:
    _, drawing = drawn(ranged(8.8, 0))
    assert not paths(drawing, "gp")
    assert "above" not in texts(drawing)


MILESTONE = {"one.milestone-low": (6.0, "percent", "2024"), "one.milestone-high": (7.0, "percent", "2024")}


def test_a_target_ahead_stands_over_its_own_period_alone_and_nothing_is_held_against_it() -> None:
    made = line(
        {"2019-03": 9.4, "2019-09": 9.2, "2020-03": 9.8},
        MILESTONE,
        reference=target("within", milestone={"period": "2024", "set_on": "2020-01-20"}),
        data=SURVEY,
    )
    chart, drawing = drawn(made)
    assert "Target 2024: 6.0\u20137.0%" in texts(drawing)
    (band,) = paths(drawing, "rg")
    left, right = (float(number) for number in re.match(r"M(\S+) \S+H(\S+)V", band).groups())  # type: ignore[union-attr]
    last = next(shape for shape in drawing.shapes if shape.classes == "fa")
    assert last.x < left < right <= WIDE.width  # type: ignore[union-attr]
    assert right - left == pytest.approx((right - 30) * 11 / 69, rel=0.1)  # January to December of 69 months
    assert not paths(drawing, "gp")
    assert "no value is held against it yet" in chart.description.text
    assert {"2023", "2024"} <= set(texts(drawing))
    assert chart.held is None


def test_a_single_target_ahead_says_at_most() -> None:
    extra = {"one.milestone": (7.0, "percent", "2024")}
    reference = target("at_most", milestone={"period": "2024", "set_on": "2020-01-20"})
    _, drawing = drawn(line(months(9, 8, 9), extra, reference=reference))
    assert "Target 2024: at most 7.0%" in texts(drawing)
    assert not paths(drawing, "rg")


def test_a_target_whose_time_has_come_is_no_longer_ahead() -> None:
    extra = {"one.milestone": (7.0, "percent", "2019")}
    reference = target("at_most", milestone={"period": "2019", "set_on": "2015-01-20"})
    _, drawing = drawn(line(months(9, 8, 9), extra, reference=reference))
    assert not any("Target" in text for text in texts(drawing))


def test_a_goal_that_nothing_is_held_against_is_thin_and_gives_no_verdict() -> None:
    why = two("The goal is for another index.", "Sasaran itu untuk indeks lain.")
    extra = {"one.reference": (2.0, "percent", "2012-01"), "one.all.2020-03.gap": (1.0, "points", "2020-03")}
    chart, drawing = drawn(line(months(1, 4, 3), extra, reference=target("at_most", "goal", not_held=why)))
    assert "Goal: 2.0%" in texts(drawing)
    assert len(paths(drawing, "gl")) == 1
    assert not paths(drawing, "tg")
    assert not paths(drawing, "gp")
    assert "goal" not in chart.message.text
    assert chart.description.text.endswith("The goal is for another index.")


def test_every_earlier_range_keeps_its_own_periods_and_a_withheld_value_does_not_cut_it() -> None:
    extra = {"one.reference-low": (8.5, "percent", "2020-01"), "one.reference-high": (9.0, "percent", "2020-01")}
    extra |= {f"one.all.2020-{month}.gap": (1.0, "points", f"2020-{month}") for month in ("01", "02", "04", "05")}
    chart, _ = drawn(line(months(10, 10, None, 10, 10), extra, reference=target("within")))
    assert chart.held
    assert [(step.first, step.last) for step in chart.held.steps] == [(0, 4)]


# -- values ---------------------------------------------------------------------------------------------------


def test_an_interval_is_shaded_explained_and_traced() -> None:
    cells = months(9, 8, 9)
    extra = {f"one.all.{code}.lower": (float(str(v)) - 0.3, "percent", code) for code, v in cells.items()}
    extra |= {f"one.all.{code}.upper": (float(str(v)) + 0.3, "percent", code) for code, v in cells.items()}
    chart, drawing = drawn(line(cells, extra))
    (shade,) = paths(drawing, "ub")
    assert len(spots(shade)[0]) == 6
    assert "Shaded: 95% interval" in texts(drawing)
    assert "The 95% interval of the last value is 8.7\u20139.3%." in chart.description.text
    assert set(extra) <= set(chart.figures)
    assert not paths(drawn(line(cells))[1], "ub")


def rhythm(cells: Mapping[str, Given]) -> Findings:
    whole = months(*range(1, 9))
    areas = {"a": ("Atlanta", {"months": [1, 3, 5, 7]})}
    values = {"one": {"all": whole, "a": cells}}
    return findings(values, {"kind": "line", "indicator": "one", "show": ["a", "all"]}, areas=areas)


def test_a_series_of_its_own_rhythm_is_joined_and_a_missing_month_within_it_breaks_it() -> None:
    whole, broken, hidden = (
        rhythm({"2020-01": 1, "2020-03": 2, "2020-05": 4, "2020-07": 3}),
        rhythm({"2020-01": 1, "2020-03": 2, "2020-07": 3}),
        rhythm({"2020-01": 1, "2020-03": None, "2020-05": 4, "2020-07": 3}),
    )
    (joined,) = paths(drawn(whole)[1], "ln")
    assert [len(line) for line in spots(joined)] == [4]
    assert "without a value" not in build_chart(whole, "main", EN).description.text.partition("August")[0]
    (two_parts,) = paths(drawn(broken)[1], "ln")
    assert [len(line) for line in spots(two_parts)] == [2]
    assert "Where the line breaks: not available" in texts(drawn(broken)[1])
    assert len(paths(drawn(hidden)[1], "od")) == 1
    assert not paths(drawn(whole)[1], "od")


def test_the_dataset_s_own_words_say_why_a_value_is_missing() -> None:
    chart, drawing = drawn(line({"2018-03": 10, "2018-09": (None, "x"), "2019-03": 9}, data=SURVEY))
    assert "× marks a value not in this file" in texts(drawing)
    assert chart.description.text.endswith("Without a value: September 2018 (not in this file).")


def test_what_did_not_exist_yet_is_not_marked_as_hidden() -> None:
    _, drawing = drawn(line(months((None, "z"), (None, "z"), 3, 4)))
    assert not any("×" in text for text in texts(drawing))
    assert not [d for d in paths(drawing, "ax") if "l" in d]


def test_a_break_cuts_the_line_under_a_tick_and_a_revised_value_is_a_square() -> None:
    _, drawing = drawn(line(months(3, 4, (5, "b"), 6, (7, "r"), 6)))
    (cut,) = paths(drawing, "ln")
    assert cut.count("M") == 2
    assert "Short vertical line: break in the series" in texts(drawing)
    assert "Square: revised" in texts(drawing)
    assert any("h" in d and d.endswith("z") for d in paths(drawing, "ho"))


def test_marks_that_would_run_together_are_counted_in_words() -> None:
    many = months(*[(float(value % 7), "p") for value in range(200)], first="2001-01")
    _, drawing = drawn(line(many))
    assert "Provisional: 200 values, marked in the table" in texts(drawing)
    assert "Provisional: 3 values, marked in the table" not in texts(
        drawn(line(months((1, "p"), (2, "p"), (3, "p"))))[1]
    )


# -- what may not be claimed ----------------------------------------------------------------------------------


@pytest.mark.parametrize("gap", ["withheld", "not in the data"])
def test_no_extreme_is_claimed_over_a_value_that_is_not_there(gap: str) -> None:
    cells = months(4.0, 9.0, 5.0, 2.0, 6.0)
    whole, drawing = drawn(line(cells))
    assert "highest in February 2020" in whole.description.text
    assert "2.0% in Apr 2020, the lowest" in texts(drawing)
    cells["2020-03"] = None
    if gap == "not in the data":
        del cells["2020-03"]
    chart, drawing = drawn(line(cells))
    assert "; of the values shown, highest in February 2020" in chart.description.text
    assert "di antara nilai yang ditampilkan" in build_chart(line(cells), "main", ID).description.text
    assert "2.0% in Apr 2020" in texts(drawing)
    assert not [text for text in texts(drawing) if "est" in text]
    later = {**months(None, first="2019-12"), **months(4.0, 9.0, 5.0)}
    assert "of the values shown" in build_chart(line(later), "main", EN).description.text
    del later["2019-12"]
    assert "of the values shown" not in build_chart(line(later), "main", EN).description.text


def test_a_title_takes_a_change_within_its_margin_for_little() -> None:
    cells = {**months(8.0, first="2019-04"), **months(9.0, 8.5, 8.8, 8.4, first="2020-01")}
    margin = {"one.all.2020-04.margin-year": (0.4, "points", "2020-04")}
    assert "changed little in a year, at 8.4%" in build_chart(line(cells, margin), "main", EN).message.text
    margin["one.all.2020-04.margin-year"] = (0.39, "points", "2020-04")
    assert "rose by 0.4" in build_chart(line(cells, margin), "main", EN).message.text


def test_no_record_is_made_by_a_change_within_its_margin() -> None:
    cells = months(*range(1, 15), first="2019-01")
    assert "highest level" in build_chart(line(cells), "main", EN).message.text
    margin = {"one.all.2020-02.margin-year": (12, "points", "2020-02")}
    assert "changed little in a year" in build_chart(line(cells, margin), "main", EN).message.text
