"""A planted wrong number, stale number, untraced number and wrong direction word each stop the build.

They are planted where a mistake would really sit: in a template of an edition, of a card, of a post or of the site, in
a story, in a data file. The check that finds them reads only what the public would read.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from berkala.cli import main
from berkala.render import packages
from berkala.render.packages import DatasetModel
from berkala.render.packages.model import DataFile
from small import AFTER, BEFORE, edit, small_publication, tree

FIGURE = "within.all.2019-03"
EDITION = "emergency-care/2019-03/"


@dataclass(frozen=True)
class Plant:
    """`text` in the place of `pattern` in a file of the publication; which codes stop the build, and where."""

    file: str
    pattern: str
    text: str
    codes: frozenset[str]
    places: frozenset[str]


def on_the_page(code: str, html: str) -> Plant:
    """Only on the English page of the edition that is due: the check must find the one page of many."""
    said = html.format(value="86.604276718", id=FIGURE)
    guard = "{% if code == 'en' and findings.edition.period.code == '2019-03' %}" + said + "{% endif %}"
    section = '<section class="sec" id="method">'
    return plant("templates/theme/fragments/edition.html", section, guard + section, code, f"{EDITION} (en)")


def plant(file: str, old: str, new: str, codes: str, *places: str) -> Plant:
    return Plant(file, re.escape(old), new, frozenset(codes.split()), frozenset(places))


def on_home(code: str, html: str) -> Plant:
    old = '<section class="sec" id="calendar">'
    new = "{% if code == 'en' %}" + html + "{% endif %}" + old
    return plant("templates/theme/home.html", old, new, code, "/ (en)")


def in_the_story(codes: str, text: str, *places: str) -> Plant:
    """At the end of the English story."""
    return Plant("reports/emergency-care.md", r"\s*\Z", f"\n\n{text}\n", frozenset(codes.split()), frozenset(places))


CARDS = [f"{EDITION}share/card-{size}.en.svg (en)" for size in ("1080x1080", "1080x1350", "1080x1920", "1200x630")]

PLANTED = {
    "a wrong number": on_the_page("check.number-wrong", '<p><data class="figure" value="{value}" data-figure="{id}">86.7%</data></p>'),
    "a number rounded another way": on_the_page("check.number-rounded", '<p><data class="figure" value="{value}" data-figure="{id}">87%</data></p>'),
    "a stale number": on_the_page("check.figure-stale", '<p><data class="figure" value="84.2252501006" data-figure="{id}">84.2%</data></p>'),
    "a figure that is not there": on_the_page("check.figure-unknown", '<p><data class="figure" value="{value}" data-figure="within.x">86.6%</data></p>'),
    "an untraced number": on_the_page("check.number-untraced", "<p>That is 13 in every hundred patients.</p>"),
    "a number in a role nobody declared": on_the_page("check.role-unknown", '<p><span data-role="guess">13</span> in every hundred.</p>'),
    "a wrong direction": on_the_page("check.direction-wrong", '<p>It <span data-direction="{id}.change-year">fell</span>.</p>'),
    "a wrong verdict": on_the_page("check.direction-wrong", '<p>That is <span data-direction="{id}.change-year">worse</span>.</p>'),
    "a direction nobody traced": on_the_page("check.direction-untraced", "<p>Waiting times rose.</p>"),
    "a typed direction in the story": in_the_story("check.direction-untraced", "Waiting times rose.", f"{EDITION} (en)"),
    "a typed number in the story": in_the_story(
        "render.bare-digit check.number-untraced", "Of 100 patients.", f"{EDITION} (en)", "reports/emergency-care.md"
    ),
    "a number in a post": plant(
        "templates/posts/inform.txt", "{{ headline }}", '{{ headline }}{% if language == "en" %} for 13 patients{% endif %}',
        "check.post-number check.number-untraced",
        f"{EDITION}share/ (en)", *(f"{EDITION}share/posts.json, emergency-care-2019-03-{n}-en (en)" for n in ("mastodon", "bluesky", "x", "whatsapp")),
    ),
    "a wrong digit on the cards": plant(
        "templates/cards/card.svg.j2", "{{ chart }}", '{{ chart | replace("86.6%", "86.7%") }}', "check.number-wrong", *CARDS
    ),
    "another alt text": plant(
        "templates/theme/fragments/share.html", 'alt="{{ block.card.alt.text }}"', 'alt="{% if language.code == "en" %}88.8%{% endif %}, a card"',
        "check.plain-number", f"{EDITION}share/ (en)",
    ),
    "a wrong number in Explore": plant(
        "templates/theme/fragments/explore.html", "{{ views }}", '{{ views | replace("March 2019: 86.6%", "March 2019: 86.7%") }}',
        "check.explore-wrong", f"{EDITION}explore/ (en)",
    ),
    "a moved point in Explore": plant(
        "templates/theme/fragments/explore.html", "{{ views }}", '{% if language.code == "en" %}{{ views | replace("86.60427", "86.70427") }}{% else %}{{ views }}{% endif %}',
        "check.explore-wrong", f"{EDITION}explore/ (en)",
    ),
    "a role that home does not declare": on_home("check.role-undeclared", '<p><span data-role="constant">13</span></p>'),
    "a role that only home's chart declares": on_home("check.role-undeclared", '<p><span data-role="tick">13</span></p>'),
    "an untraced number on home": on_home("check.number-untraced", "<p>13 in every hundred patients.</p>"),
}  # fmt: skip


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = small_publication(tmp_path_factory.mktemp("planted") / "publication")
    assert main(["publish", "-C", str(root), "--as-of", BEFORE.isoformat(), "--jobs", "2"]) == 0
    return root


def stopped(root: Path, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    """The code and the place of every error that stops the publishing of the edition that is due."""
    before = tree(root / "site")
    capsys.readouterr()
    assert main(["publish", "-C", str(root), "--as-of", AFTER.isoformat(), "--jobs", "1", "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert tree(root / "site") == before
    return [(problem["code"], problem["file"]) for problem in problems if problem["severity"] == "error"]


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_stops_the_build(
    name: str, published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, planted = shutil.copytree(published, tmp_path / "publication", symlinks=True), PLANTED[name]
    edit(root / planted.file, planted.pattern, planted.text)
    errors = stopped(root, capsys)
    assert {code for code, _ in errors} == planted.codes
    assert {place for _, place in errors} == planted.places


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "parquet", "xlsx"])
def test_a_data_file_that_says_something_else_stops_the_build(
    form: str, published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write = getattr(packages, f"{form}_file")

    def wrongly(model: DatasetModel) -> DataFile:
        *rows, last = model.rows
        cells = [cell + 1 if isinstance(cell, int) else cell for cell in last]
        made: DataFile = write(replace(model, rows=(*rows, tuple(cells))))
        return made

    monkeypatch.setattr(packages, f"{form}_file", wrongly)
    root = shutil.copytree(published, tmp_path / "publication", symlinks=True)
    file = f"data/emergency-care/2019-03/emergency-care.{form}"
    assert stopped(root, capsys) == [("check.data-differs", file)]
