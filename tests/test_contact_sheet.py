"""The contact sheet shows every kind, says what its source says, and its pictures are those that are drawn today."""

from __future__ import annotations

import io
from pathlib import Path
from typing import get_args

import pytest
from PIL import Image, ImageChops

from berkala.plan.specifications import CardKind, ChartKind
from contact_sheet import LANGUAGES, Example, Sheet, page, read_sheet
from publications import REPOSITORY

pytestmark = pytest.mark.slow

REPORTS = REPOSITORY / "reports"
PICTURES = REPORTS / "charts"
#: What the pictures may weigh together, in bytes.
LIMIT = 2_000_000
AGAIN = "run scripts/contact-sheet"


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    """The sheet of this repository."""
    return read_sheet(tmp_path_factory.mktemp("sheet") / "example")


@pytest.fixture(scope="module")
def told(sheet: Sheet) -> dict[str, list[Example]]:
    """Every example in each language."""
    return {code: list(sheet.examples(code)) for code in LANGUAGES}


def test_every_kind_is_on_it(sheet: Sheet) -> None:
    assert set(sheet.said["charts"]) == set(get_args(ChartKind))
    assert set(sheet.said["cards"]) == set(get_args(CardKind))


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_is_what_its_source_makes_today(sheet: Sheet, told: dict[str, list[Example]], code: str) -> None:
    written = (REPORTS / sheet.file(code)).read_text(encoding="utf-8")
    assert written == page(sheet, code, told[code]), AGAIN


def test_the_folder_holds_the_pictures_of_the_pages_and_nothing_else(told: dict[str, list[Example]]) -> None:
    named = {picture.name: picture for examples in told.values() for one in examples for picture in one.pictures}
    assert {path.name for path in PICTURES.iterdir()} == set(named), AGAIN
    assert sum(path.stat().st_size for path in PICTURES.iterdir()) <= LIMIT
    for name, picture in named.items():
        with Image.open(PICTURES / name) as image:
            shape = picture.width / picture.height
            assert image.width / image.height == pytest.approx(shape, rel=0.01), f"{name}: {AGAIN}"


@pytest.mark.parametrize("kind", get_args(ChartKind))
def test_a_chart_is_as_it_is_drawn_today(sheet: Sheet, kind: str) -> None:
    (picture, _) = sheet.chart_example(kind, "id").pictures
    assert _same(PICTURES / picture.name, picture.drawn()), AGAIN


def test_a_card_is_as_it_is_drawn_today(sheet: Sheet) -> None:
    (picture, _) = sheet.card_example("number", "en").pictures
    assert _same(PICTURES / picture.name, picture.drawn()), AGAIN


def _same(kept: Path, drawn: bytes) -> bool:
    """The same pixels: how a picture is packed depends on a library's version."""
    with Image.open(kept) as one, Image.open(io.BytesIO(drawn)) as other:
        return one.size == other.size and not ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getbbox()
