"""Spans in every room: compared only with their like, drawn as long as they are, protected where they overlap."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkala.check.arithmetic import Comparison, unusual_change
from berkala.check.published import Published
from berkala.compose.metadata import _coverage
from berkala.compose.ruler import WIDE as RULER
from berkala.compose.ruler import ruler
from berkala.measure import Findings
from berkala.periods import Period, overlapping, parse
from berkala.protect import protect
from berkala.render.area_page import Area
from berkala.render.charts.area import build_area_chart
from berkala.render.charts.build import build_chart
from berkala.render.charts.drawing import WIDE, Drawing, resized
from berkala.render.charts.kinds import KINDS
from berkala.render.charts.metrics import bundled
from berkala.render.charts.model import Chart
from berkala.render.charts.outputs import draw
from berkala.render.charts.spans import that_can_be_joined
from berkala.render.charts.timeline import Timeline
from berkala.render.explore import _data
from berkala.render.sentences import facts, main_points, statements
from berkala.words import language
from charting_lines import spots, texts
from little_tables import codes, dataset, dimension, measure, tidied
from measuring import both, tell
from small_spans import ROLLING, spans_findings, spans_report, spans_table
from test_charts import paths
from test_tidy_books import workbook

EN, ID = language("en"), language("id")

#: Twelve months from April, twice over twenty-four.
MIXED = {
    "2014-04--2015-03": (31.0, 1.0, 2.0),
    "2015-04--2016-03": (28.0, 1.0, 2.0),
    "2016-04--2018-03": (29.0, 1.0, 2.0),
    "2018-04--2019-03": (27.0, 1.0, 2.0),
    "2018-04--2020-03": (24.5, 1.0, 2.0),
    "2019-04--2020-03": (22.0, 1.0, 2.0),
}


def said(sentences: Any) -> str:
    return " ".join(one.text for one in sentences).replace("\u00a0", " ")


def chart(made: Findings) -> tuple[Chart, Drawing]:
    """A chart of the findings' report, drawn for a page."""
    built = build_chart(made, "main", EN)
    return built, draw(built, resized(WIDE, KINDS[built.kind].wide), bundled(), EN)


def of_kind(kind: str, **more: Any) -> dict[str, Any]:
    return {"charts": {"main": {"kind": kind, "indicator": "rate", "show": ["all"], **more}}}


# -- what is compared ---------------------------------------------------------------------------------------------


def test_a_rolling_average_is_compared_with_the_last_that_shares_no_data() -> None:
    made = spans_findings()
    assert made.previous == parse("2009--2011", "span")
    changes = [name for name in made.figures if ".change-" in name or ".growth-" in name]
    assert {name.rpartition(".")[2] for name in changes} == {"change-previous"}
    change = made.figure("rate", derived="change-previous")
    assert change is not None
    assert change.inputs == ("rate.all.2012--2014", "rate.all.2009--2011")
    assert "Compared with 2009–2011, it fell by 2.0 percentage points" in said(main_points(made, EN))
    assert "Dibandingkan dengan 2009–2011" in said(main_points(made, ID))
    assert [fact.label.text for fact in facts(made, EN)] == ["Since 2009–2011"]


@pytest.mark.parametrize("period", ["2005--2007", "2006--2008"])
def test_where_every_earlier_one_overlaps_nothing_is_compared_and_it_is_said(period: str) -> None:
    made = spans_findings(period=period)
    assert made.previous is None
    assert not any("change" in name or "growth" in name for name in made.figures)
    assert "without overlapping it, so nothing is compared" in said(main_points(made, EN))
    assert "tumpang tindih" in said(main_points(made, ID))
    assert build_chart(made, "main", EN).message.text.startswith("A stood at")


def test_spans_of_unlike_length_are_not_compared() -> None:
    made = spans_findings(
        {"2010": (1.0, 1, 1), "2011--2012": (2.0, 1, 1), "2013": (3.0, 1, 1), "2014--2016": (4.0, 1, 1)}
    )
    assert made.previous is None
    assert spans_findings(MIXED).previous == parse("2018-04--2019-03", "span")


def test_the_only_span_says_so() -> None:
    made = spans_findings({"2020-05-26--2020-06-25": (62.4, 1, 1)})
    assert said(main_points(made, EN)) == "These data are for this one period."
    assert said(main_points(made, ID)) == "Data ini hanya mencakup satu periode ini."


def test_an_edition_has_nothing_of_a_longer_span_that_is_over_only_later() -> None:
    rows = {"2010": (1.0, 1, 1), "2011--2016": (2.0, 1, 1), "2012": (3.0, 1, 1), "2016": (4.0, 1, 1)}
    first, last = tell(spans_report(), [spans_table(rows)], "2012", "2016").editions
    assert [period.code for period in first.periods] == ["2010", "2012"]
    assert [period.code for period in last.periods] == ["2010", "2011--2016", "2012", "2016"]


def test_findings_speak_of_the_one_that_is_compared_and_of_no_row() -> None:
    wanted = [{"kind": kind, "indicator": "rate"} for kind in ("extremes", "movers", "directions")]
    made = spans_findings(statements=wanted)
    told = said(one.said for one in statements(made, EN))
    assert "compared with 2009–2011" in told
    assert "from 2009–2011" in told
    early = statements(spans_findings(period="2006--2008", statements=wanted), EN)
    assert [one.kind for one in early] == ["extremes"]


def test_a_place_is_told_and_compared_like_the_whole() -> None:
    made = spans_findings(area_pages=True)
    place = made.areas["east"]
    assert place.latest == parse("2012--2014", "span")
    assert Area.of(made, place, EN).own.previous == parse("2009--2011", "span")
    assert "compared with 2009–2011" in build_area_chart(made, place, "rate", EN).message.text
    assert "dibandingkan 2009–2011" in build_area_chart(made, place, "rate", ID).message.text


def test_growth_from_a_baseline_of_another_length_is_told_and_not_worked_out() -> None:
    target = {"kind": "target", "relation": "at_most", "dataset": "spans", "column": "rate"}
    growth = {"formula": "growth", "baseline": {"period": "2014-04--2015-03"}}
    rate = {"reference": target, "achievement": growth}
    made = tell(spans_report(rate=rate), [spans_table(MIXED)], "2018-04--2020-03")
    (problem,) = (problem for problem in made.problems if problem.code == "measure.baseline-unlike")
    assert "nobody can say how many years" in problem.message()
    assert problem.severity == "warning"
    assert made.editions[0].figure("rate", derived="achievement") is None


def test_an_odd_change_is_one_between_spans_that_can_be_compared() -> None:
    values = [80, 81, 80, 81.5, 80, 81, 80, 81, 80, 99]
    names = [f"{year}--{year + 2}" for year in range(2000, 2010)]
    published = {
        f"rate.all.{code}": Published(f"rate.all.{code}", Decimal(str(value)), decimals=1, period=code)
        for code, value in zip(names, values, strict=True)
    }
    spec = spans_table(dict.fromkeys(names, (1.0, 1, 1))).spec
    comparison = Comparison("previous", spec)
    (problem,) = unusual_change(published, "rate", spec.period(names[-1]), comparison, "x")
    assert (problem.facts["before"], problem.facts["count"]) == ("2006--2008", 6)
    assert list(unusual_change(published, "rate", spec.period("2002--2004"), comparison, "x")) == []


# -- how it is drawn ----------------------------------------------------------------------------------------------


def test_each_point_has_a_bar_as_long_as_its_span_and_stands_at_its_middle() -> None:
    built, drawing = chart(spans_findings())
    bars, (line,) = paths(drawing, "sp"), paths(drawing, "ln")
    ends = [tuple(map(float, re.findall(r"[\d.]+", bar))) for bar in bars]
    assert len(bars) == len(ROLLING)
    lengths = [right - left for left, _, right in ends]
    assert max(lengths) - min(lengths) < 0.3  # three years each, but for a leap day
    for (left, y, right), (x, height) in zip(ends, spots(line)[0], strict=True):
        assert abs((left + right) / 2 - x) < 0.6
        assert abs(y - height) < 0.2
    assert "overlapping periods from 2004–2006 to 2012–2014" in built.subtitle.text
    notes = " ".join(texts(drawing))
    assert "the bar shows how long that is" in notes
    assert "Periods overlap, so values near each other share data" in notes
    names = [label for label in drawing.labels if re.fullmatch(r"20\d\d–20\d\d", label.words.text)]
    under = [label for label in names if label.anchor == "middle"]
    assert under[0].words.text == "2012–2014"
    assert len(under) > 2
    assert not [text for text in texts(drawing) if re.fullmatch(r"20\d\d", text)]  # which would be taken for the period


def test_of_many_spans_that_overlap_only_the_last_has_a_bar() -> None:
    many = {f"{year}--{year + 4}": (float(year % 7), 1, 1) for year in range(1984, 2018)}
    _, drawing = chart(spans_findings(many))
    assert len(paths(drawing, "sp")) == 1
    _, drawing = chart(
        spans_findings({f"{year}--{year + 1}": (float(year % 7), 1, 1) for year in range(1984, 2018, 2)})
    )
    assert len(paths(drawing, "sp")) == 17


def test_a_line_joins_only_spans_of_one_length() -> None:
    """The twelve months to March 2016 and those from April 2018 have others between them: nothing joins them."""
    built, drawing = chart(spans_findings(MIXED))
    joined = [[built.first.points[place].period.code for place in places] for places in that_can_be_joined(built.first)]
    assert joined == [
        ["2014-04--2015-03", "2015-04--2016-03"],
        ["2018-04--2019-03", "2019-04--2020-03"],
        ["2016-04--2018-03", "2018-04--2020-03"],
    ]
    assert len(spots(paths(drawing, "ln")[0])) == 3
    assert "Lines join periods of one length" in texts(drawing)
    assert len(paths(drawing, "sp")) == len(MIXED)


def test_spans_that_lie_apart_are_not_said_to_lack_anything() -> None:
    made = spans_findings({"2001--2003": (1.0, 1, 1), "2007--2009": (2.0, 1, 1), "2015--2017": (4.0, 1, 1)})
    built, drawing = chart(made)
    assert "periods from 2001–2003 to 2015–2017" in built.subtitle.text
    assert "each" not in built.subtitle.text
    assert not any("breaks" in text or "overlap" in text for text in texts(drawing))
    assert len(made.periods) == 3


def test_a_single_span_takes_the_whole_axis() -> None:
    period = parse("2020-05-26--2020-06-25", "span")
    line = Timeline.of([period])
    assert [line.share(end) for end in line.reach(period)] == [0, 1]
    assert line.share(line.moments[0]) == pytest.approx(0.5, abs=0.02)
    _, drawing = chart(spans_findings({period.code: (62.4, 1, 1)}))
    assert "26 May – 25 Jun 2020" in texts(drawing)


@given(st.lists(st.tuples(st.integers(1990, 2020), st.integers(0, 9)), min_size=1, max_size=12, unique=True))
def test_every_span_lies_on_its_axis_and_around_its_point(years: list[tuple[int, int]]) -> None:
    periods = sorted(Period(date(year, 1, 1), "span", date(year + more, 12, 31)) for year, more in years)
    line = Timeline.of(periods)
    for period, at in zip(periods, line.moments, strict=True):
        left, right = line.reach(period)
        assert 0 <= line.share(left) < line.share(at) < line.share(right) <= 1
    reached = [line.reach(period) for period in periods]
    meet = any(a[0] < b[1] and b[0] < a[1] for one, a in enumerate(reached) for b in reached[one + 1 :])
    assert overlapping(periods) == meet


def test_columns_say_that_spans_overlap_or_are_not_equally_long() -> None:
    _, drawing = chart(spans_findings(**of_kind("columns")))
    assert "Periods overlap, so values near each other share data" in texts(drawing)
    assert not paths(drawing, "fm")  # none is the same period of an earlier year
    _, drawing = chart(spans_findings(MIXED, **of_kind("columns")))
    assert "Periods are not equally long" in texts(drawing)


def test_a_ranked_table_has_the_change_on_the_one_that_can_be_compared_or_none() -> None:
    ranked = of_kind("dots", show=["every"])
    built = build_chart(spans_findings(**ranked), "main", EN)
    assert [head.text for head in built.table.header] == ["place", "2012–2014", "Change"]
    assert [point.period.code for point in built.first.points] == ["2009--2011", "2012--2014"]
    built = build_chart(spans_findings(period="2006--2008", **ranked), "main", EN)
    assert [head.text for head in built.table.header] == ["place", "2006–2008"]
    assert [point.period.code for point in built.first.points] == ["2006--2008"]


@pytest.mark.parametrize("kind", ["multiples", "heat"])
def test_small_lines_and_a_shaded_table_say_that_spans_overlap(kind: str) -> None:
    built, drawing = chart(spans_findings(**of_kind(kind, show=["every"], steps=[9, 11])))
    assert "overlapping periods from 20" in built.subtitle.text
    assert "Periods overlap" in " ".join(texts(drawing))
    assert "2012–2014" in " ".join(texts(drawing))


def test_explore_has_the_last_days_and_joins_no_unlike_lengths() -> None:
    rolling, mixed = (_data(spans_findings(rows), EN) for rows in (ROLLING, MIXED))
    assert rolling["periods"]["starts"][0] == "2004-01-01"
    assert rolling["periods"]["ends"][0] == "2006-12-31"
    assert "apart" not in rolling["views"][0]
    assert mixed["views"][0]["apart"] is True
    assert len(rolling["views"][0]["ticks"]) == 2


def test_the_ruler_has_one_place_for_each_edition() -> None:
    periods = [parse(code, "span") for code in ("2001--2003", "2010--2012", "2014")]
    drawn = ruler(periods[:2], periods[1], periods[2], EN, RULER)
    assert (drawn.now.label, drawn.now.time, drawn.step) == ("2010–2012", "2010/2012", "48.50%")
    assert drawn.to_come is not None


@pytest.mark.parametrize(
    ("first", "last", "interval"),
    [
        ("2008--2010", "2014--2016", "2008-01-01/2016-12-31"),
        ("2015", "2016--2018", "2015-01-01/2018-12-31"),
        ("2020-05-26--2020-06-25", "2020-05-26--2020-06-25", "2020-05-26/2020-06-25"),
        ("2015", "2018", "2015/2018"),
        ("2019-03", "2020-01", "2019-03/2020-01"),
    ],
)
def test_machines_read_one_interval_of_a_dataset(first: str, last: str, interval: str) -> None:
    assert _coverage(first, last) == interval


# -- before that --------------------------------------------------------------------------------------------------


def visits(coverage: Mapping[str, str], **more: Any) -> Any:
    fields = (dimension("place", "north", "south"), measure("visits"))
    return dataset(*fields, frequency="span", coverage=coverage, **more)


LONG = {"from": "2010--2012", "until": "2014--2016"}


def test_rows_stand_in_the_order_of_their_spans_and_keep_their_codes() -> None:
    text = "month,place,visits\n2014--2016,north,1\n2014--2016,south,2\n2010--2012,south,3\n2010--2012,north,4\n"
    tables = tidied(visits(LONG), text)
    frame = tables.by_dataset["visits"].frame
    assert [(period.code, place) for period, place in zip(frame["month"], frame["place"], strict=True)] == [
        ("2010--2012", "north"),
        ("2010--2012", "south"),
        ("2014--2016", "north"),
        ("2014--2016", "south"),
    ]


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("2010-01--2012-12", "tidy.period"),
        ("2010-2012", "tidy.period"),
        ("2009--2012", "tidy.period-outside"),
        ("2012--2017", "tidy.period-outside"),
        ("2015", "tidy.period-outside"),
    ],
)
def test_a_span_in_another_form_or_out_of_the_coverage_is_listed(period: str, code: str) -> None:
    text = f"month,place,visits\n2010--2012,north,4\n2010--2012,south,3\n{period},north,1\n{period},south,1\n"
    assert codes(tidied(visits(LONG), text).problems) == [code, code]


def test_a_workbook_s_date_is_no_span() -> None:
    """A spreadsheet turns 2020-05 into the first of May: read as one day, a month would become another period."""
    one = visits({"from": "2020-05", "until": "2020-05"}, resource={"format": "xlsx", "path": "visits.xlsx"})
    book = workbook(("month", "place", "visits"), (date(2020, 5, 1), "north", 4), ("2020-05", "south", 4))
    assert codes(tidied(one, book, "datasets/visits/visits.xlsx").problems) == ["tidy.period"]


RULE = {"measures": ["visits"], "threshold": 5, "margins": {"none_because": both("Nothing adds up.")}}


@pytest.mark.parametrize(
    ("spans", "held"),
    [
        (("2010", "2010--2011", "2011"), ["protect.held-spans"]),
        (("2010--2011", "2011--2012", "2012--2013"), ["protect.held-spans"]),
        (("2010", "2011", "2012--2013"), []),
    ],
)
def test_a_hidden_count_that_another_span_tells_holds_the_table(spans: tuple[str, ...], held: list[str]) -> None:
    """Two years less the first of them are the second."""
    counts = dict(zip(spans, (3, 23, 20), strict=True))
    rows = [
        f"{span},{place},{count}"
        for span, north in counts.items()
        for place, count in (("north", north), ("south", 31))
    ]
    one = visits({"from": spans[0], "until": spans[-1]}, protect=RULE)
    tables = protect(tidied(one, "\n".join(["month,place,visits", *rows]) + "\n"))
    assert codes(tables.problems) == held
    assert bool(tables.by_dataset) != bool(held)
