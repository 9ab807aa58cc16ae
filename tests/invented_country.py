"""An invented country of twelve districts, as a map in TopoJSON and as a small publication that draws it.

Its districts share borders; one is an island with a smaller one beside it, one lies inside another, and the capital is
too small to be seen on a phone. The map is made from the plan below: letters are cells, and every edge between two
cells is one arc, bent the same way each time.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from publications import REPOSITORY

#: One letter for each cell of the land; a full stop is sea.
PLAN = (
    "..AAABBBB.......",
    ".AAAAABBBCCC....",
    ".DDAAEEBBCCCC...",
    "DDDDEEEEFFCCC..J",
    "DDDDEEKEFFFFC..J",
    ".DDGEEEEFFFHH.JJ",
    "..GGGGIIFFHHHH..",
    "...GGIIIIIHHH..J",
    ".....IIII..H....",
)
#: Every district by its letter. L, the capital, is a small square inside a cell of A.
DISTRICTS = {
    "A": "Batu Raya",
    "B": "Tanjung Biru",
    "C": "Ujung Timur",
    "D": "Sungai Perak",
    "E": "Ladang",
    "F": "Muara Emas",
    "G": "Hulu Barat",
    "H": "Teluk Dalam",
    "I": "Gunung Kapur",
    "J": "Pulau Serai",
    "K": "Kampung Tengah",
    "L": "Kota Pusaka",
}
#: Where the plan lies, in thousandths of a degree: its top left corner, and the side of a cell.
_LEFT, _TOP, _CELL = 160_000, 9_000, 620
#: An edge has so many steps, each bent by up to this part of a cell.
_STEPS, _BENT = 6, 0.09
#: The capital: the cell it lies in, and its half side in parts of a cell.
_CAPITAL, _SMALL = (4, 1), 0.1

Corner = tuple[int, int]
Point = tuple[int, int]


def map_of_the_country() -> dict[str, Any]:
    """The map as a Topology, quantized to a thousandth of a degree."""
    arcs = _Arcs()
    capital = arcs.closed(_capital())
    geometries = []
    for letter, name in DISTRICTS.items():
        if letter == "L":
            polygons = [[[capital]]]
        else:
            polygons = [[arcs.ring(ring)] for ring in _rings(letter)]
            polygons = _with_holes(letter, polygons, arcs, capital)
        kind = "MultiPolygon" if len(polygons) > 1 else "Polygon"
        geometries.append(
            {
                "type": kind,
                "id": f"X-{ord(letter) - 64:02}",
                "properties": {"NAME": name.upper(), "REGION": "Contoh"},
                "arcs": polygons if kind == "MultiPolygon" else polygons[0],
            }
        )
    return {
        "type": "Topology",
        "transform": {"scale": [0.001, 0.001], "translate": [0, 0]},
        "arcs": [_steps(arc) for arc in arcs.arcs],
        "objects": {"districts": {"type": "GeometryCollection", "geometries": geometries}},
    }


def _with_holes(letter: str, polygons: list[list[list[int]]], arcs: _Arcs, capital: int) -> list[list[list[int]]]:
    """The hole that the capital leaves in A; that of K in E is a ring of E's own edges already."""
    if letter == "A":
        polygons[0].append([~capital])
    if letter == "E":
        return [[polygons[0][0], polygons[1][0]]]
    return polygons


def _steps(arc: list[Point]) -> list[list[int]]:
    """An arc as its first point and the steps from each to the next."""
    found, at = [], (0, 0)
    for point in arc:
        found.append([point[0] - at[0], point[1] - at[1]])
        at = point
    return found


class _Arcs:
    """Every edge once."""

    def __init__(self) -> None:
        self.arcs: list[list[Point]] = []
        self.known: dict[tuple[Corner, Corner], int] = {}

    def closed(self, points: list[Point]) -> int:
        self.arcs.append(points)
        return len(self.arcs) - 1

    def ring(self, corners: list[Corner]) -> list[int]:
        return [self._edge(one, other) for one, other in zip(corners, [*corners[1:], corners[0]], strict=True)]

    def _edge(self, one: Corner, other: Corner) -> int:
        if (other, one) in self.known:
            return ~self.known[other, one]
        if (one, other) not in self.known:
            self.known[one, other] = self.closed(_bent(one, other))
        return self.known[one, other]


def _bent(one: Corner, other: Corner) -> list[Point]:
    """An edge as points that wander a little, always the same way."""
    start, end = _place(one), _place(other)
    wander = random.Random(f"{one} {other}")
    points = []
    for step in range(_STEPS + 1):
        share, off = step / _STEPS, 0 if step in (0, _STEPS) else _BENT * _CELL
        x = start[0] + share * (end[0] - start[0]) + wander.uniform(-off, off)
        y = start[1] + share * (end[1] - start[1]) + wander.uniform(-off, off)
        points.append((round(x), round(y)))
    return points


def _place(corner: Corner) -> Point:
    """Where a corner of the plan lies: a little off its lattice."""
    wander = random.Random(str(corner))
    off = 0.24 * _CELL
    x, y = (wander.uniform(-off, off) for _ in range(2))
    return round(_LEFT + corner[0] * _CELL + x), round(_TOP - corner[1] * _CELL + y)


def _capital() -> list[Point]:
    x, y = (_LEFT + (_CAPITAL[0] + 0.5) * _CELL, _TOP - (_CAPITAL[1] + 0.5) * _CELL)
    half = _SMALL * _CELL
    corners = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
    return [(round(x + dx), round(y + dy)) for dx, dy in corners]


def _rings(letter: str) -> Iterator[list[Corner]]:
    """The rings of a district, as corners of the plan: edges that two of its cells share fall away."""
    edges: dict[Corner, list[Corner]] = {}
    cells = {(x, y) for y, row in enumerate(PLAN) for x, one in enumerate(row) if one == letter}
    for x, y in sorted(cells):
        sides = (((x, y), (x + 1, y), (x, y - 1)), ((x + 1, y), (x + 1, y + 1), (x + 1, y)))
        sides += (((x + 1, y + 1), (x, y + 1), (x, y + 1)), ((x, y + 1), (x, y), (x - 1, y)))
        for one, other, beyond in sides:
            if beyond not in cells:
                edges.setdefault(one, []).append(other)
    while edges:
        ring = [min(edges)]
        while True:
            following = edges[ring[-1]]
            ring.append(following.pop())
            if not following:
                del edges[ring[-2]]
            if ring[-1] == ring[0]:
                break
        yield ring[:-1]


# -- the publication ------------------------------------------------------------------------------------------

NAME, MAP = "air-minum", "contoh"

_SETTINGS = """
site_name: Contoh
site_url: https://contoh.example/
docs_dir: reports
site_dir: site
theme: {name: null, custom_dir: templates/theme}
plugins:
  - berkala:
      agency: {name: {en: Statistics Office of Contoh, id: Badan Statistik Contoh}}
      languages: [en, id]
      time_zone: Asia/Jakarta
      licence: {name: CC-BY-4.0, title: {en: CC BY 4.0, id: CC BY 4.0}, path: https://licence.example/}
      contact: {name: {en: The desk, id: Meja}, email: desk@contoh.example}
      channels: {site: {kind: folder, path: site}}
"""

_DATASET = """
name: air-minum
title: {en: Drinking water, id: Air minum}
description: {en: Households with piped drinking water., id: Rumah tangga dengan air minum perpipaan.}
frequency: year
coverage: {from: "2024", until: "2025"}
sources: [{title: Household survey, publisher: Badan Statistik Contoh}]
licence: {name: CC-BY-4.0, title: {en: CC BY 4.0, id: CC BY 4.0}, path: https://licence.example/}
retrieved: 2026-01-10
statuses: {x: {en: not surveyed, id: tidak disurvei}}
protect: {none_because: {en: Shares of whole districts., id: Persentase untuk seluruh distrik.}}
resource:
  path: air-minum.csv
  format: csv
  schema:
    primaryKey: [year, district]
    fields:
      - {name: year, type: string, role: period, title: {en: Year, id: Tahun}}
      - name: district
        type: string
        role: dimension
        concept: area
        whole: contoh
        plural: {en: districts, id: distrik}
        title: {en: District, id: Distrik}
        categories:
          - {value: contoh, label: {en: Contoh, id: Contoh}}
DISTRICTS
      - {name: share, type: number, role: measure, title: {en: Share, id: Persentase}, unit: {en: per cent, id: persen},
         decimals: 1, minimum: 0, maximum: 100}
      - {name: status, type: string, role: status, of: share, title: {en: Status, id: Status}}
"""

_REPORT = """---
title: {en: "Drinking water, Contoh", id: "Air minum, Contoh"}
summary: {en: How many households have piped drinking water., id: Berapa rumah tangga memakai air minum perpipaan.}
place: {en: Contoh, id: Contoh}
dataset: air-minum
frequency: year
schedule: {first_release: 2026-02-01T09:30, first_period: "2025"}
compare: year_before
invented:
  en: "Invented example: the country and all figures are not real."
  id: "Contoh rekaan: negeri ini dan semua angkanya tidak nyata."
lead: share
card: map
cards: [{kind: tiles, chart: map}, {kind: rank, chart: map}, {kind: number, chart: map}]
indicators:
  share:
    name: {en: Households with piped drinking water, id: Rumah tangga dengan air minum perpipaan}
    short: {en: Piped water, id: Air perpipaan}
    phrase: {en: of households had piped drinking water, id: rumah tangga memakai air minum perpipaan}
    formula: value
    inputs: {of: share}
    unit: percent
    decimals: 1
    polarity: higher_is_better
    by: district
    all_label: {en: Contoh, id: Contoh}
charts:
  map: {kind: choropleth, indicator: share, map: contoh, steps: [50, 60, 70, 80]}
methods: {en: As asked., id: Sebagaimana ditanyakan.}
---

As it was told.
"""

#: The share of each district in the two years; one was not surveyed.
_SHARES = {
    "A": (71.2, 73.0),
    "B": (63.5, 66.1),
    "C": (52.8, 54.4),
    "D": (58.1, 57.6),
    "E": (66.0, 68.9),
    "F": (74.9, 76.2),
    "G": (47.3, 48.8),
    "H": (55.5, 58.0),
    "I": (40.6, 41.9),
    "J": (61.7, None),
    "K": (79.8, 81.5),
    "L": (93.0, 94.7),
}


def country(to: Path) -> Path:
    """Write the publication into the folder `to`, with this repository's templates, and return it."""
    names = {letter: name.lower().replace(" ", "-") for letter, name in DISTRICTS.items()}
    categories = [
        f"          - {{value: {names[letter]}, label: {{en: {name}, id: {name}}}}}"
        for letter, name in DISTRICTS.items()
    ]
    files = {
        "mkdocs.yml": _SETTINGS,
        f"datasets/{NAME}/dataset.yml": _DATASET.replace("DISTRICTS", "\n".join(categories)),
        f"datasets/{NAME}/{NAME}.csv": "\n".join(("year,district,share,status", *_rows(names))) + "\n",
        f"reports/{NAME}.md": _REPORT,
        f"reports/{NAME}.id.md": "Sebagaimana diceritakan.\n",
    }
    for name, text in files.items():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_text(text, encoding="utf-8")
    shutil.copytree(REPOSITORY / "templates", to / "templates", dirs_exist_ok=True)
    write_map(to / "templates" / "maps" / f"{MAP}.topojson")
    (to / "site").mkdir(exist_ok=True)
    return to


def write_map(file: Path) -> None:
    """Write the map alone."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(map_of_the_country()), encoding="utf-8")


def _rows(names: dict[str, str]) -> Iterable[str]:
    for place, (year, whole) in enumerate((("2024", 62.4), ("2025", 64.0))):
        yield f"{year},contoh,{whole},"
        for letter, shares in _SHARES.items():
            value = shares[place]
            yield f"{year},{names[letter]},{'' if value is None else value},{'x' if value is None else ''}"
