"""compose: authored pages, what is published beside them, and what is wrong with them."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from berkala.compose import compose
from berkala.compose.prose import _Listener, _quietly
from berkala.plan import read_publication
from berkala.plan.frames import frame_hash
from lake import listing, publication_in, refused, three, verdict_for


def test_without_authored_pages_mkdocs_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("berkala.compose.prose._build", refused)
    tree = compose(verdict_for(publication_in(tmp_path / "p", prose=False), three()))
    assert "about/index.html" not in listing(tree)
    assert [path.name for path in (tmp_path / "p/.berkala/stage").iterdir()] == [tree.folder.name]


def test_what_is_wrong_with_authored_pages_is_named_at_once(tmp_path: Path) -> None:
    root = publication_in(tmp_path / "p")
    (root / "reports/about.md").write_text("---\ntitle: About\n---\nx\n", encoding="utf-8")
    (root / "reports/about.id.md").unlink()
    assert [problem.code for problem in refused(verdict_for(root, three()))] == [
        "compose.page-words-missing",
        "compose.page-language-missing",
    ]


def test_a_broken_link_and_a_loose_number_in_an_authored_page_are_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = publication_in(tmp_path / "p")
    with (root / "reports/about.md").open("a", encoding="utf-8") as file:
        file.write("\nSee [us](nowhere.md), all 12 of us.\n")
    link, digit = refused(verdict_for(root, three()))
    assert "nowhere.md" in link.message()
    assert (digit.file, digit.value) == ("reports/about.md", "12")
    assert capfd.readouterr() == ("", "")


def test_files_beside_an_authored_page_are_published_with_it(tmp_path: Path) -> None:
    root = publication_in(tmp_path / "p")
    (root / "reports/about").mkdir()
    (root / "reports/about/map.png").write_bytes(b"PNG")
    (root / "reports/about/.hidden").write_bytes(b"")
    with (root / "reports/about.md").open("a", encoding="utf-8") as file:
        file.write("\n![The office on a map](about/map.png)\n")
    tree = compose(verdict_for(root, three()))
    assert (tree.folder / "about/map.png").read_bytes() == b"PNG"
    assert 'src="map.png"' in (tree.folder / "about/index.html").read_text(encoding="utf-8")
    beside = [path.name for path in (tree.folder / "about").iterdir() if path.is_file() and path.suffix != ".html"]
    assert beside == ["map.png"]
    publication, _ = read_publication(root)
    assert publication is not None
    first = frame_hash(publication)
    (root / "reports/about/map.png").write_bytes(b"another")
    assert frame_hash(publication) != first


@pytest.mark.parametrize("name", ["my map.png", "more.md"])
def test_a_file_beside_an_authored_page_that_can_have_no_address_is_named(name: str, tmp_path: Path) -> None:
    root = publication_in(tmp_path / "p")
    (root / "reports/about").mkdir()
    (root / "reports/about" / name).write_text("x", encoding="utf-8")
    (problem,) = refused(verdict_for(root, three()))
    assert (problem.code, problem.file) == ("compose.page-file-name", f"reports/about/{name}")


@pytest.mark.parametrize("speaker", ["mkdocs", "properdocs"])
def test_what_mkdocs_or_its_fork_says_becomes_a_problem(speaker: str, capfd: pytest.CaptureFixture[str]) -> None:
    listener = _Listener()
    with _quietly(listener):
        logging.getLogger(f"{speaker}.structure.pages").warning("a dead %s", "link")
        logging.getLogger(f"{speaker}.config").warning("an odd setting")
    logging.getLogger(f"{speaker}.structure.pages").info("heard no more")
    assert [(p.facts["said"], p.severity) for p in listener.problems] == [
        ("a dead link", "error"),
        ("an odd setting", "warning"),
    ]
    assert capfd.readouterr() == ("", "")


def test_a_page_may_stay_out_of_the_footer(tmp_path: Path) -> None:
    root = publication_in(tmp_path / "p")
    for name in ("about.md", "about.id.md"):
        path = root / "reports" / name
        path.write_text(path.read_text(encoding="utf-8").replace("---\n", "---\nfooter: false\n", 1), encoding="utf-8")
    tree = compose(verdict_for(root, three()))
    assert (tree.folder / "about/index.html").is_file()
    assert 'href="about/"' not in (tree.folder / "index.html").read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("footer: false", "footer: maybe"), encoding="utf-8")
    assert [problem.code for problem in refused(verdict_for(root, three()))] == ["compose.page-footer"]
