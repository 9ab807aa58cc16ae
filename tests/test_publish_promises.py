"""publish: each site target says how far it changes at once, and the command says it in plain words when it matters."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path
from typing import get_args

import pytest

from berkala import cli, pipeline
from berkala.cli import commands
from berkala.cli.outcome import Outcome
from berkala.errors import DONE
from berkala.plan import Plan, Request, plan
from berkala.plan.specifications import Target
from berkala.publish.plugs import SITE_TARGETS, Switches, site_target
from berkala.words import language
from handmade import NEW, OLD, frozen_frame, publication, staged

SETTINGS = {
    "folder": "{kind: folder, path: site}",
    "rsync": "{kind: rsync, host: www.dinas.local, path: /srv/www/site}",
    "git": "{kind: git, repository: 'git@git.dinas.local:statistics/site.git'}",
    "zip": "{kind: zip, path: upload/site.zip}",
    "s3": "{kind: s3, bucket: statistics, prefix: site}",
}
PROMISES: dict[str, tuple[Switches, bool]] = {
    "folder": ("whole", True),
    "rsync": ("whole", True),
    "git": ("handed over", True),
    "zip": ("by hand", True),
    "s3": ("ordered", False),
}
#: What a person must understand of each, in English and in Indonesian.
TOLD = {
    "folder": ("all at once", "sekaligus"),
    "rsync": ("Readers of www.dinas.local:/srv/www/site see the old site or the new one", "situs lama atau situs baru"),
    "git": ("its host shows the new site when it has taken it over", "penyedianya menampilkan situs baru setelah"),
    "zip": ("once a person has uploaded", "setelah isinya diunggah seseorang"),
    "s3": ("readers of s3://statistics/site may meet pages of the old site and of the new one", "situs lama dan situs"),
}


def planned(root: Path, kind: str) -> Plan:
    publication(root)
    text = (root / "mkdocs.yml").read_text()
    (root / "mkdocs.yml").write_text(text.replace("{kind: folder, path: site}", SETTINGS[kind]))
    found = plan(Request(root, NEW))
    assert found.problems == ()
    return found


def test_every_kind_of_the_settings_has_its_target() -> None:
    union, _ = get_args(Target)
    kinds = {get_args(model.model_fields["kind"].annotation)[0] for model in get_args(union)}
    assert kinds == set(SETTINGS) == {point.name for point in entry_points(group=SITE_TARGETS)}


@pytest.mark.parametrize("kind", SETTINGS)
def test_each_target_declares_its_promise(tmp_path: Path, kind: str) -> None:
    target = site_target(planned(tmp_path, kind).publication, "site")
    assert (target.switches, target.stages) == PROMISES[kind]


@pytest.mark.parametrize("kind", SETTINGS)
def test_each_promise_is_said_in_both_languages(tmp_path: Path, kind: str) -> None:
    for code, words in zip(("en", "id"), TOLD[kind], strict=True):
        outcome = Outcome("publish", NEW, language(code))
        commands._say_promise(planned(tmp_path, kind), outcome)
        assert words in outcome.lines[0]
        assert not [line for line in outcome.lines if "{" in line]
        unseen = {"en": "Nothing can be kept ready there unseen", "id": "tidak ada yang dapat disiapkan tanpa terlihat"}
        assert (unseen[code] in "".join(outcome.lines[1:])) == (not PROMISES[kind][1])


def test_every_promise_that_a_target_may_declare_has_its_words() -> None:
    for code in ("en", "id"):
        for promise in get_args(Switches):
            assert language(code).text(f"cli.promise-{promise.replace(' ', '-')}", place="x")


def test_the_promise_is_said_in_a_dry_run_and_at_the_first_use_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = publication(tmp_path / "publication")
    monkeypatch.setattr(pipeline, "run", lambda request, *_, **__: staged(plan(request)))

    def said(*words: str, at: str = OLD.isoformat()) -> list[str]:
        with frozen_frame():
            assert cli.main(["publish", "-C", str(root), "--as-of", at, "--language", "en", *words]) == DONE
        return [line for line in capsys.readouterr().out.splitlines() if line.startswith("How it changes")]

    assert len(said("--dry-run")) == 1
    assert len(said()) == 1
    assert said() == []  # nothing to do
    assert said(at=NEW.isoformat()) == []
    assert len(said("--to", "other")) == 1
