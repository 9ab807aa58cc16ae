"""render: what a status letter says, in the dataset's own words where it has them."""

from __future__ import annotations

import pytest

from berkala.render.statuses import status_words
from berkala.words import language
from little_tables import dataset

OWN = dataset(statuses={"x": {"en": "not in this file", "id": "tidak ada dalam berkas ini"}}).spec


@pytest.mark.parametrize("letter", ["x", "", "not a letter"])
def test_a_dataset_s_own_words_are_said_of_a_value_that_is_not_there(letter: str) -> None:
    assert status_words(OWN, letter, language("en")) == "not in this file"
    assert status_words(OWN, letter, language("id")) == "tidak ada dalam berkas ini"


def test_every_other_letter_keeps_the_words_of_all_publications() -> None:
    for code in ("en", "id"):
        for letter in ("c", "z", "p", "e", "r", "b", "u", "low"):
            assert status_words(OWN, letter, language(code)) == language(code).text(f"status.{letter}")
    assert status_words(dataset().spec, "x", language("en")) == "not available"
