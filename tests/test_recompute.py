"""recompute.py: it passes a right site, finds each planted difference, and is independent of the program."""

from __future__ import annotations

import ast
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

import recompute
from right_bundle import figures
from right_site import EDITION, EDITION_ID, HOME, change, write_site

SCRIPT = Path(recompute.__file__)
FIGURES, POSTS, CARD = (f"waits/2019-03/{name}" for name in ("figures.json", "share/posts.json", "share/main.en.svg"))


def run(site: Path) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-I", str(SCRIPT), str(site)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_it_imports_the_standard_library_alone() -> None:
    found = set()
    for node in ast.walk(ast.parse(SCRIPT.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    assert found <= sys.stdlib_module_names


def test_a_right_site_agrees_and_is_counted(tmp_path: Path) -> None:
    write_site(tmp_path)
    code, said = run(tmp_path / "site")
    assert (code, f"{len(figures())} figures" in said, "Every one agrees." in said) == (0, True, True), said
    assert "1 editions" in said
    assert "18 shown numbers" in said
    assert "3 numbers in posts" in said


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
    "in a drawing": (CARD, "2.0 points", "2.1 points", "2.1 points"),
    "in a post": (POSTS, "86.6% in March 2019. It", "86.7% in March 2019. It", "86.7"),
}


@pytest.mark.parametrize(("path", "old", "new", "said"), FAULTS.values(), ids=FAULTS)
def test_a_planted_difference_is_found(tmp_path: Path, path: str, old: str, new: str, said: str) -> None:
    write_site(tmp_path)
    change(tmp_path / "site", path, old, new)
    check = recompute.Recomputation(tmp_path / "site")
    check.run()
    assert check.wrong
    assert said in "\n".join(check.wrong)


def test_a_site_without_figures_does_not_pass(tmp_path: Path) -> None:
    code, said = run(tmp_path)
    assert (code, "no figures found" in said) == (1, True)
    assert run(tmp_path / "nowhere")[0] == 2


def test_halves_are_rounded_away_from_nought() -> None:
    assert recompute.rounded(Fraction("0.25"), 1) == Fraction("0.3")
    assert recompute.rounded(Fraction("-0.25"), 1) == Fraction("-0.3")
    assert recompute.rounded(Fraction("-0.24"), 1) == Fraction("-0.2")


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
