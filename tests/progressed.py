"""An invented publication of seven yearly indicators, each with another outcome of its progress, in two languages."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from berkala.plan.progress import standard_bands
from publications import REPOSITORY

SETTINGS = """
site_name: An office
site_url: https://office.example/
docs_dir: reports
site_dir: site
theme: {name: null, custom_dir: templates/theme}
plugins:
  - berkala:
      agency: {name: {en: An office, id: Sebuah kantor}}
      languages: [en, id]
      time_zone: Asia/Jakarta
      licence: {name: CC0-1.0, title: {en: Free, id: Bebas}, path: https://licence.example/}
      contact: {name: {en: A desk, id: Meja}, email: desk@office.example}
      channels: {site: {kind: folder, path: site}}
"""

AS_OF = "2023-06-01T12:00"


@dataclass(frozen=True)
class Case:
    """One indicator: its values by year, its progress, and its polarity; `base` are those of the column ``base``."""

    values: Mapping[int, object]
    progress: Mapping[str, Any]
    polarity: str = "lower_is_better"
    unit: Mapping[str, Any] = field(default_factory=lambda: {"unit": "percent"})
    base: Mapping[int, object] = field(default_factory=dict)


def _growth(direction: str, **more: Any) -> dict[str, Any]:
    return {"formula": "growth", "direction": direction, "baseline": {"period": "2015"}, **more}


def _aim(direction: str, value: float, **more: Any) -> dict[str, Any]:
    target = {"value": value, "period": "2030"}
    return {**_growth(direction, **more), "formula": "growth_to_target", "target": target}


#: The latest year of each is 2022, the first with a value 2015 but for poverty's, which is 2016.
CASES: Mapping[str, Case] = {
    "poverty": Case({2014: 30, 2016: 20, 2018: 18.4, 2020: 17, 2022: 16.2}, _aim("decrease", 10)),
    "coverage": Case({2015: 90, 2018: 91, 2022: 94.5}, _growth("increase", limit=100), "higher_is_better"),
    "literacy": Case({2015: 90, 2022: 96}, _aim("increase", 95), "higher_is_better"),
    "forest": Case({2015: 50, 2022: 49}, _growth("increase"), "higher_is_better"),
    "spending": Case({2015: 4.1, 2022: 5.3}, _growth("unknown"), "neutral"),
    "infections": Case({2015: 4, 2022: 3}, _aim("decrease", 0)),
    "seats": Case(
        {2015: 26, 2022: 33},
        _aim("decrease", 50, column="base"),
        "higher_is_better",
        base={2015: 74, 2022: 67},
    ),
}

_NAMES = {
    "poverty": ("Poverty", "Kemiskinan"),
    "coverage": ("Coverage", "Jangkauan"),
    "literacy": ("Literacy", "Melek huruf"),
    "forest": ("Forest", "Hutan"),
    "spending": ("Spending", "Belanja"),
    "infections": ("Infections", "Infeksi"),
    "seats": ("Seats held by women", "Kursi perempuan"),
}


def publication(to: Path) -> Path:
    """The publication, with this repository's templates, written into a new folder."""
    shutil.copytree(REPOSITORY / "templates", to / "templates")
    for folder in ("site", "reports"):
        (to / folder).mkdir(parents=True)
    (to / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    for name, case in CASES.items():
        written = yaml.safe_dump(_report(name, case), allow_unicode=True, sort_keys=False)
        (to / f"reports/{name}.md").write_text(f"---\n{written}---\n", encoding="utf-8")
        (to / f"reports/{name}.id.md").write_text("", encoding="utf-8")
        folder = to / "datasets" / name
        folder.mkdir(parents=True)
        described = yaml.safe_dump(_dataset(name, case), allow_unicode=True, sort_keys=False)
        (folder / "dataset.yml").write_text(described, encoding="utf-8")
        (folder / f"{name}.csv").write_text(_table(case), encoding="utf-8")
    return to


def _both(name: str) -> dict[str, str]:
    return dict(zip(("en", "id"), _NAMES[name], strict=True))


def _report(name: str, case: Case) -> dict[str, Any]:
    lead = {
        "name": _both(name),
        "phrase": {"en": "of all", "id": "dari semua"},
        "formula": "value",
        "inputs": {"of": "value"},
        **case.unit,
        "decimals": 1,
        "polarity": case.polarity,
        "progress": dict(case.progress),
        "bands_on": "progress",
        "bands": standard_bands(case.progress["formula"], ["en", "id"]),
    }
    return {
        "title": _both(name),
        "summary": _both(name),
        "place": {"en": "Here", "id": "Sini"},
        "dataset": name,
        "frequency": "year",
        "schedule": {"first_release": "2023-01-02T09:30", "first_period": 2022},
        "compare": "year_before",
        "lead": name,
        "indicators": {name: lead},
        "charts": {"main": {"kind": "line", "indicator": name, "show": ["all"]}},
        "card": "main",
        "methods": {"en": "Counted.", "id": "Dihitung."},
    }


def _dataset(name: str, case: Case) -> dict[str, Any]:
    title = {"title": _both(name), "unit": {"en": "per cent", "id": "persen"}}
    fields: list[dict[str, Any]] = [
        {"name": "year", "type": "string", "role": "period", "title": {"en": "Year", "id": "Tahun"}},
        {"name": "value", "type": "number", "role": "measure", "decimals": 1, **title},
    ]
    if case.base:
        told = {**title, "title": {"en": "Distance from parity", "id": "Jarak dari kesetaraan"}}
        fields.append({"name": "base", "type": "number", "role": "measure", "decimals": 1, **told})
    return {
        "name": name,
        "title": _both(name),
        "description": _both(name),
        "frequency": "year",
        "coverage": {"from": min(case.values), "until": 2022},
        "sources": [{"title": "A register", "publisher": "An office"}],
        "licence": {"name": "CC0-1.0", "title": {"en": "Free", "id": "Bebas"}, "path": "https://licence.example/"},
        "retrieved": "2023-01-01",
        "protect": {"none_because": {"en": "Invented.", "id": "Rekaan."}},
        "resource": {
            "path": f"{name}.csv",
            "format": "csv",
            "schema": {"primaryKey": ["year"], "fields": fields},
        },
    }


def _table(case: Case) -> str:
    lines = ["year,value,base" if case.base else "year,value"]
    for year, value in case.values.items():
        lines.append(",".join(map(str, (year, value, *([case.base[year]] if case.base else [])))))
    return "\n".join(lines) + "\n"
