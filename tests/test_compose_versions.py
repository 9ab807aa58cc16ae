"""compose: the tree as a whole, the same from the same input, with editions and versions of data side by side."""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from berkala.compose import compose
from berkala.compose.tree import Tree
from berkala.render.bundle import Bundle
from lake import (
    fixture_tree,  # noqa: F401
    listing,
    problems_of,
    publication_in,
    refused,
    three,
    verdict_for,
)


def test_the_same_input_gives_the_same_bytes_elsewhere(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        again = compose(verdict_for(publication_in(tmp_path / "elsewhere"), three()))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert again.fingerprint == tree.fingerprint
    assert listing(again) == listing(tree)


def test_kept_bundles_and_new_ones_make_the_same_tree(tree: Tree, tmp_path: Path) -> None:
    old, middle, new = three()
    changed = replace(middle, ingredients="y" * 64)
    mixed = compose(verdict_for(publication_in(tmp_path / "p"), (middle, new), (old, changed)))
    assert mixed.bundles == tree.bundles
    assert mixed.new == (middle, new)
    assert listing(mixed) == listing(tree)


def test_what_stood_in_the_stage_is_gone(tmp_path: Path) -> None:
    root = publication_in(tmp_path / "p", prose=False)
    first = compose(verdict_for(root, three()))
    (first.folder / "planted.html").write_text("x")
    assert "planted.html" not in listing(compose(verdict_for(root, three())))


@pytest.mark.parametrize("languages", ["id", "id, en"])
def test_the_first_language_stands_at_the_root(tmp_path: Path, languages: str) -> None:
    codes = tuple(languages.split(", "))
    tree = compose(verdict_for(publication_in(tmp_path / "p", languages), three(codes)))
    files = listing(tree)
    assert ("en/index.html" in files) == (len(codes) == 2)
    assert not any(path.startswith("id/") for path in files)
    page = html.document_fromstring(files["index.html"].decode())
    assert page.get("lang") == "id"
    assert len(page.xpath("//nav[@class='lang']")) == len(page.xpath("//link[@hreflang='x-default']")) == len(codes) - 1
    assert problems_of(tree) == []


def test_before_the_first_release_there_is_a_home_and_no_edition(tmp_path: Path) -> None:
    tree = compose(verdict_for(publication_in(tmp_path / "p", prose=False), ()))
    assert problems_of(tree) == []
    assert not any(path.startswith(("lake/", "data/lake")) for path in listing(tree))
    assert "Nothing has been released yet." in (tree.folder / "index.html").read_text(encoding="utf-8")


def sharing_a_version(other_data: bytes = b"") -> tuple[Bundle, ...]:
    """Two editions with one version of the data; the older one with a smaller package."""
    _, old, new = three()
    path = "data/lake/2021-01/lake.csv"
    content = other_data or new.files[f"public/{path}"]
    [entry] = new.about["datasets"]
    entry = {**entry, "files": [{**entry["files"][0], "sha256": hashlib.sha256(content).hexdigest()}]}
    files = {name: data for name, data in old.files.items() if not name.startswith("public/data/")}
    files |= {f"public/{path}": content, "public/data/lake/2021-01/datapackage.json": b"small"}
    files |= {f"fragments/edition.{code}.html": b"<h1>Old</h1>" for code in ("en", "id")}
    full = {**new.files, "public/data/lake/2021-01/datapackage.json": b"large"}
    return replace(old, files=files, about={**old.about, "datasets": [entry]}), replace(new, files=full)


def test_a_version_that_editions_share_is_the_full_packs(tmp_path: Path) -> None:
    tree = compose(verdict_for(publication_in(tmp_path / "p", prose=False), sharing_a_version()))
    assert (tree.folder / "data/lake/2021-01/datapackage.json").read_bytes() == b"large"
    assert problems_of(tree) == []


def test_a_version_with_two_contents_is_named(tmp_path: Path) -> None:
    [problem] = refused(verdict_for(publication_in(tmp_path / "p"), sharing_a_version(b"month,level\n")))
    assert (problem.code, problem.facts["path"]) == ("compose.address-taken", "/data/lake/2021-01/")
