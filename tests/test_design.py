"""The pages that show what the site is made of: whole, in every language, right in every check, and never apart."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from berkala.check.access import headings
from berkala.check.contents import check_page
from berkala.check.document import Document, parsed
from berkala.check.pages import Page
from berkala.colours import PALETTES
from berkala.compose.design import design_files
from berkala.compose.design.pieces import Source, placed
from berkala.compose.design.sheet import rules, sizes
from berkala.compose.frame import Frame
from berkala.compose.shelf import shelve
from berkala.errors import Problem
from berkala.plan.publication import DESIGN_PAGES
from berkala.plan.reading import read_publication
from berkala.render.charts.kinds import KINDS
from berkala.words import language
from publications import REPOSITORY

SETTINGS = """
site_url: https://office.example/open/
docs_dir: reports
plugins:
  - berkala:
      agency: {{name: {name}, accent: {{light: "#5a3d8a", dark: "#bda6ee"}}{more}}}
      languages: {languages}
      time_zone: Asia/Jakarta
      licence: {{name: CC0-1.0, title: {name}, path: https://licence.example/}}
      contact: {{name: {name}, email: desk@office.example}}
      channels: {{site: {{kind: folder, path: site}}}}
      {extra}
"""
SHEET = (REPOSITORY / "templates/theme/assets/berkala.css").read_text(encoding="utf-8")
PARTS = (
    *("head", "place", "ruler", "key", "facts", "table", "score", "progress", "releases", "calendar", "data"),
    *("post", "form", "empty", "foot"),
)


def made(root: Path, languages: tuple[str, ...], more: str = "", extra: str = "") -> tuple[Frame, dict[str, bytes]]:
    """The frame of a publication without a report, and the files of its design."""
    name = "{" + ", ".join(f"{code}: An office" for code in languages) + "}"
    told = SETTINGS.format(name=name, languages=list(languages), more=more, extra=extra)
    (root / "mkdocs.yml").write_text(told, encoding="utf-8")
    publication, _ = read_publication(root)
    assert publication is not None
    frame = Frame(shelve(publication, {}))
    return frame, dict(design_files(frame, root / "private"))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Frame, dict[str, bytes]]:
    return made(tmp_path_factory.mktemp("design"), ("en", "id"))


def wrong(frame: Frame, files: Mapping[str, bytes]) -> list[Problem]:
    """What every check of the tree says of the pages, but for links, which need the whole tree."""
    found: list[Problem] = []
    for path, content in files.items():
        if path.endswith(".html"):
            code = path.partition("/")[0] if path.partition("/")[0] in frame.settings.languages else ""
            own, root = frame.made[path], parsed(content)
            assert own.scope is not None
            page = Page(path, language(code or frame.settings.languages[0]), own.scope, own.roles)
            found += [*check_page(Document.of(root), page), *headings(root, page)]
    return found


def test_three_pages_in_each_language_pass_every_check(both: tuple[Frame, dict[str, bytes]]) -> None:
    frame, files = both
    pages = {path for path in files if path.endswith(".html")}
    assert pages == {f"{prefix}{page}index.html" for prefix in ("", "id/") for page in DESIGN_PAGES}
    assert [(one.code, one.file, one.value) for one in wrong(frame, files)] == []


@pytest.mark.parametrize("code", ["fr", "ru", "kk"])
def test_a_publication_in_any_one_language_has_them(code: str, tmp_path: Path) -> None:
    frame, files = made(tmp_path, (code,))
    assert [(one.code, one.file, one.value) for one in wrong(frame, files)] == []
    text = files["about/design/index.html"].decode()
    assert language(code).text("design.now") in text
    assert "hreflang" not in text


def test_a_number_that_is_wrong_would_be_told(both: tuple[Frame, dict[str, bytes]]) -> None:
    frame, files = both
    path = "about/design/components/index.html"
    assert b">86.8<" in files[path]
    spoiled = {path: files[path].replace(b">86.8<", b">86.9<", 1)}
    assert {one.code for one in wrong(frame, spoiled)} == {"check.number-wrong"}


def test_every_component_is_shown_on_light_and_on_dark_paper(both: tuple[Frame, dict[str, bytes]]) -> None:
    _, files = both
    for prefix in ("", "id/"):
        page = Source(files[f"{prefix}about/design/components/index.html"].decode())
        for name in PARTS:
            section = Source(page.first(f"section#{name}"))
            light, dark = (list(section.every(f"div.on-paper.{scheme}")) for scheme in ("light", "dark"))
            assert light, name
            assert len(light) == len(dark), name


def test_every_kind_of_chart_is_shown(both: tuple[Frame, dict[str, bytes]]) -> None:
    """A kind that comes in gets its lines in ``compose/design/sample/reports/requests.md``."""
    _, files = both
    page = Source(files["about/design/charts/index.html"].decode())
    for kind in KINDS:
        assert Source(page.first(f"section#{kind}")).first("figure"), kind


def test_the_gaps_of_the_data_are_shown(both: tuple[Frame, dict[str, bytes]]) -> None:
    _, files = both
    charts = files["about/design/charts/index.html"].decode()
    assert {letter for letter in "cxp" if f"[{letter}]" in charts} == {"c", "x", "p"}


def test_no_name_is_twice_and_no_link_leads_to_the_sample(both: tuple[Frame, dict[str, bytes]]) -> None:
    _, files = both
    for path, content in files.items():
        if path.endswith(".html"):
            names = re.findall(r'\bid="([^"]+)"', content.decode())
            assert len(names) == len(set(names)), path
            assert not re.search(rb'(?:href|src)="[^"]*(?:requests|works|reach)', content), path


def test_they_are_small(both: tuple[Frame, dict[str, bytes]]) -> None:
    _, files = both
    for path, content in files.items():
        if not path.endswith(".png"):
            assert len(gzip.compress(content)) < 30_000, path


def test_the_ratios_are_those_of_the_agency(both: tuple[Frame, dict[str, bytes]]) -> None:
    _, files = both
    page = files["about/design/index.html"].decode()
    assert "#5a3d8a" in page
    assert "#bda6ee" in page
    assert '<span data-role="constant">8.29</span>' in page
    assert all(colour in page for palette in PALETTES.values() for colour in palette.values())


def test_the_sheet_has_both_schemes_and_the_states_of_the_site(both: tuple[Frame, dict[str, bytes]]) -> None:
    sheet = both[1]["assets/design.css"].decode()
    assert "--paper:#fdfcfa;" in next(line for line in sheet.splitlines() if line.startswith(".light{"))
    assert "--paper:#121518;" in sheet
    # In dark the fourth shade is the dark one's.
    dark = next(line for line in sheet.splitlines() if line.startswith(".dark{"))
    assert "--q4:color-mix(in srgb,var(--accent) 74%,var(--paper))" in dark
    assert "--accent:#bda6ee;" in dark
    assert dark.endswith(";color-scheme:dark}")
    assert ".btn.is-hover{background:var(--wash)}" in sheet
    assert ".is-focus{outline:3px solid var(--accent)" in sheet


def test_the_sizes_are_those_of_the_sheet() -> None:
    found = sizes(SHEET, {"title": "h1", "text": "body", "none": ".not-there"})
    assert {name: [float(size) for size in pair] for name, pair in found.items()} == {
        "title": [28, 42.5],
        "text": [16, 17],
    }


def test_every_rule_of_the_sheet_is_read() -> None:
    bare = re.sub(r"/\*.*?\*/|@font-face\{[^}]*\}|@page\{(?:[^{}]|\{[^{}]*\})*\}", "", SHEET, flags=re.DOTALL)
    arounds = len(re.findall(r"@(?:media|supports|keyframes)[^{]*\{", bare))
    assert len(rules(SHEET)) == bare.count("{") - arounds


def test_the_same_bytes_again_and_nothing_is_left(tmp_path: Path, both: tuple[Frame, dict[str, bytes]]) -> None:
    from berkala.compose.design import shown

    kept = dict(shown._KEPT)
    shown._KEPT.clear()
    try:
        _, again = made(tmp_path, ("en", "id"))
    finally:
        shown._KEPT.update(kept)
    assert again == both[1]


def test_without_the_page_there_is_nothing(tmp_path: Path) -> None:
    frame, files = made(tmp_path, ("en",), extra="design_page: false")
    assert files == {}
    assert not (tmp_path / "private").exists()
    head = frame.page("404.html", frame.languages[0], "", _head())[1].decode()
    assert "about/design" not in head


def test_the_agency_s_mark_is_in_the_head_that_is_shown(tmp_path: Path) -> None:
    mark = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>'
    (tmp_path / "mark.svg").write_text(mark, encoding="utf-8")
    frame, files = made(tmp_path, ("en",), more=", mark: mark.svg")
    page = Source(files["about/design/components/index.html"].decode())
    assert page.first("section#head").count('<g><path d="M1 1h7v7z"/></g>') == 2
    assert wrong(frame, files) == []


def _head() -> object:
    from berkala.compose.frame import Head

    return Head("A page", "A page.", listed=False)


# -- cutting --------------------------------------------------------------------------------------------------


def test_a_part_is_cut_whole() -> None:
    page = Source('<div class="a"><div class="b c"><br><p>1</p></div><p id="x">2</p></div><div class="c">3</div>')
    assert page.first("div.c") == '<div class="b c"><br><p>1</p></div>'
    assert list(page.every("div.c"))[1] == '<div class="c">3</div>'
    assert page.first("p#x") == '<p id="x">2</p>'
    assert page.first("div.c", "3") == '<div class="c">3</div>'
    assert page.first("div.z") == ""


def test_a_part_is_placed_under_names_of_its_own() -> None:
    part = (
        '<nav aria-label="Main"><h1 id="a">T</h1><a class="b" href="../x/">x</a></nav>'
        '<svg><pattern id="r"/><rect fill="url(#r)"/><use href="#m-met"/><path id="s"/><use href="#s"/></svg>'
    )
    assert placed(part, "head--0-light", "Head") == (
        '<nav aria-label="Head: Main"><h2 id="head--0-light-a">T</h2><a class="b" href="#head">x</a></nav>'
        '<svg><pattern id="head--0-light-r"/><rect fill="url(#head--0-light-r)"/><use href="#m-met"/>'
        '<path id="head--0-light-s"/><use href="#head--0-light-s"/></svg>'
    )
