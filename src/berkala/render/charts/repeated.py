"""A path that stands in a drawing several times is written once: the others point at it and say how far away they are.

The grey line of the whole is the same in every cell of small multiples, and would be a third of their weight.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Sequence

from berkala.render.charts.drawing import Dot, Path, number

#: A shorter path is not worth it.
_LONG = 100
_START = re.compile(r"M(-?[\d.]+) (-?[\d.]+)")


def written(shapes: Sequence[Path | Dot], one: Callable[[Path | Dot, str], str]) -> str:
    """Every shape as `one` writes it, with the attributes given to it; a path that was there already as a ``<use>``."""
    forms = [_form(shape) for shape in shapes]
    often = {form for form, count in Counter(form for form in forms if form).items() if count > 1}
    first: dict[str, tuple[float, float]] = {}
    pairs = zip(shapes, (form if form in often else "" for form in forms), strict=True)
    return "".join(_written(shape, form, first, one) for shape, form in pairs)


def _written(
    shape: Path | Dot, form: str, first: dict[str, tuple[float, float]], one: Callable[[Path | Dot, str], str]
) -> str:
    if not form or not isinstance(shape, Path):
        return one(shape, "")
    id_, (x, y) = f"p{zlib.crc32(form.encode()):x}", _start(shape.d)
    if form not in first:
        first[form] = (x, y)
        return one(shape, f' id="{id_}"')
    right, down = x - first[form][0], y - first[form][1]
    away = "".join(f' {name}="{number(by)}"' for name, by in (("x", right), ("y", down)) if number(by) != "0")
    return f'<use href="#{id_}"{away}/>'


def _form(shape: Path | Dot) -> str:
    """The path as it would be with its start at nought, and its class; empty for one that is not worth repeating."""
    if not isinstance(shape, Path) or shape.dash or len(shape.d) < _LONG or not _START.match(shape.d):
        return ""
    x, y = _start(shape.d)

    def moved(found: re.Match[str]) -> str:
        return f"M{number(float(found[1]) - x)} {number(float(found[2]) - y)}"

    return f"{shape.classes} {_START.sub(moved, shape.d)}"


def _start(d: str) -> tuple[float, float]:
    found = _START.match(d)
    return (float(found[1]), float(found[2])) if found else (0.0, 0.0)
