"""A correction changes what it says that it changes, and nothing else; what it supersedes stands there unchanged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from berkala.check.contracts import read_contract
from berkala.check.published import Published, figures_of
from berkala.errors import Problem
from berkala.plan.corrections import has_value

if TYPE_CHECKING:
    from berkala.render.bundle import Bundle


def check_corrections(
    bundle: Bundle, public: Mapping[str, bytes], figures: Mapping[str, Published]
) -> Iterator[Problem]:
    """Every figure that changed though none of the corrected cells is in it, and every superseded file that is wrong.

    `public` are the edition's public files by path, `figures` those of its figures.json. Corrections that were made at
    one time have their superseded files under the name of the first of them.
    """
    corrections: list[Mapping[str, Any]] = [*bundle.about.get("corrections", ())]
    cells: list[Mapping[str, Any]] = []
    after = figures
    for correction in reversed(corrections):
        cells += correction["cells"]
        yield from _files(correction, public)
        file = f"{bundle.edition.address}superseded/{correction['correction']}/figures.json"
        if file in public:
            document, problems = read_contract(public[file], "figures", file)
            yield from problems
            before = figures_of(document)
            yield from _others(before, after, cells, file)
            cells, after = [], before


def _others(
    before: Mapping[str, Published], after: Mapping[str, Published], cells: list[Mapping[str, Any]], file: str
) -> Iterator[Problem]:
    """The figures that changed and do not follow from a corrected cell, neither before nor now."""
    names = sorted({*before, *after})
    changed = [name for name in names if _stated(before.get(name)) != _stated(after.get(name))]
    moved = {name for name in changed if _is_made_otherwise(before.get(name), after.get(name))}
    touched = moved if any(_comes_or_goes(cell) for cell in cells) else set()
    for name in changed:
        was, now = before.get(name), after.get(name)
        if not any(_follows(name, one, cells, touched, set()) for one in (before, after)):
            facts = {"figure": name, "was": _said(was), "now": _said(now)}
            yield Problem("check.corrected-more", facts, file=file, value=name)


def _stated(figure: Published | None) -> tuple[object, ...] | None:
    return None if figure is None else (figure.value, figure.status)


def _comes_or_goes(cell: Mapping[str, Any]) -> bool:
    """Whether a corrected cell had no value and has one now, or the other way round."""
    return has_value(cell["was"]) != has_value(cell["now"])


def _is_made_otherwise(was: Published | None, now: Published | None) -> bool:
    """Whether a figure came or went, is made of others now, or counts what is there.

    A value that comes or goes takes with it what can be said at all: a change since the year before, the rank among
    those that have a value, the number of those that have one.
    """
    if was is None or now is None:
        return True
    return was.inputs != now.inputs or (now.where is None and not now.inputs)


def _follows(
    name: str, figures: Mapping[str, Published], cells: list[Mapping[str, Any]], touched: set[str], seen: set[str]
) -> bool:
    figure = figures.get(name)
    if name in touched:
        return True
    if figure is None or name in seen:
        return False
    seen.add(name)
    if figure.where is not None:
        return any((figure.where["column"], figure.where["key"]) == (one["column"], one["key"]) for one in cells)
    return any(_follows(one, figures, cells, touched, seen) for one in figure.inputs)


def _said(figure: Published | None) -> str:
    return "" if figure is None else figure.stated if figure.value is None else format(figure.value, "f")


def _files(correction: Mapping[str, Any], public: Mapping[str, bytes]) -> Iterator[Problem]:
    for file in correction.get("superseded", ()):
        content = public.get(file["path"])
        if content is None or hashlib.sha256(content).hexdigest() != file["sha256"]:
            yield Problem("check.superseded-differs", {"path": file["path"]}, file=file["path"])
