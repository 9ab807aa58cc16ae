"""A shaded table on a page, as HTML, and drawn, for a download and a card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from berkala.render.charts.axes import draw_notes, note_height, note_lines
from berkala.render.charts.drawing import Canvas, Drawing, Frame, Label, number, resized
from berkala.render.charts.heat import HeatMatter
from berkala.render.charts.metrics import Metrics, bundled, wrap
from berkala.render.charts.model import UNSURE, Chart, Point, Series
from berkala.render.charts.parts import cell_of
from berkala.render.charts.ranked import count_word
from berkala.render.charts.shades import DARK
from berkala.words import Language, Sentence

#: A name may take so much of the width before it is set in two lines.
_NAMES = 0.34
#: A row is so many times as high as its type.
_PITCH = 1.7
#: A phone has this room, its names at least so much of it, and a cell so much around its value; it shows so many.
_PHONE, _PHONE_NAMES, _PADDING, _LAST = 328, 104, 9, 5
#: From this width on, in units, a head stands in one line.
_FROM = 560


def page(chart: Chart, language: Language) -> str:
    """The table as HTML. A narrow screen shows its last columns, as many as have room beside the names."""
    matter = chart.matter
    assert isinstance(matter, HeatMatter)
    heads = "".join(f'<th scope="col">{words.html()}</th>' for words in chart.table.header[1:])
    rows = "".join(_row(one, matter, language) for one in chart.series)
    legend = "".join(f'<i class="{shade}"></i>' for shade in matter.shades.names)
    notes, last = " ".join(note.html() for note in matter.notes), _on_a_phone(chart, language)
    if last < len(chart.series[0].points):
        words = language.sentence("charts.heat.narrow", n=last, count=count_word(last, language))
        notes += f' <span class="narrow">{words.html()}</span>'
    return (
        f'<div class="scroll last" tabindex="0" role="region" aria-label="{language.text("charts.heat.region")}">'
        f'<table class="heat last{last}"><thead><tr><th scope="col">{matter.head.html()}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
        f'<p class="src"><span class="hkey" aria-hidden="true">{legend}</span> {notes}</p>'
    )


def _on_a_phone(chart: Chart, language: Language) -> int:
    """How many columns have room beside the names on the narrowest phone."""
    canvas = Canvas(Frame(_PHONE, 0, 13, 13), bundled())
    cells = [canvas.width(_words(point, language), "b") for one in chart.series for point in one.points]
    return max(1, min(_LAST, int((_PHONE - _PHONE_NAMES) / (max(cells) + _PADDING))))


def _row(one: Series, matter: HeatMatter, language: Language) -> str:
    cells = "".join(_cell(point, matter, language) for point in one.points)
    total = ' class="tot"' if one.category == "all" else ""
    return f'<tr{total}><th scope="row">{one.label.html()}</th>{cells}</tr>'


def _cell(point: Point, matter: HeatMatter, language: Language) -> str:
    shade = matter.shades.shade(point.figure)
    return f'<td class="{shade}">{_words(point, language).html()}</td>'


def _words(point: Point, language: Language) -> Sentence:
    words = cell_of(point, language)
    unsure = point.value is not None and point.status in UNSURE
    return words + Sentence.plain(f"\u00a0[{point.status}]") if unsure else words


# -- drawn ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Plan:
    """Which rows and how many columns are drawn, and how wide and high their parts are, in pixels."""

    names: float
    column: float
    count: int
    head: float
    notes: list[Sentence]
    rows: Sequence[Series]
    left_out: int
    height: float


def draw(chart: Chart, frame: Frame, metrics: Metrics, language: Language) -> Drawing:
    """The drawing: as many of the last periods as have room beside the names, and in a card as many rows as fit.

    Where names are so long that not one row fits, columns give way to them, one after the other.
    """
    matter = chart.matter
    assert isinstance(matter, HeatMatter)
    canvas, text = Canvas(frame, metrics), frame.text
    heads = [_head_lines(words, canvas) for words in chart.table.header[1:]]
    plan = _planned(chart, canvas, heads, language)
    canvas.frame = resized(frame, round(plan.height, 1))
    left = frame.width - plan.count * plan.column
    _draw_head(canvas, heads[-plan.count :], left, plan.column)
    y = plan.head
    for one in plan.rows:
        lines = wrap(one.label, plan.names, frame.type("b"), metrics)
        _draw_row(canvas, matter, one, lines, (left, y, plan.column, plan.count), language)
        y += _row_height(lines, text)
    if plan.left_out:
        words = language.sentence("charts.ranked.more", n=plan.left_out, count=language.role(plan.left_out))
        canvas.write(Label(0, y + 1.1 * text, words, "s"))
    draw_notes(canvas, plan.notes, 0, canvas.frame.height - len(plan.notes) * note_height(canvas))
    return canvas.drawing()


def _planned(chart: Chart, canvas: Canvas, heads: Sequence[tuple[Sentence, ...]], language: Language) -> _Plan:
    """The plan with the most columns that fits the frame; the one with a single column where none does."""
    frame, text = canvas.frame, canvas.frame.text
    widths = [canvas.width(one.label, "b" if one.category == "all" else "") for one in chart.series]
    longest = [canvas.width(Sentence.plain(word), "b") for one in chart.series for word in one.label.text.split()]
    names = max(min(max(widths), frame.width * _NAMES), max(longest, default=0.0))  # no word is divided
    column, room = _column(chart, canvas, language), frame.width - 0.6 * text
    most = max(1, min(len(chart.series[0].points), int((room - names) / column)))
    plan = _plan(chart, canvas, heads, (names, (room - names) / most, most), language)
    for count in range(most - 1, 0, -1):
        if frame.height <= 0 or plan.height <= frame.height:
            break
        plan = _plan(chart, canvas, heads, (room - count * column, column, count), language)
    return plan


def _plan(
    chart: Chart,
    canvas: Canvas,
    heads: Sequence[tuple[Sentence, ...]],
    widths: tuple[float, float, int],
    language: Language,
) -> _Plan:
    """A plan for names and columns of these widths, and so many columns."""
    (names, column, count), text, matter = widths, canvas.frame.text, chart.matter
    assert isinstance(matter, HeatMatter)
    said = [*_earlier(len(chart.series[0].points) - count, language), *matter.notes]
    notes = note_lines(canvas, [Sentence.join(said)], 0) if said else []
    head = (0.4 + 1.2 * max(len(lines) for lines in heads)) * text
    foot = len(notes) * note_height(canvas) + 0.4 * text
    room = canvas.frame.height - head - foot if canvas.frame.height > 0 else float("inf")
    rows, left_out, taken = _fitting(chart, canvas, names, room)
    return _Plan(names, column, count, head, notes, rows, left_out, head + taken + foot)


def _earlier(count: int, language: Language) -> list[Sentence]:
    """How many of the periods have no room."""
    if not count:
        return []
    return [language.sentence("charts.heat.earlier", n=count, count=language.role(count))]


def _column(chart: Chart, canvas: Canvas, language: Language) -> float:
    """The width that every cell and every head needs."""
    cells = [canvas.width(_words(point, language)) for one in chart.series for point in one.points]
    heads = [canvas.width(line, "s") for words in chart.table.header[1:] for line in _head_lines(words, canvas)]
    return max(cells + heads) + 0.7 * canvas.frame.text


def _fitting(chart: Chart, canvas: Canvas, names: float, room: float) -> tuple[Sequence[Series], int, float]:
    """The rows that have room, from the first (which is always drawn), how many are left out, and their height."""
    text, style = canvas.frame.text, canvas.frame.type("b")
    heights = [_row_height(wrap(one.label, names, style, canvas.metrics), text) for one in chart.series]
    if sum(heights) <= room:
        return chart.series, 0, sum(heights)
    kept, used = 1, _PITCH * text + heights[0]
    while kept < len(heights) and used + heights[kept] <= room:
        used += heights[kept]
        kept += 1
    left_out = len(heights) - kept
    return chart.series[:kept], left_out, used if left_out else used - _PITCH * text


def _row_height(lines: Sequence[Sentence], text: float) -> float:
    return (_PITCH + 1.2 * (len(lines) - 1)) * text


def _head_lines(words: Sentence, canvas: Canvas) -> tuple[Sentence, ...]:
    """A head, each word on a line of its own where it is wide for a column of values: "Aug" over "2026"."""
    if canvas.frame.width / canvas.frame.unit >= _FROM:
        return (words,)
    return tuple(Sentence((replace(span, text=word),)) for span in words.spans for word in span.text.split())


def _draw_head(canvas: Canvas, heads: Sequence[tuple[Sentence, ...]], left: float, column: float) -> None:
    """Each column's head, its last line nearest to the cells."""
    text, most = canvas.frame.text, max(len(lines) for lines in heads)
    for place, lines in enumerate(heads):
        right = left + (place + 1) * column - 0.35 * text
        for at, line in enumerate(lines):
            canvas.write(Label(right, text + (most - len(lines) + at) * 1.2 * text, line, "s", "end"))


def _draw_row(
    canvas: Canvas,
    matter: HeatMatter,
    one: Series,
    lines: Sequence[Sentence],
    place: tuple[float, float, float, int],
    language: Language,
) -> None:
    left, top, column, count = place
    text, weight = canvas.frame.text, "b" if one.category == "all" else ""
    height = _row_height(lines, text)
    first = top + height / 2 - (len(lines) - 1) * 0.6 * text + 0.36 * text
    for at, words in enumerate(lines):
        canvas.write(Label(0, first + at * 1.2 * text, words, weight))
    for at, point in enumerate(one.points[-count:]):
        x, shade = left + at * column, matter.shades.shade(point.figure)
        gap = 1.5 * canvas.frame.unit
        d = f"M{number(x + gap)} {number(top)}H{number(x + column)}V{number(top + height - gap)}H{number(x + gap)}z"
        canvas.path(shade, d)
        classes = f"{weight} on" if shade in DARK else weight
        right = x + column - 0.35 * text
        canvas.write(
            Label(right, top + (height - gap) / 2 + 0.36 * text, _words(point, language), classes.strip(), "end")
        )
