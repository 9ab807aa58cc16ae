"""The shares of the parts of a stacked chart, as figures."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path as Path_
from typing import Any

from berkala.measure.findings import Findings
from berkala.plan import read_publication
from berkala.render.charts.build import build_chart
from berkala.words import language
from invented_country import country
from measuring import run

#: The real report's months: what two of them hold.
CARE = [
    ("2018-03", "type-1", 1_300, 10),
    ("2018-03", "type-2", 50, 1),
    ("2018-03", "other", 650, 5),
    ("2019-03", "type-1", 1_200, 10),
    ("2019-03", "type-2", 60, 1),
    ("2019-03", "other", 740, 5),
]


def measured(**chart: Any) -> Findings:
    """The real report with a stacked chart, over six rows."""
    from berkala.plan.specifications import ChartSpec
    from measuring import whole_plan

    report = whole_plan().publication.reports["emergency-care"].spec
    spec = ChartSpec.model_validate(
        {"kind": "stacked", "indicator": "attendances", "show": ["every"], **chart}, strict=False
    )
    made = run(CARE, "2019-03", report=report.model_copy(update={"charts": {**report.charts, "parts": spec}}))
    assert made.problems == ()
    return made.editions[0]


def test_the_share_of_a_part_is_a_figure_with_its_formula_and_inputs() -> None:
    made = measured()
    share = made.figures["attendances.type-1.2019-03.share-of-whole"]
    assert (share.value, share.formula, share.unit) == (Decimal(60), "share", "percent")
    assert share.inputs == ("attendances.type-1.2019-03", "attendances.all.2019-03")
    change = made.figures[f"{share.id}.change-year"]
    assert (change.value, change.unit) == (Decimal(-5), "points")


def test_shares_are_worked_out_for_every_period_only_where_they_are_shown() -> None:
    named = [name for name in measured(parts="shares").figures if name.endswith("share-of-whole")]
    assert len(named) == 6
    chart = build_chart(measured(parts="shares"), "parts", language("en"))
    assert chart.unit == "percent"
    assert "per\u00a0cent" in chart.subtitle.text


def test_values_without_a_category_that_stands_for_all_are_a_problem(tmp_path: Path_) -> None:
    root = country(tmp_path / "country")
    dataset, report = root / "datasets/air-minum/dataset.yml", root / "reports/air-minum.md"
    dataset.write_text(dataset.read_text().replace("        whole: contoh\n", ""), encoding="utf-8")
    drawn_ = "{kind: stacked, indicator: share, show: [ladang, batu-raya]}"
    text = re.sub(r"\{kind: choropleth.*\}", drawn_, report.read_text()).replace("unit: percent", "unit: index")
    report.write_text(text.replace("cards: [{kind: tiles", "cards: [{kind: comparison"), encoding="utf-8")
    found = {problem.code: problem for problem in read_publication(root)[1]}
    assert "plan.stacked-whole" in found
    assert "district" in found["plan.stacked-whole"].message()
    text = text.replace("unit: index", "unit: percent").replace("cards: [{kind: tiles", "cards: [{kind: comparison")
    report.write_text(text, encoding="utf-8")
    assert "plan.stacked-whole" not in {problem.code for problem in read_publication(root)[1]}
