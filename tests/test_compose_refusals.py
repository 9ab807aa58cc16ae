"""compose: what keeps a tree from being composed or written, and is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from berkala.compose import compose
from berkala.compose.stage import Stage
from berkala.errors import Problem, TryAgain
from lake import publication_in, refused, three, verdict_for


def test_an_error_found_before_keeps_all_from_being_composed(tmp_path: Path) -> None:
    found = (Problem("compose.mkdocs", {"said": "a"}, severity="warning"), Problem("compose.mkdocs", {"said": "b"}))
    root = publication_in(tmp_path / "p")
    assert refused(verdict_for(root, three(), problems=found)) == list(found)
    assert not (root / ".berkala").exists()


def test_a_warning_travels_on(tmp_path: Path) -> None:
    warning = Problem("compose.mkdocs", {"said": "a"}, severity="warning")
    tree = compose(verdict_for(publication_in(tmp_path / "p", prose=False), three(), problems=(warning,)))
    assert tree.problems == (warning,)


def test_a_page_missing_in_a_language_is_named(tmp_path: Path) -> None:
    old, *rest = three()
    files = {path: content for path, content in old.files.items() if path != "fragments/edition.id.html"}
    [problem] = refused(verdict_for(publication_in(tmp_path / "p"), (replace(old, files=files), *rest)))
    assert problem.code == "compose.fragment-missing"
    assert problem.facts == {"edition": "lake@2020-11", "page": "edition", "language": "id"}


def test_two_claims_to_one_address_are_named(tmp_path: Path) -> None:
    *others, last = three()
    files = {**last.files, "public/timetable/index.html": b"mine"}
    [problem] = refused(verdict_for(publication_in(tmp_path / "p"), (*others, replace(last, files=files))))
    assert (problem.code, problem.facts["path"]) == ("compose.address-taken", "/timetable/index.html")


def test_a_stage_that_cannot_be_written_asks_to_try_again(tmp_path: Path) -> None:
    root = publication_in(tmp_path / "p", prose=False)
    (root / ".berkala").write_text("in the way")
    with pytest.raises(TryAgain) as caught:
        compose(verdict_for(root, three()))
    assert caught.value.problems[0].code == "compose.stage-unwritable"


@pytest.mark.parametrize("path", ["../out", "/etc/x", "a//b", "a/../b", ".hidden", "a/.git/x", "a\\b", "", "a/"])
def test_nothing_is_written_outside_the_stage(tmp_path: Path, path: str) -> None:
    stage = Stage(tmp_path / "stage", tmp_path)
    with pytest.raises(ValueError, match="not a public path"):
        stage.write(path, b"", "test")
