"""A small publication with a page for every place: four places that are observed in their own months, and the whole.

`south` is observed every second month, `east` ended, `new` is not yet formed, and one value of `north` is a mistake.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from publications import REPOSITORY

REPORT = "reports/jobless.md"
NOW = datetime(2026, 1, 1, tzinfo=ZoneInfo("Asia/Jakarta"))
MONTHS = [f"{year}-{month:02}" for year in (2023, 2024) for month in range(1, 13)][:15]

_SETTINGS = """
site_name: Test
site_url: https://office.example/
docs_dir: reports
site_dir: site
theme: {name: null, custom_dir: templates/theme}
plugins:
  - berkala:
      agency: {name: {en: Test office, id: Kantor uji}}
      languages: [en, id]
      time_zone: Asia/Jakarta
      licence: {name: CC-BY-4.0, title: {en: CC BY 4.0, id: CC BY 4.0}, path: https://licence.example/}
      contact: {name: {en: The desk, id: Meja}, email: desk@office.example}
      channels: {site: {kind: folder, path: site}}
"""

_DATASET = """
name: jobless
title: {en: Jobless people, id: Pengangguran}
description: {en: Jobless people by place., id: Pengangguran menurut wilayah.}
frequency: month
coverage: {from: 2023-01, until: 2024-03}
sources: [{title: A survey, publisher: Own survey}]
licence: {name: other-closed, title: {en: Terms of the survey, id: Ketentuan survei}, path: https://terms.example/}
retrieved: 2024-06-01
statuses: {z: {en: not yet formed, id: belum terbentuk}}
protect: {none_because: {en: Nobody is in it., id: Tidak memuat orang.}}
known_errors:
  - {key: {month: 2023-05, place: north}, column: rate, value: "99.0", who: The desk, effect: withheld,
     reason: {en: More than all., id: Lebih dari semua.}}
resource:
  path: jobless.csv
  format: csv
  schema:
    primaryKey: [month, place]
    fields:
      - {name: month, type: string, role: period, title: {en: Month, id: Bulan}}
      - name: place
        type: string
        role: dimension
        concept: area
        whole: land
        title: {en: Place, id: Wilayah}
        categories:
          - {value: land, label: {en: The country, id: Negeri}}
          - {value: north, label: {en: North, id: Utara}}
          - {value: south, label: {en: South, id: Selatan}, span: {months: [2, 4, 6, 8, 10, 12]}}
          - {value: east, label: {en: East, id: Timur}, span: {until: 2023-06}}
          - {value: new, label: {en: New, id: Baru}, span: {from: 2024-03}}
      - {name: rate, type: number, role: measure, title: {en: Rate, id: Tingkat}, unit: {en: per cent, id: persen},
         decimals: 1, maximum: 50}
      - {name: people, type: integer, role: measure, title: {en: People, id: Orang}, unit: {en: people, id: orang}}
      - {name: rate_status, type: string, role: status, of: rate, title: {en: Status, id: Status}}
      - {name: people_mark, type: string, role: status, of: people, title: {en: Mark, id: Tanda}}
"""

_REPORT = """---
title: {en: Jobless people, id: Pengangguran}
summary: {en: How many are jobless., id: Berapa yang menganggur.}
place: {en: The country, id: Negeri}
dataset: jobless
frequency: month
schedule: {first_release: 2024-04-01T09:30, first_period: 2024-02}
compare: year_before
invented: {en: All of this is invented., id: Semua ini rekaan.}
lead: rate
card: main
area_pages: true
indicators:
  rate:
    name: {en: Jobless rate, id: Tingkat pengangguran}
    phrase: {en: of people were jobless, id: penduduk menganggur}
    formula: value
    inputs: {of: rate}
    unit: percent
    decimals: 1
    polarity: lower_is_better
    by: place
    all_label: {en: The country, id: Negeri}
    rank: {apart: 1, because: {en: The sample is small., id: Sampelnya kecil.}}
  people:
    name: {en: Jobless people, id: Jumlah penganggur}
    phrase: {en: people were jobless, id: orang menganggur}
    formula: value
    inputs: {of: people}
    unit: people
    decimals: 0
    polarity: lower_is_better
    by: place
    all_label: {en: The country, id: Negeri}
  same:
    name: {en: Jobless rate once more, id: Tingkat pengangguran sekali lagi}
    phrase: {en: of people were jobless, id: penduduk menganggur}
    formula: value
    inputs: {of: rate}
    where: {place: land}
    unit: percent
    decimals: 1
    polarity: lower_is_better
charts:
  main: {kind: line, indicator: rate, show: [all]}
statements:
  - {kind: record, indicator: rate}
methods: {en: As asked., id: Sebagaimana ditanyakan.}
---

As it was told.
"""


def small_places(to: Path) -> Path:
    """Write the publication into the folder `to`, with this repository's templates, and return it."""
    files = {
        "mkdocs.yml": _SETTINGS,
        "datasets/jobless/dataset.yml": _DATASET,
        "datasets/jobless/jobless.csv": "\n".join(("month,place,rate,people,rate_status,people_mark", *_rows())) + "\n",
        REPORT: _REPORT,
        "reports/jobless.id.md": "Sebagaimana diceritakan.\n",
    }
    for name, text in files.items():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_text(text, encoding="utf-8")
    shutil.copytree(REPOSITORY / "templates", to / "templates", dirs_exist_ok=True)
    (to / "site").mkdir(exist_ok=True)
    return to


def _rows() -> list[str]:
    found = []
    for place, month in enumerate(MONTHS):
        found.append(f"{month},land,{(80 + place) / 10},{800 + place},,")
        north = 99.0 if month == "2023-05" else (60 - place) / 10
        found.append(f"{month},north,{north},{300 - place},,")
        if place % 2:
            found.append(f"{month},south,{(90 + place) / 10},{400 + place},,")
        if month <= "2023-06":
            found.append(f"{month},east,{(70 + place) / 10},{100 + place},,")
    return [*found, "2024-03,new,,,z,z"]
