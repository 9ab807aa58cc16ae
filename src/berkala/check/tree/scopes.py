"""Which figures, periods and names each page of the staged site may speak of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from berkala.check.pages import Scope
from berkala.check.published import Published, Shelf, exact_json, figures_of
from berkala.check.scopes import scope_of
from berkala.check.tree.site import Staged

if TYPE_CHECKING:
    from berkala.plan.calendar import Edition

#: Where the list of places stands under an edition or a report; the pages of single places stand under it.
PLACES = "areas/"
#: Where corrections are told, with the values of today and those that they took the place of.
CORRECTIONS = "corrections/"


def _is_place(home: str) -> bool:
    return home.startswith(PLACES)


@dataclass
class Scopes:
    """What a page may speak of: an edition's and a report's own pages of one edition's figures, others of all.

    The page of a section of a collection may speak of the latest editions of its reports.
    """

    site: Staged
    known: dict[str, Scope] = field(default_factory=dict)
    shelves: dict[str, Shelf] = field(default_factory=dict)

    def of(self, path: str) -> Scope:
        """The scope of the page at a path (without its language)."""
        if path.startswith(CORRECTIONS):
            return self._once(CORRECTIONS, self._corrections_scope)
        edition = next((e for e in self._under(path) if path.startswith(e.address)), None)
        place, edition_of_place = self._place(path, edition)
        if edition_of_place is not None:
            return self._place_scope(place, edition_of_place)
        if edition is not None:
            return self._once(edition.name, partial(self._scope, edition))
        if (latest := self._latest(path)) is not None:
            return self._once(latest.report, partial(self._latest_scope, latest))
        if (section := self._section(path)) is not None:
            return self._once(f"{section}/", partial(self._section_scope, section))
        return self._once("", partial(self._scope, None))

    def _once(self, name: str, made: Callable[[], Scope]) -> Scope:
        if name not in self.known:
            self.known[name] = made()
        return self.known[name]

    @cached_property
    def _by_slug(self) -> Mapping[str, tuple[Edition, ...]]:
        found: dict[str, list[Edition]] = {}
        for edition in self.editions:
            found.setdefault(edition.slug, []).append(edition)
        return {slug: tuple(editions) for slug, editions in found.items()}

    def _under(self, path: str) -> tuple[Edition, ...]:
        """The editions of the report that a path begins with."""
        return self._by_slug.get(path.partition("/")[0], ())

    def _section(self, path: str) -> str | None:
        """The section of the collection whose page stands at a path."""
        collection = self.site.plan.publication.collection
        sections = collection.sections if collection is not None else ()
        return next((one.name for one in sections if path == f"{one.name}/index.html"), None)

    def _section_scope(self, section: str) -> Scope:
        """The figures of its reports' latest editions."""
        reports = self.site.plan.publication.reports
        latest: dict[str, Edition] = {}
        for edition in sorted(self.editions, key=lambda one: one.period.end):
            if reports[edition.report].spec.section == section:
                latest[edition.report] = edition
        told = tuple(latest.values())
        shelf = Shelf.of(figure for edition in told for figure in self._shelf(edition))
        return scope_of(self.site.plan.publication, told, shelf)

    def _place(self, path: str, edition: Edition | None) -> tuple[str, Edition | None]:
        """The page of places at a path, and whose it is: under a report, the newest edition's that has it."""
        having = [edition] if edition else [e for e in self._under(path) if path.startswith(f"{e.slug}/areas/")]
        inside = path.removeprefix(edition.address if edition else f"{having[0].slug}/" if having else "")
        home = inside.removesuffix("index.html")
        own = [e for e in having if f"{e.address}{home}figures.json" in self.site.files] if _is_place(home) else []
        return home, max(own, key=lambda one: one.period, default=None)

    def _place_scope(self, home: str, edition: Edition) -> Scope:
        """Its own figures, and the periods of its edition."""
        if edition.name not in self.known:
            self.known[edition.name] = self._scope(edition)
        return replace(self.known[edition.name], shelf=Shelf.of(self._read(edition, home)))

    def _latest(self, path: str) -> Edition | None:
        """The edition that a report's own page shows: its latest."""
        own = [e for e in self._under(path) if path == f"{e.slug}/index.html"]
        return max(own, key=lambda edition: edition.period, default=None)

    def _latest_scope(self, latest: Edition) -> Scope:
        """Its figures alone, and the periods of every edition of the report: the page lists them."""
        told = [edition for edition in self._under(latest.address) if edition.report == latest.report]
        return scope_of(self.site.plan.publication, told, self._shelf(latest), latest.report)

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        """Every edition that stands in the site."""
        plan = self.site.plan
        every = {edition.name: edition for edition in (*plan.due, *(item.edition for item in plan.published))}
        return tuple(e for e in every.values() if f"{e.address}figures.json" in self.site.files)

    def _scope(self, edition: Edition | None) -> Scope:
        publication = self.site.plan.publication
        if edition is not None:
            return scope_of(publication, [edition], self._shelf(edition), edition.report)
        shelf = Shelf.of(figure for each in self.editions for figure in self._shelf(each))
        return scope_of(publication, self.editions, shelf)

    def _corrections_scope(self) -> Scope:
        """The figures of every edition that was corrected, and those that are superseded."""
        told: list[Edition] = []
        figures: list[Published] = []
        for edition in self.editions:
            home = f"{edition.address}superseded/"
            homes = [path.removeprefix(edition.address) for path in self.site.files if path.startswith(home)]
            if homes:
                told.append(edition)
                figures += self._shelf(edition)
                figures += (one for each in homes for one in self._read(edition, each.removesuffix("figures.json")))
        return scope_of(self.site.plan.publication, told, Shelf.of(figures))

    def _shelf(self, edition: Edition) -> Shelf:
        if edition.name not in self.shelves:
            listed = self._read(edition, PLACES) if f"{edition.address}{PLACES}figures.json" in self.site.files else ()
            self.shelves[edition.name] = Shelf.of([*self._read(edition, ""), *listed])
        return self.shelves[edition.name]

    def _read(self, edition: Edition, home: str) -> Iterable[Published]:
        """The figures in one of an edition's files."""
        content = (self.site.folder / f"{edition.address}{home}figures.json").read_bytes()
        return figures_of(exact_json(content)).values()
