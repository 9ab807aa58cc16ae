"""The ruler of editions that come in no even rhythm: one tick for each, none where there is none."""

from __future__ import annotations

import pytest

from berkala.compose.ruler import NARROW, WIDE, Format, ruler
from berkala.periods import parse
from berkala.words import language

CODES = [*(f"{year}-{month}" for year in range(2015, 2019) for month in ("03", "09")), "2019-03"]
CODES += ["2020-03", "2021-03", "2022-03"]
EDITIONS = [parse(code, "month") for code in CODES]


@pytest.mark.parametrize("form", [WIDE, NARROW], ids=["wide", "narrow"])
def test_each_edition_has_one_tick(form: Format) -> None:
    drawn = ruler(EDITIONS, EDITIONS[-1], None, language("en"), form)
    places = {*drawn.ticks, drawn.now.at, *(year.at for year in drawn.years)}
    assert drawn.runs == ()
    assert len(places) == len(EDITIONS)
    assert not {*drawn.ticks} & {drawn.now.at, *(year.at for year in drawn.years)}


def test_on_a_phone_the_first_tick_has_its_year() -> None:
    assert ruler(EDITIONS, EDITIONS[-1], None, language("en"), NARROW).years[0].label == "2015"
    monthly = [parse("2024-05", "month").shift(place) for place in range(20)]
    assert ruler(monthly, monthly[-1], None, language("en"), NARROW).years[0].label == "2024"
