"""What only shows when the files of a publication are held against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from berkala.errors import Problem, nearest
from berkala.plan.documents import Document
from berkala.plan.forms import Text, Way
from berkala.plan.names import DIGIT, is_name, names_for, typed_numbers
from berkala.plan.publication import SETTINGS_FILE, Publication, Report
from berkala.plan.specifications import RESERVED, DatasetSpec, Indicator, Settings
from berkala.words import available

Documents = Mapping[str, Document]


def spoken(settings: Settings) -> tuple[str, ...]:
    """The publication's languages, each once, without those that Berkala has no words in: they are told once."""
    return tuple(language for language in dict.fromkeys(settings.languages) if language in available())


def agreement(publication: Publication, documents: Documents) -> Iterator[Problem]:
    """Every problem between settings, datasets and reports; `documents` give the lines."""
    yield from _settings_agree(publication, documents[SETTINGS_FILE])
    for dataset in publication.datasets.values():
        document = documents[f"{dataset.folder}/dataset.yml"]
        yield from _languages(dataset.spec, spoken(publication.settings), document)
    for report in publication.reports.values():
        yield from _report_agrees(publication, report, documents[report.file])
    yield from _slugs(publication, documents)


def _settings_agree(publication: Publication, document: Document) -> Iterator[Problem]:
    settings, known = publication.settings, available()
    for place, language in enumerate(settings.languages):
        way = ("languages", place)
        if language not in known:
            yield _unknown("plan.language-unknown", language, list(known), document, way)
        if language in settings.languages[:place]:
            facts = {"language": language}
            yield Problem("plan.language-twice", facts, file=document.file, line=document.line(way))
    yield from _languages(settings, spoken(settings), document)
    for name, channel in settings.channels.items():
        # What is private must not lie where the public can reach it, not for a moment.
        if publication.state.resolve().is_relative_to((publication.root / channel.path).resolve()):
            facts = {"state": settings.state, "channel": name, "path": channel.path}
            yield Problem("plan.state-public", facts, file=document.file, line=document.line(("state",)))


def _slugs(publication: Publication, documents: Documents) -> Iterator[Problem]:
    reserved = RESERVED | set(publication.settings.languages)
    taken: dict[str, str] = {}
    for report in publication.reports.values():
        line = documents[report.file].line(("slug",)) or 1
        if report.slug in reserved:
            yield Problem("plan.slug-reserved", {"slug": report.slug}, file=report.file, line=line)
        if report.slug in taken:
            facts = {"slug": report.slug, "other": taken[report.slug]}
            yield Problem("plan.slug-twice", facts, file=report.file, line=line)
        taken[report.slug] = report.file


def _report_agrees(publication: Publication, report: Report, document: Document) -> Iterator[Problem]:
    spec, known = report.spec, publication.datasets
    yield from _languages(spec, spoken(publication.settings), document)
    wanted: list[tuple[str, Way]] = [(spec.dataset, ("dataset",))]
    wanted += [
        (indicator.reference.dataset, ("indicators", name, "reference", "dataset"))
        for name, indicator in spec.indicators.items()
        if indicator.reference
    ]
    for name, way in wanted:
        # A dataset whose descriptor is wrong is told once, there.
        if name not in known and not (publication.root / "datasets" / name / "dataset.yml").exists():
            yield _unknown("plan.dataset-unknown", name, list(known), document, way)
    yield from _names_are_names(report, document)
    if spec.dataset in known:
        yield from _columns_agree(publication, report, document)
        yield from _prose_has_no_numbers(publication, report, document)


def _names_are_names(report: Report, document: Document) -> Iterator[Problem]:
    for place, name in enumerate(report.spec.names):
        if DIGIT.search(name) and not is_name(name):
            yield Problem("plan.name-is-number", file=report.file, line=document.line(("names", place)), value=name)


#: Texts of a report that are names themselves, or that no reader sees.
_NO_PROSE = frozenset({"title", "place", "constants"})


def _prose_has_no_numbers(publication: Publication, report: Report, document: Document) -> Iterator[Problem]:
    """Nobody types a number twice: a digit in a report's prose is part of a declared name."""
    names = names_for(publication, report)
    for way, text in _texts(report.spec, ()):
        for language, said in text.root.items() if way[0] not in _NO_PROSE else ():
            typed = typed_numbers(said, names)
            if typed:
                facts = {"key": ".".join(str(step) for step in way), "language": language}
                line = document.line((*way, language))
                yield Problem("plan.text-digit", facts, file=report.file, line=line, value=", ".join(typed))


def _columns_agree(publication: Publication, report: Report, document: Document) -> Iterator[Problem]:
    spec = report.spec
    dataset = publication.datasets[spec.dataset].spec
    if spec.frequency != dataset.frequency:
        facts = {"frequency": spec.frequency, "other": dataset.frequency, "dataset": spec.dataset}
        yield Problem("plan.frequency-differs", facts, file=report.file, line=document.line(("frequency",)))
    for name, indicator in spec.indicators.items():
        for column, known, way in _columns(publication, dataset, indicator):
            if column not in known:
                yield _unknown("plan.column-unknown", column, known, document, ("indicators", name, *way))
    for category, indicator_name, way in _categories(report):
        known = ["all", *_categories_of(dataset, spec.indicators[indicator_name])]
        if category not in known:
            yield _unknown("plan.category-unknown", category, known, document, way)


def _columns(
    publication: Publication, dataset: DatasetSpec, indicator: Indicator
) -> Iterator[tuple[str, list[str], Way]]:
    """Each column that an indicator names, those it may name, and where it does."""
    measures = [column.name for column in dataset.with_role("measure")]
    for part, column in indicator.inputs.items():
        yield column, measures, ("inputs", part)
    if indicator.by is not None:
        yield indicator.by, [column.name for column in dataset.with_role("dimension")], ("by",)
    reference = indicator.reference
    if reference and reference.dataset in publication.datasets:
        other = publication.datasets[reference.dataset].spec
        known = [column.name for column in other.with_role("measure")]
        yield from ((name, known, ("reference", "column")) for name in reference.columns)


def _categories(report: Report) -> Iterator[tuple[str, str, Way]]:
    """Each category that a report names, the indicator it belongs to, and where it stands."""
    if report.spec.also is not None:
        yield report.spec.also, report.spec.lead, ("also",)
    for name, chart in report.spec.charts.items():
        for place, category in enumerate(chart.show):
            yield category, chart.indicator, ("charts", name, "show", place)


def _categories_of(dataset: DatasetSpec, indicator: Indicator) -> list[str]:
    if indicator.by not in [column.name for column in dataset.with_role("dimension")] or indicator.by is None:
        return []
    return [category.value for category in dataset.field(indicator.by).categories]


def _unknown(code: str, name: str, known: list[str], document: Document, way: Way) -> Problem:
    facts = {"name": name, "nearest": nearest(name, known), "known": ", ".join(known)}
    return Problem(code, facts, file=document.file, line=document.line(way), value=name)


def _languages(spec: BaseModel, languages: tuple[str, ...], document: Document) -> Iterator[Problem]:
    """Every text stands in every language of the publication."""
    for way, text in _texts(spec, ()):
        for language in languages:
            if language not in text:
                facts = {"key": ".".join(str(step) for step in way), "language": language}
                yield Problem("plan.text-missing", facts, file=document.file, line=document.line(way))


def _texts(value: object, way: Way) -> Iterator[tuple[Way, Text]]:
    if isinstance(value, Text):
        yield way, value
    elif isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            yield from _texts(getattr(value, name), (*way, info.alias or name))
    elif isinstance(value, tuple):
        for place, child in enumerate(value):
            yield from _texts(child, (*way, place))
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _texts(child, (*way, key))
