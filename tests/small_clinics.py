"""A small publication of which the reader may choose anything: visits to clinics, and what the clinics spent.

Of visits, three dimensions break one series down, and not every combination is there; a fourth one is the unit. One
series has a gap, one cell a mistake of the source, others a status or a very small number. Of spending, there are three
measures in two units, one with a number of more digits than a program's numbers hold; its dataset has a digit in its
name, as every dataset of a numbered collection has.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from publications import REPOSITORY

NAME, EDITION = "clinics", "clinics/2022/"
TABLE = f"data/{NAME}/2022/{NAME}"

SETTINGS = """site_name: Clinics
site_url: https://clinics.example/
docs_dir: reports
site_dir: site
theme: {name: null, custom_dir: templates/theme}
plugins:
  - berkala:
      agency: {name: {en: Clinic office, id: Kantor klinik}}
      languages: [en, id]
      time_zone: Asia/Jakarta
      licence: {name: CC0-1.0, title: {en: Free, id: Bebas}, path: https://licence.example/}
      contact: {name: {en: A desk, id: Meja}, email: desk@clinics.example}
      channels: {site: {kind: folder, path: site}}
      networks: [mastodon]
"""

DATASET = """name: clinics
title: {en: Visits to clinics, id: Kunjungan ke klinik}
description: {en: Invented., id: Rekaan.}
frequency: year
coverage: {from: 2015, until: 2022}
sources: [{title: Invented, publisher: Nobody}]
licence: {name: CC0-1.0, title: {en: Free, id: Bebas}, path: https://licence.example/}
retrieved: 2023-01-05
protect: {none_because: {en: Invented., id: Rekaan.}}
statuses:
  z: {en: clinics were closed, id: klinik tutup}
known_errors:
  - {key: {year: "2020", units: number, sex: female, age: all-ages, region: country}, column: value, value: "9",
     who: Nobody, effect: withheld, reason: {en: A digit is missing., id: Ada angka yang hilang.}}
resource:
  path: clinics.csv
  format: csv
  schema:
    primaryKey: [year, sex, age, region, units]
    fields:
      - {name: year, type: string, role: period, title: {en: Year, id: Tahun}}
      - name: sex
        type: string
        role: dimension
        whole: both
        title: {en: Sex, id: Jenis kelamin}
        categories:
          - {value: female, label: {en: Female, id: Perempuan}}
          - {value: male, label: {en: Male, id: Laki-laki}}
          - {value: both, label: {en: Both sexes, id: Kedua jenis kelamin}}
      - name: age
        type: string
        role: dimension
        whole: all-ages
        title: {en: Age, id: Umur}
        categories:
          - {value: all-ages, label: {en: All ages, id: Semua umur}}
          - {value: under-5, label: {en: <5 years, id: <5 tahun}}
          - {value: from-5, label: {en: 5 years and over, id: 5 tahun ke atas}}
          - {value: unknown, label: {en: Unknown, id: Tidak diketahui}}
      - name: region
        type: string
        role: dimension
        whole: country
        title: {en: Region, id: Wilayah}
        categories:
          - {value: country, label: {en: The country, id: Negara}}
          - {value: north, label: {en: North, id: Utara}}
          - {value: south, label: {en: South, id: Selatan}, span: {from: 2018}}
      - name: units
        type: string
        role: dimension
        title: {en: Unit, id: Satuan}
        categories:
          - {value: number, label: {en: visits, id: kunjungan}}
          - {value: percent, label: {en: per cent of people, id: persen penduduk}}
      - name: kind
        type: string
        role: dimension
        title: {en: Kind of clinic, id: Jenis klinik}
        categories:
          - {value: public, label: {en: Public clinics, id: Klinik umum}}
      - name: value
        type: number
        role: measure
        title: {en: Visits, id: Kunjungan}
        unit: {en: as the unit says, id: menurut satuannya}
      - {name: value_mark, type: string, role: status, of: value, title: {en: Mark, id: Tanda}}
      - {name: checked, type: string, role: note, title: {en: Checked, id: Diperiksa}}
"""

REPORT = """---
title: {en: Visits to clinics, id: Kunjungan ke klinik}
summary: {en: How many visits there were., id: Berapa kunjungan yang ada.}
place: {en: The country, id: Negara}
dataset: clinics
frequency: year
schedule: {first_release: 2023-03-01T09:30, first_period: 2022}
compare: year_before
lead: visits
card: main
indicators:
  visits:
    name: {en: Visits, id: Kunjungan}
    phrase: {en: visits were made, id: kunjungan tercatat}
    formula: value
    inputs: {of: value}
    where: {age: all-ages, region: country, units: number}
    by: sex
    unit: count
    decimals: 0
    polarity: neutral
charts:
  main: {kind: line, indicator: visits, show: [all, male]}
methods: {en: As counted., id: Sebagaimana dihitung.}
---
"""

SPENDING = """name: spending-2
title: {en: Spending of clinics, id: Belanja klinik}
description: {en: Invented., id: Rekaan.}
frequency: quarter
coverage: {from: 2021-Q1, until: 2022-Q4}
sources: [{title: Invented, publisher: Nobody}]
licence: {name: CC0-1.0, title: {en: Free, id: Bebas}, path: https://licence.example/}
retrieved: 2023-01-05
protect: {none_because: {en: Invented., id: Rekaan.}}
totals:
  - {dimension: place, total: total, of: [hill, coast]}
resource:
  path: spending-2.csv
  format: csv
  schema:
    primaryKey: [quarter, place]
    fields:
      - {name: quarter, type: string, role: period, title: {en: Quarter, id: Triwulan}}
      - name: place
        type: string
        role: dimension
        title: {en: Clinic, id: Klinik}
        categories:
          - {value: hill, label: {en: Hill, id: Bukit}}
          - {value: coast, label: {en: Coast, id: Pantai}}
          - {value: total, label: {en: All clinics, id: Semua klinik}}
      - {name: spent, type: integer, role: measure, title: {en: Spent, id: Belanja}, unit: {en: rupiah, id: rupiah}}
      - {name: planned, type: integer, role: measure, title: {en: Planned, id: Rencana}, unit: {en: rupiah, id: rupiah}}
      - {name: staff, type: integer, role: measure, title: {en: Staff, id: Pegawai}, unit: {en: people, id: orang}}
"""

SPENDING_REPORT = """---
title: {en: Spending of clinics, id: Belanja klinik}
summary: {en: What was spent., id: Berapa yang dibelanjakan.}
place: {en: The country, id: Negara}
dataset: spending-2
frequency: quarter
schedule: {first_release: 2023-03-01T09:30, first_period: 2022-Q4}
compare: year_before
lead: staff
card: main
indicators:
  staff:
    name: {en: Growth of staff, id: Pertumbuhan pegawai}
    phrase: {en: people who work in clinics, id: orang yang bekerja di klinik}
    formula: growth_over_year
    inputs: {of: staff}
    where: {place: total}
    unit: percent
    decimals: 1
    polarity: neutral
charts:
  main: {kind: line, indicator: staff, show: [all]}
methods: {en: As counted., id: Sebagaimana dihitung.}
---
"""

#: A number that a program's floating-point numbers do not hold: they would show 9,007,199,254,740,992.
LONG = 9_007_199_254_740_993

YEARS = tuple(range(2015, 2023))
#: The visits of each combination of sex, age and region in its first year; each year has seven more.
VISITS = {
    ("both", "all-ages", "country"): 1_200_000,
    ("female", "all-ages", "country"): 700_000,
    ("male", "all-ages", "country"): 500_000,
    ("both", "under-5", "country"): 90_000,
    ("both", "from-5", "country"): 1_110_000,
    ("both", "all-ages", "north"): 400_000,
    ("both", "all-ages", "south"): 800_000,
    ("female", "all-ages", "north"): 230_000,
}
#: The rates, which are told by sex alone.
RATES = {"both": "12.5", "female": "14.25", "male": "-0.0000001"}
#: What stands in single cells instead: a value and its mark.
CELLS = {
    (2017, "both", "all-ages", "north"): ("", "z"),
    (2022, "both", "all-ages", "country"): ("1200049", "p"),
    (2020, "female", "all-ages", "country"): ("9", ""),
}
#: Years in which a combination has no row: a gap, and a region that began later.
ABSENT = {(2019, "both", "all-ages", "north"), *((year, "both", "all-ages", "south") for year in (2015, 2016, 2017))}


def rows() -> list[tuple[str, ...]]:
    """The table, the header first."""
    found: list[tuple[str, ...]] = [("year", "sex", "age", "region", "units", "kind", "value", "value_mark", "checked")]
    for year in YEARS:
        for key, first in VISITS.items():
            if (year, *key) not in ABSENT:
                value, mark = CELLS.get((year, *key), (str(first + 7 * (year - YEARS[0])), ""))
                found.append((str(year), *key, "number", "public", value, mark, ""))
        for sex, rate in RATES.items():
            found.append((str(year), sex, "all-ages", "country", "percent", "public", rate, "", ""))
    return found


def spending() -> list[tuple[str, ...]]:
    """The table of spending, the header first."""
    found: list[tuple[str, ...]] = [("quarter", "place", "spent", "planned", "staff")]
    for year in (2021, 2022):
        for quarter in (1, 2, 3, 4):
            hill, coast = LONG - 1000 * quarter, 1000 * quarter
            for place, spent, staff in (("hill", hill, 40), ("coast", coast, 20), ("total", hill + coast, 60)):
                found.append((f"{year}-Q{quarter}", place, str(spent), str(spent // 2), str(staff)))
    return found


def as_csv(table: list[tuple[str, ...]]) -> str:
    """A table as a source has it."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    return out.getvalue()


def small_clinics(to: Path) -> Path:
    """The publication, written to `to`."""
    texts = {
        "mkdocs.yml": SETTINGS,
        f"datasets/{NAME}/dataset.yml": DATASET,
        f"reports/{NAME}.md": REPORT + "\nText.\n",
        f"reports/{NAME}.id.md": "Teks.\n",
    }
    texts |= {
        "datasets/spending-2/dataset.yml": SPENDING,
        "reports/spending.md": SPENDING_REPORT + "\nText.\n",
        "reports/spending.id.md": "Teks.\n",
        f"datasets/{NAME}/{NAME}.csv": as_csv(rows()),
        "datasets/spending-2/spending-2.csv": as_csv(spending()),
    }
    for name, text in texts.items():
        path = to / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (to / "templates").symlink_to(REPOSITORY / "templates")
    (to / "site").mkdir()
    return to
