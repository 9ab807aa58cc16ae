"""A chart of some categories does not claim that one of them is the highest of all."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from berkala.plan.specifications import ChartSpec
from berkala.plan.telling import Among, Statement
from berkala.render.charts.build import build_chart
from berkala.words import available, language
from charting import findings, two

VALUES = {"a": [Decimal(6)], "b": [Decimal(2)], "c": [Decimal(27)]}


def message(show: list[str], code: str, among: list[str] | None = None, kind: str = "bars") -> str:
    """The title of a chart that shows these of three categories."""
    made = findings(VALUES, kind="bars")
    chart = ChartSpec.model_validate({"kind": kind, "indicator": "closed", "show": show}, strict=False)
    told = Among(categories=tuple(among), noun=two("big ones")) if among else None
    statement = Statement(kind="extremes", indicator="closed", among=told)
    spec = made.report.spec.model_copy(update={"charts": {"main": chart}, "statements": (statement,)})
    made = replace(made, report=replace(made.report, spec=spec))
    return build_chart(made, "main", language(code)).message.text


@pytest.mark.parametrize("kind", ["bars", "dots"])
def test_the_highest_of_some_is_said_to_be_that(kind: str) -> None:
    assert message(["a", "b"], "en", kind=kind).startswith("Of those shown, ")
    assert message(["a", "b"], "id", kind=kind).startswith("Dari yang ditampilkan, ")
    assert message(["a", "b"], "en", ["b", "a"], kind=kind).startswith("Of the big ones, ")


@pytest.mark.parametrize("kind", ["bars", "dots"])
def test_the_highest_of_all_is_simply_the_highest(kind: str) -> None:
    assert message(["a", "b", "c"], "en", kind=kind).startswith("Type ")


@pytest.mark.parametrize("code", available())
def test_a_sentence_that_may_follow_a_lead_begins_with_a_small_letter(code: str) -> None:
    joined = ("charts.ranked.ends.all.", "charts.heat.count.", "charts.heat.range", "charts.message.bars.")
    said = {key: text for key, text in language(code).messages.items() if key.startswith(joined)}
    assert len(said) > 12
    assert [text for text in said.values() if text[:1].isupper()] == []
