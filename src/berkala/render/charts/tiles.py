"""A tile-grid map: one square for each area, shaded by class, its code and its value on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from berkala.plan.specifications import Category
from berkala.render.charts.drawing import Box, Canvas, Drawing, Frame, Label, number, resized
from berkala.render.charts.hatching import STEP, in_box
from berkala.render.charts.map_key import Key, MapMatter
from berkala.render.charts.metrics import Metrics, wrap
from berkala.render.charts.model import UNSURE, Chart, Point, Series, Table
from berkala.render.charts.parts import Making, cell_of, finished, series_of, unit_words
from berkala.render.charts.ranked import (
    MEMBERS,
    describe_ends,
    describe_whole,
    ends_message,
    letter_notes,
    missing,
    pairs,
    whole_of,
)
from berkala.render.charts.shades import (
    DARK,
    NONE,
    Shades,
    describe_classes,
    reached,
    shades_of,
    top_message,
    unsure_notes,
)
from berkala.render.charts.tilemaps import Cell, TileMap, joined, read_map
from berkala.render.sentences import label_of, named
from berkala.render.sentences.labels import several
from berkala.words import Language, Sentence

#: On a page the wide layout is used from so many pixels.
_WIDE = 600
#: The part of a place that its tile fills.
_FILL = 0.955
#: In a card tiles may be so much smaller to leave room for names.
_SMALLER = 0.84
#: Areas that the map has no tile for stand below it, so many in a row.
_ROW = 8


@dataclass(frozen=True)
class Placed:
    """One tile: its code, its places, its series (None where the data know no such area)."""

    code: str
    wide: Cell
    narrow: Cell
    series: Series | None


@dataclass(frozen=True)
class TilesMatter(MapMatter):
    """The tiles too."""

    tiles: tuple[Placed, ...]


def build(making: Making) -> Chart:
    """The chart from findings: the edition's period, one value for each category."""
    series = tuple(series_of(making, category, (making.period,)) for category in making.show if category != "all")
    known = read_map(making.maps, making.spec.map)
    values = [one.last.value for one in series if one.last.value is not None]
    shades = shades_of(making, values)
    said = top_message(making, shades, series, areas_of(making)) or ends_message(making, series)
    tiles = _placed(making, known, series)
    whole = whole_of(making, (making.period,))
    return finished(
        making,
        message=said,
        description=_describe(making, shades, series, whole),
        table=_table(making, series, {tile.series.category: tile.code for tile in tiles if tile.series}),
        series=series,
        more=[whole.last.figure if whole else None],
        matter=TilesMatter(
            shades,
            unit_words(making.indicator, making.language),
            _hatched(making, series, any(tile.series is None for tile in tiles)),
            tuple(unsure_notes(making, series)),
            tiles,
        ),
    )


def areas_of(making: Making) -> Sentence:
    """What the categories are called in a sentence: the map's own word, or the dataset's."""
    language, known = making.language, _map_of(making)
    if known and known.areas and language.code in known.areas.root:
        return Sentence.plain(known.areas[language.code])
    return Sentence.plain(several(making.findings, making.spec.indicator, 2, language))


def codes_of(making: Making) -> dict[str, str]:
    """The code of each category on the report's tile map of the same areas; empty where there is none."""
    both = joined(_map_of(making), _categories(making))
    return {category: tile.code for tile, category in both.tiles if category}


def _map_of(making: Making) -> TileMap | None:
    """The map that the chart names, or that of the report's tile map of the same areas."""
    report = making.findings.report.spec
    names = [
        chart.map
        for chart in (making.spec, *report.charts.values())
        if chart.map and chart.kind != "choropleth" and report.indicators[chart.indicator].by == making.indicator.by
    ]
    return read_map(making.maps, names[0]) if names else None


def _categories(making: Making) -> tuple[Category, ...]:
    by = making.indicator.by
    return making.dataset.field(by).categories if by else ()


def _placed(making: Making, known: TileMap | None, series: Sequence[Series]) -> tuple[Placed, ...]:
    """Every tile of the map; a category without one stands below it, so that nothing is left out."""
    by_category = {one.category: one for one in series}
    both = joined(known, [category for category in _categories(making) if category.value in by_category])
    tiles = [Placed(tile.code, tile.wide, tile.narrow, by_category.get(name or "")) for tile, name in both.tiles]
    wide, narrow = _below(tiles, "wide"), _below(tiles, "narrow")
    for place, name in enumerate(both.left):
        column, row = place % _ROW, place // _ROW
        code = label_of(making.findings, making.spec.indicator, name, making.language).text[:3].upper()
        tiles.append(Placed(code, (column, wide + row), (column, narrow + row), by_category[name]))
    return tuple(tiles)


def _below(tiles: Sequence[Placed], layout: str) -> int:
    return max((getattr(tile, layout)[1] + 2 for tile in tiles), default=0)


def _hatched(making: Making, series: Sequence[Series], unknown: bool) -> tuple[Sentence, ...]:
    """What a hatched tile means, one line for each letter; a tile of which the data know nothing has an ``x``."""
    points = [one.last for one in series]
    return tuple(letter_notes(making, [*points, *([Point(making.period, None)] if unknown else [])]))


def _describe(making: Making, shades: Shades, series: Sequence[Series], whole: Series | None) -> Sentence:
    """The highest class and the lowest by name, the whole, and who has no value."""
    classes = describe_classes(making, shades, series, MEMBERS)
    if not classes:
        return describe_ends(making, series, whole)
    return Sentence.join([*classes, *describe_whole(whole, making.language), *missing(making, series, whole)])


def _table(making: Making, series: Sequence[Series], codes: dict[str, str]) -> Table:
    language = making.language
    unit = Sentence.plain(unit_words(making.indicator, language)).capital()
    heads = (language.text("charts.category"), language.text("charts.ranked.code"))
    head = (*(Sentence.plain(text) for text in heads), unit)
    rows = [(one.label, named(codes.get(one.category, "")), cell_of(one.last, language)) for one in series]
    return Table(head, tuple(rows))


# -- drawing --------------------------------------------------------------------------------------------------


def draw(chart: Chart, frame: Frame, metrics: Metrics, language: Language) -> Drawing:
    """The drawing: on a page as wide as it is, in a card as large as its frame allows.

    Codes and values stand on the tiles where both fit; where there is no room for codes the values of the highest
    class alone; smaller tiles have the shade alone.
    """
    matter = chart.matter
    assert isinstance(matter, TilesMatter)
    canvas = Canvas(frame, metrics)
    legend = Key(matter, canvas)
    layout, pitch = _layout(matter, frame, legend.height)
    if frame.height > 0:
        # Names of the highest class are worth somewhat smaller tiles.
        below = _names_height(canvas, _highest(canvas, matter, language)) + 0.3 * frame.text
        roomier = _layout(matter, frame, legend.height + below)
        layout, pitch = roomier if roomier[1] >= _SMALLER * pitch else (layout, pitch)
    columns, rows = _extent(matter, layout)
    left = max(0.0, (frame.width - columns * pitch) / 2) if frame.height > 0 else 0.0
    height = rows * pitch + legend.height
    canvas.frame = resized(frame, round(height if frame.height <= 0 else frame.height, 1))
    _draw_tiles(canvas, matter, layout, (left, pitch), language)
    end = legend.draw(rows * pitch, language)
    if frame.height > 0:
        _name_highest(canvas, matter, end, language)
    return canvas.drawing()


def _layout(matter: TilesMatter, frame: Frame, legend: float) -> tuple[str, float]:
    """Which layout, and how far apart its tiles are: the one with the larger tiles in a frame of a given height."""
    if frame.height <= 0:
        layout = "wide" if frame.width >= _WIDE else "narrow"
        return layout, frame.width / max(_extent(matter, layout)[0], _ROW)
    found = []
    for layout in ("wide", "narrow"):
        columns, rows = _extent(matter, layout)
        found.append((min(frame.width / columns, (frame.height - legend) / rows), layout))
    pitch, layout = max(found, key=lambda one: one[0])
    return layout, max(pitch, 1.0)


def _extent(matter: TilesMatter, layout: str) -> tuple[int, int]:
    cells = [getattr(tile, layout) for tile in matter.tiles] or [(0, 0)]
    return max(column for column, _ in cells) + 1, max(row for _, row in cells) + 1


def _draw_tiles(
    canvas: Canvas, matter: TilesMatter, layout: str, place: tuple[float, float], language: Language
) -> None:
    left, pitch = place
    size = pitch * _FILL
    wanted = [shown_on(tile, language) for tile in matter.tiles]
    codes = all(canvas.width(named(tile.code)) <= size - 2 for tile in matter.tiles)
    codes = codes and size >= 2.3 * canvas.frame.text
    values = all(canvas.width(words, "n") <= size - 1.5 for words in wanted) and size >= 1.3 * canvas.frame.text
    highest = matter.shades.names[-1]
    for tile, words in zip(matter.tiles, wanted, strict=True):
        column, row = getattr(tile, layout)
        x, y = left + column * pitch, row * pitch
        shade = matter.shades.shade(tile.series.last.figure if tile.series else None)
        _square(canvas, shade, (x, y), size)
        on = " on" if shade in DARK else ""
        if codes and values:
            _centred(canvas, named(tile.code), on.strip(), (x + size / 2, y + size / 2 - 0.16 * size), size)
            _centred(canvas, words, "n" + on, (x + size / 2, y + size / 2 + 0.24 * size), size)
        elif codes:
            _centred(canvas, named(tile.code), ("b" + on).strip(), (x + size / 2, y + size / 2), size)
        elif values and shade in (highest, NONE):
            _centred(canvas, words, "n" + on, (x + size / 2, y + size / 2), size)


def shown_on(tile: Placed, language: Language) -> Sentence:
    """The value on a tile: its digits, with a letter where it may still change, or the letter of its status."""
    if tile.series is None:
        return Sentence.plain("[x]")
    point = tile.series.last
    words = cell_of(point, language)
    return words + Sentence.plain(point.status) if point.value is not None and point.status in UNSURE else words


def _centred(canvas: Canvas, words: Sentence, classes: str, spot: tuple[float, float], size: float) -> None:
    canvas.write(Label(spot[0], spot[1] + 0.36 * canvas.frame.text, words, classes, "middle"))


def _square(canvas: Canvas, shade: str, corner: tuple[float, float], size: float) -> None:
    x, y = corner
    canvas.path(shade, f"M{number(x)} {number(y)}h{number(size)}v{number(size)}h-{number(size)}z")
    if shade == NONE:
        canvas.path("ht", in_box(Box(x, y, x + size, y + size), STEP * canvas.frame.unit))


def _name_highest(canvas: Canvas, matter: TilesMatter, top: float, language: Language) -> None:
    """In a card with room to spare: the members of the highest class with their values, if all of them fit."""
    text, lines = canvas.frame.text, _highest(canvas, matter, language)
    if top + _names_height(canvas, lines) <= canvas.frame.height:
        for place, line in enumerate(lines):
            canvas.write(Label(0, top + (1.6 + 1.4 * place) * text, line, "b"))


def _highest(canvas: Canvas, matter: TilesMatter, language: Language) -> tuple[Sentence, ...]:
    series = [tile.series for tile in matter.tiles if tile.series]
    found = reached(matter.shades, series, len(matter.shades.bounds) - 1) if matter.shades.bounds else []
    return wrap(pairs(found, language), canvas.frame.width, canvas.frame.type("b"), canvas.metrics) if found else ()


def _names_height(canvas: Canvas, lines: Sequence[Sentence]) -> float:
    return (0.6 + 1.4 * len(lines)) * canvas.frame.text
