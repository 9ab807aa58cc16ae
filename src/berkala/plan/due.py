"""What one run has to do: the request, held against calendar and receipts, becomes a `Plan`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Literal

from berkala.errors import Problem, SourceProblems, WrongUse, nearest
from berkala.lasting import lasting
from berkala.ledger import SITE, Event, Ledger
from berkala.plan.agreement import unaccounted
from berkala.plan.announcing import Announced, announced
from berkala.plan.calendar import Edition, scheduled
from berkala.plan.frames import around, frame_of, tree_fingerprint
from berkala.plan.holding import Hold, hold_of
from berkala.plan.lost import STATELESS, lost_bundles, lost_state
from berkala.plan.pre_release import GIVEN, Access, accesses
from berkala.plan.promises import ANNOUNCED, broken_promises, kept_confirmed, lost_promises, news, unset_holidays
from berkala.plan.reading import SETTINGS_FILE, Publication, Report, read_publication
from berkala.plan.receipted import Receipted, public_editions
from berkala.plan.reissues import CORRECTED, Reissue, lost_corrections, public_corrections, reissues
from berkala.plan.standing import seen_at

#: What a run is for. `check` writes nothing, `build` writes one local folder, `publish` goes outside.
Action = Literal["check", "build", "publish"]


@dataclass(frozen=True)
class Request:
    """What a person, a timetable or MkDocs asked for. `as_of` is the clock of the whole run.

    `wanted` are ``report`` or ``report@period``; none means all. `withheld` are editions that are not made though they
    are due: what is wrong with them is known, and the rest goes on without them. `archive` says whether older editions
    get their full packs. `out` is where `build` writes. `again` lets a channel go on that was rolled back.
    """

    root: Path
    as_of: datetime
    action: Action = "publish"
    wanted: tuple[str, ...] = ()
    withheld: frozenset[str] = frozenset()
    archive: Literal["pages", "all"] = "pages"
    channel: str = "site"
    dry_run: bool = False
    again: bool = False
    jobs: int = 1
    out: Path | None = None


@dataclass(frozen=True)
class Plan:
    """What is due and what is public, with every problem found so far.

    `frame` is the hash of what every page shares: settings, templates, authored pages, the calendar, and this program.
    `before` are the editions that are public, whatever the run is for; `published` only those that it builds upon.
    `held` says who rolled the channel back, where nothing goes there until a person lets it go on (`Request.again`).
    `calendar` is what is announced once the due editions are public, `news` what of it the ledger does not know yet.
    `access` is who had each of the then public editions before its moment.
    `reissues` are the public editions among the due ones whose values are corrected, by name, `carried` the
    corrections that public editions carry already.
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
    held: Hold | None = None
    access: Mapping[str, tuple[Access, ...]] = field(default_factory=dict)
    reissues: Mapping[str, Reissue] = field(default_factory=dict)
    carried: frozenset[str] = frozenset()

    @cached_property
    def broken(self) -> frozenset[str]:
        """The files in which something is an error: nothing may be made from them."""
        return frozenset(problem.file or "" for problem in self.problems if problem.severity == "error")

    def can_tell(self, report: Report) -> bool:
        """Whether a report and the settings are sound, so that rooms to the right may rely on them."""
        files = {SETTINGS_FILE, report.file, *(story.file for story in report.stories.values())}
        return not files & self.broken

    @cached_property
    def around(self) -> str:
        """What stands around the bundles of its tree: the frame, and who had which edition beforehand."""
        return around(self.frame, self.access)

    @property
    def stateless(self) -> bool:
        """Whether this machine lacks the records of what is public: then nothing may be made, for nothing is sent."""
        return any(problem.code in STATELESS for problem in self.problems)

    @property
    def nothing_to_do(self) -> bool:
        """True when the public site already says exactly what it should."""
        bundles = {item.edition.name: item.bundle for item in self.published}
        done = not self.due and not self.problems and self.held is None
        return done and self.site == tree_fingerprint(self.around, bundles)


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
    published = tuple(public_editions(publication, receipts, known, request.as_of))
    told = {item.edition.name for item in published if item.edition.full or request.archive == "pages"}
    publishing = request.action == "publish"
    corrected = ledger.events(CORRECTED)
    again = reissues(publication, published, corrected, request.channel, request.as_of) if publishing else {}
    due = tuple(edition for edition in chosen if not publishing or edition.name not in told)
    due += tuple(_wanted_again(request, again, due))
    public = {edition.name for edition in due} | {item.edition.name for item in published if publishing}
    events = ledger.events(ANNOUNCED)
    calendar = kept_confirmed(announced(publication, public, request.as_of), events)
    announced_names = {one.edition.name for one in calendar}
    whole = not any(problem.severity == "error" for problem in problems)
    problems += (
        *unaccounted(publication, due),
        *broken_promises(publication, calendar, [one for one in due if one.name not in again], events),
        # Where something cannot be read, what is missing has not gone away.
        *(lost_promises(publication, {*receipts, *public, *announced_names}, events) if whole else ()),
        *unset_holidays(publication, calendar, request.as_of),
        *(lost_corrections(publication, corrected, request.channel) if whole else ()),
    )
    access = accesses(ledger.events(GIVEN), public)
    frame = frame_of(publication, calendar)
    if not publishing:
        return Plan(
            request,
            publication,
            due,
            frame=frame,
            problems=problems,
            before=published,
            calendar=calendar,
            access=access,
        )
    site = receipts[SITE].content if SITE in receipts else ""
    target = publication.settings.channels.get(request.channel)
    seen = seen_at(target, publication.root) if target else None
    problems += (
        *(lost_state(publication, request.channel, ledger, seen) if seen else ()),
        *lost_bundles(publication, receipts),
    )
    return Plan(
        request,
        publication,
        due,
        published,
        site if target and (seen is None or seen.tree == site) else "",
        frame,
        problems,
        before=published,
        calendar=calendar,
        news=news(calendar, events, request.as_of),
        held=hold_of(ledger, request.channel),
        access=access,
        carried=frozenset(public_corrections(corrected, request.channel)),
        reissues={edition.name: again[edition.name] for edition in due if edition.name in again},
    )


def _wanted_again(request: Request, again: Mapping[str, Reissue], due: Sequence[Edition]) -> Iterator[Edition]:
    """The public editions with new corrections that the request means, as they came out; not those due anyway."""
    others = {edition.name for edition in due} | request.withheld
    for name, one in again.items():
        meant = not request.wanted or {name, one.public.edition.report} & set(request.wanted)
        if one.corrections and meant and name not in others:
            yield one.public.edition


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
