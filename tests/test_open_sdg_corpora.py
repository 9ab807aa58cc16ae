"""Five real Open SDG repositories: each account adds up, and real mistakes of their sources are found by name.

Runs where BERKALA_SHARED names the folder with the shared data. The figures are those that its README gives, or were
counted by other means.
"""

from __future__ import annotations

import csv
import io
import os
import re
import time
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest

from berkala.errors import catalogue
from berkala.imports.open_sdg import Collection, read_open_sdg
from berkala.imports.open_sdg.markup import markdown
from open_sdg import lines

SETS = ("uk", "canada", "usa", "kazakhstan", "starter")
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif("BERKALA_SHARED" not in os.environ, reason="BERKALA_SHARED names no folder"),
]


def folder(name: str) -> Path:
    return Path(os.environ["BERKALA_SHARED"]) / "data" / f"opensdg-{name}"


@lru_cache
def collection(name: str) -> Collection:
    return read_open_sdg(folder(name))


@pytest.mark.parametrize("name", SETS)
def test_every_account_adds_up(name: str) -> None:
    found = collection(name)
    account = found.account
    assert account.gaps == ()
    assert account.files.found == sum(
        path.is_file() and not path.name.startswith(".") for path in folder(name).rglob("*")
    )
    rows = 0
    for path in folder(name).glob("data/*.csv"):
        rows += len(list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))) - 1
    assert account.rows.found == rows
    assert account.rows.kept == sum(len(one.observations) for one in found.indicators)


@pytest.mark.parametrize("name", SETS)
def test_every_line_can_be_said_in_both_languages(name: str) -> None:
    for line in collection(name).account.lines:
        for language in ("en", "id"):
            assert line.code in catalogue(language)
            assert line.why(language) != line.remedy(language)


@pytest.mark.parametrize("name", SETS)
def test_every_text_is_clean(name: str) -> None:
    for indicator in collection(name).indicators:
        texts = [*indicator.texts.values(), indicator.footnote, indicator.content]
        texts += [text for source in indicator.sources for text in source.fields.values()]
        for text in texts:
            for said in text.texts.values():
                assert "<" not in said or markdown(said) == (said, ()), (indicator.id, said)
        for title in (indicator.name, indicator.graph.title, indicator.unit):
            assert not any(re.search(r"<[a-zA-Z/!?]|\n", said) for said in title.texts.values())


@pytest.mark.parametrize(
    ("name", "indicators", "observations", "left", "goals"),
    [
        ("uk", 208, 69345, 611, 14),
        ("canada", 60, 17788, 562, 16),
        ("usa", 247, 5993, 110, 17),
        ("kazakhstan", 277, 45320, 274, 17),
        ("starter", 247, 6, 0, 17),
    ],
)
def test_what_came_in(name: str, indicators: int, observations: int, left: int, goals: int) -> None:
    found = collection(name)
    account = found.account
    assert account.indicators.found == account.indicators.kept == indicators
    assert (account.rows.kept, account.left_out.rows) == (observations, left)
    assert len(found.goals) == goals


def test_the_uk_set_is_read_in_a_few_seconds() -> None:
    start = time.process_time()
    read_open_sdg(folder("uk"))
    assert time.process_time() - start < 6, "about two on a machine of 2026; this only finds a blunder"


def test_united_kingdom() -> None:
    found = collection("uk")
    assert found.languages == ("en",)
    placeholders = lines(found, "placeholder")
    assert sum(one.loss.rows for one in placeholders) == 61
    suppressed = lines(found, "value-suppressed")
    assert [(one.file, one.rows) for one in suppressed] == [("data/indicator_16-1-4.csv", ((350, 350),))]
    conflict = next(one for one in lines(found, "rows-conflict") if "6-3-2" in one.file)
    assert conflict.rows == ((142, 142), (145, 145)), "one of them is the row that should say High"
    spelt = {one.problem.value: one.problem.facts["others"] for one in lines(found, "header-spellings")}
    assert spelt == {
        "Local authority": "Local Authority",
        "Urban or rural": "Urban or Rural",
        "Product Sector": "Product sector",
    }
    assert [one.file for one in lines(found, "file-stray")][-1] == "meta/6.b.1.xlsx"
    assert len(found.maps[0].places) == 380
    assert found.indicator("archived-1-a-1").number == "1.a.1"
    kinds = {each.period.frequency for one in found.indicators for each in one.observations}
    assert kinds == {"year", "fiscal", "quarter", "month", None}


def test_canada() -> None:
    found = collection("canada")
    assert found.languages == ("en", "fr")
    with_options = [one for one in found.indicators if one.progress.options]
    targets = [one for one in with_options if any(each.target is not None for each in one.progress.options)]
    assert (len(with_options), len(targets)) == (57, 41)
    assert sum(bool(one.graph.target_lines) for one in found.indicators) == 6
    assert [one.id for one in found.indicators if one.progress.status] == ["16-9-1"]
    growth = found.indicator("8-1-1")
    whole = next(one for one in growth.observations if one.cells == ("Alberta",) and one.period.first.year == 2015)
    assert (whole.value, whole.progress) == (Decimal("-5.3"), Decimal("79354.3"))
    assert {group for one in found.indicator("4-5-1").progress.options for group in [one.group]} >= {(1, 1), (1, 2)}
    hunger = found.indicator("2-1-1")
    assert hunger.observations[0].notes[0].startswith("Values showing as 2.5")
    poverty = found.indicator("1-2-1")
    assert poverty.name.texts["fr"].startswith("Proportion de la population")
    assert poverty.dimensions[0].cells["All persons"].texts["fr"] == "Toutes les personnes"
    assert len(lines(found, "mark-broken")) == 22
    assert sum(not one.observations for one in found.indicators) == 3


def test_united_states() -> None:
    found = collection("usa")
    strays = {one.file: one.problem.facts["nearest"] for one in lines(found, "file-stray")}
    assert strays["data/indicator_10_1_1.csv"] == "10-1-1"
    assert {column.name for one in found.indicators for column in one.dimensions if column.written == "sex"} == {"SEX"}
    assert lines(found, "column-unnamed-empty")[0].problem.facts["places"] == "3–4"
    notes = {each.period.notes for each in found.indicator("8-8-1").observations}
    assert notes == {(), ("*",)}


def test_kazakhstan() -> None:
    found = collection("kazakhstan")
    assert found.languages == ("ru", "kk", "en")
    assert len(lines(found, "header-only")) == 67
    short = {one.file: one.rows for one in lines(found, "row-short-refused")}
    assert short["data/indicator_4-c-1-2.csv"] == ((2, 2), (20, 20), (38, 38), (56, 56))
    first = found.indicator("1-1-1")
    assert first.units["PT"].texts == {"ru": "процент", "kk": "пайыз", "en": "Percent"}
    assert {one.role for one in first.dimensions} == {"dimension"}
    assert (first.goal, found.indicator("10-5-1-1").target) == ("1", "10.5")
    assert found.goals[0].title.get("ru") == "Повсеместная ликвидация нищеты во всех ее формах"
    assert found.maps[0].places[0][0].startswith("KZ")


def test_an_empty_site() -> None:
    found = collection("starter")
    assert found.indicator("1-1-1").observations[0].cells == ("A",)
    assert all(one.status == "notstarted" for one in found.indicators)
    (waiting,) = lines(found, "indicators-waiting")
    assert waiting.problem.facts["count"] == 246
