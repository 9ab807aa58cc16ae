"""A planted wrong number, stale number, untraced number and wrong direction word each stop the build.

They are planted where a mistake would really sit: in a template, in a language's words, in a story. The check that
finds them reads only what the public would read.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from berkala.cli import main
from small import AFTER, BEFORE, edit, small_publication, tree

TEMPLATE = "templates/theme/fragments/edition.html"
FIGURE = "within.all.2019-03"

PLANTED = {
    "a wrong number": ("check.", '<p><data class="figure" value="{value}" data-figure="{id}">86.7%</data></p>'),
    "a number rounded another way": ("check.", '<p><data class="figure" value="{value}" data-figure="{id}">86%</data></p>'),
    "a stale number": ("check.", '<p><data class="figure" value="84.2252501006" data-figure="{id}">84.2%</data></p>'),
    "a figure that is not there": ("check.", '<p><data class="figure" value="{value}" data-figure="within.x">86.6%</data></p>'),
    "an untraced number": ("check.number-untraced", "<p>That is 13 in every hundred patients.</p>"),
    "a number in a role nobody declared": ("check.", '<p><span data-role="guess">13</span> in every hundred.</p>'),
    "a wrong direction": ("check.", '<p>It <span data-direction="{id}.change-year">fell</span>.</p>'),
    "a wrong verdict": ("check.", '<p>That is <span data-direction="{id}.change-year">worse</span>.</p>'),
    "a direction nobody traced": ("check.direction-untraced", "<p>Waiting times rose.</p>"),
}  # fmt: skip


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = small_publication(tmp_path_factory.mktemp("planted") / "publication")
    assert main(["publish", "-C", str(root), "--as-of", BEFORE.isoformat(), "--jobs", "2"]) == 0
    return root


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_stops_the_build(
    name: str, published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = shutil.copytree(published, tmp_path / "publication", symlinks=True)
    before = tree(root / "site")
    code, html = PLANTED[name]
    said = html.format(value="86.604276718", id=FIGURE)
    # Only on the English page of the edition that is due: the check must find the one page of many.
    guard = "{% if code == 'en' and findings.edition.period.code == '2019-03' %}" + said + "{% endif %}"
    edit(root / TEMPLATE, r'<section class="sec" id="method">', guard + '<section class="sec" id="method">')
    capsys.readouterr()
    assert main(["publish", "-C", str(root), "--as-of", AFTER.isoformat(), "--jobs", "1", "--json"]) == 1
    result = json.loads(capsys.readouterr().out)
    errors = [problem for problem in result["problems"] if problem["severity"] == "error"]
    assert [p["code"] for p in errors if p["code"].startswith(code)], errors
    assert {p["file"] for p in errors} == {"emergency-care/2019-03/ (en)"}
    assert tree(root / "site") == before
