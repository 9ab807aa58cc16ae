"""Quirks of collections that once stopped a build or were lost without a word, each in its smallest form."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from berkala.imports.open_sdg.account import Account
from open_sdg import Repository, line, repository
from test_import_written import built, imported

pytestmark = pytest.mark.slow


def settings(to: Path) -> dict[str, Any]:
    """What the settings of a publication say of its collection."""
    written = yaml.safe_load((to / "mkdocs.yml").read_text(encoding="utf-8"))
    return dict(written["plugins"][0]["berkala"]["collection"])


def codes(account: Account) -> set[str]:
    return {one.code.partition(".")[2] for one in account.lines}


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    found = repository(tmp_path / "source")
    return found.data("Year,Value", "2019,3.5", "2020,4.5", "2021,5.5")


def test_a_status_in_any_script_has_a_name(made: Repository, tmp_path: Path) -> None:
    made.write("indicator-config/1-1-1.yml", "indicator_name: Of one\nreporting_status: Есть <b>данные</b>\n")
    imported(made.root, tmp_path / "to")
    (status,) = settings(tmp_path / "to")["statuses"]
    assert (status["name"], status["label"]["en"]) == ("status", "Есть данные")
    assert "Есть данные" in (built(tmp_path / "to") / "1-1-1" / "index.html").read_text(encoding="utf-8")


def test_a_known_status_in_other_letters_is_that_status(made: Repository) -> None:
    made.write("indicator-config/1-1-1.yml", "indicator_name: Of one\nreporting_status: COMPLETE\n")
    assert made.only().status == "complete"
    assert line(made.read(), "status-case").problem.value == "COMPLETE"


def test_a_name_with_braces_has_brackets(made: Repository, tmp_path: Path) -> None:
    made.config("indicator_name: 'CO_{2} in {{ tonnes }}'")
    account = imported(made.root, tmp_path / "to").account
    assert "texts-braced" in codes(account)
    assert "in ((tonnes))" not in (page := told(tmp_path))
    assert "in (( tonnes ))" in page


def test_a_unit_that_is_a_number_is_said_in_words(made: Repository, tmp_path: Path) -> None:
    made.config("computation_units: 1000")
    imported(made.root, tmp_path / "to")
    assert "units of" in told(tmp_path)


@pytest.mark.parametrize("name", ["نسبة السكان", "按性别分列", "People ✅"])
def test_letters_that_the_fonts_lack_take_the_card_away_and_nothing_else(
    name: str, made: Repository, tmp_path: Path
) -> None:
    made.config(f"indicator_name: {name}")
    assert "card-letters" in codes(imported(made.root, tmp_path / "to").account)
    assert name.split()[-1] in told(tmp_path)
    assert not list((tmp_path / "to" / ".berkala" / "stage").rglob("share/card*.png"))


def test_a_number_that_is_too_long_takes_the_card_away(made: Repository, tmp_path: Path) -> None:
    made.config("computation_units: Percentage").data("Year,Value", "2019,1e18", "2020,2e18")
    assert "card-long" in codes(imported(made.root, tmp_path / "to").account)
    assert "2,000,000,000,000,000,000" in told(tmp_path)


def test_a_report_with_a_card_has_one(made: Repository, tmp_path: Path) -> None:
    made.config()
    imported(made.root, tmp_path / "to")
    assert list((built(tmp_path / "to") / "1-1-1").rglob("card*.png"))


@pytest.mark.parametrize("last", ["2026", "2035"])
def test_figures_of_a_period_that_is_not_over_are_told(last: str, made: Repository, tmp_path: Path) -> None:
    made.config().data("Year,Value", "2024,3.5", f"{last},4.5")
    imported(made.root, tmp_path / "to")
    assert f">{last}</time>" in told(tmp_path)


def test_what_only_open_sdg_shows_is_kept_among_the_metadata(made: Repository, tmp_path: Path) -> None:
    made.data("Year,Series,Units,Value", "2019,Deaths on roads,Index,3", "2020,Deaths on roads,Index,4")
    made.config(
        "tags: [Custodian agency]", "proxy: proxy", "proxy_series: [Roadside counts]", "graph_title: How many died",
        "computation_units: Whole persons", "precision: [{decimals: 1}]", "data_show_map: true",
        "expected_disaggregations: [By district]", "graph_types: [{series: Deaths on roads, type: bar}]",
    )  # fmt: skip
    account = imported(made.root, tmp_path / "to").account
    assert {"graph-decimals", "graph-map", "graph-kind"} <= codes(account)
    page = told(tmp_path)
    for words in ("Custodian agency", "Roadside counts", "How many died", "Whole persons", "By district", "Deaths on"):
        assert words in page, words


@pytest.mark.parametrize(
    ("data", "metadata", "told_of"),
    [
        ("Percent", "Persons", True),
        ("Persons", "Percentage (%)", True),
        ("Percent", "Percentage", False),
        ("Percent", "Percentage change", False),
        ("Hectares", "Hectares, Percentage (%)", False),
        ("Hectares", "Square km", False),  # which may be another name of the same
    ],
)
def test_units_that_contradict_each_other_are_told(data: str, metadata: str, told_of: bool, made: Repository) -> None:
    made.data("Year,Units,Value", f"2019,{data},3", f"2020,{data},4").config(f"computation_units: {metadata}")
    account = imported(made.root, made.root.parent / "to").account
    lines = [one for one in account.lines if one.code == "imports.unit-differs"]
    assert [(one.problem.value, one.indicator) for one in lines] == ([(data, "1-1-1")] if told_of else [])
    assert all(metadata in one.why("en") and metadata in one.why("id") for one in lines)


def test_an_indicator_that_is_called_by_a_year_is_no_part_of_the_fiscal_year_of_another(
    made: Repository, tmp_path: Path
) -> None:
    made.config("indicator_name: '2019'").data("Year,Value", "2018/19,3", "2019/20,4", name="data/indicator_1-2-1.csv")
    made.config("indicator_name: Of two", name="indicator-config/1-2-1.yml")
    imported(made.root, tmp_path / "to")
    assert "2019–20" in (built(tmp_path / "to") / "1-2-1" / "index.html").read_text(encoding="utf-8")


def test_one_value_in_two_units_is_right_in_both(made: Repository, tmp_path: Path) -> None:
    for id, unit in (("1-1-1", "USD (constant 2015 prices)"), ("1-2-1", "births in 100 days")):
        made.config(f"computation_units: {unit}", name=f"indicator-config/{id}.yml")
        made.data("Year,Value", "2020,3.5", name=f"data/indicator_{id}.csv")
    imported(made.root, tmp_path / "to")
    assert "USD" in told(tmp_path)


def told(tmp_path: Path) -> str:
    """The page of the one indicator, built."""
    return (built(tmp_path / "to") / "1-1-1" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("written", "taken"),
    [("3.1000000000000001", "3.1"), ("99999999999999999", "100000000000000000"), ("0.30000000000000004", None),
     ("123456789012345", None)],
)  # fmt: skip
def test_a_number_that_no_float_is_is_the_nearest_one(written: str, taken: str | None, made: Repository) -> None:
    made.data("Year,Value", f"2019,{written}", "2020,1")
    value = made.only().observations[0].value
    assert value == Decimal(taken or written)
    assert ("value-nearest" in codes(made.read().account)) == (taken is not None)


def test_a_number_beyond_a_float_is_left_out(made: Repository) -> None:
    made.data("Year,Value", "2019,1e999", "2020,1")
    assert [one.period.period.code for one in made.only().observations] == ["2020"]
    assert "value-not-a-number" in codes(made.read().account)


def test_a_number_with_many_digits_is_built(made: Repository, tmp_path: Path) -> None:
    made.data("Year,Value", "2019,3.1000000000000001", "2020,4.5")
    imported(made.root, tmp_path / "to")
    assert "4.5" in told(tmp_path)
