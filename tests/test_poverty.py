"""The Indonesian statistic: its cells against BPS's tables, what `check` finds in them, and the map they go on."""

from __future__ import annotations

import csv
import io
import json
import os
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from berkala.errors import Problem
from berkala.fetch import fetch
from berkala.measure import measure
from berkala.measure.findings import Findings, FindingsSet
from berkala.plan import Request, plan, read_publication
from berkala.plan.specifications import DatasetSpec, ReportSpec
from berkala.protect import protect
from berkala.render.edition import render_edition
from berkala.render.statuses import withheld
from berkala.tidy import Tables, tidy
from publications import REPOSITORY, copy_facts

AFTER = datetime(2026, 11, 21, tzinfo=UTC)
NAME = "poverty-provinces"
CSV = REPOSITORY / "datasets" / NAME / f"{NAME}.csv"
MAP = REPOSITORY / "templates" / "maps" / "indonesia-provinces.yml"
NEW = {"Papua Barat Daya", "Papua Selatan", "Papua Tengah", "Papua Pegunungan"}
#: Our columns, and what the heads of theirs begin with.
COLUMNS = {
    "poor_thousand": "Jumlah Penduduk Miskin",
    "poor_share": "Persentase Penduduk Miskin",
    "poverty_line": "Garis Kemiskinan",
}

shared = pytest.mark.skipif("BERKALA_SHARED" not in os.environ, reason="BERKALA_SHARED names no folder")


@cache
def specs() -> tuple[DatasetSpec, ReportSpec]:
    publication, problems = read_publication(REPOSITORY)
    assert publication is not None
    assert [one for one in problems if "poverty" in (one.file or "") or "kemiskinan" in (one.file or "")] == []
    return publication.datasets[NAME].spec, publication.reports["kemiskinan"].spec


@cache
def rows() -> tuple[dict[str, str], ...]:
    return tuple(csv.DictReader(io.StringIO(CSV.read_text(encoding="utf-8"))))


def normal(name: str) -> str:
    return " ".join(name.split()).casefold()


# -- the map --------------------------------------------------------------------------------------------------


@cache
def tiles() -> tuple[dict[str, Any], ...]:
    layout = yaml.safe_load(MAP.read_text(encoding="utf-8"))
    assert set(layout) == {"name", "areas", "source", "tiles"}
    assert set(layout["name"]) == set(layout["areas"]) == {"en", "id"}
    return tuple(layout["tiles"])


def tile_of(*names: str) -> str:
    """The code of the one tile that has any of these names."""
    wanted = {normal(name) for name in names}
    found = [t["code"] for t in tiles() if wanted & {normal(name) for name in (t["name"], *t.get("aliases", ()))}]
    assert len(found) == 1, names
    return str(found[0])


@pytest.mark.parametrize(("layout", "columns", "rows_"), [("wide", 14, 8), ("narrow", 8, 13)])
def test_every_tile_has_a_place_of_its_own(layout: str, columns: int, rows_: int) -> None:
    places = [tuple(tile[layout]) for tile in tiles()]
    assert len(set(places)) == len(places) == 38
    assert {column for column, _ in places} == set(range(columns))
    used = {row for _, row in places}
    assert used == set(range(rows_)) - ({8} if layout == "narrow" else set())


def test_a_tile_s_code_and_names_are_its_own() -> None:
    codes = [tile["code"] for tile in tiles()]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 3 and code.isupper() and code.isascii() for code in codes)
    names = Counter(normal(name) for tile in tiles() for name in (tile["name"], *tile.get("aliases", ())))
    assert [name for name, count in names.items() if count > 1] == []


def test_every_province_joins_one_tile_in_every_language() -> None:
    field = specs()[0].field("province")
    provinces = [category for category in field.categories if category.value != field.whole]
    for language in ("en", "id"):
        found = [tile_of(category.label[language], *category.aliases) for category in provinces]
        assert sorted(found) == sorted(tile["code"] for tile in tiles())


@shared
def test_every_name_of_a_published_map_joins_one_tile() -> None:
    folder = Path(os.environ["BERKALA_SHARED"]) / "data" / "indonesia-provinces-map"
    features = json.loads((folder / "indonesia-38-provinces.geojson").read_text(encoding="utf-8"))["features"]
    found = [tile_of(feature["properties"]["PROVINSI"]) for feature in features]
    assert sorted(found) == sorted(tile["code"] for tile in tiles())
    # The reason for a join by name: the codes of that map are not unique.
    codes = Counter(feature["properties"]["KODE_PROV"] for feature in features)
    assert max(codes.values()) > 1


# -- the cells ------------------------------------------------------------------------------------------------


def test_the_rows_are_those_of_the_surveys_in_the_files() -> None:
    periods = Counter(row["period"] for row in rows())
    surveys = [f"{year}-{month}" for year in range(2015, 2019) for month in ("03", "09")]
    assert periods == dict.fromkeys([*surveys, "2019-03", "2020-03", "2021-03"], 35) | {"2022-03": 39}
    spec = specs()[0]
    assert spec.last is not None
    covered = [period.code for period in spec.rhythm.periods(spec.first, spec.last)]
    assert [code for code in covered if code not in spec.coverage.except_] == sorted(periods)


def test_a_province_that_was_not_formed_has_no_value_and_says_so() -> None:
    labels = {category.value: category.label["id"] for category in specs()[0].field("province").categories}
    for row in rows():
        marks = {row[f"{column}_status"] for column in COLUMNS}
        assert (marks == {"z"}) == (labels[row["province"]] in NEW)
        for column in COLUMNS:
            assert (row[column] == "") == (row[f"{column}_status"] in ("x", "z"))
    own = specs()[0].statuses
    assert {letter: (text["en"], text["id"]) for letter, text in own.items()} == {
        "x": ("absent from the source file", "tidak ada di berkas sumber"),
        "z": ("not yet formed", "belum terbentuk"),
    }


def test_the_provinces_add_up_to_the_country_within_rounding() -> None:
    """Each count is rounded to ten people, so that 34 of them and their total may differ by 175 people."""
    sums: dict[str, Decimal] = {}
    whole: dict[str, Decimal] = {}
    for row in rows():
        if row["province"] == "indonesia":
            whole[row["period"]] = Decimal(row["poor_thousand"])
        elif row["poor_thousand"]:
            sums[row["period"]] = sums.get(row["period"], Decimal(0)) + Decimal(row["poor_thousand"])
    assert sums.keys() == whole.keys()
    assert max(abs(sums[period] - whole[period]) for period in sums) <= Decimal("0.175")


def published() -> dict[tuple[str, str, str], str]:
    """Every cell of BPS's tables that is not ``...``, by survey month, province and our column."""
    cells = {}
    for file in sorted((Path(os.environ["BERKALA_SHARED"]) / "data" / "bps-poverty").glob("*.csv")):
        for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))):
            for head, text in row.items():
                if " - " not in head or text in ("", "..."):
                    continue
                month = "03" if "Maret" in head else "09"
                column = next(name for name, start in COLUMNS.items() if head.startswith(start))
                cells[f"{file.stem[-4:]}-{month}", row["Provinsi"], column] = text
    return cells


@shared
def test_every_value_is_the_cell_of_the_published_table_and_every_cell_is_here() -> None:
    labels = {category.value: category.label["id"] for category in specs()[0].field("province").categories}
    ours = {
        (row["period"], labels[row["province"]], column): row[column]
        for row in rows()
        for column in COLUMNS
        if row[column]
    }
    assert ours == published()
    assert len(ours) == 12 * 35 * 2 + 6 * 35 - 1


# -- the mistakes ---------------------------------------------------------------------------------------------


def tidied(root: Path) -> Tables:
    return tidy(fetch(plan(Request(root, AFTER, "build"))))  # not what this clone has published


def told(tables: Tables) -> list[Problem]:
    return [one for one in tables.problems if NAME in (one.file or "") and one.severity == "error"]


def row_of(period: str) -> int:
    """The line of Indonesia's row."""
    place = next(n for n, row in enumerate(rows()) if (row["period"], row["province"]) == (period, "indonesia"))
    return place + 2


def undeclared(to: Path, *kept: str) -> Path:
    """The publication without the declarations of its known errors, but for those of the values `kept`."""
    file = copy_facts(to, ("kemiskinan",)) / "datasets" / NAME / "dataset.yml"
    head, rest = file.read_text(encoding="utf-8").split("\nknown_errors:\n", 1)
    declared, tail = rest.split("\nresource:\n", 1)
    entries = ["  - key:" + entry for entry in declared.split("  - key:")[1:]]
    entries = [entry for entry in entries if any(f'value: "{value}"' in entry for value in kept)]
    text = "".join(entry if entry.endswith("\n") else entry + "\n" for entry in entries)
    listed = f"\nknown_errors:\n{text}" if entries else "\n"
    file.write_text(f"{head}{listed}resource:\n{tail}", encoding="utf-8")
    return to


def test_what_is_declared_is_withheld_and_nothing_else_is_wrong() -> None:
    tables = tidied(REPOSITORY)
    assert told(tables) == []
    frame = tables.by_dataset[NAME].frame.loc[[row_of(period) for period in ("2022-03", "2018-03", "2017-03")]]
    assert frame["poverty_line"].isna().tolist() == [True, True, True]
    assert frame["poor_share"].isna().tolist() == [False, True, True]
    assert frame["poor_thousand"].tolist() == [26161.16, 25949.8, 27771.22]


def test_the_values_stand_in_our_file_as_they_stand_in_the_source() -> None:
    found = {(error.key["period"], error.column): error.value for error in specs()[0].known_errors}
    assert found == {
        ("2022-03", "poverty_line"): "505",
        ("2018-03", "poor_share"): "25674.58",
        ("2017-03", "poor_share"): "10.12",
        ("2017-03", "poverty_line"): "385621",
    }
    by_period = {row["period"]: row for row in rows() if row["province"] == "indonesia"}
    assert {key: by_period[key[0]][key[1]] for key in found} == found


def test_the_line_and_the_share_that_cannot_be_are_out_of_range(tmp_path: Path) -> None:
    found = told(tidied(undeclared(tmp_path, "10.12", "385621")))
    places = {(one.code, one.row, one.column, one.value) for one in found}
    assert ("tidy.below-minimum", row_of("2022-03"), "poverty_line", "505") in places
    assert ("tidy.above-maximum", row_of("2018-03"), "poor_share", "25674.58") in places


def test_the_share_that_repeats_september_implies_a_population_that_jumps(tmp_path: Path) -> None:
    found = told(tidied(undeclared(tmp_path, "505", "25674.58", "385621")))
    assert {(one.code, one.row, one.column, one.value) for one in found} == {
        ("tidy.implied-whole-jumps", row_of("2017-03"), "poor_share", "10.12")
    }


def test_the_line_of_march_2017_is_further_from_the_provinces_than_any_other() -> None:
    """The fourth mistake, found by hand: the national line as against the provinces' weighted by population."""
    ratios = {}
    for period in ("2017-03", "2019-03", "2020-03", "2021-03"):
        lines = weights = Decimal(0)
        for row in rows():
            if row["period"] == period and row["province"] != "indonesia":
                people = Decimal(row["poor_thousand"]) / Decimal(row["poor_share"])
                lines += people * Decimal(row["poverty_line"])
                weights += people
            elif row["period"] == period:
                national = Decimal(row["poverty_line"])
        ratios[period] = national / (lines / weights) - 1
    assert round(100 * ratios.pop("2017-03"), 1) == Decimal("2.8")
    assert {round(100 * ratio, 1) for ratio in ratios.values()} == {Decimal("-0.2")}


# -- what is told of them --------------------------------------------------------------------------------------


@cache
def measured() -> FindingsSet:
    return measure(protect(tidied(REPOSITORY)))


def edition(period: str) -> Findings:
    found = [one for one in measured().editions if one.edition.name == f"kemiskinan@{period}"]
    assert len(found) == 1
    return found[0]


@pytest.mark.slow
def test_a_figure_that_is_withheld_is_not_said_to_be_missing_from_the_file() -> None:
    march, september = edition("2018-03"), edition("2018-09")
    assert withheld(march, march.figure("share"))
    assert not withheld(march, march.figure("line"))  # that one is not in the file
    assert not withheld(september, september.figure("share"))
    assert withheld(september, september.figure("share", period=march.edition.period))
    last = edition("2022-03")
    growth = last.figure("line", derived="growth-year")
    assert growth is not None
    assert growth.value is None
    assert withheld(last, growth)


@pytest.mark.slow
def test_the_target_is_in_the_editions_after_it_was_set_and_nothing_is_held_against_it() -> None:
    with_target = [one.edition.period.code for one in measured().editions if one.milestone("share")]
    assert with_target == ["2020-03", "2021-03", "2022-03"]
    low, high = edition("2022-03").milestone("share")
    assert (low.value, high.value, low.period.code) == (6, 7, "2024")
    held = [name for name in edition("2022-03").figures if name.endswith((".gap", ".achievement", ".reference"))]
    assert held == []


def test_an_edition_tells_what_was_wrong_by_then_and_whose_terms_hold() -> None:
    findings = edition("2018-03")
    bundle, problems = render_edition(findings, measured().plan.publication, "")
    assert [one for one in problems if one.severity == "error"] == []
    page = bundle.files["fragments/edition.id.html"].decode()
    assert all(value in page for value in ("25674.58", "10.12", "385621"))
    assert "505" not in page.split('id="mistakes"')[1].split("</section>")[0]  # it is of a later survey
    assert "bukan lisensi terbuka" in page
    assert "Open Government Licence" not in page
    package = json.loads(bundle.files[f"public/data/{NAME}/2018-03/datapackage.json"])
    assert [one["name"] for one in package["licenses"]] == ["other-closed"]


# -- the report -----------------------------------------------------------------------------------------------


def test_the_terms_of_use_are_not_called_a_licence_that_is_open() -> None:
    licence = specs()[0].licence
    assert licence.name == "other-closed"
    assert "not an open licence" in licence.title["en"]
    assert "bukan lisensi terbuka" in licence.title["id"]
    assert licence.path.startswith("https://www.bps.go.id/")


def test_the_target_drawn_is_the_one_that_had_been_set() -> None:
    publication, _ = read_publication(REPOSITORY)
    assert publication is not None
    reference = specs()[1].indicators["share"].reference
    assert reference is not None
    assert reference.milestone is not None
    assert (reference.where, reference.relation) == ({"plan": "rpjmn"}, "within")
    assert (reference.milestone.period, reference.milestone.set_on) == ("2024", date(2020, 1, 20))
    file = REPOSITORY / "datasets" / "poverty-target" / "poverty-target.csv"
    ranges = {row["plan"]: row for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")))}
    assert {plan: (row["low"], row["high"], row["set_by"]) for plan, row in ranges.items()} == {
        "rpjmn": ("6.0", "7.0", "Perpres 18/2020"),
        "rkp": ("6.5", "7.5", "Perpres 52/2023"),
    }


def test_no_text_says_that_figures_do_not_exist_which_are_only_not_in_the_file() -> None:
    files = [*(REPOSITORY / "reports").glob("kemiskinan*"), *(REPOSITORY / "datasets").glob("poverty-*/dataset.yml")]
    assert len(files) == 4
    for file in files:
        text = " ".join(file.read_text(encoding="utf-8").split())
        assert not [words for words in ("tidak tersedia", "not available") if words in text], file.name
