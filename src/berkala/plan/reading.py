"""Read a publication: its settings, datasets and reports, with every problem at once.

Nothing here raises for a mistake in a file. What can be read is read, so that one run names all that is wrong.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from berkala.errors import Problem, nearest
from berkala.plan.agreement import agreement, spoken
from berkala.plan.agreement.texts import languages_of
from berkala.plan.documents import Document, read_front_matter, read_yaml, read_yaml_list
from berkala.plan.explaining import explained
from berkala.plan.forms import Way
from berkala.plan.publication import SETTINGS_FILE, Dataset, Publication, Report, Story, Unreported
from berkala.plan.questions import unanswered
from berkala.plan.specifications import (
    ANSWERS_FILE,
    CORRECTIONS_FILE,
    Answer,
    AnswersSpec,
    Correction,
    CorrectionsSpec,
    DatasetSpec,
    ReportSpec,
    Settings,
    UnreportedSpec,
)
from berkala.plan.withdrawals import WITHDRAWALS_FILE, Withdrawal, WithdrawalsSpec

__all__ = ["SETTINGS_FILE", "Dataset", "Publication", "Report", "Story", "Unreported", "read_publication"]

Spec = TypeVar("Spec", bound=BaseModel)

#: The settings that tell a report, or an indicator without data, from an authored page.
_OURS = frozenset({"dataset", "indicators", "unreported"})


@dataclass
class _Reader:
    """What was found on the way: the problems, and the documents by file, for the lines of later ones."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    #: The language of a publication in one language alone, whose texts may stand without its code.
    only_language: str | None = None
    #: What the folder of reports holds beside reports: indicators without data, and authored pages.
    unreported: dict[str, Unreported] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)

    def typed(self, document: Document, kind: type[Spec]) -> Spec | None:
        self.problems.extend(document.problems)
        self.documents[document.file] = document
        if document.problems:
            return None
        if kind is DatasetSpec and (open_questions := list(unanswered(document))):
            self.problems.extend(open_questions)
            return None
        try:
            # As JSON, because then "45" is not a number and 1 is not true, and nothing is turned into it.
            text = json.dumps(document.data)
            alone = {"language": self.only_language}
            return kind.model_validate_json(text, strict=True, by_alias=True, by_name=False, context=alone)
        except ValidationError as error:
            self.problems.extend(explained(document, error.errors(), kind))
            return None


def read_publication(root: Path) -> tuple[Publication | None, tuple[Problem, ...]]:
    """The publication in `root`, or None where even its settings cannot be read, and every problem found."""
    reader = _Reader(root)
    settings = _settings(reader)
    datasets = _datasets(reader, spoken(settings) if settings else ())
    reports = _reports(reader, settings)
    if settings is None:
        return None, tuple(reader.problems)
    pages, withdrawals = tuple(reader.pages), _withdrawals(reader, spoken(settings))
    publication = Publication(root, settings, datasets, reports, pages, reader.unreported, withdrawals)
    reader.problems.extend(agreement(publication, reader.documents))
    return publication, tuple(reader.problems)


def _settings(reader: _Reader) -> Settings | None:
    document = read_yaml(reader.root / SETTINGS_FILE, reader.root)
    if document.problems:
        reader.problems.extend(document.problems)
        return None
    way = _our_plugin(document.data.get("plugins"))
    if way is None:
        line = document.line(("plugins",)) or 1
        reader.problems.append(Problem("plan.no-settings", file=document.file, line=line))
        return None
    ours = document.inside(way)
    match ours.data.get("languages"):
        case [str(only)]:
            reader.only_language = only
    top = {key: document.data[key] for key in ("site_url",) if key in document.data}
    lines: dict[Way, int] = dict(ours.lines)
    lines.update({(key,): document.lines[(key,)] for key in top})
    return reader.typed(replace(ours, data={**ours.data, **top}, lines=lines), Settings)


def _our_plugin(plugins: object) -> Way | None:
    """Where our settings stand: MkDocs takes its plugins as a list or as a mapping."""
    if isinstance(plugins, dict) and isinstance(plugins.get("berkala"), dict):
        return ("plugins", "berkala")
    for place, plugin in enumerate(plugins if isinstance(plugins, list) else []):
        if isinstance(plugin, dict) and isinstance(plugin.get("berkala"), dict):
            return ("plugins", place, "berkala")
    return None


def _datasets(reader: _Reader, languages: tuple[str, ...]) -> dict[str, Dataset]:
    found = {}
    for folder in sorted(path for path in (reader.root / "datasets").glob("[!.]*") if path.is_dir()):
        document = read_yaml(folder / "dataset.yml", reader.root)
        if not (folder / "dataset.yml").exists():
            near = nearest("dataset.yml", sorted(path.name for path in folder.iterdir()))
            document = document.told_as("plan.descriptor-missing", {"folder": folder.name, "nearest": near})
        spec = reader.typed(document, DatasetSpec)
        if spec is None:
            continue
        if spec.name != folder.name:
            facts = {"name": spec.name, "folder": folder.name}
            place = document.line(("name",))
            reader.problems.append(Problem("plan.name-is-not-folder", facts, file=document.file, line=place))
        answers = _answers(reader, folder / ANSWERS_FILE, languages)
        corrections = _corrections(reader, folder / CORRECTIONS_FILE, languages)
        at = folder.relative_to(reader.root).as_posix()
        found[folder.name] = Dataset(folder.name, at, spec, answers, corrections)
    return found


def _answers(reader: _Reader, file: Path, languages: tuple[str, ...]) -> tuple[Answer, ...]:
    """What was answered about a dataset, in every language; most have no such file."""
    if not file.exists():
        return ()
    spec = reader.typed(read_yaml_list(file, reader.root, "answers"), AnswersSpec)
    if spec is None:
        return ()
    reader.problems.extend(languages_of(spec, languages, reader.documents[file.relative_to(reader.root).as_posix()]))
    return tuple(answer for answer in spec.answers if all(code in answer.reason for code in languages))


def _corrections(reader: _Reader, file: Path, languages: tuple[str, ...]) -> tuple[Correction, ...]:
    """What was published wrong of a dataset, told in every language; most have no such file."""
    if not file.exists():
        return ()
    spec = reader.typed(read_yaml_list(file, reader.root, "corrections"), CorrectionsSpec)
    if spec is None:
        return ()
    reader.problems.extend(languages_of(spec, languages, reader.documents[file.relative_to(reader.root).as_posix()]))
    return tuple(one for one in spec.corrections if all(code in one.what for code in languages))


def _withdrawals(reader: _Reader, languages: tuple[str, ...]) -> tuple[Withdrawal, ...]:
    """The editions that are withdrawn, told in every language; most publications have no such file."""
    file = reader.root / "reports" / WITHDRAWALS_FILE
    if not file.exists():
        return ()
    spec = reader.typed(read_yaml_list(file, reader.root, "withdrawals"), WithdrawalsSpec)
    if spec is None:
        return ()
    reader.problems.extend(languages_of(spec, languages, reader.documents[file.relative_to(reader.root).as_posix()]))
    return tuple(one for one in spec.withdrawals if all(code in one.why for code in languages))


def _reports(reader: _Reader, settings: Settings | None) -> dict[str, Report]:
    found: dict[str, Report] = {}
    told = False
    # What begins with a dot is an editor's, and may be gone in a moment.
    files = sorted((reader.root / "reports").glob("[!.]*.md"))
    for path in files:
        first = path.with_name(f"{path.name.split('.')[0]}.md")
        if path != first:  # x.id.md: another language of x.md, read beside it
            if first not in files:
                facts = {"first": first.name}
                reader.problems.append(Problem("plan.story-alone", facts, file=f"reports/{path.name}"))
            continue
        document = read_front_matter(path, reader.root)
        if not document.problems and not _OURS & set(document.data):
            reader.pages.append(path.name)
            continue
        told = True
        if _is_unreported(document, path):
            _unreported(reader, path, document, [other for other in files if other.name.startswith(f"{path.stem}.")])
            continue
        spec = reader.typed(document, ReportSpec)
        stories = _stories(reader, path, document, spoken(settings) if settings else ())
        if spec is not None:
            found[path.stem] = Report(path.stem, document.file, spec, stories)
    if not told:
        reader.problems.append(Problem("plan.no-reports", file="reports"))
    return found


def _is_unreported(document: Document, path: Path) -> bool:
    """Whether a file is an indicator without data, by its key; by its letters where its settings cannot be read."""
    if document.problems and path.is_file():
        return b"\nunreported:" in path.read_bytes()
    return "unreported" in document.data


def _unreported(reader: _Reader, path: Path, document: Document, files: list[Path]) -> None:
    """An indicator without data: its settings hold every language, and no text beside them would be shown."""
    spec = reader.typed(document, UnreportedSpec)
    if spec is not None:
        reader.unreported[path.stem] = Unreported(path.stem, document.file, spec)
    facts = {"first": path.name}
    if document.body.strip():
        line = document.body_line + document.body[: -len(document.body.lstrip())].count("\n")
        reader.problems.append(Problem("plan.unreported-story", facts, file=document.file, line=line))
    for other in (file for file in files if file != path):
        reader.problems.append(Problem("plan.unreported-story", facts, file=f"reports/{other.name}", line=1))


def _stories(reader: _Reader, path: Path, first: Document, languages: tuple[str, ...]) -> dict[str, Story]:
    stories = {language: Story(first.file, first.body_line, first.body) for language in languages[:1]}
    for language in languages[1:]:
        file = path.with_name(f"{path.stem}.{language}.md")
        other = read_front_matter(file, reader.root)
        if not file.exists():
            other = other.told_as("plan.story-missing", {"language": language, "first": path.name})
        reader.problems.extend(other.problems)
        if other.data:
            facts = {"first": path.name}
            reader.problems.append(Problem("plan.story-settings", facts, file=other.file, line=1))
        if not other.problems:
            stories[language] = Story(other.file, other.body_line, other.body)
    return stories
