"""What is painted at once is what the renderer would have drawn, and what is not plain is left to it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image, ImageChops, ImageStat

from berkala.render.cards.card import Card, draw_cards
from berkala.render.cards.ink import inked, tiles
from berkala.render.cards.outlines import outlined
from berkala.render.cards.painting import painted
from berkala.render.cards.picture import png
from berkala.render.cards.plain import Move, NotPlain, marks
from berkala.render.cards.renderer import rendered
from berkala.render.charts.drawing import Box
from berkala.words import language
from test_cards import FONTS, made, publication

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 120" width="300" height="120"'
    ' font-family="Plus Jakarta Sans" font-weight="500">'
)
GROUND = '<rect width="300" height="120" fill="#fdfcfa"/>'
TEXT = '<text x="20" y="60" font-size="40" fill="#17191c">Berkala</text>'


def drawing(*parts: str, ground: str = GROUND) -> str:
    return HEAD + ground + "".join(parts) + "</svg>"


def at_once(svg: str) -> Image.Image:
    image = painted(svg, FONTS)
    assert image is not None
    return image


def as_drawn(svg: str) -> Image.Image:
    """The picture as the renderer alone draws it."""
    return rendered(outlined(svg, FONTS))


def ink(image: Image.Image) -> float:
    ground = Image.new("RGB", image.size, image.getpixel((0, 0)))  # type: ignore[arg-type]
    return sum(ImageStat.Stat(ImageChops.difference(image, ground)).sum)


def difference(one: Image.Image, other: Image.Image) -> Image.Image:
    return ImageChops.difference(one, other)


@pytest.fixture(scope="module")
def cards() -> list[Card]:
    return [card for code in ("en", "id") for card in draw_cards(made(), publication(), language(code))]


@pytest.mark.slow
def test_a_card_is_painted_and_looks_as_the_renderer_draws_it(cards: list[Card]) -> None:
    for card in cards:
        ours, theirs = at_once(card.svg), as_drawn(card.svg)
        # A letter may stand half a pixel beside: seen from a little further away that is nothing.
        ours, theirs = ours.reduce(6), theirs.reduce(6)
        assert sum(ImageStat.Stat(difference(ours, theirs)).sum) < 0.1 * ink(theirs), card.name
        assert ink(ours) == pytest.approx(ink(theirs), rel=0.02), card.name


@pytest.mark.slow
def test_shapes_are_the_renderer_s_but_for_a_pixel_here_and_there(cards: list[Card]) -> None:
    for card in cards:
        root = etree.fromstring(card.svg.encode())
        for text in list(root.iter("{*}text")):
            text.getparent().remove(text)  # type: ignore[union-attr]
        svg = etree.tostring(root, encoding="unicode")
        # Where a tile begins, a fraction of a pixel may be rounded the other way.
        other = difference(at_once(svg), rendered(svg)).convert("L")
        assert sum(other.histogram()[1:]) <= 20, card.name
        assert other.getextrema()[1] <= 16, card.name


@pytest.mark.parametrize(
    "attributes",
    [
        'x="20" y="60" font-size="40"',
        'x="280" y="60" font-size="30" font-weight="700" text-anchor="end"',
        'x="150" y="60" font-size="26" text-anchor="middle" letter-spacing="2" word-spacing="4"',
        'x="20" y="60" font-size="40" paint-order="stroke" stroke="#999999" stroke-width="6" stroke-linejoin="round"',
    ],
)
def test_letters_stand_where_the_renderer_has_them(attributes: str) -> None:
    text = f'<text fill="#17191c" {attributes}>Turun <tspan data-figure="a">9%</tspan> &amp; Yé</text>'
    svg = drawing('<g transform="translate(3.4 7.3)">', text, "</g>")
    ours, theirs = at_once(svg).reduce(3), as_drawn(svg).reduce(3)
    assert sum(ImageStat.Stat(difference(ours, theirs)).sum) < 0.15 * ink(theirs)


def test_a_halo_is_whole() -> None:
    svg = drawing(TEXT.replace("<text", '<text paint-order="stroke" stroke="#00607f" stroke-width="30"'))
    bare = Image.new("RGB", (300, 120), "#fdfcfa")
    ours, theirs = (difference(image, bare).getbbox() for image in (at_once(svg), as_drawn(svg)))
    assert ours == theirs


def test_a_halo_is_whole_around_every_stretch_of_a_text() -> None:
    halo = 'paint-order="stroke" stroke="#00607f" stroke-width="8" fill="#fdfcfa" font-size="20"'
    svg = drawing(f'<text x="5" y="30" {halo}>8<tspan x="260" dy="70" font-size="30">9</tspan></text>')
    bare = Image.new("RGB", (300, 120), "#fdfcfa")
    for corner in ((0, 0, 40, 40), (250, 60, 300, 120)):
        ours, theirs = (difference(image, bare).crop(corner) for image in (at_once(svg), as_drawn(svg)))
        assert ours.getbbox() == theirs.getbbox() is not None


def test_moves_and_scales_follow_one_another() -> None:
    assert Move(2, 3, 4).inside("translate(30 20) scale(2.5) translate(1)") == Move(5, 68, 44)


def test_a_halo_stays_below_the_letters_of_an_earlier_text() -> None:
    halo = 'paint-order="stroke" stroke="#fdfcfa" stroke-width="20"'
    lower = f'<text x="20" y="80" font-size="40" fill="#17191c" {halo}>Berkala</text>'
    upper = difference(at_once(drawing(TEXT)), Image.new("RGB", (300, 120), "#fdfcfa")).convert("L")
    both = difference(at_once(drawing(TEXT, lower)), Image.new("RGB", (300, 120), "#fdfcfa")).convert("L")
    assert ImageChops.subtract(upper, both).getbbox() is None


@pytest.mark.parametrize(
    "parts",
    [
        ('<path d="M0 0h9v9z" style="fill:red"/>',),
        ('<path d="M0 0A9 9 0 0 1 9 9z" fill="#17191c"/>',),
        ('<path d="M40 20q60 90 120 0t40 30" fill="#17191c"/>',),
        ('<path d="" fill="#17191c"/>',),
        ('<g opacity="0.5">', TEXT, "</g>"),
        ('<g transform="rotate(3)">', TEXT, "</g>"),
        ('<g transform="scale(1 2)">', TEXT, "</g>"),
        ('<g stroke="#17191c">', TEXT, "</g>"),
        ('<rect width="50%" height="9" fill="#17191c"/>',),
        ('<ellipse rx="9" ry="5" fill="#17191c"/>',),
        (TEXT, '<path d="M0 40H300V50H0z" fill="#00607f"/>'),
        ('<text y="60" font-size="40">Berkala</text>',),
        ('<text y="60" font-size="40" fill="#17191c">Ber<tspan fill="#00607f">kala</tspan></text>',),
        ('<text y="60" font-size="40" fill="#17191c" stroke="#00607f">Berkala</text>',),
    ],
)
def test_what_is_not_plain_is_left_to_the_renderer(parts: tuple[str, ...]) -> None:
    svg = drawing(*parts)
    assert painted(svg, FONTS) is None
    with Image.open(io.BytesIO(png(svg, FONTS))) as image:
        assert image.size == (300, 120)


@pytest.mark.parametrize(
    "svg",
    [
        drawing(TEXT, ground=""),
        drawing(TEXT, ground='<rect width="300" height="119" fill="#fdfcfa"/>'),
        drawing(TEXT, ground='<rect width="300" height="120" fill="#fdfcfa" fill-opacity="0.5"/>'),
        drawing(TEXT, ground='<rect width="300" height="120" fill="white"/>'),
        drawing(TEXT).replace('viewBox="0 0 300 120"', 'viewBox="0 0 150 60"'),
        drawing(TEXT).replace('width="300" height="120" font', 'width="100%" height="120" font'),
    ],
)
def test_a_page_without_a_plain_ground_is_left_to_the_renderer(svg: str) -> None:
    assert painted(svg, FONTS) is None


SHAPES = [
    '<circle cx="40" cy="50" r="12.5" fill="none" stroke="#17191c" stroke-width="7"/>',
    '<path d="M20 20.5l30 80 4-79" fill="none" stroke="#17191c" stroke-width="9"/>',
    '<path d="M20 20C90-20 90 140 30 100c-30-9-30-40 60-40" fill="#17191c"/>',
    '<path d="M40 20q60 90 120 0-20 50 40 30" fill="none" stroke="#17191c" stroke-width="3" stroke-linecap="square"/>',
    '<path d="M200 20h30v-9.5H210V60z m40 5 h9 v9z" fill="#17191c"/>',
    '<g transform="translate(30 20) scale(2.5)" fill="none" stroke="#17191c"><path d="M5-2H30V.5"/></g>',
    '<rect x="200" y="100" width="20" height="10" fill="#17191c" stroke="#17191c"/>',
]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_has_no_ink_outside_its_box(shape: str) -> None:
    svg = drawing(shape)
    (_, mark) = marks(etree.fromstring(svg.encode()), Move(1, 0, 0))
    drawn = difference(rendered(svg), Image.new("RGB", (300, 120), "#fdfcfa")).getbbox()
    assert drawn is not None
    # A pixel that is touched a little counts whole.
    assert Box(*drawn).inside(inked(mark).grown(1))
    assert difference(at_once(svg), rendered(svg)).convert("L").getextrema()[1] <= 16


def test_a_step_that_is_not_known_has_no_box() -> None:
    root = etree.fromstring(drawing('<path d="M0 0b9 9" fill="#17191c"/>').encode())
    with pytest.raises(NotPlain):
        inked(list(marks(root, Move(1, 0, 0)))[1])


sides = st.tuples(st.floats(-50, 1200), st.floats(-50, 700), st.floats(0, 300), st.floats(0, 300))


@settings(max_examples=60, deadline=None)
@given(st.lists(sides, max_size=30))
def test_tiles_hold_every_box_and_stay_in_the_picture(given_: list[tuple[float, float, float, float]]) -> None:
    boxes = [Box(x, y, x + width, y + height) for x, y, width, height in given_]
    page = Box(0, 0, 1200, 630)
    found = [Box(*tile) for tile in tiles(boxes, 1200, 630)]
    assert all(tile.inside(page) for tile in found)
    for box in boxes:
        seen = Box(max(box.left, 0), max(box.top, 0), min(box.right, 1200), min(box.bottom, 630))
        if seen.left < seen.right and seen.top < seen.bottom:
            assert any(seen.inside(tile) for tile in found)


def test_marks_far_from_each_other_are_tiles_of_their_own() -> None:
    near, far = Box(0, 0, 100, 100), Box(900, 500, 1000, 600)
    assert tiles([near, Box(110, 0, 120, 100)], 1200, 630) == [(0, 0, 121, 101)]
    assert len(tiles([near, far], 1200, 630)) == 2


def test_no_drawing_at_all_is_no_xml() -> None:
    with pytest.raises(etree.XMLSyntaxError):
        painted("<svg", Path(FONTS))
