"""Five real collections as publications: they have no problem, and their published values are those of the source.

Runs where BERKALA_SHARED names the folder with the shared data. The check of a value reads the source's file and the
publication's, and uses nothing of the importer: the row that is named is found by counting.
"""

from __future__ import annotations

import csv
import io
import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from berkala.imports.command import Import, import_open_sdg
from berkala.measure import measure
from berkala.pipeline import run
from berkala.plan import Request
from berkala.words import language

AT = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
SETS = ("uk", "canada", "usa", "kazakhstan")
SAMPLE = 300
pytestmark = [
    pytest.mark.slow,
    pytest.mark.shared,
    pytest.mark.skipif("BERKALA_SHARED" not in os.environ, reason="BERKALA_SHARED names no folder"),
]


def source(name: str) -> Path:
    return Path(os.environ["BERKALA_SHARED"]) / "data" / f"opensdg-{name}"


def imported(name: str, to: Path) -> Path:
    made = import_open_sdg(Import(source(name), to, AT), language("en"))
    assert made.account.gaps == ()
    assert made.account.indicators.found == made.account.indicators.kept
    return to


@pytest.mark.parametrize("name", SETS)
def test_a_collection_comes_in_and_a_sample_of_its_values_is_the_source_s(name: str, tmp_path: Path) -> None:
    root = imported(name, tmp_path / name)
    findings = run(Request(root, AT + timedelta(days=1), "build"), last=measure)
    assert [problem.message("en") for problem in findings.problems] == []
    assert len(findings.editions) == len(list((root / "datasets").iterdir()))
    everything = list(rows(root))
    chosen = random.Random(20261130).sample(everything, SAMPLE)
    assert [wrong for one in chosen if (wrong := what_is_wrong(name, root, *one))] == []


def test_the_reference_of_an_empty_site_comes_in(tmp_path: Path) -> None:
    root = imported("starter", tmp_path / "starter")
    findings = run(Request(root, AT + timedelta(days=1), "build"), last=measure)
    assert findings.problems == ()


def renamed(name: str, cell: str) -> list[str]:
    """What the source's own table of codes makes of a cell."""
    path = source(name) / "code_map.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [line[-1] for line in csv.reader(file) if cell in line]


def rows(root: Path) -> Iterator[tuple[str, dict[str, str]]]:
    for path in sorted((root / "datasets").glob("*/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from ((path.stem, row) for row in csv.DictReader(file))


def what_is_wrong(name: str, root: Path, indicator: str, row: dict[str, str]) -> str:
    """Nothing, or what a row of the publication says that the row of the source that it names does not."""
    files = [*source(name).glob(f"data/indicator_{indicator}.csv"), *source(name).glob(f"data/{indicator}.csv")]
    lines = list(csv.reader(io.StringIO(files[0].read_bytes().decode("utf-8-sig"), newline="")))
    header = next(line for line in lines if any(line))
    there = lines[int(row["source_row"]) - 1]
    if row["value"] and Decimal(row["value"]) != Decimal(there[header.index("Value")].strip()):
        return f"{indicator}, row {row['source_row']}: {row['value']} is not {there[header.index('Value')]}"
    if row["period"][:4] not in there[header.index("Year")]:
        return f"{indicator}, row {row['source_row']}: {row['period']} is not {there[header.index('Year')]}"
    descriptor = yaml.safe_load((root / "datasets" / indicator / "dataset.yml").read_text(encoding="utf-8"))
    said = {cell.strip() for cell in there}
    said |= {mapped for cell in said for mapped in renamed(name, cell)}
    for field in descriptor["resource"]["schema"]["fields"]:
        if field["role"] != "dimension" or row[field["name"]] == field.get("whole"):
            continue
        one = next(one for one in field["categories"] if one["value"] == row[field["name"]])
        if not {one.get("code", one["value"]), *one["label"].values()} & said:
            return f"{indicator}, row {row['source_row']}: {one['value']} is in no cell of {there}"
    return ""
