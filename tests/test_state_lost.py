"""plan and publish: without the records of what is public nothing is sent, and it says why; the old site stays."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from berkala.cli import main
from berkala.errors import PROBLEMS, SourceProblems
from berkala.fetch import fetch
from berkala.ledger import SITE, Event, Ledger, Receipt
from berkala.plan import Request, plan
from berkala.plan.standing import MANIFEST
from berkala.publish import publish
from contracts.site_target import ONE
from handmade import NEW, OLD, frozen_frame, publication, run, staged, write_tree
from kills import everything_in
from plan_cases import assert_reads_well, edit
from publishing import (
    code_of,
    fixture_root,  # noqa: F401
)
from small import tree
from test_publish_git import GIT, in_branch, repository

SITE_SETTING = "{kind: folder, path: site}"


def ledger(root: Path) -> Ledger:
    return Ledger(root / ".berkala/ledger.sqlite3")


def refused(root: Path, code: str, channel: str = "site") -> None:
    """Nothing is sent, by either way: the plan that sees it, or the last look before the switch."""
    with frozen_frame():
        planned = plan(Request(root, NEW, channel=channel))
        tree_ = staged(replace(planned, problems=()))
    with pytest.raises(SourceProblems) as told:
        publish(tree_)
    assert [problem.code for problem in told.value.problems] == [code]
    assert_reads_well(told.value.problems[0])


def lose(root: Path) -> None:
    shutil.rmtree(root / ".berkala")


def lose_ledger(root: Path) -> None:
    (root / ".berkala/ledger.sqlite3").unlink()


@pytest.mark.parametrize("loss", [lose, lose_ledger])
@pytest.mark.parametrize("way", [SITE_SETTING, "{kind: zip, path: site/site.zip}"])
def test_an_empty_ledger_over_a_standing_site_sends_nothing(root: Path, loss: Callable[[Path], None], way: str) -> None:
    edit(root, "mkdocs.yml", SITE_SETTING, way)
    run(root, OLD)
    loss(root)
    before = everything_in(root / "site")
    assert code_of(lambda: run(root, NEW), SourceProblems) == "state.missing"
    refused(root, "state.missing")
    assert code_of(lambda: run(root, NEW, dry_run=True), SourceProblems) == "state.missing"
    assert everything_in(root / "site") == before
    assert not ledger(root).path.exists()


@pytest.mark.skipif(GIT is None and os.environ.get("CI") != "true", reason="there is no git here")
def test_an_empty_ledger_over_a_branch_sends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    root = publication(tmp_path / "publication")
    edit(root, "mkdocs.yml", SITE_SETTING, f"{{kind: git, repository: 'file://{repository(tmp_path)}'}}")
    run(root, OLD)
    lose(root)
    before = in_branch(tmp_path)
    refused(root, "state.missing")
    assert code_of(lambda: run(root, NEW), SourceProblems) == "state.missing"
    assert in_branch(tmp_path) == before
    assert ledger(root).sent() == {}


def test_a_ledger_that_is_behind_sends_nothing(root: Path, tmp_path: Path) -> None:
    run(root, OLD)
    shutil.copytree(root / ".berkala", tmp_path / "old")
    run(root, NEW)
    shutil.rmtree(root / ".berkala")
    shutil.copytree(tmp_path / "old", root / ".berkala")
    before = everything_in(root / "site")
    refused(root, "state.behind")
    (problem,) = (one for one in plan(Request(root, NEW)).problems if one.code.startswith("state."))
    assert (problem.facts["unknown"], problem.facts["count"]) == (2, 4)
    assert problem.facts["names"] == "counts@2020-03, counts@2020-04"
    assert everything_in(root / "site") == before


def test_a_site_that_its_host_put_back_from_a_backup_is_published_again(root: Path, tmp_path: Path) -> None:
    run(root, OLD)
    shutil.copytree(root / "site", tmp_path / "backup")
    run(root, NEW)
    new = tree(root / "site")
    shutil.rmtree(root / "site")
    shutil.copytree(tmp_path / "backup", root / "site")
    run(root, NEW)
    assert tree(root / "site") == new


def test_what_another_channel_published_is_not_made_anew(root: Path) -> None:
    run(root, OLD)
    text = (root / "mkdocs.yml").read_text()
    (root / "mkdocs.yml").write_text(text.replace("channels: {site:", "channels: {www:"))
    refused(root, "state.of-channel", "www")


def test_a_damaged_site_is_no_free_place(root: Path) -> None:
    run(root, OLD)
    (root / "site/counts/2020-01/index.html").write_text("other")
    lose(root)
    refused(root, "state.missing")


def test_a_site_without_editions_is_ours_too(root: Path) -> None:
    shutil.rmtree(root / "site")
    write_tree(root / "site", {"index.html": b"soon"}, ONE)
    refused(root, "state.missing")


def test_a_manifest_that_says_nonsense_of_its_editions_harms_nobody(root: Path) -> None:
    run(root, OLD)
    told = json.loads((root / "site" / MANIFEST).read_text())
    for nonsense in ("x", [1, {"edition": "a"}, None], None):
        (root / "site" / MANIFEST).write_text(json.dumps({**told, "editions": nonsense}))
        assert "state" not in {problem.code.partition(".")[0] for problem in plan(Request(root, NEW)).problems}


def test_bundles_that_are_gone_are_told_before_anything_is_made(root: Path) -> None:
    run(root, OLD)
    before = everything_in(root / "site")
    for folder in list((root / ".berkala/bundles").iterdir())[:1]:
        shutil.rmtree(folder)
    with frozen_frame():
        planned = plan(Request(root, NEW))
    assert planned.stateless
    assert [problem.facts["missing"] for problem in planned.problems] == [1]
    assert code_of(lambda: fetch(planned), SourceProblems) == "state.bundles-missing"
    assert everything_in(root / "site") == before


def test_what_was_meant_and_given_up_is_known(root: Path) -> None:
    """A run was stopped after the switch, and somebody spoilt a page before the next: it is published again."""
    run(root, OLD)
    new = Receipt("site", "counts@2020-03", ONE, "now")
    intention = ledger(root).intend(
        Receipt("site", SITE, ONE, "now", {"receipts": [{"subject": new.subject, "content": ONE, "details": {}}]})
    )
    ledger(root).abandon(intention)
    assert ("counts@2020-03", ONE) in ledger(root).sent()["site"]
    assert ("site", ONE) in ledger(root).sent()["site"]


@pytest.mark.parametrize("command", ["status", "due", "publish"])
def test_the_staff_see_it_first(root: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    run(root, OLD)
    lose(root)
    before = everything_in(root / "site")
    assert main([command, "-C", str(root), "--as-of", NEW.isoformat(), "--language", "en"]) == PROBLEMS
    told = capsys.readouterr()
    said = told.out if command == "status" else told.err
    assert "this machine has no record of it" in said
    assert "berkala restore" in said
    assert everything_in(root / "site") == before
    assert not ledger(root).path.exists()


def test_the_service_says_it_and_sends_nothing(root: Path) -> None:
    from berkala.service.desk import Desk
    from berkala.service.said import Said

    run(root, OLD)
    lose(root)
    before = everything_in(root / "site")
    heard: list[Said] = []
    Desk(root, hear=heard.append).publish(NEW)
    assert {said.kind for said in heard} == {"held"}
    assert {problem.code for said in heard for problem in said.problems} == {"state.missing"}
    assert everything_in(root / "site") == before


@pytest.mark.skipif(GIT is None and os.environ.get("CI") != "true", reason="there is no git here")
def test_a_lost_state_is_told_before_anything_is_made_also_where_a_network_must_be_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from berkala import pipeline
    from berkala.service.desk import Desk
    from berkala.service.said import Said

    def made_in_vain(*_: object, **__: object) -> None:
        raise AssertionError("it was made in vain")

    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    root = publication(tmp_path / "publication")
    edit(root, "mkdocs.yml", SITE_SETTING, f"{{kind: git, repository: 'file://{repository(tmp_path)}'}}")
    run(root, OLD)
    lose(root)
    monkeypatch.setattr(pipeline, "run", made_in_vain)
    assert main(["publish", "-C", str(root), "--as-of", NEW.isoformat(), "--language", "en"]) == PROBLEMS
    assert "this machine has no record of it" in capsys.readouterr().err
    heard: list[Said] = []
    desk = Desk(root, hear=heard.append)
    desk.prepare(NEW, OLD)
    desk.publish(NEW)
    assert {(said.kind, problem.code) for said in heard for problem in said.problems} == {("held", "state.missing")}


def test_an_event_alone_is_no_record_of_a_site(root: Path) -> None:
    run(root, OLD)
    lose(root)
    ledger(root).record([Event("approved", "counts@2020-01", "now")])
    refused(root, "state.missing")
