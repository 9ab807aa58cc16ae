"""plan: every problem of this room has words in both languages, and a test that provokes it."""

from __future__ import annotations

from pathlib import Path

from berkala.errors import catalogue
from berkala.plan.explaining import _CODES
from berkala.plan.forms import FORMS


def test_every_code_of_this_room_is_provoked_somewhere() -> None:
    provoked = {word for file in Path(__file__).parent.glob("test_*.py") for word in file.read_text("utf-8").split('"')}
    # These come from the YAML reader and the validator in ways that nobody has found a mistake for.
    spare = {"plan.value", "plan.yaml-no-colon"}
    codes = {code for code in catalogue("en") if code.startswith("plan.")}
    assert codes - provoked - spare == set()


def test_every_kind_of_finding_and_every_written_form_has_words() -> None:
    for code in {*_CODES.values(), *(f"plan.{form}" for form in FORMS.values())}:
        assert code in catalogue("en")
        assert code in catalogue("id")


def test_both_languages_have_words_for_the_same_problems() -> None:
    english, indonesian = catalogue("en"), catalogue("id")
    assert {code: set(words) for code, words in english.items() if code.startswith("plan.")} == {
        code: set(words) for code, words in indonesian.items() if code.startswith("plan.")
    }
