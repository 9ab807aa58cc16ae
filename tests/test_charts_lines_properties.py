"""Lines, slopes, small multiples and bullets of any findings: labels apart, everything traced, the same bytes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from berkala.measure.findings import Findings
from berkala.periods import parse
from berkala.render.charts.build import build_chart
from berkala.render.charts.drawing import NARROW, WIDE, Frame
from berkala.render.charts.kinds import KINDS
from berkala.render.charts.metrics import bundled
from berkala.render.charts.outputs import draw, page_svg, standalone_svg
from berkala.words import available, language
from charting_lines import Given, area_findings, bullets, findings, indicator, slope, target, two
from test_charts import untraced, wrong_labels

EN, ID = language("en"), language("id")
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


@pytest.mark.slow
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_findings(), st.sampled_from(available()), st.sampled_from([WIDE, NARROW]))
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
