"""Ranked tables, tile maps and shaded tables of any findings: order, words that hold, labels that never touch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from berkala.measure.findings import Findings
from berkala.render.charts.dots import DotsMatter
from berkala.render.charts.drawing import Box, Drawing, Frame
from berkala.render.charts.metrics import bundled
from berkala.render.charts.outputs import draw, page_svg, standalone_svg
from berkala.render.charts.ranked import few
from berkala.words import available, language
from charting_ranked import CARDS, PAGE, STEPS, chart, many, ranked, tile_map

EN, ID = language("en"), language("id")
EVERY = [language(code) for code in available()]
KINDS = ("dots", "tiles", "heat")


# -- words ----------------------------------------------------------------------------------------------------


def test_no_number_in_a_title_is_without_a_figure_or_a_declared_bound() -> None:
    """A title is plain text too, where nothing but figures' digits and declared bounds is traced."""
    for kind in KINDS:
        built = chart(ranked(*range(1, 20), kind=kind, chart={"steps": STEPS}))
        for span in built.message.spans:
            if re.search(r"\d", span.text):
                assert span.figure or span.time or span.role == "tick"


def test_both_languages_have_the_same_messages() -> None:
    def mine(code: str) -> set[str]:
        return {key for key in language(code).messages if key.startswith(("charts.ranked.", "charts.heat."))}

    assert mine("en") == mine("id")
    assert "charts.ranked.reached.all.several" in mine("en")


# -- order ----------------------------------------------------------------------------------------------------

values = st.one_of(st.none(), st.decimals(-(10**6), 10**6, places=1), st.decimals(0, 40, places=1))


@st.composite
def findings_of_many(draw_: st.DrawFn) -> Findings:
    kind = draw_(st.sampled_from(KINDS))
    count = draw_(st.one_of(st.integers(1, 6), st.just(38), st.just(53)))
    word = st.text("KepulaunBgkit", min_size=1, max_size=16)
    label = st.lists(word, min_size=1, max_size=5).map(" ".join)
    labels = {f"c{place}": f"{draw_(label) if place < 8 else 'Papua Barat Daya'} {place}" for place in range(count)}
    unit = draw_(st.sampled_from(["percent", "count", "people"]))
    pool = draw_(st.lists(values, min_size=1, max_size=12))
    length = draw_(st.sampled_from([1, 2, 9]))
    rows = {
        name: [pool[(5 * at + at * at + place) % len(pool)] for place in range(length)]
        for at, name in enumerate(["all", *labels])
    }
    if draw_(st.booleans()):
        del rows["all"]
    return many(
        rows,
        labels,
        kind=kind,
        unit=unit,
        chart={"map": "islands", "steps": draw_(st.sampled_from([(), STEPS[:1], STEPS])), "periods": 8},
        rank=draw_(st.sampled_from([None, "These may not be told apart."])),
        statuses=draw_(st.dictionaries(st.integers(0, 9), st.sampled_from(["p", "e", "u", "absent"]), max_size=2)),
        missing=dict.fromkeys(labels, draw_(st.sampled_from(["z", "c", "x"]))),
        concept=draw_(st.sampled_from(["area", None])),
    )


QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(findings_of_many())
def test_every_category_has_one_row_and_the_rows_descend(made: Findings) -> None:
    spec = made.report.spec.charts["main"].model_copy(update={"kind": "dots"})
    made = replace(
        made, report=replace(made.report, spec=made.report.spec.model_copy(update={"charts": {"main": spec}}))
    )
    matter = chart(made).matter
    assert isinstance(matter, DotsMatter)
    wanted = [category.value for category in made.data["cases"].spec.field("type").categories]
    assert sorted(row.series.category for row in matter.rows if not row.whole) == sorted(wanted)
    seen = [row.now.value if row.now else None for row in matter.rows]
    known = [value for value in seen if value is not None]
    assert known == sorted(known, reverse=True)
    assert seen == known + [None] * (len(seen) - len(known))


# -- drawings -------------------------------------------------------------------------------------------------


def wrong_labels(drawing: Drawing) -> list[str]:
    """Labels that leave the drawing, and pairs that overlap."""
    boxes = [(label.words.text, label.box(drawing.frame, bundled())) for label in drawing.labels]
    room = Box(-0.5, -0.5, drawing.width + 0.5, drawing.height + 0.5)
    outside = [f"outside: {text}" for text, box in boxes if not box.inside(room)]
    return outside + [f"{one}|{other}" for (one, a), (other, b) in combinations(boxes, 2) if a.overlaps(b.grown(-0.2))]


@pytest.fixture(scope="module")
def islands() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        yield tile_map(Path(folder) / "maps", [f"Papua Barat Daya {place}" for place in range(8, 60)])


@pytest.mark.slow
@QUICK
@given(findings_of_many(), st.sampled_from(EVERY), st.sampled_from([*PAGE, *CARDS]))
def test_labels_never_touch_and_never_leave_the_drawing(
    islands: Path, made: Findings, tongue: Any, frame: Frame
) -> None:
    drawn = draw(chart(made, islands, tongue), frame, bundled(), tongue)
    assert wrong_labels(drawn) == []
    assert frame.height == 0 or drawn.height <= frame.height + 1


@pytest.mark.slow
@QUICK
@given(findings_of_many())
def test_nothing_on_a_page_is_dropped_or_untraced(islands: Path, made: Findings) -> None:
    built = chart(made, islands)
    root = html.fromstring(f"<div>{page_svg(built, EN)}</div>")
    assert list(untraced(root)) == []
    assert list(untraced(etree.fromstring(standalone_svg(built, EN).encode()))) == []
    texts = root.text_content()
    for category in made.data["cases"].spec.field("type").categories:
        name = made.figures.get(f"closed.{category.value}.{made.edition.period.code}")
        if built.kind == "tiles":
            continue
        assert category.label["en"] in texts
        assert name is None or name.id in page_svg(built, EN)
    if built.kind == "tiles":
        letters = {p.series.last.status for p in built.matter.tiles if p.series and p.series.last.value is None}  # type: ignore[union-attr]
        assert all(f"[{letter}]" in texts for letter in letters)


def untraced(root: Any) -> Iterator[str]:
    """Texts with a digit and no origin."""
    for element in root.iter():
        if not isinstance(element.tag, str) or etree.QName(element).localname in ("title", "desc"):
            continue
        parts = [element.text or "", *(child.tail or "" for child in element)]
        own = any(name.startswith("data-") for name in element.attrib) or element.tag == "time"
        yield from (part for part in parts if re.search(r"\d", part) and not own)


def test_the_same_findings_make_the_same_bytes(islands: Path) -> None:
    for kind in KINDS:
        made = ranked(*range(1, 20), kind=kind, whole=7, chart={"map": "islands", "steps": STEPS})
        turned = replace(made, figures=dict(reversed(made.figures.items())))
        assert page_svg(chart(made, islands), EN) == page_svg(chart(turned, islands), EN)


@pytest.mark.parametrize(("count", "said"), [(9, "n8"), (10, "n9"), (11, "and three others"), (21, "and others")])
def test_no_single_name_hides_behind_others(count: int, said: str) -> None:
    kept, others = few([f"n{place}" for place in range(count)], 8, language("en"))
    assert [*kept, *(one.text for one in others)][-1] == said


@pytest.mark.parametrize("code", available())
def test_how_many_others_there_are_is_said_in_every_language(code: str) -> None:
    kept, (others,) = few("abcdefghijkl", 8, language(code))
    assert len(kept) == 8
    assert language(code).text("charts.ranked.number.n4") in others.text
