"""What every language keeps to, whichever come: files alone add one, so these tests find the languages themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkala.check.directions import kinds_claimed
from berkala.check.numerals import read_number
from berkala.check.times import machine_times, named_months, time_is_shown
from berkala.errors import Problem
from berkala.periods import FREQUENCIES, Frequency, Period, parse
from berkala.plan.names import is_name
from berkala.render.charts.metrics import bundled
from berkala.words import Language, available, language, rounded_to, staff_language, staff_languages

EVERY = [language(code) for code in available()]
EN = language("en")
#: Languages that say nothing to staff are spoken for by English.
PUBLIC_ONLY = sorted(set(available()) - set(staff_languages()))
TEMPLATES = Path(__file__).parents[1] / "templates"

BRACKETED = re.compile(r"\[([^\]]+)\]")
CODES: dict[Frequency, list[str]] = {
    "day": ["2019-03-01", "2019-04-02", "2020-12-31"],
    "week": ["2019-W01", "2019-W02", "2020-W53"],
    "month": [f"2019-{month:02}" for month in range(1, 13)],
    "quarter": [f"2019-Q{number}" for number in range(1, 5)],
    "half": ["2019-S1", "2019-S2"],
    "year": ["2019"],
    "fiscal": ["2019-2020"],
}
PERIODS = [parse(code, frequency) for frequency, codes in CODES.items() for code in codes]


def texts(code: str) -> Iterator[tuple[str, str]]:
    """Every text of a language by its key, each form of those that have several."""
    for key, message in language(code).messages.items():
        forms = (
            message.values() if isinstance(message, Mapping) else message if isinstance(message, list) else [message]
        )
        yield from ((key, str(form)) for form in forms)


def governing(code: str) -> set[str]:
    """The words that a language's messages put before a slot."""
    return {word.lower() for _, text in texts(code) for word in re.findall(r"\{(\w+):\w+\}", text)}


# -- periods ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(set(available()) - {"en"}))
def test_a_word_before_a_period_has_a_form_for_every_frequency(code: str) -> None:
    """In English such a word is a preposition as it is written; in any other it would be a word of English."""
    keys = [key.split(".") for key in language(code).messages if re.fullmatch(r"period\.\w+\.\w+", key)]
    forms = {(word, frequency) for _, word, frequency in keys if frequency in FREQUENCIES}
    assert forms == {(word, frequency) for word in governing(code) for frequency in FREQUENCIES}


@pytest.mark.parametrize("code", available())
def test_lists_of_months_are_whole_and_asked_for(code: str) -> None:
    lists = {key: value for key, value in language(code).messages.items() if key.startswith("months.")}
    assert all(len(names) == len(set(names)) == 12 for names in lists.values())
    assert {key.removeprefix("months.") for key in lists} <= governing(code)


@pytest.mark.parametrize("tongue", EVERY, ids=available())
def test_a_listed_month_is_a_form_of_the_month_at_its_place(tongue: Language) -> None:
    """It begins as CLDR's name of that month does, and as no other's for longer."""
    names = dict(tongue.locale.months["format"]["wide"])
    for listed in (value for key, value in tongue.messages.items() if key.startswith("months.")):
        for number, name in enumerate(listed, 1):
            word = re.findall(r"\w+", name)[-1]
            alike = {other: _together(word, known) for other, known in names.items()}
            assert alike[number] == max(alike.values()) > 1, (number, name)


def _together(one: str, other: str) -> int:
    """How many letters two words begin with together."""
    return sum(one[:count] == other[:count] for count in range(1, min(len(one), len(other)) + 1))


@pytest.mark.parametrize("tongue", EVERY, ids=available())
@pytest.mark.parametrize("period", PERIODS, ids=str)
def test_every_form_of_a_period_is_read_back_as_that_period(tongue: Language, period: Period) -> None:
    machine = machine_times(str(tongue.period(period).spans[0].time))
    for text in tongue.period_texts(period):
        assert time_is_shown(text, machine, tongue.code), text


@pytest.mark.parametrize("tongue", EVERY, ids=available())
def test_no_form_of_a_month_passes_for_another_month(tongue: Language) -> None:
    for period in (one for one in PERIODS if one.frequency == "month"):
        for text in tongue.period_texts(period):
            assert named_months(text, tongue.code) == {period.start.month}, text


@pytest.mark.parametrize(
    ("code", "key", "said"),
    [
        ("fr", "{from:period} {to:period}", "d’août 2019 à août 2019"),
        ("fr", "depuis {the:period}", "depuis août 2019"),
        ("ru", "{In:period}, {since:period}", "В августе 2019 года, с августа 2019 года"),
        ("ru", "{with:period}, {for:period}", "с августом 2019 года, за август 2019 года"),
        ("kk", "{in:period}, {since:period}", "2019 жылғы тамызда, 2019 жылғы тамыздан"),
        ("kk", "{with:period}", "2019 жылғы тамызбен"),
        ("id", "pada {period}", "pada Agustus 2019"),
        ("en", "{In:period}", "In August 2019"),
    ],
)
def test_a_period_takes_the_form_that_the_word_before_it_asks_for(code: str, key: str, said: str) -> None:
    own = language(code)
    made = type(own)(code, own.locale, {**own.messages, "test": key})
    text = made.sentence("test", period=own.period(parse("2019-08", "month"))).text
    assert text.replace("\u00a0", " ") == said


def test_the_second_quarter_and_the_first_of_a_month_have_their_own_forms() -> None:
    russian, second = language("ru"), parse("2019-Q2", "quarter")
    said = russian.sentence("areas.until", period=russian.period(second)).text.replace("\u00a0", " ")
    assert said == "Ряд завершился во 2-м квартале 2019 года и не продолжается."
    assert language("fr").period_text(parse("2019-03-01", "day")) == "1er mars 2019"
    assert language("fr").period_text(second.shift(-1)) == "1er trimestre 2019"


def test_what_stands_before_a_form_is_no_part_of_the_time() -> None:
    said = language("ru").sentence("areas.until", period=language("ru").period(parse("2019", "year")))
    assert said.html().startswith('Ряд завершился в\u00a0<time datetime="2019">2019 году</time>')


@pytest.mark.parametrize("tongue", EVERY, ids=available())
def test_moments_are_read_back(tongue: Language) -> None:
    for moment in (
        datetime(2026, 11, 1, 9, 30, tzinfo=ZoneInfo("Asia/Almaty")),
        datetime(2026, 3, 20, 14, 5, tzinfo=ZoneInfo("America/Toronto")),
        datetime(2026, 3, 20, 14, 0, tzinfo=UTC),
    ):
        (span,) = tongue.moment(moment).spans
        assert time_is_shown(span.text, machine_times(str(span.time)), tongue.code), span.text
        assert "AM" not in span.text.upper().split()


# -- numbers and directions ---------------------------------------------------------------------------------------


@given(
    st.decimals(-(10**12), 10**12, allow_nan=False, places=4),
    st.integers(0, 3),
    st.sampled_from(["percent", "points", "count"]),
    st.booleans(),
    st.sampled_from(EVERY),
)
def test_every_amount_is_read_back(value: Decimal, decimals: int, unit: str, prose: bool, tongue: Language) -> None:
    read = read_number(tongue.amount(value, unit, decimals, prose=prose), tongue.code)
    assert read is not None
    assert (read.value, read.decimals) == (abs(rounded_to(value, decimals)), decimals)
    assert (read.sign == "\u2212") == (rounded_to(value, decimals) < 0)


@given(st.decimals(10**6, 10**14, allow_nan=False, places=0), st.sampled_from(EVERY))
def test_every_large_number_in_words_is_read_back(value: Decimal, tongue: Language) -> None:
    read = read_number(tongue.compact(value), tongue.code)
    assert read is not None
    assert (read.rest, read.power) in [("", power) for power in (6, 9, 12)]
    assert abs(read.value.scaleb(read.power) - value) <= Decimal(1).scaleb(read.power - read.decimals) / 2


@pytest.mark.parametrize("code", available())
def test_a_bracketed_word_is_one_that_claims_a_direction(code: str) -> None:
    unknown = {word for _, text in texts(code) for word in BRACKETED.findall(text) if not kinds_claimed(word, code)}
    assert unknown == set()


@pytest.mark.parametrize("code", available())
def test_the_same_direction_is_claimed_in_every_language(code: str) -> None:
    other = language(code)
    for key, text in texts("en"):
        for word in BRACKETED.findall(text):
            message = other.messages[key]
            for form in message.values() if isinstance(message, Mapping) else [message]:
                claimed = {kind for one in BRACKETED.findall(str(form)) for kind in kinds_claimed(one, code)}
                assert claimed == set(kinds_claimed(word, "en")), (key, form)


@pytest.mark.parametrize("text", ["12 %", "12 per cent", "12 persen", "12 pour cent", "12 процентов", "12 пайыз"])
def test_a_per_cent_in_any_language_is_no_name(text: str) -> None:
    assert not is_name(f"About {text} of it")
    assert is_name("Type 12 of it")


# -- how it is written ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["ru", "kk"])
def test_a_language_of_another_script_has_no_english_left_in_it(code: str) -> None:
    names = re.compile(
        r"CSV|JSON|XLSX|ZIP|PNG|SVG|PDF|Excel|Open SDG|Parquet|Berkala|Data Package|JavaScript|sha256sum|SHA\d+SUMS|"
        r"README\.txt|Plus Jakarta Sans|Onest|CC0|BibTeX|RSS|"
        r"\w+\.json|https?|site:|\b(?:ru_RU|kk_KZ|H|EEEE|LLLL?|MMMM?|mm|d|y|c)\b"
    )
    for key, text in texts(code):
        bare = names.sub("", re.sub(r"\{[^}]*\}", "", text))
        assert not re.search("[A-Za-z]", bare), (key, text)


@pytest.mark.parametrize("code", available())
def test_marks_stand_as_the_language_sets_them(code: str) -> None:
    """French has a no-break space before its tall marks and inside its quotation marks, Russian before a dash."""
    wrong = {"fr": r" [:;?!%»]|« |[^\u00a0\u202f\d: ]: ?\w?$|\w[:;?!](?: |$)", "ru": r" [—–]", "kk": r" [—–]"}.get(
        code, r" [:;,.]"
    )
    skipped = re.compile(r"date\..*|locale|posts\.hashtags")
    found = {(key, text) for key, text in texts(code) if not skipped.fullmatch(key) and re.search(wrong, text)}
    assert found == set()


@pytest.mark.parametrize("code", available())
def test_the_drawn_fonts_have_every_letter(code: str) -> None:
    """A card would not be made; those that only pages say (formulas) may have signs of their own."""
    said = "".join(text for key, text in texts(code) if not key.startswith("formula"))
    names = "".join(
        text for width in ("wide", "abbreviated") for text in language(code).locale.months["format"][width].values()
    )
    assert {letter for letter in said + names + said.upper() if not bundled().knows(letter)} <= {"\n", "√", "≥", "≤"}


def test_faces_of_the_page_differ_by_their_letters_alone() -> None:
    """A browser joins faces into one only where all else is the same; else the last hides those before it."""
    css = (TEMPLATES / "theme/assets/berkala.css").read_text(encoding="utf-8")
    faces = [face for face in re.findall(r"@font-face\{([^}]*)\}", css) if "src:local" not in face]
    alike = {tuple(re.findall(r"font-(?:family|weight|display):[^;]*", face)) for face in faces}
    assert (len(faces), len(alike)) == (4, 1)
    ranges = [set(_letters(face)) for face in faces]
    assert sum(map(len, ranges)) == len(set().union(*ranges))
    assert set("ЖЁжёІіҰұ№") <= set(map(chr, ranges[2]))
    assert set("ӘәҒғҚқҢңӨөҮүҺһ") <= set(map(chr, ranges[3]))


def _letters(face: str) -> Iterator[int]:
    for part in re.search(r"unicode-range:(.*)", face)[1].split(","):  # type: ignore[index]
        first, _, last = part.removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


# -- staff --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", PUBLIC_ONLY)
def test_a_language_without_words_for_staff_speaks_english_to_them(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERKALA_LANGUAGE", code)
    assert staff_language() == "en"
    problem = Problem("cli.no-publication", {"folder": "there"}, file="a.yml", line=3)
    assert (problem.message(code), problem.remedy(code)) == (problem.message("en"), problem.remedy("en"))
    assert problem.where(code) == "a.yml, line 3"
