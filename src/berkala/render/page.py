"""The body of an edition's page, in one language: from the headline to the citation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from berkala.errors import Problem
from berkala.measure.findings import Figure, Findings
from berkala.plan import Publication
from berkala.plan.names import names_for
from berkala.render.answers import answered
from berkala.render.area_list import area_entries
from berkala.render.bundle import ROOT
from berkala.render.charts.build import build_chart
from berkala.render.drawn import Drawing, drawing_of
from berkala.render.findings import findings_told
from berkala.render.foot import contents, foot
from berkala.render.glossary import glossary
from berkala.render.methods import compared, formulas, protected, rankings, standards, worked
from berkala.render.mistakes import mistakes
from berkala.render.numbers_table import numbers_table
from berkala.render.progress import progress_block
from berkala.render.scorecard import scorecard
from berkala.render.sentences import banded, facts, headline, label_of, main_points, named, under_title
from berkala.render.showing import shown
from berkala.render.story import charts_told, tell
from berkala.render.takeaways.shown_table import is_table
from berkala.render.takeaways.taking import Taken
from berkala.render.takeaways.under import Away, tables_on_page, under
from berkala.render.templates import fragment
from berkala.words import Language, Sentence, Span


def drawings(findings: Findings, language: Language, maps: Path | None = None) -> dict[str, Drawing]:
    """Every chart of the report, drawn for the page. `maps` is the folder of tile maps."""
    built = {name: build_chart(findings, name, language, maps) for name in findings.report.spec.charts}
    return {name: drawing_of(chart, language) for name, chart in built.items()}


def edition_fragment(
    findings: Findings,
    publication: Publication,
    language: Language,
    taken: Mapping[str, Taken],
    datasets: Sequence[Mapping[str, object]],
) -> tuple[bytes, tuple[Problem, ...]]:
    """The page's body, and what is wrong with the story in it.

    `taken` is what one can take away of each chart; `datasets` are the packages' entries.
    """
    templates, spec = publication.templates, findings.report.spec
    story = findings.report.stories.get(language.code)
    details = _details(findings, publication, language)
    names = names_for(publication, findings.report)
    terms = glossary(findings, publication, language)
    charts = [one.chart for one in taken.values()]
    # Which of the charts the story shows matters where one of them is a table that another's values may stand in.
    asked = story if any(map(is_table, charts)) else None
    told = charts_told(asked, findings, language, taken, names) if asked else frozenset[str]()
    tables = tables_on_page(charts, {spec.card, *told}, details["numbers"])
    blocks = {
        name: _block(templates, one, under(one, tables), source_of(findings, language)) for name, one in taken.items()
    }
    sections, problems = tell(story, findings, language, blocks, names, terms) if story else ((), ())
    parts = {
        "language": language,
        "code": language.code,
        "findings": findings,
        "spec": spec,
        "publication": publication,
        "root": ROOT + home(publication, language),
        "files": ROOT,
        "named": named,
        "source": source_of(findings, language),
        "what": under_title(spec, spec.indicators[spec.lead], language),
        "main": taken[spec.card].chart.message,
        "main_block": blocks[spec.card],
        "sections": sections,
        "method": terms.in_sentence(named(spec.methods[language.code])),
        "terms": terms.entries,
        **_opening(findings, language),
        **details,
        **_data(findings, publication, language, datasets),
        **foot(findings, publication, language, address(findings, publication, language)),
    }
    return fragment(templates, "edition", **parts, contents=contents(parts, language)), problems


def _block(templates: Path, taken: Taken, away: Away, source: Sentence) -> Markup:
    """A chart as it stands under the title of its report, with what one can take away of it."""
    drawing, language = taken.drawing, taken.language
    subtitle = drawing.chart.beneath
    body = fragment(templates, "chart", chart=drawing, subtitle=subtitle, language=language, source=source, away=away)
    return Markup(body.decode())


def _opening(findings: Findings, language: Language) -> dict[str, object]:
    """What a reader sees first: headline, main points, the one number and the facts beside it."""
    return {
        "headline": headline(findings, language),
        "points": main_points(findings, language),
        "moment": language.moment(findings.edition.release),
        "corrected": language.moment(findings.corrected) if findings.corrected else None,
        "period": language.period(findings.edition.period).capital(),
        "lead": lead_number(findings, language),
        "band": banded(findings, findings.report.spec.lead, language),
        "facts": facts(findings, language),
        "worked": worked(findings, language),
        "progress": progress_block(findings, language),
    }


def _details(findings: Findings, publication: Publication, language: Language) -> dict[str, Any]:
    """Findings, targets, places, the table, and how all of it was measured."""
    return {
        "statements": findings_told(findings, language),
        "scorecard": scorecard(findings, language),
        "areas": area_entries(findings, language),
        "numbers": numbers_table(findings, language),
        "formulas": formulas(findings, language),
        "standards": standards(findings, language),
        "rankings": rankings(findings, language),
        "compared": compared(findings, language),
        "protected": protected(findings, language),
        "mistakes": mistakes(findings, language),
        "answers": answered(findings, publication, language),
    }


def _data(
    findings: Findings, publication: Publication, language: Language, datasets: Sequence[Mapping[str, object]]
) -> dict[str, object]:
    """The datasets, and whether the publication's own terms cover all of them."""
    return {
        "datasets": datasets,
        "dataset_rows": [_rows(findings, entry, language) for entry in datasets],
        "same_terms": all(entry["licence"] == publication_terms(publication) for entry in datasets),
    }


def publication_terms(publication: Publication) -> dict[str, object]:
    """The publication's own licence as a dataset's entry has it: data under other terms are not covered by it."""
    licence = publication.settings.licence
    title = {code: licence.title[code] for code in publication.settings.languages}
    return {"name": licence.name, "title": title, "path": licence.path}


def home(publication: Publication, language: Language) -> str:
    """Where a language's pages begin, from the root: empty for the first one."""
    return "" if language.code == publication.settings.languages[0] else f"{language.code}/"


def lead_number(findings: Findings, language: Language) -> Markup:
    """The one number that matters, with its unit set small; nothing where there is no such figure."""
    figure = findings.figure(findings.report.spec.lead)
    return Markup() if figure is None else big_number(figure, language)


def big_number(figure: Figure, language: Language) -> Markup:
    """A figure to be set large: its unit, before or behind the digits, is set small, one of its own below them."""
    if figure.unit_name is not None:
        unit, bare = named(figure.unit_name[language.code]), shown(figure, language, "bare")
        return Markup('{} <small class="un">{}</small>').format(Markup(bare.html()), Markup(unit.html()))
    said = shown(figure, language)
    digits = [place for place, letter in enumerate(said.text) if letter.isdigit()]
    first, last = (_start(said.text, digits[0]), digits[-1] + 1) if digits else (0, len(said.text))
    units = (said.text[:first], said.text[last:])
    before, after = (Markup("<small>{}</small>").format(unit) if unit else "" for unit in units)
    page = Span("\ue000", figure.id, said.spans[0].value).html()
    return Markup(page.replace("\ue000", Markup("{}{}{}").format(before, said.text[first:last], after)))


def _start(text: str, first: int) -> int:
    """Where the number begins: at its first digit, or at the minus that stands right before it."""
    return first - 1 if text[:first].endswith("\u2212") else first


def source_of(findings: Findings, language: Language) -> Sentence:
    """Who published the facts, and under which title."""
    sources = findings.data[findings.report.spec.dataset].spec.sources
    said = ", ".join(dict.fromkeys((sources[0].publisher, sources[0].titled(language.code))))
    return named(said.rstrip("."))  # it stands before a full stop


def _rows(findings: Findings, entry: Mapping[str, object], language: Language) -> Sentence:
    """How many rows a dataset has and what time they are for: a standard holds on, a target is for its period."""
    name, rows, report = str(entry["name"]), int(str(entry["rows"])), findings.report.spec
    key = "edition.rows"
    if report.stands(name):
        key = "edition.rows-standing"
    elif report.held_from(name) and entry["from"] == entry["until"]:
        key = "edition.rows-target"
    period = language.period_within(findings.data[name].spec.period(str(entry["until"])))
    return language.sentence(key, n=rows, rows=language.role(rows), period=period)


def address(findings: Findings, publication: Publication, language: Language) -> str:
    """The edition's own address in one language, for good."""
    return publication.settings.site_url + home(publication, language) + findings.edition.address


__all__ = [
    "Drawing",
    "address",
    "big_number",
    "drawing_of",
    "drawings",
    "edition_fragment",
    "home",
    "label_of",
    "lead_number",
    "source_of",
]
