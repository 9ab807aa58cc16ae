"""berkala new over the corpora: each layout is understood exactly, or refused with the right question.

What is expected was written down by looking at the files (``layouts.yml``). A layout that is understood goes the whole
way: the descriptor is written, the listed questions and no others are answered in it, and the table that is then read
from the folder must hold exactly the figures that another reader finds in the cells that were noted down.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import warnings
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import python_calamine
import yaml
from openpyxl.utils.cell import range_boundaries

from berkala.describe.command import Made, New, new_dataset
from berkala.errors import BerkalaError
from berkala.fetch import Snapshots
from berkala.fetch.files import FileSource
from berkala.plan import Dataset
from berkala.plan.documents import read_yaml
from berkala.plan.specifications import DatasetSpec
from berkala.tidy import tidy
from berkala.words import language
from little_tables import plan_for

LAYOUTS = yaml.safe_load((Path(__file__).parent / "layouts.yml").read_text(encoding="utf-8"))
SHARED = os.environ.get("BERKALA_SHARED")
#: What every descriptor is asked, and how these tests answer.
ALWAYS = {
    "What is the title": "A title",
    "What do the figures say": "Some words.",
    "Which office publishes": "An office",
    "Why can nobody be recognised": "No people.",
    "In what unit is": "things",
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(SHARED is None, reason="BERKALA_SHARED names no folder with the shared data"),
]


def files_of(layout: dict[str, Any]) -> list[Path]:
    found = sorted(Path(str(SHARED), "data").glob(layout["files"]))
    assert found, layout["files"]
    return found


def named(layout: dict[str, Any]) -> str:
    return f"{layout['files']} {layout.get('sheet', '')}".strip()


def made(layout: dict[str, Any], root: Path) -> Made:
    new = New(files_of(layout), root, "told", ("en", "id"), date(2026, 11, 30), language("en"), layout.get("option"))
    return new_dataset(new)


UNDERSTOOD = [one for one in LAYOUTS if "rows" in one]
ASKED = [one for one in LAYOUTS if "asks" in one and "rows" not in one]
REFUSED = [one for one in LAYOUTS if "refused" in one]


def test_there_are_at_least_eighty_layouts() -> None:
    assert len(UNDERSTOOD) + len(ASKED) + len(REFUSED) == len(LAYOUTS)
    assert len(LAYOUTS) >= 80


@pytest.mark.parametrize("layout", REFUSED, ids=named)
def test_what_is_no_table_is_refused_by_name(layout: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(BerkalaError) as refused:
        made(layout, tmp_path)
    (problem,) = refused.value.problems
    assert problem.code == layout["refused"]
    assert problem.file == files_of(layout)[0].name
    for fact in ("line", "place"):
        if fact in layout:
            assert problem.facts[fact] == layout[fact]
    assert list(tmp_path.iterdir()) == [], "nothing is written"


@pytest.mark.parametrize("layout", ASKED, ids=named)
def test_what_a_file_does_not_say_is_asked(layout: dict[str, Any], tmp_path: Path) -> None:
    found = made(layout, tmp_path)
    for part in layout["asks"]:
        assert any(part in question for question in found.questions), (part, found.questions)
    codes = {problem.code for problem in found.reading.problems}
    assert set(layout.get("problems", ())) <= codes
    document = read_yaml(found.folder / "dataset.yml", tmp_path)
    assert not document.problems


@pytest.mark.parametrize("layout", UNDERSTOOD, ids=named)
def test_a_layout_is_understood_exactly(layout: dict[str, Any], tmp_path: Path) -> None:
    found = made(layout, tmp_path)
    frame, spec = read_as_answered(found, layout, tmp_path)
    assert len(frame) == layout["rows"]
    periods = sorted(frame["period"])
    assert (periods[0].code, periods[-1].code) == (str(layout["from"]), str(layout["to"]))
    measures = [one.name for one in spec.with_role("measure")]
    if "cells" in layout or "each" in layout:
        values = Counter(float(value) for name in measures for value in frame[name].dropna())
        values[0.0] -= layout.get("noughts", 0)
        assert +values == Counter(figures(layout)), "the figures of the file, no more and no less"
    for period, dimension, category, measure, value in layout.get("values", ()):
        codes = [one.code for one in frame["period"]]
        rows = frame[(frame[dimension] == category) & (pd.Series(codes, index=frame.index) == str(period))]
        read = rows[measure].iloc[0]
        assert (None if read is pd.NA else float(read)) == value


def read_as_answered(found: Made, layout: dict[str, Any], root: Path) -> tuple[pd.DataFrame, DatasetSpec]:
    """The table that is read from the folder, after a person has answered what is asked."""
    document = read_yaml(found.folder / "dataset.yml", root)
    assert not document.problems
    unused = set(layout.get("answers", ()))
    data = answered(document.data, {**ALWAYS, **layout.get("answers", {})}, unused)
    assert not unused, "questions that were expected and not asked"
    spec = DatasetSpec.model_validate_json(json.dumps(data), strict=True, by_alias=True, by_name=False)
    dataset = Dataset("told", "datasets/told", spec)
    snapshot = FileSource().fetch(dataset, root)
    tables = tidy(Snapshots(plan_for(dataset, root), {"told": snapshot}))
    assert [problem for problem in tables.problems if problem.severity == "error"] == []
    return tables.by_dataset["told"].frame, spec


def answered(value: Any, answers: dict[str, Any], unused: set[str]) -> Any:
    """The descriptor with each question answered; one that nobody expects is a failure."""
    if isinstance(value, dict):
        return {key: answered(inside, answers, unused) for key, inside in value.items()}
    if isinstance(value, list):
        return [answered(inside, answers, unused) for inside in value]
    if not (isinstance(value, str) and value.startswith("? ")):
        return value
    fitting = [part for part in answers if part in value]
    assert fitting, f"an unexpected question: {value}"
    unused.discard(fitting[-1])
    return answers[fitting[-1]]


# -- another reader ---------------------------------------------------------------------------------------------------


def figures(layout: dict[str, Any]) -> list[float]:
    """The figures in the noted cells, read by other means; what is none there is a mark or a group's empty cell."""
    files = files_of(layout)
    areas = [layout["each"]] * len(files) if "each" in layout else [layout["cells"]]
    areas = layout["cells"] if "cells" in layout and len(files) > 1 else areas
    found: list[float] = []
    for file, area in zip(files, areas, strict=True):
        rows = cells_of(file, layout)
        for one in [area] if isinstance(area, str) else area:
            left, top, right, bottom = range_boundaries(one)
            for row in rows[int(top or 1) - 1 : bottom]:
                found += [
                    number
                    for cell in row[int(left or 1) - 1 : right]
                    if (number := number_of(cell, layout)) is not None
                ]
    return found


def cells_of(file: Path, layout: dict[str, Any]) -> list[list[Any]]:
    kind = file.suffix
    if kind == ".xlsx":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # remarks on styles
            workbook = openpyxl.load_workbook(file, data_only=True)
        sheet = workbook[layout["sheet"]] if "sheet" in layout else workbook.worksheets[0]
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    if kind in (".xls", ".ods") and file.read_bytes()[:2] in (b"\xd0\xcf", b"PK"):
        workbook = python_calamine.CalamineWorkbook.from_path(str(file))
        name = layout.get("sheet", workbook.sheet_names[0])
        return workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    text = file.read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=layout.get("delimiter", ",")))


def number_of(cell: Any, layout: dict[str, Any]) -> float | None:
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return float(cell)
    text = re.sub(r"(\s*\[[^\]]*\])+$|%$", "", str(cell)).replace("\u00a0", "").strip()
    if "[" in str(cell) and layout.get("thousands") is None:
        text = text.replace(",", "")
    text = text.replace(layout.get("thousands", ""), "") if layout.get("thousands") else text
    if layout.get("decimal") == ",":
        text = text.replace(",", ".")
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None
