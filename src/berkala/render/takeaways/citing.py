"""How a chart is cited, and the code that sets it on another page: texts to be copied, each number in them traced."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape

from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.render.charts.model import Chart
from berkala.render.citations import data_source
from berkala.render.sentences import named
from berkala.words import Language, Sentence, Span

#: What TeX reads as its own; each as it is written in a text.
_TEX = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "&%$#_{}"},
        "\\": "\\textbackslash{}",
        "~": "\\textasciitilde{}",
        "^": "\\textasciicircum{}",
    }
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class Addresses:
    """Whole addresses: the chart on its page for good, its picture, and where it may be framed.

    `frame` is for good, `latest` always of the latest edition.
    """

    page: str
    picture: str
    frame: str
    latest: str


def citation(chart: Chart, findings: Findings, publication: Publication, language: Language, page: str) -> Sentence:
    """``Agency (2019). Message. In: Title, March 2019. Released 11 April 2019. address``."""
    release = findings.edition.release
    return language.sentence(
        "takeaway.citation",
        agency=named(publication.settings.agency.name[language.code]),
        year=Span(str(release.year), time=f"{release.year:04d}"),
        message=chart.message,
        title=named(findings.report.spec.title[language.code]),
        period=language.period(findings.edition.period),
        day=language.day(release.date()),
        source=_source(findings, language),
        address=Span(page, role="name"),
    )


def bibtex(chart: Chart, findings: Findings, publication: Publication, language: Language, page: str) -> Sentence:
    """The same as an entry of BibTeX. What is set in double braces keeps its capitals."""
    edition, code = findings.edition, language.code
    day = edition.release.date()
    key = re.sub(r"[^A-Za-z0-9]+", "-", f"{edition.slug}-{edition.period.code}-{chart.name}")
    title = named(findings.report.spec.title[code])
    said = _source(findings, language)
    return Sentence.join(
        [
            _code(f"@misc{{{key},\n  author = {{{{"),
            _tex(named(publication.settings.agency.name[code])),
            _code("}},\n  title = {{"),
            _tex(chart.message),
            _code("}},\n  howpublished = {"),
            _tex(language.labelled(title, language.period(edition.period))),
            _code("},\n  year = {"),
            Sentence((Span(f"{day.year:04d}", time=f"{day.year:04d}"),)),
            _code(f"}},\n  month = {_MONTHS[day.month - 1]},\n  note = {{"),
            _tex(Sentence.join([language.sentence("takeaway.released", day=language.day(day)), said], ". ")),
            _code(f"}},\n  url = {{{page}}}\n}}"),
        ],
        "",
    )


def _source(findings: Findings, language: Language) -> Sentence:
    return data_source(findings.data[findings.report.spec.dataset].spec, language)


def frame_code(chart: Chart, addresses: Addresses, height: int) -> Sentence:
    """The code of a frame with the chart in it. Its text stays text, in both widths."""
    return Sentence.join(
        [
            _code(f'<iframe src="{escape(addresses.frame)}" title="'),
            _attribute(chart.message),
            _code(f'" width="100%" height="{height}" loading="lazy" style="border:0"></iframe>'),
        ],
        "",
    )


def picture_code(chart: Chart, addresses: Addresses, size: tuple[int, int]) -> Sentence:
    """The code of the chart as a picture that leads to its page, with its message and description for all who do not
    see it.
    """
    width, height = size
    return Sentence.join(
        [
            _code(f'<figure><a href="{escape(addresses.page)}"><img src="{escape(addresses.picture)}" alt="'),
            _attribute(Sentence.join([chart.message, chart.description], ". ")),
            _code(f'" width="{width}" height="{height}" loading="lazy"></a><figcaption>'),
            _attribute(chart.source),
            _code("</figcaption></figure>"),
        ],
        "",
    )


def _code(text: str) -> Sentence:
    """What is no words of ours: its digits are those of addresses and sizes."""
    return Sentence((Span(text, role="name"),))


def _attribute(words: Sentence) -> Sentence:
    """Words as they stand in HTML that is shown as a text; an apostrophe is no mark there."""
    return words.each(lambda span: replace(span, text=escape(span.text, quote=False).replace('"', "&quot;")))


def _tex(words: Sentence) -> Sentence:
    return words.each(lambda span: replace(span, text=span.text.translate(_TEX)))
