"""Several single values that are unusual together: one question, in which each is told, and one answer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from berkala.check.unusual.answering import Asked, idle, unanswered
from berkala.check.unusual.asking import _placed
from berkala.check.unusual.finding import Finding
from berkala.check.unusual.judging import judge
from berkala.check.unusual.together import gathered
from berkala.check.unusual.view import View
from berkala.errors import Problem
from berkala.plan.specifications import Answer
from berkala.render.answered_values import answered_places, stands
from berkala.tidy.layouts.places import Place
from little_tables import dataset, dimension, measure, protected

WAYS = {"smaller": ("slip-smaller", "outlier-smaller", "spike-smaller"), "larger": ("slip-larger", "outlier-larger")}


def single(place: str, value: str, *, kind: str = "outlier-smaller", row: int = 2, **more: Any) -> Finding:
    key = {"month": more.pop("month", "2020-12"), "place": place}
    facts = {"times": Decimal(more.pop("times", "12")), "low": "800", "high": "1000"}
    return Finding(kind, key, more.pop("column", "visits"), value, row, facts, **more)


def crowd(count: int, **more: Any) -> list[Finding]:
    return [single(f"p{one}", str(30 + one), row=2 + one, times=str(10 + one), **more) for one in range(count)]


def together(*findings: Finding) -> list[Finding]:
    return list(gathered(findings, "month"))


@pytest.mark.parametrize("way", WAYS)
def test_three_of_a_column_and_period_are_one(way: str) -> None:
    kinds = (WAYS[way] * 2)[:3]
    (one,) = together(*(single(f"p{at}", f"{at}.5", kind=kind, row=7 + at) for at, kind in enumerate(kinds)))
    assert (one.kind, one.key, one.column, one.value, one.row, one.severity) == (
        f"together-{way}", {"month": "2020-12"}, "visits", "p0: 0.5; p1: 1.5; p2: 2.5", 7, "question",
    )  # fmt: skip
    assert one.facts["rows"] == (7, 8, 9)


@pytest.mark.parametrize(
    "apart",
    [
        {"month": "2020-11"},
        {"column": "loans"},
        {"kind": "slip-larger"},
        {"kind": "certain-smaller", "severity": "error"},
        {"kind": "column-smaller"},
    ],
)
def test_what_does_not_belong_to_two_others_leaves_them_alone(apart: dict[str, Any]) -> None:
    findings = [*crowd(2), single("p9", "9", **apart)]
    assert together(*findings) == findings


def test_others_keep_their_places() -> None:
    first, last = single("a", "1", column="loans"), single("z", "2", month="2020-11")
    assert [one.kind for one in together(first, *crowd(3), last)] == [
        "outlier-smaller", "together-smaller", "outlier-smaller",
    ]  # fmt: skip


def test_every_value_is_named_the_farthest_first() -> None:
    (one,) = together(*crowd(14))
    cells = str(one.facts["cells"]).split("; ")
    assert (len(cells), cells[0], cells[-1]) == (14, "p13: 43 (800 – 1000)", "p0: 30 (800 – 1000)")
    assert one.facts["count"] == len(one.value.split("; ")) == 14
    assert one.facts["rows"] == tuple(range(2, 16))


def test_the_order_of_the_rows_does_not_matter() -> None:
    assert together(*crowd(5))[0].value == together(*reversed(crowd(5)))[0].value


# -- answers --------------------------------------------------------------------------------------------------


def answer(finding: Finding, **changes: Any) -> Answer:
    said = {"finding": finding.code, "key": dict(finding.key), "column": finding.column, "value": finding.value}
    kept = {"reason": {"en": "A flood.", "id": "Banjir."}, "who": "The desk", "date": date(2021, 1, 4)}
    return Answer.model_validate({**said, **kept, **changes})


def asked(findings: list[Finding], *answers: Answer, errors: tuple[dict[str, Any], ...] = ()) -> Asked:
    """About the table in which they stand."""
    lines = ["month,place,visits", *(f"2020-12,{one.key['place']},{one.value}" for one in findings), "2020-12,x,900"]
    places = [one.key["place"] for one in findings]
    spec = dataset(dimension("place", *places, "x"), measure("visits"), known_errors=list(errors))
    tables = protected(spec, "\n".join(lines) + "\n")
    (table,) = tables.by_dataset.values()
    return Asked(table, None, answers, findings)


def test_one_answer_is_enough_and_is_about_these_values() -> None:
    findings = crowd(4)
    (one,) = together(*findings)
    assert [finding.kind for finding in unanswered(asked(findings))] == ["together-smaller"]
    told = asked(findings, answer(one))
    assert (unanswered(told), list(idle(told))) == ([], [])
    changed = asked([single("p0", "29", times="10"), *findings[1:]], answer(one))
    assert [finding.value for finding in unanswered(changed)] == ["p0: 29; p1: 31; p2: 32; p3: 33"]
    assert [problem.code for problem in idle(changed)] == ["check.unusual-answer-idle"]


def test_who_answered_some_alone_is_asked_about_the_others_alone() -> None:
    findings = crowd(4)
    some = asked(findings, answer(findings[0]), answer(findings[1]))
    assert (unanswered(some), list(idle(some))) == (findings[2:], [])


def test_a_declared_error_is_none_of_them() -> None:
    findings = crowd(4)
    error = {
        "key": dict(findings[1].key),
        "column": "visits",
        "value": "31",
        "reason": {"en": "x", "id": "x"},
        "who": "An office",
        "effect": "shown",
    }
    (one,) = unanswered(asked(findings, errors=(error,)))
    assert one.value == "p0: 30; p2: 32; p3: 33"


def test_the_same_values_in_other_rows_are_asked_about_again() -> None:
    alike = [single(place, "0") for place in ("p1", "p4", "p7", "p2", "p5", "p8")]
    told = answer(together(*alike[:3])[0])
    assert unanswered(asked(alike[:3], told)) == []
    assert len(unanswered(asked(alike[3:], told))) == 1


def test_it_stands_as_long_as_every_value_does_in_its_row() -> None:
    findings = crowd(3)
    (one,) = together(*findings)
    table = asked(findings).table
    assert stands(table, answer(one))
    for wrong in (
        "p0: 30; p1: 31; p2: 33",
        "p0: 31; p1: 30; p2: 32",
        "p0: 30; p1: 31; p9: 32",
        "30; 31; 32",
        "p0: 30; ",
    ):
        assert not stands(table, answer(one, value=wrong)), wrong
    assert not stands(table, answer(one, key={"month": "2020-11"}))


def test_the_values_an_answer_is_about_are_known_by_their_places() -> None:
    findings = crowd(4)
    (one,) = together(*findings[1:])
    table = asked(findings).table
    assert answered_places(table, [answer(one), answer(findings[0])]) == {"visits": frozenset({0, 1, 2, 3})}
    assert answered_places(table, [answer(one)]) == {"visits": frozenset({1, 2, 3})}
    # One value for a whole period is about all of them; one that stands no more about none.
    whole = answer(findings[0], key={"month": "2020-12"})
    assert answered_places(table, [whole]) == {"visits": frozenset({0, 1, 2, 3, 4})}
    assert answered_places(table, [answer(one, value="p1: 31; p2: 33")]) == {"visits": frozenset()}
    assert answered_places(table, [answer(findings[0], column="place")]) == {}


def test_the_answer_about_a_column_that_moved_settles_it_and_stands() -> None:
    values = {f"p{at}": [1100 + 10 * at + month % 3 for month in range(12)] for at in range(8)}
    for place in ("p0", "p1", "p2", "p3", "p4"):
        values[place][-1] *= 10
    lines = [f"2020-{month + 1:02},{place},{row[month]}" for place, row in values.items() for month in range(12)]
    spec = dataset(dimension("place", *values), measure("visits"))
    (table,) = protected(spec, "\n".join(["month,place,visits", *lines]) + "\n").by_dataset.values()
    found = judge(View.of(table.spec, table.frame))
    assert [one.kind for one in found] == ["column-larger"]
    told = Asked(table, None, [answer(found[0])], found)
    assert (unanswered(told), list(idle(told)), stands(table, answer(found[0]))) == ([], [], True)
    places = answered_places(table, [answer(found[0])])["visits"]
    assert sorted(table.frame["place"].iloc[sorted(places)]) == ["p0", "p1", "p2", "p3", "p4"]


def test_its_rows_are_told_as_they_stand_in_their_files() -> None:
    problem = Problem("check.unusual-together-smaller", {"rows": (1, 2)}, file="datasets/a", row=1)
    one = (Place("a.xlsx", "Data", 7), Place("a.xlsx", "Data", 9))
    assert _placed(problem, one).facts["rows"] == "7, 9"
    two = (Place("a.xlsx", "North", 7), Place("b.csv", None, 9))
    assert _placed(problem, two).facts["rows"] == "7 (a.xlsx, North), 9 (b.csv)"
    assert _placed(problem, ()).facts["rows"] == "1, 2"
