"""Lines with ranges, targets ahead, goals, rhythms and breaks; slopes, small multiples, bullets; charts of areas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from berkala.measure.findings import Findings
from berkala.periods import parse
from berkala.render.charts import Chart, build_chart, draw, page_svg, standalone_svg
from berkala.render.charts.area import build_area_chart
from berkala.render.charts.bullet import BulletMatter
from berkala.render.charts.drawing import NARROW, WIDE, Drawing, Frame, Path
from berkala.render.charts.kinds import KINDS
from berkala.render.charts.metrics import bundled
from berkala.render.charts.timeline import Timeline
from berkala.words import language
from charting_lines import Given, findings, indicator, place, two
from test_charts import paths, untraced, wrong_labels

EN, ID = language("en"), language("id")
SURVEY = {"coverage": {"months": [3, 9]}, "statuses": {"x": two("not in this file", "tidak ada dalam berkas ini")}}
AREAS = {"a": "Aceh", "b": "Nusa Tenggara Timur", "c": "Kepulauan Bangka Belitung", "d": "DI Yogyakarta"}


def target(relation: str, kind: str = "target", **more: Any) -> dict[str, Any]:
    ends = {"low": "low", "high": "high"} if relation == "within" else {"column": "value"}
    return {"kind": kind, "relation": relation, "dataset": "targets", **ends, **more}


def line(cells: Mapping[str, Given], extra: Mapping[str, Any] | None = None, **more: Any) -> Findings:
    """One line of the whole, with a reference if one is given."""
    reference = more.pop("reference", None)
    ind = {"one": indicator(**({"reference": reference} if reference else {}))}
    chart = {"kind": "line", "indicator": "one", "show": more.pop("show", ["all"])}
    return findings({"one": {"all": cells}}, chart, indicators=ind, extra=extra, areas=AREAS, **more)


def months(*values: Given, first: str = "2020-01") -> dict[str, Given]:
    start = parse(first, "month")
    return {start.shift(place).code: value for place, value in enumerate(values)}


def drawn(made: Findings, frame: Frame = WIDE) -> tuple[Chart, Drawing]:
    built = build_chart(made, "main", EN)
    kind = KINDS[built.kind]
    height = kind.wide if frame is WIDE else kind.narrow
    return built, draw(built, replace(frame, height=height), bundled(), EN)


def texts(drawing: Drawing) -> list[str]:
    return [label.words.text.replace("\u00a0", " ") for label in drawing.labels]


def spots(path: str) -> list[list[tuple[float, float]]]:
    """The polylines of a path: each place it goes through."""
    found = []
    for start, steps in re.findall(r"M([^a-zA-Z]+)(?:l([^a-zA-Z]+))?", path):
        (x, y), deltas = map(float, start.split()), [float(step) for step in re.findall(r"-?[\d.]+", steps)]
        line = [(x, y)]
        for dx, dy in zip(deltas[::2], deltas[1::2], strict=True):
            line.append((line[-1][0] + dx, line[-1][1] + dy))
        found.append(line)
    return found


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


def test_an_area_s_title_takes_a_change_within_its_margin_for_little() -> None:
    made = area_findings()
    its = place(made, "a", ["one"], "2018-12")
    margin = replace(its.figures["one.a.2018-12.change-year"], id="one.a.2018-12.margin-year")
    chart = build_area_chart(made, replace(its, figures={**its.figures, margin.id: margin}), "one", EN)
    assert "changed little in a year" in chart.message.text


# -- areas ----------------------------------------------------------------------------------------------------


def area_findings() -> Findings:
    whole = months(*[float(value % 9) for value in range(40)], first="2017-01")
    areas = {"a": ("Anchorage", {"until": "2018-12"}), "b": "Boston"}
    own = {code: value for code, value in whole.items() if code <= "2018-12"}
    values = {"one": {"all": whole, "a": own, "b": {c: v for c, v in whole.items() if c <= "2020-03"}}}
    return findings(values, {"kind": "line", "indicator": "one", "show": ["all"]}, areas=areas)


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


# -- slopes ---------------------------------------------------------------------------------------------------


def slope(values: Mapping[str, tuple[Given, Given]], show: list[str] | None = None, **more: Any) -> Findings:
    cells = {name: {"2020-03": then, "2021-03": now} for name, (then, now) in values.items()}
    chart = {"kind": "slope", "indicator": "one", "show": show or list(values)}
    return findings({"one": cells}, chart, areas=AREAS, data=SURVEY, **more)


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


# -- small multiples ------------------------------------------------------------------------------------------


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
    assert build_chart(multiples(level), "main", EN).message.text.startswith("Of those shown, ")


# -- bullets --------------------------------------------------------------------------------------------------


def bullets(met: str = "011", **bands: str) -> Findings:
    free = {"by": None, "all_label": None}
    indicators = {
        "share": indicator(name=two("Permits in time"), reference=target("at_least"), **free),
        "days": indicator(
            name=two("Days to a permit"), unit="number", unit_name=two("days"), reference=target("at_most"), **free
        ),
        "poor": indicator(name=two("Poor people"), reference=target("within"), **free),
        "spent": indicator(name=two("Budget spent"), unit="rupiah", decimals=0, **free),
    }
    extra: dict[str, Any] = {
        "share.reference": (95.0, "percent", "2024"),
        "share.all.2024.gap": (-3.0, "points", "2024"),
        "share.all.2024.achievement": (96.8, "percent", "2024"),
        "days.reference": (5.5, "number", "2024"),
        "days.all.2024.gap": (-0.5, "number", "2024"),
        "poor.reference-low": (8.5, "percent", "2024"),
        "poor.reference-high": (9.0, "percent", "2024"),
        "poor.all.2024.gap": (0.0, "points", "2024"),
    }
    outcomes = zip(("share", "days", "poor"), met, strict=True)
    extra |= {f"{name}.all.2024.met": (float(one), "count", "2024") for name, one in outcomes}
    values = {"share": 92.0, "days": 5.0, "poor": 8.8, "spent": 48_123_500_000.0}
    cells: dict[str, Any] = {name: {"all": {"2024": value}} for name, value in values.items()}
    chart = {"kind": "bullet", "indicator": "share", "indicators": list(indicators)}
    found = {name: {"name": mark, "label": two(mark.title()), "mark": mark} for name, mark in bands.items()}
    return findings(cells, chart, frequency="year", indicators=indicators, extra=extra, bands=found)


def test_a_bullet_counts_in_words_what_was_met_and_no_row_without_a_target() -> None:
    chart = build_chart(bullets(), "main", EN)
    assert chart.message.text == "Two of the three indicators with a value and a target met it"
    assert build_chart(bullets(), "main", ID).message.text == (
        "Dua dari tiga indikator yang memiliki nilai dan target mencapainya"
    )
    assert not re.search(r"\d", chart.message.text)
    # The verdict is the figure's, not the band's and not the gap's.
    banded = build_chart(bullets("000", share="met", days="met", poor="miss"), "main", EN)
    assert banded.message.text.startswith("No indicator")


def test_every_row_of_a_bullet_has_its_own_scale_from_nought() -> None:
    matter = build_chart(bullets(), "main", EN).matter
    assert isinstance(matter, BulletMatter)
    for row in matter.rows:
        assert row.share(Decimal(0)) == 0
        ends = [row.share(end) for end in (*row.targets, row.value or Decimal(0))]
        assert max(ends) == pytest.approx(Decimal("0.92"))


def test_a_bullet_on_a_page_is_a_table_traced_and_without_a_track_where_nothing_is_compared() -> None:
    chart = build_chart(bullets(share="near", days="met", poor="met"), "main", EN)
    root = etree.fromstring(f"<div>{page_svg(chart, EN)}</div>")
    rows = root.findall(".//tbody/tr")
    assert len(rows) == 4
    assert [row.find("th/svg") is not None for row in rows] == [True, True, True, False]
    shown = [element.get("data-figure") for element in root.iter("data")]
    assert {"share.all.2024", "share.reference", "share.all.2024.achievement", "poor.reference-high"} <= set(shown)
    assert set(shown) <= set(chart.figures)
    assert "5.0\u00a0days" in "".join(rows[1].itertext())
    assert "Near" in "".join(rows[0].itertext())
    loose = "".join(
        root.xpath(".//text()[not(ancestor::data) and not(ancestor::time) and not(ancestor::*[@data-role])]")
    )
    assert not re.search(r"\d", loose)
    assert not re.search(r"style=|fill=|stroke=", page_svg(chart, EN))


def test_a_bullet_without_a_value_says_why() -> None:
    made = bullets()
    kept = {name: figure for name, figure in made.figures.items() if not name.startswith("days.all")}
    chart, drawing = drawn(replace(made, figures=kept))
    assert "not available" in chart.description.text
    assert any("not available" in text for text in texts(drawing))
    assert not wrong_labels(drawing)


# -- every kind -----------------------------------------------------------------------------------------------

value = st.one_of(
    st.none(), st.decimals(-(10**11), 10**11, places=1), st.decimals(0, 100, places=1), st.just(Decimal(7))
)
status = st.sampled_from(["", "", "", "p", "e", "r", "b", "u"])
name_ = st.text("Department of Very Long Names ", min_size=3, max_size=60).map(str.strip).filter(bool)


@st.composite
def any_findings(draw_: st.DrawFn) -> Findings:
    """Any of the kinds with any values, names, statuses, references and intervals."""
    kind = draw_(st.sampled_from(["line", "slope", "multiples", "bullet"]))
    unit = draw_(st.sampled_from(["percent", "people", "rupiah", "index"]))
    names = ["all", *(f"a{place}" for place in range(draw_(st.integers(0, 9))))]
    count = draw_(st.sampled_from([1, 2, 13, 25]))
    start = parse("2019-05", "month")
    codes = [start.shift(place).code for place in range(count)]
    drawn_pool = draw_(st.lists(st.tuples(value, status), min_size=1, max_size=12))
    most = {"percent": 10**3, "index": 10**6}.get(unit, 10**11)
    pool = [(number and number % most, letter) for number, letter in drawn_pool]
    cells: dict[str, dict[str, Given]] = {}
    for at, category in enumerate(names[: 3 if kind == "line" else 10]):
        cells[category] = {code: _given(pool[(5 * at + p * p + at * p) % len(pool)]) for p, code in enumerate(codes)}
    relation = draw_(st.sampled_from(["at_least", "at_most", "within"]))
    held = draw_(st.sampled_from([None, "now", "ahead", "goal"]))
    more: dict[str, Any] = {"unit": unit}
    if held:
        aside = {"not_held": two("Another index.")} if held == "goal" else {}
        more["reference"] = target(relation, "goal" if held == "goal" else "target", **aside)
    extra: dict[str, Any] = {}
    if held:
        stem = "one.milestone" if held == "ahead" else "one.reference"
        ends = ("-low", "-high") if relation == "within" else ("",)
        low = draw_(st.decimals(0, 100, places=1))
        for place, end in enumerate(ends):
            extra[stem + end] = (low + place * 5, unit, "2024" if held == "ahead" else codes[-1])
    last = _given(pool[0])
    if held == "now" and not isinstance(last, tuple) and last is not None:
        extra[f"one.all.{codes[-1]}.gap"] = (draw_(st.decimals(-50, 50, places=1)), "points", codes[-1])
    if draw_(st.booleans()):
        for code in codes[::2]:
            extra[f"one.all.{code}.lower"] = (draw_(st.decimals(0, 20)), unit, code)
            extra[f"one.all.{code}.upper"] = (draw_(st.decimals(20, 90)), unit, code)
    labels = {category: draw_(name_) for category in names if category != "all"} or {"a0": "One"}
    shown = list(cells) if kind != "bullet" else ["all"]
    chart = {"kind": kind, "indicator": "one", "show": shown}
    return findings({"one": cells}, chart, areas=labels, indicators={"one": indicator(**more)}, extra=extra)


def _given(pair: tuple[Decimal | None, str]) -> Given:
    number, letter = pair
    return None if number is None else (number, letter)  # type: ignore[return-value]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_findings(), st.sampled_from(["en", "id"]), st.sampled_from([WIDE, NARROW]))
def test_no_label_touches_another_or_leaves_the_drawing(made: Findings, code: str, frame: Frame) -> None:
    tongue = language(code)
    built = build_chart(made, "main", tongue)
    kind = KINDS[built.kind]
    made_ = draw(built, replace(frame, height=kind.wide if frame is WIDE else kind.narrow), bundled(), tongue)
    assert wrong_labels(made_) == []
    seen = {name for label in made_.labels for name in label.words.figures}
    assert seen <= set(built.figures)
    assert not list(untraced(etree.fromstring(f"<div>{page_svg(built, tongue)}</div>")))


def test_the_same_findings_make_the_same_bytes_in_another_order() -> None:
    for made in (bullets(), slope({"all": (10, 9), "a": (None, 8)}), area_findings()):
        turned = replace(made, figures=dict(reversed(made.figures.items())))
        for tongue in (EN, ID):
            one, other = build_chart(made, "main", tongue), build_chart(turned, "main", tongue)
            assert page_svg(one, tongue) == page_svg(other, tongue)
            assert standalone_svg(one, tongue, "dark") == standalone_svg(other, tongue, "dark")
