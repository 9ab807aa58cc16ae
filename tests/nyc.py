"""New York City's 1,139 performance indicators as a publication: what `test_nyc.py` builds, in a folder of the test.

The table of the shared data has a row for each indicator and a column for each fiscal year. It becomes a long table
of years and indicators, a table of targets, and a report for each agency, as in the city's own report.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

#: Where the table lies, in the shared folder.
SOURCE = "data/nyc-performance/Tidy Indicator Level Data.csv"
#: The city's fiscal year ends in June and is named after the year that it ends in.
YEARS = tuple(range(2016, 2024))
NOW = "2022-2023"

Record = Mapping[str, str]

_SETTINGS = """
site_name: City performance
site_url: https://city.example/
plugins:
  - berkala:
      agency: {name: {en: A city}}
      languages: [en]
      time_zone: America/New_York
      licence: {name: CC0-1.0, title: {en: CC0}, path: "https://licence.example/"}
      contact: {name: {en: The desk}, email: desk@city.example}
      channels: {site: {kind: folder, path: site}}
"""


def read(shared: Path) -> list[Record]:
    """The table's rows."""
    with (shared / SOURCE).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fiscal(year: int) -> str:
    """The code of a fiscal year by its name."""
    return f"{year - 1}-{year}"


def name(record: Record) -> str:
    """An indicator's name in the specification."""
    return f"i-{record['ID']}"


def publication(root: Path, records: Iterable[Record]) -> Path:
    """Write the whole publication into `root`, and return it."""
    records = list(records)
    actuals = [(fiscal(year), name(one), one[str(year)]) for one in records for year in YEARS]
    targets = [(NOW, name(one), one["Target.MMR"]) for one in records if one["Target.MMR"] != "NA"]
    _dataset(root, "performance", "actual", records, sorted(actuals))
    _dataset(root, "targets", "target", records, sorted(targets))
    _write(root / "mkdocs.yml", _SETTINGS)
    for report in sorted({report_of(one) for one in records}):
        front = json.dumps(_report([one for one in records if report_of(one) == report]))
        _write(root / "reports" / f"{report}.md", f"---\n{front}\n---\nHow the agency did.\n")
    (root / "site").mkdir(exist_ok=True)
    return root


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _text(words: str) -> dict[str, str]:
    return {"en": words}


def report_of(record: Record) -> str:
    """The name of the report of an indicator's agency: by its number, since an address may not be long."""
    return f"agency-{record['Agency.Number'].lower()}"


def _label(record: Record) -> str:
    """The indicator's name as the city writes it.

    A percentage is never part of a name (`plan.text-digit`), so the one that is there becomes a word.
    """
    return record["Indicator"].replace("90%", "ninety per cent")


def _dataset(root: Path, dataset: str, column: str, records: list[Record], rows: list[tuple[str, str, str]]) -> None:
    fields: list[dict[str, Any]] = [
        {"name": "fiscal_year", "type": "string", "role": "period", "title": _text("Fiscal year")},
        {
            "name": "indicator",
            "type": "string",
            "role": "dimension",
            "title": _text("Indicator"),
            "categories": [{"value": name(one), "label": _text(_label(one))} for one in records],
        },
        {
            "name": column,
            "type": "number",
            "role": "measure",
            "title": _text(column.capitalize()),
            "unit": _text("as the indicator says"),
            "decimals": 2,
            "missing": ["NA"],
        },
    ]
    specification = {
        "name": dataset,
        "title": _text(f"City {dataset}"),
        "description": _text("Indicators of the Mayor's Management Report."),
        "frequency": "fiscal",
        "fiscal_start": 7,
        "coverage": {"from": rows[0][0], "until": NOW},
        "sources": [{"title": "Mayor's Management Report", "publisher": "NYC Comptroller from NYC Open Data"}],
        "licence": {"name": "MIT", "title": _text("MIT"), "path": "https://licence.example/"},
        "retrieved": "2026-11-22",
        "protect": {"none_because": _text("Sums of a city's work.")},
        "resource": {
            "path": f"{dataset}.csv",
            "format": "csv",
            "schema": {"primaryKey": ["fiscal_year", "indicator"], "fields": fields},
        },
    }
    folder = root / "datasets" / dataset
    _write(folder / "dataset.yml", json.dumps(specification))
    lines = [",".join(("fiscal_year", "indicator", column)), *(",".join(row) for row in rows)]
    _write(folder / f"{dataset}.csv", "\n".join(lines) + "\n")


def held(records: Iterable[Record]) -> list[Record]:
    """Those that have a target for the year."""
    return [one for one in records if one["Target.MMR"] != "NA"]


def objective(record: Record, records: Iterable[Record]) -> str:
    """The name of an indicator's goal in its report: by its place among the goals of the agency."""
    return f"goal-{_goals(records).index(record['Goal']) + 1}"


def _goals(records: Iterable[Record]) -> list[str]:
    return list(dict.fromkeys(one["Goal"] for one in records))


def _report(records: list[Record]) -> dict[str, Any]:
    # The first that the city calls critical, of those with a target where there are any.
    lead = name(min(records, key=lambda one: (one["Target.MMR"] == "NA", one["Critical"] != "Yes")))
    targets = [name(one) for one in held(records)]
    charts: dict[str, Any] = {"main": {"kind": "line", "indicator": lead, "show": ["all"]}}
    cards = [{"kind": "line", "chart": "main"}]
    if len(targets) > 1:
        charts["targets"] = {"kind": "bullet", "indicator": lead, "indicators": targets}
        cards = [{"kind": "comparison", "chart": "targets"}]
    agency = records[0]["Agency.Full.Name.y"]
    title = agency if agency != "NA" else "Other agencies and programmes"
    goals = _goals(records)
    return {
        "title": _text(title),
        "summary": _text("What the agency set out to do, and what it did."),
        "place": _text(title),
        "dataset": "performance",
        "frequency": "fiscal",
        "schedule": {"first_release": "2024-01-01T09:30", "first_period": NOW, "lag_days": 90, "at": "09:30"},
        "compare": "year_before",
        "lead": lead,
        "card": "main",
        "cards": cards,
        "objectives": {f"goal-{place}": _text(goal) for place, goal in enumerate(goals, 1)},
        "indicators": {name(one): _indicator(one) | {"objective": objective(one, records)} for one in records},
        "charts": charts,
        "names": sorted({word for goal in goals for word in re.findall(r"\S*\d\S*", goal)}),
        "methods": _text("As the agency measured."),
    }


def _indicator(record: Record) -> dict[str, Any]:
    up = record["Desired.Direction"] == "Up"
    found: dict[str, Any] = {
        "name": _text(_label(record)),
        "phrase": _text(f"for “{_label(record)}”"),
        "formula": "value",
        "inputs": {"of": "actual"},
        "where": {"indicator": name(record)},
        # The table has no units: what is not called a percentage is a number of something.
        "unit": "percent" if "%" in record["Indicator"] else "count",
        "decimals": 2,
        "polarity": "higher_is_better" if up else "lower_is_better",
        "means": [3, 5],
    }
    if record["Target.MMR"] != "NA":
        relation = "at_least" if up else "at_most"
        reference = {"kind": "target", "relation": relation, "dataset": "targets", "column": "target"}
        found["reference"] = reference | {"where": {"indicator": name(record)}}
        found["achievement"] = {"formula": "ratio" if up else "inverse_ratio", "cap": 120}
    return found
