"""The findings on a page: a title that says each, a small drawing, and every figure of it traced."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from berkala.measure.findings import Findings
from berkala.periods import Period
from berkala.render.findings import Finding, findings_told
from berkala.render.findings.minis import FRAME
from berkala.words import Language, language
from told import declaring, percent, place_names, poor, prices, read, target

EN, ID = language("en"), language("id")
TONGUES = ("en", "id", "fr", "ru", "kk")
PLACES = {
    "papua": (Decimal("26.8"), Decimal("27"), Decimal("26.56")),
    "jawa-timur": (Decimal("11.4"), Decimal("10.59"), Decimal("10.38")),
    "bali": (Decimal("4.53"), Decimal("4.72"), Decimal("4.57")),
}
COUNTED = {"compared": percent("34", "count"), "rose": percent("16", "count"), "fell": percent("17", "count")}
COUNTED |= {"same": percent("1", "count")}
LARGEST = {"largest-1": percent("26.56", "percent"), "largest-1.share": percent("63.98")}


def one(findings: Findings, words: Language = EN) -> Finding:
    (found,) = findings_told(findings, words)
    return found


def title(findings: Findings, words: Language = EN) -> str:
    return read(one(findings, words).told.title)


def test_the_title_of_extremes_names_both_ends() -> None:
    found = poor(places=PLACES, report=declaring("extremes"))
    assert title(found) == "Share of people who are poor: highest in Papua; lowest in Bali"
    assert title(found, ID) == "Persentase penduduk miskin: tertinggi di Papua; terendah di Bali"


def test_one_end_alone_has_its_value_in_the_title() -> None:
    tied = {name: (Decimal(1),) * 3 for name in ("aceh", "bali", "maluku", "riau")} | {"papua": (Decimal(9),) * 3}
    assert (
        title(poor(places=tied, report=declaring("extremes")))
        == "Share of people who are poor: highest in Papua, 9.00%"
    )


def test_the_title_of_growth_speaks_of_rises() -> None:
    groups: dict[str, Any] = {"papua": (Decimal(2), Decimal(1), Decimal("12.3")), "bali": (Decimal(1),) * 3}
    found = prices("2.9", "3.2", "3.4", places=groups, area=False, report=declaring("extremes", "movers"))
    assert [read(one.told.title) for one in findings_told(found, EN)] == [
        "Largest rise in a year for Papua; smallest rise in a year for Bali",
        "Change in prices: rose most in a year for Papua, by 10.3 percentage points",
    ]


def test_the_title_of_movers_names_both_with_their_changes() -> None:
    found = poor(places=PLACES, report=declaring("movers"))
    assert title(found) == (
        "Share of people who are poor: largest rise in a year in Bali, 0.04 percentage points; "
        "largest fall in Jawa Timur, 1.02 percentage points"
    )


@pytest.mark.parametrize(
    ("code", "over"),
    [("en", "in a year"), ("id", "dalam setahun"), ("fr", "en un an"), ("ru", "за год"), ("kk", "бір жыл")],
)
def test_the_title_of_movers_says_over_which_time_once(code: str, over: str) -> None:
    said = title(poor(places=PLACES, report=declaring("movers")), language(code))
    assert said.count(over) == 1
    assert "  " not in said


@pytest.mark.parametrize(
    ("code", "over"),
    [("en", "in a month"), ("id", "sebulan"), ("fr", "en un mois"), ("ru", "за месяц"), ("kk", "бір ай")],
)
def test_the_title_of_movers_against_the_month_before_says_so(code: str, over: str) -> None:
    report = declaring("movers", compare="previous")
    assert over in title(poor(places=PLACES, report=report), language(code))


@pytest.mark.parametrize("code", TONGUES)
def test_where_the_period_before_is_no_fixed_time_ago_it_is_named(code: str) -> None:
    before = language(code).period_within(Period(date(2021, 9, 1), "month"))
    assert "2021" in language(code).sentence("page.title.movers.over.since", earlier_period=before).text


@pytest.mark.parametrize("code", TONGUES)
def test_the_title_of_directions_is_the_largest_way(code: str) -> None:
    said = title(poor(places=PLACES, report=declaring("directions"), extra=COUNTED), language(code))
    assert "17" in said
    assert "34" in said
    assert "16" not in said


@pytest.mark.parametrize("code", TONGUES)
@pytest.mark.parametrize("kind", ["extremes", "movers", "record", "streak", "directions", "gap", "largest"])
def test_a_title_is_no_sentence_in_any_language(kind: str, code: str) -> None:
    more: dict[str, Any] = {"indicator": target("at_most")} if kind == "gap" else {}
    extra = COUNTED | LARGEST | {"all.streak": percent("4", "count")}
    report = declaring(kind, number=1)
    try:
        found = findings_told(poor(*STEADY, places=PLACES, report=report, extra=extra, **more), language(code))
    except KeyError as error:  # a message that is missing
        pytest.fail(str(error))
    for finding in found:
        said = read(finding.told.title)
        assert said[0].isupper() or not said[0].isalpha()
        assert not said.endswith(".")
        assert not set("{}[]") & set(said)


STEADY = ("9.1", "9.2", "9.3", "9.4", "9.5")


def test_every_drawing_is_hidden_and_no_wider_than_a_phone() -> None:
    found = poor(places=PLACES, report=declaring("extremes", "movers", "directions", number=1), extra=COUNTED)
    made = findings_told(found, EN)
    assert [one.told.kind for one in made if one.svg] == ["extremes", "movers", "directions"]
    for finding in made:
        assert 'aria-hidden="true"' in finding.svg
        assert f'viewBox="0 0 {FRAME.width:.0f} ' in finding.svg


def test_every_number_in_a_drawing_is_traced() -> None:
    found = poor(
        places=PLACES, report=declaring("extremes", "directions", "largest", number=1), extra=COUNTED | LARGEST
    )
    for finding in findings_told(found, EN):
        for text in re.findall(r"<text([^>]*)>([^<]*)</text>", finding.svg):
            assert not re.search(r"\d", text[1]) or "data-" in text[0], text


def test_a_line_alone_is_named_above_it() -> None:
    rising = {"papua": (Decimal(20), Decimal(26), Decimal("26.56")), "bali": (Decimal("4.5"),) * 3}
    finding = one(poor(places=rising, report=declaring("movers")))
    assert finding.subtitle is not None
    assert read(finding.subtitle).startswith("Papua: ")


def test_what_a_line_marks_is_said_in_words() -> None:
    finding = one(poor(places=PLACES, report=declaring("movers")))
    assert finding.description is not None
    shown = set(re.findall(r'data-figure="([^"]+)"', finding.svg))
    told = {*finding.told.said.figures, *finding.description.figures, *finding.told.title.figures}
    assert shown <= told


def test_sixty_places_with_long_names_stay_inside() -> None:
    many = {name: (Decimal(place),) * 3 for place, name in enumerate(place_names(60), 1)}
    finding = one(poor(places=many, report=declaring("extremes")))
    assert finding.svg.count("<text") < 10


def test_the_text_says_only_what_the_title_does_not() -> None:
    text = one(poor(places=PLACES, report=declaring("movers"))).text
    assert text is not None
    assert read(text).startswith("Bali: from 4.53% in March 2021 to 4.57% in March 2022. Jawa Timur: from ")
    extra = {"all.streak": percent("4", "count")}
    row = one(poor(*STEADY, report=declaring("streak"), extra=extra)).text
    assert row is not None
    assert read(row) == "In March 2022: 9.50%."
