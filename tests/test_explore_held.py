"""What Explore draws beside the values: each target around the points of its own time, the newest in the legend."""

from __future__ import annotations

from typing import Any

import pytest

from berkala.measure.findings import Findings
from berkala.render.explore import _data
from berkala.words import language
from charting_lines import SURVEY, findings, indicator, months, target, yearly

EN = language("en")


def held(made: Findings) -> list[dict[str, Any]]:
    (view,) = _data(made, EN)["views"]
    return list(view["held"])


def test_a_target_of_a_year_lies_around_the_point_of_that_year() -> None:
    """The point stands on 1 January, as its label does."""
    ends = [one["ends"] for one in held(yearly())]
    assert ends[0] == ["2020-07-03", "2021-07-02"]
    assert ends[4] == ["2024-07-03", "2025-07-02"]


def test_the_newest_target_is_in_the_legend_and_the_others_tell_their_period() -> None:
    made = held(yearly())
    assert [one["name"] for one in made if "earlier" not in one] == [
        "Target: at least 92.0%",
        "Target 2026: at least 95.0%",
    ]
    assert [one["name"] for one in made if "earlier" in one][-1] == "Target 2024: at least 90.0%"


@pytest.mark.parametrize(
    ("given", "ends"),
    [
        ({"values": months(9, 8, 9, first="2020-03")}, ["2020-02-15", "2020-05-16"]),
        ({"values": {"2019-03": 9.4, "2019-09": 9.2}, "data": SURVEY}, ["2018-11-29", "2019-12-02"]),
    ],
    ids=["months", "a survey"],
)
def test_a_standard_reaches_half_a_step_beyond_its_ends(given: dict[str, Any], ends: list[str]) -> None:
    values = given.pop("values")
    last = list(values)[-1]
    extra = {"one.reference": (7.0, "percent", last)} | {
        f"one.all.{code}.gap": (value - 7, "points", code) for code, value in values.items()
    }
    chart = {"kind": "line", "indicator": "one", "show": ["all"]}
    ind = {"one": indicator(reference=target("at_most"))}
    (one,) = held(findings({"one": {"all": values}}, chart, indicators=ind, extra=extra, **given))
    assert one["ends"] == ends
