"""A small publication in two parts: a survey of places taken twice a year, and an office's performance by year."""

from __future__ import annotations

from pathlib import Path

from plan_cases import add, copy_care

SURVEY, GOAL, PLACES = "datasets/islands/dataset.yml", "datasets/island-goal/dataset.yml", "reports/islands.md"
SERVICE, AIMS, OFFICE = "datasets/service/dataset.yml", "datasets/service-aims/dataset.yml", "reports/office.md"

_HEAD = """name: {name}
title: {{en: {name}, id: {name}}}
description: {{en: Invented., id: Rekaan.}}
frequency: {frequency}
coverage: {coverage}
sources: [{{title: Invented, publisher: Nobody}}]
licence: {{name: CC0-1.0, title: {{en: Free, id: Bebas}}, path: https://licence.example/}}
retrieved: 2026-11-22
protect: {{none_because: {{en: Invented., id: Rekaan.}}}}
"""

_ISLANDS = """implied_wholes:
  - {count: poor, share: rate, at_most: 5}
statuses:
  x: {en: not in this file, id: tidak ada dalam berkas ini}
resource:
  path: islands.csv
  format: csv
  schema:
    primaryKey: [period, island]
    fields:
      - {name: period, type: string, role: period, title: {en: Month, id: Bulan}}
      - name: island
        type: string
        role: dimension
        concept: area
        whole: country
        title: {en: Island, id: Pulau}
        categories:
          - {value: country, label: {en: The country, id: Negara}, aliases: [Land], code: "00"}
          - {value: east, label: {en: East, id: Timur}, code: "01"}
          - {value: west, label: {en: West, id: Barat}, span: {from: 2016-09, until: 2018-03, months: [9]}}
      - {name: poor, type: number, role: measure, title: {en: Poor, id: Miskin}, unit: {en: people, id: jiwa}}
      - {name: rate, type: number, role: measure, title: {en: Rate, id: Persentase}, unit: {en: per cent, id: persen}}
      - name: rate_error
        type: number
        role: measure
        uncertainty: standard_error
        of: rate
        title: {en: Error, id: Galat}
        unit: {en: points, id: poin}
"""

_GOAL = """resource:
  path: island-goal.csv
  format: csv
  schema:
    primaryKey: [year, plan]
    fields:
      - {name: year, type: string, role: period, title: {en: Year, id: Tahun}}
      - name: plan
        type: string
        role: dimension
        title: {en: Plan, id: Rencana}
        categories:
          - {value: medium, label: {en: Medium term, id: Jangka menengah}}
          - {value: annual, label: {en: Annual, id: Tahunan}}
      - {name: low, type: number, role: measure, title: {en: Low, id: Bawah}, unit: {en: per cent, id: persen}}
      - {name: high, type: number, role: measure, title: {en: High, id: Atas}, unit: {en: per cent, id: persen}}
"""

_PLACES = """---
title: {en: Poverty on the islands, id: Kemiskinan di kepulauan}
summary: {en: How many are poor., id: Berapa yang miskin.}
place: {en: The islands, id: Kepulauan}
dataset: islands
frequency: month
schedule:
  first_release: 2017-01-01T09:30
  first_period: 2017-03
  lag_days: 100
compare: year_before
lead: rate
card: line
area_pages: true
indicators:
  rate:
    name: {en: Poverty rate, id: Persentase penduduk miskin}
    phrase: {en: of people are poor, id: penduduk miskin}
    formula: value
    inputs: {of: rate}
    unit: percent
    decimals: 2
    polarity: lower_is_better
    by: island
    rank: {apart: 1, because: {en: The sample is small., id: Sampelnya kecil.}}
    reference:
      kind: target
      relation: within
      dataset: island-goal
      low: low
      high: high
      where: {plan: medium}
      milestone: {period: 2024, set_on: 2020-01-17}
  poor:
    name: {en: Poor people, id: Penduduk miskin}
    phrase: {en: people are poor, id: penduduk miskin}
    formula: value
    inputs: {of: poor}
    where: {island: country}
    unit: thousand_people
    decimals: 0
    polarity: lower_is_better
charts:
  line: {kind: line, indicator: rate, show: [all]}
  ranked: {kind: dots, indicator: rate}
  map: {kind: tiles, indicator: rate, map: islands, steps: [5, 10, 20]}
  table: {kind: heat, indicator: rate, steps: [5, 10]}
  bullet: {kind: bullet, indicator: rate, indicators: [rate]}
  count: {kind: columns, indicator: poor, show: [all]}
cards:
  - {kind: number, chart: line}
  - {kind: rank, chart: ranked}
  - {kind: tiles, chart: map}
statements:
  - {kind: extremes, indicator: rate}
  - {kind: gap, indicator: rate}
methods: {en: As published., id: Sebagaimana diterbitkan.}
---

Text.
"""

_SERVICE = """resource:
  path: service.csv
  format: csv
  schema:
    primaryKey: [year]
    fields:
      - {name: year, type: string, role: period, title: {en: Year, id: Tahun}}
      - {name: roads, type: number, role: measure, title: {en: Roads, id: Jalan}, unit: {en: km, id: km}}
      - {name: spent, type: number, role: measure, title: {en: Spent, id: Serapan}, unit: {en: per cent, id: persen}}
"""

_AIMS = """resource:
  path: service-aims.csv
  format: csv
  schema:
    primaryKey: [year]
    fields:
      - {name: year, type: string, role: period, title: {en: Year, id: Tahun}}
      - {name: roads, type: number, role: measure, title: {en: Roads, id: Jalan}, unit: {en: km, id: km}}
"""

_OFFICE = """---
title: {en: Performance of an office, id: Kinerja kantor}
summary: {en: What was reached., id: Yang dicapai.}
place: {en: Nowhere, id: Antah}
dataset: service
frequency: year
kind: performance
invented: {en: An invented office., id: Kantor rekaan.}
schedule: {first_release: 2024-01-01T09:30, lag_days: 60}
compare: previous
lead: roads
card: roads
indicators:
  roads:
    name: {en: Roads repaired, id: Jalan diperbaiki}
    phrase: {en: of road were repaired, id: jalan diperbaiki}
    formula: value
    inputs: {of: roads}
    unit: number
    unit_name: {en: kilometres, id: kilometer}
    decimals: 1
    polarity: higher_is_better
    budget: spent
    reference: {kind: target, relation: at_least, dataset: service-aims, column: roads}
    achievement: {formula: growth, cap: 120, baseline: {period: 2022}}
    bands_on: achievement
    bands:
      - {name: low, label: {en: Low, id: Kurang}, mark: miss, below: 90}
      - {name: good, label: {en: Good, id: Baik}, mark: met, from: 90}
  spent:
    name: {en: Budget spent, id: Serapan anggaran}
    phrase: {en: of the budget was spent, id: anggaran terserap}
    formula: value
    inputs: {of: spent}
    unit: percent
    decimals: 1
    polarity: neutral
charts:
  roads: {kind: line, indicator: roads, show: [all]}
editions:
  2023:
    accounts:
      roads: {causes: {en: It was dry., id: Cuaca kering.}, next_steps: {en: Go on., id: Lanjutkan.}}
    reviewed: {name: N. N., role: {en: Inspector, id: Inspektur}, on: 2024-02-10}
rollup:
  name: {en: Performance, id: Kinerja}
  weights: {roads: 1}
methods: {en: As counted., id: Sebagaimana dihitung.}
---

Text.
"""


def small_survey(to: Path) -> Path:
    """A publication with both, beside the report that this repository has."""
    copy_care(to)
    taken = "{from: 2015-03, months: [3, 9]}"
    add(to, SURVEY, _HEAD.format(name="islands", frequency="month", coverage=taken) + _ISLANDS)
    add(to, GOAL, _HEAD.format(name="island-goal", frequency="year", coverage="{from: 2020, until: 2024}") + _GOAL)
    add(to, SERVICE, _HEAD.format(name="service", frequency="year", coverage="{from: 2022}") + _SERVICE)
    add(to, AIMS, _HEAD.format(name="service-aims", frequency="year", coverage="{from: 2022}") + _AIMS)
    for report, text in ((PLACES, _PLACES), (OFFICE, _OFFICE)):
        add(to, report, text)
        add(to, report.replace(".md", ".id.md"), "Teks.\n")
    add(to, "templates/maps/islands.yml", "tiles: {}\n")
    return to
