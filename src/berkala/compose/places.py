"""Places as all reports tell of them: which of them are one and the same, what each is called, where its page stands.

Two places are one only where somebody has said so. Places of one column are told apart by their categories. Those of
two columns may be the same only if both columns name the list that their places are taken from (`geography`): then by
their codes there, and where one of them has no code by a name that both declare. A name alone joins nothing: there is
a Georgia in two lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from berkala.compose.shelf import Row, Shelf
from berkala.plan.specifications import Category, FieldSpec, Text
from berkala.render.bundle import Bundle

#: The key of a bundle's `about` under which its places stand.
KEY = "areas"


@dataclass(frozen=True)
class Telling:
    """One report's pages of one place: its category there, and the editions that have a page of it, oldest first."""

    row: Row
    category: str
    bundles: tuple[Bundle, ...]

    @property
    def latest(self) -> Bundle:
        """The newest edition that has a page of the place."""
        return self.bundles[-1]

    @property
    def label(self) -> Mapping[str, str]:
        """What that edition calls the place, by language."""
        found: Mapping[str, str] = self.latest.about[KEY][self.category]["title"]
        return found


@dataclass(frozen=True)
class Listing:
    """The list that places are taken from: its name, what it is of, what several of its places are called, if said."""

    name: str
    whole: Text
    kind: Text | None


@dataclass(frozen=True)
class Spot:
    """One place in all reports. `name` is its own in addresses; `keys` are what else it is found by."""

    name: str
    listing: Listing
    tellings: tuple[Telling, ...]
    keys: tuple[str, ...]

    @property
    def address(self) -> str:
        """Its page."""
        return f"areas/{self.name}/"

    @property
    def label(self) -> Mapping[str, str]:
        """What the newest release calls it."""
        return self.tellings[0].label


@dataclass(frozen=True)
class Places:
    """Every place that a report has a page of."""

    spots: tuple[Spot, ...]

    @cached_property
    def listings(self) -> tuple[tuple[Listing, tuple[Spot, ...]], ...]:
        """The places by the list that they are taken from, the list that was published first in front."""
        found: dict[str, list[Spot]] = {}
        for spot in self.spots:
            found.setdefault(spot.listing.name, []).append(spot)
        return tuple((spots[0].listing, tuple(spots)) for spots in found.values())

    def of(self, report: str, category: str) -> Spot | None:
        """The place that a category of a report is."""
        return self._by_category.get((report, category))

    @cached_property
    def _by_category(self) -> Mapping[tuple[str, str], Spot]:
        told = ((spot, telling) for spot in self.spots for telling in spot.tellings)
        return {(telling.row.report.name, telling.category): spot for spot, telling in told}


def places_of(shelf: Shelf) -> Places:
    """The places of a tree. Their addresses last: what was published first has its bare name, for good."""
    found: dict[str, list[_Gathered]] = {}
    for one in sorted(_occurrences(shelf), key=lambda one: one.order):
        held = found.setdefault(one.listing.name, [])
        same = next((other for other in held if other.is_same(one)), None)
        if same is None:
            held.append(_Gathered([one]))
        else:
            same.parts.append(one)
    taken: dict[str, Spot] = {}
    for gathered in sorted((one for held in found.values() for one in held), key=lambda one: one.parts[0].order):
        name = _free(gathered.parts[0], taken)
        taken[name] = gathered.spot(name)
    return Places(tuple(taken.values()))


@dataclass(frozen=True)
class _Occurrence:
    """A place as one report has it, with the column and the category that the descriptor declares, if it still does."""

    telling: Telling
    column: FieldSpec | None
    declared: Category | None

    @property
    def order(self) -> tuple[object, ...]:
        first = min(bundle.edition.release for bundle in self.telling.bundles)
        return (first, self.telling.row.report.name, self.telling.category)

    @property
    def source(self) -> tuple[str, str]:
        """Where its categories are declared: the dataset, and the column."""
        return (self.telling.row.report.spec.dataset, self.column.name if self.column else "")

    @cached_property
    def listing(self) -> Listing:
        spec = self.telling.row.report.spec
        if self.column is None:
            return Listing(f"{spec.dataset}", spec.place, None)
        whole = next((one for one in self.column.categories if one.value == self.column.whole), None)
        name = self.column.geography or f"{spec.dataset}.{self.column.name}"
        return Listing(name, (whole.short or whole.label) if whole else spec.place, self.column.plural)

    @property
    def code(self) -> str | None:
        return self.declared.code if self.declared else None

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that the descriptor gives it, in any language, as they are compared."""
        if self.declared is None:
            return frozenset(self.telling.label.values())
        texts = (self.declared.label, self.declared.short)
        said = [name for text in texts if text is not None for name in text.root.values()]
        return frozenset(name.casefold() for name in (*said, *self.declared.aliases))


@dataclass
class _Gathered:
    """One place with each report's telling of it so far."""

    parts: list[_Occurrence] = field(default_factory=list)

    def is_same(self, one: _Occurrence) -> bool:
        own = [part for part in self.parts if part.source == one.source]
        if own:
            return any(part.telling.category == one.telling.category for part in own)
        codes = {part.code for part in self.parts} - {None}
        if codes and one.code is not None:
            return one.code in codes
        return any(part.names & one.names for part in self.parts)

    def spot(self, name: str) -> Spot:
        newest = sorted(self.parts, key=lambda part: part.telling.latest.edition.release, reverse=True)
        keys = {key for part in self.parts for key in (*part.names, part.code) if key}
        return Spot(name, self.parts[0].listing, tuple(part.telling for part in newest), tuple(sorted(keys)))


def _occurrences(shelf: Shelf) -> Iterator[_Occurrence]:
    for row in shelf.rows:
        held: dict[str, list[Bundle]] = {}
        for bundle in row.bundles:
            for category in bundle.about.get(KEY) or ():
                held.setdefault(category, []).append(bundle)
        columns = _columns(shelf, row)
        for category, bundles in held.items():
            column, declared = columns.get(category, (None, None))
            yield _Occurrence(Telling(row, category, tuple(bundles)), column, declared)


def _columns(shelf: Shelf, row: Row) -> Mapping[str, tuple[FieldSpec, Category]]:
    """Of each place of a report's dataset its column and category."""
    spec = shelf.publication.datasets[row.report.spec.dataset].spec
    columns = [column for column in spec.with_role("dimension") if column.concept == "area"]
    return {category.value: (column, category) for column in columns for category in column.categories}


def _free(one: _Occurrence, taken: Mapping[str, Spot]) -> str:
    """The place's own name in addresses; where another place has it, with the name of its list before it."""
    name = one.telling.category
    if name not in taken:
        return name
    longer = f"{one.listing.name.replace('.', '-').replace('_', '-')}-{name}"
    while longer in taken:
        longer = f"{one.source[0]}-{longer}"
    return longer
