"""Share cards: four sizes, light and dark, whole or not at all, and the same bytes each time."""

from __future__ import annotations

import io
import re
import shutil
import struct
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import resvg
from lxml import etree
from PIL import Image, ImageChops, ImageOps, ImageStat

from berkala.errors import SourceProblems
from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.plan.specifications import Settings
from berkala.render.cards.card import Card, draw_cards
from berkala.render.cards.outlines import outlined
from berkala.render.cards.picture import LIMIT, png
from berkala.render.cards.png import alike, colours_in, in_schemes, with_palette
from berkala.render.cards.renderer import rendered
from berkala.render.charts.metrics import FILES, from_fonts
from berkala.words import language
from carding import boxes, outside, touching
from charting import findings, two

ROOT = Path(__file__).parents[1]
FONTS = ROOT / "templates" / "fonts"
EN, ID = language("en"), language("id")
VALUES = [90, 91, 92, 91, 88, 86, 85, 85, 88, 90, 91, 90, 89, 87]


def publication(**more: object) -> Publication:
    given_ = {
        "site_url": "https://office.example/",
        "agency": {"name": two("The Office")},
        "languages": ["en", "id"],
        "time_zone": "Asia/Jakarta",
        "licence": {"name": "CC-BY-4.0", "title": two("CC"), "path": "https://example.org/"},
        "contact": {"name": two("Desk"), "email": "desk@office.example"},
        "channels": {"site": {"kind": "folder", "path": "site"}},
        **more,
    }
    return Publication(ROOT, Settings.model_validate(given_, strict=False), {}, {})


def numbers(count: int = 14) -> list[Decimal]:
    return [Decimal(value) for value in VALUES[:count]]


def made(count: int = 14, **more: object) -> Findings:
    series = {"all": numbers(count), "one": [value - 5 for value in numbers(count)]}
    return findings(series, reference=Decimal(95), **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def cards() -> tuple[Card, ...]:
    return draw_cards(made(), publication(), EN)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cards without their pictures, for tests that read the SVG alone."""
    monkeypatch.setattr("berkala.render.cards.card.pictures", lambda drawing, fonts, schemes: (b"", b""))


def lines(card: Card) -> list[str]:
    root = etree.fromstring(card.svg.encode())
    return ["".join(text.itertext()) for text in root.iter("{*}text")]


def test_there_are_four_sizes_and_each_picture_has_its_size(cards: tuple[Card, ...]) -> None:
    light = ["card-1200x630", "card-1080x1080", "card-1080x1350", "card-1080x1920"]
    assert [card.name for card in cards] == [*light, *(f"{name}-dark" for name in light)]
    assert [card.scheme for card in cards] == ["light"] * 4 + ["dark"] * 4
    for card in cards:
        assert struct.unpack(">II", card.png[16:24]) == (card.width, card.height)
        assert 5_000 < len(card.png) <= LIMIT


def test_a_card_says_all_that_it_has_to_say(cards: tuple[Card, ...]) -> None:
    for card in cards:
        said = " ".join(lines(card)).replace("\u00a0", " ")
        for text in (
            "None of the 14 months met the standard",
            "Cases closed, Country, per cent",
            "April 2016 to May 2017",
            "Standard: at least 95.0%",
            "87.0%",
            "The Office",
            "Source: The Office",
            "office.example/cases/2017-05/",
            "Demonstration. Not a release of The Office.",
        ):
            assert text in said, (card.name, text)
        assert "…" not in said


@pytest.mark.usefixtures("undrawn")
def test_the_other_language_has_its_own_address() -> None:
    card = draw_cards(made(), publication(), ID)[1]
    assert any("office.example/id/cases/2017-05/" in line for line in lines(card))
    assert card.alt.text.startswith("Grafik garis: Cases closed, Country, persen, April 2016 sampai Mei 2017. Tidak")


def test_the_alt_text_is_traced(cards: tuple[Card, ...]) -> None:
    alt = cards[0].alt
    assert {"closed.all.2017-05", "closed.all.2017-05.periods"} <= set(alt.figures)
    loose = [
        span.text for span in alt.spans if re.search(r"\d", span.text) and not (span.figure or span.time or span.role)
    ]
    assert loose == []


def test_every_digit_on_a_card_is_traced(cards: tuple[Card, ...]) -> None:
    for card in cards:
        for element in etree.fromstring(card.svg.encode()).iter("{*}text", "{*}tspan"):
            parts = [element.text or "", *(child.tail or "" for child in element)]
            own = any(name.startswith("data-") for name in element.attrib)
            assert own or not any(re.search(r"\d", part) for part in parts), etree.tostring(element)


@pytest.mark.parametrize("count", [1, 2, 5, 14])
@pytest.mark.parametrize("code", ["en", "id"])
@pytest.mark.usefixtures("undrawn")
def test_no_text_touches_another_or_leaves_the_card(count: int, code: str) -> None:
    for card in draw_cards(made(count), publication(), language(code)):
        found = boxes(card)
        assert outside(card, found) == []
        assert touching(found) == []


@pytest.mark.usefixtures("undrawn")
def test_a_story_keeps_what_the_app_covers_free() -> None:
    tall = draw_cards(made(), publication(), EN)[-1]
    assert tall.height == 1920
    assert all(box.top >= 250 and box.bottom <= 1920 - 270 for _, box in boxes(tall))


def test_the_same_card_has_the_same_bytes(cards: tuple[Card, ...]) -> None:
    assert draw_cards(made(), publication(), EN) == cards


def test_the_agency_s_accent_is_in_the_picture() -> None:
    agency = {"name": two("The Office"), "accent": {"light": "#7a1fa2"}}
    card = draw_cards(made(), publication(agency=agency), EN)[0]
    assert "#7a1fa2" in card.svg
    assert "#00607f" not in card.svg
    assert bytes.fromhex("7a1fa2") in card.png


@pytest.mark.parametrize("kind", ["columns", "bars"])
@pytest.mark.usefixtures("undrawn")
def test_other_kinds_of_chart_make_cards_too(kind: str) -> None:
    series = {"all": numbers()} if kind == "columns" else {"a": [Decimal(79)], "b": [Decimal(98)]}
    labels = {"a": "First", "b": "Second"} if kind == "bars" else None
    assert len(draw_cards(findings(series, kind=kind, labels=labels), publication(), EN)) == 8  # type: ignore[arg-type]


def problem_of(given_: Findings, where: Publication) -> tuple[str, str, str]:
    with pytest.raises(SourceProblems) as caught:
        draw_cards(given_, where, EN)
    problem = caught.value.problems[0]
    return problem.code, problem.message("en"), problem.message("id")


def test_a_text_without_room_is_a_problem_and_never_an_ellipsis() -> None:
    where = publication(agency={"name": two("The Office " * 30)})
    code, english, indonesian = problem_of(made(), where)
    assert code == "render.card-text-too-long"
    assert "The Office The Office" in english
    assert "tidak memuat" in indonesian


def test_a_character_that_the_fonts_lack_is_named_with_its_place() -> None:
    code, english, _ = problem_of(made(), publication(agency={"name": two("The \u529e Office")}))
    assert code == "render.character-missing"
    assert "\u529e" in english
    assert "U+529E" in english
    assert "agency" in english


def test_an_address_that_is_too_long_is_a_problem() -> None:
    where = replace(publication(site_url="https://" + "very-long-name." * 8 + "example/"))
    assert problem_of(made(), where)[0] == "render.card-text-too-long"


# -- PNG ------------------------------------------------------------------------------------------------------


def picture(colours: dict[tuple[int, int], tuple[int, ...]], ground: tuple[int, ...]) -> Image.Image:
    image = Image.new("RGB", (40, 40), ground)
    for place, colour in colours.items():
        image.putpixel(place, colour)
    return image


def colours_of(png: bytes) -> set[tuple[int, ...]]:
    with Image.open(io.BytesIO(png)) as image:
        assert image.mode == "P"
        return {colour for _, colour in image.convert("RGB").getcolors(10_000) or []}  # type: ignore[misc]


PAPER, INK, ACCENT = (253, 252, 250), (23, 25, 28), (0, 96, 127)


def test_a_palette_has_the_colours_and_the_shades_between_them_and_the_ground() -> None:
    half = tuple((a + b) // 2 for a, b in zip(PAPER, ACCENT, strict=True))
    drawn = picture({(1, 1): ACCENT, (2, 2): half}, PAPER)
    kept = colours_of(with_palette(drawn, (PAPER, INK, ACCENT), (9,), 10_000))
    assert {PAPER, ACCENT} < kept
    assert max(abs(a - b) for a, b in zip(half, (kept - {PAPER, ACCENT}).pop(), strict=True)) <= 13


def test_a_colour_outside_the_palette_becomes_the_nearest() -> None:
    drawn = picture({(1, 1): (30, 30, 30)}, PAPER)
    assert colours_of(with_palette(drawn, (PAPER, INK), (0,), 10_000)) == {INK, PAPER}


def test_fewer_shades_are_tried_until_the_picture_is_light_enough() -> None:
    many = {(x, y): (x * 6, x * 6, x * 6) for x in range(40) for y in range(40)}
    drawn = picture(many, (0, 0, 0))
    black_and_white = ((0, 0, 0), (255, 255, 255))
    assert len(colours_of(with_palette(drawn, black_and_white, (200, 2), 100))) == 4
    assert len(colours_of(with_palette(drawn, black_and_white, (200, 2), 10_000))) > 30


def test_the_colours_of_a_drawing_are_those_it_names_the_ground_first() -> None:
    svg = '<svg><rect fill="#FDFCFA"/><path fill="#00607f" stroke="#fdfcfa" d="M0 0"/></svg>'
    assert colours_in(svg) == (PAPER, ACCENT)


def test_another_scheme_is_the_same_picture_with_another_palette() -> None:
    white, black, dark = (255, 255, 255), (0, 0, 0), (9, 9, 99)
    drawn = picture({(1, 1): ACCENT}, PAPER)
    light, other = in_schemes(drawn, ((PAPER, ACCENT), (black, white)), (9,), 10_000)
    assert colours_of(light) == {PAPER, ACCENT}
    assert colours_of(other) == {black, white}
    with Image.open(io.BytesIO(other)) as image:
        assert image.convert("RGB").getpixel((1, 1)) == white
    assert alike((PAPER, ACCENT), (black, white))
    assert not alike((PAPER, ACCENT, ACCENT), (black, white, dark))


# -- outlines -------------------------------------------------------------------------------------------------


def inked(svg: str) -> Image.Image:
    """What is dark in a drawing, drawn by the renderer with the fonts themselves."""
    options = resvg.usvg.Options.default()
    for file in FILES.values():
        options.load_font_file(str(FONTS / file))
    drawn = resvg.render(resvg.usvg.Tree.from_str(svg, options), (1, 0, 0, 0, 1, 0))
    with Image.open(io.BytesIO(drawn)) as image:
        return ImageOps.invert(image.convert("L"))


@pytest.mark.parametrize(
    "attributes",
    [
        'x="20" y="60" font-size="40"',
        'x="580" y="60" font-size="30" font-weight="700" text-anchor="end"',
        'x="300" y="60" font-size="26" text-anchor="middle" letter-spacing="2" word-spacing="4"',
        'x="20" y="60" font-size="40" paint-order="stroke" stroke="#999999" stroke-width="6" stroke-linejoin="round"',
    ],
)
def test_outlines_stand_where_the_text_would(attributes: str) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 90" width="600" height="90"'
        ' font-family="Plus Jakarta Sans" font-weight="500"><rect width="600" height="90" fill="#ffffff"/>'
        f'<text {attributes}>Turun <tspan data-figure="a">9,54%</tspan> To AVATAR &amp; Yé</text></svg>'
    )
    text, drawn = inked(svg), inked(outlined(svg, FONTS))
    assert "<text" not in outlined(svg, FONTS)
    ink = ImageStat.Stat(text).sum[0]
    assert ink > 100_000
    assert ImageStat.Stat(ImageChops.difference(text, drawn)).sum[0] < 0.12 * ink


def test_a_unit_of_its_own_type_stands_where_the_text_would() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 190" width="600" height="190"'
        ' font-family="Plus Jakarta Sans" font-weight="500"><rect width="600" height="190" fill="#ffffff"/>'
        '<text x="20" y="90" font-size="80" font-weight="700">86.6<tspan font-size="44">%</tspan></text>'
        '<text x="320" y="90" font-size="80" font-weight="700">26<tspan x="320" dy="60" font-size="30">juta</tspan>'
        "</text></svg>"
    )
    text, drawn = inked(svg), inked(outlined(svg, FONTS))
    ink = ImageStat.Stat(text).sum[0]
    assert ink > 100_000
    assert ImageStat.Stat(ImageChops.difference(text, drawn)).sum[0] < 0.12 * ink


def test_a_picture_one_can_see_through_is_refused() -> None:
    with pytest.raises(ValueError, match="not opaque"):
        rendered('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"/>')


def test_a_card_template_that_makes_no_picture_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceProblems) as told:
        png("<svg xmlns='http://www.w3.org/2000/svg'><text></svg>", tmp_path)
    assert [problem.code for problem in told.value.problems] == ["render.template-broken"]


def test_fonts_that_change_under_a_running_process_are_seen(tmp_path: Path) -> None:
    fonts = Path(shutil.copytree(FONTS, tmp_path / "fonts"))
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><text font-weight="700">Berkala</text></svg>'
    before = outlined(svg, fonts), from_fonts(fonts).widths[700]
    shutil.copy2(fonts / FILES[500], fonts / FILES[700])
    after = outlined(svg, fonts), from_fonts(fonts).widths[700]
    assert after[1] == from_fonts(FONTS).widths[500] != before[1]
    assert after[0] == outlined(svg.replace("700", "500"), FONTS) != before[0]
