"""A table of a page as data: its head, its rows, and what each cell says, is and looks like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from berkala.render.charts.metrics import Type, bundled
from berkala.render.print.drawings import Drawings
from berkala.render.print.elements import classes, is_printed, name_of
from berkala.render.print.runs import TONES, Run, runs_of, text_of

Block = dict[str, Any]
Cell = dict[str, Any]

_SHADES = ("q0", "q1", "q2", "q3", "q4", "q5")
#: Classes of tables that are set in a way of their own.
_LOOKS = ("bul", "score")
#: A cell of no more than so many letters may stand beside a column of names that takes what room is left.
_SHORT = 26


def table_of(table: etree._Element, drawings: Drawings, site: str) -> Block:
    """The table with everything in it."""
    head = [_row(row, drawings, site) for row in _rows(table, "thead")]
    body = [_row(row, drawings, site) for row in _rows(table, "tbody")]
    caption = next((runs_of(one, drawings, site) for one in table.iter("caption")), [])
    return {**laid_out(head, body, caption), **_look(table)}


def laid_out(head: list[Block], body: list[Block], caption: list[Run]) -> Block:
    """The rows with what the page must know to set them: how many columns, which is widest, how wide it must be."""
    rows = [row["cells"] for row in (*head, *body)]
    columns = max((sum(cell.get("cs", 1) for cell in row) for row in rows), default=1)
    first, others = _column(rows, 0), [cell for row in rows for cell in row[1:]]
    short = all(len(text_of(cell["r"])) <= _SHORT for cell in others)
    return {
        "k": "table",
        **({"caption": caption} if caption else {}),
        "columns": columns,
        "named": short and columns > 1 and all(cell.get("th") for cell in first),
        "least": [_least(_column(rows, at)) for at in range(columns)],
        "most": [_most(_column(rows, at)) for at in range(columns)],
        "head": head,
        "body": body,
    }


def _look(table: etree._Element) -> Block:
    """The kinds of tables that are set in a way of their own: values against targets, with bars and without."""
    return next(({"look": look} for look in _LOOKS if look in classes(table)), {})


def _column(rows: list[list[Cell]], at: int) -> list[Cell]:
    return [row[at] for row in rows if at < len(row) and row[at].get("cs", 1) == 1]


def _least(cells: list[Cell]) -> float:
    """The width of the longest word in a column, in parts of the type size."""
    return _widest(word for cell in cells for word in text_of(cell["r"]).replace("\u2013", " ").split(" "))


def _most(cells: list[Cell]) -> float:
    """The width of a column none of whose lines is broken, in parts of the type size."""
    return _widest(text_of(list(line)) for cell in cells for line in _lines(cell["r"]))


def _lines(runs: list[Run]) -> Iterator[list[Run]]:
    line: list[Run] = []
    for run in runs:
        if "br" in run:
            yield line
            line = []
        else:
            line.append(run)
    yield line


def _widest(texts: Iterable[str]) -> float:
    style = Type(1, weight=700)
    return round(max((bundled().width(text, style) for text in set(texts)), default=0.0), 3)


def _rows(table: etree._Element, part: str) -> Iterator[etree._Element]:
    """The rows of a head or a body; rows that stand in neither are of the body."""
    for row in table.iter("tr"):
        around = row.getparent()
        name = name_of(around) if around is not None else ""
        if is_printed(row) and (name == part or (part == "tbody" and name != "thead")):
            yield row


def _row(row: etree._Element, drawings: Drawings, site: str) -> Block:
    cells = [_cell(cell, drawings, site) for cell in row if name_of(cell) in ("td", "th") and is_printed(cell)]
    strong = bool(classes(row) & {"now", "tot"})
    return {"cells": cells, **({"b": True} if strong else {}), **({"tot": True} if "tot" in classes(row) else {})}


def _cell(cell: etree._Element, drawings: Drawings, site: str) -> Cell:
    own = classes(cell)
    tracks = [svg for svg in cell.iter("svg") if _is_track(svg) and is_printed(svg)]
    found: Cell = {"r": _runs_beside(cell, tracks, drawings, site)}
    if name_of(cell) == "th":
        found["th"] = True
    for name, key in (("colspan", "cs"), ("rowspan", "rs")):
        if (cell.get(name) or "1") != "1":
            found[key] = int(str(cell.get(name)))
    if tracks:
        found["track"] = drawings.track(tracks[0])
    if shade := next((shade for shade in _SHADES if shade in own), None):
        found["shade"] = shade
    if tone := next((tone for tone in TONES if tone in own), None):
        found["tone"] = tone
    if (name_of(cell) == "td" and "o" in own) or "vd" in own:
        found["left"] = True
    return found


def _runs_beside(cell: etree._Element, tracks: list[etree._Element], drawings: Drawings, site: str) -> list[Run]:
    """What a cell says, without what is drawn behind it."""
    return runs_of(cell, drawings, site, tracks)


def _is_track(svg: etree._Element) -> bool:
    """Whether a drawing has no box of its own: then its shapes stand by parts of the cell's width."""
    return svg.get("viewbox") is None


def continued(found: list[Block], more: list[Block]) -> list[Block]:
    """What was found with what was folded behind it: further rows of the table before are rows of that table."""
    if found and len(more) == 1 and _goes_on(found[-1], more[0]):
        return [*found[:-1], laid_out(found[-1]["head"], [*found[-1]["body"], *more[0]["body"]], [])]
    return [*found, *more]


def _goes_on(before: Block, after: Block) -> bool:
    """Whether both are tables with the same head, and nothing is said between them."""
    return (before["k"], after["k"]) == ("table", "table") and bool(before["head"]) and before["head"] == after["head"]
