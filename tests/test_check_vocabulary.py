"""Names and written periods are found by their digits, and stand for themselves: held against the plain way."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from berkala.check.plain import blanked
from berkala.check.vocabulary import Vocabulary

SIGNS = "12 ,.–%aé-"
PHRASES = st.lists(st.text(SIGNS, min_size=1, max_size=5))


def stands(phrase: str) -> str:
    """The places where a phrase stands for itself, as one pattern."""
    return rf"(?<!\w)(?<!\d[.,–]){re.escape(phrase)}(?!\w|[.,–]\d)"


@given(PHRASES, PHRASES, st.text(SIGNS, max_size=30))
@example(["Type 1"], ["1"], "Type 1 and 2")
def test_every_phrase_with_a_digit_that_stands_in_a_text_is_found_longest_first(
    some: list[str], others: list[str], text: str
) -> None:
    found = Vocabulary.joined((Vocabulary.of(some), Vocabulary.of(others))).spoken_in(text)
    digits = [one for one in (*some, *others) if any(letter.isdigit() for letter in one)]
    there = {one for one in digits if re.search(stands(one), text)}
    assert there <= {*found} <= {*some, *others}
    assert [len(one) for one in found] == sorted(map(len, found), reverse=True)
    assert all(one in Vocabulary.of(some) for one in there & {*some})


@given(st.text(SIGNS, min_size=1, max_size=4), st.text(SIGNS, max_size=30))
@example("9", "9 is no part of 9.87, 19 or 1.9; 9, 9.")
@example("1 1", "1 1 1 1 1")
@example("1 1", "51 1 1")
@example("2019", "2019–20")
def test_a_phrase_is_blanked_where_it_stands_for_itself(phrase: str, text: str) -> None:
    assert blanked(phrase, text) == re.sub(stands(phrase), " " * len(phrase), text)
