"""A path that stands in a drawing several times is written once, and drawn where it stood."""

from __future__ import annotations

from lxml import etree

from berkala.render.charts.drawing import Dot, Drawing, Frame, Path
from berkala.render.charts.paint import classed

LINE = "l4.2-.3 4.3 3.8 4.3 .8 4.3-1.7 4.2 2.1 4.3-.5 4.3-2.7 4.3 1 4.2 .7 4.3 2.4 4.3 .7 4.2 2.9 4.3 .7"


def line(x: float, y: float) -> str:
    """Two stretches with a gap between them."""
    return f"M{x:g} {y:g}{LINE}M{x + 80:g} {y + 3:g}{LINE}"


def drawn(*shapes: Path | Dot) -> list[etree._Element]:
    svg = classed(Drawing(400, 100, shapes, (), 1.0, Frame(400, 100, 13, 20)), "wide")
    return list(etree.fromstring(svg))


def test_the_same_path_at_another_place_points_at_the_first() -> None:
    first, other, third = drawn(
        Path("ol", line(28.8, 94.5)), Path("ol", line(206.6, 94.5)), Path("ol", line(28.8, 194.5))
    )
    assert first.get("d") == line(28.8, 94.5)
    assert (other.tag, other.get("href"), other.get("x"), other.get("y")) == (
        "use",
        f"#{first.get('id')}",
        "177.8",
        None,
    )
    assert (third.get("x"), third.get("y")) == (None, "100")


def test_what_differs_in_shape_class_dash_or_gap_is_written_in_full() -> None:
    gap = f"M0 0{LINE}M90 3{LINE}"
    paths = [Path("ol", line(0, 0)), Path("ln", line(0, 0)), Path("ol", line(0, 0), "4 4"), Path("ol", gap)]
    shapes = drawn(*paths, Dot("fa", 1, 1, 2))
    assert [shape.tag for shape in shapes] == ["path"] * 4 + ["circle"]
    assert [shape.get("d") for shape in shapes[:4]] == [path.d for path in paths]
    assert not any(shape.get("id") for shape in shapes)


def test_a_short_path_is_not_worth_it() -> None:
    assert [shape.tag for shape in drawn(Path("g", "M0 0H9"), Path("g", "M0 5H9"))] == ["path", "path"]
