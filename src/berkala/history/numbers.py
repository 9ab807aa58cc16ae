"""A figure of an edition, as its bundle says it, down to the cells that it was worked out from."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from berkala.errors import Problem, WrongUse, nearest
from berkala.history.authors import Author, author_of, author_of_line, content_of
from berkala.history.kept import PUBLIC, Kept
from berkala.history.model import Cell, Number
from berkala.plan import Publication
from berkala.plan.specifications import DatasetSpec

#: So many cells of a figure are told, with who changed their lines.
CELLS = 12


def number_of(bundle: Kept, id_: str, publication: Publication) -> Number:
    """The figure with an id. Raises WrongUse where the edition has none, with the nearest there is."""
    known = _figures(bundle)
    if id_ not in known:
        facts = {"figure": id_, "edition": bundle.edition, "nearest": nearest(id_, known)}
        raise WrongUse(Problem("history.figure-unknown", facts))
    told = known[id_]
    cells = list(_cells(id_, known, set()))
    find = _finder(bundle, publication)
    return Number(
        id_,
        "" if told["value"] is None else str(told["value"]),
        told["text"],
        str(told["unit"]),
        str(told["period"]),
        str(told["status"]),
        str(told.get("formula", "")),
        tuple(told.get("inputs", ())),
        tuple(find(one) for one in cells[:CELLS]),
        len(cells),
    )


def _figures(bundle: Kept) -> dict[str, Any]:
    """Every figure of an edition: those of its areas stand in files of their own."""
    first = f"{PUBLIC}{bundle.address}figures.json"
    paths = [path for path in bundle.files if path.startswith(PUBLIC) and path.endswith("figures.json")]
    found: dict[str, Any] = {}
    for path in sorted(paths, key=lambda path: path != first):
        told = json.loads((bundle.folder / path).read_text(encoding="utf-8"), parse_float=Decimal)
        for one in told["figures"]:
            found.setdefault(one["id"], one)
    return found


def _cells(id_: str, known: Mapping[str, Any], seen: set[str]) -> Iterator[Any]:
    """The figures that are cells of a table and that a figure is made from, each once."""
    if id_ in seen or id_ not in known:
        return
    seen.add(id_)
    told = known[id_]
    if "where" in told:
        yield told
    for part in told.get("inputs", ()):
        yield from _cells(part, known, seen)


def _finder(bundle: Kept, publication: Publication) -> Callable[[Any], Cell]:
    """What finds the line of the source behind a cell, and who changed it last."""

    @cache
    def source(name: str) -> tuple[Path, Author] | None:
        dataset = publication.datasets.get(name)
        file = publication.root / dataset.folder / dataset.spec.resource.path if dataset else None
        found = author_of(file, bundle.sources.get(name, "")) if file and file.is_file() else None
        return (file, found) if file and found else None

    @cache
    def rows(name: str) -> tuple[dict[str, str | None], ...]:
        dataset, found = publication.datasets.get(name), source(name)
        return _rows(dataset.spec, content_of(*found)) if dataset and found else ()

    def find(told: Any) -> Cell:
        where, name = told["where"], str(told["dataset"])
        cell = Cell(told["id"], told["text"], where["file"], where["column"], where["key"])
        line, found = _line(rows(name), where["key"]), source(name)
        if line is None or found is None:
            return cell
        file, author = found
        whose = author_of_line(file, author, line)
        shown = file.relative_to(publication.root).as_posix()
        return Cell(
            *(cell.figure, cell.text, cell.file, cell.column, cell.key),
            source=shown,
            line=line,
            who=whose.who if whose else "",
            at=whose.at if whose else "",
        )

    return find


def _rows(spec: DatasetSpec, content: bytes) -> tuple[dict[str, str | None], ...]:
    """The rows of a plain CSV file, each with its line as ``""``; none of anything else."""
    if spec.resource.format != "csv" or spec.resource.layouts:
        return ()
    dialect = spec.resource.dialect
    above = dialect.header - 1
    try:
        text = content.decode("utf-8-sig" if dialect.encoding == "utf-8" else dialect.encoding)
        lines = io.StringIO("".join(text.splitlines(keepends=True)[above:]), newline="")
        reader = csv.DictReader(lines, delimiter=dialect.delimiter)
        return tuple({**row, "": str(reader.line_num + above)} for row in reader)
    except (UnicodeDecodeError, csv.Error):
        return ()


def _line(rows: tuple[dict[str, str | None], ...], key: Mapping[str, str]) -> int | None:
    """The line of the one row with a key; None where there is none, or more than one."""
    found = [row for row in rows if all(row.get(name) == value for name, value in key.items())]
    return int(found[0][""] or 0) if len(found) == 1 else None
