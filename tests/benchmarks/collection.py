"""A whole Open SDG collection: brought in, checked and built by us; turned into files for a site by sdg-build.

Ours ends with every page, chart, card and package, all of them checked. sdg-build ends with the data that its site
would load, in one language, without pages for indicators: as an office runs it, with the git history, the remote
translations and the maps left out, for nothing here may go to the network.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

#: What a prepared folder holds: the collection, and the answers to its questions.
SOURCE, ANSWERS = "source", "answers"
#: Settings of an office that need the network or its history.
_AWAY = frozenset({"map_layers", "sdmx_output", "sdmx_output_global", "docs_metadata_fields", "git", "git_data_dir"})
_INPUTS = (
    {"class": "InputCsvData", "path_pattern": "data/*-*.csv"},
    {"class": "InputYamlMdMeta", "path_pattern": "meta/*-*.md", "git": False},
)


def prepare(source: Path, folder: Path) -> None:
    """Point at the collection, and answer what its values ask, as a person does once before the first release."""
    from berkala import pipeline
    from berkala.check.unusual.asking import questions
    from berkala.plan import Request

    folder.mkdir()
    (folder / SOURCE).symlink_to(source)
    now = _imported(source, folder / "asked")
    tables = pipeline.run(Request(folder / "asked", now, "check"), last=pipeline.protect)
    for problem in questions(tables.plan, tables.by_dataset):
        answer = str(problem.facts["answer"]).replace("…", "It is the office's own figure.")
        file = folder / ANSWERS / Path(str(problem.file)).parent / "answers.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as out:
            out.write(f"{'' if out.tell() else 'answers:'}\n{answer}")


def _imported(source: Path, to: Path) -> datetime:
    """Bring the collection in; the moment by which all of it is due."""
    from berkala.imports.command import Import, import_open_sdg
    from berkala.words import language

    now = datetime.now().astimezone()
    import_open_sdg(Import(source, to, now), language("en"))
    return now + timedelta(hours=1)


def ours(ready: Path, folder: Path) -> None:
    """Import and build in one process; the CPU seconds of the import and of each room are told as parts."""
    from benchmarks.pages import timed
    from berkala.plan import Request

    began = time.process_time()
    now = _imported(ready / SOURCE, folder / "ours")
    parts = {"import": time.process_time() - began}
    shutil.copytree(ready / ANSWERS, folder / "ours", dirs_exist_ok=True)
    timed(Request(folder / "ours", now, "build", out=folder / "ours-site"), before=parts)


def sdg_build(ready: Path, folder: Path) -> None:
    """sdg-build by its one function, with the settings of the collection."""
    import yaml
    from sdg.open_sdg import open_sdg_build

    source = (ready / SOURCE).resolve()
    stated = yaml.safe_load((source / "config_data.yml").read_text(encoding="utf-8"))
    os.chdir(folder)  # its packages are described by paths below the folder that it runs in
    (folder / "config.yml").write_text(yaml.safe_dump(_settings(stated, source)), encoding="utf-8")
    if not open_sdg_build(config=str(folder / "config.yml")):
        raise SystemExit("sdg-build says that it failed")


def _settings(stated: Mapping[str, Any], source: Path) -> dict[str, Any]:
    kept = {key: value for key, value in stated.items() if key not in _AWAY}
    inputs = [dict(one) for one in stated.get("inputs") or _INPUTS]
    for one in inputs:
        if one["class"] != "InputCsvData":
            one["git"] = False
    local = [one for one in stated.get("translations", ()) if one["class"] == "TranslationInputYaml"]
    return kept | {
        "languages": ["en"],
        "src_dir": str(source),
        "site_dir": "sdg-build",
        "translations": local,
        "inputs": inputs,
    }


WAYS = {way.__name__: way for way in (ours, sdg_build)}


def main() -> None:
    """``WAY FOLDER COUNT``: the whole collection, whatever the count."""
    way, ready, _ = sys.argv[1:]
    folder = Path(tempfile.mkdtemp(prefix="berkala-bench-"))
    try:
        WAYS[way](Path(ready), folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
