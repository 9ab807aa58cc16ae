"""Ranked tables: counted from the highest, the ends named, the whole in its place, and what a card leaves out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from berkala.render.charts.dots import DotsMatter
from berkala.render.charts.metrics import bundled
from berkala.render.charts.outputs import draw, page_svg, standalone_svg
from berkala.render.charts.ranked_drawing import _chosen
from berkala.words import language
from charting import figure
from charting_ranked import CARDS, chart, d, ranked

EN, ID = language("en"), language("id")


@pytest.mark.parametrize("tongue", [EN, ID], ids=["en", "id"])
def test_a_rank_is_counted_from_the_highest_and_judges_nothing(tongue: Any) -> None:
    for key in ("rank", "rank-of"):
        said = tongue.messages[f"charts.ranked.key.{key}"]
        assert {"en": "counted from the highest value", "id": "dihitung dari nilai tertinggi"}[tongue.code] in said
        assert not re.search("best|worst|terbaik|terburuk", said)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ((5, 9, 7), "Isle B had the highest rate, 9.0%, and Isle A the lowest, 5.0%"),
        ((5, 9, 9), "Isle A had the lowest rate, 5.0%"),
        ((5, 5, 9), "Isle C had the highest rate, 9.0%"),
        ((5, 5.04, 9), "Isle C had the highest rate, 9.0%"),
        ((5, 5, 9, 9), "All values lie between 5.0% and 9.0%"),
        ((5, None, 9), "Of those shown, Isle C had the highest rate, 9.0%, and Isle A the lowest, 5.0%"),
        ((None, 5), "Isle B stood at 5.0% in 2002"),
        ((None, None), "No value is shown for 2002"),
    ],
)
def test_a_title_names_the_ends_only_where_no_other_shows_the_same_digits(now: tuple[Any, ...], said: str) -> None:
    message = chart(ranked(*now, chart={"indicator": "closed"})).message.text
    assert re.sub("(?<=est )(number|share|value)", "rate", message) == said


def test_an_area_that_does_not_exist_yet_leaves_the_ranking_whole() -> None:
    made = ranked(5, None, 9, missing={"c1": "z"}, words={"z": {"en": "not yet formed", "id": "belum terbentuk"}})
    built = chart(made, tongue=ID)
    assert "yang ditampilkan" not in built.message.text
    assert "Tanpa nilai (belum terbentuk): Isle B." in built.description.text
    assert "[z] belum terbentuk" in html.fromstring(page_svg(built, ID)).text_content()


def test_a_place_that_may_be_anothers_is_not_claimed() -> None:
    made = ranked(5, 9, 8.9, 7)
    ids = {f"closed.{name}.2002.rank-{end}": place for name, end, place in (("c1", "to", 2), ("c0", "from", 4))}
    period = made.edition.period
    figures = dict(made.figures) | {i: figure(i, d(value), "count", period, decimals=0) for i, value in ids.items()}
    message = chart(replace(made, figures=figures)).message.text
    assert "highest" not in message
    assert "Isle A had the lowest" in message


@given(st.integers(3, 40), st.integers(0, 40), st.data())
def test_both_ends_and_the_whole_stand_in_the_order_of_all(count: int, at: int, data: st.DataObject) -> None:
    made = ranked(*range(count, 0, -1), whole=0.5 + min(at, count))
    matter = chart(made).matter
    assert isinstance(matter, DotsMatter)
    parts = [row for row in matter.rows if not row.whole]
    kept = data.draw(st.integers(2, count - 1))
    chosen = _chosen(matter.rows, parts, kept)
    rows = [row for row in chosen if row]
    assert [matter.rows.index(row) for row in rows] == sorted(matter.rows.index(row) for row in rows)
    assert sum(row.whole for row in rows) == 1
    assert len(rows) == kept + 1
    assert chosen.count(None) == 1
    before = chosen[: chosen.index(None)]
    assert [row for row in before if row and not row.whole] == parts[: len([r for r in before if r and not r.whole])]


def test_a_card_says_how_many_are_left_out_and_shows_the_whole_between() -> None:
    drawn = draw(chart(ranked(*range(1, 35), whole=9.5)), CARDS[1], bundled(), EN)
    texts = [label.words.text for label in drawn.labels]
    shown = [text for text in texts if text.startswith("Isle")]
    assert f"{34 - len(shown)} other areas in between" in texts
    assert texts.index("All types") > texts.index(f"{34 - len(shown)} other areas in between")


def test_a_whole_whose_source_is_wrong_keeps_its_row() -> None:
    made = ranked(5, 9, whole=7)
    figures = dict(made.figures)
    figures["closed.all.2002"] = replace(figures["closed.all.2002"], value=None, status="x")
    built = chart(replace(made, figures=figures))
    assert "All types" in [row[0].text for row in built.table.rows]
    assert "Without a value (not available): All types." in built.description.text
    assert "Upright line" not in page_svg(built, EN)


def test_tracks_that_count_millions_say_so() -> None:
    made = ranked(900_000, 2_400_000, unit="count")
    for page in (page_svg(chart(made), EN), standalone_svg(chart(made), EN)):
        assert re.search(r"data-role=\"tick\">[23](.[05])?\u00a0million<", page)


def test_a_grid_is_drawn_in_the_first_track_and_pointed_at_in_the_others() -> None:
    page = html.fromstring(f"<div>{page_svg(chart(ranked(5, 9, 7)), EN)}</div>")
    first, *others = page.xpath(".//tbody//svg")
    (grid,) = first.xpath("./g")
    assert len(others) > 1
    for track in others:
        assert track.xpath("./use/@href") == [f"#{grid.get('id')}"]
        assert not track.xpath("./g")
    # A style of its place would not follow it: its size stands in it.
    assert all(rect.get("height") == "18" for rect in grid)
