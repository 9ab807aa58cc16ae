"""Hand-made data for the tests of `measure`: rows of the real report, and little publications of any form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pandas as pd

from berkala.errors import Problem
from berkala.measure import Findings, FindingsSet, measure
from berkala.plan import Edition, Plan, Request, plan
from berkala.plan.receipted import Receipted
from berkala.plan.specifications import DatasetSpec, ReportSpec
from berkala.protect.tables import SafeTable, SafeTables
from publications import REPOSITORY

CARE, STANDARD = "emergency-care", "four-hour-standard"
Cell = int | float | str | None
Rows = list[tuple[str, str, Cell, Cell]]


@lru_cache
def whole_plan() -> Plan:
    """The plan of the real report. To build: what this clone has published, or not, is none of a test's business."""
    made = plan(Request(REPOSITORY, datetime(2026, 11, 22, tzinfo=UTC), "build"))
    return replace(made, due=tuple(edition for edition in made.due if edition.report == CARE))


@lru_cache
def real_rows() -> tuple[tuple[str, str, int, int], ...]:
    lines = (REPOSITORY / "datasets/emergency-care/emergency-care.csv").read_text().splitlines()[1:]
    return tuple((p, d, int(a), int(o)) for p, d, a, o in (line.split(",") for line in lines))


def column(values: list[Cell], kind: str = "Int64") -> tuple[pd.Series, pd.Series]:
    """A measure and its statuses: a text stands for a missing value with that status."""
    numbers = [None if isinstance(value, str) else value for value in values]
    return pd.Series(numbers, dtype=kind), pd.Series([value if isinstance(value, str) else "" for value in values])


def care(rows: Rows, spec: DatasetSpec | None = None) -> SafeTable:
    spec = spec or whole_plan().publication.datasets[CARE].spec
    frame = pd.DataFrame({"period": [spec.period(row[0]) for row in rows], "department": [row[1] for row in rows]})
    for place, name in ((2, "attendances"), (3, "over_four_hours")):
        frame[name], frame[f"{name}_status"] = column([row[place] for row in rows])
    return SafeTable(spec, frame, "0" * 64)


def standard(rows: dict[str, Cell]) -> SafeTable:
    spec = whole_plan().publication.datasets[STANDARD].spec
    frame = pd.DataFrame({"from_year": [spec.period(year) for year in rows]})
    frame["standard"], frame["standard_status"] = column(list(rows.values()))
    return SafeTable(spec, frame, "0" * 64)


def run(
    rows: Rows,
    *editions: str,
    reference: dict[str, Cell] | None = None,
    report: ReportSpec | None = None,
    spec: DatasetSpec | None = None,
    earlier: tuple[Problem, ...] = (),
) -> FindingsSet:
    """Measure hand-made rows for some editions of the real report."""
    made = whole_plan()
    if report is not None:
        changed = replace(made.publication.reports[CARE], spec=report)
        made = replace(made, publication=replace(made.publication, reports={CARE: changed}))
    due = tuple(edition for edition in made.due if edition.period.code in editions)
    assert len(due) == len(editions)
    tables = {CARE: care(rows, spec), STANDARD: standard(reference or {"2004": 98, "2010": 95})}
    return measure(SafeTables(replace(made, due=due), tables, earlier))


@lru_cache
def real(*editions: str) -> tuple[Findings, ...]:
    return run(list(real_rows()), *editions).editions


def value(findings: Findings, id_: str) -> Decimal | None:
    return findings.figures[id_].value


def changed_indicator(**changes: object) -> ReportSpec:
    """The real report with its lead indicator changed."""
    spec = whole_plan().publication.reports[CARE].spec
    lead = spec.indicators["within"].model_copy(update=changes)
    return spec.model_copy(update={"indicators": {**spec.indicators, "within": lead}})


def assert_reads_well(problem: Problem) -> None:
    for code in ("en", "id"):
        for said in (problem.message(code), problem.remedy(code)):
            assert said.endswith(".")
            assert "{" not in said
            assert "''" not in said
            assert "  " not in said


# -- little publications of any form -------------------------------------------------------------------------------


def both(text: str) -> dict[str, str]:
    return {"en": text, "id": text}


def dimension(
    name: str, *values: str, spans: Mapping[str, dict[str, Any]] | None = None, **more: Any
) -> dict[str, Any]:
    """A dimension; `spans` are those of some of its categories."""
    categories = [{"value": one, "label": both(one), "span": (spans or {}).get(one)} for one in values]
    return {"name": name, "type": "string", "role": "dimension", "title": both(name), "categories": categories, **more}


def number(name: str, decimals: int = 1, **more: Any) -> dict[str, Any]:
    title = {"title": both(name), "unit": both("things")}
    return {"name": name, "type": "number", "role": "measure", "decimals": decimals, **title, **more}


def dataset(name: str, *fields: dict[str, Any], coverage: dict[str, Any], **more: Any) -> DatasetSpec:
    columns = [{"name": "period", "type": "string", "role": "period", "title": both("Period")}, *fields]
    key = ["period", *(one["name"] for one in fields if one["role"] == "dimension")]
    return DatasetSpec.model_validate(
        {
            "name": name,
            "title": both(name),
            "description": both(name),
            "frequency": "month",
            "coverage": coverage,
            "sources": [{"title": "A register", "publisher": "An office"}],
            "licence": {"name": "CC0", "title": both("CC0"), "path": "https://example.org/"},
            "retrieved": datetime(2026, 1, 1, tzinfo=UTC).date(),
            "protect": {"none_because": both("No people.")},
            "resource": {"path": "a.csv", "format": "csv", "schema": {"primaryKey": key, "fields": columns}},
            **more,
        }
    )


def indicator(formula: str = "value", inputs: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    spoken = {"name": both("A"), "phrase": both("of A"), "polarity": "lower_is_better", "decimals": 1}
    return {**spoken, "formula": formula, "inputs": inputs or {"of": "index"}, "unit": "percent", **more}


def report(source: str, lead: str = "rate", *, charts: dict[str, Any] | None = None, **more: Any) -> ReportSpec:
    """A report whose `more` are its indicators, but for the keys that a report has."""
    known = {key: value for key, value in more.items() if key in ReportSpec.model_fields}
    indicators = {key: value for key, value in more.items() if key not in known}
    return ReportSpec.model_validate(
        {
            "title": both("R"),
            "summary": both("R"),
            "place": both("P"),
            "dataset": source,
            "frequency": "month",
            "schedule": {"first_release": "2026-01-01T09:30"},
            "compare": "year_before",
            "lead": lead,
            "indicators": indicators,
            "charts": charts or {"main": {"kind": "line", "indicator": lead, "show": ["all"]}},
            "methods": both("M"),
            "card": next(iter(charts or {"main": None})),
            **known,
        }
    )


def table(spec: DatasetSpec, rows: list[tuple[Any, ...]]) -> SafeTable:
    """Rows of period, categories and measures in the order of the columns; a text in a measure is its status."""
    columns = [column.name for column in spec.fields]
    frame = pd.DataFrame(rows, columns=columns)
    frame["period"] = [spec.period(code) for code in frame["period"]]
    for one in spec.with_role("measure"):
        frame[one.name], frame[f"{one.name}_status"] = column(list(frame[one.name]), "Float64")
    return SafeTable(spec, frame, "0" * 64)


def tell(
    spec: ReportSpec, tables: list[SafeTable], *periods: str, full: bool = True, published: tuple[Receipted, ...] = ()
) -> FindingsSet:
    """The findings of one little report's editions."""
    made = whole_plan()
    told = replace(made.publication.reports[CARE], name="little", spec=spec)
    data = next(one.spec for one in tables if one.spec.name == spec.dataset)
    release = datetime(2026, 1, 1, tzinfo=UTC)
    due = tuple(Edition("little", "little", data.period(code), release, full) for code in periods)
    made = replace(made, publication=replace(made.publication, reports={"little": told}), due=due, published=published)
    return measure(SafeTables(made, {one.spec.name: one for one in tables}))


def one(spec: ReportSpec, tables: list[SafeTable], period: str) -> Findings:
    """The findings of one edition, without a problem."""
    made = tell(spec, tables, period)
    assert made.problems == ()
    return made.editions[0]
