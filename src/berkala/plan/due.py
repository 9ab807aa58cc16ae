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
from berkala.ledger import Event
from berkala.plan.agreement import unaccounted
from berkala.plan.announcing import Announced, announced
from berkala.plan.calendar import Edition, scheduled
from berkala.plan.frames import around, frame_of, tree_fingerprint
from berkala.plan.holding import Hold, hold_of
from berkala.plan.lost import STATELESS, lost_bundles, lost_state
from berkala.plan.pre_release import Access, accesses
from berkala.plan.promises import broken_promises, kept_confirmed, lost_promises, news, unset_holidays
from berkala.plan.reading import SETTINGS_FILE, Publication, Report, read_publication
from berkala.plan.receipted import Receipted
from berkala.plan.records import Records
from berkala.plan.reissues import Reissue, lost_corrections, public_corrections
from berkala.plan.standing import seen_at
from berkala.plan.withdrawing import EDITION_WITHDRAWN, Withdrawn, decided, lost_withdrawals, unpublished

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
    corrections that public editions carry already, `withdrawn` the editions that were public and are so no more.
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
    withdrawn: tuple[Withdrawn, ...] = ()

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
    known = _known(publication, request)
    chosen = _chosen(request, publication, known)
    records = Records.of(publication, request.channel, known, request.as_of)
    gone = decided(publication, request.as_of)
    chosen = [edition for edition in chosen if edition.name not in gone]
    if request.action != "publish":
        due = tuple(chosen)
        calendar = announced(publication, {edition.name for edition in due} | {*gone}, request.as_of)
        calendar = kept_confirmed(calendar, records.announced)
        return Plan(
            request,
            publication,
            due,
            frame=frame_of(publication, calendar),
            problems=(*problems, *_unkept(publication, request, problems, (due, calendar), records)),
            before=records.published,
            calendar=calendar,
            access=accesses(records.given, {edition.name for edition in due}),
            withdrawn=records.withdrawn,
        )
    told = {item.edition.name for item in records.published if item.edition.full or request.archive == "pages"}
    due = tuple(edition for edition in chosen if edition.name not in told)
    due += tuple(_wanted_again(request, records.again, due))
    public = {edition.name for edition in due} | {item.edition.name for item in records.published}
    calendar = kept_confirmed(announced(publication, public | {*gone}, request.as_of), records.announced)
    target = publication.settings.channels.get(request.channel)
    seen = seen_at(target, publication.root) if target else None
    return Plan(
        request,
        publication,
        due,
        records.published,
        records.site if target and (seen is None or seen.tree == records.site) else "",
        frame_of(publication, calendar),
        (
            *problems,
            *_unkept(publication, request, problems, (due, calendar), records),
            *(lost_state(publication, request.channel, records.ledger, seen) if seen else ()),
            *lost_bundles(publication, records.receipts),
        ),
        before=records.published,
        calendar=calendar,
        news=(*news(calendar, records.announced, request.as_of), *_withdrawals(request, records)),
        held=hold_of(records.ledger, request.channel),
        access=accesses(records.given, public),
        withdrawn=records.withdrawn,
        carried=frozenset(public_corrections(records.corrected, request.channel)),
        reissues={edition.name: records.again[edition.name] for edition in due if edition.name in records.again},
    )


def _known(publication: Publication, request: Request) -> list[Edition]:
    """Every edition whose moment has come."""
    return [
        edition
        for report in publication.reports.values()
        if report.spec.dataset in publication.datasets
        for edition in scheduled(publication, report, request.as_of)
    ]


def _unkept(
    publication: Publication,
    request: Request,
    problems: Sequence[Problem],
    told: tuple[Sequence[Edition], Sequence[Announced]],
    records: Records,
) -> Iterator[Problem]:
    """What is wrong between what is due and announced now and what was announced, published and corrected before."""
    due, calendar = told
    new = [edition for edition in due if edition.name not in records.again]
    yield from unaccounted(publication, due)
    yield from broken_promises(publication, calendar, new, records.announced)
    if not any(problem.severity == "error" for problem in problems):
        # Where something cannot be read, what is missing has not gone away.
        there = {*records.receipts, *(edition.name for edition in due), *(one.edition.name for one in calendar)}
        yield from lost_promises(publication, there, records.announced)
        yield from lost_corrections(publication, records.corrected, request.channel)
        yield from lost_withdrawals(publication, records.ledger.events(EDITION_WITHDRAWN), request.channel)
        yield from unpublished(publication, records.receipts, request.as_of)
    yield from unset_holidays(publication, calendar, request.as_of)


def _withdrawals(request: Request, records: Records) -> Iterator[Event]:
    """The withdrawals that the ledger does not know yet."""
    events = (one.event(request.as_of.isoformat()) for one in records.withdrawn)
    yield from (event for event in events if event is not None)


def _wanted_again(request: Request, again: Mapping[str, Reissue], due: Sequence[Edition]) -> Iterator[Edition]:
    """The public editions with new corrections that the request means, as they came out; not those due anyway."""
    others = {edition.name for edition in due} | request.withheld
    meant = [
        one
        for name, one in again.items()
        if not request.wanted or {name, one.public.edition.report} & set(request.wanted)
    ]
    # A correction is made everywhere at once: one page may not say what another has corrected.
    shared = {correction.correction for one in meant for _, correction in one.corrections}
    for name, one in again.items():
        if shared & {correction.correction for _, correction in one.corrections} and name not in others:
            yield one.public.edition


def _chosen(request: Request, publication: Publication, known: Sequence[Edition]) -> list[Edition]:
    """The editions that the request means, the newest of each report with its full pack."""
    latest = {edition.report: edition.name for edition in known}
    every = request.archive == "all"
    return [
        replace(edition, full=every or latest[edition.report] == edition.name)
        for edition in _wanted(request, publication, known)
        if edition.name not in request.withheld
    ]


def _wanted(request: Request, publication: Publication, known: Sequence[Edition]) -> Sequence[Edition]:
    """The editions that the request names; all where it names none. Raises WrongUse for a name that nothing has."""
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
