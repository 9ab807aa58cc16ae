"""JSON values → a grid with a header row: one row for each record, nested names joined by dots.

- Envelopes, objects and lists of one that hold nothing but the next, are opened.
- A list of objects inside a record gives a row for each; a list of one is the object itself.
- Lists of values of equal length are parallel and go side by side.
- An object whose keys are periods and whose values are records gives their rows, with the period under ``(key)``.

Where two readings are possible (two lists of objects, lists of different lengths), neither is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from berkala.errors import SourceProblems
from berkala.tidy.grids import limits
from berkala.tidy.grids.json_places import Step, record_lines
from berkala.tidy.grids.model import Grid, Stated, cut
from berkala.tidy.grids.refusals import refuse

#: The column of what was a key.
KEY = "(key)"

_PERIOD = re.compile(r"(1[89]|20|21)[0-9]{2}([-/ ]?(Q[1-4]|S[12]|0[1-9]|1[0-2]|[0-9]{4}))?")


def flatten(value: Any, text: str, file: str) -> Grid:
    """The grid of a parsed file. Raises SourceProblems where it holds no records, or more than one reading."""
    path, opened = _open(value, file)
    if isinstance(opened, list) and opened and all(isinstance(row, list) for row in opened):
        return _of_lists(opened, file)
    records = list(_records(opened, file))
    lines = record_lines(text, path, keyed=is_keyed(opened))
    return _Table(file, lines if len(lines) == len(records) else ()).grid(records)


def is_keyed(value: Any) -> bool:
    """Whether an object has periods for keys, and records under each."""
    return (
        isinstance(value, dict)
        and bool(value)
        and all(_PERIOD.fullmatch(key) for key in value)
        and all(isinstance(one, dict) or _is_objects(one) for one in value.values())
    )


def _open(value: Any, file: str) -> tuple[tuple[Step, ...], Any]:
    """What the envelopes hold, and the steps that lead to it."""
    path: list[Step] = []
    while len(path) <= limits.JSON_DEPTH:
        match value:
            case [dict() as only] if is_keyed(only) or (len(only) == 1 and _holds_more(only)):
                path.append(0)
                value = only
            case dict() if len(value) == 1 and not is_keyed(value) and _holds_more(value):
                (key,) = value
                path.append(key)
                value = value[key]
            case _:
                return tuple(path), value
    raise refuse("json-deep", file, limit=limits.JSON_DEPTH)


def _holds_more(only: dict[str, Any]) -> bool:
    """Whether the one value of an object is an object or a list of more than plain values."""
    (value,) = only.values()
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict | list) for one in value))


def _records(value: Any, file: str) -> Iterator[dict[str, Any]]:
    if is_keyed(value):
        yield from _of_keyed(value, file)
    elif isinstance(value, dict) and value:
        yield value
    elif isinstance(value, list) and _is_objects(value):
        yield from value
    else:
        raise refuse("json-no-records", file)


def _of_keyed(value: Mapping[str, Any], file: str) -> Iterator[dict[str, Any]]:
    for key, held in value.items():
        for record in held if isinstance(held, list) else [held]:
            if KEY in record:
                raise refuse("json-column-twice", file, value=KEY)
            yield {KEY: key, **record}


def _is_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _of_lists(rows: list[list[Any]], file: str) -> Grid:
    """A list of lists is a grid already."""
    for number, row in enumerate(rows, 1):
        if any(isinstance(cell, dict | list) for cell in row):
            raise refuse("json-lists", file, value=f"[{number}]")
    widest = max(map(len, rows))
    if widest > limits.COLUMNS:
        raise refuse("columns-many", file, found=widest, limit=limits.COLUMNS)
    return Grid(cut([[_stated(cell) for cell in row] for row in rows]))


def _stated(value: Any) -> Stated:
    stated: Stated = "" if value is None else value
    return stated


@dataclass
class _Parts:
    """What a record holds, by its dotted name: plain values, lists of them, lists of objects. `order` has them all."""

    order: list[str] = field(default_factory=list)
    values: dict[str, Stated] = field(default_factory=dict)
    lists: dict[str, list[Any]] = field(default_factory=dict)
    objects: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def without_objects(self) -> _Parts:
        return _Parts([name for name in self.order if name not in self.objects], dict(self.values), dict(self.lists))


class _Table:
    """Rows as they are made; a column is added where a name first appears."""

    def __init__(self, file: str, lines: tuple[int, ...]) -> None:
        self._file, self._record_lines = file, lines
        self._columns: dict[str, int] = {}
        self._rows: list[list[Stated]] = []
        self._lines: list[int] = []
        self._cells = 0
        self._record = 0

    def grid(self, records: list[dict[str, Any]]) -> Grid:
        for self._record, record in enumerate(records):
            parts = _Parts()
            self._take(record, "", parts, 0)
            self._expand(parts)
        rows = cut([list[Stated](self._columns), *self._rows])
        first = self._record_lines[:1]
        return Grid(rows, lines=(*first, *self._lines)[: len(rows)] if first else ())

    def _take(self, record: Mapping[str, Any], prefix: str, parts: _Parts, depth: int) -> None:
        """Sort what an object holds; objects inside it, and lists of one, are part of it."""
        if depth > limits.JSON_DEPTH:
            raise refuse("json-deep", self._file, limit=limits.JSON_DEPTH)
        for key, value in record.items():
            name = f"{prefix}{key}"
            if is_keyed(value) and all(map(_is_objects, value.values())):
                value = list(_of_keyed(value, self._file))
            match value:
                case dict():
                    self._take(value, f"{name}.", parts, depth + 1)
                case [dict() as only]:
                    self._take(only, f"{name}.", parts, depth + 1)
                case list():
                    self._take_list(name, value, parts)
                case _:
                    self._name(name, parts)
                    parts.values[name] = _stated(value)

    def _take_list(self, name: str, value: list[Any], parts: _Parts) -> None:
        self._name(name, parts)
        if _is_objects(value):
            parts.objects[name] = value
        elif any(isinstance(one, dict | list) for one in value):
            raise self._refuse("json-lists", name)
        else:
            parts.lists[name] = value

    def _name(self, name: str, parts: _Parts) -> None:
        if name in parts.values or name in parts.lists or name in parts.objects:
            raise self._refuse("json-column-twice", name)
        parts.order.append(name)

    def _expand(self, parts: _Parts) -> None:
        if len(parts.objects) > 1:
            raise self._refuse("json-two-lists", ", ".join(parts.objects))
        for name, objects in parts.objects.items():
            for one in objects:
                inner = parts.without_objects()
                self._take(one, f"{name}.", inner, name.count(".") + 1)
                self._refuse_beside(name, parts, inner)
                self._expand(inner)
        if not parts.objects:
            self._side_by_side(parts)

    def _refuse_beside(self, name: str, outer: _Parts, inner: _Parts) -> None:
        """A list of values beside a list of objects belongs to each of them only if each has one as long."""
        own = {len(one) for key, one in inner.lists.items() if key not in outer.lists}
        if any(one and len(one) not in own for one in outer.lists.values()) and not inner.objects:
            raise self._refuse("json-two-lists", ", ".join([*outer.lists, name]))

    def _side_by_side(self, parts: _Parts) -> None:
        lengths = {len(one) for one in parts.lists.values()}
        if len(lengths) > 1:
            told = ", ".join(f"{name} ({len(one)})" for name, one in parts.lists.items())
            raise self._refuse("json-lengths", told)
        columns = {name: self._column(name) for name in parts.order if name not in parts.objects}
        row: list[Stated] = [""] * (1 + max(columns.values(), default=-1))
        for name, value in parts.values.items():
            row[columns[name]] = value
        lists = [(columns[name], one) for name, one in parts.lists.items() if one]
        for place in range(max(lengths, default=0) or 1):
            for column, one in lists:
                row[column] = _stated(one[place])
            self._add(row)

    def _column(self, name: str) -> int:
        column = self._columns.setdefault(name, len(self._columns))
        if column >= limits.COLUMNS:
            raise self._refuse("columns-many", None, found=column + 1, limit=limits.COLUMNS)
        return column

    def _add(self, row: list[Stated]) -> None:
        self._cells += len(row)
        if self._cells > limits.CELLS:
            raise self._refuse("cells-many", None, limit=limits.CELLS // 1_000_000)
        self._rows.append(list(row))
        if self._record_lines:
            self._lines.append(self._record_lines[self._record])

    def _refuse(self, code: str, value: str | None, **facts: Any) -> SourceProblems:
        row = self._record_lines[self._record] if self._record_lines else None
        return refuse(code, self._file, row=row, value=value and value[:200], **facts)
