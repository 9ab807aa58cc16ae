"""recompute.py: it passes what is right, finds each planted difference, and is independent of the program.

What is right: a small site made by hand, the whole publication with its archives, and an invented performance report.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

import recompute
import recompute_formulas
import recompute_reading
from berkala.init import init
from publications import build
from right_bundle import figures
from right_site import EDITION, EDITION_ID, HOME, change, write_site

SCRIPT = Path(recompute.__file__)
PARTS = [SCRIPT, Path(recompute_formulas.__file__), Path(recompute_reading.__file__)]
FIGURES, POSTS, CARD = (f"waits/2019-03/{name}" for name in ("figures.json", "share/posts.json", "share/main.en.svg"))


def run(site: Path) -> tuple[int, str]:
    """The command with the standard library alone: `-S` leaves out whatever is installed."""
    command = [sys.executable, "-E", "-s", "-S", str(SCRIPT), str(site)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def counted(said: str) -> dict[str, int]:
    """What it looked at, by kind."""
    return {kind: int(number.replace(",", "")) for number, kind in re.findall(r"(?m)^([\d,]+) (.+)$", said)}


def wrong(site: Path) -> str:
    """All that differs in a site, in lines."""
    check = recompute.Recomputation(site)
    check.run()
    return "\n".join(check.wrong)


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


def test_it_imports_the_standard_library_and_its_own_parts_alone() -> None:
    own = {file.stem for file in PARTS}
    assert {name for file in PARTS for name in imported(file)} <= sys.stdlib_module_names | own


# -- a small site, by hand ---------------------------------------------------------------------------------------


def test_a_right_site_agrees_and_is_counted(tmp_path: Path) -> None:
    write_site(tmp_path)
    code, said = run(tmp_path / "site")
    assert (code, f"{len(figures())} figures" in said, "Every one agrees." in said) == (0, True, True), said
    assert counted(said).items() >= {"editions": 1, "shown numbers": 18, "numbers in posts": 3}.items()


FAULTS = {
    "cell": ("data/waits/2019-03/waits.csv", "2049785", "2049786", "cell.seen.2018-03"),
    "formula": (FIGURES, '"share_without"', '"share"', "within.all.2018-03"),
    "unknown formula": (FIGURES, '"growth"', '"grwth"', "unknown formula"),
    "unknown input": (FIGURES, '"cell.over.2018-03", "cell', '"cell.ver.2018-03", "cell', "cell.ver.2018-03"),
    "text": (FIGURES, '"86.6%"', '"86.7%"', "its text in en"),
    "shown": (EDITION, ">86.6%</data> of", ">86.7%</data> of", "86.7%"),
    "shown in the other language": (EDITION_ID, "86,6 persen", "86.6 persen", "86.6 persen"),
    "rounded otherwise": (EDITION, ">86.6%</data> of", ">87%</data> of", "87%"),
    "stale": (EDITION, 'value="86.6', 'value="86.5', "within.all.2019-03"),
    "unknown figure": (HOME, "</h1>", '</h1><data value="1" data-figure="x">1</data>', "is not x"),
    "no figure named": (HOME, "</h1>", '</h1><data value="1">1</data>', "is not any figure"),
    "digits from nowhere": (HOME, "</h1>", "</h1><p>17 trees</p>", "digits from nowhere in '17 trees'"),
    "a description": (HOME, "</title>", '</title><meta name="description" content="Of 17 trees">', "'17' in 'Of 17 trees'"),
    "in a drawing": (CARD, "2.0 points", "2.1 points", "2.1 points"),
    "in a post": (POSTS, "86.6% in March 2019. It", "86.7% in March 2019. It", "86.7"),
}  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new", "said"), FAULTS.values(), ids=FAULTS)
def test_a_planted_difference_is_found(tmp_path: Path, path: str, old: str, new: str, said: str) -> None:
    write_site(tmp_path)
    change(tmp_path / "site", path, old, new)
    assert said in wrong(tmp_path / "site")


def test_a_site_without_figures_does_not_pass(tmp_path: Path) -> None:
    code, said = run(tmp_path)
    assert (code, "no figures found" in said) == (1, True)
    assert run(tmp_path / "nowhere")[0] == 2


# -- the publication that ships, with its archives -----------------------------------------------------------------

PLACE = "kemiskinan/2022-03/areas/aceh/"
EDITION_OF_PLACES = "kemiskinan/2022-03/"


@pytest.mark.slow
def test_the_whole_publication_agrees(whole_site: Path) -> None:
    """Every edition of the three reports, every place, card, post and point in Explore."""
    code, said = run(whole_site)
    assert code == 0, said[-4000:]
    least = {
        "editions": 67, "area pages' figures": 90, "figures": 100_000, "shown numbers": 100_000, "pages": 600,
        "drawings": 600, "posts": 70, "numbers in posts": 500, "numbers in plain texts": 5_000, "points in Explore": 1_500,
    }  # fmt: skip
    found = counted(said)
    assert {kind: found.get(kind, 0) for kind, number in least.items() if found.get(kind, 0) < number} == {}


@pytest.fixture(scope="module")
def edition(whole_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with the newest edition of the poverty report alone: a site of its own for recompute.py."""
    to = tmp_path_factory.mktemp("recompute") / "site"
    for folder in (
        "kemiskinan/2022-03",
        "id/kemiskinan/2022-03",
        "data/poverty-provinces/2022-03",
        "data/poverty-target",
    ):
        shutil.copytree(whole_site / folder, to / folder, ignore=shutil.ignore_patterns("*.png", "*.zip", "*.parquet"))
    assert wrong(to) == ""
    return to


REAL = {
    "a number of a place": (PLACE + "index.html", r">14\.64%<", ">14.65%<", "share.aceh.2022-03"),
    "a number of a place in Indonesian": ("id/" + PLACE + "index.html", r">14,64\u00a0persen<", ">14,46\u00a0persen<", "share.aceh.2022-03"),
    "a place's own file": (PLACE + "figures.json", r'("id":"share\.aceh\.2022-03","value":)14\.64', r"\g<1>14.65", "another figure than"),
    "a description of a place": (PLACE + "index.html", r'(<meta name="description" content="[^"]*)14\.64', r"\g<1>14.65", "'14.65"),
    "a range's lower limit": (EDITION_OF_PLACES + "figures.json", r'("id":"share\.milestone-low","value":)6,', r"\g<1>6.1,", "share.milestone-low: says 6.1, worked out 6.0"),
    "a range's upper limit in a drawing": (EDITION_OF_PLACES + "charts/main.en.svg", r'(data-figure="share\.milestone-high"[^>]*>)7', r"\g<1>8", "share.milestone-high"),
    "a number on a card": (EDITION_OF_PLACES + "share/rank-1080x1080.en.svg", r'(data-figure="share\.papua\.2022-03"[^>]*>)26\.56', r"\g<1>26.65", "share.papua.2022-03"),
    "a card's description": (EDITION_OF_PLACES + "share/tiles-1080x1080.en.svg", r"(<desc>[^<]*)26\.56", r"\g<1>26.65", "26.65"),
    "a card's alt text": (EDITION_OF_PLACES + "share/posts.json", r'("alt":\s*"Tile-grid map[^"]*)26\.56', r"\g<1>26.65", "26.65"),
    "a place in a rank": (EDITION_OF_PLACES + "figures.json", r'("id":"share\.aceh\.2022-03\.rank-from","value":)\d+', r"\g<1>1", "share.aceh.2022-03.rank-from"),
    "the change of another year": (EDITION_OF_PLACES + "figures.json", r'("inputs":\["share\.aceh\.2022-03","share\.aceh\.)2021(-03"\])', r"\g<1>2020\g<2>", "change-year"),
    "a point in Explore": (EDITION_OF_PLACES + "explore/index.html", r"11\.22,11\.13", "11.22,11.31", "is not share.all.2015-09"),
    "a unit in Explore": (EDITION_OF_PLACES + "explore/index.html", r'"template":"\{number\}%"', '"template":"1{number}%"', "is not share.all.2015-03"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("path", "pattern", "text", "said"), REAL.values(), ids=REAL)
def test_what_is_planted_in_the_publication_is_found(
    edition: Path, tmp_path: Path, path: str, pattern: str, text: str, said: str
) -> None:
    site = planted(edition, tmp_path / "site", path, pattern, text)
    assert said in wrong(site)


def planted(site: Path, to: Path, path: str, pattern: str, text: str) -> Path:
    """A copy of the site with one thing changed; of links, so that a thousand files cost nothing."""
    shutil.copytree(site, to, copy_function=lambda old, new: Path(new).hardlink_to(old))
    before = (to / path).read_text(encoding="utf-8")
    after, count = re.subn(pattern, text, before, count=1)
    assert count == 1, f"{pattern} is not in {path}"
    assert after != before
    (to / path).unlink()
    (to / path).write_text(after, encoding="utf-8")
    return to


# -- a performance report: achievements, a range, a roll-up ----------------------------------------------------------


@pytest.fixture(scope="module")
def performance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("lkjip") / "lkjip"
    init(root, "lkjip")
    return build(root, jobs=1)


@pytest.mark.slow
def test_a_performance_report_agrees(performance: Path) -> None:
    code, said = run(performance)
    assert code == 0, said
    assert counted(said)["editions"] >= 2


#: Of every formula that the invented report uses, one result is put one off.
ACHIEVEMENTS = (
    "achievement_ratio", "achievement_inverse_ratio", "achievement_within", "achievement_from_baseline",
    "achievement_growth", "capped", "gap_to_range", "weighted_mean",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("formula", ACHIEVEMENTS)
def test_a_wrong_achievement_is_found(performance: Path, tmp_path: Path, formula: str) -> None:
    path = "lkjip/2025/figures.json"
    site = Path(shutil.copytree(performance, tmp_path / "site"))
    lines = (site / path).read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if f'"formula":"{formula}"' in line and '"value":null' not in line)
    name = re.search(r'"id":"([^"]+)"', lines[place])
    assert name is not None
    lines[place] = re.sub(r'"value":(-?\d+)', lambda found: f'"value":{int(found[1]) + 1}', lines[place])
    (site / path).write_text("".join(lines), encoding="utf-8")
    assert name[1] in wrong(site)


# -- the parts -------------------------------------------------------------------------------------------------------


def test_halves_are_rounded_away_from_nought() -> None:
    assert recompute.rounded(Fraction("0.25"), 1) == Fraction("0.3")
    assert recompute.rounded(Fraction("-0.25"), 1) == Fraction("-0.3")
    assert recompute.rounded(Fraction("-0.24"), 1) == Fraction("-0.2")


def test_a_bound_of_a_map_is_no_part_of_a_number(tmp_path: Path) -> None:
    check = recompute.Recomputation(tmp_path)
    assert check.without_names("Under 6%: 5.6% and 6%.5", ["6%"]).split() == ["Under", ":", "5.6%", "and", "6%.5"]
    assert check.without_names("9 and 9,54", ["9"]).split() == ["and", "9,54"]


def test_a_table_finds_its_rows_by_any_key() -> None:
    table = recompute_reading.Table([{"a": "1", "b": "x"}, {"a": "1", "b": "y"}, {"a": "2", "b": "x"}])
    assert table.find({"a": "1"}) == table.rows[:2]
    assert table.find({"b": "x", "a": "2"}) == [table.rows[2]]
    assert table.find({"a": "3"}) == table.find({"c": "1"}) == []


def test_every_formula_does_what_its_name_says() -> None:
    numbers = {"value": (80,), "gap_to_range": (80, 90, 95), "count_within": (80, 100, 80, 101)}
    formulas = {name: one for name, one in recompute.FORMULAS.items() if name not in recompute.JUDGING}
    said = {name: formula(*map(Fraction, numbers.get(name, (80, 100)))) for name, formula in formulas.items()}
    assert said == {
        "total": 180, "share": 80, "share_without": 20, "gap": -20, "change": -20, "growth": -20,
        "count_at_least": 1, "count_at_most": 0, "count": 2,
        "value": 80, "growth_over_year": -20, "rate": Fraction(4, 5), "to_date": 180, "mean": 90,
        "gap_to_range": -10, "count_within": 1,
    }  # fmt: skip
