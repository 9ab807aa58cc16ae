"""Properties that no sentence may break, over findings of any shape, in every language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from berkala.check.directions import kinds_claimed
from berkala.measure.findings import Findings
from berkala.periods import parse
from berkala.render.sentences import Told, facts, headline, main_points, record_of, statements
from berkala.words import Language, Sentence, available, language
from told import Hand, by_hand, declaring, digits, place_names, read, target

EN = language("en")
EVERY = [language(code) for code in available()]
OFTEN = settings(deadline=None, max_examples=60)

UNITS = {"percent": 2, "people": 0, "count": 0, "rupiah": 0, "thousand_people": 2, "index": 1}
Number = st.decimals("-50", "50", places=3)
Letter = st.sampled_from(["c", "x", "z", "absent"])
KINDS = ("extremes", "movers", "record", "streak", "directions", "gap", "largest")
FORBIDDEN = re.compile(
    r"  | [,.;:]|[,;:.][,;:.]|\(\)|\.\s+[a-z]|(?<![\d.,])1 (?:areas|groups|months|points|percentage points)\b|"
    r"\b(?:by|up|down|lower|higher|fall of|rise of|naik|turun|kenaikan|penurunan) \u2212"
)


@st.composite
def hands(draw: st.DrawFn) -> Findings:
    """Findings of any shape: values and statuses, units, polarity, references, margins, ranks and counts."""
    unit = draw(st.sampled_from(sorted(UNITS)))
    growth = unit == "percent" and draw(st.booleans())
    value = Number if unit in ("percent", "index") else st.decimals("0", "90000", places=2)
    names = place_names(draw(st.integers(2, 6)))
    one: st.SearchStrategy[Any] = draw(
        st.sampled_from([value, value, st.one_of(value, st.just("z")), st.one_of(value, Letter)])
    )
    rows = {name: (draw(one), draw(one), draw(one)) for name in names}
    plain = st.lists(value, min_size=14, max_size=14)
    ordered = st.tuples(plain, st.booleans()).map(lambda drawn: sorted(drawn[0], reverse=drawn[1]))
    gaps = st.lists(st.one_of(value, st.just(Decimal(3)), st.just("x")), min_size=14, max_size=14)
    whole: list[Any] = draw(st.one_of(plain, ordered, gaps))
    indicator: dict[str, Any] = {"polarity": draw(st.sampled_from(["higher_is_better", "lower_is_better", "neutral"]))}
    indicator |= {"formula": "growth_over_year"} if growth else {}
    relation = draw(st.sampled_from([None, "at_least", "at_most", "within"]))
    indicator |= target(relation, draw(st.sampled_from(["standard", "target", "goal"]))) if relation else {}
    points = "points" if unit == "percent" else unit
    figure = st.tuples(value, st.just(unit))
    change = st.tuples(st.decimals("0", "60", places=2), st.just(points))
    rank = st.tuples(st.integers(1, len(names)).map(Decimal), st.just("count"))
    options: dict[str, st.SearchStrategy[tuple[Decimal, str]]] = {
        "reference": figure,
        "reference-low": figure,
        "reference-high": figure,
        "all.gap": st.tuples(Number, st.just(points)),
        "all.margin-year": change,
        "all.margin-previous": change,
        "all.lower": figure,
        "all.upper": figure,
        "all.streak": st.tuples(st.sampled_from([-5, -3, 1, 3, 4]).map(Decimal), st.just("count")),
        "largest-2": figure,
        "largest-2.share": st.tuples(value, st.just("percent")),
        "ranked": st.just((Decimal(len(names)), "count")),
        **{f"{name}.{end}": rank for name in names for end in ("rank-from", "rank-to")},
    }
    extra = {name: draw(made) for name, made in options.items() if draw(st.booleans())}
    counts = {name: draw(st.integers(0, 4)) for name in ("rose", "fell", "same")}
    counts["compared"] = sum(counts.values())
    extra |= {name: (Decimal(count), "count") for name, count in counts.items()}
    report = declaring(*KINDS, number=2, compare=draw(st.sampled_from(["year_before", "previous"])))
    more: dict[str, Any] = {"unit": unit, "decimals": draw(st.integers(0, UNITS[unit])), "area": draw(st.booleans())}
    return by_hand(Hand(whole, rows, indicator=indicator, report=report, extra=extra, **more))


def sentences(findings: Findings, words: Language) -> list[Sentence]:
    """Every sentence of the findings that ends with a full stop."""
    said = [one.said for one in statements(findings, words)]
    return [*main_points(findings, words), *said, headline(findings, words) + Sentence.plain(".")]


@pytest.mark.slow
@OFTEN
@given(hands())
def test_every_sentence_is_whole_and_traced(findings: Findings) -> None:
    for words in EVERY:
        for sentence in sentences(findings, words):
            text = read(sentence)
            assert text[0].isupper() or text[0] in "\u2212[" or text[0].isdigit()
            assert text.endswith(".")
            assert not FORBIDDEN.search(sentence.text), text
            loose = "".join(span.text for span in sentence.spans if not (span.figure or span.time or span.role))
            assert not re.search(r"\d", loose), text
            assert set(sentence.figures) <= set(findings.figures)


@pytest.mark.slow
@OFTEN
@given(hands())
def test_every_language_says_the_same(findings: Findings) -> None:
    english = [one.kind for one in statements(findings, EN)], sentences(findings, EN), facts(findings, EN)
    for words in EVERY:
        assert english[0] == [one.kind for one in statements(findings, words)]
        for one, other in zip(english[1], sentences(findings, words), strict=True):
            assert sorted(one.figures) == sorted(other.figures)
            assert _times(one) == _times(other)
        for fact, same in zip(english[2], facts(findings, words), strict=True):
            assert sorted(fact.said.figures) == sorted(same.said.figures)


def _times(sentence: Sentence) -> list[str]:
    return sorted({span.time for span in sentence.spans if span.time})


@pytest.mark.slow
@OFTEN
@given(hands())
def test_words_of_direction_agree_with_the_digits(findings: Findings) -> None:
    for words in EVERY:
        said = [*sentences(findings, words), *(fact.said for fact in facts(findings, words))]
        for span in (span for sentence in said for span in sentence.spans if span.direction):
            kinds = kinds_claimed(span.text, words.code)
            assert kinds, span.text
            for kind in kinds:
                assert _is_true(findings, kind, str(span.direction)), (span.text, span.direction)


def _is_true(findings: Findings, kind: str, name: str) -> bool:
    counted = {"rose": "up", "fell": "down", "same": "unchanged"}.get(name.split(".")[1])
    if counted:
        return kind == counted  # a count of rises may be called nothing but rises
    seen = digits(findings.figures[name])
    polarity = findings.report.spec.indicators["share"].polarity
    margin = findings.figures.get(re.sub(r"\.change-", ".margin-", name))
    sure = margin is None or margin.id == name or abs(findings.figures[name].value or 0) > (margin.value or 0)
    better = seen * {"higher_is_better": 1, "lower_is_better": -1, "neutral": 0}[polarity]
    true: Mapping[str, bool] = {
        "up": seen > 0,
        "down": seen < 0,
        "unchanged": seen == 0 or not sure,
        "better": better > 0,
        "worse": better < 0,
    }
    return true[kind] and (kind == "unchanged" or sure)


@pytest.mark.slow
@OFTEN
@given(hands())
def test_no_rank_is_claimed_that_the_digits_do_not_bear_out(findings: Findings) -> None:
    for one in statements(findings, EN):
        _BORNE_OUT.get(one.kind, lambda *_: None)(findings, one)


def _extremes_are_true(findings: Findings, one: Told) -> None:
    values = _values(findings)
    assert values is not None
    said = [name for name in one.said.figures if name.count(".") == 2]
    shown = {digits(findings.figures[name]) for name in said}
    assert shown <= {max(values), min(values)}
    assert min(values) < max(values)


def _movers_are_true(findings: Findings, one: Told) -> None:
    assert _values(findings) is not None
    on = "year" if findings.report.spec.compare == "year_before" else "previous"
    changes = [digits(f) for n, f in findings.figures.items() if n.endswith(f".change-{on}") and f.value is not None]
    whole = findings.figure("share", derived=f"change-{on}")
    if whole is not None and whole.value is not None:
        changes.remove(digits(whole))
    for name in (span.direction for span in one.said.spans if span.direction):
        if ".change-" in name:
            seen = digits(findings.figures[name])
            assert seen in (max(changes), min(changes))
            assert changes.count(seen) == 1


def _record_is_true(findings: Findings, one: Told) -> None:
    values = [findings.figure("share", period=period) for period in findings.periods]
    seen = [None if figure is None or figure.value is None else digits(figure) for figure in values]
    before = seen[-13:-1]
    assert None not in before
    assert len(before) == 12
    assert all(old != seen[-1] for old in before)


_BORNE_OUT: Mapping[str, Callable[[Findings, Told], None]] = {
    "extremes": _extremes_are_true,
    "movers": _movers_are_true,
    "record": _record_is_true,
}


def _values(findings: Findings) -> list[Decimal] | None:
    """What the places show; None where one is not known."""
    found = [findings.figure("share", name) for name in findings.categories("share")]
    if any(figure is None or (figure.value is None and figure.status != "z") for figure in found):
        return None
    return [digits(figure) for figure in found if figure is not None and figure.value is not None]


@OFTEN
@given(st.lists(st.one_of(st.none(), st.integers(0, 5)), min_size=1, max_size=20), st.integers(1, 5))
def test_a_record_is_the_first_value_that_is_not_beaten(values: Sequence[int | None], enough: int) -> None:
    first = parse("2020-01", "month")
    whole = by_hand(Hand([None if value is None else Decimal(value) for value in values]))
    points = [(first.shift(at), whole.figure("share", period=one)) for at, one in enumerate(whole.periods)]
    found, now = record_of(points, enough), values[-1]
    for side, beats in (("highest", int.__lt__), ("lowest", int.__gt__)):
        run = 0
        for old in reversed(values[:-1]):
            if old is None or now is None or not beats(old, now):
                break
            run += 1
        stop = values[-2 - run] if run < len(values) - 1 else None
        claim = now is not None and run >= enough and (run == len(values) - 1 or stop is not None)
        assert (found is not None and found.side == side) == claim
