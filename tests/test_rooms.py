"""The shape of the house: rooms import only to the left, and what has nothing to do stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "berkala"
ROOMS = ("plan", "fetch", "tidy", "protect", "measure", "render", "check", "compose", "publish")
GROUND = ("colours", "errors", "lasting", "ledger", "periods", "secrets", "stated", "words")
TOOLS = ("pipeline", "service", "init", "imports", "describe", "overview", "history", "correcting")
TOP = (*TOOLS, "cli", "mkdocs_plugin")


def imports(source: str) -> Iterator[str]:
    """Every berkala part that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = [f"{node.module}.{alias.name}" if node.module == "berkala" else node.module for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "berkala" and len(parts) > 1:
                yield parts[1]


def may_import(part: str) -> set[str]:
    """What a part of the house may import: itself, the ground floor, and the rooms to its left."""
    if part in ROOMS:
        return {*GROUND, *ROOMS[: ROOMS.index(part) + 1]}
    if part in TOP:
        return {part, *GROUND, *ROOMS, *TOOLS, "__version__"}
    return {*GROUND}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_to_the_left(path: Path) -> None:
    part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    wrong = set(imports(path.read_text(encoding="utf-8"))) - may_import(part)
    assert not wrong, f"{part} may not import {sorted(wrong)}"


def test_the_import_test_finds_a_wrong_import() -> None:
    assert set(imports("def f():\n    from berkala.publish import publish\n")) - may_import("render") == {"publish"}
    assert not set(imports("from berkala.measure.findings import Figure")) - may_import("render")


def test_the_house_has_no_other_rooms() -> None:
    parts = {path.name.removesuffix(".py") for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert parts - {"__pycache__", "py.typed"} == {"__init__", "examples", *ROOMS, *GROUND, *TOP}


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 450


def test_the_command_itself_is_light() -> None:
    code = "import sys, berkala.cli; print(sorted({'pandas','plotly','duckdb','mkdocs','lxml'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_picture_loads_nothing_of_what_measures_and_packs() -> None:
    heavy = ("pandas", "numpy", "duckdb", "openpyxl", "pydantic", "jinja2", "plotly", "mkdocs")
    code = f"import sys, berkala.render.cards.picture; print(sorted(set({heavy!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
