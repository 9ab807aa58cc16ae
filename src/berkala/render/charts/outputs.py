"""What a chart becomes: two drawings for a page, or one picture that stands alone."""

from __future__ import annotations

from html import escape

from berkala.plan.specifications import Accent
from berkala.render.charts.drawing import NARROW, WIDE, Drawing, Frame, number, resized
from berkala.render.charts.kinds import KINDS
from berkala.render.charts.metrics import Metrics, Type, bundled, wrap
from berkala.render.charts.model import Chart
from berkala.render.charts.paint import FAMILY, Palette, Scheme, classed, coloured, palette, text
from berkala.render.sentences import named
from berkala.words import Language, Sentence

#: A download: the page's wide drawing with a margin, in a picture so many pixels wide.
_MARGIN, _WIDTH = 24.0, 1200


def draw(chart: Chart, frame: Frame, metrics: Metrics, language: Language) -> Drawing:
    """The chart laid out in a frame. Some kinds set the height themselves."""
    return KINDS[chart.kind].draw(chart, frame, metrics, language)


def draw_wide(chart: Chart, language: Language) -> Drawing:
    """The chart as a wide page and a download have it: drawn once for both."""
    return draw(chart, resized(WIDE, KINDS[chart.kind].wide), bundled(), language)


def draw_narrow(chart: Chart, language: Language) -> Drawing | None:
    """The chart as a phone has it; None where the chart is a table, which fits every width."""
    kind = KINDS[chart.kind]
    return draw(chart, resized(NARROW, kind.narrow), bundled(), language) if kind.page is None else None


def page_svg(chart: Chart, language: Language, wide: Drawing | None = None, narrow: Drawing | None = None) -> str:
    """The two drawings of a chart for a page: ``wide`` from 760 px, ``narrow`` below (berkala.css).

    A chart that is a table is one piece of HTML for every width.
    """
    kind = KINDS[chart.kind]
    if kind.page is not None:
        return kind.page(chart, language)
    narrow = narrow or draw_narrow(chart, language)
    assert narrow is not None  # only a table has none
    return classed(wide or draw_wide(chart, language), "wide") + classed(narrow, "narrow")


def standalone_svg(
    chart: Chart,
    language: Language,
    scheme: Scheme = "light",
    accent: Accent | None = None,
    wide: Drawing | None = None,
) -> str:
    """One complete SVG to download: message, subtitle, drawing, source, demonstration notice, its own colours."""
    colours, drawing = palette(scheme, accent or Accent()), wide or draw_wide(chart, language)
    head, top = _lines([(chart.message, Type(18, 700), "ink"), (chart.subtitle, Type(14), "soft")], _MARGIN, colours)
    foot = [(chart.source, Type(13), "soft")]
    if chart.demonstration:
        foot.append((named(chart.demonstration), Type(13, 700), "ink"))
    tail, bottom = _lines(foot, top + 16 + drawing.height + 12, colours)
    height = bottom + _MARGIN - 6
    width = drawing.width + 2 * _MARGIN
    size = f'width="{_WIDTH}" height="{number(height * _WIDTH / width)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {number(height)}" {size} role="img"'
        f' xml:lang="{language.code}" font-family="{FAMILY}, sans-serif" font-weight="500">'
        f"<title>{escape(chart.message.text)}</title><desc>{escape(chart.description.text)}</desc>"
        f'<rect width="100%" height="100%" fill="{colours["paper"]}"/>{head}'
        f'<g transform="translate({number(_MARGIN)} {number(top + 16)})">{coloured(drawing, colours)}</g>{tail}</svg>\n'
    )


def _lines(parts: list[tuple[Sentence, Type, str]], top: float, colours: Palette) -> tuple[str, float]:
    """Paragraphs below one another, and where they end."""
    out = ""
    for words, style, colour in parts:
        for line in wrap(words, WIDE.width, style, bundled()):
            top += style.size * 1.35
            weight = ' font-weight="700"' if style.weight == 700 else ""
            place = f' x="{number(_MARGIN)}" y="{number(top)}" font-size="{number(style.size)}"'
            out += text(line, f'{place} fill="{colours[colour]}"{weight}')
    return out, top
