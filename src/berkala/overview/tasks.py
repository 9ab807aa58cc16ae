"""What waits for a person: what blocks a release, and who has to do what about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from berkala.errors import Problem
from berkala.ledger import Ledger
from berkala.overview.model import Phrase, Said, Task
from berkala.overview.owners import PUBLISHER, owner_of_report, owners_of_problem, reports_of_file
from berkala.plan import Announced, Edition, Plan
from berkala.plan.frames import tree_fingerprint
from berkala.publish.approvals import APPROVED, approved_by


def is_current(planned: Plan) -> bool:
    """Whether the site says what it should, as far as it can: what is due and cannot be made stands there as late."""
    bundles = {item.edition.name: item.bundle for item in planned.published}
    return planned.site == tree_fingerprint(planned.around, bundles, (edition.name for edition in planned.due))


@dataclass(frozen=True)
class Blocks:
    """What tasks are made from. `inside` is what a command needs to be about this publication, as ``-C office``."""

    planned: Plan
    ledger: Ledger
    inside: str = ""

    def command(self, words: str) -> str:
        """A command as it is typed."""
        return f"berkala {words}{self.inside}"

    @property
    def due(self) -> frozenset[str]:
        """The reports of which something is due."""
        return frozenset(edition.report for edition in self.planned.due)


def tasks(blocks: Blocks, problems: Iterable[Problem], service: Iterable[Problem], is_up: bool) -> tuple[Task, ...]:
    """Every task, what holds back a release that is due before the rest."""
    known = tuple(problems)
    found = [
        *_of_problems(blocks, known),
        *_of_approvals(blocks, _unmade(blocks, known)),
        *_of_undated(blocks),
        *_of_service(blocks, service),
    ]
    # What is due the service publishes by itself; a site that is out of date otherwise it leaves alone.
    found += [task for task in _of_publishing(blocks, found) if not (is_up and task.urgent)]
    return tuple(sorted(found, key=lambda task: not task.urgent))


def _of_problems(blocks: Blocks, problems: Iterable[Problem]) -> Iterator[Task]:
    publication = blocks.planned.publication
    for problem in problems:
        if problem.severity == "note":
            continue
        owners = owners_of_problem(publication, problem)
        names = set(reports_of_file(publication, problem.file or "")) or set(publication.reports)
        stops = problem.severity != "warning" or problem.code == "measure.late"
        command = blocks.command("publish" if problem.code == "measure.late" else "check")
        yield Task(problem, owners, command=command, urgent=stops and bool(names & blocks.due))


def _unmade(blocks: Blocks, problems: Iterable[Problem]) -> frozenset[str]:
    """The editions, or whole reports, that cannot be looked at yet: their data have not come, or hold an error."""
    found: set[str] = set()
    for problem in problems:
        if problem.code == "measure.late":
            found.add(f"{problem.facts['report']}@{problem.facts['period']}")
        elif problem.severity == "error":
            names = reports_of_file(blocks.planned.publication, problem.file or "")
            found.update(names or blocks.planned.publication.reports)
    return frozenset(found)


def _of_approvals(blocks: Blocks, unmade: frozenset[str]) -> Iterator[Task]:
    """The approvals that the next release of each report lacks, as far as they are known without making it."""
    approval = blocks.planned.publication.settings.approval
    if approval is None:
        return
    for edition, due in _waiting(blocks.planned):
        given = _given(blocks.ledger, edition.name)
        left = [name for name in approval.people if name not in given]
        if len(given) >= approval.different or {edition.name, edition.report} & unmade:
            continue
        facts = {"have": str(len(given)), "need": str(approval.different), "edition": edition.name}
        owners: tuple[Said, ...] = tuple(left) or (Phrase("anybody"),)
        name, read = left[0] if left else "…", " ".join(blocks.planned.publication.settings.languages)
        first = blocks.command(f"approve {edition.name}")
        command = blocks.command(f'approve {edition.name} --by "{name}" --read {read} posts')
        yield Task(
            Phrase("unapproved", facts), owners, edition.name, Phrase("read-first", {"command": first}), command, due
        )


def _waiting(planned: Plan) -> Iterator[tuple[Edition, bool]]:
    """What has to be approved: what is due, and of each other report the next release, once its day is near."""
    near = planned.request.as_of + timedelta(days=planned.publication.settings.calendar.confirm_days)
    yield from ((edition, True) for edition in planned.due)
    told = {edition.report for edition in planned.due}
    ahead = (one.edition for one in planned.calendar if one.state == "confirmed" and one.edition.release <= near)
    for edition in sorted(ahead, key=lambda one: one.release):
        if edition.report not in told:
            told.add(edition.report)
            yield edition, False


def _given(ledger: Ledger, edition: str) -> tuple[str, ...]:
    """Who approves what was approved last of an edition. Whether it has changed since, only making it would tell."""
    contents = [event.content for event in ledger.events(APPROVED) if event.subject == edition]
    return approved_by(ledger, contents[-1]) if contents else ()


def _of_undated(blocks: Blocks) -> Iterator[Task]:
    """Releases that were put off and have no new date."""
    planned = blocks.planned
    for one in planned.calendar:
        if one.state == "postponed":
            report = planned.publication.reports[one.edition.report]
            facts = {"edition": one.edition.name, "file": report.file, "line": _line(planned, one)}
            owner = owner_of_report(planned.publication, report.name)
            command = blocks.command("check")
            yield Task(Phrase("undated", facts), (owner,), one.edition.name, Phrase("undated-how", facts), command)


def _line(planned: Plan, one: Announced) -> str:
    """The change to write, with dots where a person has to: its date before, and the minute of deciding, are known."""
    now = planned.request.as_of.astimezone(planned.publication.settings.zone)
    reason = ", ".join(f'{code}: "…"' for code in planned.publication.settings.languages)
    return f"- {{from: {_minute(one.edition.release)}, to: …, decided: {_minute(now)}, reason: {{{reason}}}}}"


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}"


def _of_service(blocks: Blocks, problems: Iterable[Problem]) -> Iterator[Task]:
    """What is wrong with the service; where it never ran, cron or a person publishes, and all is well."""
    for problem in problems:
        if problem.code != "service.never":
            yield Task(
                problem, (PUBLISHER,), command=blocks.command("run" if problem.code == "service.down" else "status")
            )


def _of_publishing(blocks: Blocks, others: Sequence[Task]) -> Iterator[Task]:
    """What only has to be published: what is due and waits for nothing else, or a site that is not as it should be."""
    planned = blocks.planned
    if is_current(planned) or any(task.urgent for task in others):
        return
    names = [edition.name for edition in planned.due]
    what = Phrase("due", {"names": names}, len(names)) if names else Phrase("stale" if planned.before else "unmade")
    yield Task(what, (PUBLISHER,), command=blocks.command("publish"), urgent=bool(names))
