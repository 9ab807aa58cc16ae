"""A dataset small enough to read, as specification, file and plan, for the tests of fetch, tidy and protect."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pandas as pd

from berkala.errors import Problem, catalogue
from berkala.fetch import Snapshot, Snapshots
from berkala.plan import Dataset, Plan, Publication, Request
from berkala.plan.specifications import DatasetSpec, Settings
from berkala.protect import SafeTables, protect
from berkala.tidy import Tables, tidy

FILE = "datasets/visits/visits.csv"
HEAD = "month,place,visits\n"
GOOD = HEAD + "2020-01,north,5\n2020-01,south,7\n"


def both(text: str) -> dict[str, str]:
    return {"en": text, "id": text}


def measure(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": "integer", "role": "measure", "title": both(name), "unit": both("people"), **more}


def dimension(name: str, *values: str) -> dict[str, Any]:
    categories = [{"value": value, "label": both(value)} for value in values]
    return {"name": name, "type": "string", "role": "dimension", "title": both(name), "categories": categories}


def column(name: str, role: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": "string", "role": role, "title": both(name), **more}


def dataset(*fields: dict[str, Any], resource: dict[str, Any] | None = None, **changes: Any) -> Dataset:
    """The dataset ``visits``: months from January 2020, and the given columns after ``month``."""
    columns = [column("month", "period"), *(fields or (dimension("place", "north", "south"), measure("visits")))]
    key = ["month", *(one["name"] for one in columns if one["role"] == "dimension")]
    document = {
        "name": "visits",
        "title": both("Visits"),
        "description": both("Visits"),
        "frequency": "month",
        "coverage": {"from": "2020-01"},
        "sources": [{"title": "A register", "publisher": "An office"}],
        "licence": {"name": "CC0", "title": both("CC0"), "path": "https://example.org/"},
        "retrieved": datetime(2026, 1, 1, tzinfo=UTC).date(),
        "protect": {"none_because": both("No people.")},
        "resource": {"path": "visits.csv", "format": "csv", "schema": {"primaryKey": key, "fields": columns}},
    } | changes
    document["resource"] |= resource or {}
    return Dataset("visits", "datasets/visits", DatasetSpec.model_validate(document))


def dialect(**more: Any) -> dict[str, Any]:
    """How the file of the dataset is written."""
    return {"resource": {"dialect": more}}


def plan_for(one: Dataset, root: Path = Path("."), action: Any = "check") -> Plan:
    publication = Publication(root, cast(Settings, None), {one.name: one}, {})
    return Plan(Request(root, datetime(2026, 12, 1, tzinfo=UTC), action), publication, ())


def tidied(one: Dataset, content: str | bytes, file: str = FILE) -> Tables:
    content = content.encode() if isinstance(content, str) else content
    return tidy(Snapshots(plan_for(one), {one.name: Snapshot(one.name, file, content)}))


def protected(one: Dataset, content: str | bytes) -> SafeTables:
    return protect(tidied(one, content))


def codes(problems: tuple[Problem, ...]) -> list[str]:
    """The codes, in order, having made sure that each has its whole sentences in both languages."""
    for problem in problems:
        for language in ("en", "id"):
            assert problem.code in catalogue(language), problem.code
            for said in (problem.message(language), problem.remedy(language)):
                assert said.endswith((".", ":")), said
                assert "“”" not in said, said
                assert "  " not in said, said
    return [problem.code for problem in problems]


def frame(one: Dataset, content: str | bytes) -> pd.DataFrame:
    """The table, of which nothing is told."""
    tables = tidied(one, content)
    assert codes(tables.problems) == []
    return tables.by_dataset["visits"].frame


def problems(one: Dataset, content: str | bytes) -> tuple[Problem, ...]:
    """Why there is no table."""
    tables = tidied(one, content)
    assert not tables.by_dataset
    codes(tables.problems)
    return tables.problems


def only(one: Dataset, content: str | bytes) -> Problem:
    """The one reason."""
    (problem,) = problems(one, content)
    return problem
