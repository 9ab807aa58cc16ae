"""The pages of places: which they are in a bundle, and the files that hold their figures.

Each place's page is held against its own ``figures.json``, the list of places and the edition's own page against that
of the list; and one figure is the same figure in every one of these files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from berkala.check.arithmetic import Tables, recompute
from berkala.check.contracts import read_contract
from berkala.check.published import Published, figures_of
from berkala.errors import Problem

if TYPE_CHECKING:
    from berkala.render.bundle import Bundle

#: The list of all places; a place's page is named ``area-`` and its category.
LIST, ONE = "areas", "area-"
#: What a place's page says in brief, which other pages quote: held against the same figures.
BRIEF = "brief-"


def is_of_places(name: str) -> bool:
    """Whether a fragment is the list of places, the page of one, or what that says in brief."""
    return name == LIST or name.startswith((ONE, BRIEF))


def page_of(name: str) -> str:
    """The page that a fragment of places belongs to, by its name."""
    return ONE + name.removeprefix(BRIEF) if name.startswith(BRIEF) else name


def inside(name: str) -> str:
    """Where such a page stands under its edition: ``areas/``, or ``areas/<category>/``."""
    return f"{LIST}/" if name == LIST else f"{LIST}/{page_of(name).removeprefix(ONE)}/"


def place_pages(bundle: Bundle) -> tuple[str, ...]:
    """The pages of places that an edition has, by the names of their fragments."""
    names = (path.removeprefix("fragments/").split(".")[0] for path in bundle.files if path.startswith("fragments/"))
    return tuple(dict.fromkeys(page_of(name) for name in names if is_of_places(name)))


def read_places(
    bundle: Bundle, edition: Mapping[str, Published], files: Mapping[str, bytes], tables: Tables
) -> tuple[dict[str, dict[str, Published]], list[Problem]]:
    """The figures of each page of places by its name, and what is wrong with the files that hold them.

    `edition` are the edition's own figures; `files` the public files that figures come from.
    """
    found: dict[str, dict[str, Published]] = {}
    problems: list[Problem] = []
    known = dict(edition)
    for name in place_pages(bundle):
        file = f"{bundle.edition.address}{inside(name)}figures.json"
        content = bundle.files.get(f"public/{file}")
        if content is None:
            problems.append(Problem("check.file-missing", file=file))
            continue
        document, wrong = read_contract(content, "figures", file)
        found[name] = figures_of(document)
        problems += [*wrong, *recompute(found[name], files, file, tables), *_others(found[name], known, file)]
        known |= found[name]
    return found, problems


def _others(figures: Mapping[str, Published], known: Mapping[str, Published], file: str) -> Iterator[Problem]:
    """Figures that are others than those of the same name in a file that was read before."""
    for name, figure in figures.items():
        before = known.get(name, figure)
        if before != figure:
            facts = {"figure": name, "stated": str(figure.value), "now": str(before.value)}
            yield Problem("check.figure-two-values", facts, file=file, value=name)
