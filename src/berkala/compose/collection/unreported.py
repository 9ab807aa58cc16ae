"""A page for each indicator without data: why there are no figures, what the office says of it, where to look."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from berkala.check.pages import QUOTING, Part, allowed
from berkala.compose.frame import Frame, Head
from berkala.compose.index import Index, Member, Standing
from berkala.compose.naming import called, crumbs, crumbs_data, neighbours, numbered, status_of, titled
from berkala.compose.pages import page_title
from berkala.compose.search_entry import Found
from berkala.errors import Problem
from berkala.plan import Unreported
from berkala.render.metadata import metadata_fragment
from berkala.render.sentences import named
from berkala.render.templates import page_roles
from berkala.words import Language


def unreported_pages(
    frame: Frame, index: Index, language: Language, problems: list[Problem]
) -> Iterator[tuple[str, bytes]]:
    """The page of every indicator without data in one language; warnings of its quoted texts go to `problems`."""
    for member in (*index.members, *index.others):
        if isinstance(member.told, Unreported):
            yield _page(frame, index, member, member.told, language, problems)


def _page(
    frame: Frame, index: Index, member: Member, told: Unreported, language: Language, problems: list[Problem]
) -> tuple[str, bytes]:
    code, spec = language.code, told.spec
    standing = index.standings.get(told.file)
    title = numbered(member, language)
    way = crumbs(frame, index, language, standing.group if standing else None)
    head = Head(
        page_title(frame, language, title),
        language.text("collection.unreported-description", title=title),
        data=(crumbs_data(frame, way, title, language),),
        found=Found("indicator", title, language.text("collection.no-figures")),
    )
    quoted = _quoted(frame, told, language, problems)
    return frame.page(
        "unreported.html",
        language,
        member.address,
        head,
        (quoted,) if quoted else (),
        quoted=Markup(quoted.html) if quoted else None,
        crumbs=way,
        number=called(spec.number) if spec.number else None,
        title=called(spec.title[code]),
        summary=named(spec.summary[code]) if spec.summary else None,
        status=status_of(index, member, language),
        why=named(spec.unreported[code]),
        group=_group(index, standing, language),
        neighbours=neighbours(standing, language) if standing else None,
    )


def _group(index: Index, standing: Standing | None, language: Language) -> tuple[str, object] | None:
    return (standing.group.address, called(titled(index, standing.group, language))) if standing else None


def _quoted(frame: Frame, told: Unreported, language: Language, problems: list[Problem]) -> Part | None:
    """The part that quotes the office, made by the one template that may."""
    if not told.spec.metadata:
        return None
    publication = frame.shelf.publication
    content, found = metadata_fragment(told, publication, language)
    problems += [problem for problem in found if problem not in problems]
    return Part(content.decode(), allowed(QUOTING, page_roles(publication.templates, QUOTING)))
