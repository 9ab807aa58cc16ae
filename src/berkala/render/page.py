"""The body of an edition's page, in one language: from the headline to the citation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from berkala.errors import Problem
from berkala.measure.findings import Figure, Findings
from berkala.plan import Publication
from berkala.plan.names import names_for
from berkala.plan.specifications import Indicator, Suppression
from berkala.render.bundle import ROOT
from berkala.render.charts import Chart, build_chart, page_svg
from berkala.render.main_points import facts, headline, label_of, main_points, named
from berkala.render.numbers_table import numbers_table
from berkala.render.packages.statements import protection
from berkala.render.showing import shown
from berkala.render.story import tell
from berkala.render.templates import fragment
from berkala.words import Language, Sentence, Span, rounded_to
from berkala.words.language import Slot


@dataclass(frozen=True)
class Drawing:
    """A chart and its two drawings, for a template."""

    name: str
    chart: Chart
    svg: Markup


def drawings(findings: Findings, language: Language) -> dict[str, Drawing]:
    """Every chart of the report, drawn for the page."""
    built = {name: build_chart(findings, name, language) for name in findings.report.spec.charts}
    return {name: Drawing(name, chart, Markup(page_svg(chart, language))) for name, chart in built.items()}


def edition_fragment(
    findings: Findings,
    publication: Publication,
    language: Language,
    drawn: Mapping[str, Drawing],
    datasets: Sequence[Mapping[str, object]],
) -> tuple[bytes, tuple[Problem, ...]]:
    """The page's body, and what is wrong with the story in it. `datasets` are the packages' entries."""
    templates, spec = publication.templates, findings.report.spec
    blocks = {
        name: Markup(fragment(templates, "chart", chart=d, language=language, source=_source(findings)).decode())
        for name, d in drawn.items()
    }
    story = findings.report.stories.get(language.code)
    names = names_for(publication, findings.report)
    sections, problems = tell(story, findings, language, blocks, names) if story else ((), ())
    body = fragment(
        templates,
        "edition",
        language=language,
        code=language.code,
        findings=findings,
        spec=spec,
        publication=publication,
        root=ROOT + home(publication, language),
        files=ROOT,
        headline=headline(findings, language),
        points=main_points(findings, language),
        moment=language.moment(findings.edition.release),
        period=language.period(findings.edition.period).capital(),
        lead=lead_number(findings, language),
        band=findings.band,
        facts=facts(findings, language),
        worked=_worked(findings, language),
        main=drawn[spec.card].chart.message,
        main_block=blocks[spec.card],
        sections=sections,
        numbers=numbers_table(findings, language),
        formulas=_formulas(findings, language),
        standards=_standards(findings, language),
        protected=_protected(findings, language),
        datasets=datasets,
        dataset_periods=[_last_period(findings, entry, language) for entry in datasets],
        closed=_closed(findings),
        cite=_citation(findings, publication, language),
        named=named,
        source=_source(findings),
    )
    return body, problems


def home(publication: Publication, language: Language) -> str:
    """Where a language's pages begin, from the root: empty for the first one."""
    return "" if language.code == publication.settings.languages[0] else f"{language.code}/"


def lead_number(findings: Findings, language: Language) -> Markup:
    """The one number that matters, with its unit set small."""
    figure = findings.figure(findings.report.spec.lead)
    if figure is None:
        return Markup()
    said = shown(figure, language)
    last = max((place for place, letter in enumerate(said.text, 1) if letter.isdigit()), default=len(said.text))
    digits, unit = said.text[:last], said.text[last:]
    page = Span("\ue000", figure.id, said.spans[0].value).html()
    inner = Markup("{}<small>{}</small>").format(digits, unit) if unit else Markup("{}").format(digits)
    return Markup(page.replace("\ue000", inner))


#: A sum of more terms than these is not printed in full; figures.json has them all.
_TERMS = 12


def _worked(findings: Findings, language: Language) -> Sentence | None:
    """The arithmetic of the lead figure, printed with its inputs."""
    figure = findings.figure(findings.report.spec.lead)
    if figure is None or figure.value is None or figure.formula is None or len(figure.inputs) > _TERMS:
        return None
    inputs = [shown(findings.figures[name], language, "bare") for name in figure.inputs]
    value = shown(figure, language, "short" if figure.unit == "percent" else "bare")
    slots: dict[str, Slot] = {"working": _working(figure, inputs, language), "value": value}
    if rounded_to(figure.value, figure.decimals) == figure.value:
        return language.sentence("edition.worked-exact", slots)
    exact = shown(replace(figure, decimals=max(4, figure.decimals)), language)
    return language.sentence("edition.worked-line", slots, exact=exact)


def _working(figure: Figure, inputs: list[Sentence], language: Language) -> Sentence:
    if figure.formula == "total":
        return Sentence.join(inputs, " + ")
    part, whole = inputs
    return language.sentence(f"working.{figure.formula}", {"part": part, "whole": whole, **_constants()})


def _formulas(findings: Findings, language: Language) -> list[Sentence]:
    """Each indicator with its formula, over the columns it is made of."""
    return [
        language.sentence(
            "edition.formula-of",
            indicator=named(indicator.name[language.code]),
            formula=_formula_over_columns(findings, indicator, language),
        )
        for indicator in findings.report.spec.indicators.values()
    ]


def _standards(findings: Findings, language: Language) -> list[Sentence]:
    """What the standard is and since when, and what it was before."""
    reference = findings.report.spec.indicators[findings.report.spec.lead].reference
    if reference is None or reference.kind != "standard":
        return []
    return [
        language.sentence(
            f"edition.standard.{'before' if place else 'now'}",
            value=shown(figure, language, "prose"),
            period=language.period(figure.period),
        )
        for place, figure in enumerate(findings.reference_history(findings.report.spec.lead))
    ]


def _protected(findings: Findings, language: Language) -> Sentence | None:
    """What is kept back or rounded before anything is worked out, where the dataset declares a rule."""
    spec = findings.data[findings.report.spec.dataset].spec
    return protection(spec, language.code) if isinstance(spec.protect, Suppression) else None


def _formula_over_columns(findings: Findings, indicator: Indicator, language: Language) -> Sentence:
    dataset = findings.data[findings.report.spec.dataset].spec
    titles = {part: named(dataset.field(column).title[language.code]) for part, column in indicator.inputs.items()}
    return language.sentence(f"working.{indicator.formula}", {**titles, **_constants()})


def _constants() -> dict[str, Sentence]:
    """The numbers that the formulas themselves hold."""
    return {name: Sentence((Span(str(number), role="constant"),)) for name, number in (("one", 1), ("hundred", 100))}


def _source(findings: Findings) -> Sentence:
    sources = findings.data[findings.report.spec.dataset].spec.sources
    return named(f"{sources[0].publisher}, {sources[0].title}")


def _last_period(findings: Findings, entry: Mapping[str, object], language: Language) -> Sentence:
    spec = findings.data[str(entry["name"])].spec
    return language.period(spec.period(str(entry["until"])))


def _closed(findings: Findings) -> bool:
    return findings.data[findings.report.spec.dataset].spec.last == findings.edition.period


def _citation(findings: Findings, publication: Publication, language: Language) -> Sentence:
    release = findings.edition.release
    return language.sentence(
        "edition.cite",
        agency=named(publication.settings.agency.name[language.code]),
        year=Span(str(release.year), time=f"{release.year:04d}"),
        title=named(findings.report.spec.title[language.code]),
        period=language.period(findings.edition.period),
        day=language.day(release.date()),
        address=Span(address(findings, publication, language), role="name"),
    )


def address(findings: Findings, publication: Publication, language: Language) -> str:
    """The edition's own address in one language, for good."""
    return publication.settings.site_url + home(publication, language) + findings.edition.address


__all__ = ["Drawing", "address", "drawings", "edition_fragment", "home", "label_of", "lead_number"]
