"""Every kind of card, of the three reports that ship and of texts that are far too long: whole, light and legible."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from berkala import pipeline
from berkala.measure.findings import Band, Findings
from berkala.plan import Publication, Request
from berkala.plan.cards import chosen
from berkala.plan.specifications import CardSpec, Text
from berkala.render.cards.card import Card, draw_cards
from berkala.render.cards.painting import painted
from berkala.render.cards.picture import LIMIT
from berkala.render.charts.paint import palette
from berkala.words import language
from carding import FONTS, boxes, contrast, outside, sizes, touching
from charting import findings, two
from test_cards import publication

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
EDITIONS = ("emergency-care@2019-03", "kemiskinan@2022-03", "consumer-prices@2026-08")
#: What the look allows as the smallest text, by size.
LEAST = {"1200x630": 22, "1080x1080": 24, "1080x1350": 27, "1080x1920": 27}
#: The cards that are held against everything, by report: one of each kind that its charts can make.
CARDS = {
    "emergency-care": ("line main", "number main", "comparison attendances", "rank departments", "comparison main"),
    "kemiskinan": ("number main", "tiles map", "rank ranking", "number people"),
    "consumer-prices": ("number main", "line main", "rank groups", "rank cities"),
}
Shipped = tuple[Findings, str, tuple[Card, ...]]
LONG = "Persentase rumah tangga yang memiliki akses terhadap layanan sanitasi layak"
PLACES = ("Kepulauan Bangka Belitung", "Daerah Istimewa Yogyakarta", "Nusa Tenggara Timur", "Papua Pegunungan")
SIDES = ("Utara", "Selatan", "Barat", "Timur")
NOTICE = "Peragaan Berkala dengan data rekaan. Bukan rilis Badan Pusat Statistik maupun kementerian mana pun."


def told_by(spec: tuple[str, ...]) -> tuple[CardSpec, ...]:
    return tuple(CardSpec(kind=kind, chart=chart) for kind, chart in map(str.split, spec))  # type: ignore[arg-type]


def with_spec(given: Findings, **changed: Any) -> Findings:
    spec = given.report.spec.model_copy(update=changed)
    return replace(given, report=replace(given.report, spec=spec))


@pytest.fixture(scope="module")
def measured() -> tuple[Publication, Mapping[str, Findings]]:
    made = pipeline.run(Request(ROOT, datetime(2026, 11, 23, tzinfo=UTC), "build", EDITIONS), last=pipeline.measure)
    return made.plan.publication, {one.edition.report: one for one in made.editions}


@pytest.fixture(scope="module")
def shipped(measured: tuple[Publication, Mapping[str, Findings]]) -> list[Shipped]:
    """The cards of `CARDS` without their pictures."""
    where, editions = measured
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("berkala.render.cards.card.pictures", lambda drawing, fonts, schemes: (b"", b""))
        return [
            (editions[name], code, draw_cards(with_spec(editions[name], cards=told_by(spec)), where, language(code)))
            for name, spec in CARDS.items()
            for code in ("en", "id")
        ]


def long_ones() -> Iterator[tuple[str, Findings]]:
    """Findings with long Indonesian names and many categories, and the card to be made from them."""
    names = {f"p{n:02}": f"{PLACES[n % 4]} {SIDES[n // 4 % 4]}" for n in range(34)}
    wide = {name: [Decimal(n * 37 % 1000) / 10] for n, name in enumerate(names)}
    past = {"all": [Decimal(90 + n % 7) - n % 3 for n in range(36)], "p00": [Decimal(70 + n % 5) for n in range(36)]}
    yield "rank main", findings(wide, kind="dots", labels=names)
    yield "rank main", findings(wide, kind="bars", labels=names)
    yield "line main", findings(past, labels=names, reference=Decimal(98))
    yield "number main", findings(past, labels=names, reference=Decimal(98), statuses={35: "p"})
    yield "comparison main", findings({"all": past["all"]}, labels=names)
    count = {"all": [Decimal(1_234_567_890 + n * 7_654_321) for n in range(36)]}
    yield "number main", findings(count, unit="people", labels=names)
    yield "comparison main", findings(count, kind="columns", unit="people", labels=names)


def hostile(card: str, given: Findings) -> Findings:
    indicator = given.report.spec.indicators["closed"]
    indicator = indicator.model_copy(update={"name": Text.model_validate(two(LONG))})
    band = Band.model_validate({"name": "x", "label": two("Belum mencapai standar pelayanan minimal"), "mark": "near"})
    more = {"indicators": {"closed": indicator}, "demonstration": Text.model_validate(two(NOTICE))}
    return replace(with_spec(given, cards=told_by((card,)), **more), band=band)


@pytest.fixture(scope="module", params=range(7))
def long(request: pytest.FixtureRequest) -> tuple[Card, ...]:
    card, given = list(long_ones())[request.param]
    agency = {"name": two("Dinas Komunikasi, Informatika, Statistik, dan Persandian Kabupaten Kepulauan Sitaro")}
    return draw_cards(hostile(card, given), publication(agency=agency), language("id"))


# -- which cards there are ----------------------------------------------------------------------------------------


def test_the_first_card_is_called_card_and_the_others_by_their_kind(shipped: list[Shipped]) -> None:
    names = [[card.name for card in cards if card.width == 1200] for _, code, cards in shipped if code == "en"]
    called = [
        ["card", "number", "comparison", "rank", "comparison-main"],
        ["card", "tiles", "rank", "number"],
        ["card", "line", "rank", "rank-cities"],
    ]
    assert names == [[f"{name}-1200x630{end}" for name in report for end in ("", "-dark")] for report in called]


def test_a_report_without_cards_has_one_of_its_own_chart() -> None:
    for kind, expected in (("line", "line"), ("columns", "comparison"), ("bars", "comparison"), ("heat", "rank")):
        spec = findings({"all": [Decimal(1)]}, kind=kind).report.spec
        assert {name: card.kind for name, card in chosen(spec).items()} == {"card": expected}


def test_a_card_that_is_declared_twice_is_one_card() -> None:
    spec = with_spec(
        findings({"all": [Decimal(1)]}), cards=told_by(("number main", "line main", "line main"))
    ).report.spec
    assert list(chosen(spec)) == ["card", "line"]


# -- what holds for every picture ---------------------------------------------------------------------------------


def all_of(shipped: list[Shipped]) -> list[Card]:
    return [card for _, _, cards in shipped for card in cards]


@pytest.fixture(scope="module")
def pictures(measured: tuple[Publication, Mapping[str, Findings]]) -> list[Card]:
    """Every card that the newest editions publish."""
    where, editions = measured
    return [
        card for one in editions.values() for code in ("en", "id") for card in draw_cards(one, where, language(code))
    ]


def test_every_card_of_the_reports_is_light_enough(pictures: list[Card]) -> None:
    assert len(pictures) >= 100
    assert [(card.name, len(card.png)) for card in pictures if len(card.png) > LIMIT] == []
    assert all(len(card.png) > 5_000 for card in pictures)


def test_every_card_of_the_reports_is_painted_at_once(pictures: list[Card]) -> None:
    assert [card.name for card in pictures if card.scheme == "light" and painted(card.svg, FONTS) is None] == []


def test_no_text_of_the_reports_cards_touches_another_or_leaves_the_card(shipped: list[Shipped]) -> None:
    for card in all_of(shipped):
        if card.scheme == "light":
            found = boxes(card)
            assert outside(card, found) == [], card.name
            assert touching(found) == [], card.name


def test_the_smallest_text_can_be_read(shipped: list[Shipped]) -> None:
    for card in all_of(shipped):
        assert min(sizes(card)) >= LEAST[f"{card.width}x{card.height}"], card.name


def test_every_card_says_that_it_is_a_demonstration(shipped: list[Shipped]) -> None:
    for edition, code, cards in shipped:
        notice = edition.report.spec.demonstration[code]
        for card in cards:
            assert notice in " ".join(words for words, _ in boxes(card)).replace("\u00a0", " "), card.name


def test_every_text_stands_out_from_its_ground(shipped: list[Shipped]) -> None:
    for card in all_of(shipped):
        colours = palette(card.scheme, publication().settings.agency.accent)
        for text in etree.fromstring(card.svg.encode()).iter("{*}text"):
            on_tile = text.get("fill") == colours["paper"]
            ground = colours["q4"] if on_tile else colours["paper"]
            assert contrast(text.get("fill", ""), ground) >= 4.5, (card.name, "".join(text.itertext()))


def test_the_dark_card_is_the_light_one_in_other_colours(shipped: list[Shipped]) -> None:
    for card in all_of(shipped):
        if card.scheme == "dark":
            assert "#fdfcfa" not in card.svg
            other = next(o for o in all_of(shipped) if o.name == card.name.removesuffix("-dark") and o.alt == card.alt)
            assert re.sub("#[0-9a-f]{6}", "", card.svg) == re.sub("#[0-9a-f]{6}", "", other.svg)


def test_the_dark_picture_has_the_dark_colours(pictures: list[Card]) -> None:
    for card in pictures:
        ground, ink = ("fdfcfa", "17191c") if card.scheme == "light" else ("121518", "efede8")
        with Image.open(io.BytesIO(card.png)) as image:
            found = image.convert("RGB").getcolors(10_000) or []
        assert max(found)[1] == tuple(bytes.fromhex(ground)), card.name
        assert tuple(bytes.fromhex(ink)) in {colour for _, colour in found}


def test_the_same_edition_makes_the_same_cards(
    measured: tuple[Publication, Mapping[str, Findings]], pictures: list[Card]
) -> None:
    where, editions = measured
    again = draw_cards(editions["emergency-care"], where, language("id"))
    assert [card for card in pictures if card in again] == list(again)


# -- what they say ------------------------------------------------------------------------------------------------


def test_alt_texts_are_short_sentences_with_figures(shipped: list[Shipped]) -> None:
    for card in all_of(shipped):
        assert len(card.alt.text) <= 1000
        ends = re.findall(r"\.(?= |$)", card.alt.text.replace("St.", "St"))
        assert len(ends) == 3, card.alt.text
        loose = [s.text for s in card.alt.spans if re.search(r"\d", s.text) and not (s.figure or s.time or s.role)]
        assert loose == [], card.name
        assert card.alt.figures


def said(shipped: list[Shipped], report: str, code: str, name: str) -> str:
    cards = next(cards for one, c, cards in shipped if one.report.name == report and c == code)
    card = next(card for card in cards if card.name == name)
    return " | ".join(words for words, _ in boxes(card)).replace("\u00a0", " ")


def test_a_number_stands_with_its_verdict_its_standard_and_its_direction(shipped: list[Shipped]) -> None:
    text = said(shipped, "emergency-care", "en", "number-1080x1350")
    for part in (
        "86.6%",
        "Below the standard",
        "at least 95%",
        "8.4 points below",
        "Since Mar 2018",
        "up 2.0 points, better",
    ):
        assert part in text
    assert "Mar 2016" not in text


def test_a_target_for_another_year_and_a_goal_not_held_make_no_verdict(shipped: list[Shipped]) -> None:
    text = said(shipped, "kemiskinan", "en", "card-1080x1350")
    assert "Target for 2024 | 6.0 to 7.0%" in text
    assert "Mar 2015" in text, "the series at a small scale"
    goal = said(shipped, "consumer-prices", "en", "card-1080x1350")
    assert "Goal, for comparison | 2%" in goal
    assert not re.search("above|below|short|Gap", text + goal)


def test_a_unit_in_words_has_a_line_of_its_own(shipped: list[Shipped]) -> None:
    assert "26,16 |  juta orang" in said(shipped, "kemiskinan", "id", "number-1080x1080")


def test_ranked_bars_show_both_ends_the_whole_and_how_many_are_left_out(shipped: list[Shipped]) -> None:
    text = said(shipped, "kemiskinan", "en", "rank-1080x1080")
    for part in ("Papua | 26.56", "other provinces in between", "Indonesia | 9.54", "Bangka Belitung | 4.45"):
        assert part in text
    assert "4 without a value are left out" in text


def test_a_map_has_its_legend_and_names_its_highest_class(shipped: list[Shipped]) -> None:
    text = said(shipped, "kemiskinan", "en", "tiles-1080x1920")
    assert "not yet formed" in text
    assert "Papua 26.56%; Papua Barat 21.33%" in text


def test_a_line_compared_shows_the_same_month_of_earlier_years(shipped: list[Shipped]) -> None:
    text = said(shipped, "emergency-care", "en", "comparison-main-1080x1080")
    assert "84.6%" in text
    assert "Stronger columns: the same month of earlier years" in text


# -- texts that are far too long ----------------------------------------------------------------------------------


def test_long_texts_fit_whole(long: tuple[Card, ...]) -> None:
    for card in long:
        found = boxes(card)
        words = " ".join(text for text, _ in found).replace("\u00a0", " ")
        assert card.title.text.replace("\u00a0", " ") in words, card.name
        assert NOTICE in words
        assert "…" not in words
        assert outside(card, found) == [], card.name
        assert touching(found) == [], card.name
        assert len(card.png) <= LIMIT, card.name
        assert len(card.alt.text) <= 1000


def test_a_value_that_may_still_change_says_so_on_its_card() -> None:
    card, given = list(long_ones())[3]
    made = draw_cards(hostile(card, given), publication(), language("en"))
    for one in made:
        assert "provisional" in " ".join(words for words, _ in boxes(one)), one.name
    assert "provisional" in made[0].alt.text
