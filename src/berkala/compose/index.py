"""The collection as it stands in the tree: its sections, and in each its indicators in the order of their numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from berkala.compose.shelf import Row, Shelf
from berkala.plan import Report, Unreported
from berkala.plan.specifications import Collection, ReportingStatus, Section, natural


@dataclass(frozen=True)
class Member:
    """One indicator: a report, with its editions, or one without data."""

    told: Report | Unreported
    row: Row | None = None

    @property
    def address(self) -> str:
        """Its own page."""
        return f"{self.told.slug}/"

    @property
    def has_figures(self) -> bool:
        """Whether an edition of it is public."""
        return self.row is not None and bool(self.row.bundles)

    @property
    def has_page(self) -> bool:
        """Whether a page stands at its address: of a report only once it was released."""
        return self.has_figures or isinstance(self.told, Unreported)

    @property
    def order(self) -> tuple[object, ...]:
        """Its place among others: by its number, then those without one by the names of their files."""
        number = self.told.spec.number
        return (number is None, natural(number or ""), natural(self.told.name), self.told.name)


@dataclass(frozen=True)
class Group:
    """One section and its indicators."""

    section: Section
    members: tuple[Member, ...]

    @property
    def address(self) -> str:
        """Its page."""
        return f"{self.section.name}/"

    @property
    def reported(self) -> int:
        """How many of its indicators have figures."""
        return sum(member.has_figures for member in self.members)


@dataclass(frozen=True)
class Standing:
    """Where one indicator stands: its section, and its neighbours there that have pages."""

    group: Group
    member: Member
    previous: Member | None
    following: Member | None


@dataclass(frozen=True)
class Index:
    """All of it. What belongs to no section is told beside the collection, as without one."""

    collection: Collection
    groups: tuple[Group, ...]
    others: tuple[Member, ...]

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """Every indicator of the collection, section by section."""
        return tuple(member for group in self.groups for member in group.members)

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """Where each indicator of the collection stands, by its file."""
        found: dict[str, Standing] = {}
        for group in self.groups:
            linked = [member for member in group.members if member.has_page]
            for place, member in enumerate(linked):
                before = linked[place - 1] if place else None
                after = linked[place + 1] if place + 1 < len(linked) else None
                found[member.told.file] = Standing(group, member, before, after)
        return found

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each report's name in the order of the collection; only of those that belong to it."""
        return {member.told.name: place for place, member in enumerate(self.members)}

    def status(self, member: Member) -> ReportingStatus | None:
        """An indicator's reporting status, where it has one."""
        return self.collection.status(member.told.spec.status)

    def name(self, section: Section, code: str) -> str:
        """A section by its number: "Goal 3"."""
        return self.collection.numbered(section, code)


def index_of(shelf: Shelf) -> Index | None:
    """The collection of a publication; None where it has none."""
    collection = shelf.publication.collection
    if collection is None:
        return None
    rows = {row.report.file: row for row in shelf.rows}
    held: defaultdict[str | None, list[Member]] = defaultdict(list)
    for told in shelf.publication.members:
        held[told.spec.section].append(Member(told, rows.get(told.file)))
    groups = tuple(Group(section, _in_order(held[section.name])) for section in collection.sections)
    return Index(collection, groups, _in_order(held[None]))


def _in_order(members: list[Member]) -> tuple[Member, ...]:
    return tuple(sorted(members, key=lambda member: member.order))
