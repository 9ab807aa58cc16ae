"""A planted wrong number, stale number, untraced number and wrong direction word each stop the build.

They are planted where a mistake would really sit: in a template of an edition, of a card, of a post or of the site, in
a story, in a data file. The check that finds them reads only what the public would read.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from berkala.cli import main
from berkala.init import init
from berkala.render import packages
from berkala.render.packages import DatasetModel
from berkala.render.packages.model import DataFile
from berkala.words import language
from publications import NOW, REPOSITORY, copy_publication, keep_newest
from small import AFTER, BEFORE, edit, small_publication, tree
from small_places import NOW as PLACES_NOW
from small_places import small_places

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
    old = '<section class="sec" id="data">'
    new = "{% if code == 'en' %}" + html + "{% endif %}" + old
    return plant("templates/theme/home.html", old, new, code, "/ (en)")


def in_the_story(codes: str, text: str, *places: str) -> Plant:
    """At the end of the English story."""
    return Plant("reports/emergency-care.md", r"\s*\Z", f"\n\n{text}\n", frozenset(codes.split()), frozenset(places))


CARDS = [
    f"{EDITION}share/{kind}-{size}{scheme}.en.svg (en)"
    for kind in ("card", "rank")
    for size in ("1080x1080", "1080x1350", "1080x1920", "1200x630")
    for scheme in ("", "-dark")
]

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
        "templates/cards/card.svg.j2", "{{ drawn }}", '{{ drawn | replace("86.6", "86.7") }}', "check.number-wrong", *CARDS
    ),
    "another alt text": plant(
        "templates/theme/fragments/share.html", 'alt="{{ block.card.alt.text }}"', 'alt="{% if language.code == "en" %}88.8%{% endif %}, a card"',
        "check.plain-number", f"{EDITION}share/ (en)",
    ),
    "a wrong number in Explore": plant(
        "templates/theme/fragments/explore.html", "{{ views }}", '{{ views | replace("March 2019", "May 2019") }}',
        "check.explore-wrong check.explore-period", f"{EDITION}explore/ (en)",
    ),
    "a moved point in Explore": plant(
        "templates/theme/fragments/explore.html", "{{ views }}", '{% if language.code == "en" %}{{ views | replace("86.6]", "86.7]") | replace("86.6,", "86.7,") }}{% else %}{{ views }}{% endif %}',
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
        ends = [column[-1] + 1 if isinstance(column[-1], int) else column[-1] for column in model.cells]
        cells = tuple((*column[:-1], end) for column, end in zip(model.cells, ends, strict=True))
        made: DataFile = write(replace(model, cells=cells))
        return made

    monkeypatch.setattr(packages, f"{form}_file", wrongly)
    root = shutil.copytree(published, tmp_path / "publication", symlinks=True)
    file = f"data/emergency-care/2019-03/emergency-care.{form}"
    assert stopped(root, capsys) == [("check.data-differs", file)]


# -- places, a map, a range, findings, a scorecard, mistakes of the source ---------------------------------------------

PROVINCES = "kemiskinan/2022-03/"
ON_PROVINCES = f"{PROVINCES} (en)"


def provinces(root: Path) -> None:
    """The newest edition of the poverty report, without what takes long and is looked at above."""
    keep_newest(copy_publication(root, ("kemiskinan",)), 1)
    edit(root / "reports/kemiskinan.md", r"(?m)^cards:\n(  - .*\n)+", "")
    edit(root / "reports/kemiskinan.md", "area_pages: true", "area_pages: false")
    # Whatever the report finds worth telling today, this finding claims a direction.
    edit(root / "reports/kemiskinan.md", r"(?m)^statements:\n", "statements:\n  - {kind: movers, indicator: share}\n")
    edit(root / "mkdocs.yml", r"networks: .*", "networks: []")


def places(root: Path) -> None:
    small_places(root)


def performance(root: Path) -> None:
    init(root, "lkjip")
    shutil.copytree(REPOSITORY / "templates", root / "templates", dirs_exist_ok=True)


def in_english(file: str, old: str, new: str, code: str, *places: str, when: str = "true") -> Plant:
    """`new` in the place of `old` on English pages; what stands there on the others."""
    guarded = f"{{% if language.code == 'en' and {when} %}}{new}{{% else %}}{old}{{% endif %}}"
    return plant(file, old, guarded, code, *places)


FRAGMENTS = "templates/theme/fragments/"

KINDS: dict[str, tuple[Callable[[Path], None], str, Plant]] = {
    "a wrong number on a place's page": (places, PLACES_NOW.isoformat(), in_english(
        FRAGMENTS + "area.html", "<h1>{{ place }}</h1>",
        '<h1>{{ place }}</h1><p><data class="figure" value="4.6" data-figure="rate.north.2024-03">4.7%</data></p>',
        "check.number-wrong", "jobless/2024-03/areas/north/ (en)", when="'North' in place | string",
    )),
    "another place's number on a place's page": (places, PLACES_NOW.isoformat(), in_english(
        FRAGMENTS + "area.html", "<h1>{{ place }}</h1>",
        '<h1>{{ place }}</h1><p><data class="figure" value="4.6" data-figure="rate.north.2024-03">4.6%</data></p>',
        "check.figure-unknown", "jobless/2024-03/areas/south/ (en)", when="'South' in place | string",
    )),
    "a range's limit that is not the target": (provinces, NOW, in_english(
        FRAGMENTS + "edition.html", "{{ main_block }}",
        '<p><data class="figure" value="6" data-figure="share.milestone-low">6.5%</data></p>{{ main_block }}',
        "check.number-wrong", ON_PROVINCES,
    )),
    "a milestone of the year before": (provinces, NOW, in_english(
        FRAGMENTS + "edition.html", "{{ main_block }}",
        '<p><data class="figure" value="6.5" data-figure="share.milestone-low">6.5%</data></p>{{ main_block }}',
        "check.figure-stale", ON_PROVINCES,
    )),
    "a declared mistake that is not in the source": (provinces, NOW, plant(
        "datasets/poverty-provinces/dataset.yml", 'value: "505"', 'value: "506"',
        "tidy.known-error-mended tidy.below-minimum", "datasets/poverty-provinces/poverty-provinces.csv",
    )),
    "a wrong achievement in the scorecard": (performance, NOW, in_english(
        FRAGMENTS + "scorecard.html", '<p class="sub">',
        '<p><data class="figure" value="100" data-figure="beban-loket.all.2025.achievement">101.0%</data></p><p class="sub">',
        "check.number-wrong", "lkjip/2025/ (en)", when="findings.edition.period.code == '2025'",
    )),
}  # fmt: skip


def refused(root: Path, capsys: pytest.CaptureFixture[str], as_of: str) -> list[tuple[str, str]]:
    """The code and the place of every error that stops the build; nothing is built."""
    capsys.readouterr()
    assert main(["build", "-C", str(root), "--as-of", as_of, "--jobs", "1", "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert not (root / ".berkala" / "build").exists()
    return [(problem["code"], problem["file"]) for problem in problems if problem["severity"] == "error"]


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_what_is_planted_in_every_kind_of_part_stops_the_build(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare, as_of, planted = KINDS[name]
    root = tmp_path / "publication"
    prepare(root)
    edit(root / planted.file, planted.pattern, planted.text)
    errors = refused(root, capsys, as_of)
    assert {code for code, _ in errors} == planted.codes
    assert {place for _, place in errors} == planted.places


#: In the sentences of the words: which messages, what they say, what they say wrongly, and the code that stops it.
SAID: dict[str, tuple[str, str, str, str]] = {
    "a movement in the wrong direction": ("fact.move.", r"\[down\]", "[up]", "check.direction-wrong"),
    "a number typed into a map's title": (
        "charts.ranked.reached.all.several",
        r"\{count\}",
        "7",
        "check.number-untraced",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SAID)
def test_what_a_sentence_says_wrongly_stops_the_build(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    start, right, wrong, code = SAID[name]
    messages = language("en").messages
    said = {key: text for key, text in messages.items() if key.startswith(start) and isinstance(text, str)}
    for key, text in said.items():
        monkeypatch.setitem(messages, key, re.sub(right, wrong, text))  # type: ignore[arg-type]
    assert said != {key: messages[key] for key in said}
    provinces(tmp_path / "publication")
    errors = refused(tmp_path / "publication", capsys, NOW)
    assert code in {code for code, _ in errors}
    assert ON_PROVINCES in {place for _, place in errors}
