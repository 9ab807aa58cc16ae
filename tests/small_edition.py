"""One small edition made by hand, for the tests of packages and posts: two months, two wards, one hidden cell."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pandas as pd

from berkala.measure.findings import Figure, Findings, Where
from berkala.periods import Period, parse
from berkala.plan import Edition, Publication, read_publication
from berkala.plan.calendar import release_moment
from berkala.protect.tables import SafeTable

SETTINGS = """
site_name: Test
site_url: https://office.example/
plugins:
  - berkala:
      agency: {name: {en: Test office, id: Kantor uji}}
      languages: [en, id]
      time_zone: Asia/Jakarta
      licence: {name: CC-BY-4.0, title: {en: CC BY 4.0, id: CC BY 4.0}, path: https://licence.example/}
      contact: {name: {en: The desk, id: Meja}, email: desk@office.example}
      channels: {site: {kind: folder, path: site}}
"""

DATASET = """
name: beds
title: {en: "Beds & waits, 2 wards", id: "Tempat tidur & tunggu, 2 bangsal"}
description: {en: Beds in two wards, id: Tempat tidur di dua bangsal}
frequency: month
coverage: {from: 2020-01, except: ["2020-03"]}
sources: [{title: Ward book, publisher: Hospital, path: https://source.example/}, {title: Notes, publisher: Hospital}]
licence: {name: CC-BY-4.0, title: {en: CC BY 4.0, id: CC BY 4.0}, path: https://licence.example/}
retrieved: 2020-06-01
protect: {measures: [beds], threshold: 5}
known_errors:
  - {key: {period: 2020-01, ward: a1}, column: beds, value: "12", who: Hospital, effect: shown,
     reason: {en: Counted twice., id: Terhitung dua kali.}}
  - {key: {period: 2020-02, ward: b}, column: beds, value: "3", who: Hospital, effect: withheld,
     reason: {en: Torn page., id: Halaman robek.}}
  - {key: {period: 2020-04, ward: b}, column: beds, value: "777", who: Hospital, effect: shown,
     reason: {en: Later., id: Nanti.}}
resource:
  path: beds.csv
  format: csv
  schema:
    primaryKey: [period, ward]
    fields:
      - {name: period, type: string, role: period, title: {en: Month, id: Bulan}}
      - name: ward
        type: string
        role: dimension
        title: {en: Ward, id: Bangsal}
        categories:
          - {value: a1, label: {en: Ward A1, id: Bangsal A1}}
          - {value: b, label: {en: Ward B, id: Bangsal B}}
      - {name: beds, type: integer, role: measure, title: {en: Beds, id: Tempat tidur}, minimum: 0,
         unit: {en: beds, id: tempat tidur}, description: {en: Beds in use, id: Tempat tidur terpakai}}
      - {name: change, type: number, role: measure, title: {en: Change, id: Perubahan}, decimals: 2,
         unit: {en: per cent, id: persen}, minimum: -100, maximum: 100}
      - {name: remark, type: string, role: note, title: {en: Remark, id: Catatan}}
"""

REPORT = """---
title: {en: "Beds in 2 wards", id: "Tempat tidur di 2 bangsal"}
summary: {en: Beds, id: Tempat tidur}
place: {en: Town, id: Kota}
dataset: beds
frequency: month
schedule: {first_release: 2020-03-10T09:30}
compare: previous
demonstration: {en: A demonstration., id: Sebuah peragaan.}
lead: beds
card: main
indicators:
  beds:
    name: {en: Beds in use, id: Tempat tidur terpakai}
    phrase: {en: beds were in use, id: tempat tidur terpakai}
    formula: total
    inputs: {of: beds}
    unit: count
    decimals: 0
    polarity: neutral
charts: {main: {kind: line, indicator: beds, show: [all]}}
methods: {en: A sum., id: Sebuah jumlah.}
---
Story
"""

ROWS = [
    ("2020-01", "a1", 12, "", -3.5, "p", "=SUM(A1)"),
    ("2020-01", "b", 2000, "", 12.25, "", "plain, with “marks”"),
    ("2020-02", "a1", 0, "", -0.1, "", "'quoted"),
    ("2020-02", "b", None, "c", None, "c", ""),
]


def a_publication(root: Path, **changed: str) -> Publication:
    """The publication, written to `root` and read. `changed` replaces words in its files."""
    here = Path(__file__).parents[1] / "templates"
    for folder in ("posts", "theme/fragments"):
        shutil.copytree(here / folder, root / "templates" / folder)
    texts = {
        "mkdocs.yml": SETTINGS,
        "datasets/beds/dataset.yml": DATASET,
        "reports/wards.md": REPORT,
        "reports/wards.id.md": "Cerita\n",
    }
    for name, text in texts.items():
        for old, new in changed.items():
            text = text.replace(old.replace("_", " "), new)
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    publication, problems = read_publication(root)
    assert publication is not None, problems
    assert not problems
    return publication


def a_frame() -> pd.DataFrame:
    """The safe table."""
    columns = ["period", "ward", "beds", "beds_status", "change", "change_status", "remark"]
    frame = pd.DataFrame(ROWS, columns=columns)
    periods = [parse(code, "month") for code in frame["period"]]
    return frame.assign(
        period=pd.Series(periods, dtype=object),
        beds=frame["beds"].astype("Int64"),
        change=frame["change"].astype("Float64"),
    )


def findings_of(publication: Publication) -> Findings:
    """The edition of February 2020 and its figures."""
    report, period = publication.reports["wards"], parse("2020-02", "month")
    edition = Edition("wards", "wards", period, release_moment(publication, report, period)[0])
    table = SafeTable(publication.datasets["beds"].spec, a_frame(), "0" * 64, suppressed=2)
    figures = {figure.id: figure for figure in _figures(period)}
    return Findings(edition, report, figures, {"beds": table}, {"beds": "2020-02"}, (period.shift(-1), period))


def _figures(period: Period) -> list[Figure]:
    before = period.shift(-1)
    cell = Where("beds.csv", "beds", {"period": "2020-02", "ward": "a1"})
    rest = {"area": "Town", "dataset": "beds", "version": "2020-02"}
    return [
        Figure("beds.all.2020-02", Decimal("1999.5"), "count", 0, period, formula="total", inputs=("cell",), **rest),
        Figure("beds.all.2020-01", Decimal(2012), "count", 0, before, formula="total", inputs=("cell",), **rest),
        Figure(
            "beds.all.2020-02.change-previous",
            Decimal("-12.5"),
            "count",
            0,
            period,
            formula="change",
            inputs=("cell",),
            **rest,
        ),
        Figure(
            "share",
            Decimal("86.60423981915065396415307604"),
            "percent",
            1,
            period,
            formula="share",
            inputs=("cell",),
            **rest,
        ),
        Figure("cell", None, "count", 0, period, status="c", where=cell, breakdown={"ward": "b"}, **rest),
    ]
