"""The commands, each from what was typed to its outcome. What is heavy is imported by the command that needs it."""

from __future__ import annotations

import argparse
from pathlib import Path

from berkala.cli.outcome import Outcome, shown_path
from berkala.cli.outside import look_after_switch, look_now
from berkala.cli.request import not_before_its_time, request_of
from berkala.cli.telling import progress
from berkala.errors import Problem, SourceProblems
from berkala.fetch import restated, unasked
from berkala.init import PLAIN, init
from berkala.periods import Period
from berkala.plan import Announced, Plan, Publication, Report, plan, read_publication
from berkala.plan.specifications import Folder, ZipFile
from berkala.publish import keep_store, refuse_lost
from berkala.publish.plugs import site_target


def new_publication(arguments: argparse.Namespace, outcome: Outcome) -> None:
    """A new publication in a new folder, ready to be checked and published."""
    folder: Path = arguments.directory / arguments.folder
    files = init(folder.absolute(), arguments.example, outcome.language.code)
    outcome.say("init", n=len(files), path=shown_path(folder))
    outcome.say("init-example" if arguments.example != PLAIN else "init-next", path=shown_path(folder))


def new(arguments: argparse.Namespace, outcome: Outcome) -> None:
    """A dataset folder from spreadsheets, CSV or JSON files, with questions where they do not say enough."""
    from berkala.describe.command import New, new_dataset

    root = arguments.directory.resolve()
    publication, problems = read_publication(root)
    if publication is None:
        raise SourceProblems(problems)
    wanted = New(
        arguments.files,
        root,
        arguments.name,
        publication.settings.languages,
        outcome.as_of.date(),
        outcome.language,
        arguments.sheet,
    )
    made = new_dataset(wanted)
    outcome.problems = tuple(problem.at(severity="warning") for problem in made.reading.problems)
    path = f"{shown_path(made.folder)}/dataset.yml"
    key = "new-rows" if made.rows else "new-unread"
    outcome.say(key, n=made.rows, count=made.rows, figures=made.figures, path=path)
    outcome.lines += made.preview
    outcome.say(
        "new-questions" if made.questions else "new-answered",
        n=len(made.questions),
        count=len(made.questions),
        path=path,
    )


def import_collection(arguments: argparse.Namespace, outcome: Outcome) -> None:
    """A whole collection of another system as a publication: open-sdg SRC DEST."""
    from berkala.imports.command import Import, import_open_sdg
    from berkala.imports.open_sdg.account import SEVERITIES

    folder: Path = arguments.directory / arguments.destination
    wanted = Import(arguments.source, folder.absolute(), outcome.as_of, arguments.time_zone, arguments.fiscal_start)
    made = import_open_sdg(wanted, outcome.language)
    account = made.account
    for name in ("files", "indicators", "rows"):
        tally = getattr(account, name)
        left = tally.found - tally.kept
        outcome.say(f"import-{name}", found=tally.found, kept=tally.kept, left=left)
    for severity in SEVERITIES:
        lines = len(account.of(severity))
        outcome.say(f"import-{severity.replace(' ', '-')}", n=lines)
    outcome.problems = [line.problem for line in account.lines if line.severity == "left out"] if arguments.json else ()
    outcome.say("import-files-written", n=len(made.fates.all("written")), path=shown_path(folder))
    if kept := len(made.fates.all("kept")):
        outcome.say("import-kept", n=kept)
    outcome.say("import-next", path=shown_path(folder))


def check(arguments: argparse.Namespace, outcome: Outcome) -> None:
    """Every problem that would stop a release; nothing is written."""
    from berkala import pipeline

    request = request_of(arguments, outcome, "check")
    tree = pipeline.run(request, progress(arguments), last=pipeline.compose)
    pipeline.publish(tree)  # which takes the private tree away again
    outcome.editions, outcome.problems = sorted(tree.bundles), tree.problems
    outcome.say("checked", n=len(outcome.editions))


def build(arguments: argparse.Namespace, outcome: Outcome) -> None:
    """Site and packs in a local folder; nothing leaves the machine."""
    from berkala import pipeline

    request = request_of(arguments, outcome, "build")
    tree = pipeline.run(request, progress(arguments), last=pipeline.compose)
    pipeline.publish(tree)
    out = request.out or tree.plan.publication.state / "build"
    outcome.editions, outcome.problems = sorted(tree.bundles), tree.problems
    outcome.say("built", n=len(tree.bundles), path=f"{shown_path(out)}/index.html")


def publish(arguments: argparse.Namespace, outcome: Outcome) -> None:
    """Publish what is due; safe to repeat."""
    request = request_of(arguments, outcome, "publish")
    not_before_its_time(request)
    planned = plan(request)
    outcome.due = [edition.name for edition in planned.due]
    target = shown_place(planned.publication, request.channel)
    if planned.held is not None and not request.again:
        outcome.problems = (planned.held.problem,)
        return
    refuse_lost(planned)
    if planned.nothing_to_do:
        outcome.problems = (*restated(planned), *_kept(planned))
        outcome.say("nothing", path=target)
        look_now(planned.publication, request.channel, outcome)
        _say_unasked(planned, outcome)
        return
    from berkala import pipeline

    tree = pipeline.run(request, progress(arguments), last=pipeline.compose)
    receipts = pipeline.publish(tree)
    outcome.editions, outcome.problems = sorted(tree.bundles), tree.problems
    outcome.published = [receipt.subject for receipt in receipts if "@" in receipt.subject]
    if request.dry_run:
        outcome.say("dry-run", n=len(outcome.due))
        _say_promise(planned, outcome)
        return
    outcome.due = []
    outcome.problems = (*outcome.problems, *_kept(planned))
    if outcome.published:
        outcome.say("published", n=len(outcome.published), path=target)
    else:
        outcome.say("refreshed", path=target)
    look_after_switch(planned.publication, request.channel, outcome, arguments)
    if not planned.before:
        _say_promise(planned, outcome)
    _say_unasked(planned, outcome)


def _kept(planned: Plan) -> tuple[Problem, ...]:
    """Bring the private store up to date; what is wrong with it takes nothing back."""
    return () if planned.request.dry_run else keep_store(planned.publication)


def shown_place(publication: Publication, name: str) -> str:
    """Where the site of a channel is, as short as it can be said from here."""
    channel = publication.settings.channels[name]
    place = channel.place(publication.root)
    return shown_path(Path(place)) if isinstance(channel, Folder | ZipFile) else place


def _say_promise(planned: Plan, outcome: Outcome) -> None:
    """How the channel changes, and whether anybody may see a new site before it is whole there."""
    target = site_target(planned.publication, planned.request.channel)
    outcome.say(
        f"promise-{target.switches.replace(' ', '-')}", place=shown_place(planned.publication, planned.request.channel)
    )
    if not target.stages:
        outcome.say("promise-unstaged")


def due(arguments: argparse.Namespace, outcome: Outcome) -> None:
    """What is due now."""
    planned = plan(request_of(arguments, outcome, "publish"))
    outcome.due = [edition.name for edition in planned.due]
    outcome.problems = (*planned.problems, *_held(planned))
    for edition in planned.due:
        outcome.say("due-line", edition=edition.name, moment=outcome.language.moment(edition.release).text)
    outcome.say("due-count", due=len(planned.due), published=len(planned.published))


def timetable(arguments: argparse.Namespace, outcome: Outcome) -> None:
    """The release calendar of the next twelve months."""
    planned = plan(request_of(arguments, outcome, "publish"))
    outcome.problems = planned.problems
    for one in sorted(planned.calendar, key=lambda one: (one.edition.release, one.edition.name)):
        state = outcome.language.text(f"site.calendar.{one.state}")
        outcome.say("calendar-line", moment=_when(one, outcome), edition=one.edition.name, state=state)
    for report in planned.publication.reports.values():
        if not any(one.edition.report == report.name for one in planned.calendar):
            _say_next(planned, report, outcome)


def _held(planned: Plan) -> tuple[Problem, ...]:
    """That the channel was rolled back and waits for a person, where it does."""
    return () if planned.held is None else (planned.held.problem,)


def _say_unasked(planned: Plan, outcome: Outcome) -> None:
    if names := unasked(planned):
        outcome.say("unasked", n=len(names), names=", ".join(names))


def _say_next(planned: Plan, report: Report, outcome: Outcome) -> None:
    if report.spec.dataset not in planned.publication.datasets:
        return  # its dataset could not be read, which is told as a problem
    own = [one for one in planned.calendar if one.edition.report == report.name]
    dated = [one for one in own if one.state in ("confirmed", "provisional")]
    for one in own:
        if one.state in ("late", "postponed"):
            state = outcome.language.text(f"site.calendar.{one.state}")
            outcome.say("calendar-line", moment=_when(one, outcome), edition=one.edition.name, state=state)
    if dated:
        first = min(dated, key=lambda one: one.edition.release)
        outcome.say("next-line", edition=first.edition.name, moment=_when(first, outcome))
    elif not own:
        outcome.say("next-ended" if report.spec.notice else "next-closed", report=report.name)


def _when(one: Announced, outcome: Outcome) -> str:
    """When a release is, as far as that is announced."""
    language = outcome.language
    if not one.dated:
        return language.text(f"cli.calendar-{one.state}")
    if one.state == "provisional":
        return language.period_text(Period(one.edition.release.date().replace(day=1), "month"))
    return language.moment(one.edition.release).text


def serve(arguments: argparse.Namespace, outcome: Outcome) -> None:
    """Build, serve on loopback, rebuild on change."""
    # MkDocs has a server that rebuilds on change; our plugin makes it build the whole publication.
    request_of(arguments, outcome, "build")
    from mkdocs.commands.serve import serve

    serve(config_file=str(arguments.directory / "mkdocs.yml"), dev_addr=arguments.address, livereload=True)
    outcome.say("stopped")
