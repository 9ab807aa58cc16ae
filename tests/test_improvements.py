"""Whether indicators improved, and how an edition and its objectives are counted: figures like all others."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from berkala.check.declared import Declarations
from berkala.check.published import Published
from berkala.measure import Findings
from berkala.plan.specifications import ReportSpec
from measuring import both, dataset, indicator, number, one, report, table, value

MEASURES = ("up", "down", "even", "flat")
TOWN = dataset(
    "town", *(number(name) for name in MEASURES), coverage={"from": "2020", "until": "2024"}, frequency="year"
)
AIMS = dataset("aims", number("up"), number("down"), coverage={"from": "2020", "until": "2024"}, frequency="year")
#: To one decimal `up` has not changed; `down` has fallen, which is better; `even` has risen, which is worse.
ROWS = [("2022", 4, 9, 5, 1), ("2023", 4.04, 9, 5, 1), ("2024", 4.0, 8, 6, 2)]


def made(**more: Any) -> ReportSpec:
    def of(name: str, polarity: str, objective: str | None, **rest: Any) -> dict[str, Any]:
        return indicator(inputs={"of": name}, polarity=polarity, objective=objective, **rest)

    def aim(name: str, relation: str) -> dict[str, Any]:
        return {"kind": "target", "relation": relation, "dataset": "aims", "column": name}

    indicators = {
        "up": of("up", "higher_is_better", "one", reference=aim("up", "at_least")),
        "down": of("down", "lower_is_better", "two", reference=aim("down", "at_most")),
        "even": of("even", "lower_is_better", "two"),
        "flat": of("flat", "neutral", "two"),
    }
    return report("town", "up", frequency="year", objectives={"one": both("One"), "two": both("Two")}, **indicators)


def found(spec: ReportSpec | None = None) -> Findings:
    return one(spec or made(), [table(TOWN, ROWS), table(AIMS, [("2024", 5, 8)])], "2024")


def test_an_indicator_improved_in_the_digits_that_are_shown_and_by_its_polarity() -> None:
    figures = found()
    ways = {name: value(figures, f"{name}.all.2024.improved-year") for name in ("up", "down", "even")}
    assert ways == {"up": 0, "down": 1, "even": -1}
    assert value(figures, "up.all.2024.change-year") == Decimal("-0.04")
    assert figures.figures["down.all.2024.improved-year"].inputs == ("down.all.2024", "down.all.2023")
    assert "flat.all.2024.improved-year" not in figures.figures  # neither way is better


def test_it_is_said_of_the_declared_comparison_and_of_every_mean() -> None:
    spec = made()
    even = spec.indicators["even"].model_copy(update={"means": (2,), "objective": None})
    spec = spec.model_copy(update={"compare": "previous", "indicators": {**spec.indicators, "even": even}})
    ids = {id_ for id_ in found(spec).figures if ".improved-" in id_}
    assert ids == {
        "up.all.2024.improved-previous",
        "down.all.2024.improved-previous",
        "even.all.2024.improved-previous",
        "even.all.2024.improved-mean-2",
    }
    assert found(spec).figures["even.all.2024.mean-2"].decimals == 2  # one more than the indicator has


def test_nothing_is_said_of_an_indicator_that_nobody_asks_about() -> None:
    spec = made()
    loose = {name: indicator_.model_copy(update={"objective": None}) for name, indicator_ in spec.indicators.items()}
    assert not any(".improved-" in id_ for id_ in found(spec.model_copy(update={"indicators": loose})).figures)


def test_the_edition_and_each_objective_are_counted() -> None:
    figures = found()
    counts = {
        id_.removesuffix(".2024"): value(figures, id_)
        for id_ in figures.figures
        if id_.startswith(("scorecard.", "objective."))
    }
    assert counts == {
        "scorecard.held": 2, "scorecard.met": 1, "scorecard.without": 2,
        "scorecard.compared": 3, "scorecard.better": 1, "scorecard.worse": 1, "scorecard.unchanged": 1,
        "objective.one.held": 1, "objective.one.met": 0,
        "objective.one.compared": 1, "objective.one.better": 0, "objective.one.worse": 0, "objective.one.unchanged": 1,
        "objective.two.held": 1, "objective.two.met": 1, "objective.two.without": 2,
        "objective.two.compared": 2, "objective.two.better": 1, "objective.two.worse": 1, "objective.two.unchanged": 0,
    }  # fmt: skip


def told(figures: Findings, **changes: object) -> list[str | None]:
    """The ids of the counts that `check` finds incomplete after some figures were changed."""
    published = {
        id_: Published(id_, figure.value, figure.status, formula=figure.formula, inputs=figure.inputs)
        for id_, figure in figures.figures.items()
    }
    for id_, change in changes.items():
        published[id_] = replace(published[id_], **change)  # type: ignore[arg-type]
    spec = figures.report.spec
    problems = Declarations(spec, figures.data["town"].spec, figures.edition.period, published).problems("f")
    return [problem.value for problem in problems if problem.code == "check.list-incomplete"]


def test_check_finds_every_count_complete() -> None:
    assert told(found()) == []


@pytest.mark.parametrize("word", ["held", "met", "without", "compared", "better", "worse", "unchanged"])
@pytest.mark.parametrize("stem", ["scorecard", "objective.two"])
def test_an_indicator_that_was_left_out_of_a_count_is_found(stem: str, word: str) -> None:
    figures, id_ = found(), f"{stem}.{word}.2024"
    inputs = figures.figures[id_].inputs
    assert told(figures, **{id_: {"inputs": inputs[1:]}}) == [id_]
    assert told(figures, **{id_: {"inputs": (*inputs, "up.all.2023")}}) == [id_]


def test_a_target_without_a_result_is_missing_and_not_met() -> None:
    rows = [*ROWS[:2], ("2024", "x", 8, 6, 2)]
    figures = one(made(), [table(TOWN, rows), table(AIMS, [("2024", 5, 8)])], "2024")
    assert value(figures, "objective.one.missing.2024") == 1
    assert "objective.one.met.2024" not in figures.figures
    assert told(figures) == []
    assert told(figures, **{"scorecard.missing.2024": {"inputs": ()}}) == ["scorecard.missing.2024"]
