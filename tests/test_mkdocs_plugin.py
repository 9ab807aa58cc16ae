"""`mkdocs build` on a publication: the whole site, switched in at once; a fault in plain words, and nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from small import edit, small_publication, tree


def build(root: Path, builder: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", builder, "build", "--quiet"]
    environment = {**os.environ, "BERKALA_LANGUAGE": language}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["mkdocs", "properdocs"])
def test_a_build_switches_the_site_in_and_a_fault_leaves_it(tmp_path: Path, builder: str) -> None:
    root = small_publication(tmp_path / "p", first="2019-02")
    done = build(root, builder)
    assert (done.returncode, done.stderr) == (0, "")
    site = tree(root / "site")
    assert {"index.html", "id/index.html", "about/index.html", "emergency-care/2019-03/index.html"} <= set(site)
    edit(root / "mkdocs.yml", "time_zone:", "timezone:")
    line = (root / "mkdocs.yml").read_text(encoding="utf-8").partition("timezone:")[0].count("\n") + 1
    for language, word in (("en", "line"), ("id", "baris")):
        failed = build(root, builder, language)
        assert failed.returncode == 1
        assert f"mkdocs.yml, {word} {line}: “timezone”" in failed.stderr
        assert "Traceback" not in failed.stderr
    assert tree(root / "site") == site
