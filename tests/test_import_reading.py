"""What a reader sees of an imported indicator: its title once, no unit that nobody gave, a place that is one."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from lxml import html

from berkala.imports.open_sdg.texts import Texts
from berkala.imports.publication.units import is_percent, power_of
from berkala.imports.publication.words import Words
from berkala.words import language
from open_sdg import CONFIGURATION, Repository, repository
from test_import_written import built, imported

pytestmark = pytest.mark.slow

#: A title of three lines on a phone.
LONG = "Share of households in dwellings that were built before the year of the last census and not mended since"


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    return repository(tmp_path / "source")


def page(made: Repository, tmp_path: Path, name: str = "1-1-1") -> html.HtmlElement:
    """The page of one indicator, built to the end."""
    imported(made.root, tmp_path / "to")
    return html.fromstring((built(tmp_path / "to") / name / "index.html").read_bytes())


def text(found: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in found.xpath(path)]


def test_a_long_title_stands_once_above_the_figures(made: Repository, tmp_path: Path) -> None:
    made.data(
        "Year,Sex,Value", *(f"{year},{sex},{year - 2000}.5" for year in range(2015, 2022) for sex in ("", "F", "M"))
    )
    made.config(f"indicator_name: {LONG}")
    found = page(made, tmp_path)
    assert text(found, "//*[@class='what']") == ["Indicator 1.1.1"]
    for words in (*text(found, "//*[@class='sub']"), *text(found, "//section[@id='numbers']//th")):
        assert LONG not in words
    methods = next(words for words in text(found, "//li") if "as it stands" in words)
    assert methods.count("Indicator 1.1.1") == 1


def test_what_a_figure_adds_to_the_title_is_said(made: Repository, tmp_path: Path) -> None:
    made.data("Year,Sex,Value", *(f"{year},Female,{year - 2000}.5" for year in range(2015, 2022)),
              *(f"{year},Male,{year - 2000}.25" for year in range(2015, 2022)))  # fmt: skip
    made.config(f"indicator_name: {LONG}")
    assert text(page(made, tmp_path), "//*[@class='what']") == ["Indicator 1.1.1, Female"]


def test_a_unit_that_nobody_gave_stands_under_the_chart_and_beside_no_number(made: Repository, tmp_path: Path) -> None:
    made.data("Year,Value", "2019,3.5", "2020,4.5", "2021,5.5")
    made.config("indicator_name: Deaths")
    found = page(made, tmp_path)
    assert text(found, "//h1") == ["5.5 in 2021"]
    assert "unit not given" in text(found, "//*[@class='sub']")[0]
    assert sum("unit not given" in words for words in text(found, "//main//p|//main//h1|//main//td")) == 1


def test_the_place_is_what_most_indicators_say(made: Repository, tmp_path: Path) -> None:
    for number, place in (("1-1-1", "Canada"), ("1-2-1", "Canada"), ("1-3-1", "Ontario"), ("1-4-1", "")):
        made.data("Year,Value", "2019,3.5", "2020,4.5", name=f"data/indicator_{number}.csv")
        coverage = f"national_geographical_coverage: {place}" if place else "other_info: none"
        made.config(coverage, name=f"indicator-config/{number}.yml")
    imported(made.root, tmp_path / "to")
    places = {}
    for path in sorted((tmp_path / "to" / "reports").glob("1-*.md")):
        front = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
        places[path.stem] = front["place"]["en"]
    assert places == {"1-1-1": "Canada", "1-2-1": "Canada", "1-3-1": "Ontario", "1-4-1": "Canada"}


def test_the_title_of_the_sample_is_nobody_s_name(made: Repository, tmp_path: Path) -> None:
    made.data("Year,Value", "2019,3.5", "2020,4.5")
    made.config("indicator_name: Deaths")
    made.write("config_data.yml", f"{CONFIGURATION}docs_branding: SDG data build documentation\n")
    account = imported(made.root, tmp_path / "to").account
    written = yaml.safe_load((tmp_path / "to" / "mkdocs.yml").read_text(encoding="utf-8"))
    assert written["site_name"] == "Statistics office"
    assert "imports.fill-agency" in {one.code for one in account.lines}


def test_a_list_of_indicators_says_what_a_figure_adds_to_the_title(made: Repository, tmp_path: Path) -> None:
    made.data("Year,Sex,Value", "2019,Female,3.5", "2020,Female,4.5", "2019,Male,3.75", "2020,Male,4.25")
    made.config("indicator_name: Deaths")
    assert text(page(made, tmp_path, "goal-1"), "//*[@class='v']/p") == ["4.5", "Female, 2020"]


def test_an_indicator_without_a_name_has_its_number_once(made: Repository, tmp_path: Path) -> None:
    made.data("Year,Value", "2019,3.5", "2020,4.5")
    made.write("indicator-config/1-1-1.yml", "sdg_goal: '1'\n")
    assert text(page(made, tmp_path), "//nav//p[@class='name']/a") == ["Indicator 1.1.1"]


def test_another_number_at_the_end_of_a_title_is_not_its_own(made: Repository, tmp_path: Path) -> None:
    made.data("Year,Value", "2019,3.5", "2020,4.5")
    made.config("indicator_name: Progress towards target 11.1.1")
    said = text(page(made, tmp_path), "//nav//p[@class='name']/a")
    assert said == ["1.1.1 Progress towards target 11.1.1"]


def test_one_value_is_no_line(made: Repository, tmp_path: Path) -> None:
    made.data("Year,Value", "2019,3.5")
    made.config("indicator_name: Deaths")
    found = page(made, tmp_path)
    (figure,) = found.xpath("//figure")
    assert figure.xpath(".//svg") == []
    assert "3.5 in 2019, the only value so far." in text(figure, ".//p")


def test_what_falls_below_nought_does_not_grow_by_per_cent(made: Repository, tmp_path: Path) -> None:
    made.data("Year,Value", "2018,-2.5", "2019,0.11", "2020,3.24")
    made.config("indicator_name: Anomaly", "computation_units: Index")
    found = page(made, tmp_path)
    assert text(found, "//h1") == ["3.24 in 2020"]
    assert "It rose by 3.13 in a year, from 0.11 in 2019." in text(found, "//*[@class='stand']/p")


def test_a_goal_without_a_title_is_named_once(made: Repository, tmp_path: Path) -> None:
    made.data("Year,Value", "2019,3.5", "2020,4.5", name="data/indicator_2-1-1.csv")
    made.config("indicator_name: Deaths", name="indicator-config/2-1-1.yml")
    assert "Goal 2" in text(page(made, tmp_path, "2-1-1"), "//nav//a")
    goal = html.fromstring((built(tmp_path / "to") / "goal-2" / "index.html").read_bytes())
    assert text(goal, "//header//*[self::h1 or @class='over']")[-1:] == ["Goal 2"]
    assert text(goal, "//*[@class='over']") == []


def test_a_word_of_the_program_in_a_title_is_a_word(made: Repository, tmp_path: Path) -> None:
    made.data("Year,Value", "2019,3.5", "2020,4.5")
    made.config("indicator_name: Women with undefined status and None of the others")
    assert "undefined status" in page(made, tmp_path).text_content()


@pytest.mark.parametrize(
    ("unit", "percent"),
    [
        ("Percentage (%)", True),
        ("Percentage of households (%)", True),
        ("Процент", True),
        ("% change from baseline", False),
        ("ODA as a share of GNI (%)", True),
        ("Percentage points", False),
        ("Percentage point change (%)", False),
        ("per 1,000 people", False),
    ],
)
def test_which_units_are_per_cent(unit: str, percent: bool) -> None:
    assert is_percent("", Texts(unit, {"en": unit})) == percent


def test_a_multiplier_beside_the_unit_is_said_with_it(made: Repository, tmp_path: Path) -> None:
    made.data("Year,Unit multiplier,Units,Value", "2019,Thousands,GBP (£),20500.5", "2020,Thousands,GBP (£),30500.25")
    made.config("indicator_name: Aid")
    assert text(page(made, tmp_path), "//h1") == ["30,500 thousand GBP (£) in 2020"]


@pytest.mark.parametrize(
    ("stated", "unit", "power"),
    [("Thousands", "GBP", "3"), ("Thousands", "000s hectares", ""), ("Millions", "£ Millions", ""), ("6", "GBP", "6"),
     ("Units", "GBP", ""), ("", "GBP", ""), ("Millions", "Tonnes per thousand people", "6")],
)  # fmt: skip
def test_a_scale_is_not_said_twice(stated: str, unit: str, power: str) -> None:
    assert power_of(stated, Texts(unit, {"en": unit})) == power


def test_a_nought_that_stands_for_no_figures_is_none(made: Repository, tmp_path: Path) -> None:
    made.data("Year,Value", "2015,0")
    made.config("indicator_name: Deaths", "reporting_status: notstarted")
    account = imported(made.root, tmp_path / "to").account
    (told,) = [one for one in account.lines if one.code == "imports.rows-placeholder"]
    assert (told.indicator, told.loss.rows, account.rows.kept, account.gaps) == ("1-1-1", 1, 0, ())
    assert "no figures for this indicator yet" in page(made, tmp_path).text_content()


def test_a_nought_that_is_reported_is_a_figure(made: Repository, tmp_path: Path) -> None:
    made.data("Year,Value", "2015,0")
    made.config("indicator_name: Deaths", "reporting_status: complete")
    assert text(page(made, tmp_path), "//h1") == ["0 in 2015"]


def test_what_is_measured_in_place_of_an_indicator_is_named_so(made: Repository, tmp_path: Path) -> None:
    made.data("Year,Value", "2019,97.25", "2020,97.5")
    made.config("indicator_name: Births attended", "proxy: proxy", "indicator_available: Births in hospital")
    assert text(page(made, tmp_path), "//*[@class='what']") == ["Births in hospital (proxy)"]


def test_a_unit_in_the_metadata_is_the_unit(made: Repository, tmp_path: Path) -> None:
    made.data("Year,Value", "2019,45.6", "2020,41.5")
    made.config("indicator_name: Police", "UNIT_MEASURE: Percent.")
    found = page(made, tmp_path)
    assert text(found, "//h1") == ["41.5% in 2020"]
    assert "It fell by 4.1 percentage points in a year, from 45.6% in 2019." in text(found, "//*[@class='stand']/p")


def test_of_an_unknown_unit_no_change_is_told_in_per_cent(made: Repository, tmp_path: Path) -> None:
    made.data("Year,Value", "2019,45.6", "2020,41.5")
    made.config("indicator_name: Police")
    assert "It fell by 4.1 in a year, from 45.6 in 2019." in text(page(made, tmp_path), "//*[@class='stand']/p")


def test_the_usual_fields_have_names_in_every_language() -> None:
    words = Words({code: language(code) for code in ("fr", "en")})
    said = words.field(Texts("Definition and concepts", {"en": "Definition and concepts"}), "x")
    assert said == {"fr": "Définition et concepts", "en": "Definition and concepts"}
    own = words.field(Texts("a", {"en": "Our own field", "fr": "Notre champ"}), "x")
    assert own == {"fr": "Notre champ", "en": "Our own field"}
