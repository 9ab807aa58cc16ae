"""A report's story: Markdown with a small set of calls, rendered with strictly defined names.

========================================  =======================================================================
``{{ value("within", "type-1") }}``       a figure of the edition; the category may be left out (all)
``{{ change("attendances") }}``           "up 5.7% on March 2018"; ``on="previous"`` for the period before
``{{ gap("within") }}``                   the distance to the standard or target, without its sign
``{{ reference("within") }}``             the standard or target
``{{ period() }}``                        the edition's reference period
``{{ chart("departments") }}``            a chart, alone in its paragraph
``{{ name("Type 1") }}``                  a name with a digit in it: a category's, a title, or one under `names`
``{{ constant(4) }}``                     a number that is neither a figure nor a name, declared under `constants`
========================================  =======================================================================

A bare digit in the prose is a problem: nobody types a number twice. The calls leave marks in the Markdown that
are replaced by HTML afterwards, so that Markdown never sees markup of ours and raw HTML can stay switched off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, count

import markdown
from jinja2 import StrictUndefined, TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree, html
from markdown.extensions.toc import slugify_unicode
from markupsafe import Markup

from berkala.errors import Problem, SourceProblems, nearest
from berkala.measure.findings import Findings
from berkala.plan import Story
from berkala.plan.names import DIGIT
from berkala.render.glossary import Glossary
from berkala.render.sentences import change_phrase, named
from berkala.render.sentences.changes import now_and_then
from berkala.render.showing import shown
from berkala.words import Language, Sentence, Span

_MARK = re.compile("\ue000(\\d+)\ue001")
_CALL = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LINK = re.compile(r"\]\([^)]*\)|<https?://[^>]*>")

#: What the page of an edition calls its own parts: a story's part is called otherwise.
ANCHORS = frozenset({
    "accounts", "answers", "areas", "changed", "cite", "contents", "contents-of", "data", "editions", "findings",
    "main", "method", "mistakes", "more", "next-release", "numbers", "responsible", "review", "scorecard",
})  # fmt: skip


@dataclass(frozen=True)
class Section:
    """One part of a story: its heading (empty before the first one), an anchor, and its HTML."""

    heading: str
    anchor: str
    body: Markup


@dataclass(frozen=True)
class _Calls:
    """The calls a story may make. Each returns a mark; `marks` keeps what stands for it.

    `names` are the names with digits that may be said (`plan.names.names_for`).
    """

    findings: Findings
    language: Language
    charts: Mapping[str, Markup]
    names: Collection[str]
    marks: list[str]

    def table(self) -> dict[str, Callable[..., str]]:
        calls = (self.value, self.change, self.gap, self.reference, self.period, self.chart, self.name, self.constant)
        return {call.__name__: call for call in calls}

    def value(self, indicator: str, category: str = "all", style: str = "prose") -> str:
        return self._figure(indicator, category, "", style=style)

    def gap(self, indicator: str) -> str:
        return self._figure(indicator, "all", "gap", magnitude=True)

    def reference(self, indicator: str) -> str:
        self._known(indicator)
        figure = self.findings.reference(indicator)
        if figure is None:
            raise SourceProblems(Problem("render.no-reference", {"name": indicator}))
        return self.mark(shown(figure, self.language, "prose"))

    def change(self, indicator: str, category: str = "all", on: str = "year") -> str:
        self._known(indicator)
        on = now_and_then(self.findings) if on == "year" else on  # spans have no year before
        return self.mark(change_phrase(self.findings, self.language, indicator, category, on))

    def period(self) -> str:
        return self.mark(self.language.period(self.findings.edition.period))

    def chart(self, name: str) -> str:
        if name not in self.charts:
            facts = {"name": name, "nearest": nearest(name, self.charts), "known": ", ".join(self.charts)}
            raise SourceProblems(Problem("render.chart-unknown", facts))
        return self.mark(self.charts[name])

    def name(self, text: str) -> str:
        if DIGIT.search(text) and text not in self.names:
            facts = {"name": text, "nearest": nearest(text, self.names)}
            raise SourceProblems(Problem("render.name-unknown", facts, value=text))
        return self.mark(named(text))

    def constant(self, number: int) -> str:
        declared = [constant.value for constant in self.findings.report.spec.constants]
        if type(number) is not int or number not in declared:
            facts = {"name": str(number), "known": ", ".join(str(value) for value in declared)}
            raise SourceProblems(Problem("render.constant-undeclared", facts, value=str(number)))
        return self.mark(Sentence((Span(self.language.number(number), role="constant"),)))

    def _figure(
        self, indicator: str, category: str, derived: str, style: str = "prose", magnitude: bool = False
    ) -> str:
        self._known(indicator)
        figure = self.findings.figure(indicator, category, derived=derived)
        if figure is None:
            period = self.findings.edition.period.code
            facts = {"name": ".".join(part for part in (indicator, category, derived) if part), "period": period}
            raise SourceProblems(Problem("render.figure-unknown", facts))
        if style not in ("short", "prose", "bare", "compact"):
            raise SourceProblems(Problem("render.style-unknown", {"name": style}))
        return self.mark(shown(figure, self.language, style, magnitude=magnitude))  # type: ignore[arg-type]

    def _known(self, indicator: str) -> None:
        known = self.findings.report.spec.indicators
        if indicator not in known:
            facts = {"name": indicator, "nearest": nearest(indicator, known), "known": ", ".join(known)}
            raise SourceProblems(Problem("render.indicator-unknown", facts))

    def mark(self, said: Sentence | Markup) -> str:
        """A mark in the Markdown, for what will stand there."""
        self.marks.append(said.__html__())
        return f"\ue000{len(self.marks) - 1}\ue001"


class _Asked(dict[str, Markup]):
    """Charts that remember which of them were asked for."""

    def __init__(self, names: Collection[str]) -> None:
        super().__init__(dict.fromkeys(names, Markup()))
        self.asked = set[str]()

    def __getitem__(self, name: str) -> Markup:
        self.asked.add(name)
        return super().__getitem__(name)


def charts_told(
    story: Story, findings: Findings, language: Language, charts: Collection[str], names: Collection[str]
) -> frozenset[str]:
    """Which of the charts the story of one edition shows: a condition in it may leave one out."""
    asked = _Asked(charts)
    tell(story, findings, language, asked, names)
    return frozenset(asked.asked)


def tell(
    story: Story,
    findings: Findings,
    language: Language,
    charts: Mapping[str, Markup],
    names: Collection[str],
    explained: Glossary | None = None,
) -> tuple[tuple[Section, ...], tuple[Problem, ...]]:
    """The story of one edition in one language, as sections, and what is wrong with it.

    `names` are the names with digits that it may call by ``name``; the terms of `explained` become buttons where it
    says them first.
    """
    calls = _Calls(findings, language, charts, names, [])
    try:
        text = _environment().from_string(story.text).render(calls.table())
    except SourceProblems as error:
        return (), tuple(p.at(file=story.file, line=_line_of(story, p)) for p in error.problems)
    except TemplateSyntaxError as error:
        facts = {"reason": error.message or ""}
        return (), (Problem("render.story-syntax", facts, file=story.file, line=story.line + error.lineno - 1),)
    except UndefinedError as error:
        return (), (_undefined(story, error, calls),)
    except (SecurityError, TypeError) as error:
        return (), (Problem("render.story-call", {"reason": str(error)}, file=story.file, line=story.line),)
    return _sections(text, calls, explained or Glossary({}, language)), tuple(_bare_digits(story))


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


def _sections(text: str, calls: _Calls, explained: Glossary) -> tuple[Section, ...]:
    marks = calls.marks
    body = html.fragment_fromstring(_converter().reset().convert(text), create_parent="div")
    sections: list[Section] = []
    heading, parts = "", [_escaped(body.text)]
    for element in body:
        explained.in_element(element, calls.mark)
        if element.tag == "h2":
            sections.append(_section(heading, parts, marks))
            heading, parts = element.text_content().strip(), [_escaped(element.tail)]
        else:
            parts.append(etree.tostring(element, encoding="unicode", method="html"))
    sections.append(_section(heading, parts, marks))
    return _apart(section for section in sections if section.heading or section.body.strip())


def _apart(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Each with an anchor of its own: a second "Prices" and a story's "Data" are counted on."""
    found, taken = list[Section](), set(ANCHORS)
    for section in sections:
        tried = (f"{section.anchor}-{number}" for number in count(2))
        anchor = next(name for name in chain([section.anchor], tried) if name not in taken)
        taken.add(anchor)
        found.append(replace(section, anchor=anchor))
    return tuple(found)


@lru_cache(maxsize=1)
def _converter() -> markdown.Markdown:
    converter = markdown.Markdown(extensions=["tables"], output_format="html")
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    return converter


def _section(heading: str, parts: list[str], marks: list[str]) -> Section:
    body = "".join(parts)
    # A chart alone in its paragraph is a block of its own.
    body = re.sub("<p>\\s*(\ue000\\d+\ue001)\\s*</p>", r"\1", body)
    head = Markup(_MARK.sub(lambda m: marks[int(m[1])], _escaped(heading)))
    return Section(head, slugify_unicode(head.striptags(), "-"), Markup(_MARK.sub(lambda m: marks[int(m[1])], body)))


def _escaped(text: str | None) -> str:
    return str(Markup.escape(text or ""))


def _bare_digits(story: Story) -> list[Problem]:
    """Digits that somebody typed: outside of calls and link addresses."""
    prose = _CALL.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), story.text)
    prose = _LINK.sub("", prose)
    return [
        Problem("render.bare-digit", file=story.file, line=story.line + number, value=found[0])
        for number, row in enumerate(prose.split("\n"))
        for found in re.finditer(r"\S*\d\S*", re.sub(r"^\s*\d+\.\s", "", row))
    ]


def _line_of(story: Story, problem: Problem) -> int:
    """The line of the call that names the unknown thing; the story's first line if it is not found."""
    whole = str(problem.facts.get("name", ""))
    for name in filter(None, (whole, whole.split(".")[0])):
        said = re.compile(rf"[\"']{re.escape(name)}[\"']|\bconstant\(\s*{re.escape(name)}\s*\)")
        for number, row in enumerate(story.text.split("\n")):
            if said.search(row):
                return story.line + number
    return story.line


def _undefined(story: Story, error: UndefinedError, calls: _Calls) -> Problem:
    found = re.search(r"'([^']+)' is undefined", str(error))
    name = found[1] if found else str(error)
    known = calls.table()
    facts = {"name": name, "nearest": nearest(name, known), "known": ", ".join(known)}
    line = next((n for n, row in enumerate(story.text.split("\n")) if name in row), 0)
    return Problem("render.call-unknown", facts, file=story.file, line=story.line + line)
