"""A map of the areas' own shapes, shaded by class: from the agency's TopoJSON or GeoJSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from berkala.plan.specifications import Category
from berkala.render.charts.map_key import MapMatter
from berkala.render.charts.mapfiles import JoinedShapes, Shape, joined_shapes, read_shapes
from berkala.render.charts.model import Chart, Point, Series
from berkala.render.charts.observed import OUTSIDE
from berkala.render.charts.parts import Making, finished, series_of, table_by_category, unit_words
from berkala.render.charts.ranked import (
    MEMBERS,
    describe_ends,
    describe_whole,
    ends,
    ends_message,
    few,
    letter_notes,
    missing,
    value_of,
    whole_of,
)
from berkala.render.charts.shades import describe_classes, shades_of, top_message, unsure_notes
from berkala.render.charts.tiles import areas_of
from berkala.render.sentences.labels import as_name
from berkala.words import Sentence


@dataclass(frozen=True)
class Place:
    """One area of the map: its shape, and its series; None where the data know no such area."""

    shape: Shape
    series: Series | None


@dataclass(frozen=True)
class Named:
    """An area that is named on the map: its place in the map, its words, and a line for below if there is no room."""

    place: int
    words: Sentence
    below: Sentence


@dataclass(frozen=True)
class ChoroplethMatter(MapMatter):
    """The areas, and those that are named on the map."""

    places: tuple[Place, ...]
    named: tuple[Named, ...]


def build(making: Making) -> Chart:
    """The chart from findings: the edition's period, one value for each category."""
    series = tuple(series_of(making, category, (making.period,)) for category in making.show if category != "all")
    shades = shades_of(making, [one.last.value for one in series if one.last.value is not None])
    both = _joined(making, series)
    by_category = {one.category: one for one in series}
    places = tuple(Place(shape, by_category.get(shape.category or "")) for shape in both.shapes)
    whole = whole_of(making, (making.period,))
    left = tuple(by_category[name] for name in both.left if by_category[name].last.absent not in OUTSIDE)
    without = _without_shape(making, left)
    said = top_message(making, shades, series, areas_of(making)) or ends_message(making, series)
    classes = describe_classes(making, shades, series, MEMBERS)
    lacking = [*describe_whole(whole, making.language), *missing(making, series, whole)]
    words = [*classes, *lacking] if classes else [describe_ends(making, series, whole)]
    return finished(
        making,
        message=said,
        description=Sentence.join([*words, *_nameless(making, places), *without]),
        table=table_by_category(making, [*series, *([whole] if whole else [])]),
        series=series,
        more=[whole.last.figure if whole else None],
        matter=ChoroplethMatter(
            shades,
            unit_words(making.indicator, making.language),
            _hatched(making, places),
            (*unsure_notes(making, series), *without),
            places,
            _named(making, series, places),
        ),
    )


def _joined(making: Making, series: Sequence[Series]) -> JoinedShapes:
    """The shapes beside the categories that are shown; without a map that can be read, no shape at all."""
    known, shown = read_shapes(making.maps, making.spec.map), {one.category for one in series}
    categories = [one for one in _categories(making) if one.value in shown]
    if known is None:
        return JoinedShapes((), tuple(one.value for one in categories))
    return joined_shapes(known, categories)


def _categories(making: Making) -> tuple[Category, ...]:
    by = making.indicator.by
    return making.dataset.field(by).categories if by else ()


def _named(making: Making, series: Sequence[Series], places: Sequence[Place]) -> tuple[Named, ...]:
    """The highest and the lowest, where each is sure to be it and is on the map."""
    found, language = ends(making, series), making.language
    if found is None:
        return ()
    said = []
    for key, one, sure in (("highest", found.first, found.first_sure), ("lowest", found.last, found.last_sure)):
        place = next((at for at, each in enumerate(places) if each.series is one), None)
        if sure and place is not None:
            slots = {"label": one.label, "value": value_of(one, language)}
            words = language.sentence("charts.describe.pair", slots)
            said.append(Named(place, words, language.sentence(f"charts.choropleth.{key}", slots)))
    return tuple(said)


# -- what is not there ----------------------------------------------------------------------------------------


def _hatched(making: Making, places: Sequence[Place]) -> tuple[Sentence, ...]:
    """What a hatched area means, one line for each reason."""
    points: list[Point] = [one.series.last for one in places if one.series is not None]
    lines = letter_notes(making, points)
    if any(one.series is None for one in places):
        language = making.language
        words = language.text("charts.choropleth.nameless")
        lines.append(language.sentence("charts.ranked.letter", letter="[x]", words=words))
    return tuple(lines)


def _nameless(making: Making, places: Sequence[Place]) -> list[Sentence]:
    """The areas of the map that the data do not know, by the names they have in the file."""
    names = [as_name(one.shape.name, making.language) for one in places if one.series is None]
    return [_listed(making, "without-data", names)] if names else []


def _without_shape(making: Making, left: Sequence[Series]) -> tuple[Sentence, ...]:
    """The categories that have no shape, with their values: nothing that is in the data is silently not there."""
    language = making.language
    names = [language.sentence("charts.describe.pair", label=one.label, value=value_of(one, language)) for one in left]
    return (_listed(making, "without-shape", names),) if names else ()


def _listed(making: Making, key: str, names: list[Sentence]) -> Sentence:
    language = making.language
    shown, others = few(names, MEMBERS, language)
    return language.sentence(f"charts.choropleth.{key}", names=Sentence.join([*shown, *others], language.semicolon))
