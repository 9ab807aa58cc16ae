"""A ranked table on a page: each row's name, its track in per cent of the width, its value and its change.

No drawing is scaled, so it is as readable on a phone as on paper, and it is read aloud as what it is.
"""

from __future__ import annotations

from decimal import Decimal
from html import escape

from berkala.render.charts.dots import DotsMatter, Row, rank_words
from berkala.render.charts.model import UNSURE, Chart
from berkala.render.charts.paint import origin
from berkala.render.charts.parts import cell, cell_of
from berkala.render.charts.ranked import track_labels
from berkala.render.charts.ticks import Axis
from berkala.words import Language, Sentence


def page(chart: Chart, language: Language) -> str:
    """The table as HTML, and the notes below it."""
    matter = chart.matter
    assert isinstance(matter, DotsMatter)
    heads = "".join(f'<th scope="col">{words.html()}</th>' for words in chart.table.header[1:])
    ticks = _ticks(matter.axis, chart.unit, language)
    first = next((row for row in matter.rows if _has_track(row, matter.axis)), None)
    body = "".join(_row(row, matter, _grid(chart.name, matter, row is first), language) for row in matter.rows)
    notes = " ".join(note.html() for note in ([matter.rank_key] if matter.rank_key else []) + list(matter.notes))
    return (
        f'<table class="rank"><thead><tr><th scope="col"><div><span>{matter.head.html()}</span>{ticks}</div></th>'
        f'{heads}</tr></thead><tbody>{body}</tbody></table><p class="src">{notes}</p>'
    )


def _ticks(axis: Axis, unit: str, language: Language) -> str:
    """The labels of the axis, over the tracks."""
    labels = track_labels(axis, unit, language)
    parts = []
    for place, (tick, words) in enumerate(zip(axis.ticks, labels, strict=True)):
        anchor = "start" if place == 0 else "end" if place == len(labels) - 1 else "middle"
        span = words.spans[0]
        where = f'x="{_share(axis, tick)}" y="4" text-anchor="{anchor}"'
        # On a phone the last label but one has no room beside the last, which has the unit.
        classes = "s mid" if len(labels) > 3 and place == len(labels) - 2 else "s"
        parts.append(f'<text class="{classes}" {where}{origin(span)}>{escape(span.text)}</text>\n')
    return f'<svg aria-hidden="true" display="none">{"".join(parts)}</svg>'


def _grid(name: str, matter: DotsMatter, drawn: bool) -> str:
    """The grid and the whole's line: drawn in the first track; the others, where they are the same, point at it."""
    id_, axis, whole = f"grid-{name}", matter.axis, matter.whole
    if not drawn:
        return f'<use href="#{id_}"/>'
    lines = [_line("fm" if tick == 0 else "fg", _share(axis, tick)) for tick in axis.ticks]
    if whole is not None and whole.now is not None and _inside(axis, whole.now.value):
        lines.append(_line("fi", _share(axis, whole.now.value or Decimal(0))))
    return f'<g id="{id_}">{"".join(lines)}</g>'


def _row(row: Row, matter: DotsMatter, grid: str, language: Language) -> str:
    code = f" <i>{_code(row.code)}</i>" if row.code else ""
    drawn = _track(row, matter.axis, grid)
    rank = "" if matter.ranks is None else f"<td>{rank_words(row, language).html()}</td>"
    change = ""
    if matter.changes is not None:
        words = cell(row.change, language) if row.change else Sentence.plain("")
        words = signed(row, words)
        change = f"<td>({words.html()})</td>" if row.unclear else f"<td>{words.html()}</td>"
    letter, total = "", ' class="tot"' if row.whole else ""
    if row.now is not None and row.now.value is not None and row.now.status in UNSURE:
        letter = f'<span class="st">[{row.now.status}]</span>'
    return (
        f'<tr{total}><th scope="row"><div><span>{row.series.label.html()}{code}</span>{drawn}</div></th>'
        f"<td>{cell_of(row.series.last, language).html()}{letter}</td>{rank}{change}</tr>"
    )


def _code(code: str) -> str:
    return f'<span data-role="name">{escape(code)}</span>' if any(map(str.isdigit, code)) else escape(code)


def signed(row: Row, words: Sentence) -> Sentence:
    """A change with its sign: a plus for one above nought."""
    above = row.change is not None and (row.change.value or 0) > 0 and any(c in "123456789" for c in words.text)
    if not above:
        return words
    first = words.spans[0]
    return Sentence((type(first)("+" + first.text, first.figure, first.value), *words.spans[1:]))


def _has_track(row: Row, axis: Axis) -> bool:
    """Whether anything is drawn: there is a value, and that of the whole is on the axis."""
    known = row.now is not None and row.now.value is not None
    return known and (not row.whole or _inside(axis, row.now.value if row.now else None))


def _track(row: Row, axis: Axis, grid: str) -> str:
    """Grid, the whole's line, the interval, the ring of a year before, the dot of now."""
    if row.now is None or row.now.value is None or not _has_track(row, axis):
        return ""
    parts = [grid]
    if row.whole:
        return f'<svg aria-hidden="true" display="none">{grid}</svg>'
    if row.interval:
        low, high = (_share(axis, figure.value or Decimal(0)) for figure in row.interval)
        parts.append(f'<line class="iv" x1="{low}" x2="{high}"/>')
    if row.before is not None and _inside(axis, row.before.value):
        parts.append(f'<circle class="hm" cx="{_share(axis, row.before.value or Decimal(0))}" r="4"/>')
    classes = "ho" if row.now.status in UNSURE else "fa"
    parts.append(f'<circle class="{classes}" cx="{_share(axis, row.now.value)}" r="5"/>')
    return f'<svg aria-hidden="true" display="none">{"".join(parts)}</svg>'


def _line(classes: str, x: str) -> str:
    """An upright line. Its size stands in it: a style of its place would not follow it where it is pointed at."""
    return f'<rect class="{classes}" x="{x}" y="-9" width="{"1.5" if classes == "fi" else "1"}" height="18"/>'


def _inside(axis: Axis, value: Decimal | None) -> bool:
    return value is not None and axis.low <= value <= axis.high


def _share(axis: Axis, value: Decimal) -> str:
    """A value as a part of the track: ``88.5%``."""
    share = f"{float((value - axis.low) / (axis.high - axis.low)) * 100:.1f}".removesuffix(".0")
    return ("0" if share == "-0" else share) + "%"
