"""Texts are measured and labels kept off lines as if each were asked for by itself, however much is done at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from berkala.render.charts.drawing import WIDE, Box, Canvas, _meets
from berkala.render.charts.metrics import TABULAR, Metrics, Type, _words, balanced, bundled, widest, wrap
from berkala.words import Sentence, Span

WORDS = st.text(alphabet="abW 1\u00b2\u0663\u4e2d", max_size=24)
SPANS = st.lists(st.builds(Span, WORDS, figure=st.sampled_from([None, None, "a.b"])), min_size=1, max_size=5)
TYPES = st.builds(Type, st.sampled_from([13.0, 20.0]), st.sampled_from([500, 700]), tabular=st.booleans())
#: In quarters of a pixel, which are exact: nothing stands a rounding away from an edge.
PLACES = st.integers(-200, 1600).map(lambda quarters: quarters / 4)
SPOTS = st.tuples(PLACES, PLACES)


def test_a_digit_is_tabular_even_where_the_fonts_lack_it_and_another_character_is_as_wide_as_its_type() -> None:
    metrics = Metrics({500: {"1": 400, "a": 500, "\u00b2": 300}})
    plain, tabular = Type(10, spacing=0, tabular=False), Type(10, spacing=0)
    assert [metrics.width(letter, plain) for letter in "1a\u00b2\u0663\u4e2d"] == [4, 5, 3, 10, 10]
    assert [metrics.width(letter, tabular) for letter in "1a\u00b2\u0663\u4e2d"] == [
        TABULAR / 100,
        5,
        TABULAR / 100,
        TABULAR / 100,
        10,
    ]


def one_by_one(sentence: Sentence, width: float, style: Type) -> list[str]:
    """The lines of a sentence, each word measured together with all before it in its line."""
    lines = [""]
    for word in _words(sentence):
        own = "".join(span.text for span in word)
        if lines[-1] and bundled().width((lines[-1] + own).rstrip(" "), style) > width:
            lines.append("")
        lines[-1] += own
    return [line.rstrip(" ") for line in lines]


@given(SPANS, TYPES, st.floats(10, 300))
def test_a_text_is_broken_where_each_line_measured_by_itself_would_be(
    spans: list[Span], style: Type, width: float
) -> None:
    sentence = Sentence(tuple(spans))
    lines = [line.text for line in wrap(sentence, width, style, bundled())]
    assert lines == one_by_one(sentence, width, style)
    evened = balanced(sentence, width, style, bundled())
    assert len(evened) == len(lines)
    assert widest(evened, style, bundled()) <= max(bundled().width(line, style) for line in lines)


@given(st.lists(st.tuples(SPOTS, SPOTS), max_size=8), SPOTS, PLACES.map(abs), PLACES.map(abs))
def test_a_label_is_crossed_where_one_of_the_lines_meets_it(
    lines: list[tuple[tuple[float, float], tuple[float, float]]],
    corner: tuple[float, float],
    width: float,
    height: float,
) -> None:
    canvas, box = Canvas(WIDE, bundled()), Box(*corner, corner[0] + width, corner[1] + height)
    canvas.lines += lines
    room = box.grown(2.5 * WIDE.unit)
    assert canvas.crossed(box) == any(_meets(room, start, end) for start, end in lines)
