"""check: a right bundle has no problem; the room has words for each of its problems and needs nothing heavy."""

from __future__ import annotations

import re
import subprocess
import sys

from berkala.check import check
from berkala.check.contracts import FOLDER
from berkala.check.links import ROOT
from berkala.check.unusual.finding import KINDS
from berkala.errors import Problem, catalogue
from berkala.render import bundle as bundle_of_render
from right_bundle import CHANGE, EN, LEAD, POST, bundles, figures, figures_json, found, replaced


def test_a_right_bundle_has_no_problem() -> None:
    verdict = check(bundles())
    assert verdict.problems == ()
    assert [one.edition.name for one in verdict.bundles] == ["waits@2019-03"]


def test_what_was_found_before_travels_on() -> None:
    given = bundles()
    before = Problem("tidy.late", severity="note")
    verdict = check(type(given)(given.plan, given.bundles, (before,)))
    assert verdict.problems == (before,)


def test_every_problem_has_its_words_in_both_languages() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.parent.rglob("*.py"))
    names = set(re.findall(r'"check\.([a-z-]+)"', source)) | set(re.findall(r'\.problem\(\s*"([a-z-]+)"', source))
    names |= {"number-wrong", "number-rounded", "status-wrong", "unit-wrong", "plain-number", "post-number"}
    for code in ("en", "id"):
        known = {name.removeprefix("check.") for name in catalogue(code) if name.startswith("check.")}
        known -= {f"unusual-{kind}" for kind in KINDS}
        assert known == names
    for problem in found(replaced(EN, "of patients", "of 1,000 patients")):
        assert "1,000" in problem.message("en")
        assert 'value("…")' in problem.remedy("id")


def test_the_root_of_links_is_the_one_of_render() -> None:
    assert bundle_of_render.ROOT == ROOT


def test_the_room_needs_no_heavy_library() -> None:
    program = "import sys, berkala.check; print(sorted({'pandas', 'plotly', 'duckdb'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_fixture_is_what_it_says() -> None:
    assert figures_json(figures()).count(b'"id": "') == len(figures()) + len(figures())  # an id, and a text in id
    assert POST["figures"] == [LEAD, CHANGE]
