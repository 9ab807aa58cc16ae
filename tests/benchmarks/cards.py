"""Cards of 1200 × 630 pixels: ours, and the same card or the same chart by others.

`ours` turns the card's SVG into a PNG of at most 60 KB; vl-convert the same SVG into its own; matplotlib and Kaleido
draw the same lines and texts, each at its place, at the same size in pixels and without any limit to their weight.
What has the same look is drawn in one go, as someone who knows the library would: the ruler's 37 ticks are no 37 lines.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from PIL import Image

from benchmarks.contest import tell

WIDTH, HEIGHT = 1200, 630

Draw = Callable[[], bytes]


@dataclass(frozen=True)
class Place:
    """Where the prepared card and the fonts are."""

    folder: Path
    fonts: Path

    @property
    def svg(self) -> str:
        return (self.folder / "card.svg").read_text(encoding="utf-8")


def ours(place: Place) -> Draw:
    """Our own way, from SVG to PNG."""
    from berkala.render.cards.picture import LIMIT, png

    svg = place.svg

    def draw() -> bytes:
        picture = png(svg, place.fonts)
        if len(picture) > LIMIT:
            raise ValueError(f"{len(picture)} bytes are more than {LIMIT}")
        return picture

    return draw


def ours_pair(place: Place) -> Draw:
    """Our own way, from the drawing with the names of its colours to the card in light and in dark."""
    from berkala.plan.specifications import Accent
    from berkala.render.cards.colours import SCHEMES, names
    from berkala.render.cards.picture import LIMIT, pictures
    from berkala.render.charts.paint import palette

    schemes = [palette(scheme, Accent()) for scheme in SCHEMES]
    called = {code: names()[name] for name, code in reversed(schemes[0].colours.items())}
    drawing = re.sub("#[0-9a-f]{6}", lambda found: called.get(found[0], found[0]), place.svg)

    def draw() -> bytes:
        light, dark = pictures(drawing, place.fonts, schemes)
        if light == dark or max(len(light), len(dark)) > LIMIT:
            raise ValueError(f"{len(light)} and {len(dark)} bytes")
        return light

    return draw


def vl_convert(place: Place) -> Draw:
    """The same SVG through vl-convert, with the same fonts."""
    import vl_convert

    vl_convert.register_font_directory(str(place.fonts))
    svg = place.svg
    return lambda: bytes(vl_convert.svg_to_png(svg))


def vl_convert_light(place: Place) -> Draw:
    """The same SVG through vl-convert, made as light as ours by the same palette."""
    from berkala.render.cards.picture import LIMIT
    from berkala.render.cards.png import colours_in, with_palette
    from berkala.render.cards.renderer import opened

    draw, svg = vl_convert(place), place.svg
    return lambda: with_palette(opened(draw()), colours_in(svg), (9, 6, 4, 2, 1), LIMIT)


def matplotlib(place: Place) -> Draw:
    """The same lines and texts by matplotlib, each where the card has it."""
    import matplotlib as library
    from matplotlib import font_manager
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.collections import LineCollection
    from matplotlib.figure import Figure

    for file in place.fonts.glob("PlusJakartaSans-*.ttf"):
        font_manager.fontManager.addfont(str(file))
    library.rcParams["font.family"] = "Plus Jakarta Sans"
    library.rcParams["font.weight"] = 500
    card = read(place)

    def draw() -> bytes:
        figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor="#fdfcfa")
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(HEIGHT, 0))
        axes.axis("off")
        for look, strokes in card.lines.items():
            axes.add_collection(
                LineCollection(strokes, colors=look.colour, linewidths=look.width * 0.72), autolim=False
            )
        for text in card.texts:
            size, look = text.size * 0.72, {"color": text.colour, "ha": text.anchor, "weight": text.weight}
            axes.text(text.x, text.y, text.words, fontsize=size, va="baseline", **look)
        out = io.BytesIO()
        FigureCanvasAgg(figure).print_png(out)
        return out.getvalue()

    return draw


def kaleido(place: Place) -> Draw:
    """The same lines and texts by Plotly, through Kaleido with one browser kept open."""
    import warnings

    import kaleido as library
    import plotly.graph_objects as go

    warnings.simplefilter("ignore")
    card = read(place)
    library.start_sync_server(n=1)
    axis = {"visible": False, "fixedrange": True}
    layout = {
        "template": "none",
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {**axis, "range": [0, WIDTH]},
        "yaxis": {**axis, "range": [HEIGHT, 0]},
        "showlegend": False,
        "paper_bgcolor": "#fdfcfa",
        "plot_bgcolor": "#fdfcfa",
    }

    def draw() -> bytes:
        traces = [
            # A gap parts two strokes of one trace.
            go.Scatter(
                x=[x for stroke in strokes for x in (*(x for x, _ in stroke), None)],
                y=[y for stroke in strokes for y in (*(y for _, y in stroke), None)],
                mode="lines",
                line={"color": look.colour, "width": look.width},
            )
            for look, strokes in card.lines.items()
        ]
        notes = [
            {
                "x": text.x,
                "y": text.y,
                "text": text.words,
                "showarrow": False,
                "yanchor": "bottom",
                "xanchor": text.anchor,
                "font": {"size": text.size, "color": text.colour, "weight": text.weight},
            }
            for text in card.texts
        ]
        figure = go.Figure(data=traces, layout={**layout, "annotations": notes})
        return bytes(figure.to_image(format="png", width=WIDTH, height=HEIGHT))

    return draw


@dataclass(frozen=True)
class Look:
    """How a line is drawn."""

    colour: str
    width: float


Stroke = list[tuple[float, float]]


@dataclass(frozen=True)
class Words:
    """A text of the card, in pixels."""

    x: float
    y: float
    words: str
    size: float
    colour: str
    anchor: str
    weight: int


@dataclass(frozen=True)
class Content:
    """What is on the card, for those who do not read SVG."""

    lines: dict[Look, list[Stroke]]
    texts: list[Words]


_SVG = "{http://www.w3.org/2000/svg}"
_STEPS = re.compile(r"([MLHVhv])([^MLHVhvzZ]*)")


def read(place: Place) -> Content:
    """The lines and texts of the card's SVG, each at its place."""
    root = etree.parse(place.folder / "card.svg").getroot()
    lines: dict[Look, list[Stroke]] = {}
    texts: list[Words] = []
    for one in root.iter(f"{_SVG}path", f"{_SVG}text"):
        across, down = _moved(one)
        if one.tag == f"{_SVG}text":
            anchor = {"middle": "center", "end": "right"}.get(one.get("text-anchor", ""), "left")
            words, weight = "".join(one.itertext()), int(_inherited(one, "font-weight", "500"))
            x, y = float(one.get("x", "0")) + across, float(one.get("y", "0")) + down
            texts.append(Words(x, y, words, float(one.get("font-size", "16")), one.get("fill", "#000"), anchor, weight))
        elif one.get("fill", _inherited(one, "fill", "")) == "none":
            look = Look(_inherited(one, "stroke", "#000"), float(_inherited(one, "stroke-width", "1")))
            moved = [[(x + across, y + down) for x, y in points] for points in _strokes(one.get("d", ""))]
            lines.setdefault(look, []).extend(moved)
    return Content(lines, texts)


def _strokes(path: str) -> list[Stroke]:
    """The polylines of a path that is made of straight strokes."""
    strokes: list[Stroke] = []
    for command, rest in _STEPS.findall(path):
        numbers = [float(part) for part in re.findall(r"-?[\d.]+", rest)]
        if command == "M":
            strokes.append([(numbers[0], numbers[1])])
            continue
        x, y = strokes[-1][-1]
        ends = {"H": (numbers[0], y), "h": (x + numbers[0], y), "V": (x, numbers[0]), "v": (x, y + numbers[0])}
        strokes[-1].append(ends[command] if command in ends else (numbers[0], numbers[1]))
    return strokes


def _moved(one: etree._Element) -> tuple[float, float]:
    found = [
        re.findall(r"translate\(([-\d.]+)[ ,]([-\d.]+)\)", above.get("transform", "")) for above in one.iterancestors()
    ]
    pairs = [(float(x), float(y)) for moves in found for x, y in moves]
    return sum(x for x, _ in pairs), sum(y for _, y in pairs)


def _inherited(one: etree._Element, name: str, otherwise: str) -> str:
    return next((value for above in (one, *one.iterancestors()) if (value := above.get(name))), otherwise)


def twice(way: Callable[[Place], Draw]) -> Callable[[Place], Draw]:
    """Others draw the dark card as they draw the light one: once more."""

    def prepared(place: Place) -> Draw:
        draw = way(place)
        return lambda: (draw(), draw())[1]

    return prepared


_OTHERS = (vl_convert, vl_convert_light, matplotlib, kaleido)
#: One card, by a way's name; with ``_pair`` behind it, the card in light and in dark.
WAYS = {way.__name__: way for way in (ours, ours_pair, *_OTHERS)} | {
    f"{way.__name__}_pair": twice(way) for way in _OTHERS
}


def main() -> None:
    """``WAY FOLDER FONTS COUNT``: draw so many; the last one is kept in the folder to be looked at."""
    way, folder, fonts, count = sys.argv[1:]
    draw = WAYS[way](Place(Path(folder), Path(fonts)))
    for _ in range(int(count)):
        picture = draw()
    with Image.open(io.BytesIO(picture)) as image:
        if image.size != (WIDTH, HEIGHT):
            raise ValueError(f"{way} drew {image.size}")
    (Path(folder) / f"{way}.png").write_bytes(picture)
    tell(made_kb=round(len(picture) / 1000, 1))
    if way.startswith("kaleido"):
        _stop_the_browser()


def _stop_the_browser() -> None:
    """Nobody waits for the browser's processes: what they used is told while they live."""
    import kaleido as library

    from benchmarks.descendants import used_with_descendants

    used = used_with_descendants()
    tell(cpu_s=used.cpu_s, peak_mb=used.memory_mb)
    library.stop_sync_server()


if __name__ == "__main__":
    main()
