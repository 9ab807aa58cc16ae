"""One indicator as a list shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from berkala.compose.index import Index, Member
from berkala.compose.metadata import about, notices
from berkala.compose.naming import called, status_of
from berkala.plan import Unreported
from berkala.render.sentences import named
from berkala.words import Language, Sentence


@dataclass(frozen=True)
class Line:
    """An indicator: its number and title, its page, its status; its latest figure, or why there is none.

    `label` says what the figure is of, where the title does not, or what it adds to the title.
    """

    number: Sentence | None
    title: Sentence
    address: str | None
    status: Sentence | None
    period: Sentence | None = None
    figure: Markup | None = None
    label: Sentence | None = None
    verdict: Sentence | None = None
    mark: str = ""
    why: Sentence | None = None


def line_of(index: Index, member: Member, language: Language) -> Line:
    """An indicator of the collection, or one beside it."""
    code, spec = language.code, member.told.spec
    line = Line(
        called(spec.number) if spec.number else None,
        called(spec.title[code]),
        member.address if member.has_page else None,
        status_of(index, member, language),
        why=_why(member, language),
    )
    return _with_figure(line, member, language) if member.has_figures else line


def _why(member: Member, language: Language) -> Sentence | None:
    if isinstance(member.told, Unreported):
        return named(member.told.spec.unreported[language.code])
    return None if member.has_figures else Sentence.plain(language.text("collection.no-release"))


def _with_figure(line: Line, member: Member, language: Language) -> Line:
    assert member.row is not None
    code, bundle = language.code, member.row.latest
    lead = about(bundle, "lead")
    label = str(lead["label"][code]).removeprefix(line.title.text).lstrip(", ")
    return Line(
        line.number,
        line.title,
        line.address,
        line.status,
        period=language.period(bundle.edition.period),
        figure=Markup(lead["html"][code]),
        label=called(label) if label else None,
        verdict=called(lead["verdict"][code]) if lead["verdict"] else None,
        mark=str(lead["mark"] or "none"),
    )


def share(reported: int, members: Sequence[Member], language: Language) -> Sentence:
    """How many of these indicators have figures."""
    whole = len(members)
    key = "none" if not reported else "all" if reported == whole else ""
    return language.sentence(
        f"collection.figures-{key}" if key else "collection.figures",
        n=whole,
        count=language.role(reported),
        of=language.role(whole),
    )


def notices_of(members: Iterable[Member], language: Language) -> tuple[str, ...]:
    """What a page with figures of these indicators must say of them, each once."""
    bundles = [member.row.latest for member in members if member.row is not None and member.has_figures]
    return tuple(dict.fromkeys(notice for bundle in bundles for notice in notices(bundle, language)))
