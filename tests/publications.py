"""Copies of this repository's own publication, for tests that change something in one, and one whole build of it.

A copy holds one report unless a test asks for more: the three together take more than a minute to build. The whole
publication is built once in a test session, by the fixture `whole` (conftest.py), and nobody changes what it made.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from berkala.plan import read_publication
from berkala.plan.calendar import scheduled
from berkala.plan.documents import read_front_matter, read_yaml

REPOSITORY = Path(__file__).parents[1]

#: Every report that ships, in the order of their names.
ALL = ("consumer-prices", "emergency-care", "kemiskinan")

#: One report, which most tests need no more than.
ONE = ("emergency-care",)

#: The page that most tests need no more than; the sheet of charts has sixty pictures beside it.
PAGES = ("about",)

#: The clock of whole builds: every edition that ships is out.
NOW = "2026-11-22T10:00+00:00"

#: How long a worker waits for another one's build of the whole publication.
PATIENCE = 900


def copy_publication(to: Path, reports: tuple[str, ...] = ONE) -> Path:
    """Copy settings, these reports with their datasets, a page and all templates into the folder `to`; return it."""
    copy_facts(to, reports)
    shutil.copytree(REPOSITORY / "templates", to / "templates", dirs_exist_ok=True)
    (to / "site").mkdir(exist_ok=True)
    return to


def copy_facts(to: Path, reports: tuple[str, ...] = ONE) -> Path:
    """The same without site and templates but the maps: enough to plan, fetch, tidy, protect and measure."""
    (to / "reports").mkdir(parents=True, exist_ok=True)
    shutil.copy2(REPOSITORY / "mkdocs.yml", to)
    for name in reports:
        for dataset in sorted(datasets_of(specification(name))):
            shutil.copytree(REPOSITORY / "datasets" / dataset, to / "datasets" / dataset, dirs_exist_ok=True)
    for file in (REPOSITORY / "reports").glob("*.md"):
        stem = file.name.partition(".")[0]
        if stem in reports:
            shutil.copy2(file, to / "reports")
        elif stem in PAGES:
            # Without the lines that lead to pages which are not copied.
            text = re.sub(r"(?m)^- \[[^\]]*\]\(\.\./[a-z-]+/\).*\n", "", file.read_text(encoding="utf-8"))
            (to / "reports" / file.name).write_text(text, encoding="utf-8")
    shutil.copytree(REPOSITORY / "templates/maps", to / "templates/maps", dirs_exist_ok=True)
    return to


def specification(report: str) -> dict[str, Any]:
    """What stands in the front matter of a report."""
    text = (REPOSITORY / "reports" / f"{report}.md").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text.split("\n---\n", 1)[0])
    return found


def datasets_of(value: object) -> Iterator[str]:
    """Every dataset that a report names, at whatever depth."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from [part] if key == "dataset" else datasets_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from datasets_of(part)


def keep_newest(root: Path, editions: int) -> Path:
    """Leave of each report its newest editions alone; data and comparisons stay as they are."""
    publication, problems = read_publication(root)
    assert publication is not None, problems
    for report in publication.reports.values():
        known = [edition.period.code for edition in scheduled(publication, report, datetime.fromisoformat(NOW))]
        begin_at(root / report.file, known[-editions])
    return root


def begin_at(file: Path, period: str) -> None:
    """Let a report's first edition be that of a period."""
    text = re.sub(r"(?m)^  first_period: .*\n", "", file.read_text(encoding="utf-8"))
    text, count = re.subn(r"(?m)^(  first_release: .*\n)", rf"\g<1>  first_period: {period}\n", text)
    assert count == 1, file
    file.write_text(text, encoding="utf-8")


def build(root: Path, *more: str, jobs: int = 2) -> Path:
    """Build a publication by the command, in a process of its own; the folder of the site."""
    command = [sys.executable, "-m", "berkala.cli", "build", "-C", str(root), "--as-of", NOW, "--jobs", str(jobs)]
    done = subprocess.run([*command, *more], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / ".berkala" / "build"


def build_whole(folder: Path) -> Path:
    """The root of the whole publication, built; once for all the workers of a session that share `folder`.

    The worker that makes the folder first builds; the others wait for its mark. One that failed says so in the mark,
    so that nobody builds what does not build a second time.
    """
    root, mark = folder / "whole", folder / "whole.done"
    try:
        root.mkdir(parents=True)
    except FileExistsError:
        return waited(root, mark)
    try:
        shutil.copytree(REPOSITORY / "reports", root / "reports")
        build(copy_publication(root, ALL))
    except BaseException as error:
        write_at_once(mark, str(error) or repr(error))
        raise
    write_at_once(mark, "")
    return root


def write_at_once(file: Path, text: str) -> None:
    """Write a file that is never seen half."""
    half = file.with_name(f"{file.name}-{os.getpid()}")
    half.write_text(text, encoding="utf-8")
    half.replace(file)


def waited(root: Path, mark: Path) -> Path:
    """The root, once another worker has built it."""
    until = time.monotonic() + PATIENCE
    while not mark.is_file():
        assert time.monotonic() < until, f"nobody built {root} in {PATIENCE} seconds"
        time.sleep(0.2)
    said = mark.read_text(encoding="utf-8")
    assert not said, f"another worker could not build the whole publication: {said}"
    return root


# -- in one language -----------------------------------------------------------------------------------------------


def in_one_language(root: Path, code: str) -> Path:
    """Rewrite a publication as one of this language alone, as an office would have written it from the first.

    A report's texts become plain strings, a dataset's and the settings' keep their language beside them: both
    ways of writing are allowed. The files are written as JSON, which is YAML too.
    """
    settings = dict(read_yaml(root / "mkdocs.yml", root).data)
    settings["plugins"] = [{"berkala": {**settings["plugins"][0]["berkala"], "languages": [code]}}]
    as_json(root / "mkdocs.yml", said_in(code, settings, plain=False))
    for file in sorted(root.glob("datasets/*/dataset.yml")):
        as_json(file, said_in(code, read_yaml(file, root).data, plain=False))
    for file in sorted(root.glob("reports/*.md")):
        if "." not in file.stem:
            rewrite_story(root, file, code)
    for file in sorted(root.glob("reports/*.*.md")):
        file.unlink()
    return root


def rewrite_story(root: Path, file: Path, code: str) -> None:
    """A report or page in this language: its own settings, and the story of the language."""
    own, other = file, file.with_name(f"{file.stem}.{code}.md")
    story = read_front_matter(other if other.is_file() else own, root)
    # A page says its own title beside its text; a report says its settings once.
    head = said_in(code, story.data or read_front_matter(own, root).data, plain=True)
    file.write_text(f"---\n{json.dumps(head, ensure_ascii=False, indent=1)}\n---\n{story.body}", encoding="utf-8")


def said_in(code: str, value: Any, plain: bool) -> Any:
    """The same with the texts of one language: alone (`plain`), or under its code."""
    if isinstance(value, dict):
        if value and value.keys() <= {"en", "id"} and all(isinstance(text, str) for text in value.values()):
            return value[code] if plain else {code: value[code]}
        return {key: said_in(code, part, plain) for key, part in value.items()}
    return [said_in(code, part, plain) for part in value] if isinstance(value, list) else value


def as_json(file: Path, value: Any) -> None:
    """Write one value as JSON."""
    file.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
