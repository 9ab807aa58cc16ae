"""check_tree: a right site has no problem, and each planted fault is found where it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from berkala.check import check_tree
from right_site import EDITION, EDITION_ID, HOME, HOME_ID, MADE, change, write_manifest, write_site

DATA = "data/waits/2019-03/index.html"

FAULTS = {
    "dead page": (HOME, "waits/2019-03/#table", "waits/2019-04/", "link-dead", "/ (en)"),
    "dead asset": (EDITION, "share/main.en.png", "share/main.png", "link-dead", "waits/2019-03/ (en)"),
    "dead place": (HOME, "#table", "#tables", "anchor-missing", "/ (en)"),
    "dead link in a feed": ("feed.xml", "waits/2019-03/", "waits/2019-02/", "link-dead", "feed.xml"),
    "root link left": (HOME, 'href="feed.xml"', 'href="@/feed.xml"', "tree-root-left", "/ (en)"),
    "wrong language": (HOME_ID, 'lang="id"', 'lang="en"', "tree-language", "/ (id)"),
    "typed number": (HOME, "<h1>The office", "<h1>The 2 offices", "number-untraced", "/ (en)"),
    "undeclared role": (HOME, 'data-role="count"', 'data-role="constant"', "role-undeclared", "/ (en)"),
    "role of another template": (
        EDITION,
        'data-role="name"',
        'data-role="count"',
        "role-undeclared",
        "waits/2019-03/ (en)",
    ),
    "role of a part": (HOME, 'data-role="count"', 'data-role="tick"', "role-undeclared", "/ (en)"),
    "changed part": (HOME, 'data-role="tick">80%', 'data-role="tick">81%', "role-undeclared", "/ (en)"),
    "role where nothing is declared": (
        DATA,
        "<h1>Waits",
        '<h1 data-role="name">Waits',
        "role-undeclared",
        "data/waits/2019-03/ (en)",
    ),
    "wrong number": (EDITION, ">86.6%</data> of", ">86.7%</data> of", "number-wrong", "waits/2019-03/ (en)"),
    "wrong title": (EDITION_ID, "Waits (Type 1)</title>", "86,7%</title>", "plain-number", "waits/2019-03/ (id)"),
    "two headings": (HOME, "</h1>", "</h1><h1>More</h1>", "heading-first", "/ (en)"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path


def test_a_right_site_has_no_problem(root: Path) -> None:
    assert check_tree(root / "site", write_site(root), MADE) == ()


@pytest.mark.parametrize(("path", "old", "new", "code", "file"), FAULTS.values(), ids=FAULTS)
def test_a_fault_on_the_site_is_found_alone(root: Path, path: str, old: str, new: str, code: str, file: str) -> None:
    plan = write_site(root)
    change(root / "site", path, old, new)
    assert [(p.code, p.file) for p in check_tree(root / "site", plan, MADE)] == [(f"check.{code}", file)]


UNDER = "https://office.example/open/"


@pytest.mark.parametrize("link", ["/open/feed.xml", "/open/", "/open/waits/2019-03/#table", "../open/feed.xml"])
def test_a_link_from_the_root_of_the_server_is_read_under_the_site_s_path(root: Path, link: str) -> None:
    plan = write_site(root, UNDER)
    change(root / "site", HOME, 'href="feed.xml"', f'href="{link}"')
    assert check_tree(root / "site", plan, MADE) == ()


@pytest.mark.parametrize("link", ["/feed.xml", "/", "/openfeed.xml", "../feed.xml", "/open/nothing.xml"])
def test_a_link_out_of_the_site_s_path_is_found(root: Path, link: str) -> None:
    plan = write_site(root, UNDER)
    change(root / "site", HOME, 'href="feed.xml"', f'href="{link}"')
    assert [(p.code, p.value) for p in check_tree(root / "site", plan, MADE)] == [("check.link-dead", link)]


@pytest.mark.parametrize("link", ["/feed.xml", "/", "../feed.xml", "/waits/2019-03/#table"])
def test_a_site_at_the_root_of_its_server_is_linked_from_there(root: Path, link: str) -> None:
    plan = write_site(root)
    change(root / "site", HOME, 'href="feed.xml"', f'href="{link}"')
    assert check_tree(root / "site", plan, MADE) == ()


def test_a_calendar_s_folded_line_is_read_whole(root: Path) -> None:
    plan, site = write_site(root), root / "site"
    for period, codes in (("03", []), ("04", ["check.link-dead"])):
        (site / "timetable.ics").write_text(f"URL:https://office.example/wai\r\n ts/2019-{period}/\r\n")
        write_manifest(site)
        assert [p.code for p in check_tree(site, plan, MADE)] == codes


def test_pages_of_both_languages_name_each_other(root: Path) -> None:
    plan = write_site(root)
    change(root / "site", HOME, 'hreflang="id" href="https://office.example/id/"', 'hreflang="id" href="x/"')
    problems = check_tree(root / "site", plan, MADE)
    assert {p.code for p in problems} == {"check.tree-alternate", "check.link-dead"}
    assert {p.file for p in problems} == {"/ (en)", "/ (id)"}


def test_the_manifest_is_held_against_the_files(root: Path) -> None:
    plan, site = write_site(root), root / "site"
    (site / "feed.xml").write_text("<feed/>")
    (site / "stray.txt").write_text("x")
    assert [(p.code, p.value) for p in check_tree(site, plan, MADE)] == [
        ("check.tree-manifest", "feed.xml"),
        ("check.tree-unlisted", "stray.txt"),
    ]
    (site / "manifest.json").unlink()
    assert [p.code for p in check_tree(site, plan, MADE)] == ["check.file-missing"]
