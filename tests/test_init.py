"""`berkala init`: a new publication, whole or not at all, that can be checked and published at once."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import yaml

import recompute
from berkala import cli, init
from berkala.errors import DONE, PROBLEMS, WRONG_USE
from berkala.plan import Request, plan
from berkala.plan.templates import brought, one_folder, template_files
from publications import REPOSITORY
from small import ZONE, tree

AT = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
NOTICE = {
    "id": "Contoh rekaan: kantor dan semua angka tidak nyata.",
    "en": "Invented example: the office and all figures are not real.",
}
REPORT = "reports/lkjip.md"


def run(*words: str) -> int:
    return cli.main([*words])


def built(root: Path) -> Path:
    """The publication's site, built with what is due at `AT`."""
    out = root.parent / f"{root.name}-site"
    assert run("build", "-C", str(root), "--as-of", AT.isoformat(), "--jobs", "1", "--out", str(out)) == DONE
    return out


def problems(root: Path) -> list[tuple[str, str | None]]:
    made = plan(Request(root, AT, action="check"))
    return [(problem.code, problem.value) for problem in made.problems]


def change(root: Path, file: str, pattern: str, text: str) -> None:
    old = (root / file).read_text(encoding="utf-8")
    new, count = re.subn(pattern, lambda _: text, old, count=1, flags=re.DOTALL)
    assert count == 1, pattern
    (root / file).write_text(new, encoding="utf-8")


def in_one_language(root: Path, code: str) -> None:
    """Leave one language, with its stories in the files of the first."""
    for name in ("lkjip", "about"):
        other = root / "reports" / f"{name}.en.md"
        if code == "en":
            first = root / "reports" / f"{name}.md"
            head = first.read_text(encoding="utf-8").split("---\n")[1]
            story = other.read_text(encoding="utf-8")
            first.write_text(story if name == "about" else f"---\n{head}---\n{story}", encoding="utf-8")
        other.unlink()
    change(root, "mkdocs.yml", r"languages: \[id, en\]", f"languages: [{code}]")


@pytest.fixture
def example(tmp_path: Path) -> Path:
    init.init(tmp_path / "lkjip", "lkjip")
    return tmp_path / "lkjip"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's site as it is built the first time. Tests only read it."""
    root = tmp_path_factory.mktemp("init") / "lkjip"
    init.init(root, "lkjip")
    return built(root)


# -- what is written ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("words", [[], ["--example", "lkjip"]])
def test_it_writes_a_publication_without_problems(
    tmp_path: Path, words: list[str], language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "deep" / "er" / "new"
    assert run("init", str(root), "--language", language, *words) == DONE
    assert str(root.name) in capsys.readouterr().out
    assert {"mkdocs.yml", ".gitignore", "templates/README.md"} <= set(tree_names(root))
    assert problems(root) == []
    assert [path.name for path in root.parent.iterdir()] == ["new"]


def test_the_notes_are_in_the_language_of_the_staff(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for code, first, other in (("en", "CHANGE", "id"), ("id", "UBAH", "en"), ("kk", "CHANGE", "id")):
        root = tmp_path / code
        if code == "kk":  # the commands do not speak it
            init.init(root, language=code)
        else:
            assert run("init", str(root), "--language", code) == DONE
            assert f" {first} " in capsys.readouterr().out, "what to look for is what stands in the file"
        settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
        assert settings.count(f"# {first}") == 4, code
        assert (root / f"reports/visitors.{other}.md").is_file()
        assert problems(root) == []


def test_both_languages_begin_with_the_same_publication(tmp_path: Path) -> None:
    read = {}
    for code in ("en", "id"):
        init.init(tmp_path / code, language=code)
        dataset = yaml.safe_load((tmp_path / code / "datasets/visitors/dataset.yml").read_text(encoding="utf-8"))
        report = yaml.safe_load((tmp_path / code / "reports/visitors.md").read_text(encoding="utf-8").split("---\n")[1])
        settings = yaml.safe_load((tmp_path / code / "mkdocs.yml").read_text(encoding="utf-8"))
        del dataset["sources"], settings["site_name"]  # these are said in one language only
        settings["plugins"][0]["berkala"]["languages"].sort()
        read[code] = (dataset, report, settings)
    assert read["en"] == read["id"]


def tree_names(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_it_names_its_files_and_the_state_is_ignored(tmp_path: Path) -> None:
    assert list(init.init(tmp_path / "new")) == tree_names(tmp_path / "new")
    assert ".berkala/" in (tmp_path / "new" / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert init.examples() == ("lkjip",)


def test_an_empty_folder_is_filled_and_json_says_what_was_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "new").mkdir()
    assert run("init", "new", "-C", str(tmp_path), "--json") == DONE
    said = json.loads(capsys.readouterr().out)
    assert (said["command"], said["problems"]) == ("init", [])
    assert (tmp_path / "new" / "mkdocs.yml").is_file()


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("cli.init-not-empty", "notes.txt"),
        ("cli.init-publication", "mkdocs.yml"),
        ("cli.init-not-empty", ".git/config"),
    ],
)
def test_a_folder_with_anything_in_it_is_left_as_it_is(
    tmp_path: Path, code: str, name: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine" / name).parent.mkdir(parents=True)
    (tmp_path / "mine" / name).write_text("mine", encoding="utf-8")
    assert run("init", str(tmp_path / "mine"), "--json", "--language", language) == WRONG_USE
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["code"] == code
    assert "{" not in problem["message"] + problem["remedy"]
    assert tree_names(tmp_path) == [f"mine/{name}"]


def test_a_file_and_a_link_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    assert run("init", str(tmp_path / "file"), "--json") == WRONG_USE
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "cli.init-file"
    assert run("init", str(tmp_path / "link"), "--json") == WRONG_USE
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "cli.init-file"
    assert list((tmp_path / "folder").iterdir()) == []


def test_an_example_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run("init", "x", "--example", "lkijp")
    assert caught.value.code == WRONG_USE
    assert "lkjip" in capsys.readouterr().err


def test_the_folder_that_one_stands_in_may_be_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init", ".") == DONE
    assert {"mkdocs.yml", "reports", ".gitignore"} <= {path.name for path in Path().iterdir()}
    assert not list(tmp_path.glob(".berkala-init-*"))


def test_a_move_that_fails_takes_back_what_was_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename, moved = os.rename, []

    def refuse(source: Path, to: Path) -> None:
        moved.append(to)
        if to.name == "mkdocs.yml":
            raise OSError(13, "not allowed")
        rename(source, to)

    monkeypatch.setattr(os, "rename", refuse)
    assert run("init", "-C", str(tmp_path), ".") == PROBLEMS
    assert len(moved) > 3
    assert list(tmp_path.iterdir()) == []


def test_a_move_that_fails_leaves_what_somebody_else_put_there_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = os.rename

    def late(source: Path, to: Path) -> None:
        if to.name == "reports":
            to.mkdir()
            (to / "mine.md").write_text("mine", encoding="utf-8")
        rename(source, to)

    monkeypatch.setattr(os, "rename", late)
    assert run("init", "-C", str(tmp_path), ".") == PROBLEMS
    assert tree_names(tmp_path) == ["reports/mine.md"]


@pytest.mark.parametrize(("error", "code"), [(OSError(28, "no space"), PROBLEMS), (KeyboardInterrupt(), 130)])
@pytest.mark.parametrize("there", [True, False])
def test_what_interrupts_it_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, there: bool
) -> None:
    copied: list[object] = []

    def copy(source: Path, to: Path) -> None:
        if len(copied) == 3:
            raise error
        copied.append(to)

    monkeypatch.setattr(shutil, "copyfile", copy)
    (tmp_path / "new").mkdir() if there else None
    assert run("init", str(tmp_path / "new")) == code
    assert [path.name for path in tmp_path.rglob("*")] == (["new"] if there else [])


# -- it works at once ----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_new_publication_publishes_at_once_and_says_that_it_is_invented(tmp_path: Path) -> None:
    root = tmp_path / "new"
    init.init(root)
    words = ["-C", str(root), "--as-of", AT.isoformat()]
    assert run("publish", *words, "--jobs", "1") == DONE
    assert (root / "site" / "visitors" / "2025-12" / "index.html").is_file()
    for page in root.joinpath("site").rglob("*.html"):
        assert "Invented example" in (text := page.read_text(encoding="utf-8")) or "Contoh rekaan" in text, page
    assert run("status", *words) == DONE
    assert not list((root / ".berkala").glob("cache/templates-*"))


@pytest.mark.slow
def test_the_example_is_built_with_every_page_and_agrees_with_its_recomputation(site: Path) -> None:
    for address in ("", "lkjip/", "lkjip/2024/", "lkjip/2025/", "lkjip/2025/share/", "about/", "data/kinerja/"):
        assert (site / address / "index.html").is_file(), address
        assert (site / "en" / address / "index.html").is_file(), address
    check = recompute.Recomputation(site)
    check.run()
    assert check.wrong == []


@pytest.mark.slow
def test_every_page_and_card_says_that_the_office_is_invented(site: Path) -> None:
    pages = [path for path in site.rglob("*.html") if 'http-equiv="refresh"' not in path.read_text(encoding="utf-8")]
    assert len(pages) > 20
    for page in pages:
        text = page.read_text(encoding="utf-8")
        code = re.search(r'<html lang="(\w+)"', text)[1]  # type: ignore[index]
        assert NOTICE[code] in text, page.relative_to(site)
    cards = sorted(site.glob("lkjip/*/share/*.svg"))
    assert cards
    for card in cards:
        said = " ".join(re.sub(r"<[^>]+>", " ", card.read_text(encoding="utf-8")).split())
        assert any(notice in said for notice in NOTICE.values()), card.name


@pytest.mark.slow
def test_each_arithmetic_of_an_achievement_is_in_the_example(site: Path) -> None:
    figures = json.loads((site / "lkjip/2025/figures.json").read_text(encoding="utf-8"))["figures"]
    found = {figure["id"]: figure for figure in figures}
    formulas = {figure["formula"] for figure in figures if "formula" in figure}
    asked = {"ratio", "inverse_ratio", "within", "from_baseline", "growth"}
    assert {f"achievement_{name}" for name in asked} | {"capped", "weighted_mean", "share"} <= formulas
    assert found["indeks-spbe.all.2025"]["status"] == "x"
    assert found.get("indeks-spbe.all.2025.achievement", {"value": None})["value"] is None
    assert "maladministrasi.all.2025.achievement" not in found
    assert found["izin-tepat-waktu.milestone"]["value"] == 95
    assert found["beban-loket.milestone-low"]["value"] == 20
    assert found["aduan-selesai.all.2025.achievement"]["text"]["id"] == "92,7%"
    assert found["rollup.all.2025"]["value"] is not None


# -- what the law asks for -----------------------------------------------------------------------------------------


def test_a_missing_cause_and_a_missing_review_stop_the_release(example: Path) -> None:
    change(example, REPORT, r"      ikm:\n        causes:.*?(?=      aduan-selesai:\n        causes)", "")
    assert problems(example) == [("plan.account-missing", "ikm")]
    change(example, REPORT, r"    reviewed:.*?(?=  2025:)", "")
    assert problems(example) == [("plan.account-missing", "ikm"), ("plan.review-missing", None)]
    assert run("due", "-C", str(example), "--as-of", AT.isoformat()) == PROBLEMS


def test_an_account_without_next_steps_is_told_with_its_line(example: Path) -> None:
    change(example, REPORT, r"        next_steps:.*?(?=      lama-izin:\n        causes)", "")
    (problem,) = plan(Request(example, AT, action="check")).problems[:1]
    assert (problem.code, problem.file) == ("plan.key-missing", REPORT)


@pytest.mark.slow
@pytest.mark.parametrize("code", ["id", "en"])
def test_the_example_in_one_language_is_complete(example: Path, code: str) -> None:
    in_one_language(example, code)
    assert problems(example) == []
    site = built(example)
    check = recompute.Recomputation(site)
    check.run()
    assert check.wrong == []
    assert not (site / "en").exists()
    assert NOTICE[code] in (site / "index.html").read_text(encoding="utf-8")


# -- templates: the publication's own, over those that Berkala brings ------------------------------------------------


def test_without_templates_those_of_berkala_are_used(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "README.md").write_text("a note", encoding="utf-8")
    assert one_folder(tmp_path / "templates", tmp_path / "cache") == brought()
    assert one_folder(tmp_path / "nothing", tmp_path / "cache") == brought()
    assert not (tmp_path / "cache").exists()


def test_a_whole_set_of_templates_is_used_as_it_is(tmp_path: Path) -> None:
    own = Path(shutil.copytree(brought(), tmp_path / "templates"))
    assert one_folder(own, tmp_path / "cache") == own
    assert one_folder(brought(), tmp_path / "cache") == brought()


def test_one_template_of_its_own_takes_the_place_of_ours(tmp_path: Path) -> None:
    own = tmp_path / "templates"
    (own / "theme").mkdir(parents=True)
    (own / "theme" / "404.html").write_text("Our own words.\n", encoding="utf-8")
    folder = one_folder(own, tmp_path / "cache")
    ours = tree(brought())
    assert tree(folder) == {name: ours[name] for name in template_files(own)} | {"theme/404.html": b"Our own words.\n"}
    assert one_folder(own, tmp_path / "cache") == folder
    (own / "theme" / "404.html").write_text("Other words.\n", encoding="utf-8")
    assert one_folder(own, tmp_path / "cache") != folder
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_a_changed_template_changes_what_there_is_to_do(example: Path) -> None:
    before = plan(Request(example, AT)).frame
    (example / "templates" / "theme").mkdir()
    shutil.copy2(brought() / "theme" / "404.html", example / "templates" / "theme")
    assert plan(Request(example, AT)).frame == before
    with (example / "templates" / "theme" / "404.html").open("a", encoding="utf-8") as file:
        file.write("<!-- ours -->\n")
    assert plan(Request(example, AT)).frame != before


@pytest.mark.slow
def test_an_installed_wheel_carries_all_that_a_publication_needs(tmp_path: Path) -> None:
    source, installed = tmp_path / "source", tmp_path / "installed"
    left_out = shutil.ignore_patterns("__pycache__", "*.egg-info", "build")
    for name in ("src", "templates"):
        shutil.copytree(REPOSITORY / name, source / name, ignore=left_out)
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy2(REPOSITORY / name, source)
    wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*wheel, "--no-index", "-w", str(tmp_path), str(source)], check=True, capture_output=True)
    shutil.rmtree(source)
    (made,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(made) as packed:
        packed.extractall(installed)

    def berkala(*words: str) -> None:
        environment = os.environ | {"PYTHONPATH": str(installed)}
        command = [sys.executable, "-m", "berkala.cli", *words]
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == DONE, done.stderr

    where = "import berkala.plan.templates as t; assert t.brought().parent.parent.name == 'installed', t.brought()"
    subprocess.run([sys.executable, "-c", where], env=os.environ | {"PYTHONPATH": str(installed)}, check=True)
    berkala("init", "office", "--example", "lkjip")
    berkala("build", "-C", "office", "--as-of", AT.isoformat(), "--jobs", "1", "--out", "site")
    assert (tmp_path / "site" / "lkjip" / "2025" / "index.html").is_file()
    assert (tmp_path / "site" / "assets" / "berkala.css").is_file()
