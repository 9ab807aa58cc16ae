"""The heads of rows, for who hears a table: "Papua, 2022, 26.56%" and not a number alone.

Typst tags the heads of columns. Those of rows it tags only behind a switch of its command line, which its library for
Python does not have (0.15). So they are tagged here, in the structure that it wrote; each cell is told by the scope of
its heads then, and no longer by lists of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from berkala.errors import Problem, SourceProblems
from berkala.render.print.objects import Objects
from berkala.render.print.tables import Block

#: For each row of a table, which of its cells is a head.
Shape = list[list[bool]]

_ELEMENT = re.compile(rb"<</Type/StructElem/S/(\w+)/")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_LISTED = re.compile(rb"/Headers\[[^\]]*\]")
_BORDERS = re.compile(rb"<</O/Layout(/Border\w+[^<>]*?)>>")
_KIDS, _NOTHING, _BARE = b"/K[", b"/A[]", b"<</O/Table>>"


def with_row_heads(objects: Objects, blocks: list[Block], template: str) -> Objects:
    """The objects with the first cells of rows as heads, where the page has them as heads.

    Raises SourceProblems where the tables of the file are not those of the page: then a template has left one out.
    """
    bodies = dict(objects.bodies)
    tables = [list(_rows(table, bodies)) for table in _tables(bodies)]
    shapes = list(shapes_of(blocks))
    if [[len(row) for row in table] for table in tables] != [[len(row) for row in shape] for shape in shapes]:
        reason = f"{len(tables)} tables, {len(shapes)} on the page"
        raise SourceProblems(Problem("render.template-broken", {"name": template, "reason": reason}))
    for table, shape in zip(tables, shapes, strict=True):
        for cells, heads in zip(table, shape, strict=True):
            for number, head in zip(cells, heads, strict=True):
                bodies[number] = _told(bodies[number], head)
    return replace(objects, bodies=bodies)


def shapes_of(blocks: list[Block]) -> Iterator[Shape]:
    """The tables of a page in order. Facts, each with its label, are set as a table too."""
    for block in blocks:
        if block["k"] == "table":
            yield [[bool(cell.get("th")) for cell in row["cells"]] for row in (*block["head"], *block["body"])]
        elif block["k"] == "facts":
            yield [[True, False] for _ in block["rows"]]
        yield from shapes_of(block.get("blocks", []))
        for item in block.get("items", []):
            yield from shapes_of(item)


def _tables(bodies: Mapping[int, bytes]) -> Iterator[int]:
    """The tables of the structure, in the order in which it is read."""
    root = next((body for body in bodies.values() if body.startswith(b"<</Type/StructTreeRoot")), b"")
    waiting = _kids(root)[::-1]
    while waiting:
        number = waiting.pop()
        if _kind(number, bodies) == b"Table":
            yield number
        waiting += _kids(bodies.get(number, b""))[::-1] if _kind(number, bodies) else []


def _rows(table: int, bodies: Mapping[int, bytes]) -> Iterator[list[int]]:
    for kid in _kids(bodies[table]):
        if _kind(kid, bodies) == b"TR":
            yield _kids(bodies[kid])
        else:
            yield from _rows(kid, bodies)


def _kind(number: int, bodies: Mapping[int, bytes]) -> bytes:
    found = _ELEMENT.match(bodies.get(number, b""))
    return found[1] if found else b""


def _kids(body: bytes) -> list[int]:
    """What stands in an element; its kids are the last that is told of it but its page."""
    return [int(found[1]) for found in _REFERENCE.finditer(body, body.rfind(_KIDS), body.rfind(b"]") + 1)]


def _told(cell: bytes, head: bool) -> bytes:
    """A cell as what it is: a head says for what. Lists of heads and borders go; the scope says it all."""
    at = cell.rfind(_KIDS)
    before, rest = _BORDERS.sub(b"", _LISTED.sub(b"", cell[:at])), cell[at:]
    if head and b"/Scope/" not in before:
        before = before.replace(b"/S/TD/", b"/S/TH/", 1)
        before = before if b"/O/Table" in before else before.replace(_NOTHING, b"") + b"/A[<</O/Table>>]"
        before = before.replace(b"/O/Table", b"/O/Table/Scope/Row", 1)
    return before.replace(_BARE, b"").replace(_NOTHING, b"") + rest
