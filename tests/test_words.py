"""Words: the same messages in every language, and numbers, periods, moments and plurals as each writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from berkala.periods import FREQUENCIES, Frequency, parse
from berkala.words import Language, Sentence, Span, available, language, rounded_to, staff_languages
from berkala.words.language import FOLDER

NBSP, MINUS = "\u00a0", "\u2212"
EN, ID = language("en"), language("id")
OTHERS = [code for code in available() if code != "en"]

#: Keys that say what a language alone needs: its own name for a zone, a unit that becomes a word, forms of a period.
OPTIONAL = re.compile(rf"unit\..*\.prose|zone\..*|months\.\w+|period\.\w+\.(?:{'|'.join(FREQUENCIES)})(?:\.\w+)?")
#: What is said to staff, which a language may leave to English as a whole.
STAFF = re.compile(r"(?:cli|place|describe|overview|history)\..*")

#: Messages that take a noun in the number that the language needs: "neither month" is *kedua bulan*.
OTHER_NUMBER = {"charts.message.met.two.none", "charts.message.met.two.all"}


def slots(message: object) -> set[str]:
    """The slots of a message, over all its plural forms."""
    texts = message.values() if isinstance(message, Mapping) else [message]
    return {name for text in texts for name in re.findall(r"\{(?:\w+:)?(\w+)\}", str(text))}


def test_the_languages_are_there() -> None:
    assert set(available()) >= {"en", "fr", "id", "kk", "ru"}
    assert set(available()) >= set(staff_languages()) >= {"en", "id"}
    with pytest.raises(KeyError):
        language("xx")


@pytest.mark.parametrize("code", OTHERS)
def test_every_message_is_in_every_language(code: str) -> None:
    """Those to staff may be left out, all of them: then English speaks to staff."""
    differing = {key for key in EN.messages.keys() ^ language(code).messages.keys() if not OPTIONAL.fullmatch(key)}
    left_out = {key for key in differing if STAFF.fullmatch(key)}
    assert differing - left_out == set()
    assert left_out in (set(), {key for key in EN.messages if STAFF.fullmatch(key)})
    assert bool(left_out) == (code not in staff_languages())


@pytest.mark.parametrize("code", OTHERS)
def test_every_message_has_the_same_slots_in_every_language(code: str) -> None:
    other = language(code)
    shared = {key for key in EN.messages.keys() & other.messages.keys() if not OPTIONAL.fullmatch(key)}
    differing = {key for key in shared - OTHER_NUMBER if slots(EN.messages[key]) != slots(other.messages[key])}
    assert differing == set()


@pytest.mark.parametrize("code", OTHERS)
def test_a_direction_is_claimed_in_every_language_or_in_none(code: str) -> None:
    def claims(message: object) -> bool:
        return "[" in str(message)

    other = language(code)
    shared = EN.messages.keys() & other.messages.keys()
    assert {key for key in shared if claims(EN.messages[key]) != claims(other.messages[key])} == set()


@pytest.mark.parametrize("code", available())
def test_no_key_is_said_twice(code: str) -> None:
    """Catalogues are merged by key: a key in two files would be decided by their names."""
    folder = FOLDER / code
    keys = [key for file in folder.glob("*.yml") for key in re.findall(r"^([\w.-]+):", file.read_text("utf-8"), re.M)]
    groups = {key for key in keys if isinstance(EN.messages.get(key), str | Mapping)}
    assert sorted(key for key in groups if keys.count(key) > 1) == []


@pytest.mark.parametrize("code", available())
def test_plurals_have_every_form_that_a_number_may_ask_for(code: str) -> None:
    """By CLDR's rules; or one exact number has its own form (``=1``) and every other the same."""
    own = language(code)
    asked = {own.locale.plural_form(n) for n in (*range(121), Decimal("0.5"), Decimal("1.5"))} | {"other"}
    mappings = {key: set(message) for key, message in own.messages.items() if isinstance(message, Mapping)}
    exact = {key: {name for name in names if str(name).startswith("=")} for key, names in mappings.items()}
    lacking = {
        key: asked - names for key, names in mappings.items() if names != exact[key] | {"other"} or not exact[key]
    }
    assert {key: names for key, names in lacking.items() if names} == {}


@pytest.mark.parametrize(
    ("value", "decimals", "english", "indonesian"),
    [
        (Decimal("1234.5"), 1, "1,234.5", "1.234,5"),
        (Decimal("-1234.5"), 1, f"{MINUS}1,234.5", f"{MINUS}1.234,5"),
        (Decimal("2167550"), 0, "2,167,550", "2.167.550"),
        (Decimal("86.6"), 2, "86.60", "86,60"),
        (Decimal("-0.04"), 1, "0.0", "0,0"),
        (0, 0, "0", "0"),
    ],
)
def test_numbers(value: Decimal, decimals: int, english: str, indonesian: str) -> None:
    assert (EN.number(value, decimals), ID.number(value, decimals)) == (english, indonesian)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [("0.5", 0, "1"), ("1.5", 0, "2"), ("2.5", 0, "3"), ("-2.5", 0, "-3"), ("86.65", 1, "86.7"), ("0.25", 1, "0.3")],
)
def test_halves_are_rounded_away_from_zero(value: str, decimals: int, shown: str) -> None:
    assert rounded_to(Decimal(value), decimals) == Decimal(shown)


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=10), st.integers(0, 6))
def test_a_shown_number_is_at_most_half_a_step_from_the_exact_one(value: Decimal, decimals: int) -> None:
    step = Decimal(1).scaleb(-decimals)
    shown = EN.number(value, decimals).replace(",", "").replace(MINUS, "-")
    assert abs(Decimal(shown) - value) <= step / 2
    assert rounded_to(-value, decimals) == -rounded_to(value, decimals)
    assert ID.number(value, decimals).translate(str.maketrans(".,", ",.")) == EN.number(value, decimals)


@given(st.decimals(-(10**15), 10**15, allow_nan=False, places=8), st.integers(0, 6), st.sampled_from(available()))
def test_numbers_are_written_as_babel_writes_them(value: Decimal, decimals: int, code: str) -> None:
    known, rounded = language(code), rounded_to(value, decimals)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    written = format_decimal(abs(rounded), format=pattern, locale=known.locale)
    assert known.number(value, decimals) == (MINUS if rounded < 0 else "") + written


@pytest.mark.parametrize(
    ("value", "english", "indonesian"),
    [
        ("2167550", "2.17 million", "2,17 juta"),
        ("26155000", "26.2 million", "26,2 juta"),
        ("281400000", "281 million", "281 juta"),
        ("1000000", "1.00 million", "1,00 juta"),
        ("999999", "999,999", "999.999"),
        ("9995000", "10.0 million", "10,0 juta"),
        ("999999999", "1.00 billion", "1,00 miliar"),
        ("1500000000000", "1.50 trillion", "1,50 triliun"),
        ("2500000000000000", "2,500 trillion", "2.500 triliun"),
        ("-2167550", f"{MINUS}2.17 million", f"{MINUS}2,17 juta"),
    ],
)
def test_large_numbers_in_words(value: str, english: str, indonesian: str) -> None:
    assert EN.compact(Decimal(value)) == english.replace(" ", NBSP, 1)
    assert ID.compact(Decimal(value)) == indonesian.replace(" ", NBSP, 1)


@pytest.mark.parametrize(
    ("value", "unit", "prose", "english", "indonesian"),
    [
        ("86.604", "percent", False, "86.6%", "86,6%"),
        ("86.604", "percent", True, "86.6%", "86,6 persen"),
        ("1.983", "points", True, "2.0 percentage points", "2,0 persen poin"),
        ("1.983", "points", False, "2.0 points", "2,0 persen poin"),
        ("-5.85", "percent_change", True, f"{MINUS}5.9%", f"{MINUS}5,9 persen"),
        ("7", "count", True, "7.0", "7,0"),
    ],
)
def test_amounts(value: str, unit: str, prose: bool, english: str, indonesian: str) -> None:
    assert EN.amount(Decimal(value), unit, 1, prose=prose) == english.replace(" ", NBSP, 1)
    assert ID.amount(Decimal(value), unit, 1, prose=prose) == indonesian.replace(" ", NBSP, 1)


def test_the_plural_follows_the_digits_that_are_shown() -> None:
    assert EN.amount(Decimal("1.2"), "points", 0) == f"1{NBSP}point"
    assert EN.amount(Decimal("1.0"), "points", 1) == f"1.0{NBSP}points"
    assert EN.amount(Decimal("-1"), "points", 0) == f"{MINUS}1{NBSP}point"


@pytest.mark.parametrize(
    ("code", "frequency", "english", "indonesian", "machine"),
    [
        ("2019-03-05", "day", "5 March 2019", "5 Maret 2019", "2019-03-05"),
        ("2019-W10", "week", "week 10 of 2019", "minggu 10 tahun 2019", "2019-W10"),
        ("2019-03", "month", "March 2019", "Maret 2019", "2019-03"),
        ("2019-Q1", "quarter", "quarter 1 of 2019", "triwulan 1 tahun 2019", "2019-01-01"),
        ("2019-S2", "half", "half 2 of 2019", "semester 2 tahun 2019", "2019-07-01"),
        ("2019", "year", "2019", "2019", "2019"),
        ("2018-2019", "fiscal", "2018\u201319", "2018\u201319", "2018-04-01"),
    ],
)
def test_periods(code: str, frequency: Frequency, english: str, indonesian: str, machine: str) -> None:
    period = parse(code, frequency)
    assert (EN.period(period).text, ID.period(period).text) == (english, indonesian)
    assert EN.period(period).html() == f'<time datetime="{machine}">{english}</time>'


@pytest.mark.parametrize(
    ("code", "english", "indonesian", "short"),
    [
        ("2010--2012", "in 2010 to 2012", "2010 sampai 2012", "2010–2012|2010–2012"),
        (
            "2002-04--2008-03",
            "in the period April 2002 to March 2008",
            "April 2002 sampai Maret 2008",
            "Apr 2002 – Mar 2008|Apr 2002 – Mar 2008",
        ),
        (
            "2020-04--2020-06",
            "in the period April to June 2020",
            "April sampai Juni 2020",
            "Apr – Jun 2020|Apr – Jun 2020",
        ),
        (
            "2020-05-26--2020-06-25",
            "in the period 26 May to 25 June 2020",
            "26 Mei sampai 25 Juni 2020",
            "26 May – 25 Jun 2020|26 Mei – 25 Jun 2020",
        ),
        (
            "2020-05-12--2020-05-25",
            "in the period 12 to 25 May 2020",
            "12 sampai 25 Mei 2020",
            "12 – 25 May 2020|12 – 25 Mei 2020",
        ),
        (
            "2019-12-26--2020-01-25",
            "in the period 26 December 2019 to 25 January 2020",
            "26 Desember 2019 sampai 25 Januari 2020",
            "26 Dec 2019 – 25 Jan 2020|26 Des 2019 – 25 Jan 2020",
        ),
        ("2015", "in 2015", "2015", "2015|2015"),
        ("2020-05", "in May 2020", "Mei 2020", "May 2020|Mei 2020"),
        ("2020-05-26", "on 26 May 2020", "26 Mei 2020", "26 May 2020|26 Mei 2020"),
    ],
)
def test_a_span_is_said_by_its_ends(code: str, english: str, indonesian: str, short: str) -> None:
    period = parse(code, "span")
    assert EN.sentence("charts.point.at", value="9", period=EN.period(period)).text == f"9 {english}"
    assert ID.period_text(period) == indonesian
    assert "|".join(one.period_text(period, short=True) for one in (EN, ID)) == short
    assert EN.period_within(period) == EN.period(period, short=True)
    assert EN.period_within(parse("2020-05", "month")).text == "May 2020"


def test_each_end_of_a_span_is_a_time_of_its_own() -> None:
    """HTML has no interval: a ``<time>`` is one moment."""
    said = EN.period(parse("2020-05-26--2020-06-25", "span")).html()
    assert said == '<time datetime="2020-05-26">26 May</time> to <time datetime="2020-06-25">25 June 2020</time>'


def test_short_months() -> None:
    month = parse("2019-08", "month")
    assert (EN.period_text(month, short=True), ID.period_text(month, short=True)) == ("Aug 2019", "Agu 2019")


def test_moments_and_days() -> None:
    moment = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert EN.moment(moment).text == "Friday 20 November 2026, 9:30am (Jakarta time)"
    assert ID.moment(moment).text == "Jumat, 20 November 2026, pukul 09.30 WIB"
    assert 'datetime="2026-11-20T09:30+07:00"' in ID.moment(moment).html()
    assert EN.moment(datetime(2026, 11, 20, 9, 30, tzinfo=UTC)).text.endswith("(UTC)")
    assert EN.day(date(2026, 11, 20)).text == "20 November 2026"


def test_lists() -> None:
    assert EN.list(["a", "b", "c"]) in ("a, b and c", "a, b, and c")
    assert ID.list(["a", "b"]) == "a dan b"


def made(**messages: object) -> Language:
    """English with messages of our own."""
    return Language("en", EN.locale, messages)


def test_a_message_chooses_its_plural_and_fills_its_slots() -> None:
    own = made(files={"one": "{count} file of {who}", "other": "{count} files of {who}"})
    assert own.sentence("files", n=1, count=own.role(1), who="A").text == "1 file of A"
    assert own.text("files", n=2, count=2, who="B") == "2 files of B"
    assert own.sentence("files", {"count": "2"}, n=2, who="B").text == "2 files of B"
    with pytest.raises(KeyError):
        own.sentence("files", n=1, who="A")
    with pytest.raises(KeyError):
        own.sentence("no-such-message")


def test_a_sentence_remembers_what_it_is_made_of() -> None:
    own = made(rose="{period}: [rose] to {value} <b>")
    value = Span("86.6%", figure="within.all.2019-03", value="86.604")
    said = own.sentence("rose", direction="within.all.2019-03.change-year", value=value, period="March")
    assert said.text == "March: rose to 86.6% <b>"
    assert said.figures == ("within.all.2019-03.change-year", "within.all.2019-03")
    assert said.html() == (
        'March: <span data-direction="within.all.2019-03.change-year">rose</span> to '
        '<data class="figure" value="86.604" data-figure="within.all.2019-03">86.6%</data> &lt;b&gt;'
    )


def test_sentences_join_and_begin_with_a_capital() -> None:
    joined = Sentence.join([Sentence.plain("one."), Sentence.plain("two.")])
    assert (joined.text, joined.capital().text) == ("one. two.", "One. two.")
    assert Sentence(()).capital() == Sentence(())


def test_a_day_takes_another_preposition_than_a_month() -> None:
    for code, frequency, said in (
        ("2024-02-09", "day", "on 9 February 2024"),
        ("2024-02", "month", "in February 2024"),
    ):
        period = EN.period(parse(code, frequency))  # type: ignore[arg-type]
        assert EN.sentence("headline.alone", value="9", phrase="came", period=period).text == f"9 came {said}"
        assert (
            EN.sentence("charts.describe.bars", period=period, pairs="x").text
            == f"{said.capitalize()[:2]}{said[2:]}: x."
        )


@pytest.mark.parametrize(
    ("code", "frequency", "short"),
    [
        ("2025-Q1", "quarter", "Q1 2025|Trw 1 2025"),
        ("2025-S2", "half", "H2 2025|Smt 2 2025"),
        ("2025-W07", "week", "Wk 7 2025|Mgg 7 2025"),
    ],
)
def test_a_part_of_a_year_has_a_short_name(code: str, frequency: str, short: str) -> None:
    period = parse(code, frequency)  # type: ignore[arg-type]
    assert "|".join(one.period_text(period, short=True) for one in (EN, ID)) == short


def test_a_small_number_keeps_its_decimals_in_compact_form() -> None:
    assert (EN.compact(Decimal("12.5"), 1), EN.compact(Decimal("2500000.5"), 1)) == ("12.5", "2.50\u00a0million")


@pytest.mark.parametrize(
    ("label", "small"),
    [("Eggs", "eggs"), ("A&E departments", "A&E departments"), ("TV and audio", "TV and audio"), ("", "")],
)
def test_a_common_noun_begins_small_unless_it_is_an_abbreviation(label: str, small: str) -> None:
    assert Sentence.plain(label).small().text == small
