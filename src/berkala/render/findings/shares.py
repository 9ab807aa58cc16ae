"""One bar in parts, with a line for each part below it: how many went which way, and what the largest have together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from berkala.measure.findings import Findings
from berkala.plan.specifications import Statement
from berkala.render.charts.drawing import Canvas, Drawing, Frame, Label, number, resized
from berkala.render.charts.metrics import bundled, wrap
from berkala.render.sentences.changes import declared, earlier_period
from berkala.render.sentences.labels import is_rate_of_growth, label_of, several, under_title
from berkala.render.sentences.places import top, ways
from berkala.render.showing import shown
from berkala.words import Language, Sentence

#: The bar's height, the gap between two parts, and the side of the square before a part's line, in units.
_BAR, _GAP, _SQUARE = 24, 2, 10
#: The classes of parts that are told apart: the first one matters.
_SHADES = ("fa", "fm", "hm")


@dataclass(frozen=True)
class _Part:
    """One part: its size, how it is filled, and its line. Without a line it has none below the bar."""

    size: Decimal
    fill: str
    label: Sentence | None = None
    value: Sentence | None = None
    strong: str = ""


def directions(
    findings: Findings, statement: Statement, frame: Frame, language: Language
) -> tuple[Sentence, Drawing] | None:
    """In how many categories it rose, hardly changed and fell; the largest part first."""
    found = sorted(ways(findings, statement), key=lambda one: -(one[1].value or 0))
    before = earlier_period(findings, declared(findings))
    if not found or before is None:
        return None
    indicator = findings.report.spec.indicators[statement.indicator]
    kind = "rate" if is_rate_of_growth(indicator) else "value"
    parts = [
        _Part(
            figure.value or Decimal(0),
            fill,
            language.sentence(f"page.mini.{kind}.{way}", direction=figure.id).capital(),
            shown(figure, language, "bare"),
            "b",
        )
        for (way, figure), fill in zip(found, _SHADES, strict=False)
    ]
    among, count = statement.among, sum(int(part.size) for part in parts)
    subtitle = language.sentence(
        "page.mini.directions",
        name=under_title(findings.report.spec, indicator, language),
        places=among.noun[language.code] if among else several(findings, statement.indicator, count, language),
        earlier_period=language.period_within(before),
    )
    return subtitle, _draw(parts, frame)


def largest(
    findings: Findings, statement: Statement, frame: Frame, language: Language
) -> tuple[Sentence, Drawing] | None:
    """The largest categories of the whole, and that there are others."""
    found = top(findings, statement)
    if found is None or not found.total.value or not found.share.value:
        return None
    name = statement.indicator
    figures = [(category, findings.figure(name, category)) for category in found.categories]
    parts = [
        _Part(figure.value or Decimal(0), "fa", label_of(findings, name, category, language), shown(figure, language))
        for category, figure in figures
        if figure is not None
    ]
    rest = found.total.value * (100 - found.share.value) / found.share.value
    share = language.sentence("page.mini.share")
    lines = [*parts, _Part(Decimal(0), "fa", share, shown(found.share, language), "b")]
    lines.append(_Part(max(rest, Decimal(0)), "fm", language.sentence("page.mini.rest")))
    indicator = findings.report.spec.indicators[name]
    subtitle = language.sentence(
        "page.mini.largest",
        name=under_title(findings.report.spec, indicator, language),
        period=language.period(findings.edition.period),
    )
    return subtitle, _draw(lines, frame)


def _draw(parts: Sequence[_Part], frame: Frame) -> Drawing:
    canvas = Canvas(frame, bundled())
    _bar(canvas, [part for part in parts if part.size > 0])
    y = _BAR * frame.unit + 1.9 * frame.text
    for part in parts:
        y = _line(canvas, part, y)
    canvas.frame = resized(frame, round(y - 0.9 * frame.text, 1))
    return canvas.drawing()


def _bar(canvas: Canvas, parts: Sequence[_Part]) -> None:
    whole, width, x = sum(part.size for part in parts), canvas.frame.width, 0.0
    for part in parts:
        right = x + float(part.size / whole) * width
        end = right if part is parts[-1] else max(x + 1, right - _GAP)
        canvas.path(part.fill, f"M{number(x)} 0H{number(end)}V{number(_BAR * canvas.frame.unit)}H{number(x)}z")
        x = right


def _line(canvas: Canvas, part: _Part, y: float) -> float:
    """The line of one part from `y` on, its name wrapped before its value; returns where the next one stands."""
    if part.label is None:
        return y
    frame, indent = canvas.frame, 1.6 * _SQUARE
    room = frame.width - indent - (canvas.width(part.value, "b") + 16 if part.value else 0)
    lines = wrap(part.label, room, frame.type(part.strong), canvas.metrics)
    if part.size > 0:
        top = y - 0.75 * frame.text
        square = f"M0 {number(top)}h{_SQUARE}v{_SQUARE}h-{_SQUARE}z"
        canvas.path(part.fill, square)
    if part.value is not None:
        canvas.write(
            Label(frame.width, y, part.value, "b" + (" a" if part.strong and part.fill == "fa" else ""), "end")
        )
    for place, line in enumerate(lines):
        canvas.write(Label(indent, y + place * 1.3 * frame.text, line, part.strong))
    return y + (len(lines) - 1) * 1.3 * frame.text + 1.6 * frame.text
