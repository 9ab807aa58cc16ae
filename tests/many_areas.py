"""A collection as an office's own may be: sixty areas with long names, titles of two hundred letters, imported.

Three indicators: a share by area, counts by sex and age in two units, and one that only tells where it stands.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from berkala.imports.command import Import, import_open_sdg
from berkala.words import language
from open_sdg import CONFIGURATION, repository
from publications import REPOSITORY

IMPORTED = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
NOW = "2026-12-01T09:30"
AREAS = 60
TITLES = {
    "1-1-1": "Proportion of households in informal settlements and inadequate housing whose members have secure tenure "
    "rights to land, with legally recognised documentation, and who perceive their rights to land as secure",
    "1-2-1": "Number of deaths, missing persons and directly affected persons attributed to disasters, including those "
    "whose livelihoods were disrupted or destroyed, counted where they lived before the disaster had happened",
    "1-3-1": "Degree of implementation of internationally agreed institutional and legal arrangements that recognise "
    "and protect the rights of small-scale fishers and their access to markets, to land and to fishing grounds",
}
TITLES_ID = {
    "1-1-1": "Proporsi rumah tangga di permukiman informal dan perumahan tidak layak yang anggotanya memiliki hak atas "
    "tanah yang terjamin, dengan dokumen yang diakui secara hukum, serta merasa haknya atas tanah terlindungi",
    "1-2-1": "Jumlah korban meninggal, hilang, dan terdampak langsung akibat bencana, termasuk mereka yang mata "
    "pencahariannya terganggu atau hilang, dihitung menurut tempat tinggalnya sebelum bencana itu terjadi di daerah",
    "1-3-1": "Tingkat pelaksanaan kerangka kelembagaan dan hukum yang diakui secara internasional untuk mengakui dan "
    "melindungi hak nelayan kecil serta akses mereka terhadap pasar, tanah, dan daerah penangkapan ikan setempat",
}
_NAMES = ("Abernethy and the Lower Marshes", "Bournemouth, Christchurch and Poole", "Kepulauan Siau Tagulandang Biaro")


def area(number: int) -> str:
    """The name of an area, each its own and none short, with a comma here and there."""
    return f"{_NAMES[number % len(_NAMES)]} {chr(ord('A') + number // 26)}{chr(ord('a') + number % 26)}"


def many_areas(to: Path) -> Path:
    """Import the collection into the folder `to`, in English and Indonesian, with this repository's templates."""
    source = to.parent / "source"
    made = repository(source, f"{CONFIGURATION.replace('[en]', '[en, id]')}docs_branding: 'Office of Numbers'\n")
    made.write("translations/id/global_goals.yml", "1-title: Tujuan pertama\n")
    made.data("Year,Area,Value", *_shares())
    made.data("Year,Sex,Age,Value", *_counts(), name="data/indicator_1-2-1.csv")
    for id, title in TITLES.items():
        status = "notstarted" if id == "1-3-1" else "complete"
        settings = [
            f"indicator_name: {title}",
            f"reporting_status: {status}",
            "national_geographical_coverage: Testland",
        ]
        unit = "Per cent" if id == "1-1-1" else "Number of people per one hundred thousand population"
        made.write(f"indicator-config/{id}.yml", "\n".join([*settings, f"computation_units: {unit}", ""]))
        made.write(f"meta/id/{id}.yml", f"indicator_name: {TITLES_ID[id]}\n")
    import_open_sdg(Import(source, to, IMPORTED), language("en"))
    _by_area(to)
    shutil.copytree(REPOSITORY / "templates", to / "templates", dirs_exist_ok=True)
    return to


def _by_area(to: Path) -> None:
    """What the account of the import proposes: a chart of the areas; and a page for each."""
    _changed(to / "reports/1-1-1.md", "    where:\n      area: total\n", _BY_AREA)
    _changed(
        to / "reports/1-1-1.md", "charts:\n", "area_pages: true\ncharts:\n  areas: {kind: dots, indicator: value}\n"
    )
    _changed(to / "datasets/1-1-1/dataset.yml", "      whole: total\n", "      concept: area\n      whole: total\n")


_BY_AREA = "    by: area\n    all_label: {en: Testland, id: Testland}\n"


def _changed(file: Path, was: str, now: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(was) == 1, (file, was)
    file.write_text(text.replace(was, now), encoding="utf-8")


def _shares() -> list[str]:
    found = []
    for year in range(2015, 2024):
        found.append(f"{year},,{50 + year - 2015}.5")
        for number in range(AREAS):
            found.append(f'{year},"{area(number)}",{number * 37 % 80 + 5 + (year - 2015) // 3}.{number % 10}')
    return found


def _counts() -> list[str]:
    found = []
    for year in range(2010, 2024):
        found.append(f"{year},,,{1234567 + year * 1000}")
        for place, (sex, age) in enumerate(
            (s, a) for s in ("Female", "Male") for a in ("Under 5", "5 to 64", "65 and over")
        ):
            found.append(f"{year},{sex},{age},{(place + 1) * 98765 + year}")
    return found
