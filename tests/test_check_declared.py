"""check: a declared number is the declared one, and a list of parts leaves nobody out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from berkala.check.declared import Declarations
from berkala.check.published import Published
from berkala.measure.findings import Figure
from berkala.measure.work import Work
from judged import indicator, report, worked
from measuring import assert_reads_well

RATES = {
    "2016": {"nation": "6"},
    "2019": {"nation": "10", "a": "1", "b": "9", "c": "6", "d": "4"},
    "2020": {"nation": "12", "a": "2", "b": "9", "c": "7", "d": "3", "e": "z"},
}
TARGET = {"kind": "target", "relation": "at_least", "dataset": "targets", "column": "target"}
ACHIEVED = {"formula": "growth", "cap": 120, "baseline": {"period": "2016"}}


def small(errors: bool = False) -> Work:
    """An edition with a cap, a weight, a distance and years, and with every list of parts."""
    spec = report(
        {
            "it": indicator(
                unit="number",
                unit_name={"en": "things"},
                reference=TARGET,
                achievement=ACHIEVED,
                rank={"apart": "0.5", "because": {"en": "So."}},
            )
        },
        statements=[{"kind": kind, "indicator": "it", "number": 2} for kind in ("directions", "largest")],
        rollup={"name": {"en": "All"}, "weights": {"it": 2}},
    )
    sure = {"se": {"2020": {"a": "1", "b": "2"}}} if errors else {}
    return worked(spec, {"rate": RATES, **sure}, {"target": {"2020": {"nation": "11"}}})


def published(figure: Figure) -> Published:
    return Published(figure.id, figure.value, figure.status, formula=figure.formula, inputs=figure.inputs)


def found(work: Work, **changes: object) -> list[tuple[str, str | None]]:
    """What is wrong after a figure, named by its id with `__` for its dots, was changed."""
    figures = {id_: published(figure) for id_, figure in work.sheet.figures.items()}
    for id_, change in changes.items():
        figures[id_] = replace(figures[id_], **change)  # type: ignore[arg-type]
    problems = list(Declarations(work.report, work.spec, work.period, figures).problems("figures.json"))
    for problem in problems:
        assert_reads_well(problem)
    return [(problem.code, problem.value) for problem in problems]


@pytest.mark.parametrize("errors", [False, True])
def test_what_measure_made_is_right(errors: bool) -> None:
    assert found(small(errors)) == []
    assert {"it.largest-2.2020", "it.ranked.2020", "it.rose.2020", "it.years.2020"} <= set(small(errors).sheet.figures)


@pytest.mark.parametrize("id_", ["it.cap", "it.apart", "it.years.2020", "it.least-growth", "rollup.weight.it"])
def test_another_number_than_the_declared_one_is_found(id_: str) -> None:
    work = small()
    value = work.sheet.figures[id_].value
    assert value is not None
    assert found(work, **{id_: {"value": value + 1}}) == [("check.declared", id_)]


def test_a_number_that_nobody_declared_is_found() -> None:
    assert found(small(), **{"it.all.2020": {"formula": "declared"}}) == [("check.declared", "it.all.2020")]


@pytest.mark.parametrize(
    ("id_", "most"),
    [
        ("it.ranked.2020", 3),
        ("it.compared.2020", 3),
        ("it.rose.2020", 6),
        ("it.fell.2020", 6),
        ("it.a.2020.rank-from", 4),
        ("it.b.2020.rank-to", 4),
    ],
)
def test_a_part_that_was_left_out_is_found(id_: str, most: int) -> None:
    work = small()
    inputs = work.sheet.figures[id_].inputs
    assert len(inputs) > most
    assert found(work, **{id_: {"inputs": inputs[:most]}}) == [("check.list-incomplete", id_)]


def test_the_largest_are_the_largest_of_those_that_are_known() -> None:
    work, id_ = small(), "it.largest-2.2020"
    assert found(work, **{id_: {"inputs": ("it.b.2020", "it.d.2020")}}) == [("check.list-incomplete", id_)]
    assert ("check.list-incomplete", id_) in found(work, **{"it.a.2020": {"value": None, "status": "c"}})
