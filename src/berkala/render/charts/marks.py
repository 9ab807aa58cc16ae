"""The marks of values that are not shown: a ×, and a dash in a square where the value is withheld."""

from __future__ import annotations

from berkala.render.charts.drawing import Canvas, Spot, number
from berkala.render.charts.model import Point


def hidden_mark(canvas: Canvas, point: Point, spot: Spot, size: float) -> None:
    """The mark of a point without a value, `size` pixels to each side of the spot."""
    (x, y), arm = spot, number(2 * size)
    corner = f"M{number(x - size)} {number(y - size)}"
    if point.wrong:
        dash = f"M{number(x - size / 2)} {number(y)}h{number(size)}"
        canvas.path("ax", f"{corner}h{arm}v{arm}h-{arm}z{dash}")
    else:
        canvas.path("ax", f"{corner}l{arm} {arm}m-{arm} 0l{arm} -{arm}")
