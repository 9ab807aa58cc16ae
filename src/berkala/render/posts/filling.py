"""The templates of posts: filled with sentences they stay sentences, so that their figures can be traced.

A template says in comments which of its parts may be left out where there is too little room, the first one first
(``leaves out``), and of which it needs one at least to be worth posting (``needs one of``). A part is left out whole:
no sentence is ever cut.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateNotFound

from berkala.errors import Problem, SourceProblems
from berkala.render.posts.counting import fits
from berkala.render.posts.networks import Network
from berkala.words import Sentence, Span

Slots = Mapping[str, Sentence | None]

_MARK = re.compile("(\ue000\\d+\ue001)")
_SAID = r"\{{#\s*{}:\s*([^#]*?)\s*#\}}"


@dataclass(frozen=True)
class Draft:
    """A template and what goes into it. The template knows the `language` by its code."""

    template: Template
    language: str
    slots: Slots
    leaves: tuple[str, ...]
    needs: tuple[str, ...]

    def without(self, out: Collection[str]) -> Sentence:
        """The text without these parts: each part leaves a mark in the text, and the mark becomes the part again."""
        marks: list[Sentence] = []
        marked: dict[str, str | None] = {}
        for name, slot in self.slots.items():
            given = slot is not None and name not in out
            marked[name] = f"\ue000{len(marks)}\ue001" if given else None
            marks += [slot] if given and slot is not None else []
        text = self.template.render(marked, language=self.language)
        text = re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip()
        spans: list[Span] = []
        for part in _MARK.split(text):
            spans += marks[int(part[1:-1])].spans if _MARK.fullmatch(part) else [Span(part)] * bool(part)
        return Sentence(tuple(spans))

    def is_worth_it(self, out: Collection[str]) -> bool:
        """Whether one of the parts that it needs is left."""
        return not self.needs or any(self.slots.get(name) is not None for name in self.needs if name not in out)


def draft(folder: Path, purpose: str, language: str, slots: Slots) -> Draft:
    """A draft from ``templates/posts/<purpose>.<language>.txt``, else from ``<purpose>.txt``, for every language.

    Raises SourceProblems where there is neither.
    """
    template, source = _template(folder, purpose, language)
    leaves, needs = _said(source, "leaves out"), _said(source, "needs one of")
    return Draft(template, language, slots, leaves, needs)


def fitted(drafts: Sequence[Draft], network: Network) -> tuple[Sentence, ...] | None:
    """One post in each language, of the same parts in all of them, or None where the shortest form is too long.

    Parts are left out in the declared order until each language fits. What then still finds room is put back, the
    last that went out first.
    """
    out: list[str] = []
    for part in (None, *drafts[0].leaves):
        out += [part] if part is not None else []
        if _fit(drafts, out, network):
            break
    else:
        return None
    for part in reversed(out[:-1]):
        rest = [name for name in out if name != part]
        out = rest if _fit(drafts, rest, network) else out
    return tuple(one.without(out) for one in drafts) if all(one.is_worth_it(out) for one in drafts) else None


def shortest(one: Draft) -> Sentence:
    """A draft without anything that may be left out."""
    return one.without(one.leaves)


def _fit(drafts: Sequence[Draft], out: Collection[str], network: Network) -> bool:
    return all(fits(one.without(out).text, network) for one in drafts)


def _said(source: str, what: str) -> tuple[str, ...]:
    found = re.search(_SAID.format(what), source)
    return tuple(name.strip() for name in found[1].split(",")) if found else ()


def _template(folder: Path, purpose: str, language: str) -> tuple[Template, str]:
    environment = _environment(folder)
    name = f"{purpose}.{language}.txt"
    try:
        template = environment.select_template([name, f"{purpose}.txt"])
    except TemplateNotFound as error:
        file = f"templates/posts/{purpose}.txt"
        raise SourceProblems(Problem("render.post-template-missing", file=file)) from error
    assert template.filename is not None  # it comes from a folder
    return template, Path(template.filename).read_text(encoding="utf-8")


@lru_cache
def _environment(folder: Path) -> Environment:
    # Plain text, so nothing is escaped here; the share page escapes each span.
    return Environment(loader=FileSystemLoader(folder), autoescape=False, undefined=StrictUndefined, trim_blocks=True)
