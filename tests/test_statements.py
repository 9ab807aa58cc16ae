"""Statements of the three archetypes, read as a reader reads them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from berkala.check.directions import KINDS, agrees, kinds_claimed, within_margin
from berkala.check.published import Published, Shelf
from berkala.measure.findings import Findings
from berkala.render.sentences import reference_fact, statements
from berkala.words import Language, language
from told import Hand, by_hand, declaring, percent, poor, prices, read, target

EN, ID = language("en"), language("id")


def told(findings: Findings, words: Language = EN) -> list[str]:
    """The statements as they are read."""
    return [read(one.said) for one in statements(findings, words)]


PLACES = {
    "papua": (Decimal("26.8"), Decimal("27"), Decimal("26.56")),
    "jawa-timur": (Decimal("11.4"), Decimal("10.59"), Decimal("10.38")),
    "bali": (Decimal("4.53"), Decimal("4.72"), Decimal("4.57")),
}


def places(**changed: tuple[Any, Any, Any]) -> dict[str, tuple[Any, Any, Any]]:
    """The three places with some changed, or further ones; ``_`` stands for ``-``."""
    return PLACES | {name.replace("_", "-"): values for name, values in changed.items()}


def test_the_highest_and_the_lowest_place() -> None:
    found = poor(places=places(maluku=("z", "z", "z")), report=declaring("extremes"))
    (one,) = statements(found, EN)
    assert (one.kind, one.indicator, read(one.heading)) == ("extremes", "share", "Highest and lowest")
    assert told(found) == [
        "The highest percentage in March 2022 was in Papua, 26.56%. The lowest was in Bali, 4.57%. "
        "No figure for Maluku: not yet formed."
    ]
    assert told(found, ID) == [
        "Persentase tertinggi pada Maret 2022 tercatat di Papua, yaitu 26,56 persen. "
        "Yang terendah tercatat di Bali, yaitu 4,57 persen. Tidak ada angka untuk Maluku: belum terbentuk."
    ]


@pytest.mark.parametrize("unknown", ["x", "c", "absent"])
def test_no_rank_is_claimed_where_a_value_is_not_known(unknown: str) -> None:
    hidden = places(maluku=(Decimal(1), Decimal(1), unknown))
    assert told(poor(places=hidden, report=declaring("extremes", "movers", "largest"))) == []


def test_places_that_the_survey_cannot_tell_apart_are_among_the_highest() -> None:
    ranks = {"ranked": percent("3", "count"), "papua.rank-from": percent("1", "count")}
    ranks |= {"papua.rank-to": percent("2", "count"), "bali.rank-from": percent("3", "count")}
    found = poor(places=PLACES, report=declaring("extremes"), extra=ranks)
    assert told(found) == [
        "In Papua the percentage was among the highest in March 2022, 26.56%: the difference from the next is too "
        "small to tell them apart. The lowest was in Bali, 4.57%."
    ]


def test_places_with_one_value_share_the_place() -> None:
    tied = places(maluku=(Decimal(20), Decimal(20), Decimal("26.5600001")))
    found = poor(places=tied, report=declaring("extremes"))
    assert told(found)[0].startswith("The highest percentage in March 2022 was in Papua and in Maluku, 26.56% each.")
    alike = {name: (Decimal(1),) * 3 for name in PLACES}
    assert told(poor(places=alike, report=declaring("extremes", "movers"))) == []


def test_the_largest_rise_and_fall() -> None:
    found = poor(places=PLACES, report=declaring("movers"))
    assert told(found) == [
        "The largest rise was in Bali: 0.04 percentage points from March 2021, to 4.57%. "
        "The largest fall was in Jawa Timur: 1.02 percentage points, to 10.38%."
    ]
    assert told(found, ID) == [
        "Kenaikan terbesar terjadi di Bali: 0,04 persen poin dari Maret 2021, menjadi 4,57 persen. "
        "Penurunan terbesar terjadi di Jawa Timur: 1,02 persen poin, menjadi 10,38 persen."
    ]
    unsure = {"bali.margin-year": percent("0.5", "points")}
    assert told(poor(places=PLACES, report=declaring("movers"), extra=unsure)) == [
        "The largest fall was in Jawa Timur: 1.02 percentage points from March 2021, to 10.38%."
    ]


def test_movers_need_every_earlier_value_that_was_to_be_there() -> None:
    unknown = places(maluku=("x", Decimal(1), Decimal(2)))
    assert told(poor(places=unknown, report=declaring("movers"))) == []
    new = places(maluku=("z", Decimal(1), Decimal(2)))
    assert len(told(poor(places=new, report=declaring("movers")))) == 1


def test_growth_has_rises_and_falls_instead_of_highest_and_lowest() -> None:
    groups = {
        "papua": (Decimal(2), Decimal("1"), Decimal("12.3")),
        "bali": (Decimal("-1"), Decimal("1"), Decimal("-0.5")),
    }
    found = prices("2.9", "3.2", "3.4", places=groups, area=False, report=declaring("extremes", "movers"))
    assert told(found) == [
        "The largest rise in the year to March 2022 was for Papua, 12.3%. The largest fall was for Bali, 0.5%.",
        "The yearly rate rose most for Papua: by 10.3 percentage points from March 2021, to 12.3%.",
    ]
    assert told(found, ID)[0] == (
        "Kenaikan terbesar dalam setahun sampai Maret 2022 terjadi pada Papua, yaitu 12,3 persen. "
        "Penurunan terbesar terjadi pada Bali, yaitu 0,5 persen."
    )


@pytest.mark.parametrize(
    ("counts", "english", "indonesian"),
    [
        ((16, 17, 1), "a rise in 16 of 34 areas, a fall in 17 and little change in 1",
         "16 dari 34 wilayah mengalami kenaikan, 17 mengalami penurunan, dan 1 hampir tetap"),
        ((0, 34, 0), "a fall in all 34 areas", "semua 34 wilayah mengalami penurunan"),
        ((0, 33, 1), "a fall in 33 of 34 areas and little change in 1",
         "33 dari 34 wilayah mengalami penurunan dan 1 hampir tetap"),
    ],
)  # fmt: skip
def test_in_how_many_places_it_rose(counts: tuple[int, int, int], english: str, indonesian: str) -> None:
    names = ("rose", "fell", "same", "compared")
    extra = {name: percent(str(n), "count") for name, n in zip(names, (*counts, sum(counts)), strict=True)}
    found = poor(extra=extra, places=PLACES, report=declaring("directions"))
    assert told(found) == [f"Share of people who are poor, compared with March 2021: {english}."]
    assert told(found, ID) == [f"Persentase penduduk miskin dibandingkan dengan Maret 2021: {indonesian}."]


def test_a_finding_among_some_categories_says_so() -> None:
    among = {"categories": ["papua", "bali"], "noun": {"en": "major groups", "id": "kelompok utama"}}
    kinds = ("extremes", "movers", "directions")
    declared = {"statements": [{"kind": kind, "indicator": "share", "among": among} for kind in kinds]}
    counts = {name: percent(n, "count") for name, n in {"rose": "1", "fell": "2", "same": "0", "compared": "3"}.items()}
    found = poor(places=places(jawa_timur=(Decimal(1), Decimal(2), Decimal(99))), report=declared, extra=counts)
    assert told(found) == [
        "Of the major groups, the highest percentage in March 2022 was in Papua, 26.56%. "
        "The lowest was in Bali, 4.57%.",
        "Of the major groups, the largest rise was in Bali: 0.04 percentage points from March 2021, to 4.57%. "
        "The largest fall was in Papua: 0.24 percentage points, to 26.56%.",
        "Share of people who are poor, compared with March 2021: a rise in 1 of 3 major groups and a fall in 2.",
    ]
    assert told(found, ID)[0].startswith("Di antara kelompok utama, persentase tertinggi pada Maret 2022")
    hidden = poor(places=places(jawa_timur=("x", "x", "x")), report=declared)
    assert told(hidden)[0].startswith("Of the major groups, the highest percentage")


@pytest.mark.parametrize("words", [EN, ID], ids=["en", "id"])
def test_a_count_of_rises_and_falls_has_words_that_check_can_hold(words: Language) -> None:
    counts = {"rose": "1", "fell": "1", "same": "1", "compared": "3"}
    found = poor(
        extra={name: percent(n, "count") for name, n in counts.items()}, places=PLACES, report=declaring("directions")
    )
    (one,) = statements(found, words)
    claims = {span.direction.split(".")[1]: span.text for span in one.said.spans if span.direction}
    kinds = {"rose": "up", "fell": "down", "same": "unchanged"}
    assert {name: kinds_claimed(text, words.code) for name, text in claims.items()} == {
        name: (kind,) for name, kind in kinds.items()
    }
    for name in kinds:
        counted = Published(f"share.{name}.2022-03", Decimal(1), formula=f"count_{name}")
        assert [kind for kind in KINDS if agrees(kind, counted, "neutral")] == [kinds[name]]


def test_counts_that_do_not_add_up_say_nothing() -> None:
    extra = {name: percent(n, "count") for name, n in {"rose": "1", "fell": "1", "same": "0", "compared": "3"}.items()}
    assert told(poor(extra=extra, places=PLACES, report=declaring("directions"))) == []


def test_a_record_reaches_back_a_year_at_least() -> None:
    found = poor("9.1", "9.0", report=declaring("record"))
    assert told(found) == [
        "Share of people who are poor in March 2022: 9.00%, the lowest in these data, which begin in March 2021."
    ]
    assert told(found, ID) == [
        "Persentase penduduk miskin pada Maret 2022: 9,00 persen, terendah dalam data ini, "
        "yang dimulai pada Maret 2021."
    ]
    assert told(poor("9.0", "9.0", report=declaring("record"))) == []
    gap = by_hand(Hand([Decimal(8), *["x"], *[Decimal(9)] * 11, Decimal(1)], report=declaring("record")))
    assert told(gap) == []


def test_no_record_is_claimed_over_a_survey_that_the_files_lack() -> None:
    values = [Decimal(10), Decimal(10), Decimal(10), Decimal(9)]
    survey: dict[str, Any] = {"months": (3, 9), "report": declaring("record")}
    assert told(by_hand(Hand(values, **survey))) != []
    assert told(by_hand(Hand(values, **survey, absent=("2021-09",)))) == []
    monthly = [Decimal(10)] * 13 + [Decimal(9)]
    assert told(by_hand(Hand(monthly, report=declaring("record"), absent=("2021-09",)))) != []


@pytest.mark.parametrize(
    ("compare", "streak", "english"),
    [
        ("year_before", "-4", "9.54%, lower than a year before for 4 months in a row."),
        ("previous", "-3", "9.54%, down for 3 months in a row."),
        ("previous", "-2", None),
        ("previous", "3", None),
    ],
)
def test_a_streak_is_of_the_declared_comparison(compare: str, streak: str, english: str | None) -> None:
    found = poor(extra={"all.streak": percent(streak, "count")}, report=declaring("streak", compare=compare))
    assert told(found) == ([f"Share of people who are poor in March 2022: {english}"] if english else [])


def test_a_streak_of_a_survey_counts_surveys() -> None:
    report = declaring("streak", compare="previous")
    hand = Hand([Decimal(10), Decimal(9)], months=(3, 9), extra={"all.streak": percent("-3", "count")}, report=report)
    assert told(by_hand(hand), ID) == [
        "Persentase penduduk miskin pada Maret 2022: 9,00 persen, turun 3 survei berturut-turut."
    ]


def test_the_gap_and_the_achievement() -> None:
    extra = {"reference": percent("9"), "all.gap": percent("0.54", "points"), "all.achievement": percent("94.33")}
    found = poor(extra=extra, indicator=target("at_most"), report=declaring("gap"))
    assert told(found) == [
        "Share of people who are poor in March 2022: 9.54%, 0.54 percentage points above the 9.00% target. "
        "The achievement is 94.33%."
    ]
    assert read(statements(found, ID)[0].heading) == "Selisih terhadap target"


def test_the_largest_together() -> None:
    people = {
        "jawa-timur": (Decimal(1), Decimal(1), Decimal(4181)),
        "dki-jakarta": (Decimal(1), Decimal(1), Decimal(4070)),
        "bali": (Decimal(1), Decimal(1), Decimal(205)),
    }
    extra = {"largest-2": percent("8251", "thousand_people"), "largest-2.share": percent("31.5")}
    more: dict[str, Any] = {"unit": "thousand_people", "places": people, "extra": extra}
    found = poor("27000", "26161", **more, report=declaring("largest", number=2))
    assert told(found) == [
        "Share of people who are poor in March 2022: Jawa Timur and DKI Jakarta together have 8.25 million people, "
        "31.50% of the whole."
    ]
    tied = people | {"bali": people["dki-jakarta"]}
    more["places"] = tied
    assert told(poor("27000", "26161", **more, report=declaring("largest", number=2))) == []


def test_what_the_categories_are_called_is_the_dataset_s() -> None:
    extra = {name: percent(n, "count") for name, n in {"rose": "2", "fell": "0", "same": "0", "compared": "2"}.items()}
    more: dict[str, Any] = {"extra": extra, "places": PLACES, "report": declaring("directions")}
    assert told(poor(**more))[0].endswith("a rise in both areas.")
    assert told(poor(**more, area=False), ID)[0].endswith("kedua kelompok mengalami kenaikan.")
    provinces = poor(**more, plural={"en": "provinces", "id": "provinsi"})
    assert told(provinces, ID)[0].endswith("kedua provinsi mengalami kenaikan.")


def test_a_common_noun_begins_small_inside_a_sentence() -> None:
    found = poor(places=PLACES, area=False, common_nouns=True, report=declaring("extremes"))
    assert "was for papua, 26.56%" in told(found)[0]
    assert "tercatat pada papua, yaitu 26,56 persen" in told(found, ID)[0]


def test_a_place_that_was_never_to_be_observed_is_no_obstacle() -> None:
    ended = places(maluku=("absent", "absent", "absent"))
    assert told(poor(places=ended, report=declaring("extremes", "movers"))) == []
    spans = {"maluku": {"until": "2020-09"}}
    assert len(told(poor(places=ended, spans=spans, report=declaring("extremes", "movers")))) == 2


def test_a_heading_names_an_indicator_that_is_not_the_lead() -> None:
    found = poor(places=PLACES, report=declaring("extremes", lead="other"), second="other")
    assert [read(one.heading) for one in statements(found, EN)] == ["Highest and lowest: Share of people who are poor"]


def test_the_fact_for_other_pages_is_the_reference_or_the_target_ahead() -> None:
    assert reference_fact(poor(), EN) is None
    ahead = target("at_most", milestone={"period": "2024", "set_on": "2020-01-20"})
    fact = reference_fact(poor(extra={"milestone": percent("7")}, indicator=ahead), EN)
    assert fact is not None
    assert (read(fact.label), read(fact.said)) == ("Target for 2024", "at most 7.00%")


@pytest.mark.parametrize(
    ("kind", "margin", "unit", "so"),
    [
        ("unchanged", "0.6", "points", True),
        ("unchanged", "0.59", "points", False),
        ("unchanged", "0.6", "percent", False),
        ("down", "0.6", "points", False),
    ],
)
def test_check_lets_a_change_be_little_within_its_margin_alone(kind: Any, margin: str, unit: str, so: bool) -> None:
    change = Published("share.all.2022-03.change-year", Decimal("-0.6"), unit="points", decimals=2)
    other = Published("share.all.2022-03.margin-year", Decimal(margin), unit=unit, decimals=2)
    assert within_margin(kind, change, Shelf.of([change, other])) == so
    assert not within_margin(kind, other, Shelf.of([change, other]))
