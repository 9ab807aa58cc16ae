"""measure: golden numbers worked out by hand, and what an edition may know."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from berkala.errors import Problem
from berkala.measure import FORMULAS, Figure, measure, weigh
from berkala.periods import Period, parse
from berkala.plan import Edition
from berkala.plan.specifications import DatasetSpec, Total
from berkala.protect.tables import SafeTables
from berkala.words import rounded_to
from measuring import (
    CARE,
    STANDARD,
    Rows,
    assert_reads_well,
    care,
    changed_indicator,
    real,
    real_rows,
    run,
    standard,
    value,
    whole_plan,
)

# -- golden numbers, by hand from the CSV ----------------------------------------------------------------------


def test_march_2019() -> None:
    """1373060 + 50490 + 744000 = 2167550 and 281666 + 787 + 7906 = 290359; a year before 2049785 and 315232."""
    (march,) = real("2019-03")
    golden = {
        "attendances.all.2019-03": "2167550",
        "waited.all.2019-03": "290359",
        "sum.attendances.all.2019-03": "2167550",
        "sum.over_four_hours.all.2019-03": "290359",
        "cell.over_four_hours.type-1.2019-03": "281666",
        "within.all.2019-03": "86.604276718",
        "within.type-1.2019-03": "79.4862569735",
        "within.other.2019-03": "98.9373655914",
        "within.all.2018-03": "84.6212163715",
        "within.all.2019-03.gap": "-8.395723282",
        "within.all.2019-03.change-year": "1.9830603465",
        "within.all.2019-03.change-previous": "2.3790266217",
        "within.type-1.2019-03.change-year": "3.0823443595",
        "attendances.all.2019-03.growth-year": "5.7452366956",
        "waited.all.2019-03.growth-year": "-7.8903791493",
        "within.reference": "95",
        "within.all.2019-03.periods-met": "0",
        "within.all.2019-03.periods": "36",
    }
    assert {id_: str(value(march, id_)) for id_ in golden} == golden
    assert march.band is not None
    assert (march.band.name, march.band.mark) == ("below", "miss")
    assert march.versions == {CARE: "2019-03", STANDARD: "2010"}


def test_the_first_edition_compares_with_nothing() -> None:
    """1214057 + 50359 + 603365 = 1867781 and 182400 + 689 + 3033 = 186122."""
    (april,) = real("2016-04")
    assert value(april, "attendances.all.2016-04") == 1867781
    assert value(april, "within.all.2016-04") == Decimal("90.0351272446")
    assert value(april, "within.all.2016-04.gap") == Decimal("-4.9648727554")
    assert [id_ for id_ in april.figures if "change" in id_ or "growth" in id_] == []
    assert (value(april, "within.all.2016-04.periods"), len(april.periods)) == (1, 1)
    assert april.versions[CARE] == "2016-04"


def test_the_thirteenth_edition_has_a_year_before_it() -> None:
    """April 2017: 1 - (179377 + 737 + 4816) / (1253743 + 47550 + 648469) against April 2016."""
    (april,) = real("2017-04")
    assert value(april, "within.all.2017-04") == Decimal("90.5152526308")
    assert value(april, "within.all.2017-04.change-year") == Decimal("0.4801253862")
    change = april.figure("within", derived="change-year")
    assert change is not None
    assert (change.formula, change.inputs) == ("change", ("within.all.2017-04", "within.all.2016-04"))
    assert (change.unit, change.decimals) == ("points", 1)


def test_the_gap_and_the_reference_say_where_they_come_from() -> None:
    (march,) = real("2019-03")
    gap, reference = march.figure("within", derived="gap"), march.reference("within")
    assert gap is not None
    assert reference is not None
    assert (gap.formula, gap.inputs, gap.unit) == ("gap", ("within.all.2019-03", "within.reference"), "points")
    assert reference.where is not None
    assert (reference.where.file, reference.where.column) == ("four-hour-standard.csv", "standard")
    assert (dict(reference.where.key), reference.version, reference.unit) == ({"from_year": "2010"}, "2010", "percent")
    cell = march.figures["cell.attendances.type-1.2019-03"]
    assert cell.where is not None
    assert dict(cell.where.key) == {"period": "2019-03", "department": "type-1"}
    assert (cell.where.file, cell.where.column, cell.breakdown) == (
        "emergency-care.csv",
        "attendances",
        {"department": "type-1"},
    )


def test_only_figures_that_something_uses_are_made() -> None:
    (march,) = real("2019-03")
    assert list(march.figures) == sorted(march.figures)
    assert "within.type-1.2016-04" in march.figures  # the line shows it
    assert "within.type-2.2016-04" not in march.figures
    assert "within.type-2.2019-03" in march.figures  # the bars show it
    assert {"within.type-2.2018-03", "within.type-2.2019-02"} < set(march.figures)  # a story may speak of the change
    assert "within.type-1.2019-03.gap" not in march.figures  # the standard is for all types together
    assert len(march.figures) < 550


def test_every_figure_follows_from_its_inputs_by_its_formula() -> None:
    for findings in real("2016-04", "2018-07", "2019-03"):
        for figure in findings.figures.values():
            assert (figure.where is None) == (figure.formula is not None)
            if figure.formula not in (None, "declared"):
                used = [findings.figures[id_] for id_ in figure.inputs]
                shown = FORMULAS[figure.formula].shown
                inputs = [one.value if not shown else rounded_to(one.value or 0, one.decimals) for one in used]
                assert FORMULAS[figure.formula]([one for one in inputs if one is not None]) == figure.value


# -- what an edition may know ----------------------------------------------------------------------------------


def test_an_edition_knows_nothing_later() -> None:
    for findings in real("2016-04", "2017-04", "2019-03"):
        end = findings.edition.period
        assert max(findings.data[CARE].frame["period"]) == end
        assert max(figure.period for figure in findings.figures.values() if figure.dataset == CARE) == end


def test_later_rows_change_nothing_in_an_earlier_edition() -> None:
    (early,) = run([row for row in real_rows() if row[0] <= "2017-04"], "2017-04").editions
    (late,) = real("2017-04")
    assert early.figures == late.figures
    assert (early.versions, early.periods, early.band) == (late.versions, late.periods, late.band)


def test_a_standard_that_begins_later_is_not_known_and_not_applied() -> None:
    rows: Rows = [("2016-04", "other", 100, 5), ("2017-04", "other", 100, 5)]
    first, second = run(rows, "2016-04", "2017-04", reference={"2010": 95, "2017": 96}).editions
    assert list(first.data[STANDARD].frame["from_year"]) == [parse("2010", "year")]
    assert (value(first, "within.reference"), value(second, "within.reference")) == (95, 96)
    assert value(second, "within.all.2017-04.gap") == -1
    # The earlier month is held against what was in force then, and not counted with the others.
    assert value(second, "within.all.2016-04.gap") == 0
    assert second.figures["within.all.2016-04.gap"].inputs[1] == "within.reference.2010"
    assert (value(second, "within.all.2017-04.periods"), value(second, "within.all.2017-04.periods-met")) == (1, 0)


def test_a_target_is_for_its_own_year_and_no_other() -> None:
    target = whole_plan().publication.reports[CARE].spec.indicators["within"].reference
    assert target is not None
    report = changed_indicator(reference=target.model_copy(update={"kind": "target"}))
    rows: Rows = [("2016-04", "other", 100, 5), ("2017-04", "other", 100, 5)]
    made = run(rows, "2016-04", "2017-04", reference={"2016": 90}, report=report)
    first, second = made.editions
    assert value(first, "within.all.2016-04.gap") == 5
    assert second.reference("within") is None
    assert [id_ for id_ in second.figures if "2017-04.gap" in id_ or ".periods" in id_] == []
    assert [(problem.code, problem.severity) for problem in made.problems] == [("measure.reference-missing", "warning")]


def test_two_rows_in_force_at_once_are_a_problem() -> None:
    made = whole_plan()
    due = tuple(edition for edition in made.due if edition.period.code == "2016-04")
    double = standard({"2010": 95})
    double = replace(double, frame=pd.concat([double.frame, double.frame], ignore_index=True))
    tables = {CARE: care([("2016-04", "other", 100, 5)]), STANDARD: double}
    found = measure(SafeTables(replace(made, due=due), tables))
    assert [(problem.code, problem.severity) for problem in found.problems] == [("measure.reference-several", "error")]
    assert_reads_well(found.problems[0])


def test_a_late_edition_is_skipped_and_said() -> None:
    made = run([("2016-04", "other", 100, 5), ("2016-06", "other", 100, 5)], "2016-04", "2016-05", "2016-06")
    assert [findings.edition.period.code for findings in made.editions] == ["2016-04", "2016-06"]
    (late,) = made.problems
    assert (late.code, late.severity, late.facts["period"]) == ("measure.late", "warning", "2016-05")
    assert_reads_well(late)
    june = made.editions[1]
    assert [period.code for period in june.periods] == ["2016-04", "2016-05", "2016-06"]
    assert june.figure("within", period=parse("2016-05", "month")) is None
    assert june.figure("within", derived="change-previous") is None  # nothing is bridged


def test_when_the_newest_edition_is_late_the_one_before_has_the_full_pack() -> None:
    made = run([("2019-01", "other", 100, 5), ("2019-02", "other", 100, 5)], "2019-01", "2019-02", "2019-03")
    assert [(item.edition.period.code, item.edition.full) for item in made.editions] == [
        ("2019-01", False),
        ("2019-02", True),
    ]


def test_a_report_without_data_is_an_error_told_once() -> None:
    due = whole_plan().due[:2]
    nothing = SafeTables(replace(whole_plan(), due=due), {})
    (problem,) = measure(nothing).problems
    assert (problem.code, problem.severity) == ("measure.no-data", "error")
    assert_reads_well(problem)
    earlier = Problem("fetch.missing", {})
    assert measure(replace(nothing, problems=(earlier,))).problems == (earlier,)
    (empty,) = run([], "2016-04", "2016-05").problems
    assert (empty.code, empty.severity) == ("measure.no-data", "error")


# -- statuses --------------------------------------------------------------------------------------------------


def test_a_figure_of_something_hidden_has_no_value_and_says_why() -> None:
    rows: Rows = [("2016-04", "type-1", 100, "c"), ("2016-04", "other", 50, 5)]
    (findings,) = run(rows, "2016-04").editions
    figures = findings.figures
    assert (figures["cell.over_four_hours.type-1.2016-04"].value, figures["within.all.2016-04"].value) == (None, None)
    without = {id_ for id_, figure in figures.items() if figure.value is None}
    assert {figures[id_].status for id_ in without} == {"c"}
    assert value(findings, "within.other.2016-04") == 90
    assert value(findings, "attendances.all.2016-04") == 150
    assert (findings.band, findings.data[CARE].suppressed) == (None, 1)
    assert "within.all.2016-04.periods" not in figures


def test_the_first_input_without_a_value_says_why() -> None:
    (findings,) = run([("2016-04", "type-1", "x", 1), ("2016-04", "type-2", "c", 1)], "2016-04").editions
    assert findings.figures["attendances.all.2016-04"].status == "x"


def test_nothing_divided_by_nothing_is_not_applicable() -> None:
    (findings,) = run([("2016-04", "type-1", 0, 0)], "2016-04").editions
    lead = findings.figures["within.all.2016-04"]
    assert (lead.value, lead.status) == (None, "z")
    assert findings.figures["within.all.2016-04.gap"].status == "z"
    assert findings.band is None


@pytest.mark.parametrize(
    ("statuses", "carried"), [("p", "p"), ("pe", "e"), ("peu", "u"), ("r", ""), ("rp", "p"), ("b", ""), ("", "")]
)
def test_a_derived_figure_carries_the_weakest_status_of_its_inputs(statuses: str, carried: str) -> None:
    table = care([("2016-04", name, 100, 5) for name in ("type-1", "type-2", "other")])
    frame = table.frame.assign(over_four_hours_status=list(statuses.ljust(3, " ").replace(" ", "-")))
    frame["over_four_hours_status"] = frame["over_four_hours_status"].replace("-", "")
    tables = {CARE: replace(table, frame=frame), STANDARD: standard({"2010": 95})}
    made = measure(SafeTables(replace(whole_plan(), due=whole_plan().due[:1]), tables))
    assert made.editions[0].figures["within.all.2016-04"].status == carried
    assert made.editions[0].figures["attendances.all.2016-04"].status == ""


# -- totals that the data hold themselves ----------------------------------------------------------------------


def with_total() -> DatasetSpec:
    spec = whole_plan().publication.datasets[CARE].spec
    return spec.model_copy(update={"totals": (Total(dimension="department", total="other", of=("type-1", "type-2")),)})


def test_a_total_row_is_never_added_to_its_parts() -> None:
    rows: Rows = [("2016-04", "type-1", 60, 6), ("2016-04", "type-2", 40, 1), ("2016-04", "other", 100, 7)]
    (findings,) = run(rows, "2016-04", spec=with_total()).editions
    assert value(findings, "attendances.all.2016-04") == 100
    assert findings.figures["attendances.all.2016-04"].inputs == ("cell.attendances.other.2016-04",)
    lead = findings.figures["within.all.2016-04"]
    assert lead.inputs == ("cell.over_four_hours.other.2016-04", "cell.attendances.other.2016-04")


def test_parts_are_added_where_their_total_is_not_there() -> None:
    rows: Rows = [("2016-04", "type-1", 60, 6), ("2016-04", "type-2", 40, 1)]
    (findings,) = run(rows, "2016-04", spec=with_total()).editions
    assert value(findings, "attendances.all.2016-04") == 100


def test_without_by_the_whole_period_is_one_figure() -> None:
    report = changed_indicator(by=None)
    charts = {"main": report.charts["main"].model_copy(update={"show": ("all",)})}
    report = report.model_copy(update={"also": None, "charts": charts, "card": "main"})
    (findings,) = run([("2016-04", "type-1", 60, 6), ("2016-04", "other", 40, 1)], "2016-04", report=report).editions
    assert value(findings, "within.all.2016-04") == 93
    assert [id_ for id_ in findings.figures if id_.startswith("within.type")] == []


# -- bands and weights -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("over", "name"), [(500, "met"), (504, "met"), (505, "met"), (506, "below"), (499, "met")])
def test_the_band_follows_the_digits_a_reader_sees(over: int, name: str) -> None:
    (findings,) = run([("2016-04", "type-1", 10000, over)], "2016-04").editions
    assert findings.band is not None
    assert findings.band.name == name


def figure(number: str | None, decimals: int = 1) -> Figure:
    exact = None if number is None else Decimal(number)
    return Figure("f", exact, "percent", decimals, parse("2019-03", "month"), "", CARE, "2019-03")


@pytest.mark.parametrize(
    ("before", "after", "polarity", "weight"),
    [
        ("80", "81", "higher_is_better", "better"),
        ("80", "81", "lower_is_better", "worse"),
        ("81", "80", "higher_is_better", "worse"),
        ("81", "80", "lower_is_better", "better"),
        ("80", "90", "neutral", "same"),
        ("80.01", "80.05", "higher_is_better", "same"),
        ("80.04", "80.06", "higher_is_better", "same"),
        ("80", "80.05", "higher_is_better", "better"),
        (None, "80", "higher_is_better", "same"),
    ],
)
def test_a_change_is_weighed_as_it_is_shown(before: str | None, after: str, polarity: str, weight: str) -> None:
    assert weigh(figure(before), figure(after), polarity) == weight  # type: ignore[arg-type]


# -- as planned, and no more ------------------------------------------------------------------------------------


def test_measure_is_fast_enough_for_an_archive() -> None:
    """36 editions share one index of the rows; this guards against work that grows with the square."""
    began = datetime.now(tz=UTC)
    real.__wrapped__(*[edition.period.code for edition in whole_plan().due])
    assert (datetime.now(tz=UTC) - began).total_seconds() < 5


def test_an_edition_is_handed_on_as_it_was_planned() -> None:
    (march,) = real("2019-03")
    assert isinstance(march.edition, Edition)
    assert march.edition == whole_plan().due[-1]
    assert isinstance(march.periods[0], Period)
    assert Path(march.report.file).name == "emergency-care.md"


@pytest.mark.parametrize(
    ("earlier", "later", "formula", "said"),
    [(0, 4, "change", "4"), (-198, -216, "change", "-18"), (5, -1, "change", "-6"), (50, 60, "growth", "20")],
)
def test_a_count_grows_by_per_cent_only_from_something(earlier: int, later: int, formula: str, said: str) -> None:
    """From -198 to -216 is no growth of 9.1%, and from nought nothing grows by per cent."""
    rows: Rows = [("2016-04", "other", earlier, 0), ("2016-05", "other", later, 0)]
    (may,) = run(rows, "2016-05").editions
    figure = may.figures[f"attendances.all.2016-05.{formula}-previous"]
    assert (figure.value, figure.unit) == (Decimal(said), "count" if formula == "change" else "percent_change")
    assert len([name for name in may.figures if name.startswith("attendances.all.2016-05.")]) == 1


def test_a_reference_set_later_is_no_table_of_an_earlier_edition() -> None:
    (april,) = run([("2016-04", "other", 100, 5)], "2016-04", reference={"2020": 95}).editions
    assert (set(april.data), april.reference("within")) == ({CARE}, None)
