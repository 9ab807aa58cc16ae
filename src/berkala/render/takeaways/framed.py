"""The page of one chart that others may set in a frame: its body, and how tall a frame has to be."""

from __future__ import annotations

from math import ceil
from pathlib import Path

from berkala.render.bundle import ROOT
from berkala.render.charts.metrics import Type, bundled, wrap
from berkala.render.drawn import Drawing
from berkala.render.sentences import named
from berkala.render.takeaways.taking import Taken
from berkala.render.templates import fragment

#: What the fragments of such pages are called, and behind it the chart.
EMBED = "embed-"

#: The frames that are planned for: a phone's column, one in which the narrow drawing is as large as it grows
#: (berkala.css), the last one before the wide drawing, and a newspaper's; and the space at the sides in each.
_WIDTHS, _SIDES, _SWITCH = (328, 464, 699, 720), 24, 700
#: What the page has beside the drawing and its texts: space above and below, the lines of links, a notice.
_AROUND = 210
#: A table is as tall as it has rows; above so much the frame scrolls.
_ROW, _TALLEST = 48, 900
#: The narrow drawing grows no wider (berkala.css).
_WIDEST_NARROW = 440
#: Texts are set no wider.
_COLUMN = 640
_MESSAGE, _SUB, _TEXT = Type(18, 700), Type(14), Type(14)


def frame_height(drawing: Drawing) -> int:
    """How tall a frame has to be in pixels, so that the chart is whole in it whatever its width."""
    return min(_TALLEST, ceil(max(_height(drawing, width) for width in _WIDTHS) / 10) * 10)


def _height(drawing: Drawing, width: int) -> float:
    room, chart = width - _SIDES, drawing.chart
    # Balanced lines and longer words take a little more than they measure.
    column = 0.95 * min(room, _COLUMN)
    texts = [(chart.message, _MESSAGE, 1.3), (chart.subtitle, _SUB, 1.45), (chart.description, _TEXT, 1.5)]
    lines = sum(len(wrap(words, column, style, bundled())) * style.size * high for words, style, high in texts)
    return lines + _drawn_height(drawing, room) + _AROUND


def _drawn_height(drawing: Drawing, room: int) -> float:
    if not drawing.svg:
        return 0
    if drawing.narrow is None:
        return _ROW * (len(drawing.chart.table.rows) + 2)
    drawn = drawing.wide if room + _SIDES >= _SWITCH else drawing.narrow
    return drawn.height * min(room, _WIDEST_NARROW if drawn is drawing.narrow else room) / drawn.width


def framed(templates: Path, taken: Taken, on_page: bool) -> bytes:
    """The body of the page. `on_page`: the edition's page shows the chart, so that a link may lead to it there."""
    edition = taken.findings.edition
    files = [(path.rpartition(".")[2].upper(), ROOT + path) for path, _ in taken.files]
    place = f"#chart-{taken.drawing.name}" if on_page else ""
    return fragment(
        templates,
        "embed",
        chart=taken.drawing,
        language=taken.language,
        page=f"{ROOT}{taken.prefix}{edition.address}{place}",
        title=named(taken.findings.report.spec.title[taken.language.code]),
        period=taken.language.period(edition.period),
        files=files,
    )
