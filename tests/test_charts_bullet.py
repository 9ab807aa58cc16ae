"""Bullets: a row for each indicator on its own scale, and in words how many met their target."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import etree

from berkala.render.charts.build import build_chart
from berkala.render.charts.bullet import BulletMatter
from berkala.render.charts.outputs import page_svg
from berkala.words import language
from charting_lines import bullets, drawn, texts
from test_charts import wrong_labels

EN, ID = language("en"), language("id")


def test_a_bullet_counts_in_words_what_was_met_and_no_row_without_a_target() -> None:
    chart = build_chart(bullets(), "main", EN)
    assert chart.message.text == "Two of the three indicators with a value and a target met it"
    assert build_chart(bullets(), "main", ID).message.text == (
        "Dua dari tiga indikator yang memiliki nilai dan target mencapainya"
    )
    assert not re.search(r"\d", chart.message.text)
    # The verdict is the figure's, not the band's and not the gap's.
    banded = build_chart(bullets("000", share="met", days="met", poor="miss"), "main", EN)
    assert banded.message.text.startswith("No indicator")


def test_every_row_of_a_bullet_has_its_own_scale_from_nought() -> None:
    matter = build_chart(bullets(), "main", EN).matter
    assert isinstance(matter, BulletMatter)
    for row in matter.rows:
        assert row.share(Decimal(0)) == 0
        ends = [row.share(end) for end in (*row.targets, row.value or Decimal(0))]
        assert max(ends) == pytest.approx(Decimal("0.92"))


def test_a_bullet_on_a_page_is_a_table_traced_and_without_a_track_where_nothing_is_compared() -> None:
    chart = build_chart(bullets(share="near", days="met", poor="met"), "main", EN)
    root = etree.fromstring(f"<div>{page_svg(chart, EN)}</div>")
    rows = root.findall(".//tbody/tr")
    assert len(rows) == 4
    assert [row.find("th/svg") is not None for row in rows] == [True, True, True, False]
    shown = [element.get("data-figure") for element in root.iter("data")]
    assert {"share.all.2024", "share.reference", "share.all.2024.achievement", "poor.reference-high"} <= set(shown)
    assert set(shown) <= set(chart.figures)
    assert "5.0\u00a0days" in "".join(rows[1].itertext())
    assert "Near" in "".join(rows[0].itertext())
    loose = "".join(
        root.xpath(".//text()[not(ancestor::data) and not(ancestor::time) and not(ancestor::*[@data-role])]")
    )
    assert not re.search(r"\d", loose)
    assert not re.search(r"style=|fill=|stroke=", page_svg(chart, EN))


def test_a_bullet_without_a_value_says_why() -> None:
    made = bullets()
    kept = {name: figure for name, figure in made.figures.items() if not name.startswith("days.all")}
    chart, drawing = drawn(replace(made, figures=kept))
    assert "not available" in chart.description.text
    assert any("not available" in text for text in texts(drawing))
    assert not wrong_labels(drawing)
