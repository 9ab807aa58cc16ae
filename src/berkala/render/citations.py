"""How a page is cited: as text, and as an entry that reference managers read."""

from __future__ import annotations

from dataclasses import dataclass

from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.plan.specifications import DatasetSpec
from berkala.render.sentences import named
from berkala.words import Language, Sentence, Span

#: What TeX would read as a command, and how it is written instead.
_TEX = {letter: f"\\{letter}" for letter in "&%$#_{}"}
_TEX |= {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@dataclass(frozen=True)
class Citation:
    """One citation in two forms. The second is a block of lines, each number in it part of a name."""

    text: Sentence
    bibtex: Sentence


def citation(
    findings: Findings, publication: Publication, language: Language, address: str, title: str = ""
) -> Citation:
    """How an edition is cited by its address for good; or, with a `title` before the report's own, a part of it."""
    release, code = findings.edition.release, language.code
    agency, report = publication.settings.agency.name[code], findings.report.spec.title[code]
    whole = f"{title}. {report}" if title else report
    source = data_source(findings.data[findings.report.spec.dataset].spec, language)
    text = language.sentence(
        "edition.cite",
        agency=named(agency),
        year=Span(str(release.year), time=f"{release.year:04d}"),
        title=named(whole),
        period=language.period(findings.edition.period),
        day=language.day(release.date()),
        source=source,
        address=Span(address, role="name"),
    )
    cited = language.text("page.reuse.cited", day=language.day(release.date()).text)
    fields = {
        "author": "{" + _tex(agency) + "}",
        "title": _tex(f"{whole}, {language.period_text(findings.edition.period)}"),
        "year": f"{release.year:04d}",
        "month": str(release.month),
        "note": _tex(f"{cited} {source.text}"),
        "url": address,
    }
    key = address.removeprefix(publication.settings.site_url).strip("/").replace("/", "-").replace("#", "-")
    return Citation(text, Sentence((Span(_entry(key, fields), role="name"),)))


def data_source(spec: DatasetSpec, language: Language) -> Sentence:
    """Whose data these are, as terms of use want it said: each source with who published it."""
    told = dict.fromkeys(_in_full(source.publisher, source.titled(language.code)) for source in spec.sources)
    return language.sentence("page.reuse.source", sources=Sentence.join(map(named, told), language.semicolon))


def _in_full(publisher: str, title: str) -> str:
    return ", ".join(dict.fromkeys((publisher, title))).rstrip(".")  # it stands before a full stop


def _entry(key: str, fields: dict[str, str]) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{key},\n{lines}}}"


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in text)
