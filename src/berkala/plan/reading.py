"""Read a publication: its settings, datasets and reports, with every problem at once.

Nothing here raises for a mistake in a file. What can be read is read, so that one run names all that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from berkala.errors import Problem, nearest
from berkala.plan.documents import Document, Way, read_front_matter, read_yaml
from berkala.plan.specifications import RESERVED, DatasetSpec, ReportSpec, Settings, Text

SETTINGS_FILE = "mkdocs.yml"

Spec = TypeVar("Spec", bound=BaseModel)


@dataclass(frozen=True)
class Dataset:
    """A dataset as it stands in its folder: its name, its folder from the root, its specification."""

    name: str
    folder: str
    spec: DatasetSpec


@dataclass(frozen=True)
class Story:
    """A report's prose in one language, with the file and line at which it starts."""

    file: str
    line: int
    text: str


@dataclass(frozen=True)
class Report:
    """A report as it stands in its file: its name, its specification, its story in each language."""

    name: str
    file: str
    spec: ReportSpec
    stories: Mapping[str, Story]

    @property
    def slug(self) -> str:
        """Its place in the addresses."""
        return self.spec.slug or self.name


@dataclass(frozen=True)
class Publication:
    """All that is written down in one publication. `pages` are authored pages that are not reports."""

    root: Path
    settings: Settings
    datasets: Mapping[str, Dataset]
    reports: Mapping[str, Report]
    pages: tuple[str, ...] = ()

    @property
    def state(self) -> Path:
        """The private folder (ledger, bundles, stage, cache)."""
        return self.root / self.settings.state

    @property
    def templates(self) -> Path:
        """The folder of templates."""
        return self.root / "templates"


@dataclass
class _Reader:
    root: Path
    problems: list[Problem] = field(default_factory=list)

    def typed(self, document: Document, kind: type[Spec], data: Any = None, way: Way = ()) -> Spec | None:
        self.problems.extend(document.problems)
        if document.problems:
            return None
        try:
            return kind.model_validate(document.data if data is None else data)
        except ValidationError as error:
            self.problems.extend(_as_problem(document, detail, kind, way) for detail in error.errors())
            return None


def read_publication(root: Path) -> tuple[Publication | None, tuple[Problem, ...]]:
    """The publication in `root`, or None where even its settings cannot be read, and every problem found."""
    reader = _Reader(root)
    settings = _settings(reader)
    datasets = _datasets(reader)
    reports, pages = _reports(reader, settings)
    if settings is None:
        return None, tuple(reader.problems)
    publication = Publication(root, settings, datasets, reports, pages)
    reader.problems.extend(_agreement(publication))
    return publication, tuple(reader.problems)


def _settings(reader: _Reader) -> Settings | None:
    document = read_yaml(reader.root / SETTINGS_FILE, reader.root)
    if document.problems:
        reader.problems.extend(document.problems)
        return None
    plugins = document.data.get("plugins")
    places = plugins if isinstance(plugins, list) else []
    for place, plugin in enumerate(places):
        if isinstance(plugin, dict) and isinstance(plugin.get("berkala"), dict):
            ours = {"site_url": document.data.get("site_url", ""), **plugin["berkala"]}
            return reader.typed(document, Settings, ours, ("plugins", place, "berkala"))
    line = document.line(("plugins",)) or 1
    reader.problems.append(Problem("plan.no-settings", file=document.file, line=line))
    return None


def _datasets(reader: _Reader) -> dict[str, Dataset]:
    found = {}
    for path in sorted((reader.root / "datasets").glob("*/dataset.yml")):
        document = read_yaml(path, reader.root)
        spec = reader.typed(document, DatasetSpec)
        if spec is None:
            continue
        folder = path.parent
        if spec.name != folder.name:
            facts = {"name": spec.name, "folder": folder.name}
            place = document.line(("name",))
            reader.problems.append(Problem("plan.name-is-not-folder", facts, file=document.file, line=place))
        found[folder.name] = Dataset(folder.name, folder.relative_to(reader.root).as_posix(), spec)
    return found


def _reports(reader: _Reader, settings: Settings | None) -> tuple[dict[str, Report], tuple[str, ...]]:
    languages = settings.languages if settings else ()
    found: dict[str, Report] = {}
    pages: list[str] = []
    for path in sorted((reader.root / "reports").glob("*.md")):
        if path.suffixes[0] != ".md":  # x.id.md: another language of x.md, read beside it
            if not (path.parent / f"{path.name.split('.')[0]}.md").exists():
                facts = {"first": f"{path.name.split('.')[0]}.md"}
                reader.problems.append(Problem("plan.story-alone", facts, file=f"reports/{path.name}"))
            continue
        document = read_front_matter(path, reader.root)
        if not document.problems and "dataset" not in document.data and "indicators" not in document.data:
            pages.append(path.name)
            continue
        spec = reader.typed(document, ReportSpec)
        stories = _stories(reader, path, document, languages)
        if spec is not None:
            found[path.stem] = Report(path.stem, document.file, spec, stories)
    return found, tuple(pages)


def _stories(reader: _Reader, path: Path, first: Document, languages: Iterable[str]) -> dict[str, Story]:
    stories: dict[str, Story] = {}
    for place, language in enumerate(languages):
        if place == 0:
            stories[language] = Story(first.file, first.body_line, first.body)
            continue
        other = read_front_matter(path.with_name(f"{path.stem}.{language}.md"), reader.root)
        reader.problems.extend(other.problems)
        if not other.problems:
            stories[language] = Story(other.file, other.body_line, other.body)
    return stories


def _agreement(publication: Publication) -> Iterator[Problem]:
    """What only shows when the files are held against each other."""
    for report in publication.reports.values():
        yield from _report_agrees(publication, report)
    for dataset in publication.datasets.values():
        file = f"{dataset.folder}/dataset.yml"
        yield from _languages(dataset.spec, publication.settings.languages, file)
    yield from _languages(publication.settings, publication.settings.languages, SETTINGS_FILE)
    slugs: dict[str, str] = {}
    for report in publication.reports.values():
        if report.slug in RESERVED:
            yield Problem("plan.slug-reserved", {"slug": report.slug}, file=report.file)
        if report.slug in slugs:
            facts = {"slug": report.slug, "other": slugs[report.slug]}
            yield Problem("plan.slug-twice", facts, file=report.file)
        slugs[report.slug] = report.file


def _report_agrees(publication: Publication, report: Report) -> Iterator[Problem]:
    spec, known = report.spec, publication.datasets
    yield from _languages(spec, publication.settings.languages, report.file)
    wanted = {spec.dataset: ("dataset",)} | {
        indicator.reference.dataset: ("indicators", name, "reference", "dataset")
        for name, indicator in spec.indicators.items()
        if indicator.reference
    }
    document = read_front_matter(publication.root / report.file, publication.root)
    for name, way in wanted.items():
        if name not in known and not (publication.root / "datasets" / name / "dataset.yml").exists():
            facts = {"name": name, "nearest": nearest(name, known)}
            yield Problem("plan.dataset-unknown", facts, file=report.file, line=document.line(way))
    if spec.dataset not in known:
        return
    yield from _columns_agree(publication, report, document)


def _columns_agree(publication: Publication, report: Report, document: Document) -> Iterator[Problem]:
    spec = report.spec
    dataset = publication.datasets[spec.dataset].spec
    if spec.frequency != dataset.frequency:
        facts = {"frequency": spec.frequency, "other": dataset.frequency, "dataset": spec.dataset}
        yield Problem("plan.frequency-differs", facts, file=report.file, line=document.line(("frequency",)))
    for name, indicator in spec.indicators.items():
        way: Way = ("indicators", name)
        measures = [column.name for column in dataset.with_role("measure")]
        dimensions = [column.name for column in dataset.with_role("dimension")]
        checks = [(column, measures, (*way, "inputs", part)) for part, column in indicator.inputs.items()]
        if indicator.by is not None:
            checks.append((indicator.by, dimensions, (*way, "by")))
        if indicator.reference and indicator.reference.dataset in publication.datasets:
            other = publication.datasets[indicator.reference.dataset].spec
            columns = [column.name for column in other.with_role("measure")]
            checks.append((indicator.reference.column, columns, (*way, "reference", "column")))
        for column, columns, where in checks:
            if column not in columns:
                facts = {"name": column, "nearest": nearest(column, columns), "known": ", ".join(columns)}
                yield Problem("plan.column-unknown", facts, file=report.file, line=document.line(where))
    for name, chart in spec.charts.items():
        by = spec.indicators[chart.indicator].by
        shown = {"all"}
        if by in [column.name for column in dataset.with_role("dimension")] and by is not None:
            shown |= {category.value for category in dataset.field(by).categories}
        for place, category in enumerate(chart.show):
            if category not in shown:
                facts = {"name": category, "nearest": nearest(category, shown), "known": ", ".join(sorted(shown))}
                line = document.line(("charts", name, "show", place))
                yield Problem("plan.category-unknown", facts, file=report.file, line=line)


def _languages(spec: BaseModel, languages: tuple[str, ...], file: str) -> Iterator[Problem]:
    """Every text stands in every language of the publication."""
    for way, text in _texts(spec, ()):
        for language in languages:
            if language not in text:
                facts = {"key": ".".join(str(step) for step in way), "language": language}
                yield Problem("plan.text-missing", facts, file=file)


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


def _as_problem(document: Document, detail: ErrorDetails, kind: type[BaseModel], base: Way) -> Problem:
    """One finding of the validator as a problem of ours, with the line it stands on."""
    way = tuple(step for step in detail["loc"])
    facts: dict[str, object] = {"key": ".".join(str(step) for step in way) or "the file", **detail.get("ctx", {})}
    line = document.line((*base, *way)) or document.line(base) or 1
    code, value = "plan.value", None
    match detail["type"]:
        case "missing":
            code = "plan.key-missing"
        case "extra_forbidden":
            code = "plan.key-unknown"
            known = _keys_at(kind, way[:-1])
            facts |= {"nearest": nearest(str(way[-1]), known), "known": ", ".join(known)}
        case "literal_error":
            code, value = "plan.choice", str(detail["input"])
            known = [part.strip(" '") for part in str(facts["expected"]).replace(" or ", ", ").split(",")]
            facts |= {"nearest": nearest(value, known), "known": ", ".join(known)}
        case "role-needs" | "column-twice" | "one-period-column" | "coverage-backwards" | "period" as name:
            code = f"plan.{name}"
        case "formula-inputs" | "bands-meet" | "bands-open" | "time-zone" | "local-time" as name:
            code = f"plan.{name}"
        case "column-unknown" | "name-unknown" as name:
            code = f"plan.{name}"
            known = list(facts.get("known", []))  # type: ignore[call-overload]
            wrong = str(facts.get("name") or facts.get("column"))
            facts |= {"name": wrong, "nearest": nearest(wrong, known), "known": ", ".join(known)}
        case _:
            value = str(detail["input"])
            facts["reason"] = detail["msg"]
    return Problem(code, facts, file=document.file, line=line, value=value)


def _keys_at(kind: type[BaseModel], way: Way) -> list[str]:
    """The keys allowed in the mapping that `way` leads to, as they are written."""
    here: Any = kind
    for step in way:
        if isinstance(here, type) and issubclass(here, BaseModel) and isinstance(step, str):
            info = next((i for n, i in here.model_fields.items() if step in (n, i.alias)), None)
            here = _model_in(info.annotation) if info else None
    if not (isinstance(here, type) and issubclass(here, BaseModel)):
        return []
    return [info.alias or name for name, info in here.model_fields.items()]


def _model_in(annotation: Any) -> Any:
    """The specification class inside an annotation such as ``tuple[Band, ...]`` or ``Reference | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _model_in(part)
        if found is not None:
            return found
    return None
