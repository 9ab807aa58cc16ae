"""check: times in their own words, and words of direction held to the sign that is shown."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from berkala.check.directions import KINDS, agrees, kinds_claimed
from berkala.check.published import Published
from berkala.check.times import machine_times, time_is_shown
from berkala.words import language


def test_times_are_shown_in_their_own_words() -> None:
    right = [
        ("2019-03", "Mar 2019"), ("2019-03", "March"), ("2019", "2019"), ("2019-W10", "week 10 of 2019"),
        ("2019-03-04", "week 10 of 2019"), ("2019-01-01", "quarter 1 of 2019"), ("2019-07-01", "half 2 of 2019"),
        ("2018-04-01", "2018–19"), ("2018-2019", "2018–19"), ("2026-11-20", "20 November 2026"),
        ("2026-11-20T14:00+07:00", "2 pm on 20 November"), ("2026-11-20T09:30+07:00", "9:30 am"),
        ("2018-04/2019-03", "April 2018 to March 2019"),
    ]  # fmt: skip
    wrong = [
        ("2019-03", "Feb 2019"), ("2019-03", "3 March 2019"), ("2019", "2018"), ("2019-01-01", "quarter 2 of 2019"),
        ("2017-06", "June 0017"),
        ("2026-11-20", "21 November 2026"), ("2018-04-01", "2018–20"), ("2026-11-20T09:30+07:00", "9:31 am"),
    ]  # fmt: skip
    assert [shown for time, shown in right if not time_is_shown(shown, machine_times(time), "en")] == []
    assert [shown for time, shown in wrong if time_is_shown(shown, machine_times(time), "en")] == []
    assert machine_times("2019-02-30") == machine_times("soon") == machine_times("2019-W54") == ()


def test_words_of_direction_follow_the_shown_sign() -> None:
    up, none = Published("x", Decimal("0.05"), decimals=1), Published("x", Decimal("0.04"), decimals=1)
    assert agrees("up", up, "neutral")
    assert not agrees("up", none, "neutral")
    assert agrees("unchanged", none, "neutral")
    assert agrees("better", up, "higher_is_better")
    assert agrees("worse", up, "lower_is_better")
    assert not agrees("better", up, "neutral")
    assert not agrees("up", Published("x", None), "neutral")
    assert kinds_claimed("hampir tidak berubah", "id") == ("unchanged",)
    assert kinds_claimed("has risen", "en") == ("up",)


@pytest.mark.parametrize("code", ["en", "id"])
def test_each_language_has_words_for_each_direction(code: str) -> None:
    messages = language(code).messages
    for kind in KINDS:
        assert messages[f"direction.{kind}"]
        assert set(messages[f"direction.claims.{kind}"]) <= set(messages[f"direction.{kind}"])
    said = [messages[key] for key in messages if isinstance(messages[key], str) and not key.startswith("direction")]
    claims = {word for text in said for word in re.findall(r"\[([^\]]+)\]", text)}
    assert [word for word in sorted(claims) if not kinds_claimed(word, code)] == []
