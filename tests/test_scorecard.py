"""The scorecard: one row for each target, in the words of the law for a performance report, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from berkala.measure import Findings
from berkala.plan.specifications import ReportSpec
from berkala.render.methods import formulas
from berkala.render.numbers_table import WIDTH, numbers_table
from berkala.render.scorecard import Scorecard, scorecard
from berkala.render.sentences import banded
from berkala.words import language
from measuring import both, dataset, indicator, number, one, report, table

EN, ID = language("en"), language("id")
MEASURES = ("roads", "wait", "spent")
OFFICE = dataset(
    "office", *(number(name) for name in MEASURES), coverage={"from": "2020", "until": "2024"}, frequency="year"
)
AIMS = dataset("aims", number("roads"), number("wait"), coverage={"from": "2020", "until": "2029"}, frequency="year")
ROWS = [
    ("2020", 10, 9, 80), ("2021", 12, 8, 85), ("2022", 14, 7, 90), ("2023", "x", 6, 88), ("2024", 18, 5, 91.5),
]  # fmt: skip
TARGETS = [("2022", 15, 7), ("2023", 16, 6), ("2024", 20, 5), ("2029", 30, 2)]
BANDS = [
    {"name": "low", "label": both("Low"), "mark": "miss", "below": 95},
    {"name": "good", "label": both("Good"), "mark": "met", "from": 95},
]


def aim(column: str, relation: str, **more: Any) -> dict[str, Any]:
    return {"kind": "target", "relation": relation, "dataset": "aims", "column": column, **more}


def parts(**changes: Any) -> dict[str, Any]:
    """Two indicators with targets, one of them with bands and the plan's end, and the budget."""
    kilometres = {"unit": "number", "unit_name": both("kilometres")}
    roads = indicator(
        inputs={"of": "roads"}, name=both("Roads"), polarity="higher_is_better", budget="spent",
        reference=aim("roads", "at_least", milestone={"period": "2029", "set_on": "2020-01-01"}),
        achievement={"formula": "ratio"}, bands_on="achievement", bands=BANDS, **kilometres,
    )  # fmt: skip
    wait = indicator(inputs={"of": "wait"}, name=both("Wait"), reference=aim("wait", "at_most"))
    spent = indicator(inputs={"of": "spent"}, name=both("Spent"), polarity="neutral")
    return {"roads": roads, "wait": wait, "spent": spent} | changes


def made(**changes: Any) -> ReportSpec:
    return report("office", "roads", frequency="year", compare="previous", **parts(**changes))


def findings(spec: ReportSpec | None = None, period: str = "2024") -> Findings:
    return one(spec or made(), [table(OFFICE, ROWS), table(AIMS, TARGETS)], period)


def card(spec: ReportSpec | None = None, words: Any = EN, period: str = "2024") -> Scorecard:
    found = scorecard(findings(spec, period), words)
    assert found is not None
    return found


def test_a_row_holds_target_actual_achievement_verdict_and_the_plan_s_end() -> None:
    roads, wait = card().lines
    assert (roads.name.text, roads.unit.text) == ("Roads", "kilometres")
    assert roads.target is not None
    assert roads.ahead is not None
    assert roads.achievement is not None
    assert roads.judged is not None
    assert roads.budget is not None
    assert (roads.target.text, roads.actual.said.text) == ("at least 20.0", "18.0")
    assert (roads.achievement.text, roads.judged.mark, roads.judged.said.text) == (
        "90.0%",
        "miss",
        "Low, target not met",
    )
    assert (roads.ahead.said.text, roads.budget.text) == ("at least 30.0", "91.5%")
    assert wait.judged is not None
    assert (wait.judged.mark, wait.judged.said.text) == ("met", "Target met")  # it has no bands
    assert (wait.achievement, wait.ahead, wait.budget) == (None, None, None)


def test_earlier_years_stand_beside_with_their_achievements_and_their_gaps() -> None:
    found = card()
    assert [period.text for period in found.earlier] == ["2023", "2022", "2021"]
    in_2023, in_2022, in_2021 = found.lines[0].earlier
    assert (in_2023.said.text, in_2023.under and in_2023.under.text) == ("[x]", "not available")
    assert (in_2022.said.text, in_2022.under and in_2022.under.text) == ("14.0", "achievement 93.3%")
    assert (in_2021.said.text, in_2021.under) == ("12.0", None)  # there was no target


def test_the_summary_counts_what_was_met_and_has_the_roll_up() -> None:
    assert [said.text for said in card().summary] == ["1 of 2 targets were met."]
    assert card().summary[0].figures == ("scorecard.met.2024", "scorecard.held.2024")
    whole = card(made(rollup={"name": both("The office"), "weights": {"roads": 1}}))
    assert [said.text for said in whole.summary] == ["1 of 2 targets were met.", "The office: 90.0%."]
    lost = card(made(rollup={"name": both("The office"), "weights": {"roads": 1}}), period="2023")
    assert lost.summary[-1].text == "The office: no figure, because an achievement is missing."


def test_a_target_without_a_result_is_counted_and_said() -> None:
    assert card(period="2023").summary[0].text == "1 of 1 targets were met; 1 has no result yet."
    assert card(words=ID, period="2023").summary[0].text == "1 dari 1 target tercapai; 1 target belum ada hasilnya."
    more = {"late": indicator(inputs={"of": "roads"}, reference=aim("roads", "at_least"))}
    assert card(made(**more), period="2023").summary[0].text == "1 of 1 targets were met; 2 have no result yet."
    unknown = card(made(wait=more["late"]), period="2023")
    assert [said.text for said in unknown.summary] == ["None of the 2 targets has a result yet."]


@pytest.mark.parametrize(("words", "high", "missed", "met"), [
    (EN, "Very high", "target not met", "target met"),
    (ID, "Sangat tinggi", "target belum tercapai", "target tercapai"),
])  # fmt: skip
def test_a_high_band_says_itself_whether_the_target_was_met(words: Any, high: str, missed: str, met: str) -> None:
    label = {"en": "Very high", "id": "Sangat tinggi"}
    bands = [
        {"name": "high", "label": label, "mark": "near", "below": 100},
        {
            "name": "full",
            "label": {"en": "All, target met", "id": "Semua, target tercapai"},
            "mark": "met",
            "from": 100,
        },
    ]
    one_label = [{"name": "high", "label": label, "mark": "met"}]
    parts_ = {"roads": parts()["roads"] | {"bands": bands}, "other": parts()["roads"] | {"bands": one_label}}
    assert [line.judged and line.judged.said.text for line in card(made(**parts_), words).lines] == [
        f"{high}, {missed}", words.sentence("scorecard.met").capital().text, f"{high}, {missed}"
    ]  # fmt: skip
    full = one(made(**parts_), [table(OFFICE, [*ROWS[:-1], ("2024", 21, 5, 91.5)]), table(AIMS, TARGETS)], "2024")
    told = [banded(full, name, words) for name in parts_]
    expected = ["All, target met" if words is EN else "Semua, target tercapai", f"{high}, {met}"]
    assert [band and band.said.text for band in told] == expected


def test_causes_next_steps_and_the_review_are_told_with_it() -> None:
    account = {"causes": both("Rain."), "next_steps": both("Wait.")}
    review = {"name": "N. N.", "role": both("Inspector"), "on": "2025-02-10"}
    found = card(made(kind="performance", editions={"2024": {"accounts": {"roads": account}, "reviewed": review}}))
    assert [(told.name.text, told.causes.text, told.next_steps.text) for told in found.accounts] == [
        ("Roads", "Rain.", "Wait.")
    ]
    assert found.reviewed is not None
    assert found.reviewed.text == "Reviewed by N. N., Inspector, on 10 February 2025."
    assert card(made(kind="performance")).accounts == ()


@pytest.mark.parametrize(("kind", "words", "head"), [
    ("performance", ID, "Indikator kinerja utama (IKU)"),
    ("performance", EN, "Key performance indicator"),
    ("statistics", ID, "Indikator"),
])  # fmt: skip
def test_a_performance_report_has_the_words_of_the_law(kind: str, words: Any, head: str) -> None:
    found = card(made(kind=kind), words)
    assert words.text(f"scorecard.head.{found.first}") == head
    assert ID.text("scorecard.head.actual") == "Realisasi"
    assert ID.text("scorecard.head.achievement") == "Capaian"


def test_one_target_alone_makes_no_scorecard_and_one_that_is_not_held_none_either() -> None:
    assert scorecard(findings(made(wait=indicator(inputs={"of": "wait"}))), EN) is None
    shown = indicator(inputs={"of": "wait"}, reference=aim("wait", "at_most", not_held=both("Another index.")))
    assert scorecard(findings(made(wait=shown)), EN) is None


def test_every_figure_of_it_is_one_of_the_edition_s() -> None:
    known = set(findings().figures)
    for line in card().lines:
        cells = [line.actual, *line.earlier, *([line.ahead] if line.ahead else [])]
        said = [line.target, line.achievement, line.budget, *(c.said for c in cells), *(c.under for c in cells)]
        assert {id_ for sentence in said if sentence for id_ in sentence.figures} <= known


def test_a_report_with_many_indicators_keeps_its_pages_readable() -> None:
    many = {f"more-{place}": indicator(inputs={"of": "wait"}, decimals=place % 9) for place in range(30)}
    found = findings(made(**many))
    table_now = numbers_table(found, EN)
    assert len(table_now.head) == WIDTH
    assert table_now.head[-1].text.startswith("Gap to")
    assert table_now.left_out == 2 + 9 - (WIDTH - 1)  # roads, spent, and the wait once with each number of decimals
    told = [said.text for said in formulas(found, EN)]
    assert "31 indicators: the column “wait” as it stands" in told
    assert told[-1].startswith("Achievement: 100 × actual ÷ target.")


@pytest.mark.parametrize(("formula", "words", "said"), [
    ("distance_from_baseline", EN, "from baseline"),
    ("distance_from_baseline", ID, "dari nilai dasar"),
    ("growth", EN, "by growth"),
    ("ratio", EN, None),
])  # fmt: skip
def test_an_achievement_that_is_no_plain_division_says_what_it_begins_from(formula: str, words: Any, said: Any) -> None:
    begins = {} if formula == "ratio" else {"baseline": {"period": "2020"}}
    roads = parts()["roads"] | {"achievement": {"formula": formula, "cap": 120, **begins}}
    line = card(made(roads=roads), words).lines[0]
    assert (line.measured and line.measured.text) == said
    earlier = scorecard(findings(made(roads=roads), "2023"), words)
    assert earlier is not None
    assert earlier.lines[0].measured is None


def test_of_several_formulas_of_achievement_each_names_its_indicators() -> None:
    wait = parts()["wait"] | {"achievement": {"formula": "inverse_ratio"}}
    told = [said.text.partition(". ")[0] for said in formulas(findings(made(wait=wait)), EN)]
    assert told[-2:] == ["Achievement of Roads: 100 × actual ÷ target", "Achievement of Wait: 100 × target ÷ actual"]


def test_the_main_measure_stands_first_and_before_it_only_what_it_is_made_of() -> None:
    def heads(**lead: Any) -> list[str]:
        whole = indicator(inputs={"of": "wait"}, name=both("Wait"), unit="number", unit_name=both("days"))
        spec = report("office", "spent", frequency="year", **parts(wait=whole, spent=parts()["spent"] | lead))
        return [head.text for head in numbers_table(findings(spec), EN).head]

    assert heads() == ["Spent", "Roads", "Wait"]
    made_of = {"formula": "share", "inputs": {"part": "wait", "whole": "spent"}, "unit": "percent"}
    assert heads(**made_of) == ["Wait", "Spent", "Roads"]


def test_a_long_scorecard_has_no_earlier_years() -> None:
    many = {f"more-{place}": indicator(inputs={"of": "wait"}, reference=aim("wait", "at_most")) for place in range(70)}
    found = card(made(**many))
    assert (len(found.lines), found.earlier, found.lines[5].earlier) == (72, (), ())
    assert found.summary[0].text == "71 of 72 targets were met."


def test_a_value_that_may_change_has_its_letter() -> None:
    found = findings()
    figures = dict(found.figures) | {"roads.all.2024": replace(found.figures["roads.all.2024"], status="p")}
    line = scorecard(replace(found, figures=figures), EN)
    assert line is not None
    assert line.lines[0].actual.said.text == "18.0\u00a0[p]"


# -- objectives ----------------------------------------------------------------------------------------------------

OBJECTIVES = {"safe": both("Safe streets"), "quick": both("Quick answers")}


def aimed(**changes: Any) -> ReportSpec:
    """The office under two objectives: roads and what was spent, which has no target, and the wait."""
    under = {"roads": "safe", "spent": "safe"}
    return made(
        objectives=OBJECTIVES,
        **{name: {"objective": under.get(name, "quick"), **part} for name, part in parts(**changes).items()},
    )


def test_under_objectives_every_indicator_has_a_row_and_every_objective_its_outcome() -> None:
    found = card(aimed())
    assert [(group.name and group.name.text, len(group.lines)) for group in found.groups] == [
        ("Safe streets", 2),
        ("Quick answers", 1),
    ]
    said = [group.said.text for group in found.groups if group.said]
    assert said == ["0 of 1 target met", "1 of 1 target met; 1 of 1 better than before"]
    assert found.note.text.startswith("One row for each indicator, by objective.")
    assert [one.text for one in found.summary] == ["1 of 2 targets were met."]
    assert [one.text for one in found.more] == [
        "1 more indicator has a result and no target.",
        "Compared with 2023: 1 indicator better.",
    ]
    assert found.more[1].figures == ("scorecard.better.2024",)  # the period is none


def test_an_objective_counts_the_targets_that_have_a_result_and_says_how_many_have_none() -> None:
    late = {**parts()["roads"], "objective": "quick"}
    found = card(aimed(late=late), period="2023")
    assert [group.said.text for group in found.groups if group.said] == [
        "1 target, no result yet",
        "1 of 1 target met; 1 has no result yet; 1 of 1 better than before",
    ]
    assert found.summary[0].text == "1 of 1 targets were met; 2 have no result yet."


def test_whether_an_indicator_is_better_stands_under_its_result() -> None:
    wait = card(aimed(), ID).lines[2]
    assert wait.actual.under is not None
    assert (wait.actual.under.text, wait.actual.under.figures) == ("membaik", ("wait.all.2024.improved-previous",))
    roads = card(aimed()).lines[0]  # 2023 has no value
    assert roads.actual.under is None


def test_what_stands_in_the_scorecard_does_not_stand_in_the_table_of_numbers_again() -> None:
    shown = numbers_table(findings(aimed()), EN)
    assert [head.text.split(" to ")[0] for head in shown.head] == ["Roads", "Gap"]
    assert shown.left_out == 0


def test_an_indicator_without_an_objective_stands_last_under_a_name_of_its_own() -> None:
    late = indicator(inputs={"of": "roads"}, reference=aim("roads", "at_least"), objective=None)
    found = card(aimed(late=late))
    last = found.groups[-1]
    assert last.name is not None
    assert (last.name.text, last.said, len(last.lines)) == ("Other indicators", None, 1)


def test_a_long_scorecard_is_folded_and_a_very_long_one_compact() -> None:
    def long(number: int) -> Scorecard:
        plain = {f"more-{place}": indicator(inputs={"of": "wait"}) for place in range(number)}
        return card(aimed(roads=indicator(inputs={"of": "roads"}), **plain))

    assert [(long(n).folded, long(n).compact) for n in (9, 10, 21, 22)] == [
        (False, False),
        (True, False),
        (True, False),
        (True, True),
    ]
    assert [period.text for period in long(22).earlier] == ["2023"]  # the one that it is compared with
    assert long(22).lines[0].actual.said.text == "18.0%"  # with its unit, which has no line of its own


def test_without_a_single_target_it_comes_to_what_improved() -> None:
    spec = aimed(roads=indicator(inputs={"of": "roads"}), wait=indicator(inputs={"of": "wait"}))
    found = card(spec)
    assert not found.targeted
    assert [one.text for one in found.summary] == ["Compared with 2023: 1 indicator better."]
    assert [one.text for one in found.more] == ["3 indicators have a result; none of them has a target."]
