"""The overview on one screen: plain lines, the most urgent first, long lists cut with a count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from berkala.overview.model import Change, Coming, Odd, Overview, Phrase, Task
from berkala.overview.saying import owners, public, remedy, said, state, when
from berkala.words import Language

#: How many of each a screen shows.
TASKS, RELEASES, CHANGES, ODDITIES = 5, 5, 5, 3


def screen(overview: Overview, language: Language) -> list[str]:
    """The lines."""
    return [
        *_head(overview, language),
        *_part("tasks", [_task(one, place, language) for place, one in enumerate(overview.tasks, 1)], TASKS, language),
        *_part("next", [[_coming(one, language)] for one in overview.coming], RELEASES, language),
        *_part(
            "changed", [[_change(one, language)] for one in overview.changes], CHANGES, language, since=overview.since
        ),
        *_part("odd", [_odd(one, language) for one in overview.odd], ODDITIES, language),
        *_foot(overview, language),
    ]


def _head(overview: Overview, language: Language) -> Iterator[str]:
    yield f"{said(overview.agency, language).text} · {language.moment(overview.as_of).text}"
    site = language.text("cli.up-to-date") if overview.current else language.text("overview.not-current")
    yield f"{site} {said(public(overview), language).text}"
    if overview.up:
        yield said(Phrase("up", {"looked": overview.up.looked}), language).text
    if overview.seen:
        yield said(overview.seen, language).text


def _part(name: str, items: Sequence[list[str]], most: int, language: Language, **slots: object) -> Iterator[str]:
    """A part with its heading, or one line that says that there is nothing."""
    yield ""
    if not items:
        yield said(Phrase(f"{name}-none", slots), language).text
        return
    yield said(Phrase(name, slots), language).text
    yield from (f"  {line}" for item in items[:most] for line in item)
    if left := len(items) - most if len(items) > most else 0:
        yield f"  {language.text('overview.more', n=left, count=left)}"


def _task(task: Task, place: int, language: Language) -> list[str]:
    lines = [f"{place}. {said(task.what, language).text}"]
    if how := remedy(task.what, task.how, language).text:
        lines.append(f"   → {how}")
    lines.append(f"   {language.text('overview.who', names=owners(task.owners, language))}")
    if task.command:
        lines[-1] += f"  {language.text('overview.type', command=task.command)}"
    return lines


def _coming(one: Coming, language: Language) -> str:
    return f"{when(one, language).text}  {one.edition}  {state(one, language)}"


def _change(one: Change, language: Language) -> str:
    day = f"{said(one.on, language).text}: " if one.on else ""
    return day + said(one.what, language).text


def _odd(one: Odd, language: Language) -> list[str]:
    lines = [said(one.what, language).text]
    if one.reason:
        lines.append(f"  {said(Phrase('answer', {'reason': one.reason, 'who': one.who}), language).text}")
    return lines


def _foot(overview: Overview, language: Language) -> Iterator[str]:
    notes = []
    if any(len(items) > most for items, most in _lists(overview)):
        notes.append(language.text("overview.all-of-it"))
    if overview.ended:
        notes.append(said(Phrase("ended", {"names": list(overview.ended)}, len(overview.ended)), language).text)
    if overview.unasked:
        names = ", ".join(overview.unasked)
        notes.append(language.text("cli.unasked", n=len(overview.unasked), count=len(overview.unasked), names=names))
    if notes:
        yield from ("", *notes)


def _lists(overview: Overview) -> tuple[tuple[Sequence[object], int], ...]:
    """The lists that may be cut, with how many of each are shown."""
    return ((overview.tasks, TASKS), (overview.coming, RELEASES), (overview.changes, CHANGES), (overview.odd, ODDITIES))
