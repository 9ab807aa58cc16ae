"""Headlines and comparisons of the three archetypes, read as a reader reads them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from berkala.measure.findings import Findings
from berkala.render.charts.build import build_chart
from berkala.render.sentences import beside, change_phrase, facts, headline, main_points
from berkala.words import Language, language
from told import YEAR, Hand, by_hand, declaring, percent, poor, prices, read, series, target

EN, ID = language("en"), language("id")


def first_fact(findings: Findings, words: Language) -> tuple[str, str]:
    """The first fact beside the number."""
    fact = facts(findings, words)[0]
    return read(fact.label), read(fact.said)


# -- the headline ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gap", "english", "indonesian"),
    [
        ("2.54", "2.54 percentage points above the target range of 6.00 to 7.00 per cent",
         "2,54 persen poin di atas kisaran target 6,00 sampai 7,00 persen"),
        ("-0.10", "0.10 percentage points below the target range of 6.00 to 7.00 per cent",
         "0,10 persen poin di bawah kisaran target 6,00 sampai 7,00 persen"),
        ("0", "within the target range of 6.00 to 7.00 per cent", "dalam kisaran target 6,00 sampai 7,00 persen"),
        ("0.004", "level with the edge of the target range of 6.00 to 7.00 per cent",
         "sama dengan batas kisaran target 6,00 sampai 7,00 persen"),
    ],
)  # fmt: skip
def test_a_range_in_force_is_said_once_with_its_unit(gap: str, english: str, indonesian: str) -> None:
    ends = {"reference-low": percent("6"), "reference-high": percent("7"), "all.gap": percent(gap, "points")}
    found = poor(extra=ends, indicator=target("within"))
    assert read(headline(found, EN)) == f"9.54% of people were poor in March 2022, {english}"
    assert read(headline(found, ID)) == f"9,54 persen penduduk tergolong miskin pada Maret 2022, {indonesian}"
    assert beside(found, "share", EN) is None


def test_a_target_for_another_year_makes_no_verdict() -> None:
    ends = {"milestone-low": percent("6"), "milestone-high": percent("7")}
    milestone = {"period": "2024", "set_on": "2020-01-20"}
    found = poor(extra=ends, indicator=target("within", milestone=milestone) | {"decimals": 0})
    assert read(headline(found, EN)) == "9.54% of people were poor in March 2022"
    assert read(main_points(found, EN)[1]) == "The plan's target for 2024 is 6.00 to 7.00 per cent."
    assert read(main_points(found, ID)[1]) == "Target dalam rencana untuk 2024 adalah 6,00 sampai 7,00 persen."
    assert first_fact(found, EN) == ("Target for 2024", "6.00 to 7.00%")
    single = poor(extra={"milestone": percent("7")}, indicator=target("at_most", milestone=milestone))
    assert read(beside(single, "share", EN)) == "The plan's target for 2024 is at most 7.00%."


@pytest.mark.parametrize(
    ("why", "english"),
    [
        ("for another index", "The goal for comparison is 2.0%, for another index."),
        ("The goal is for another index.", "The goal for comparison is 2.0%. The goal is for another index."),
    ],
)
def test_a_goal_that_is_not_held_stands_beside(why: str, english: str) -> None:
    held = target("at_most", "goal", not_held={"en": why, "id": why})
    extra = {"reference": percent("2"), "all.gap": percent("1.4", "points")}
    found = prices("2.9", "3.2", "3.4", indicator=held, extra=extra)
    assert "goal" not in read(headline(found, EN))
    assert read(main_points(found, EN)[1]) == english
    assert read(main_points(found, ID)[1]).startswith("Sasaran pembandingnya 2,0 persen")
    assert first_fact(found, ID) == ("Sasaran, sebagai pembanding", "2,0%")


@pytest.mark.parametrize(
    ("now", "english", "indonesian"),
    [
        ("3.4", "Prices in the country were 3.4% higher in March 2022 than a year before",
         "Pada Maret 2022 harga di negara ini 3,4 persen lebih tinggi daripada setahun sebelumnya"),
        ("-0.28", "Prices in the country were 0.3% lower in March 2022 than a year before",
         "Pada Maret 2022 harga di negara ini 0,3 persen lebih rendah daripada setahun sebelumnya"),
        ("-0.04", "Prices in the country were the same in March 2022 as a year before (0.0%)",
         "Pada Maret 2022 harga di negara ini sama dengan setahun sebelumnya (0,0 persen)"),
    ],
)  # fmt: skip
def test_growth_is_higher_or_lower_than_a_year_before(now: str, english: str, indonesian: str) -> None:
    found = prices("2.9", "3.2", now)
    assert (read(headline(found, EN)), read(headline(found, ID))) == (english, indonesian)


def test_a_rate_of_growth_that_was_a_fall_is_said_as_a_fall() -> None:
    found = prices("-0.3", "3.2", "3.4")
    assert read(main_points(found, EN)[0]) == (
        "The yearly rate rose by 3.7 percentage points in a year, from a fall of 0.3% in March 2021."
    )
    assert read(main_points(found, ID)[0]) == (
        "Laju tahunan ini naik 3,7 persen poin dalam setahun, dari penurunan 0,3 persen pada Maret 2021."
    )


@pytest.mark.parametrize(
    ("unit", "decimals", "value", "english", "indonesian"),
    [
        ("count", 0, "2167550", "2,167,550", "2.167.550"),
        ("rupiah", 0, "505469", "Rp505,469", "Rp505.469"),
        ("thousand_people", 2, "26161.16", "26.16 million people", "26,16 juta orang"),
    ],
)
def test_the_units_of_a_headline(unit: str, decimals: int, value: str, english: str, indonesian: str) -> None:
    found = poor("1", value, unit=unit, decimals=decimals)
    assert read(headline(found, EN)).startswith(f"{english} of people")
    assert read(headline(found, ID)).startswith(f"{indonesian} penduduk")


def test_a_missing_value_is_told_in_the_words_of_the_dataset() -> None:
    values = [*series("10.14", count=YEAR - 1), "z"]
    found = by_hand(Hand(values))
    assert read(headline(found, EN)) == "Share of people who are poor: no figure for March 2022 (not yet formed)"
    assert main_points(found, EN) == ()


# -- comparisons ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("margin", "english", "indonesian"),
    [
        ("0.59", "It fell by 0.60 percentage points in a year, from 10.14% in March 2021.",
         "Angka ini turun 0,60 persen poin dalam setahun, dari 10,14 persen pada Maret 2021."),
        ("0.60", "It was little changed in a year: the difference from 10.14% in March 2021 is within the survey's "
         "margin of error.",
         "Angka ini hampir tidak berubah dalam setahun: selisihnya dengan 10,14 persen pada Maret 2021 masih dalam "
         "batas galat survei."),
    ],
)  # fmt: skip
def test_a_change_within_the_margin_of_error_is_little(margin: str, english: str, indonesian: str) -> None:
    found = poor(extra={"all.margin-year": percent(margin, "points")})
    assert read(main_points(found, EN)[0]) == english
    assert read(main_points(found, ID)[0]) == indonesian
    little = margin == "0.60"
    assert read(facts(found, EN)[0].said).startswith("little changed") == little
    assert read(change_phrase(found, EN, "share", "all", "year")) == (
        "little changed from March 2021, within the survey's margin of error"
        if little
        else "down 0.60 percentage points on March 2021"
    )


@pytest.mark.parametrize(("distance", "said"), [("0.61", "little changed; too small"), ("0.60", "down 0.60 points")])
def test_a_change_smaller_than_what_is_told_apart_has_no_direction(distance: str, said: str) -> None:
    found = poor(extra={"all.margin-year": percent(distance, "points")})
    id_, margin = next((id_, one) for id_, one in found.figures.items() if id_.endswith(".margin-year"))
    told = replace(found, figures={**found.figures, id_: replace(margin, formula="margin_declared")})
    assert read(facts(told, EN)[0].said).startswith(said)


def test_a_change_from_one_season_to_the_next_is_not_judged() -> None:
    """The report compares with a year before and says why: what is spent differs from month to month."""
    assert [read(fact.said) for fact in facts(poor(), EN)] == ["down 0.60 points, better", "down 0.36 points, better"]
    found = poor(report={"seasonal_note": {"en": "Months differ.", "id": "Tiap bulan berbeda."}})
    assert [read(fact.said) for fact in facts(found, EN)] == ["down 0.60 points, better", "down 0.36 points"]


def test_a_margin_in_another_unit_decides_nothing() -> None:
    found = poor(extra={"all.margin-year": percent("5", "percent")})
    assert "fell" in read(main_points(found, EN)[0])


def test_points_are_persen_poin_wherever_they_stand() -> None:
    said = {read(one.label): read(one.said) for one in facts(poor(), ID)}
    assert said["Terhadap Mar 2021"] == "turun 0,60 persen poin, membaik"
    assert read(change_phrase(poor(), ID, "share", "all", "year")) == "turun 0,60 persen poin terhadap Maret 2021"


def test_an_interval_and_an_achievement_are_facts() -> None:
    extra = {"all.lower": percent("9.4"), "all.upper": percent("9.68"), "all.achievement": percent("96.4")}
    said = {read(one.label): read(one.said) for one in facts(poor(extra=extra), EN)}
    assert said["Confidence interval"] == "9.40 to 9.68%"
    assert said["Achievement"] == "96.40%"


def test_without_a_phrase_the_headline_is_value_and_period_and_titles_say_what_it_is_called() -> None:
    long = {"en": "Share of people of all ages who live below the national line", "id": "Persentase penduduk miskin"}
    called = {"en": "Indicator 1.2.1", "id": "Indikator 1.2.1"}
    found = poor(indicator={"phrase": None, "name": long, "called": called}, report=declaring("streak"))
    assert read(headline(found, EN)) == "9.54% in March 2022"
    assert read(headline(found, ID)) == "9,54 persen pada Maret 2022"
    chart = build_chart(found, "main", EN)
    assert read(chart.message).startswith("Indicator 1.2.1 reached the lowest level")
    assert read(chart.measure).startswith("Share of people of all ages")
