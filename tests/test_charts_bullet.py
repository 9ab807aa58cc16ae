"""Bullets: a row for each indicator on its own scale, and in words how many met their target."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import etree

from berkala.render.cards.alts import LIMIT, alt_of_chart
from berkala.render.charts.build import build_chart
from berkala.render.charts.bullet import BulletMatter, describe, described, message
from berkala.render.charts.bullet_forms import forms
from berkala.render.charts.drawing import Frame, Path
from berkala.render.charts.metrics import bundled
from berkala.render.charts.model import Chart
from berkala.render.charts.outputs import draw, page_svg
from berkala.words import Sentence, language
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


# -- on a card -----------------------------------------------------------------------------------------------------


def crowded(count: int) -> Chart:
    """The chart with so many rows, of long names."""
    chart = build_chart(bullets(share="met", days="miss", poor="near"), "main", EN)
    assert isinstance(chart.matter, BulletMatter)
    name = Sentence.plain("Average days to complete first plan review in the borough offices, new buildings")
    rows = [replace(chart.matter.rows[place % 4], name=name) for place in range(count)]
    return replace(chart, matter=replace(chart.matter, rows=tuple(rows)))


@pytest.mark.parametrize("count", [2, 5, 13, 65, 190])
def test_a_card_has_a_form_for_any_number_of_indicators_in_which_nothing_is_cut(count: int) -> None:
    frame = Frame(636, 400, 24, 40, 1.9)
    drawings = [draw(one, frame, bundled(), EN) for one in forms(crowded(count))]
    whole = [one for one in drawings if one.height <= frame.height + 1]
    assert whole
    for drawing in drawings:
        assert not wrong_labels(drawing)


def test_an_achievement_that_is_no_plain_division_says_so_under_it() -> None:
    chart = build_chart(bullets(), "main", EN)
    assert isinstance(chart.matter, BulletMatter)
    first, *others = chart.matter.rows
    matter = replace(chart.matter, rows=(replace(first, measured="from baseline"), *others))
    rows = etree.fromstring(f"<div>{page_svg(replace(chart, matter=matter), EN)}</div>").findall(".//tbody/tr")
    assert ["from baseline" in "".join(row[-1].itertext()) for row in rows] == [True, False, False, False]


def test_of_very_many_indicators_each_has_a_mark_and_each_mark_its_words_and_number() -> None:
    drawing = draw(forms(crowded(65))[-1], Frame(636, 400, 24, 40, 1.9), bundled(), EN)
    drawn_marks = Counter(
        shape.classes for shape in drawing.shapes if isinstance(shape, Path) and shape.classes != "fi"
    )
    # One of each kind stands beside its words; a half disc and a dash are of one class.
    assert drawn_marks == {"vm": 17 + 1, "vx": 16 + 1, "vn": 16 + 16 + 2}
    said = [label.words.text for label in drawing.labels]
    assert [text.rpartition(": ")[2] for text in said] == ["17", "16", "16", "16"]
    assert said[-1].startswith("No result yet")


def test_many_indicators_are_counted_by_the_edition_s_own_figures_where_these_count_them() -> None:
    chart, made = crowded(16), bullets()
    assert isinstance(chart.matter, BulletMatter)
    one = next(iter(made.figures.values()))

    def counted(met: int, held: int) -> Sentence:
        counts = {f"scorecard.{word}.2024": Decimal(n) for word, n in (("met", met), ("held", held))}
        figures = {id_: replace(one, id=id_, value=value, unit="count", decimals=0) for id_, value in counts.items()}
        return message(chart.matter.rows, replace(made, figures={**made.figures, **figures}), EN)

    assert counted(8, 12).text == "8 of 12 indicators met their targets"
    assert counted(8, 12).figures == ("scorecard.met.2024", "scorecard.held.2024")
    assert counted(8, 13).text == "Not every indicator met its target"


def test_of_many_indicators_the_first_are_described() -> None:
    chart = crowded(16)
    assert isinstance(chart.matter, BulletMatter)
    said = describe(chart.matter.rows, EN).text
    assert said.count("Average days") == 10
    assert said.endswith("The other indicators stand in the chart.")


@pytest.mark.parametrize("count", [7, 10])
def test_a_card_s_alt_text_says_less_where_there_is_much_and_cuts_nothing(count: int) -> None:
    chart = crowded(count)
    assert isinstance(chart.matter, BulletMatter)
    said = alt_of_chart("comparison", chart, EN).text
    told = said.count("Average days")
    assert len(said) <= LIMIT
    assert 3 < told <= count
    assert said.endswith("; ".join(described(row, EN).text for row in chart.matter.rows[:told]) + ".")


def test_of_very_many_a_card_s_alt_text_says_how_they_came_out() -> None:
    chart = crowded(65)
    assert alt_of_chart("comparison", chart, EN).text == (
        f"Bullet chart: {chart.measure.text}, {chart.span.text}. {chart.message.text}."
    )
