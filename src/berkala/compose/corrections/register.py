"""The corrections that the editions in the tree carry, gathered by correction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from berkala.compose.shelf import Shelf
from berkala.plan import Publication
from berkala.render.bundle import Bundle

#: How much a correction matters, the most first (`render.corrections.telling`).
SEVERITIES = ("main-point", "figure", "data")


@dataclass(frozen=True)
class Carried:
    """One correction as one edition carries it: what its bundle tells of it."""

    bundle: Bundle
    told: Mapping[str, Any]
    what: Mapping[str, str]

    @property
    def name(self) -> str:
        """The correction's name."""
        return str(self.told["correction"])

    @property
    def address(self) -> str:
        """The page of the correction, for good."""
        return f"corrections/{self.name}/"

    @property
    def decided(self) -> datetime:
        """When it was decided, in the zone of the edition."""
        return datetime.fromisoformat(self.told["decided"]).astimezone(self.bundle.edition.release.tzinfo)

    @property
    def severity(self) -> str:
        """How much it changes of the edition."""
        return str(self.told["severity"])


@dataclass(frozen=True)
class Registered:
    """One correction and the editions that carry it, the newest period first."""

    carried: tuple[Carried, ...]

    @property
    def first(self) -> Carried:
        """What all of them have in common stands in each."""
        return self.carried[0]

    @property
    def name(self) -> str:
        """Its name."""
        return self.first.name

    @property
    def address(self) -> str:
        """Its page."""
        return self.first.address

    @property
    def decided(self) -> datetime:
        """When it was decided."""
        return self.first.decided

    @property
    def what(self) -> Mapping[str, str]:
        """What was wrong, and why, by language."""
        return self.first.what

    @property
    def dataset(self) -> str:
        """The dataset that was wrong."""
        return str(self.first.told["dataset"])

    @property
    def severity(self) -> str:
        """The most that it changes of any edition."""
        return min((one.severity for one in self.carried), key=SEVERITIES.index)

    @property
    def cells(self) -> tuple[Mapping[str, Any], ...]:
        """The values that were wrong, each once, with what was published of it and what it is, as most editions say."""
        found: dict[tuple[object, ...], Mapping[str, Any]] = {}
        for one in self.carried:
            for cell in one.told["cells"]:
                found.setdefault(cell_name(cell), {**cell, "figures": one.told["figures"]})
        return tuple(found.values())


def cell_name(cell: Mapping[str, Any]) -> tuple[object, ...]:
    """What tells one cell of a dataset from every other."""
    return (*sorted(cell["key"].items()), cell["column"])


def later(one: Registered, told: Iterable[Registered]) -> Registered | None:
    """The newest correction of a cell that an older one corrected already; None where its values still stand."""
    own = {cell_name(cell) for cell in one.cells}
    others = (other for other in told if other.dataset == one.dataset and other.decided > one.decided)
    return max(
        (other for other in others if own & {cell_name(cell) for cell in other.cells}),
        key=lambda other: other.decided,
        default=None,
    )


def carried_by(publication: Publication, bundle: Bundle) -> tuple[Carried, ...]:
    """The corrections that an edition carries, the first first, in the words that the file has for them today."""
    return tuple(Carried(bundle, told, _words(publication, told)) for told in bundle.about.get("corrections", ()))


def corrected_at(publication: Publication, bundle: Bundle) -> datetime | None:
    """When an edition was corrected last; None for one that never was."""
    return max((one.decided for one in carried_by(publication, bundle)), default=None)


def register(shelf: Shelf) -> tuple[Registered, ...]:
    """Every correction that is public, the latest first."""
    found: dict[str, list[Carried]] = {}
    for row in shelf.rows:
        for bundle in reversed(row.bundles):
            for one in carried_by(shelf.publication, bundle):
                found.setdefault(one.name, []).append(one)
    told = (Registered(tuple(carried)) for carried in found.values())
    return tuple(sorted(told, key=lambda one: (one.decided, one.name), reverse=True))


def _words(publication: Publication, told: Mapping[str, Any]) -> Mapping[str, str]:
    """What was wrong, as the file says it: a slip of the pen there can be mended without another correction."""
    dataset = publication.datasets.get(str(told["dataset"]))
    declared = dataset.corrections if dataset is not None else ()
    same = next((one for one in declared if one.correction == told["correction"]), None)
    words: Mapping[str, str] = told["what"] if same is None else same.what.root
    return words
