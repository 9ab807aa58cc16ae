"""The editions that stand in the tree, report by report: what each page's neighbours are.

Nothing here asks the clock: what comes next is what the plan announces, which belongs to the frame. So a tree's bytes
depend on its bundles and its frame alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from berkala.errors import Problem
from berkala.periods import Period
from berkala.plan import Announced, Publication, Report
from berkala.plan.pre_release import Access
from berkala.plan.withdrawing import Withdrawn
from berkala.render.bundle import Bundle


@dataclass(frozen=True)
class Row:
    """One report: its editions in the tree, oldest first, and what the calendar announces of others, by period."""

    report: Report
    bundles: tuple[Bundle, ...]
    announced: tuple[Announced, ...]
    goes_on: bool = False

    @property
    def latest(self) -> Bundle:
        """The newest edition. Only for a report that has one."""
        return self.bundles[-1]

    @property
    def next(self) -> Announced | None:
        """The release that comes next; None when the series is closed and told, or none has a date."""
        dated = [one for one in self.announced if one.state in ("confirmed", "provisional")]
        return min(dated, key=lambda one: one.edition.release, default=None)

    @property
    def waiting(self) -> tuple[Announced, ...]:
        """The releases that should be there by now, or were put off without a date."""
        return tuple(one for one in self.announced if one.state in ("late", "postponed"))

    @property
    def closed(self) -> bool:
        """Whether the series has been told to its end."""
        return bool(self.bundles) and not self.goes_on and all(one.state == "cancelled" for one in self.announced)


@dataclass(frozen=True)
class Version:
    """One version of a dataset: its entry in ``about["datasets"]`` and the bundle whose files stand there.

    `period` is the one that the version is named after: the last that it holds, or its edition's.
    """

    bundle: Bundle
    entry: Mapping[str, Any]
    period: Period

    @property
    def code(self) -> str:
        """The version as it stands in the address."""
        return str(self.entry["version"])

    @property
    def folder(self) -> str:
        """Its place on the site: ``data/<dataset>/<version>/``."""
        return f"data/{self.entry['name']}/{self.code}/"


@dataclass(frozen=True)
class Shelf:
    """Everything that is public, in order. `rows` follow the order of the reports' files.

    `access` is who had an edition before its moment, by the edition's name; `withdrawn` are those that stand no more.
    """

    publication: Publication
    rows: tuple[Row, ...]
    access: Mapping[str, tuple[Access, ...]] = field(default_factory=dict)
    withdrawn: tuple[Withdrawn, ...] = ()

    @cached_property
    def told(self) -> tuple[Row, ...]:
        """The reports with an edition, the latest release first."""
        rows = [row for row in self.rows if row.bundles]
        return tuple(sorted(rows, key=lambda row: row.latest.edition.release, reverse=True))

    @cached_property
    def newest_first(self) -> tuple[Bundle, ...]:
        """Every edition: by moment of release, then by period, the newest first."""
        bundles = [bundle for row in self.rows for bundle in row.bundles]
        return tuple(
            sorted(bundles, key=lambda b: (b.edition.release, b.edition.period.end, b.edition.slug), reverse=True)
        )

    @cached_property
    def datasets(self) -> Mapping[str, tuple[Version, ...]]:
        """Each dataset's versions, newest first, by name.

        Editions may share a version (a standard that does not change every month). Its files are those of the
        newest edition with a full pack, which holds every format.
        """
        found: dict[str, dict[str, Version]] = {}
        for bundle in sorted(self.newest_first, key=lambda bundle: not bundle.edition.full):
            for entry in entries(bundle):
                version = Version(bundle, entry, self._period(entry, bundle))
                found.setdefault(str(entry["name"]), {}).setdefault(version.code, version)
        return {
            name: tuple(sorted(found[name].values(), key=lambda v: (v.period.end, v.code), reverse=True))
            for name in sorted(found)
        }

    def _period(self, entry: Mapping[str, Any], bundle: Bundle) -> Period:
        if entry["version"] == bundle.edition.period.code:
            return bundle.edition.period
        dataset = self.publication.datasets.get(str(entry["name"]))
        return dataset.spec.period(str(entry["until"])) if dataset else bundle.edition.period

    def public(self, bundle: Bundle) -> Iterator[tuple[str, bytes]]:
        """The files of a bundle that stand on the site as they are: not those of a version another one fills."""
        others = self._foreign(bundle)
        for path, content in bundle.files.items():
            inside = path.removeprefix("public/")
            if path != inside and not inside.startswith(others):
                yield inside, content

    @cached_property
    def owners(self) -> Mapping[tuple[str, str], Version]:
        """Whose files a version holds, by dataset and version."""
        return {(str(v.entry["name"]), v.code): v for found in self.datasets.values() for v in found}

    def _foreign(self, bundle: Bundle) -> tuple[str, ...]:
        held = [self.owners[str(entry["name"]), str(entry["version"])] for entry in entries(bundle)]
        return tuple(version.folder for version in held if version.bundle is not bundle)


def shelve(
    publication: Publication,
    bundles: Mapping[str, Bundle],
    calendar: Iterable[Announced] = (),
    access: Mapping[str, tuple[Access, ...]] | None = None,
) -> Shelf:
    """Put the bundles of a tree (by edition name) in their rows, with what the calendar announces.

    Of `access`, what is told of editions that are in the tree.
    """
    held: dict[str, list[Bundle]] = {name: [] for name in publication.reports}
    for bundle in bundles.values():
        held[bundle.edition.report].append(_in_zone(publication, bundle))
    announced: dict[str, list[Announced]] = {name: [] for name in publication.reports}
    for one in calendar:
        announced[one.edition.report].append(one)
    rows = []
    for name, report in publication.reports.items():
        ordered = tuple(sorted(held[name], key=lambda bundle: bundle.edition.period))
        goes_on = publication.datasets[report.spec.dataset].spec.coverage.goes_on is True
        rows.append(Row(report, ordered, tuple(announced[name]), goes_on))
    return Shelf(publication, tuple(rows), {name: who for name, who in (access or {}).items() if name in bundles})


def missing_fragments(shelf: Shelf) -> Iterator[Problem]:
    """A problem for each page that a bundle does not have in a language of the publication."""
    for row in shelf.rows:
        for bundle in row.bundles:
            pages = [str(page) for page in bundle.about["pages"]]
            quoted = ["metadata"] * has_part(bundle, "metadata")
            for page in [*pages, *quoted, *["chart"] * (bundle is row.latest)]:
                for code in shelf.publication.settings.languages:
                    if f"fragments/{page}.{code}.html" not in bundle.files:
                        facts = {"edition": bundle.edition.name, "page": page, "language": code}
                        yield Problem("compose.fragment-missing", facts)


def entries(bundle: Bundle) -> tuple[Mapping[str, Any], ...]:
    """What a bundle says of its datasets."""
    return tuple(bundle.about["datasets"])


def disputed_data(shelf: Shelf) -> Iterator[Problem]:
    """A problem for each version that two editions published with different data."""
    for bundle in shelf.newest_first:
        for entry in entries(bundle):
            owner = shelf.owners[str(entry["name"]), str(entry["version"])]
            if _data(entry) != _data(owner.entry):
                facts = {
                    "path": f"/{owner.folder}",
                    "claimant": bundle.edition.name,
                    "holder": owner.bundle.edition.name,
                }
                yield Problem("compose.address-taken", facts)


def _data(entry: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The data files of an entry; the other formats are made from them."""
    return [(str(file["path"]), str(file["sha256"])) for file in entry["files"] if file["format"] == "csv"]


def has_page(bundle: Bundle, page: str) -> bool:
    """Whether the edition has this page."""
    return page in bundle.about["pages"]


def has_part(bundle: Bundle, part: str) -> bool:
    """Whether the edition has this part of its page, which it has no page of its own for."""
    return part in (bundle.about.get("roles") or ())


def _in_zone(publication: Publication, bundle: Bundle) -> Bundle:
    # A kept bundle knows its moment by offset alone. The page names the zone, the same on every run.
    moment = bundle.edition.release.astimezone(publication.settings.zone)
    return replace(bundle, edition=replace(bundle.edition, release=moment))
