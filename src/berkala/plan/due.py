"""What one run has to do: the request, held against calendar and receipts, becomes a `Plan`."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from berkala.errors import Problem, SourceProblems, WrongUse, nearest
from berkala.lasting import lasting
from berkala.ledger import SITE, Event, Ledger, Receipt
from berkala.plan.agreement import unaccounted
from berkala.plan.announcing import (
    ANNOUNCED,
    Announced,
    announced,
    broken_promises,
    kept_confirmed,
    lost_promises,
    news,
    unset_holidays,
)
from berkala.plan.answers import ANSWERS_FILE
from berkala.plan.calendar import Edition, scheduled
from berkala.plan.reading import SETTINGS_FILE, Publication, Report, read_publication
from berkala.plan.standing import standing_at

#: What a run is for. `check` writes nothing, `build` writes one local folder, `publish` goes outside.
Action = Literal["check", "build", "publish"]

_PACKAGE = Path(__file__).parents[1]

#: The libraries whose version may change the bytes of a page.
_WRITERS = ("babel", "jinja2", "markdown", "mkdocs", "pagefind_bin", "plotly", "tzdata")


@dataclass(frozen=True)
class Request:
    """What a person, a timetable or MkDocs asked for. `as_of` is the clock of the whole run.

    `wanted` are ``report`` or ``report@period``; none means all. `withheld` are editions that are not made though they
    are due: what is wrong with them is known, and the rest goes on without them. `archive` says whether older editions
    get their full packs. `out` is where `build` writes.
    """

    root: Path
    as_of: datetime
    action: Action = "publish"
    wanted: tuple[str, ...] = ()
    withheld: frozenset[str] = frozenset()
    archive: Literal["pages", "all"] = "pages"
    channel: str = "site"
    dry_run: bool = False
    jobs: int = 1
    out: Path | None = None


@dataclass(frozen=True)
class Receipted:
    """An edition that is public already, the bundle that says what it said, and its sources' hashes by dataset."""

    edition: Edition
    bundle: str
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What is due and what is public, with every problem found so far.

    `frame` is the hash of what every page shares: settings, templates, authored pages, the calendar, and this program.
    `before` are the editions that are public, whatever the run is for; `published` only those that it builds upon.
    `calendar` is what is announced once the due editions are public, `news` what of it the ledger does not know yet.
    """

    request: Request
    publication: Publication
    due: tuple[Edition, ...]
    published: tuple[Receipted, ...] = ()
    site: str = ""
    frame: str = ""
    problems: tuple[Problem, ...] = ()
    stories: Mapping[str, str] = field(default_factory=dict)
    before: tuple[Receipted, ...] = ()
    calendar: tuple[Announced, ...] = ()
    news: tuple[Event, ...] = ()

    @cached_property
    def broken(self) -> frozenset[str]:
        """The files in which something is an error: nothing may be made from them."""
        return frozenset(problem.file or "" for problem in self.problems if problem.severity == "error")

    def can_tell(self, report: Report) -> bool:
        """Whether a report and the settings are sound, so that rooms to the right may rely on them."""
        files = {SETTINGS_FILE, report.file, *(story.file for story in report.stories.values())}
        return not files & self.broken

    @property
    def nothing_to_do(self) -> bool:
        """True when the public site already says exactly what it should."""
        bundles = {item.edition.name: item.bundle for item in self.published}
        return not self.due and not self.problems and self.site == tree_fingerprint(self.frame, bundles)


@lasting()
def plan(request: Request) -> Plan:
    """Read the publication in `request.root` and work out what is due.

    Raises SourceProblems where even the settings cannot be read, WrongUse for a report or edition that does
    not exist. All other problems travel on in the plan, so that one run can name those of the data as well.
    """
    publication, problems = read_publication(request.root)
    if publication is None:
        raise SourceProblems(problems)
    known = [
        edition
        for report in publication.reports.values()
        if report.spec.dataset in publication.datasets
        for edition in scheduled(publication, report, request.as_of)
    ]
    chosen = [one for one in _chosen(request, publication, known) if one.name not in request.withheld]
    latest = {edition.report: edition.name for edition in known}
    chosen = [
        replace(edition, full=request.archive == "all" or latest[edition.report] == edition.name) for edition in chosen
    ]
    ledger = Ledger(publication.state / "ledger.sqlite3")
    receipts = ledger.latest(request.channel)
    published = tuple(_public(publication, receipts, known, request.as_of))
    told = {item.edition.name for item in published if item.edition.full or request.archive == "pages"}
    publishing = request.action == "publish"
    due = tuple(edition for edition in chosen if not publishing or edition.name not in told)
    public = {edition.name for edition in due} | {item.edition.name for item in published if publishing}
    events = ledger.events(ANNOUNCED)
    calendar = kept_confirmed(announced(publication, public, request.as_of), events)
    problems += (
        *unaccounted(publication, due),
        *broken_promises(publication, (*calendar, *_at_last(publication, due)), events),
        *(lost_promises(publication, _kept(calendar, due, receipts), events) if not _unreadable(problems) else ()),
        *unset_holidays(publication, calendar, request.as_of),
    )
    frame = _frame(publication, calendar)
    if not publishing:
        return Plan(request, publication, due, frame=frame, problems=problems, before=published, calendar=calendar)
    site = receipts[SITE].content if SITE in receipts else ""
    target = publication.settings.channels.get(request.channel)
    return Plan(
        request,
        publication,
        due,
        published,
        standing_at(target, publication.root, site) if target else "",
        frame,
        problems,
        before=published,
        calendar=calendar,
        news=news(calendar, events, request.as_of),
    )


def _public(
    publication: Publication, receipts: Mapping[str, Receipt], known: Iterable[Edition], as_of: datetime
) -> Iterator[Receipted]:
    """What is public, by its receipts, each with the moment at which it came out: no rule takes that back."""
    by_rule = {edition.name: edition.release for edition in known}
    for report in publication.reports.values():
        dataset = publication.datasets.get(report.spec.dataset)
        if dataset is None:
            continue
        own = {name: one for name, one in receipts.items() if name.partition("@")[0] == report.name}
        found = []
        for name, receipt in own.items():
            with suppress(ValueError):  # a period that the data do not have any more: nothing can be said of it
                period = dataset.spec.period(name.partition("@")[2])
                release = _came_out(receipt, by_rule.get(name))
                if release is not None and release <= as_of:
                    moment = release.astimezone(publication.settings.zone)
                    found.append(_receipted(Edition(report.name, report.slug, period, moment), receipt))
        yield from sorted(found, key=lambda one: one.edition.period)


def _came_out(receipt: Receipt, by_rule: datetime | None) -> datetime | None:
    """The moment at which an edition came out; a receipt that does not say it leaves it to the rule."""
    said = receipt.details.get("release")
    return datetime.fromisoformat(str(said)) if said else by_rule


def _receipted(edition: Edition, receipt: Receipt) -> Receipted:
    details = receipt.details
    sources = details.get("sources")
    known = {str(name): str(hash_) for name, hash_ in sources.items()} if isinstance(sources, dict) else {}
    return Receipted(replace(edition, full=bool(details.get("full"))), receipt.content, known)


def tree_fingerprint(frame: str, bundles: Mapping[str, str]) -> str:
    """The name of a public tree: the hash of its frame and of every bundle in it, by edition name."""
    lines = [frame, *(f"{name} {bundles[name]}" for name in sorted(bundles))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _unreadable(problems: Iterable[Problem]) -> bool:
    """Whether something cannot be read: what is then missing has not gone away."""
    return any(problem.severity == "error" for problem in problems)


def _kept(calendar: Iterable[Announced], due: Iterable[Edition], receipts: Collection[str]) -> frozenset[str]:
    """The editions that are public, or become it now, or are announced."""
    return frozenset({*receipts, *(one.name for one in due), *(one.edition.name for one in calendar)})


def _at_last(publication: Publication, due: Iterable[Edition]) -> Iterator[Announced]:
    """What is due as it would be announced: its date may not have moved on the way either."""
    for edition in due:
        changes = publication.reports[edition.report].spec.schedule.changes.get(edition.period.code, ())
        yield Announced(edition, "confirmed", changes=changes)


def _frame(publication: Publication, calendar: Iterable[Announced]) -> str:
    """The frame of a tree in which the calendar stands so."""
    told = [f"{one.edition.name} {one.told()} {one.sure}" for one in calendar]
    return hashlib.sha256("\n".join([frame_hash(publication), *told]).encode()).hexdigest()


def frame_hash(publication: Publication) -> str:
    """The ingredients of everything around the bundles, by content and not by date."""
    root = publication.root
    named = {f"templates/{name}": file for name, file in publication.template_files.items()}
    files = [root / "mkdocs.yml", *_files(_PACKAGE)]
    files += sorted((root / "reports").glob("[!.]*.md")) + sorted((root / "datasets").glob("*/dataset.yml"))
    files += sorted((root / "datasets").glob(f"*/{ANSWERS_FILE}"))
    files += [root / "reports" / name for name in publication.companions]
    mark = publication.settings.agency.mark
    files += [root / mark] if mark and (root / mark).is_file() else []
    for file in files:
        inside = file.relative_to(_PACKAGE if file.is_relative_to(_PACKAGE) else root)
        named.setdefault(inside.as_posix(), file)
    digest = hashlib.sha256("".join(f"{name} {_version(name)}\n" for name in _WRITERS).encode())
    for name, file in named.items():
        digest.update(f"{name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _version(name: str) -> str:
    """A library's version; nothing where it is not there, which whoever needs it says (there is no search then)."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _files(folder: Path) -> list[Path]:
    ours = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sorted(ours, key=lambda path: path.relative_to(folder).as_posix())


def _chosen(request: Request, publication: Publication, known: list[Edition]) -> list[Edition]:
    if not request.wanted:
        return known
    names = {*publication.reports, *(edition.name for edition in known)}
    strangers = [name for name in request.wanted if name not in names]
    if strangers:
        raise WrongUse(
            Problem("plan.edition-unknown", {"name": name, "nearest": nearest(name, sorted(names))})
            for name in strangers
        )
    return [edition for edition in known if {edition.report, edition.name} & set(request.wanted)]
